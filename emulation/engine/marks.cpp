// See marks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/marks.h"

#include "emulation/engine/event_text.h"

#include <algorithm>
#include <utility>

namespace hopyard::engine {

namespace trace = base::trace;
using base::Duration;
using base::TimePoint;

namespace {

constexpr Duration kFirstWindow = Duration::milliseconds(20);
constexpr Duration kLongestWindow = Duration::seconds(60);
constexpr std::size_t kLookBack = 16; ///< marks among which one of the same kind and node is looked for

bool isEnd(std::string_view state)
{
    return state == "ESTABLISHED" || state == "CLOSED" || state == "Established" || state == "Closed";
}

} // namespace

std::string_view toString(Mark::Kind kind)
{
    switch (kind) {
    case Mark::Kind::adjacency: return "adjacency";
    case Mark::Kind::route: return "route";
    case Mark::Kind::drop: return "drop";
    case Mark::Kind::migration: return "migration";
    case Mark::Kind::check: return "check";
    case Mark::Kind::link: return "link";
    case Mark::Kind::node: return "node";
    case Mark::Kind::connection: return "connection";
    case Mark::Kind::guest: return "guest";
    case Mark::Kind::edit: return "edit";
    case Mark::Kind::notice: return "notice";
    }
    return "notice";
}

trace::Kinds Marks::kinds()
{
    return trace::kindOf<trace::ProtocolChanged>() | trace::kindOf<trace::RouteChanged>() | trace::kindOf<trace::PacketDropped>()
        | trace::kindOf<trace::MigrationStep>() | trace::kindOf<trace::LinkChanged>() | trace::kindOf<trace::NodeChanged>()
        | trace::kindOf<trace::TcpChanged>() | trace::kindOf<trace::GuestChanged>() | trace::kindOf<trace::Notice>();
}

void Marks::event(TimePoint time, const trace::Event &event)
{
    Mark::Kind kind = Mark::Kind::notice;
    if (std::holds_alternative<trace::ProtocolChanged>(event))
        kind = Mark::Kind::adjacency;
    else if (std::holds_alternative<trace::RouteChanged>(event))
        kind = Mark::Kind::route;
    else if (std::holds_alternative<trace::PacketDropped>(event))
        kind = Mark::Kind::drop;
    else if (std::holds_alternative<trace::MigrationStep>(event))
        kind = Mark::Kind::migration;
    else if (std::holds_alternative<trace::LinkChanged>(event))
        kind = Mark::Kind::link;
    else if (std::holds_alternative<trace::NodeChanged>(event))
        kind = Mark::Kind::node;
    else if (std::holds_alternative<trace::GuestChanged>(event))
        kind = Mark::Kind::guest;
    else if (const auto *tcp = std::get_if<trace::TcpChanged>(&event)) {
        if (!isEnd(tcp->to))
            return;
        kind = Mark::Kind::connection;
    } else if (const auto *notice = std::get_if<trace::Notice>(&event)) {
        if (notice->level == trace::Notice::Level::info)
            return;
    }
    Mark mark{time, kind, nodeOf(event), linkOf(event), {}, 1, time};
    // Thousands of drops a second shall not cost a sentence each.
    const std::size_t first = m_marks.size() - std::min(m_marks.size(), kLookBack);
    for (std::size_t i = m_marks.size(); i-- > first;)
        if (joins(m_marks[i], mark)) {
            ++m_marks[i].count;
            m_marks[i].last = time;
            return;
        }
    mark.text = eventText(event);
    push(std::move(mark));
}

bool Marks::joins(const Mark &before, const Mark &mark) const
{
    return before.kind == mark.kind && before.node == mark.node && before.link == mark.link
        && mark.time - before.last <= m_window + kFirstWindow
        && (mark.kind == Mark::Kind::drop || mark.kind == Mark::Kind::route || m_window > Duration());
}

void Marks::add(TimePoint time, Mark::Kind kind, base::NodeId node, base::LinkId link, std::string text)
{
    push({time, kind, node, link, std::move(text), 1, time});
}

void Marks::push(Mark mark)
{
    m_marks.push_back(std::move(mark));
    if (m_marks.size() > kMost)
        thin();
}

void Marks::thin()
{
    while (m_marks.size() > kMost / 2) {
        m_window = m_window > Duration() ? m_window * 4 : kFirstWindow;
        if (m_window > kLongestWindow) { // so many nodes at once: every second one goes
            std::size_t kept = 0;
            for (std::size_t i = 0; i < m_marks.size(); i += 2)
                m_marks[kept++] = std::move(m_marks[i]);
            m_marks.resize(kept);
            m_window = kLongestWindow;
            continue;
        }
        std::vector<Mark> kept;
        for (Mark &mark : m_marks) {
            const std::size_t first = kept.size() - std::min(kept.size(), kLookBack);
            bool joined = false;
            for (std::size_t i = kept.size(); i-- > first && !joined;)
                if (joins(kept[i], mark)) {
                    kept[i].count += mark.count;
                    kept[i].last = mark.last;
                    joined = true;
                }
            if (!joined)
                kept.push_back(std::move(mark));
        }
        m_marks = std::move(kept);
    }
    ++m_revision;
}

void Marks::clear()
{
    m_marks.clear();
    m_window = {};
    ++m_revision;
}

void Marks::cutAfter(TimePoint time)
{
    std::erase_if(m_marks, [time](const Mark &mark) { return mark.time > time; });
    ++m_revision;
}

} // namespace hopyard::engine

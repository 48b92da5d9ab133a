// See stop_condition.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/stop_condition.h"

#include "core/dissect/head.h"
#include "core/filter/head_text.h"
#include "core/world/world.h"
#include "emulation/engine/event_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hopyard::engine {

namespace trace = base::trace;

StopCondition::StopCondition(What what, WorldNow world) : m_what(std::move(what)), m_world(std::move(world))
{
    if (const auto *table = std::get_if<Table>(&m_what))
        m_before = table->read();
}

trace::Kinds StopCondition::kinds() const
{
    if (std::holds_alternative<Packet>(m_what))
        return trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::PacketDropped>();
    if (std::holds_alternative<EventCondition>(m_what))
        return trace::kAllKinds & ~trace::kindOf<trace::PacketScheduled>();
    return trace::kAllKinds & ~(trace::kindOf<trace::PacketScheduled>() | trace::kindOf<trace::PacketForwarded>());
}

/// At a node: on its links, or dropped by it.
bool StopCondition::isHere(base::LinkId link, base::NodeId node) const
{
    const auto &where = std::get<Packet>(m_what).where;
    if (where.empty())
        return true;
    const std::string name = node.isValid() ? m_world().name(node) : std::string();
    if (!name.empty() && std::find(where.begin(), where.end(), name) != where.end())
        return true;
    if (!link.isValid())
        return false;
    const lab::Link &spec = m_world().link(link);
    return std::any_of(where.begin(), where.end(), [&](const std::string &place) {
        return place == spec.a.node || place == spec.b.node || place == toString(spec.a) || place == toString(spec.b);
    });
}

void StopCondition::event(base::TimePoint time, const trace::Event &event)
{
    if (!m_why.empty())
        return;
    if (std::holds_alternative<Table>(m_what)) {
        m_touched = true;
        return;
    }
    if (const auto *condition = std::get_if<EventCondition>(&m_what)) {
        const base::NodeId node = nodeOf(event);
        const base::LinkId link = linkOf(event);
        const std::string text = eventText(event);
        const std::string name = node.isValid() ? m_world().name(node) : std::string();
        const std::string a = link.isValid() ? toString(m_world().link(link).a) : std::string();
        const std::string b = link.isValid() ? toString(m_world().link(link).b) : std::string();
        if (condition->holds({trace::nameOf(event), name, a, b, text}))
            m_why = name.empty() ? a.empty() ? text : a + ": " + text : name + ": " + text;
        return;
    }
    filter::PacketHead head;
    head.time = time;
    base::Bytes bytes;
    base::NodeId node;
    if (const auto *sent = std::get_if<trace::PacketSent>(&event)) {
        head.link = sent->link;
        head.direction = sent->direction;
        head.packetId = sent->packetId;
        bytes = sent->bytes;
    } else if (const auto *dropped = std::get_if<trace::PacketDropped>(&event)) {
        head.link = dropped->link;
        head.drop = static_cast<std::uint8_t>(dropped->reason);
        head.packetId = dropped->packetId;
        node = dropped->node;
        bytes = dropped->bytes;
    } else {
        return;
    }
    if (!isHere(head.link, node))
        return;
    dissect::fillHead(bytes, head);
    if (!std::get<Packet>(m_what).filter.accepts(head))
        return;
    const std::string place = head.link.isValid() ? toString(m_world().link(head.link).a) + " – " + toString(m_world().link(head.link).b)
                                                  : m_world().name(node);
    m_why = fmt::format("{}: {} {}", place, filter::protocolName(head), filter::infoText(head));
    if (const std::string_view drop = filter::dropText(head); !drop.empty())
        m_why += fmt::format(" (dropped: {})", drop);
}

bool StopCondition::isMet()
{
    if (auto *table = std::get_if<Table>(&m_what); table && m_why.empty() && std::exchange(m_touched, false)) {
        if (table->read() != m_before)
            m_why = fmt::format("table {} of {} changed", table->name, m_world().name(table->node));
    }
    return !m_why.empty();
}

} // namespace hopyard::engine

// See history.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/history.h"

#include <algorithm>
#include <utility>

namespace hopyard::client {

namespace {

constexpr int kPollMs = 500;

TimePoint timeMember(const Json &json, const char *key)
{
    return TimePoint::fromNs(rpc::intMember(json, key).value_or(0));
}

} // namespace

History::History(EngineSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &History::refresh);
    connect(&m_session, &EngineSession::stateChanged, this, &History::takeStatus);
    connect(&m_session, &EngineSession::telemetry, this, [this](const Batch &batch) {
        m_lastNow = std::max(m_lastNow, batch.now);
        if (!m_session.status().past && !m_session.status().replay)
            m_to = std::max(m_to, batch.now);
    });
}

void History::takeStatus(const Status &status)
{
    if (!status.isAlive() || !status.history) {
        m_poll.stop();
        if (m_to != TimePoint() || !m_marks.empty() || !m_bookmarks.empty() || m_lines.size() > 1)
            clear();
        m_wasPast = false;
        m_lastNow = {};
        emit changed();
        return;
    }
    // Time goes back, or comes back: nothing that moves by itself does that. On it jumps only where one asked for it.
    const bool elsewhere = status.past != m_wasPast || status.now < m_lastNow || m_seeking;
    m_wasPast = status.past;
    m_lastNow = status.now;
    refresh();
    if (status.phase == Phase::running || (status.replay && m_read < status.present))
        m_poll.start();
    else
        m_poll.stop();
    if (elsewhere)
        emit momentChanged();
    emit changed();
}

void History::clear()
{
    m_from = m_to = m_read = {};
    m_marks.clear();
    m_bookmarks.clear();
    m_lines.clear();
    m_line = 1;
    m_revision = 0;
    m_wanted.reset();
    m_seeking = m_asking = false;
}

void History::call(std::string_view method, Json params, std::function<void(const Json &)> done)
{
    m_session.call(method, std::move(params), this, [this, done = std::move(done)](const EngineSession::Result &result) {
        if (!result) {
            if (result.error().code != rpc::disconnected)
                emit failed(messageOf(result.error()));
            return;
        }
        if (done)
            done(*result);
    });
}

void History::refresh()
{
    if (m_asking || !isKept())
        return;
    m_asking = true;
    Json params = Json::object();
    if (!m_marks.empty())
        params = {{"after", m_marks.back().time.ns()}, {"revision", m_revision}};
    m_session.call("history.get", std::move(params), this, [this](const EngineSession::Result &result) {
        m_asking = false;
        if (result)
            take(*result);
    });
}

void History::take(const Json &answer)
{
    m_from = timeMember(answer, "from");
    m_to = timeMember(answer, "to");
    m_read = timeMember(answer, "read");
    m_line = rpc::intMember(answer, "line").value_or(1);
    m_revision = rpc::intMember(answer, "revision").value_or(0);
    if (rpc::intMember(answer, "after").value_or(-1) < 0)
        m_marks.clear();
    if (const Json *marks = rpc::member(answer, "marks"); marks && marks->is_array())
        for (const Json &mark : *marks)
            if (mark.is_array() && mark.size() >= 5 && mark[0].is_number_integer() && mark[1].is_string() && mark[2].is_string()
                && mark[3].is_string() && mark[4].is_number_unsigned())
                m_marks.push_back({TimePoint::fromNs(mark[0].get<std::int64_t>()), mark[1].get<std::string>(),
                                   mark[2].get<std::string>(), mark[3].get<std::string>(), mark[4].get<std::uint32_t>()});
    m_bookmarks.clear();
    if (const Json *bookmarks = rpc::member(answer, "bookmarks"); bookmarks && bookmarks->is_array())
        for (const Json &one : *bookmarks)
            m_bookmarks.push_back({rpc::intMember(one, "id").value_or(0), timeMember(one, "time"),
                                   rpc::stringMember(one, "note").value_or("")});
    m_lines.clear();
    if (const Json *lines = rpc::member(answer, "lines"); lines && lines->is_array())
        for (const Json &one : *lines)
            m_lines.push_back({rpc::intMember(one, "id").value_or(0), rpc::stringMember(one, "name").value_or(""),
                               timeMember(one, "from"), timeMember(one, "to")});
    if (m_session.status().replay && m_read >= m_to && m_session.status().phase != Phase::running)
        m_poll.stop();
    emit changed();
    if (rpc::boolMember(answer, "more").value_or(false))
        refresh();
}

void History::seek(TimePoint time)
{
    if (!isKept())
        return;
    m_wanted = time;
    if (m_seeking)
        return;
    m_seeking = true;
    m_session.call("run.seek", {{"time", std::exchange(m_wanted, std::nullopt)->ns()}}, this,
                   [this](const EngineSession::Result &result) {
                       m_seeking = false;
                       if (!result && result.error().code != rpc::disconnected) {
                           m_wanted.reset();
                           emit failed(messageOf(result.error()));
                       }
                       if (m_wanted)
                           seek(*m_wanted);
                   });
}

void History::goToPresent() { call("run.seek", {{"present", true}}); }
void History::step(int events) { call("run.step", {{"count", events}}); }

void History::branch(const QString &name, std::function<void()> done)
{
    call("run.branch", {{"name", name.toStdString()}}, [this, done = std::move(done)](const Json &) {
        refresh();
        if (done)
            done();
    });
}

void History::showLine(std::int64_t line)
{
    if (line != m_line)
        call("run.line", {{"line", line}}, [this](const Json &) { refresh(); });
}

void History::untilPacket(const QString &place)
{
    Json where = Json::array();
    if (!place.isEmpty())
        where.push_back(place.toStdString());
    Json packet = Json::object();
    packet["where"] = std::move(where);
    call("run.until", {{"packet", std::move(packet)}});
}

void History::untilTable(const QString &node, const QString &table)
{
    call("run.until", {{"table", {{"node", node.toStdString()}, {"table", table.toStdString()}}}});
}

void History::untilCondition(const QString &text, QObject *context, Refused refused)
{
    m_session.call("run.until", {{"condition", text.toStdString()}}, context,
                   [refused = std::move(refused)](const EngineSession::Result &result) {
                       if (result || result.error().code == rpc::disconnected)
                           return refused({}, 0, 0);
                       const Json &data = result.error().data;
                       const bool placed = data.is_object();
                       refused(messageOf(result.error()),
                               static_cast<int>(placed ? rpc::intMember(data, "position").value_or(0) : 0),
                               static_cast<int>(placed ? rpc::intMember(data, "length").value_or(0) : 0));
                   });
}

void History::setBookmark(std::optional<std::int64_t> id, TimePoint time, const QString &note)
{
    Json params{{"time", time.ns()}, {"note", note.toStdString()}};
    if (id)
        params["id"] = *id;
    call("history.bookmark", std::move(params), [this](const Json &) { refresh(); });
}

void History::removeBookmark(std::int64_t id)
{
    call("history.unbookmark", {{"id", id}}, [this](const Json &) { refresh(); });
}

std::optional<TimePoint> History::markBeside(TimePoint time, int direction) const
{
    std::optional<TimePoint> best;
    const auto offer = [&](TimePoint t) {
        if (direction > 0 ? t > time && (!best || t < *best) : t < time && (!best || t > *best))
            best = t;
    };
    for (const HistoryMark &mark : m_marks)
        offer(mark.time);
    for (const HistoryBookmark &bookmark : m_bookmarks)
        offer(bookmark.time);
    return best;
}

} // namespace hopyard::client

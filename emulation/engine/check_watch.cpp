// See check_watch.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/check_watch.h"

#include <algorithm>
#include <utility>

namespace hopyard::engine {

using rpc::Json;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kRestFactor = 4; ///< of the time that a look took, before the next

} // namespace

/// Another lab, or other checks: what was found before is of no use.
void CheckWatch::followLab()
{
    if (std::exchange(m_version, m_session.checksVersion()) == m_session.checksVersion())
        return;
    m_known.clear();
    m_lookedAtEvents = ~std::uint64_t(0);
    m_lastError.clear();
}

Json CheckWatch::points() const
{
    std::uint64_t earned = 0, possible = 0;
    for (const lab::Check &check : m_session.checks()) {
        possible += check.points;
        const auto known = m_known.find(check.id);
        earned += known == m_known.end() ? 0 : known->second.value("earned", std::uint64_t(0));
    }
    return {{"earned", earned}, {"possible", possible}};
}

Json CheckWatch::list()
{
    followLab();
    Json rows = Json::array();
    for (const lab::Check &check : m_session.checks()) {
        const auto known = m_known.find(check.id);
        Json row = known == m_known.end() ? Json{{"id", check.id}, {"title", check.title.empty() ? check.id : check.title}, {"points", check.points}}
                                          : known->second;
        row["at"] = check.at.ns();
        rows.push_back(std::move(row));
    }
    Json answer = points();
    answer["checks"] = std::move(rows);
    return answer;
}

base::Result<void, rpc::RpcError> CheckWatch::run(rpc::ClientId client, Json id, checks::LiveOptions options)
{
    if (!m_session.world())
        return base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr});
    for (const std::string &wanted : options.only)
        if (std::ranges::find(m_session.checks(), wanted, &lab::Check::id) == m_session.checks().end())
            return base::fail(rpc::RpcError{rpc::noSuchId, "there is no check '" + wanted + "'", nullptr});
    if (m_asked.size() >= kMostAsked)
        return base::fail(rpc::RpcError{rpc::limitReached, "too many looks at the checks are waiting", nullptr});
    m_asked.push_back({client, std::move(id), std::move(options)});
    return {};
}

void CheckWatch::subscribe(rpc::ClientId client, double seconds)
{
    m_subscribers[client] = std::clamp(seconds, kLeastSeconds, kMostSeconds);
    m_next = 0;
}

void CheckWatch::unsubscribe(rpc::ClientId client)
{
    m_subscribers.erase(client);
}

void CheckWatch::disconnected(rpc::ClientId client)
{
    unsubscribe(client);
    std::erase_if(m_asked, [client](const Asked &asked) { return asked.client == client; });
}

void CheckWatch::stateChanged()
{
    if (m_session.isActive() && !std::exchange(m_wasActive, m_session.isActive())) {
        m_known.clear();
        m_lastError.clear();
        m_next = 0;
    }
    m_wasActive = m_session.isActive();
    m_lookedAtEvents = ~std::uint64_t(0);
}

std::int64_t CheckWatch::due() const
{
    if (m_looker.isBusy())
        return Clock::kNoWall; // its end wakes the loop
    if (!m_asked.empty())
        return 0;
    return !m_subscribers.empty() && m_session.isActive() && !m_session.checks().empty() ? m_next : Clock::kNoWall;
}

void CheckWatch::turn(std::int64_t wall)
{
    if (wall < due())
        return;
    followLab();
    if (!m_asked.empty()) {
        const Asked asked = std::move(m_asked.front());
        m_asked.pop_front();
        begin(asked);
        return;
    }
    const auto least = std::ranges::min_element(m_subscribers, {}, [](const auto &s) { return s.second; });
    m_next = wall + static_cast<std::int64_t>(least->second * static_cast<double>(kSecond));
    if (m_session.world()->eventCount() != m_lookedAtEvents)
        begin(std::nullopt);
}

void CheckWatch::begin(const std::optional<Asked> &asked)
{
    if (!m_session.world()) {
        looked(asked, base::fail(rpc::RpcError{rpc::noLab, "no lab is loaded", nullptr}), linux::monotonicNs());
        return;
    }
    const std::int64_t began = linux::monotonicNs();
    if (!asked)
        m_lookedAtEvents = m_session.world()->eventCount();
    const auto begun = m_looker.look(*m_session.world(), m_session.checks(), m_session.witness(), asked ? asked->options : checks::LiveOptions(),
                                     [this, asked, began](const LiveChecks::Answer &answer) { looked(asked, answer, began); });
    if (!begun)
        looked(asked, base::fail(begun.error()), began);
}

void CheckWatch::looked(const std::optional<Asked> &asked, const LiveChecks::Answer &answer, std::int64_t began)
{
    const std::int64_t wall = linux::monotonicNs();
    m_next = std::max(m_next, wall + (wall - began) * kRestFactor);
    if (asked && answer)
        m_server.answer(asked->client, asked->id, *answer);
    else if (asked)
        m_server.refuse(asked->client, asked->id, answer.error());
    if (m_version != m_session.checksVersion())
        return; // of a lab that is gone
    if (answer) {
        take(*answer);
        m_lastError.clear();
    } else if (!asked && std::exchange(m_lastError, answer.error().message) != answer.error().message) {
        Json params = points();
        params["now"] = m_session.now().ns();
        params["results"] = Json::array();
        params["error"] = answer.error().message;
        notify(params);
    }
}

/// What differs from what was known is told. A look ahead of a check's time says how it will be, not how it is.
void CheckWatch::take(const Json &found)
{
    const std::int64_t now = found.value("now", std::int64_t(0));
    Json changed = Json::array();
    for (const Json &result : found.value("results", Json::array())) {
        const std::string id = result.value("id", std::string());
        const auto check = std::ranges::find(m_session.checks(), id, &lab::Check::id);
        if (check == m_session.checks().end() || (now < check->at.ns() && result.value("verdict", std::string()) != "waiting"))
            continue;
        Json &known = m_known[id];
        if (known == result)
            continue;
        markTurn(base::TimePoint::fromNs(now), known, result);
        known = result;
        changed.push_back(result);
    }
    if (changed.empty())
        return;
    Json params = points();
    params["now"] = now;
    params["results"] = std::move(changed);
    notify(params);
}

/// A check that turns green, or red again, stands on the time line; one that has not been met yet is no event.
void CheckWatch::markTurn(base::TimePoint at, const Json &before, const Json &after)
{
    const std::string was = before.is_object() ? before.value("verdict", std::string()) : std::string();
    const std::string is = after.value("verdict", std::string());
    if (is != was && (is == "passed" || (is == "failed" && was == "passed")))
        m_session.addMark(at, Mark::Kind::check, {}, after.value("title", std::string()) + ": " + is);
}

void CheckWatch::notify(const Json &params)
{
    const std::string line = rpc::notificationLineOf("checks", rpc::printJson(params));
    for (const auto &[client, seconds] : m_subscribers)
        m_server.offer(client, line);
}

} // namespace hopyard::engine

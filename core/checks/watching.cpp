// Conditions on what happens meanwhile: frames at a place, pages of a hypervisor, a connection on its way; see condition.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::checks {

namespace {

using base::Duration;

constexpr Duration kLook = Duration::milliseconds(500);

/// Pages that are under way: with a packet in them, lent, or not cleared yet. What stays so when nothing is under way is lost.
struct Pages {
    double underWay = 0;
    double all = 0;
    double counted = 0;
};

/// Of a computer, or of one of its guests ("pc1/g1"): what is lent to it.
std::optional<Pages> pagesOf(Course &course, std::string_view on, std::string *why)
{
    const std::size_t slash = std::min(on.find('/'), on.size());
    const std::string_view guest = on.substr(std::min(slash + 1, on.size()));
    const auto json = askJson(course, on.substr(0, slash), "show buffers json", why);
    const Json *counts = json ? member(*json, "counts") : nullptr;
    const Json *runs = json ? member(*json, "runs") : nullptr;
    if (!counts || !counts->is_object() || !runs || !runs->is_array())
        return std::nullopt;
    Pages pages;
    pages.all = numberOf(member(*json, "pages"));
    for (const auto &[state, count] : counts->items())
        pages.counted += numberOf(&count);
    for (const Json &run : *runs) {
        const std::string state = textOf(member(run, "state"));
        const bool isUnderWay = state == "filled" || state == "mapped" || state == "being cleared";
        if (isUnderWay && (guest.empty() || textOf(member(run, "guest")) == guest))
            pages.underWay += numberOf(member(run, "count"));
    }
    return pages;
}

/// The part before the last colon: the address of "10.0.0.1:80".
std::string hostOf(const std::string &endpoint)
{
    return endpoint.substr(0, endpoint.rfind(':'));
}

/// The connections (client's end and service's end) that `to` has taken over from another machine.
std::vector<std::string> takenOver(Course &course, std::string_view to)
{
    std::vector<std::string> connections;
    const auto moves = askJson(course, to, "show moves json");
    if (moves && moves->is_array())
        for (const Json &move : *moves)
            if (textOf(member(move, "phase")) == "injected")
                connections.push_back(textOf(member(move, "connection")));
    return connections;
}

/// The client's ends of its connections that are established.
std::vector<std::string> establishedOf(Course &course, std::string_view client)
{
    std::vector<std::string> ends;
    const auto all = askJson(course, client, "show tcp json");
    if (all && all->is_array())
        for (const Json &connection : *all)
            if (textOf(member(connection, "state")) == "ESTABLISHED")
                ends.push_back(textOf(member(connection, "local")));
    return ends;
}

} // namespace

Finding askSeen(Course &course, const lab::Condition &condition)
{
    const bool mustNot = condition.kind == lab::ConditionKind::notSeen;
    const WatchKey key(condition.get("at"), condition.get("filter"));
    const bool sinceCheck = condition.get("since") == "check";
    const std::uint64_t wanted = std::max(1u, countOf(condition, "count", 1));
    if (condition.has("for") && !course.advance(durationOf(condition, "for", Duration())))
        return outOfLimits(course);
    const std::uint64_t frames = course.frames(key, sinceCheck);
    return found(mustNot ? frames == 0 : frames >= wanted,
                 fmt::format("{} frame{} of \"{}\" at {}", frames, frames == 1 ? "" : "s", key.second, key.first));
}

Finding askNoPageLeaked(Course &course, const lab::Condition &condition)
{
    const std::string on(condition.get("on"));
    const base::TimePoint end = course.now() + durationOf(condition, "within", Duration::seconds(10));
    for (;;) {
        std::string why;
        const auto pages = pagesOf(course, on, &why);
        if (!pages)
            return found(false, why);
        if (pages->counted != pages->all)
            return found(false, fmt::format("{} has {} pages and knows of {}", on, pages->all, pages->counted));
        if (pages->underWay == 0 || course.now() >= end)
            return found(pages->underWay == 0, fmt::format("{} {} of {} on {} way", pages->underWay, pages->underWay == 1 ? "page" : "pages", on,
                                                                    pages->underWay == 1 ? "its" : "their"));
        if (!course.advanceTo(std::min(end, course.now() + kLook)))
            return outOfLimits(course);
    }
}

Finding askMoved(Course &course, const lab::Condition &condition)
{
    const std::string client(condition.get("client")), to(condition.get("to"));
    const std::vector<std::string> own = addressesOf(course, client);
    const base::TimePoint end = course.now() + durationOf(condition, "within", Duration::seconds(30));
    bool hasMoved = false;
    for (;;) {
        const std::vector<std::string> alive = establishedOf(course, client);
        for (const std::string &connection : takenOver(course, to)) {
            const auto isItsOwn = [&](const std::string &address) { return connection.starts_with(address + ':'); };
            if (std::ranges::none_of(own, isItsOwn))
                continue;
            hasMoved = true;
            if (std::ranges::any_of(alive, [&](const std::string &e) { return connection.starts_with(e) && !hostOf(e).empty(); }))
                return found(true, fmt::format("{} goes on at {}", connection, to));
        }
        if (course.now() >= end)
            return found(false, hasMoved ? fmt::format("a connection of {} came to {} and did not live on", client, to)
                                         : fmt::format("no connection of {} came to {}", client, to));
        if (!course.advanceTo(std::min(end, course.now() + kLook)))
            return outOfLimits(course);
    }
}

} // namespace hopyard::checks

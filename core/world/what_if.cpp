// See what_if.h. How the report is written stands in what_if_report.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/what_if.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace hopyard::world {

namespace {

using Json = nlohmann::ordered_json;
namespace trace = base::trace;
using base::Duration;
using base::TimePoint;

constexpr Duration kNoticed = Duration::seconds(65);   ///< carrier is lost at both ends: what protocols then still wait for
constexpr Duration kUnnoticed = Duration::seconds(200); ///< a neighbour is missed: BGP's hold time and RIP's time-out are 180 s
constexpr std::uint64_t kSlice = 20'000; ///< events between two looks at the limits

/// What becomes of packets to each prefix; own addresses left out.
using Table = std::map<base::IpPrefix, std::string>;

Table tableOf(World &world, base::NodeId node)
{
    Table table;
    const Json routes = Json::parse(world.command(node, "show ip fib json").json, nullptr, false);
    if (!routes.is_array())
        return table;
    for (const Json &route : routes) {
        const auto prefix = base::IpPrefix::parse(route.value("prefix", ""));
        const std::string kind = route.value("kind", "");
        if (!prefix || (kind != "unicast" && kind != "blackhole" && kind != "unreachable"))
            continue;
        std::string what;
        for (const Json &path : route["paths"]) {
            const std::string nextHop = path.value("nextHop", "");
            what += what.empty() ? "" : ", ";
            what += nextHop.empty() ? path.value("interface", "") : fmt::format("{} {}", nextHop, path.value("interface", ""));
        }
        table[*prefix] = fmt::format("{} ({})", kind == "unicast" ? what : kind, route.value("protocol", ""));
    }
    return table;
}

bool hasTable(const World &world, base::NodeId node)
{
    const lab::Node *planned = world.lab().findNode(world.name(node));
    return planned && (planned->kind == lab::NodeKind::router || planned->kind == lab::NodeKind::host
                       || planned->kind == lab::NodeKind::classifier || planned->kind == lab::NodeKind::forwarder);
}

bool isBridge(const World &world, std::string_view name)
{
    const lab::Node *planned = world.lab().findNode(name);
    return planned && (planned->kind == lab::NodeKind::switch_ || planned->kind == lab::NodeKind::hub);
}

/// Tells when tables change, and counts what is dropped.
class Watcher final : public trace::Sink {
public:
    explicit Watcher(World &world) : m_world(world)
    {
        world.trace().add(this, trace::kindOf<trace::RouteChanged>() | trace::kindOf<trace::PacketDropped>());
    }
    ~Watcher() override { m_world.trace().remove(this); }
    Watcher(const Watcher &) = delete;
    Watcher &operator=(const Watcher &) = delete;

    void event(TimePoint time, const trace::Event &event) override
    {
        if (const auto *dropped = std::get_if<trace::PacketDropped>(&event)) {
            ++m_dropped[std::string(toString(dropped->reason))];
            return;
        }
        ++changes;
        lastChange = time;
        m_lastOf[std::get<trace::RouteChanged>(event).node] = time;
    }
    TimePoint lastOf(base::NodeId node, TimePoint otherwise) const
    {
        const auto at = m_lastOf.find(node);
        return at == m_lastOf.end() ? otherwise : at->second;
    }
    const std::map<std::string, std::uint64_t> &dropped() const { return m_dropped; }

    std::uint64_t changes = 0;
    TimePoint lastChange;

private:
    World &m_world;
    std::map<base::NodeId, TimePoint> m_lastOf;
    std::map<std::string, std::uint64_t> m_dropped;
};

/// A path that is traced again each time when tables have changed.
class WatchedPath {
public:
    WatchedPath(World &world, const WhatIfQuestion &question) : m_world(world), m_question(question) {}

    std::string begin()
    {
        auto ways = traceBothWays(m_world, m_question.from, m_question.to);
        if (!ways)
            return ways.error();
        m_forth = {m_world.findNode(m_question.from), ways->forth.destination};
        forth = WhatIfReport::Way{}; // clang 14 takes no emplace() of a nested aggregate
        forth->before = std::move(ways->forth);
        forth->over = forth->before.isClean;
        if (!ways->back)
            return {};
        m_back = {ways->back->nodes.front().node, ways->back->destination};
        back = WhatIfReport::Way{};
        back->before = std::move(*ways->back);
        back->over = back->before.isClean;
        return {};
    }
    /// As it is now; `since`: so long it was as it was found last.
    void look(Duration since)
    {
        lookAt(forth, m_forth, since);
        lookAt(back, m_back, since);
    }

    std::optional<WhatIfReport::Way> forth, back;

private:
    struct Ends {
        base::NodeId from;
        base::IpAddress to;
    };
    void lookAt(std::optional<WhatIfReport::Way> &way, const Ends &ends, Duration since)
    {
        if (!way)
            return;
        if (!way->over)
            way->outage += since;
        way->after = tracePath(m_world, ends.from, ends.to);
        way->over = way->after.isClean;
    }

    World &m_world;
    const WhatIfQuestion &m_question;
    Ends m_forth, m_back;
};

/// Breaks what the question says. A sentence where there is no such thing.
std::string fail(World &world, const WhatIfQuestion &question)
{
    if (question.links.empty() && question.nodes.empty())
        return "say what fails: a link or a node";
    for (const lab::End &end : question.links)
        if (!world.findLink(end).isValid())
            return fmt::format("there is no link at '{}'", lab::toString(end));
    for (const std::string &name : question.nodes)
        if (!world.findNode(name).isValid())
            return fmt::format("there is no node '{}'", name);
    for (const lab::End &end : question.links) {
        const base::LinkId id = world.findLink(end);
        const lab::Link link = world.link(id);
        for (const auto direction : {base::Direction::forward, base::Direction::backward}) {
            base::Impairment cut = direction == base::Direction::forward ? link.forward : link.backward;
            cut.down = true;
            world.setImpairment(id, direction, cut);
        }
    }
    for (const std::string &name : question.nodes)
        world.stopNode(world.findNode(name));
    return {};
}

/// How long protocols may take to notice: at once where carrier is lost, after their hold times where a bridge is between.
Duration quietFor(const World &world, const WhatIfQuestion &question)
{
    const auto leadsToBridge = [&world](const lab::Link &link) { return isBridge(world, link.a.node) || isBridge(world, link.b.node); };
    for (const lab::End &end : question.links)
        if (const base::LinkId id = world.findLink(end); id.isValid() && leadsToBridge(world.link(id)))
            return kUnnoticed;
    for (const std::string &name : question.nodes)
        for (const base::LinkId id : world.links())
            if (const lab::Link &link = world.link(id); (link.a.node == name || link.b.node == name) && leadsToBridge(link))
                return kUnnoticed;
    return kNoticed;
}

void compare(const World &world, base::NodeId node, const Table &before, const Table &after, const Watcher &watcher, std::size_t most,
             std::map<base::IpPrefix, std::vector<std::string>> &lost, WhatIfReport &report)
{
    WhatIfReport::Node found{world.name(node), 0, 0, 0, watcher.lastOf(node, report.at) - report.at};
    const auto list = [&](const base::IpPrefix &prefix, const std::string &was, const std::string &is) {
        if (report.routes.size() < most)
            report.routes.push_back({found.name, prefix, was, is});
        else
            ++report.moreRoutes;
    };
    for (const auto &[prefix, was] : before) {
        const auto is = after.find(prefix);
        if (is == after.end()) {
            ++found.removed;
            list(prefix, was, {});
            const bool covered = std::ranges::any_of(after, [&prefix = prefix](const auto &route) {
                return route.first.length() < prefix.length() && route.first.contains(prefix.address());
            });
            if (!covered)
                lost[prefix].push_back(found.name);
        } else if (is->second != was) {
            ++found.changed;
            list(prefix, was, is->second);
        }
    }
    for (const auto &[prefix, is] : after)
        if (!before.contains(prefix)) {
            ++found.added;
            list(prefix, {}, is);
        }
    if (found.added + found.removed + found.changed > 0)
        report.nodes.push_back(std::move(found));
}

/// Lets time pass until no table has changed for `quiet`, or a limit comes. `each` is called after every moment; false from
/// it: no more.
template <class Each>
void untilQuiet(World &world, const Watcher &watcher, Duration quiet, const WhatIfLimits &limits, const Each &each)
{
    const TimePoint end = world.now() + limits.longest;
    const std::uint64_t mostEvents = world.eventCount() + limits.events;
    while (world.now() < end && world.eventCount() < mostEvents) {
        const TimePoint still = std::min(end, watcher.lastChange + quiet);
        const TimePoint next = world.nextDeadline();
        if (next > still) {
            world.runUntil(still);
            return;
        }
        (void)world.runUntil(next, kSlice); // all of one moment
        if (!each())
            return;
    }
}

/// Lets time pass until the tables stand still. False: the caller wants no more.
bool settle(World &world, const Watcher &watcher, WatchedPath &path, Duration quiet, const WhatIfLimits &limits,
            const std::function<bool(const WhatIfProgress &)> &progress, WhatIfReport &report)
{
    TimePoint looked = report.at;
    std::uint64_t known = watcher.changes;
    const auto look = [&] {
        path.look(world.now() - looked);
        looked = world.now();
    };
    look(); // what the failure itself did
    std::uint64_t atProgress = world.eventCount();
    bool wanted = true;
    untilQuiet(world, watcher, quiet, limits, [&] {
        if (watcher.changes != known) {
            known = watcher.changes;
            look();
        }
        if (progress && world.eventCount() - atProgress >= kSlice) {
            atProgress = world.eventCount();
            wanted = progress({world.now() - report.at, world.now() - watcher.lastChange, quiet, watcher.changes});
        }
        return wanted;
    });
    if (!wanted)
        return false;
    look();
    report.settled = world.now() - watcher.lastChange >= quiet;
    return true;
}

} // namespace

bool runUntilSettled(World &world, const WhatIfLimits &limits)
{
    const Duration quiet = limits.quiet.ns() > 0 ? limits.quiet : kNoticed;
    Watcher watcher(world);
    watcher.lastChange = world.now();
    untilQuiet(world, watcher, quiet, limits, [] { return true; });
    return world.now() - watcher.lastChange >= quiet;
}

base::Result<WhatIfReport, std::string> whatIf(const World &world, const WhatIfQuestion &question, const WhatIfLimits &limits,
                                               const std::function<bool(const WhatIfProgress &)> &progress)
{
    if (world.hasOutsidePorts())
        return base::fail(std::string("part of this network lives outside of it (namespaces, machines), where no copy can be tried out"));
    World copy = world.copy();
    WhatIfReport report;
    report.at = copy.now();
    WatchedPath path(copy, question);
    if (!question.from.empty())
        if (std::string why = path.begin(); !why.empty())
            return base::fail(std::move(why));
    std::map<base::NodeId, Table> before;
    for (const base::NodeId node : copy.nodes())
        if (hasTable(copy, node))
            before[node] = tableOf(copy, node);
    const Duration quiet = limits.quiet.ns() > 0 ? limits.quiet : quietFor(copy, question);
    Watcher watcher(copy);
    watcher.lastChange = report.at;
    if (std::string why = fail(copy, question); !why.empty())
        return base::fail(std::move(why));
    if (!settle(copy, watcher, path, quiet, limits, progress, report))
        return base::fail(std::string("it was called off"));
    report.passed = copy.now() - report.at;
    report.convergence = watcher.lastChange - report.at;
    report.changes = watcher.changes;
    report.dropped = watcher.dropped();
    report.forth = std::move(path.forth);
    report.back = std::move(path.back);
    std::map<base::IpPrefix, std::vector<std::string>> lost;
    for (const auto &[node, table] : before)
        if (copy.isRunning(node)) // what a node that failed knew is gone with it
            compare(copy, node, table, tableOf(copy, node), watcher, limits.routes, lost, report);
    for (auto &[prefix, nodes] : lost)
        report.unreachable.push_back({prefix, std::move(nodes)});
    return report;
}

} // namespace hopyard::world

// See compare_runs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_runs.h"

#include "app/cli/engine_process.h"
#include "app/cli/runs.h"
#include "core/world/world.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace hopyard::cli {
namespace {

using base::Duration;
using base::TimePoint;

constexpr const char *kQuestion = "show ip route json";
/// Tables of two independent runs that agree for so long are final, whatever timers may still run.
constexpr Duration kAgreement = Duration::seconds(2);
constexpr Duration kPoll = Duration::milliseconds(300);

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// Notes when the tables took their present form.
class Watch {
public:
    /// False while a router has not answered: that is no form at all.
    void note(Duration now, std::optional<Tables> tables)
    {
        if (!m_any || tables != m_tables) {
            m_tables = std::move(tables);
            m_since = now;
        }
        m_any = true;
    }
    bool isComplete() const { return m_tables.has_value(); }
    const Tables &tables() const { return *m_tables; }
    Duration since() const { return m_since; }
    bool isStill(Duration now, Duration quiet) const { return m_tables && now - m_since >= quiet; }

private:
    bool m_any = false;
    std::optional<Tables> m_tables;
    Duration m_since;
};

SettledRun settled(const Watch &watch, bool stable, std::chrono::steady_clock::time_point begin)
{
    SettledRun run;
    if (watch.isComplete())
        run.tables = watch.tables();
    run.stable = stable;
    run.time = watch.since();
    run.wallSeconds = secondsSince(begin);
    return run;
}

std::optional<Tables> tablesOf(world::World &world, const std::vector<std::string> &routers)
{
    Tables tables;
    for (const std::string &router : routers) {
        const auto json = rpc::parseJson(world.command(world.findNode(router), kQuestion).json);
        auto table = json ? compare::readRouteTable(*json) : std::nullopt;
        if (!table)
            return std::nullopt;
        tables.emplace(router, std::move(*table));
    }
    return tables;
}

/// An engine with a lab, and what is asked of it.
class RealSide {
public:
    explicit RealSide(rpc::Client &client) : m_client(client)
    {
        m_client.onNotification = [this](std::string_view method, const rpc::Json &params) {
            if (method == "problem")
                problems.push_back(rpc::stringMember(params, "message").value_or(""));
        };
    }

    /// A few routers at a time: the answers of hundreds at once are more than the engine keeps for one client. Nothing where one
    /// gave no table, or the engine has gone.
    std::optional<Tables> tables(const std::vector<std::string> &routers, const Interrupt &interrupt)
    {
        constexpr std::size_t kAtOnce = 16;
        Tables tables;
        std::size_t asked = 0, open = 0;
        bool complete = true;
        while ((asked < routers.size() || open > 0) && m_client.isOpen() && interrupt.count() < 2) {
            for (; asked < routers.size() && open < kAtOnce; ++asked, ++open)
                m_client.callAsync("console.run", {{"node", routers[asked]}, {"line", kQuestion}},
                                   [&, router = routers[asked]](const rpc::Client::Result &answer) {
                                       --open;
                                       const rpc::Json *json = answer ? rpc::member(*answer, "json") : nullptr;
                                       auto table = json ? compare::readRouteTable(*json) : std::nullopt;
                                       complete = complete && table;
                                       if (table)
                                           tables.emplace(router, std::move(*table));
                                   });
            m_client.waitForEvents(Duration::milliseconds(100));
        }
        if (open > 0)
            m_client.close(); // the answers that are missing must not find us gone
        return complete && tables.size() == routers.size() ? std::optional(std::move(tables)) : std::nullopt;
    }

    std::vector<std::string> problems;

private:
    rpc::Client &m_client;
};

std::size_t agreeing(const Tables &ours, const Expected &expected)
{
    return static_cast<std::size_t>(std::ranges::count_if(ours, [&](const auto &entry) {
        const auto other = expected.tables.find(entry.first);
        return other != expected.tables.end()
            && (other->second == entry.second
                || compare::compareRouter(entry.first, expected.tables, ours, expected.owners).differences.empty());
    }));
}

} // namespace

Progress::Progress(const Hop &hop) : m_on(!hop.out.json && isatty(STDERR_FILENO)), m_last() {}

void Progress::show(const std::string &text)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_on || (m_shown && now - m_last < std::chrono::milliseconds(100)))
        return;
    std::cerr << "\r\033[K" << text << std::flush;
    m_shown = true;
    m_last = now;
}

void Progress::clear()
{
    if (std::exchange(m_shown, false))
        std::cerr << "\r\033[K" << std::flush;
}

std::optional<SettledRun> settleVirtual(Hop &hop, const lab::Lab &lab, const std::vector<std::string> &routers,
                                        const CompareLimits &limits, const Interrupt &interrupt, Progress &progress)
{
    const auto begin = std::chrono::steady_clock::now();
    auto world = world::World::build(lab, limits.seed);
    if (!world) {
        reportProblems(hop, world.error());
        return std::nullopt;
    }
    const Duration step = std::max(Duration::seconds(1), limits.quiet / 8);
    Watch watch;
    Duration now;
    bool still = false;
    constexpr std::uint64_t kSlice = 50'000; // events between two looks at Ctrl-C
    while (!still && now < limits.timeout) {
        now = now + step;
        while (!world->runUntil(TimePoint() + now, kSlice)) {
            progress.show(fmt::format("Hopyard: {:.0f} s of virtual time", (world->now() - TimePoint()).inSeconds()));
            if (interrupt.wanted())
                break;
        }
        if (interrupt.wanted()) {
            hop.exit = exitInterrupted;
            return std::nullopt;
        }
        watch.note(now, tablesOf(*world, routers));
        still = watch.isStill(now, limits.quiet);
        progress.show(fmt::format("Hopyard: {:.0f} s of virtual time, {} routers", now.inSeconds(), routers.size()));
    }
    return settled(watch, still, begin);
}

std::optional<SettledRun> settleReal(Hop &hop, const LabFile &lab, const std::string &what,
                                     const std::vector<std::string> &routers, const CompareLimits &limits,
                                     const Expected *expected, const Interrupt &interrupt, Progress &progress)
{
    auto engine = startEngine(hop, freeRunName(lab.path));
    if (!engine)
        return std::nullopt;
    RealSide side(*engine->client);
    const auto begin = std::chrono::steady_clock::now();
    std::optional<SettledRun> run;
    if (loadInto(hop, *engine->client, lab, limits.seed) && ask(hop, *engine->client, "run.start", {{"allowPrograms", false}})) {
        Watch watch;
        bool still = false, ended = false;
        while (!still && !ended && !interrupt.wanted()) {
            auto tables = side.tables(routers, interrupt);
            const Duration now = Duration::nanoseconds(static_cast<std::int64_t>(secondsSince(begin) * 1e9));
            watch.note(now, std::move(tables));
            const std::size_t agree = watch.isComplete() && expected ? agreeing(watch.tables(), *expected) : 0;
            still = watch.isStill(now, agree == routers.size() ? kAgreement : limits.quiet);
            ended = now >= limits.timeout || !engine->client->isOpen();
            progress.show(fmt::format("{}: {:.0f} s, {}", what, now.inSeconds(),
                                      !watch.isComplete() ? "waiting for the first tables"
                                      : expected ? fmt::format("{} of {} routers agree", agree, routers.size())
                                                 : fmt::format("{} routers", routers.size())));
            if (!still && !ended)
                engine->client->waitForEvents(kPoll);
        }
        if (interrupt.wanted()) {
            hop.exit = exitInterrupted;
        } else if (!engine->client->isOpen()) {
            hop.out.error("the engine has ended");
            hop.exit = exitFailed;
        } else {
            run = settled(watch, still, begin);
            run->problems = std::move(side.problems);
        }
    }
    progress.clear();
    const int exit = hop.exit;
    endEngine(hop, *engine);
    if (exit != exitOk)
        hop.exit = exit;
    return run;
}

} // namespace hopyard::cli

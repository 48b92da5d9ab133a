// How long it takes until a moment of the past is there to be looked at: 50 routers (a grid of 5 by 10, OSPF), five minutes,
// quiet and with packets all over the network; moments at random. Checkpoints are made as the engine makes them: where one
// is due, at most 64. Beside it the same without history: what keeping the past costs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/world/history.h"
#include "core/world/world.h"
#include "tests/bench/grid_of_50.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include <malloc.h>

using namespace hopyard;
using Clock = std::chrono::steady_clock;

namespace {

using bench::gridOf50, bench::kMinutes;

struct Run {
    world::World world;
    world::History history;
    double seconds = 0; ///< on the wall
};

/// `perSecond` pings each way between opposite routers, all through the run; 0: none.
Run live(int perSecond, bool keep)
{
    auto built = world::World::build(gridOf50(), 1);
    Run run{std::move(*built), {}, 0};
    const auto start = Clock::now();
    if (keep) {
        run.world.setInputSink(&run.history);
        run.history.keep(run.world);
    }
    const auto move = [&](base::TimePoint to) {
        while (!run.world.runUntil(to, 20'000))
            if (keep && run.history.isDue(run.world))
                run.history.keep(run.world);
        if (keep && run.history.isDue(run.world))
            run.history.keep(run.world);
    };
    move(base::TimePoint() + base::Duration::seconds(60)); // every route is there
    const std::vector<base::NodeId> nodes = run.world.nodes();
    for (std::size_t i = 0; perSecond > 0 && i < nodes.size(); ++i) {
        const std::string &other = run.world.name(nodes[nodes.size() - 1 - i]);
        const auto answer = run.world.command(nodes[i], fmt::format("ping {} count {} interval {}ms quiet", other, perSecond * 240, 1000 / perSecond));
        if (!answer.ok)
            std::abort();
    }
    for (std::int64_t s = 61; s <= kMinutes * 60; ++s)
        move(base::TimePoint() + base::Duration::seconds(s));
    run.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return run;
}

void rewind(benchmark::State &state)
{
    const int perSecond = static_cast<int>(state.range(0));
    const double without = live(perSecond, false).seconds;
    const std::size_t before = mallinfo2().uordblks;
    Run run = live(perSecond, true);
    const std::size_t held = mallinfo2().uordblks - before;
    base::Random random(1);
    std::vector<double> took;
    const auto span = static_cast<std::uint64_t>(run.world.now().ns());
    for (auto _ : state) {
        const auto time = base::TimePoint::fromNs(static_cast<std::int64_t>(random.next() % span));
        const auto start = Clock::now();
        auto past = run.history.at(time);
        benchmark::DoNotOptimize(past->world().command(past->world().nodes().front(), "show ip route").json);
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        state.SetIterationTime(seconds);
        took.push_back(seconds);
    }
    std::sort(took.begin(), took.end());
    state.counters["median_ms"] = took[took.size() / 2] * 1e3;
    state.counters["longest_ms"] = took.back() * 1e3;
    state.counters["events"] = static_cast<double>(run.world.eventCount());
    state.counters["checkpoints"] = static_cast<double>(run.history.checkpointCount());
    state.counters["memory_mib"] = static_cast<double>(held) / (1 << 20);
    state.counters["run_s"] = run.seconds;
    state.counters["run_without_history_s"] = without;
}

BENCHMARK(rewind)->Name("rewind/50_routers_5_minutes/pings_a_second")->Arg(0)->Arg(2)->Arg(20)->UseManualTime()->Iterations(100)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

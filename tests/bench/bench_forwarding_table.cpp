// Forwarding-table lookups per second, bytes per route, and changes per second, from a handful of routes to a million.
//
// Prefixes have the length distribution of a BGP table (about 60 % /24); keys are either drawn from the table or uniform.
// The peer for large tables, DPDK's rte_fib, comes with the routing issue; here the small tables of a lab count.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/ip/forwarding_table.h"

#include <benchmark/benchmark.h>

#include <vector>

using namespace hopyard;

namespace {

unsigned lengthOf(base::Random &random)
{
    const auto percent = random.below(100);
    return percent < 60 ? 24 : percent < 75 ? 22 + static_cast<unsigned>(random.below(2)) : percent < 98 ? 16 + static_cast<unsigned>(random.below(6)) : 8 + static_cast<unsigned>(random.below(8));
}

struct Filled {
    ip::ForwardingTable table;
    std::vector<ip::Route> routes;
};

Filled filled(std::size_t count)
{
    base::Random random(1);
    Filled f;
    while (f.table.size() < count) {
        ip::Route route;
        route.prefix = base::IpPrefix(base::Ipv4Address(static_cast<std::uint32_t>(random.next() % 0xe0000000u)), lengthOf(random));
        route.paths = {{base::IpAddress(base::Ipv4Address(10, 0, 0, static_cast<std::uint8_t>(1 + random.below(200)))), base::PortIndex(0), 1, {}}};
        if (f.table.find(route.prefix) || !f.table.set(route))
            continue;
        f.routes.push_back(route);
    }
    return f;
}

void lookups(benchmark::State &state, bool fromTable)
{
    const Filled f = filled(static_cast<std::size_t>(state.range(0)));
    base::Random random(2);
    std::vector<base::Ipv4Address> keys(1 << 16);
    for (base::Ipv4Address &key : keys) {
        key = base::Ipv4Address(static_cast<std::uint32_t>(random.next()));
        if (fromTable) {
            const base::IpPrefix &prefix = f.routes[random.below(f.routes.size())].prefix;
            key = base::Ipv4Address(prefix.address().v4().value() | (key.value() & ~base::netmask4(prefix.length())));
        }
    }
    std::size_t i = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(f.table.lookup(keys[i++ & 0xffff]));
    state.counters["lookups_per_second"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
    state.counters["bytes_per_route"] = static_cast<double>(f.table.heapBytes()) / static_cast<double>(f.table.size());
}

void lookupsInTable(benchmark::State &state) { lookups(state, true); }
void lookupsUniform(benchmark::State &state) { lookups(state, false); }

void changes(benchmark::State &state)
{
    Filled f = filled(static_cast<std::size_t>(state.range(0)));
    std::size_t i = 0;
    for (auto _ : state) {
        const ip::Route &route = f.routes[i++ % f.routes.size()];
        f.table.remove(route.prefix);
        f.table.set(route);
    }
    state.counters["changes_per_second"] = benchmark::Counter(2 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

BENCHMARK(lookupsInTable)->Name("fib/lookup/in_table")->Arg(10)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);
BENCHMARK(lookupsUniform)->Name("fib/lookup/uniform")->Arg(10)->Arg(1'000)->Arg(100'000)->Arg(1'000'000);
BENCHMARK(changes)->Name("fib/change")->Arg(1'000)->Arg(100'000);

} // namespace

BENCHMARK_MAIN();

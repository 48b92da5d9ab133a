// The forwarding table, from a handful of routes to a million, beside DPDK's in the same run: lookups one at a time and
// in batches of 32, for keys inside routes and for keys from anywhere; changes between batches; loading; memory.
//
// A job goes over a million keys again and again, so that caches hold what they would hold. Jobs of ours and DPDK's that
// are compared stand next to each other; --benchmark_enable_random_interleaving=true with repetitions is better still.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/ip/forwarding_table.h"
#include "tests/bench/real_routes.h"
#ifdef HOPYARD_BENCH_DPDK
#include "tests/bench/fib_dpdk.h"
#endif

#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>
#include <memory>
#include <span>
#include <vector>

using namespace hopyard;
using namespace hopyard::bench;
using ip::lookup::Simd;

namespace {

constexpr std::size_t kMillion = 1'000'000;
constexpr std::size_t kRoutes6 = 200'000;
constexpr std::size_t kKeys = 1 << 20;
constexpr std::size_t kBatch = 32;

ip::Route made(const base::IpPrefix &prefix, std::uint16_t hop)
{
    ip::Route route;
    route.prefix = prefix;
    route.paths.push_back({base::IpAddress(base::Ipv4Address(0x0a000000u + hop)), base::PortIndex(0), 1, {}});
    return route;
}
ip::Route made(const Route4 &r) { return made(base::IpPrefix(base::Ipv4Address(r.address), r.length), r.hop); }
ip::Route made(const Route6 &r) { return made(base::IpPrefix(base::Ipv6Address(r.address), r.length), r.hop); }

const std::vector<Route4> &routes4(std::size_t count)
{
    static std::map<std::size_t, std::vector<Route4>> sets;
    std::vector<Route4> &routes = sets[count];
    if (routes.empty())
        routes = realRoutes4(count);
    return routes;
}
const std::vector<Route6> &routes6()
{
    static const std::vector<Route6> routes = realRoutes6(kRoutes6);
    return routes;
}
ip::ForwardingTable &table4(std::size_t count)
{
    static std::map<std::size_t, ip::ForwardingTable> tables;
    ip::ForwardingTable &table = tables[count];
    if (table.size() == 0)
        for (const Route4 &route : routes4(count))
            table.set(made(route));
    return table;
}
ip::ForwardingTable &table6()
{
    static ip::ForwardingTable table;
    if (table.size() == 0)
        for (const Route6 &route : routes6())
            table.set(made(route));
    return table;
}
std::vector<base::Ipv4Address> addresses4(std::size_t count, bool inTable)
{
    std::vector<base::Ipv4Address> addresses;
    for (const std::uint32_t key : keys4(routes4(count), kKeys, inTable))
        addresses.emplace_back(key);
    return addresses;
}

void countKeys(benchmark::State &state)
{
    state.counters["lookups_per_second"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kKeys, benchmark::Counter::kIsRate);
}

void single4(benchmark::State &state, std::size_t count, bool inTable)
{
    const ip::ForwardingTable &table = table4(count);
    const auto keys = addresses4(count, inTable);
    for (auto _ : state) {
        std::uintptr_t sum = 0;
        for (const base::Ipv4Address key : keys)
            sum += reinterpret_cast<std::uintptr_t>(table.lookup(key));
        benchmark::DoNotOptimize(sum);
    }
    countKeys(state);
    state.counters["bytes_per_route"] = static_cast<double>(table.heapBytes()) / static_cast<double>(table.size());
}

template <class Address>
void batches(benchmark::State &state, const ip::ForwardingTable &table, const std::vector<Address> &keys, Simd simd)
{
    if (!ip::lookup::isSupported(simd)) {
        state.SkipWithError("not on this processor");
        return;
    }
    std::array<ip::ForwardingTable::GroupId, kBatch> out;
    for (auto _ : state) {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < keys.size(); i += kBatch) {
            table.lookup(std::span(keys).subspan(i, kBatch), out, simd);
            sum += out[0];
        }
        benchmark::DoNotOptimize(sum);
    }
    countKeys(state);
    state.counters["lookup_MiB"] = static_cast<double>(table.lookupBytes()) / (1 << 20);
    state.counters["heap_MiB"] = static_cast<double>(table.heapBytes()) / (1 << 20);
}

void batches4(benchmark::State &state, bool inTable, Simd simd)
{
    batches(state, table4(kMillion), addresses4(kMillion, inTable), simd);
}

void batches6(benchmark::State &state, bool inTable, Simd simd)
{
    std::vector<base::Ipv6Address> keys;
    for (const auto &key : keys6(routes6(), kKeys, inTable))
        keys.emplace_back(key);
    batches(state, table6(), keys, simd);
}

void load4(benchmark::State &state)
{
    std::vector<ip::Route> values;
    for (const Route4 &route : routes4(kMillion))
        values.push_back(made(route));
    for (auto _ : state) {
        ip::ForwardingTable table;
        for (const ip::Route &route : values)
            table.set(route);
        benchmark::DoNotOptimize(table.size());
    }
}

/// A change is a route that goes or comes back; behind each, a batch of lookups.
void changes4(benchmark::State &state, std::size_t count)
{
    ip::ForwardingTable table = table4(count);
    std::vector<ip::Route> values;
    for (const Route4 &route : routes4(count))
        values.push_back(made(route));
    const auto keys = addresses4(count, true);
    std::array<ip::ForwardingTable::GroupId, kBatch> out;
    std::size_t at = 0, key = 0;
    const auto read = [&] {
        table.lookup(std::span(keys).subspan(key, kBatch), out);
        benchmark::DoNotOptimize(out[0]);
        key = (key + kBatch) % kKeys;
    };
    for (auto _ : state) {
        const ip::Route &route = values[at++ % values.size()];
        table.remove(route.prefix);
        read();
        table.set(route);
        read();
    }
    state.counters["changes_per_second"] =
        benchmark::Counter(2 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
    state.counters["lookup_MiB"] = static_cast<double>(table.lookupBytes()) / (1 << 20);
}

#ifdef HOPYARD_BENCH_DPDK
template <class Peer, class Keys>
void peer(benchmark::State &state, const Peer *peer, const Keys &keys, unsigned batch)
{
    if (!peer) {
        state.SkipWithError("DPDK does not start here");
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(peer->lookup(keys, batch));
    countKeys(state);
}

DpdkFib *dpdkFib()
{
    static const auto fib = startDpdk() ? std::make_unique<DpdkFib>(routes4(kMillion)) : nullptr;
    return fib.get();
}
const DpdkLpm *dpdkLpm()
{
    static const auto lpm = startDpdk() ? std::make_unique<DpdkLpm>(routes4(kMillion)) : nullptr;
    return lpm.get();
}
const DpdkFib6 *dpdkFib6()
{
    static const auto fib = startDpdk() ? std::make_unique<DpdkFib6>(routes6()) : nullptr;
    return fib.get();
}

void dpdkLoad(benchmark::State &state)
{
    if (!startDpdk()) {
        state.SkipWithError("DPDK does not start here");
        return;
    }
    for (auto _ : state)
        DpdkFib fib(routes4(kMillion), "load");
}

void dpdkChanges(benchmark::State &state)
{
    DpdkFib *fib = dpdkFib();
    if (!fib) {
        state.SkipWithError("DPDK does not start here");
        return;
    }
    const std::vector<Route4> &routes = routes4(kMillion);
    const auto keys = keys4(routes, kKeys, true);
    std::size_t at = 0, key = 0;
    const auto read = [&] {
        benchmark::DoNotOptimize(fib->lookupBatch(keys.data() + key, kBatch));
        key = (key + kBatch) % kKeys;
    };
    for (auto _ : state) {
        const Route4 &route = routes[at++ % routes.size()];
        fib->remove(route);
        read();
        fib->add(route);
        read();
    }
    state.counters["changes_per_second"] =
        benchmark::Counter(2 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
#endif

template <class F>
void add(const std::string &name, F f)
{
    benchmark::RegisterBenchmark(name.c_str(), f);
}

void addAll()
{
    for (const bool inTable : {true, false}) {
        const std::string keys = inTable ? "in_table" : "uniform";
        add("fib4/" + keys + "/batch32/hopyard", [=](auto &s) { batches4(s, inTable, ip::lookup::bestSimd()); });
#ifdef HOPYARD_BENCH_DPDK
        add("fib4/" + keys + "/batch32/rte_fib", [=](auto &s) { peer(s, dpdkFib(), keys4(routes4(kMillion), kKeys, inTable), 32); });
        add("fib4/" + keys + "/single/rte_fib", [=](auto &s) { peer(s, dpdkFib(), keys4(routes4(kMillion), kKeys, inTable), 1); });
        add("fib4/" + keys + "/single/rte_lpm", [=](auto &s) { peer(s, dpdkLpm(), keys4(routes4(kMillion), kKeys, inTable), 1); });
#endif
        add("fib4/" + keys + "/single/hopyard", [=](auto &s) { single4(s, kMillion, inTable); });
        add("fib4/" + keys + "/batch32/hopyard_avx2", [=](auto &s) { batches4(s, inTable, Simd::avx2); });
        add("fib4/" + keys + "/batch32/hopyard_plain", [=](auto &s) { batches4(s, inTable, Simd::plain); });
        add("fib6/" + keys + "/batch32/hopyard", [=](auto &s) { batches6(s, inTable, ip::lookup::bestSimd()); });
#ifdef HOPYARD_BENCH_DPDK
        add("fib6/" + keys + "/batch32/rte_fib6", [=](auto &s) { peer(s, dpdkFib6(), keys6(routes6(), kKeys, inTable), 32); });
#endif
        add("fib6/" + keys + "/batch32/hopyard_plain", [=](auto &s) { batches6(s, inTable, Simd::plain); });
        for (const std::size_t count : {std::size_t(10), std::size_t(1'000), std::size_t(100'000)})
            add("fib4/" + keys + "/single/hopyard/" + std::to_string(count), [=](auto &s) { single4(s, count, inTable); });
    }
    add("fib4/change_and_read/hopyard", [](auto &s) { changes4(s, kMillion); });
    add("fib4/change_and_read/hopyard/1000", [](auto &s) { changes4(s, 1'000); });
    add("fib4/load/hopyard", load4);
#ifdef HOPYARD_BENCH_DPDK
    add("fib4/change_and_read/rte_fib", dpdkChanges);
    add("fib4/load/rte_fib", dpdkLoad);
#endif
}

} // namespace

int main(int argc, char **argv)
{
    addAll();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}

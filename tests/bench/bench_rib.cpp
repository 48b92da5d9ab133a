// The RIB of one router with its forwarding table: a million candidates in, with one next hop of 200, with four that
// share the traffic, and recursive ones; and what it costs when a next hop's way changes under a million routes.
//
// Routes are those of real_routes.h, in no order, settled in portions of 16,384 as a protocol's updates are. Time is CPU
// time of one thread. A flap: a host route on which half of the recursive next hops stand is withdrawn, and offered again;
// everything behind it moves to another port and back, in the forwarding table too.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/routing/rib/rib.h"
#include "tests/bench/real_routes.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

using namespace hopyard;
using namespace hopyard::bench;
using routing::Candidate;
using routing::Protocol;

namespace {

constexpr std::size_t kMillion = 1'000'000;
constexpr std::size_t kPortion = 16'384;

/// A router with four Ethernet ports, 10.0.0.1/16 to 10.3.0.1/16, all up.
struct Router {
    Router() : stack({}, base::Random(1))
    {
        for (std::uint32_t n = 0; n < 4; ++n) {
            ip::InterfaceSpec spec;
            spec.name = "eth" + std::to_string(n);
            spec.mac = base::MacAddress::local(n + 1);
            spec.addresses.push_back(*base::InterfaceAddress::parse("10." + std::to_string(n) + ".0.1/16"));
            stack.setCarrier(context, stack.addInterface(spec), true);
        }
        rib.settle(context, stack);
    }
    void settle()
    {
        if (!rib.settle(context, stack))
            std::abort();
        rib.dropChanges();
        out.items().clear();
    }

    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub hub;
    link::Context context{base::TimePoint::fromNs(1), base::NodeId(0), pool, out, hub};
    ip::Stack stack;
    routing::Rib rib;
};

const std::vector<Route4> &routes()
{
    static const std::vector<Route4> made = realRoutes4(kMillion);
    return made;
}
base::IpPrefix prefixOf(const Route4 &route) { return {base::Ipv4Address(route.address), route.length}; }

/// One of 200 neighbours on the four networks.
routing::NextHop neighbour(std::uint32_t n)
{
    return {base::Ipv4Address(10, static_cast<std::uint8_t>(n % 4), 1, static_cast<std::uint8_t>(n / 4)), base::PortIndex(n % 4), 1, false};
}
/// The same, found by looking it up: where the gateway's own route leads.
routing::NextHop recursive(std::uint32_t n)
{
    return {base::Ipv4Address(198, 18, 0, static_cast<std::uint8_t>(n)), {}, 1, false};
}

template <class MakeHops>
void offerAll(Router &router, Protocol protocol, MakeHops hops)
{
    std::size_t offered = 0;
    for (const Route4 &route : routes()) {
        router.rib.offer(prefixOf(route), protocol, {ip::RouteKind::unicast, 20, 0, 0, hops(route)});
        if (++offered % kPortion == 0)
            router.settle();
    }
    router.settle();
}

void count(benchmark::State &state, const Router &router)
{
    state.counters["rib_bytes_per_route"] = static_cast<double>(router.rib.heapBytes()) / kMillion;
    state.counters["forwarding_bytes_per_route"] = static_cast<double>(router.stack.forwardingTable().heapBytes()) / kMillion;
    if (router.stack.forwardingTable().size() < kMillion)
        state.SkipWithError("routes are missing");
}

void countRate(benchmark::State &state, const char *name)
{
    state.counters[name] = benchmark::Counter(static_cast<double>(state.iterations()) * kMillion, benchmark::Counter::kIsRate);
}

template <class MakeHops>
void load(benchmark::State &state, MakeHops hops)
{
    (void)routes();
    for (auto _ : state) {
        Router router;
        offerAll(router, Protocol::static_, hops);
        count(state, router);
    }
    countRate(state, "routes_per_second");
}

std::vector<routing::NextHop> oneOf200(const Route4 &route) { return {neighbour(route.hop % 200u)}; }
std::vector<routing::NextHop> fourOf200(const Route4 &route)
{
    const std::uint32_t first = route.hop % 50u * 4;
    return {neighbour(first), neighbour(first + 1), neighbour(first + 2), neighbour(first + 3)};
}

/// Where the two gateways stand that the recursive routes have.
void offerWays(Router &router)
{
    for (std::uint32_t n = 0; n < 2; ++n) {
        router.rib.offer({recursive(n).gateway, 24}, Protocol::static_, {ip::RouteKind::unicast, 1, 0, 0, {neighbour(2)}});
        router.rib.offer({recursive(n).gateway, 32}, Protocol::static_, {ip::RouteKind::unicast, 1, 0, 0, {neighbour(n)}});
    }
    router.settle();
}
std::vector<routing::NextHop> oneOf2(const Route4 &route) { return {recursive(route.hop % 2u)}; }

void loadRecursive(benchmark::State &state)
{
    (void)routes();
    for (auto _ : state) {
        Router router;
        offerWays(router);
        offerAll(router, Protocol::bgp, oneOf2);
        count(state, router);
    }
    countRate(state, "routes_per_second");
}

void flap(benchmark::State &state)
{
    Router router;
    offerWays(router);
    offerAll(router, Protocol::bgp, oneOf2);
    for (auto _ : state) {
        router.rib.withdraw({recursive(0).gateway, 32}, Protocol::static_);
        router.settle();
        router.rib.offer({recursive(0).gateway, 32}, Protocol::static_, {ip::RouteKind::unicast, 1, 0, 0, {neighbour(0)}});
        router.settle();
    }
    count(state, router);
    countRate(state, "moved_per_second"); // half of all, twice
}

} // namespace

BENCHMARK_CAPTURE(load, one_next_hop, oneOf200)->Name("rib/load_1M")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(load, four_next_hops, fourOf200)->Name("rib/load_1M_ecmp4")->Unit(benchmark::kMillisecond);
BENCHMARK(loadRecursive)->Name("rib/load_1M_recursive")->Unit(benchmark::kMillisecond);
BENCHMARK(flap)->Name("rib/flap_500k_of_1M_there_and_back")->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();

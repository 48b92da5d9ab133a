// Packet-hops per second in virtual time on a chain of ten routers, beside ns-3 on the same chain in the same run.
//
// A packet-hop is one datagram over one link; eleven links make eleven for each datagram that reaches the sink. Building
// the network and resolving neighbours is not measured on either side.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/world.h"
#include "tests/bench/chain.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace hopyard;

namespace {

using bench::Chain;
using bench::ChainResult;

lab::Link cable(const std::string &a, const std::string &aPort, const std::string &b, const std::string &bPort, const Chain &chain)
{
    lab::Link link;
    link.a = {a, aPort};
    link.b = {b, bPort};
    link.forward.rate = base::BitRate::bitsPerSecond(chain.rateBps);
    link.forward.delay = base::Duration::nanoseconds(chain.delayNs);
    link.backward = link.forward;
    return link;
}

lab::Node host(const std::string &name, const std::string &address, const std::string &gateway)
{
    lab::Node node;
    node.name = name;
    node.interfaces = {{"eth0", {*base::InterfaceAddress::parse(address)}, {}, {}}};
    node.gateway = base::IpAddress::parse(gateway);
    return node;
}

/// 10.0.1.0/24 between source and r1, 10.0.2.0/24 between r1 and r2, …; .1 on the left, .2 on the right of each.
lab::Lab chainLab(const Chain &chain)
{
    lab::Lab lab;
    lab.title = "Chain";
    const int links = chain.links();
    lab.nodes.push_back(host("source", "10.0.1.1/24", "10.0.1.2"));
    for (int r = 1; r <= chain.routers; ++r) {
        lab::Node node;
        node.name = fmt::format("r{}", r);
        node.kind = lab::NodeKind::router;
        node.config = fmt::format("interface eth0\n ip address 10.0.{}.2/24\ninterface eth1\n ip address 10.0.{}.1/24\n", r, r + 1);
        if (r < chain.routers)
            node.config += fmt::format("ip route 10.0.{}.0/24 10.0.{}.2\n", links, r + 1);
        if (r > 1)
            node.config += fmt::format("ip route 10.0.1.0/24 10.0.{}.1\n", r);
        lab.nodes.push_back(node);
    }
    lab.nodes.push_back(host("sink", fmt::format("10.0.{}.2/24", links), fmt::format("10.0.{}.1", links)));
    std::string left = "source", leftPort = "eth0";
    for (int r = 1; r <= chain.routers; ++r) {
        lab.links.push_back(cable(left, leftPort, fmt::format("r{}", r), "eth0", chain));
        left = fmt::format("r{}", r);
        leftPort = "eth1";
    }
    lab.links.push_back(cable(left, leftPort, "sink", "eth0", chain));
    return lab;
}

class HopyardChain {
public:
    explicit HopyardChain(const Chain &chain) : m_chain(chain), m_world(built(chain))
    {
        const std::string sink = fmt::format("10.0.{}.2", chain.links());
        must("sink", "udp-sink port 9");
        must("source", fmt::format("ping {} count 1", sink)); // neighbours are known from here on
        m_world.runUntil(m_world.now() + base::Duration::seconds(2));
        m_before = atSink();
        must("source", fmt::format("udp-source {} port 9 rate {}bit size {} for {}ns", sink,
                                   chain.payload * 8ull * 1'000'000'000ull / static_cast<std::uint64_t>(chain.intervalNs),
                                   chain.payload, static_cast<std::int64_t>(chain.packets) * chain.intervalNs));
    }

    ChainResult run()
    {
        const std::int64_t ns = static_cast<std::int64_t>(m_chain.packets) * m_chain.intervalNs + m_chain.delayNs * (m_chain.links() + 2);
        m_world.runUntil(m_world.now() + base::Duration::nanoseconds(ns));
        ChainResult result;
        // A few ARP probes of the last router cross the last link too: they are not counted.
        result.delivered = std::min(atSink() - m_before, m_chain.packets);
        result.packetHops = result.delivered * static_cast<std::uint64_t>(m_chain.links());
        return result;
    }

private:
    static world::World built(const Chain &chain)
    {
        auto world = world::World::build(chainLab(chain), 1);
        if (!world) {
            for (const lab::Problem &problem : world.error())
                std::fprintf(stderr, "%s\n", lab::toString(problem).c_str());
            std::abort();
        }
        return std::move(*world);
    }
    void must(const char *node, const std::string &line)
    {
        const world::CommandAnswer answer = m_world.command(m_world.findNode(node), line);
        if (!answer.ok) {
            std::fprintf(stderr, "%s: %s\n", line.c_str(), answer.text.c_str());
            std::abort();
        }
    }
    std::uint64_t atSink() const
    {
        return m_world.counters(m_world.findLink({"sink", "eth0"}), base::Direction::forward).packets;
    }

    Chain m_chain;
    world::World m_world;
    std::uint64_t m_before = 0;
};

template <class Network>
void chainOfRouters(benchmark::State &state)
{
    Chain chain;
    chain.packets = static_cast<std::uint64_t>(state.range(0));
    std::uint64_t hops = 0, delivered = 0;
    for (auto _ : state) {
        state.PauseTiming();
        auto network = std::make_unique<Network>(chain);
        state.ResumeTiming();
        const ChainResult result = network->run();
        state.PauseTiming();
        hops += result.packetHops;
        delivered += result.delivered;
        network.reset();
        state.ResumeTiming();
    }
    if (delivered != chain.packets * static_cast<std::uint64_t>(state.iterations()))
        state.SkipWithError(fmt::format("delivered {} of {}", delivered, chain.packets * state.iterations()).c_str());
    state.counters["packet_hops_per_second"] = benchmark::Counter(static_cast<double>(hops), benchmark::Counter::kIsRate);
}

BENCHMARK(chainOfRouters<HopyardChain>)->Name("chain10/hopyard")->Arg(100'000)->Unit(benchmark::kMillisecond)->Repetitions(5);
#ifdef HOPYARD_BENCH_NS3
BENCHMARK(chainOfRouters<bench::Ns3Chain>)->Name("chain10/ns3")->Arg(20'000)->Unit(benchmark::kMillisecond)->Repetitions(5);
#endif

} // namespace

BENCHMARK_MAIN();

// The encapsulating forwarder: packets a second of one core with a million flows in its table, a whole node from frame to
// frame (validation, look-up, encapsulation, routing, neighbour), in each way: handed one at a time; one at a time while
// what is under way on the link is looked at ahead, as a world does it (core/world); and 32 at a time, as a card's ring has
// them. The table alone; and bytes a flow.
//
// Goals: 3 million packets a second, 64 bytes a flow (docs/benchmarks.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/node.h"
#include "core/router/virtual_router.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <span>
#include <vector>

using namespace hopyard;

namespace {

constexpr std::uint32_t kFlows = 1'000'000;
const base::Ipv4Address kOwn(10, 0, 0, 5), kService(10, 0, 0, 80), kHost(10, 0, 0, 11);
const base::MacAddress kMac({2, 0, 0, 0, 0, 1}), kPeer({2, 0, 0, 0, 0, 2});

migration::FourTuple flow(std::uint32_t n)
{
    return {base::Ipv4Address(0xc6120000u + n / 50'000), static_cast<std::uint16_t>(1'024 + n % 50'000), kService, 80};
}

/// A frame of a flow with 64 bytes of payload, in `packet`'s place.
packet::Packet frameOf(packet::PacketPool &pool, std::uint32_t n)
{
    const migration::FourTuple f = flow(n);
    wire::TcpRepr tcp;
    tcp.sourcePort = f.sourcePort;
    tcp.destinationPort = f.destinationPort;
    tcp.flags.bits = wire::TcpFlags::ack;
    packet::Packet packet = pool.make(tcp.headerLength() + 64);
    std::fill(packet.writable().begin(), packet.writable().end(), std::uint8_t(0));
    tcp.emit(packet.writable(), f.source, f.destination);
    wire::Ipv4Repr ip;
    ip.protocol = wire::IpProtocol::tcp;
    ip.dontFragment = true;
    ip.source = f.source;
    ip.destination = f.destination;
    ip.payloadLength = static_cast<std::uint16_t>(packet.size());
    ip.emit(packet.pushFront(ip.headerLength()));
    const base::MutableBytes head = packet.pushFront(wire::EthernetView::kHeaderLength);
    kMac.store(head.data());
    kPeer.store(head.data() + 6);
    base::storeU16(head.data() + 12, 0x0800);
    return packet;
}

/// A node that forwards, with a million flows that belong to one host.
struct Bench {
    explicit Bench(migration::Encapsulation way) : router("lb", base::Random(1), ip::StackOptions())
    {
        link::Context context = at(now);
        ip::InterfaceSpec spec;
        spec.name = "eth0";
        spec.mac = kMac;
        spec.addresses = {*base::InterfaceAddress::parse("10.0.0.5/24"), *base::InterfaceAddress::parse("10.0.0.80/24")};
        const base::PortIndex port = router.addInterface(context, spec);
        router.carrierChanged(context, port, true);
        router.addPermanentNeighbour(context, port, kHost, kPeer);
        migration::Service service;
        service.forwarder = {"lb", kOwn};
        service.address = kService;
        service.hosts = {{"a", kHost}};
        service.classifiers = {{"a", kHost}}; // flows begin at the host: no classifier is measured
        service.encapsulation = way;
        service.check.kind = migration::HealthCheck::Kind::none;
        migration::NodeConfig config;
        config.own = kOwn;
        config.forwards = {service};
        router.configureMigration(context, config);
        for (std::uint32_t i = 0; i < kFlows; ++i) {
            packet::Packet syn = frameOf(pool, i);
            wire::TcpRepr tcp;
            tcp.sourcePort = flow(i).sourcePort;
            tcp.destinationPort = 80;
            tcp.flags.bits = wire::TcpFlags::syn;
            tcp.emit(syn.writable().subspan(34), flow(i).source, kService);
            router.handle(context, port, std::move(syn));
            out.items().clear();
        }
        frames.reserve(kBatch);
    }
    link::Context at(base::TimePoint time) { return {time, base::NodeId(0), pool, out, trace}; }
    static constexpr std::size_t kBatch = 256; // as a card's ring would hand them on: still warm

    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub trace;
    base::TimePoint now;
    router::VirtualRouter router;
    std::vector<packet::Packet> frames;
};

void forwarder(benchmark::State &state)
{
    Bench bench(static_cast<migration::Encapsulation>(state.range(0)));
    base::Random random(7);
    const base::PortIndex port(0);
    std::uint64_t packets = 0;
    const std::uint64_t before = bench.router.migration()->forwarder().counters().packets;
    for (auto _ : state) {
        state.PauseTiming();
        bench.out.items().clear();
        bench.frames.clear();
        for (std::size_t i = 0; i < Bench::kBatch; ++i)
            bench.frames.push_back(frameOf(bench.pool, static_cast<std::uint32_t>(random.below(kFlows))));
        bench.now = bench.now + base::Duration::milliseconds(1);
        link::Context context = bench.at(bench.now);
        state.ResumeTiming();
        const auto atOnce = static_cast<std::size_t>(state.range(1));
        if (atOnce == 1 && state.range(2) != 0) {
            using Ahead = migration::Forwarder::Ahead;
            const migration::Node &part = *bench.router.migration();
            for (std::size_t i = 0; i < Bench::kBatch; ++i) { // world::lookAhead()
                if (i + 5 < Bench::kBatch)
                    part.lookAhead(bench.frames[i + 5].bytes(), Ahead::place);
                if (i + 2 < Bench::kBatch)
                    part.lookAhead(bench.frames[i + 2].bytes(), Ahead::entry);
                bench.router.handle(context, port, std::move(bench.frames[i]));
            }
        } else if (atOnce == 1)
            for (packet::Packet &frame : bench.frames)
                bench.router.handle(context, port, std::move(frame));
        else
            for (std::size_t i = 0; i < Bench::kBatch; i += atOnce)
                bench.router.handleAll(context, port, std::span(bench.frames).subspan(i, atOnce));
        packets += Bench::kBatch;
    }
    if (bench.router.migration()->forwarder().counters().packets - before != packets)
        state.SkipWithError("packets were lost");
    const migration::FlowTable &table = bench.router.migration()->forwarder().table();
    state.SetItemsProcessed(static_cast<std::int64_t>(packets));
    state.SetLabel(std::string(migration::toString(static_cast<migration::Encapsulation>(state.range(0)))));
    state.counters["flows"] = static_cast<double>(table.size());
    state.counters["bytes_a_flow"] = static_cast<double>(table.memory()) / static_cast<double>(table.size());
}
BENCHMARK(forwarder)->ArgNames({"way", "atOnce", "ahead"})->ArgsProduct({{0, 1, 2}, {1}, {0, 1}})->Unit(benchmark::kMillisecond);
BENCHMARK(forwarder)->ArgNames({"way", "atOnce", "ahead"})->ArgsProduct({{0, 1, 2}, {32}, {0}})->Unit(benchmark::kMillisecond);

void table(benchmark::State &state)
{
    migration::FlowTable flows(base::Random(1));
    for (std::uint32_t i = 0; i < kFlows; ++i)
        flows.insert(base::TimePoint(), flow(i), kHost, migration::Encapsulation::ports);
    base::Random random(7);
    std::vector<migration::FourTuple> keys;
    for (int i = 0; i < 65'536; ++i)
        keys.push_back(flow(static_cast<std::uint32_t>(random.below(kFlows))));
    std::size_t found = 0;
    for (auto _ : state)
        for (const migration::FourTuple &key : keys)
            found += flows.find(key) != nullptr;
    benchmark::DoNotOptimize(found);
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * keys.size()));
    state.counters["bytes_a_flow"] = static_cast<double>(flows.memory()) / static_cast<double>(flows.size());
}
BENCHMARK(table)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

// TCP by itself: how many bits of one connection two stacks carry in a second of CPU, with large packets whole and with
// each cut to its MTU of 1,500; and what an open connection costs in memory.
//
// The path between the stacks is a queue with a delay of 100 µs; what links, ARP and forwarding cost is not in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/segmentation.h"
#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/tcp.h"
#include "core/wire/ipv4.h"

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <memory>
#include <utility>
#include <vector>

using namespace hopyard;
using namespace base::literals;
using transport::Endpoint;

namespace {

/// One end: its TCP, and what it sent, with the time it arrives.
struct End final : transport::IpOutput {
    End(packet::PacketPool &pool, base::Ipv4Address address, std::uint64_t seed)
        : at{address, 5'001}, stack(base::Random(seed)),
          m_context{base::TimePoint(), base::NodeId(0), pool, m_out, m_hub}
    {
    }
    base::Result<void, ip::SendError> send(ip::Datagram d) override
    {
        wire::Ipv4Repr header;
        header.source = d.source.v4();
        header.destination = d.destination.v4();
        header.protocol = wire::IpProtocol::tcp;
        header.ttl = d.ttl;
        header.payloadLength = static_cast<std::uint16_t>(d.payload.size());
        packet::Packet packet = std::move(d.payload);
        header.emit(packet.pushFront(20));
        if (cut)
            link::splitIntoSegments(
                std::move(packet), pool(), [&](packet::Packet &&piece) { queue.pushBack(std::move(piece)); },
                link::Layer::ip, link::Checksums::leave);
        else
            queue.pushBack(std::move(packet));
        return {};
    }
    base::IpAddress sourceFor(const base::IpAddress &, base::PortIndex) const override { return at.address; }
    bool isOwnAddress(const base::IpAddress &address) const override { return address == at.address; }
    std::uint32_t mtuTo(const base::IpAddress &) const override { return 1'500; }
    link::Context &context() override { return m_context; }

    Endpoint at;
    transport::tcp::Tcp stack;
    base::Ring<packet::Packet> queue;
    bool cut = false;

private:
    link::Outbox m_out;
    base::trace::Hub m_hub;
    link::Context m_context;
};

/// Moves everything that was sent on one side to the other.
void deliver(End &from, End &to)
{
    for (std::size_t n = from.queue.size(); n > 0; --n) {
        ip::Delivered d;
        d.source = from.at.address;
        d.destination = to.at.address;
        d.protocol = wire::IpProtocol::tcp;
        d.ttl = 64;
        d.datagram = from.queue.popFront();
        to.stack.deliver(to, d);
    }
}

void goodput(benchmark::State &state, bool cut)
{
    packet::PacketPool pool;
    End a(pool, base::Ipv4Address(10, 0, 0, 1), 1), b(pool, base::Ipv4Address(10, 0, 0, 2), 2);
    a.cut = b.cut = cut;
    const auto listener = *b.stack.listen({}, b.at, 8);
    const auto client = *a.stack.connect(a, {}, a.at, b.at);
    transport::tcp::ConnectionId server;
    std::vector<std::uint8_t> data(256 * 1024, 1), sink(256 * 1024);
    base::TimePoint now;
    std::uint64_t bytes = 0;
    for (auto _ : state) {
        now = now + 100_us;
        a.context().now = b.context().now = now;
        deliver(a, b);
        deliver(b, a);
        if (!server.isValid())
            server = b.stack.accept(listener);
        if (server.isValid())
            while (const auto count = b.stack.receive(b, server, sink)) {
                bytes += *count;
                if (*count == 0)
                    break;
            }
        while (a.stack.send(a, client, data)) {
        }
        a.stack.expire(a);
        b.stack.expire(b);
    }
    state.counters["bits_per_second"] = benchmark::Counter(static_cast<double>(bytes) * 8, benchmark::Counter::kIsRate);
    state.counters["segments_in"] = static_cast<double>(b.stack.counters().inSegments);
    state.counters["retransmitted"] = static_cast<double>(a.stack.counters().retransmittedSegments);
}
BENCHMARK_CAPTURE(goodput, mtu1500, true)->Name("tcp/goodput_mtu1500")->Iterations(20'000)->Repetitions(3);
BENCHMARK_CAPTURE(goodput, whole, false)->Name("tcp/goodput_large_packets")->Iterations(20'000)->Repetitions(3);

/// 100,000 connections, both ends in this process, each having carried a message each way.
void openConnections(benchmark::State &state)
{
    constexpr std::uint32_t kCount = 100'000;
    double perPair = 0;
    for (auto _ : state) {
        const auto before = mallinfo2().uordblks + mallinfo2().hblkhd;
        {
            packet::PacketPool pool;
            End a(pool, base::Ipv4Address(10, 0, 0, 1), 1), b(pool, base::Ipv4Address(10, 0, 0, 2), 2);
            const auto listener = *b.stack.listen({}, b.at, 4'096);
            std::vector<std::uint8_t> message(100, 1), sink(1'000);
            std::uint64_t open = 0;
            base::TimePoint now;
            for (std::uint32_t i = 0; i < kCount; ++i) {
                now = now + 1_ms;
                a.context().now = b.context().now = now;
                const Endpoint from{base::Ipv4Address(0x0a000000u + 1), static_cast<std::uint16_t>(1'024 + i % 50'000)};
                a.at.address = base::Ipv4Address(0x0a010001u + i / 50'000);
                const auto client = *a.stack.connect(a, {}, {a.at.address, from.port}, b.at);
                for (int k = 0; k < 3; ++k) {
                    deliver(a, b);
                    deliver(b, a);
                }
                const auto server = b.stack.accept(listener);
                open += server.isValid();
                a.stack.send(a, client, message);
                deliver(a, b);
                b.stack.receive(b, server, sink);
                b.stack.send(b, server, message);
                deliver(b, a);
                a.stack.receive(a, client, sink);
                now = now + 300_ms;
                a.context().now = b.context().now = now;
                a.stack.expire(a);
                deliver(a, b);
                b.stack.expire(b);
                deliver(b, a);
                a.stack.takeChanged();
                b.stack.takeChanged();
            }
            now = now + 10_s;
            a.context().now = b.context().now = now;
            a.stack.expire(a);
            b.stack.expire(b);
            perPair = static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd - before) / kCount;
            state.counters["open"] = static_cast<double>(open);
            state.counters["pages_in_use"] = static_cast<double>(pool.pagesInUse());
        }
    }
    state.counters["bytes_per_connection_both_ends"] = perPair;
    state.counters["size_of_state"] = sizeof(transport::tcp::ConnectionState);
    state.counters["size_of_loss_recovery"] = sizeof(transport::tcp::LossRecovery);
    state.counters["size_of_settings"] = sizeof(transport::tcp::Settings);
}
BENCHMARK(openConnections)->Name("tcp/open_connections")->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

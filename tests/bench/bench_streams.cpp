// Streams through whole hosts in virtual time (sockets, TCP, IP, world): goodput over one link, and what 100,000 open
// connections take; bench_tcp is TCP by itself.
//
// goodput/line: a 10 Gbit/s line with 1 ms, every packet single; goodput/plain: a cable with 1 ms and nothing else,
// where large segments travel as one. Counted are the bytes that the receiver has read, against the thread's CPU time.
// connections: both ends stand in this process; the memory counted is what the heap grew by, world and all, once the
// handshakes are over and nothing is under way.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/ip_output.h"
#include "core/transport/socket_layer.h"
#include "core/world/world.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <vector>

using namespace hopyard;
using transport::SocketId;

namespace {

[[noreturn]] void fail(const std::string &why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::abort();
}

lab::Node host(const std::string &name, std::vector<base::InterfaceAddress> addresses)
{
    lab::Node node;
    node.name = name;
    node.interfaces = {{"eth0", std::move(addresses), {}, {}}};
    return node;
}

/// client 10.0.0.1 (and .2, .3, …) — server 10.0.0.100
class Pair {
public:
    explicit Pair(const base::Impairment &impairment, int clientAddresses = 1)
        : m_world(built(impairment, clientAddresses)), client(m_world.findNode("client")), server(m_world.findNode("server"))
    {
        m_world.runUntil(m_world.now() + base::Duration::seconds(5)); // announcements are over
    }

    template <class F>
    void on(base::NodeId node, F &&use)
    {
        if (!m_world.useSockets(node, std::forward<F>(use)))
            fail("the node has no sockets");
    }
    void listen(std::uint32_t backlog)
    {
        on(server, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            m_listener = *sockets.socket(transport::SocketKind::tcp, base::Family::ipv4);
            if (!sockets.bind(ip, m_listener, {{}, 80}) || !sockets.listen(ip, m_listener, backlog))
                fail("listen");
        });
    }
    SocketId connect(const base::IpAddress &from = {}, std::uint16_t port = 0)
    {
        SocketId id;
        on(client, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            id = *sockets.socket(transport::SocketKind::tcp, base::Family::ipv4);
            if (port != 0 && !sockets.bind(ip, id, {from, port}))
                fail("bind");
            const auto connected = sockets.connect(ip, id, {base::Ipv4Address(10, 0, 0, 100), 80});
            if (!connected && connected.error() != transport::SocketError::inProgress)
                fail(std::string(toString(connected.error())));
        });
        return id;
    }
    void accept(std::vector<SocketId> &into)
    {
        on(server, [&](transport::SocketLayer &sockets, transport::IpOutput &) {
            while (const auto accepted = sockets.accept(m_listener))
                into.push_back(accepted->socket);
        });
    }
    void runFor(base::Duration time) { m_world.runUntil(m_world.now() + time); }
    world::World &world() { return m_world; }

private:
    static world::World built(const base::Impairment &impairment, int clientAddresses)
    {
        lab::Lab lab;
        lab.title = "Pair";
        std::vector<base::InterfaceAddress> ours;
        for (int i = 1; i <= clientAddresses; ++i)
            ours.push_back(*base::InterfaceAddress::parse(fmt::format("10.0.0.{}/24", i)));
        lab.nodes = {host("client", ours), host("server", {*base::InterfaceAddress::parse("10.0.0.100/24")})};
        lab::Link link;
        link.a = {"client", "eth0"};
        link.b = {"server", "eth0"};
        link.forward = link.backward = impairment;
        lab.links = {link};
        auto world = world::World::build(lab, 1);
        if (!world)
            fail(lab::toString(world.error().front()));
        return std::move(*world);
    }

    world::World m_world;
    SocketId m_listener;

public:
    const base::NodeId client;
    const base::NodeId server;
};

/// Keeps the sender's buffer full and reads what comes, as the world tells of it.
std::uint64_t transfer(Pair &pair, SocketId from, SocketId to, std::uint64_t bytes)
{
    static const std::vector<std::uint8_t> data(1 << 20, 0x5a);
    std::uint64_t written = 0, read = 0;
    const auto write = [&] {
        pair.on(pair.client, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            while (written < bytes) {
                const std::size_t want = std::min<std::uint64_t>(data.size(), bytes - written);
                const auto taken = sockets.write(ip, from, base::Bytes(data).first(want));
                if (!taken)
                    break;
                written += *taken;
            }
        });
    };
    const auto take = [&] {
        pair.on(pair.server, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            for (base::Bytes next = sockets.peek(to); !next.empty(); next = sockets.peek(to)) {
                read += next.size();
                sockets.consume(ip, to, next.size());
            }
        });
    };
    write();
    while (read < bytes && pair.world().step())
        for (const auto &ready : pair.world().takeReadySockets())
            ready.node == pair.client ? write() : take();
    return read;
}

void goodput(benchmark::State &state, const base::Impairment &impairment)
{
    constexpr std::uint64_t kBytes = 1'000'000'000;
    double simulated = 0;
    for (auto _ : state) {
        state.PauseTiming();
        Pair pair(impairment);
        pair.listen(16);
        const SocketId from = pair.connect();
        pair.runFor(base::Duration::seconds(1));
        std::vector<SocketId> accepted;
        pair.accept(accepted);
        if (accepted.size() != 1)
            fail("not connected");
        pair.world().takeReadySockets();
        const base::TimePoint begin = pair.world().now();
        state.ResumeTiming();
        if (transfer(pair, from, accepted[0], kBytes) != kBytes)
            fail("not everything arrived");
        simulated += (pair.world().now() - begin).inSeconds();
    }
    const double bits = 8.0 * kBytes * static_cast<double>(state.iterations());
    state.counters["gbit_per_cpu_second"] = benchmark::Counter(bits * 1e-9, benchmark::Counter::kIsRate);
    state.counters["simulated_gbit_per_second"] = bits * 1e-9 / simulated;
}

base::Impairment line()
{
    base::Impairment impairment;
    impairment.rate = base::BitRate::bitsPerSecond(10'000'000'000);
    impairment.delay = base::Duration::milliseconds(1);
    return impairment;
}

base::Impairment plain()
{
    base::Impairment impairment;
    impairment.delay = base::Duration::milliseconds(1);
    return impairment;
}

void connections(benchmark::State &state)
{
    const auto count = static_cast<std::size_t>(state.range(0));
    constexpr std::size_t kPerAddress = 20'000;
    double bytes = 0;
    for (auto _ : state) {
        const struct mallinfo2 before = mallinfo2();
        Pair pair(plain(), static_cast<int>((count + kPerAddress - 1) / kPerAddress));
        pair.listen(4096);
        std::vector<SocketId> ours, theirs;
        ours.reserve(count);
        theirs.reserve(count);
        while (ours.size() < count) {
            for (int burst = 0; burst < 1000 && ours.size() < count; ++burst) {
                const auto at = ours.size();
                ours.push_back(pair.connect(base::Ipv4Address(10, 0, 0, static_cast<std::uint8_t>(1 + at / kPerAddress)),
                                            static_cast<std::uint16_t>(20'000 + at % kPerAddress)));
            }
            pair.runFor(base::Duration::milliseconds(10));
            pair.accept(theirs);
            pair.world().takeReadySockets();
        }
        for (int i = 0; i < 20; ++i) { // what was lost while the neighbour was asked for is sent again
            pair.runFor(base::Duration::seconds(1));
            pair.accept(theirs);
        }
        if (theirs.size() != count)
            fail(fmt::format("{} of {} connected", theirs.size(), count));
        const struct mallinfo2 after = mallinfo2();
        bytes = static_cast<double>(after.uordblks + after.hblkhd) - static_cast<double>(before.uordblks + before.hblkhd);
    }
    state.counters["megabytes"] = bytes * 1e-6;
    state.counters["bytes_per_end"] = bytes / (2.0 * static_cast<double>(count));
}

BENCHMARK_CAPTURE(goodput, line, line())->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK_CAPTURE(goodput, plain, plain())->Unit(benchmark::kMillisecond)->Repetitions(3);
BENCHMARK(connections)->Arg(100'000)->Unit(benchmark::kMillisecond)->Iterations(1);

} // namespace

BENCHMARK_MAIN();

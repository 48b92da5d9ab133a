// Moving connections: what taking one out, writing it down, reading it back and putting it in costs, without data and with
// 64 kB, beside Linux to Linux by TCP_REPAIR in the same run; how many moves two hosts make in a second of CPU with all
// messages of transfer and hand-over; and what throughput does after a move with the congestion state and without it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/mover.h"
#include "emulation/migration/repair.h"
#include "tests/support/tcp_transfer.h"

#include <benchmark/benchmark.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>

using namespace hopyard;
using namespace hopyard::test;
using base::Duration;
using base::TimePoint;

namespace {

/// An established connection at rest after a transfer both ways, and `queued` bytes that its user has not read.
tcp::ConnectionState warmState(TcpPair &pair, std::size_t queued)
{
    const tcp::ListenerId listener = *pair.sides[1].stack.listen({}, pair.sides[1].at, 4);
    const tcp::ConnectionId client = *pair.sides[0].stack.connect(*pair.sides[0].ip, {}, pair.sides[0].at, pair.sides[1].at);
    pair.run(Duration::milliseconds(100));
    const tcp::ConnectionId server = pair.sides[1].stack.accept(listener);
    std::vector<std::uint8_t> data(20'000, 'x');
    const auto drain = [&](int side, tcp::ConnectionId id) {
        std::vector<std::uint8_t> into(100'000);
        while (pair.sides[side].stack.receive(*pair.sides[side].ip, id, into)) {
        }
    };
    for (int i = 0; i < 40; ++i) {
        static_cast<void>(pair.sides[0].stack.send(*pair.sides[0].ip, client, data));
        static_cast<void>(pair.sides[1].stack.send(*pair.sides[1].ip, server, data));
        pair.run(Duration::milliseconds(30));
        drain(0, client);
        drain(1, server);
    }
    pair.run(Duration::seconds(2));
    drain(1, server);
    data.resize(queued);
    for (std::size_t at = 0; at < queued;) {
        const auto n = pair.sides[0].stack.send(*pair.sides[0].ip, client, base::Bytes(data).subspan(at));
        at += n.value_or(0);
        pair.run(Duration::seconds(2));
    }
    return *pair.sides[1].stack.extract(server);
}

/// Taken out, written down, read and put in, to and fro between two stacks.
void moveOurs(benchmark::State &state)
{
    const auto queued = static_cast<std::size_t>(state.range(0));
    TcpPair pair({}, 1);
    tcp::ConnectionState first = warmState(pair, queued);
    tcp::Tcp stacks[2]{tcp::Tcp(base::Random(5)), tcp::Tcp(base::Random(6))};
    FakeIp &ip = *pair.sides[1].ip;
    const migration::Mapping mapping{migration::FlowId(0x00410001), 1,
                                     {first.remote.address.v4(), first.remote.port, first.local.address.v4(), first.local.port},
                                     base::Ipv4Address(10, 0, 0, 9)};
    tcp::ConnectionId id = *stacks[0].insert(ip, std::move(first));
    std::size_t bytes = 0;
    int at = 0;
    for (auto _ : state) {
        const auto taken = stacks[at].extract(id);
        const auto blob = migration::encodeBlob(mapping, *taken, pair.now);
        bytes = blob.size();
        auto back = migration::decodeBlob(blob, pair.now, *pair.pool);
        at = 1 - at;
        id = *stacks[at].insert(ip, std::move(back->state));
    }
    state.counters["blob_bytes"] = static_cast<double>(bytes);
}

/// This process gets a network of its own, with a loopback that is up.
bool enterOwnNetwork()
{
    if (::unshare(CLONE_NEWNET) != 0)
        return false;
    const linux::Fd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    return ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

/// Both ends of a connection on loopback.
bool connect(linux::Fd &client, linux::Fd &server)
{
    const linux::Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto *address = reinterpret_cast<sockaddr *>(&at);
    client.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::bind(listener.get(), address, size) != 0 || ::listen(listener.get(), 1) != 0
        || ::getsockname(listener.get(), address, &size) != 0 || ::connect(client.get(), address, size) != 0)
        return false;
    server.reset(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    return server.isValid();
}

/// The same between Linux sockets; the other end is Linux's too.
void moveLinux(benchmark::State &state)
{
    static const bool alone = enterOwnNetwork();
    linux::Fd client, server;
    if (!alone || !connect(client, server)) {
        state.SkipWithError("needs root: a network namespace and TCP_REPAIR");
        return;
    }
    const std::vector<std::uint8_t> data(static_cast<std::size_t>(state.range(0)), 'x');
    for (std::size_t at = 0; at < data.size();) {
        const ssize_t n = ::write(client.get(), data.data() + at, data.size() - at);
        if (n <= 0)
            break;
        at += static_cast<std::size_t>(n);
    }
    for (auto _ : state) {
        const auto taken = migration::takeOut(server);
        auto back = taken ? migration::putBack(*taken) : base::fail(taken.error());
        if (!back) {
            state.SkipWithError(toString(back.error()).c_str());
            return;
        }
        server = std::move(*back);
    }
}

/// Two hosts with movers; connections go from one to the other and back, with every message between them.
void movesBetweenHosts(benchmark::State &state)
{
    using transport::SocketId;
    struct Host {
        Host(std::shared_ptr<packet::PacketPool> pool, base::Ipv4Address own, std::uint64_t seed)
            : address(own), ip(pool, base::Ipv4Address(10, 0, 0, 2)), sockets(base::Random(seed)), mover(base::Random(seed))
        {
            mover.configure(own, {1, 2});
            mover.giveTo(5'001, transport::ApplicationId(1));
        }
        base::Ipv4Address address;
        FakeIp ip;
        transport::SocketLayer sockets;
        migration::Mover mover;
        migration::Mover::Around around() { return {sockets, ip, nullptr}; }
    };
    TcpPair pair({}, 1);
    const tcp::ConnectionState first = warmState(pair, 0);
    Host hosts[2]{{pair.pool, base::Ipv4Address(10, 1, 0, 1), 3}, {pair.pool, base::Ipv4Address(10, 1, 0, 2), 4}};
    const auto flows = static_cast<std::uint32_t>(state.range(0));
    std::vector<SocketId> sockets(flows);
    TimePoint now = pair.now;
    for (Host &host : hosts)
        host.ip.setNow(now);
    for (std::uint32_t i = 0; i < flows; ++i) {
        tcp::ConnectionState one = first;
        one.remote.address = base::Ipv4Address(0xc0000000u + i);
        sockets[i] = *hosts[0].sockets.insertStream(hosts[0].ip, std::move(one), transport::ApplicationId(1));
    }
    std::uint64_t moves = 0;
    int from = 0;
    for (auto _ : state) {
        std::size_t arrived = 0;
        std::vector<SocketId> next;
        next.reserve(flows);
        for (std::size_t i = 0; i < sockets.size(); i += 100) { // a hundred under way at a time
            for (std::size_t k = i; k < std::min<std::size_t>(i + 100, sockets.size()); ++k)
                static_cast<void>(hosts[from].mover.move(hosts[from].around(), sockets[k], hosts[1 - from].address));
            for (bool any = true; any;) {
                any = false;
                now = now + Duration::microseconds(50);
                for (int h = 0; h < 2; ++h) {
                    hosts[h].ip.setNow(now);
                    for (const migration::Outgoing &o : hosts[h].mover.takeOutgoing()) {
                        any = true;
                        hosts[1 - h].ip.setNow(now);
                        hosts[1 - h].mover.receive(hosts[1 - h].around(), hosts[h].address, o.bytes);
                    }
                }
            }
            for (int h = 0; h < 2; ++h) {
                for (const migration::MoveEvent &event : hosts[h].mover.takeEvents()) {
                    if (event.phase == migration::MovePhase::injected) {
                        next.push_back(event.socket);
                        ++arrived;
                    } else if (event.phase == migration::MovePhase::released) {
                        static_cast<void>(hosts[h].sockets.close(hosts[h].ip, event.socket));
                    }
                }
                hosts[h].sockets.takeReady();
            }
        }
        if (arrived != flows) {
            state.SkipWithError("not all arrived");
            return;
        }
        moves += arrived;
        sockets = std::move(next);
        from = 1 - from;
    }
    state.counters["moves_a_second"] = benchmark::Counter(static_cast<double>(moves), benchmark::Counter::kIsRate);
}

/// What TCP_REPAIR does not carry begins anew: window, round trip, RTO, scoreboard, data ahead of gaps.
void forgetWhatRepairForgets(tcp::ConnectionState &s, TimePoint now)
{
    tcp::LossRecoverySettings settings;
    settings.first = s.send.una;
    settings.mss = s.send.mss;
    settings.sack = s.agreed.sack;
    settings.timestamps = s.timestamps.isOn;
    s.loss = {};
    s.loss.start(now, settings);
    if (s.send.next != s.send.una)
        s.loss.onSent(now, {s.send.una, s.send.next}, false, s.timestamps.clock(now));
    s.receive.ahead.reset();
}

/// A download over 100 Mbit/s and 40 ms; after ten seconds the sender moves, with a pause of 2 ms. Goodput in the second
/// before and in each of the two after, in Mbit/s.
void throughputAfterAMove(benchmark::State &state)
{
    const bool carried = state.range(0) != 0;
    for (auto _ : state) {
        TestPath path;
        path.delay = Duration::milliseconds(20);
        path.bitsPerSecond = 100'000'000;
        path.queueBytes = 500'000;
        TcpPair pair(path, 1);
        bool moving = false;
        std::vector<ip::Delivered> held;
        pair.hold = [&](int to, const ip::Delivered &packet) {
            if (to == 0 && moving)
                held.push_back(packet);
            return to == 0 && moving;
        };
        TcpTransfer transfer{pair, 1'000'000'000};
        transfer.begin();
        const auto until = [&](TimePoint end) {
            const std::uint64_t before = transfer.read;
            for (transfer.pump(); pair.step(end);)
                transfer.pump();
            return static_cast<double>(transfer.read - before);
        };
        const auto second = [](std::int64_t ms) { return TimePoint() + Duration::milliseconds(ms); };
        until(second(9'000));
        const double before = until(second(10'000)) * 8e-6;
        TcpPair::Side &side = pair.sides[0];
        auto taken = side.stack.extract(transfer.client);
        const auto blob = migration::encodeBlob({}, *taken, pair.now);
        moving = true;
        transfer.closed = true; // its user writes nothing meanwhile
        pair.run(Duration::milliseconds(2));
        auto back = migration::decodeBlob(blob, pair.now, *pair.pool, Duration::milliseconds(2));
        if (!carried)
            forgetWhatRepairForgets(back->state, pair.now);
        side.stack = tcp::Tcp(base::Random(77));
        transfer.client = *side.stack.insert(*side.ip, std::move(back->state));
        moving = transfer.closed = false;
        for (const ip::Delivered &packet : held)
            side.stack.deliver(*side.ip, packet);
        const double half = until(second(10'500)) * 16e-6;
        const double after = half / 2 + until(second(11'000)) * 8e-6;
        const double later = until(second(12'000)) * 8e-6;
        state.counters["before_Mbps"] = before;
        state.counters["half_second_after_Mbps"] = half;
        state.counters["second_after_Mbps"] = after;
        state.counters["next_second_Mbps"] = later;
        state.counters["timeouts"] = static_cast<double>(side.stack.counters().timeouts);
    }
}

} // namespace

BENCHMARK(moveOurs)->Arg(0)->Arg(65'536);
BENCHMARK(moveLinux)->Arg(0)->Arg(65'536);
BENCHMARK(movesBetweenHosts)->Arg(1'000)->Arg(20'000)->Unit(benchmark::kMillisecond);
BENCHMARK(throughputAfterAMove)->Arg(1)->Arg(0)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();

// Datagrams a second in virtual time on one core: guest to guest in each mode, beside the same two stacks at one cable
// with no hypervisor between them; adapter to guest, lent and copied; and what a hundred guests of 16 MiB cost in memory.
//
// Guest to guest, an operation is one datagram of 1,500 bytes from a program's buffer to another's: socket, stack, output
// buffer, base storage, input buffer, stack, socket, checksums made and verified. Computers on which nothing takes
// virtual time (CostModel::none()): what is measured is ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/udp.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

using namespace hopyard;
using namespace hopyard::hypervisor;

namespace {

constexpr std::size_t kBurst = 64;
constexpr std::size_t kPayload = 1'500 - 28;

GuestSpec guestSpec(std::uint32_t number, std::uint64_t memory)
{
    GuestSpec spec;
    spec.name = "g" + std::to_string(number);
    spec.memory = memory;
    spec.nics.push_back({});
    const auto address = base::IpAddress(base::Ipv4Address(10, 0, 0, static_cast<std::uint8_t>(number)));
    spec.nics[0].addresses.push_back({address, 24});
    return spec;
}

/// A socket of a stack; all a program of ours would do.
struct Program {
    transport::SocketId socket;
    std::vector<std::uint8_t> data = std::vector<std::uint8_t>(kPayload, 0x5a);
    std::uint64_t received = 0;

    void open(router::VirtualRouter &router, link::Context &context)
    {
        router.useSockets(context, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            socket = *sockets.socket(transport::SocketKind::udp, base::Family::ipv4);
            (void)sockets.bind(ip, socket, {base::Ipv4Address(), 9});
            (void)sockets.setOption(ip, socket, transport::SocketOption::receiveBuffer, 1 << 20);
        });
    }
    void send(router::VirtualRouter &router, link::Context &context, const base::IpAddress &to)
    {
        router.useSockets(context, [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            for (std::size_t i = 0; i < kBurst; ++i)
                (void)sockets.sendTo(ip, socket, data, {to, 9});
        });
    }
    void take(router::VirtualRouter &router, link::Context &context)
    {
        router.useSockets(context, [&](transport::SocketLayer &sockets, transport::IpOutput &) {
            while (sockets.receiveFrom(socket))
                ++received;
        });
    }
};

struct Computer {
    explicit Computer(Mode mode, Receive receive = Receive::copy, std::uint64_t memory = 64ull << 20) : hv(spec(mode, receive, memory), base::Random(1))
    {
        hv.addAdapter(base::PortIndex(0), {"eth0", base::MacAddress::local(1), 65'000, {*base::InterfaceAddress::parse("10.0.0.200/24")}});
    }
    static HypervisorSpec spec(Mode mode, Receive receive, std::uint64_t memory)
    {
        HypervisorSpec spec;
        spec.memory = memory;
        spec.mode = mode;
        spec.receive = receive;
        spec.costs = CostModel::none();
        return spec;
    }
    GuestId start(const GuestSpec &guest)
    {
        const GuestId id = *hv.addGuest(guest);
        link::Context c = context();
        (void)hv.startGuest(c, id);
        return id;
    }
    link::Context context() { return {now, base::NodeId(1), pool, out, hub}; }
    void advance(base::Duration time)
    {
        for (const base::TimePoint end = now + time; hv.nextDeadline() <= end;) {
            now = std::max(now, hv.nextDeadline());
            link::Context c = context();
            hv.expire(c);
        }
        now = now + time;
        out.items().clear();
    }
    base::TimePoint now;
    packet::PacketPool pool;
    link::Outbox out;
    base::trace::Hub hub;
    Hypervisor hv;
};

void guestToGuest(benchmark::State &state)
{
    Computer pc(static_cast<Mode>(state.range(0)));
    const GuestId a = pc.start(guestSpec(11, 16 << 20)), b = pc.start(guestSpec(12, 16 << 20));
    pc.advance(base::Duration::seconds(2));
    Program sender, taker;
    link::Context c = pc.context();
    pc.hv.useGuest(c, a, [&](router::VirtualRouter &router, link::Context &inside) { sender.open(router, inside); });
    pc.hv.useGuest(c, b, [&](router::VirtualRouter &router, link::Context &inside) { taker.open(router, inside); });
    const base::IpAddress to(base::Ipv4Address(10, 0, 0, 12));
    std::uint64_t sent = 0;
    for (auto _ : state) {
        link::Context now = pc.context();
        pc.hv.useGuest(now, a, [&](router::VirtualRouter &router, link::Context &inside) { sender.send(router, inside, to); });
        pc.hv.useGuest(now, b, [&](router::VirtualRouter &router, link::Context &inside) { taker.take(router, inside); });
        sent += kBurst;
        pc.advance(base::Duration::microseconds(10));
    }
    if (taker.received + kBurst < sent)
        state.SkipWithError("datagrams were lost");
    state.SetItemsProcessed(static_cast<std::int64_t>(taker.received));
    state.SetLabel(std::string(toString(static_cast<Mode>(state.range(0)))));
}
BENCHMARK(guestToGuest)->ArgName("mode")->Arg(0)->Arg(1)->Arg(2);

/// The peer: the same two stacks and programs, frames handed from one to the other.
void cableBetweenStacks(benchmark::State &state)
{
    packet::PacketPool pool;
    base::trace::Hub hub;
    base::TimePoint now;
    struct Host {
        router::VirtualRouter router;
        link::Outbox out;
        base::PortIndex port;
        Program program;
    };
    std::array<Host, 2> hosts{Host{{"a", base::Random(1), {}}, {}, {}, {}}, Host{{"b", base::Random(2), {}}, {}, {}, {}}};
    const auto settle = [&] {
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t h = 0; h < 2; ++h) {
                std::vector<link::Outbox::Item> items;
                std::swap(items, hosts[h].out.items());
                for (link::Outbox::Item &item : items) {
                    moved = true;
                    link::Context c{now, base::NodeId(1), pool, hosts[1 - h].out, hub};
                    hosts[1 - h].router.handle(c, hosts[1 - h].port, std::move(item.packet));
                }
            }
        }
    };
    for (std::uint32_t h = 0; h < 2; ++h) {
        link::Context c{now, base::NodeId(1), pool, hosts[h].out, hub};
        ip::InterfaceSpec spec;
        spec.name = "eth0";
        spec.mac = base::MacAddress::local(h);
        hosts[h].port = hosts[h].router.addInterface(c, spec);
        router::RouterConfig config;
        config.interfaces["eth0"].addresses.push_back({base::IpAddress(base::Ipv4Address(10, 0, 0, static_cast<std::uint8_t>(11 + h))), 24});
        hosts[h].router.configure(c, config);
        hosts[h].router.carrierChanged(c, hosts[h].port, true);
        hosts[h].program.open(hosts[h].router, c);
    }
    settle();
    for (auto _ : state) {
        link::Context there{now, base::NodeId(1), pool, hosts[0].out, hub}, here{now, base::NodeId(1), pool, hosts[1].out, hub};
        hosts[0].program.send(hosts[0].router, there, base::IpAddress(base::Ipv4Address(10, 0, 0, 12)));
        settle();
        hosts[1].program.take(hosts[1].router, here);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(hosts[1].program.received));
}
BENCHMARK(cableBetweenStacks);

/// A frame from an adapter into a guest's buffers; the guest's stack drops it for want of a socket only after reading it.
void adapterToGuest(benchmark::State &state)
{
    const auto receive = static_cast<Receive>(state.range(0));
    const auto payload = static_cast<std::size_t>(state.range(1));
    Computer pc(Mode::direct, receive);
    GuestSpec guest = guestSpec(11, 16 << 20);
    guest.nics[0].mtu = 65'000;
    const GuestId id = pc.start(guest);
    pc.advance(base::Duration::seconds(2));
    Program taker;
    link::Context c = pc.context();
    pc.hv.useGuest(c, id, [&](router::VirtualRouter &router, link::Context &inside) { taker.open(router, inside); });
    packet::Packet frame = pc.pool.make(14 + 28 + payload);
    const base::MutableBytes bytes = frame.writable();
    std::fill(bytes.begin(), bytes.end(), 0x5a);
    wire::EthernetRepr{base::MacAddress::local(1), base::MacAddress::local(9), wire::EtherType::ipv4}.emit(bytes);
    wire::Ipv4Repr ip;
    ip.source = base::Ipv4Address(10, 0, 0, 99);
    ip.destination = base::Ipv4Address(10, 0, 0, 11);
    ip.payloadLength = static_cast<std::uint16_t>(8 + payload);
    ip.emit(bytes.subspan(14));
    base::storeU16(bytes.data() + 34, 9);
    base::storeU16(bytes.data() + 36, 9);
    base::storeU16(bytes.data() + 38, static_cast<std::uint16_t>(8 + payload));
    base::storeU16(bytes.data() + 40, 0); // no checksum: the way is measured, not the sum
    for (auto _ : state) {
        link::Context now = pc.context();
        pc.hv.handle(now, base::PortIndex(0), frame);
        pc.hv.useGuest(now, id, [&](router::VirtualRouter &router, link::Context &inside) { taker.take(router, inside); });
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(taker.received));
    state.SetBytesProcessed(static_cast<std::int64_t>(taker.received * payload));
    state.SetLabel(std::string(toString(receive)));
}
BENCHMARK(adapterToGuest)->ArgNames({"receive", "payload"})->ArgsProduct({{0, 1}, {64, 1'472, 8'900, 32'000, 64'000}});

void hundredGuests(benchmark::State &state)
{
    for (auto _ : state) {
        Computer pc(Mode::direct, Receive::copy, 2ull << 30);
        for (std::uint32_t g = 1; g <= 100; ++g)
            pc.start(guestSpec(g, 16 << 20));
        pc.advance(base::Duration::seconds(2));
        state.counters["pages given"] = static_cast<double>(pc.hv.pages().count(PageState::guest));
        state.counters["resident MiB"] = static_cast<double>(pc.hv.pages().store().residentPages() * kPageSize) / (1 << 20);
        // What the tables of all 2 GiB cost: a pointer and a state for each page, an entry for each guest's.
        state.counters["tables MiB"] = static_cast<double>(pc.hv.pages().size() * (16 + sizeof(PageInfo)) +
                                                           pc.hv.pages().count(PageState::guest) * sizeof(GuestMemory::Entry)) / (1 << 20);
    }
}
BENCHMARK(hundredGuests)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

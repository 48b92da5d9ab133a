// How long a client waits while its connection moves, beyond what it would have waited: the same network with a move and
// without, byte by byte, in round trips between the machines. Virtual time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/node.h"
#include "core/wire/ethernet.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <map>

using namespace hopyard;
using base::Duration;
using base::TimePoint;
using support::seconds;

namespace {

constexpr Duration kRoundTrip = Duration::milliseconds(2); ///< between any two machines

/// Every machine half a millisecond from the switch; lb forwards, c classifies: a move has three parties.
std::string labText(int port, const char *program, const char *encapsulation)
{
    std::string text = "hopyard: 1\nnodes:\n"
        "  client: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1}\n"
        "  r1:\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.1.1/24\n"
        "      interface eth1\n       ip address 10.0.0.1/24\n"
        "  sw: {kind: switch}\n";
    text += "  lb: {kind: forwarder, interfaces: {eth0: {address: 10.0.0.5/24}}, gateway: 10.0.0.1, service: {address: 10.0.0.80, port: "
        + std::to_string(port) + ", hosts: [a, b], rules: 'default -> a', encapsulation: " + encapsulation + "}}\n";
    for (int i = 0; i < 2; ++i)
        text += std::string("  ") + char('a' + i) + ": {kind: host, interfaces: {eth0: {address: 10.0.0.1" + std::to_string(i + 1)
            + "/24}}, gateway: 10.0.0.1, start: [" + program + "]}\n";
    return text + "links:\n  - {ends: [client:eth0, r1:eth0], delay: 5ms, rate: 100mbit}\n"
        "  - {ends: [r1:eth1, sw:1], delay: 500us, rate: 10gbit}\n  - {ends: [lb:eth0, sw:2], delay: 500us, rate: 10gbit}\n"
        "  - {ends: [a:eth0, sw:3], delay: 500us, rate: 10gbit}\n  - {ends: [b:eth0, sw:4], delay: 500us, rate: 10gbit}\n";
}

/// When the client first saw how much: of its own data acknowledged, of the server's data.
struct Progress final : base::trace::Sink {
    Progress(world::World &world)
    {
        world.trace().add(this, base::trace::kindOf<base::trace::PacketArrived>() | base::trace::kindOf<base::trace::MigrationStep>());
    }
    void event(base::TimePoint time, const base::trace::Event &event) override
    {
        if (const auto *step = std::get_if<base::trace::MigrationStep>(&event)) {
            if (step->phase == "frozen")
                frozen = time;
            if (step->phase == "injected")
                injected = time;
            failed += step->phase == "taken back" || step->phase == "failed";
            return;
        }
        const auto &arrived = std::get<base::trace::PacketArrived>(event);
        if (arrived.bytes.size() < 54)
            return;
        const auto ip = wire::Ipv4View::parse(arrived.bytes.subspan(14));
        if (!ip || ip->protocol() != wire::IpProtocol::tcp || ip->destination() != base::Ipv4Address(10, 0, 1, 10)
            || arrived.link != base::LinkId(0))
            return;
        const auto tcp = wire::TcpView::parse(ip->payload());
        const auto header = wire::TcpRepr::parse(*tcp);
        resets += header->flags.has(wire::TcpFlags::rst);
        note(acked, header->acknowledgement, time);
        note(data, header->sequence + static_cast<std::uint32_t>(tcp->payload().size()), time);
    }
    static void note(std::map<std::uint32_t, TimePoint> &of, std::uint32_t upTo, TimePoint time)
    {
        if (of.empty() || static_cast<std::int32_t>(upTo - of.rbegin()->first) > 0)
            of[upTo] = time;
    }
    TimePoint frozen, injected;
    int failed = 0, resets = 0;
    std::map<std::uint32_t, TimePoint> acked, data;
};

/// How much later than undisturbed the first byte came that was due after the freezing and late: in seconds.
Duration pauseOf(const std::map<std::uint32_t, TimePoint> &still, const std::map<std::uint32_t, TimePoint> &moved, TimePoint until)
{
    Duration most;
    for (const auto &[upTo, at] : still) {
        if (at > until)
            break;
        if (const auto there = moved.lower_bound(upTo); there != moved.end())
            most = std::max(most, there->second - at);
    }
    return most;
}

transport::SocketId connectTo(world::World &world, int port, int receiveBuffer)
{
    transport::SocketId id;
    world.useSockets(world.findNode("client"), [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
        id = *sockets.socket(transport::SocketKind::tcp, base::Family::ipv4);
        if (receiveBuffer > 0)
            static_cast<void>(sockets.setOption(ip, id, transport::SocketOption::receiveBuffer, receiveBuffer));
        static_cast<void>(sockets.connect(ip, id, {base::Ipv4Address(10, 0, 0, 80), static_cast<std::uint16_t>(port)}));
    });
    return id;
}

/// Writes what goes and reads what is there, each 20 us as a program that waits for it would, at the same moments in both
/// networks: what a window lets through depends on when its reader comes.
void run(world::World &world, transport::SocketId id, TimePoint until, bool writes)
{
    constexpr std::int64_t kEvery = 20'000;
    const std::vector<std::uint8_t> data(20'000, 'x');
    std::vector<std::uint8_t> into(100'000);
    while (world.now() < until) {
        const TimePoint at = TimePoint::fromNs((world.now().ns() / kEvery + 1) * kEvery);
        world.runUntil(std::min(at, until));
        if (at > until)
            break;
        world.useSockets(world.findNode("client"), [&](transport::SocketLayer &sockets, transport::IpOutput &ip) {
            if (writes)
                static_cast<void>(sockets.write(ip, id, data));
            while (sockets.read(ip, id, into).value_or(0) > 0) {
            }
        });
    }
}

} // namespace

class PauseTest : public QObject {
    Q_OBJECT
private slots:
    void moves_data()
    {
        QTest::addColumn<bool>("up");
        QTest::addColumn<QString>("way");
        for (const char *way : {"ports", "shim", "ipip"}) {
            QTest::addRow("upload, %s", way) << true << way;
            QTest::addRow("download, %s", way) << false << way;
        }
    }
    /// One round trip between the machines and 20 us, in the median over forty moments, also where several hundred kB wait in
    /// the send queue (chargen fills it): they travel before.
    void moves()
    {
        QFETCH(bool, up);
        QFETCH(QString, way);
        const int port = up ? 9 : 19;
        world::World world = support::worldFrom(labText(port, up ? "discard-server" : "chargen-server", qPrintable(way)));
        world.runUntil(seconds(1));
        const transport::SocketId client = connectTo(world, port, up ? 0 : 60'000);
        run(world, client, seconds(1.5), up);
        std::vector<Duration> pauses;
        std::string at = "a", to = "b";
        for (int i = 0; i < 41; ++i) {
            const TimePoint begin = world.now(), end = begin + Duration::milliseconds(60);
            world::World still = world.copy();
            Progress without(still);
            run(still, client, end, up);
            Progress with(world);
            const std::string connections = world.command(world.findNode(at), "show connections json").json;
            const std::size_t place = connections.find("10.0.1.10:");
            QVERIFY2(place != std::string::npos, connections.c_str());
            const std::string peer = connections.substr(place, connections.find_first_not_of("0123456789.:", place) - place);
            run(world, client, begin + Duration::microseconds(137 * i), up);
            QCOMPARE(world.command(world.findNode(at), "migrate " + peer + " to " + to).text, std::string("moving\n"));
            run(world, client, end, up);
            QCOMPARE(with.failed, 0);
            QCOMPARE(with.resets, 0);
            QVERIFY(with.injected > with.frozen);
            const auto &a = up ? without.acked : without.data;
            const auto &b = up ? with.acked : with.data;
            if (i > 1) // both hosts know how far the forwarder is
                pauses.push_back(pauseOf(a, b, with.frozen + Duration::milliseconds(12)));
            world.trace().remove(&with);
            run(world, client, end + Duration::milliseconds(300), up);
            std::swap(at, to);
        }
        std::sort(pauses.begin(), pauses.end());
        const auto trips = [](Duration d) { return double(d.ns()) / double(kRoundTrip.ns()); };
        qInfo("%s: pause in round trips between the machines: least %.3f, median %.3f, most %.3f", QTest::currentDataTag(),
              trips(pauses.front()), trips(pauses[pauses.size() / 2]), trips(pauses.back()));
        QVERIFY(pauses[pauses.size() / 2] <= kRoundTrip + Duration::microseconds(20));
    }
};

QTEST_APPLESS_MAIN(PauseTest)
#include "tst_pause.moc"

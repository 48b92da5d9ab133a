// Packets that stand for several in a world: whole over plain links, single where a link or who looks on needs that;
// counted as what they stand for either way.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compare.h"
#include "tests/support/large.h"
#include "tests/support/worlds.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <set>

using namespace hopyard;
using base::Direction;
using base::TimePoint;
using support::seconds;
using test::Frame;

namespace {

constexpr std::size_t kData = 2'500; // three packets at most
constexpr std::uint16_t kSegment = 1'000;
constexpr std::size_t kHeaders = 14 + 20 + 20;

/// Two namespaces with a router between them; frames are injected as their kernels would send them.
struct Bench {
    explicit Bench(const std::string &rightLink = "")
        : world(support::worldFrom("hopyard: 1\n"
                                   "nodes:\n"
                                   "  left: {kind: namespace, interfaces: {eth0: {address: 10.0.1.2/24}}}\n"
                                   "  right: {kind: namespace, interfaces: {eth0: {address: 10.0.2.2/24}}}\n"
                                   "  r1:\n"
                                   "    kind: router\n"
                                   "    config: |\n"
                                   "      interface eth0\n"
                                   "       ip address 10.0.1.1/24\n"
                                   "      interface eth1\n"
                                   "       ip address 10.0.2.1/24\n"
                                   "links:\n"
                                   "  - {ends: [left:eth0, r1:eth0]}\n"
                                   "  - {ends: [r1:eth1, right:eth0]" + rightLink + "}\n"))
    {
        world.setLargePackets(true);
        left = world.findPort({"left", "eth0"});
        right = world.findPort({"right", "eth0"});
        firstLink = world.linkAt(left).first;
        secondLink = world.linkAt(right).first;
        const auto routerRight = world.macAddress(world.findPort({"r1", "eth1"}));
        const wire::ArpRepr hello{wire::ArpOperation::request, world.macAddress(right), test::v4("10.0.2.2"), {},
                                  test::v4("10.0.2.1")};
        world.runUntil(seconds(5)); // the router has announced itself
        do { // until it got through: links lose packets here
            world.inject(right, world.pool().copyOf(test::ethernet(routerRight, world.macAddress(right),
                                                                   wire::EtherType::arp, test::arp(hello))));
            world.runUntil(world.now() + base::Duration::seconds(1));
        } while (world.outsidePackets().empty());
        world.outsidePackets().clear();
        before = {world.counters(firstLink, Direction::forward), world.counters(secondLink, Direction::forward)};
    }
    packet::Packet large(wire::IpProtocol protocol = wire::IpProtocol::tcp, std::size_t data = kData,
                         std::uint16_t segment = kSegment)
    {
        wire::Ipv4Repr ip = test::header("10.0.1.2", "10.0.2.2", protocol);
        ip.dontFragment = true;
        return test::unfinished(world.pool(),
                                test::ethernet(world.macAddress(world.findPort({"r1", "eth0"})), world.macAddress(left),
                                               wire::EtherType::ipv4, test::unfinishedDatagram(ip, data)),
                                segment);
    }
    /// What comes out at the right, data and all, after `packet` came in at the left.
    std::vector<packet::Packet> cross(packet::Packet packet)
    {
        world.inject(left, std::move(packet));
        world.runUntil(world.now() + base::Duration::milliseconds(100));
        std::vector<packet::Packet> out;
        for (world::OutsidePacket &outside : world.outsidePackets())
            if (outside.packet.size() > 60) // no ARP
                out.push_back(std::move(outside.packet));
        world.outsidePackets().clear();
        return out;
    }
    world::DirectionCounters crossed(std::size_t link)
    {
        world::DirectionCounters c = world.counters(link == 0 ? firstLink : secondLink, Direction::forward);
        c.packets -= before[link].packets;
        c.bytes -= before[link].bytes;
        c.dropped -= before[link].dropped;
        return c;
    }
    world::World world;
    base::PortRef left, right;
    base::LinkId firstLink, secondLink;
    std::array<world::DirectionCounters, 2> before;
};

/// Keeps what it is told about packets on links.
struct Frames final : base::trace::Sink {
    Frames(world::World &world, base::trace::Kinds kinds, base::trace::Packets packets = base::trace::Packets::single)
        : hub(world.trace())
    {
        hub.add(this, kinds, packets);
    }
    ~Frames() override { hub.remove(this); }
    void event(TimePoint, const base::trace::Event &event) override
    {
        const auto keep = [this](base::Bytes bytes, std::uint64_t id) {
            if (bytes.size() > 60) {
                frames.emplace_back(bytes.begin(), bytes.end());
                ids.push_back(id);
            }
        };
        if (const auto *sent = std::get_if<base::trace::PacketSent>(&event))
            keep(sent->bytes, sent->packetId);
        else if (const auto *arrived = std::get_if<base::trace::PacketArrived>(&event))
            keep(arrived->bytes, arrived->packetId);
    }
    base::trace::Hub &hub;
    std::vector<Frame> frames;
    std::vector<std::uint64_t> ids;
};

constexpr base::trace::Kinds kSent = base::trace::kindOf<base::trace::PacketSent>();
constexpr base::trace::Kinds kArrived = base::trace::kindOf<base::trace::PacketArrived>();

} // namespace

class LargePacketsTest : public QObject {
    Q_OBJECT
private slots:
    void wholeOverPlainLinks()
    {
        Bench b(", delay: 10ms");
        const auto out = b.cross(b.large());
        QCOMPARE(out.size(), std::size_t(1));
        QCOMPARE(out[0].offload(), (packet::Offload{kSegment, true}));
        QCOMPARE(int(out[0].bytes()[14 + 8]), 63); // it was routed
        QCOMPARE(test::dataOf(out[0].bytes()), test::countingBytes(kData));
        for (std::size_t link = 0; link < 2; ++link) {
            QCOMPARE(b.crossed(link).packets, std::uint64_t(3));
            QCOMPARE(b.crossed(link).bytes, std::uint64_t(kData + 3 * kHeaders));
        }
    }

    // So that in virtual time it makes no difference who looks on.
    void neverWholeUnlessTheDriverAllows()
    {
        Bench b;
        b.world.setLargePackets(false);
        const auto out = b.cross(b.large());
        QCOMPARE(out.size(), std::size_t(3));
        for (const packet::Packet &p : out)
            QCOMPARE(p.offload(), (packet::Offload{0, true})); // nobody needed the checksum
        QCOMPARE(b.crossed(1).packets, std::uint64_t(3));
        QCOMPARE(b.crossed(1).bytes, std::uint64_t(kData + 3 * kHeaders));
    }

    void singleWhereTheLinkNeedsIt_data()
    {
        QTest::addColumn<QString>("impairment");
        QTest::newRow("rate") << ", rate: 1gbit";
        QTest::newRow("rate and queue") << ", rate: 1gbit, queue: 100";
        QTest::newRow("jitter") << ", delay: 1ms, jitter: 100us";
        QTest::newRow("loss") << ", loss: 0.0001%";
        QTest::newRow("duplication") << ", duplicate: 0.0001%";
        QTest::newRow("reordering") << ", delay: 1ms, reorder: 0.0001%";
        QTest::newRow("corruption") << ", corrupt: 0.0001%";
    }
    void singleWhereTheLinkNeedsIt()
    {
        QFETCH(QString, impairment);
        Bench b(impairment.toStdString());
        const auto out = b.cross(b.large());
        QCOMPARE(out.size(), std::size_t(3));
        std::size_t at = 0;
        std::vector<std::uint64_t> ids;
        for (const packet::Packet &p : out) {
            const Frame data = test::dataOf(p.bytes());
            const std::size_t from = base::loadU32(&p.bytes()[14 + 20 + 4]) - 1; // its sequence number: jitter overtakes
            QVERIFY(data == test::countingBytes(data.size(), from));
            at += data.size();
            QVERIFY(std::find(ids.begin(), ids.end(), p.id()) == ids.end());
            ids.push_back(p.id());
        }
        QCOMPARE(at, kData);
        QCOMPARE(b.crossed(0).packets, std::uint64_t(3));
        QCOMPARE(b.crossed(1).packets, std::uint64_t(3));
        QCOMPARE(b.crossed(1).bytes, std::uint64_t(kData + 3 * kHeaders));
    }

    void aRateSpacesThePieces()
    {
        Bench b(", rate: 8mbit");
        struct Times final : base::trace::Sink {
            void event(TimePoint time, const base::trace::Event &event) override
            {
                if (std::get<base::trace::PacketScheduled>(event).link == link)
                    arrivals.push_back((std::get<base::trace::PacketScheduled>(event).arrives - time).ns());
            }
            base::LinkId link;
            std::vector<std::int64_t> arrivals;
        } times;
        times.link = b.secondLink;
        b.world.trace().add(&times, base::trace::kindOf<base::trace::PacketScheduled>());
        b.cross(b.large());
        const std::int64_t full = (kHeaders + kSegment) * 1'000, rest = (kHeaders + 500) * 1'000; // a byte a microsecond
        QCOMPARE(times.arrivals, (std::vector<std::int64_t>{full, 2 * full, 2 * full + rest}));
    }

    // What a link damages must be found by the checksum, which therefore has to be there.
    void aLinkThatCorruptsGetsFinishedPackets()
    {
        Bench plain, corrupting(", corrupt: 0.0001%");
        const auto kept = plain.cross(plain.large(wire::IpProtocol::tcp, 500, 0));
        QCOMPARE(kept.size(), std::size_t(1));
        QCOMPARE(kept[0].offload(), (packet::Offload{0, true}));
        const auto finished = corrupting.cross(corrupting.large(wire::IpProtocol::tcp, 500, 0));
        QCOMPARE(finished.size(), std::size_t(1));
        QCOMPARE(finished[0].offload(), packet::Offload());
        QVERIFY(test::isFinished(finished[0].bytes()));
    }

    void singleForWhoLooksOn()
    {
        for (const base::trace::Kinds kind : {kSent, kArrived}) {
            Bench b;
            Frames seen(b.world, kind);
            const auto out = b.cross(b.large());
            QCOMPARE(seen.frames.size(), std::size_t(6)); // on two links
            for (const Frame &frame : seen.frames)
                QVERIFY(test::isFinished(frame));
            QCOMPARE(std::set<std::uint64_t>(seen.ids.begin(), seen.ids.end()).size(), std::size_t(3));
            QCOMPARE(out.size(), std::size_t(3));
        }
    }

    void asCarriedForWhoDoesNotMind()
    {
        Bench b;
        Frames seen(b.world, kSent, base::trace::Packets::asCarried);
        QCOMPARE(b.cross(b.large()).size(), std::size_t(1));
        QCOMPARE(seen.frames.size(), std::size_t(2));
        b.world.trace().add(&seen, kSent); // now it minds
        QCOMPARE(b.cross(b.large()).size(), std::size_t(3));
        b.world.trace().remove(&seen);
        QCOMPARE(b.cross(b.large()).size(), std::size_t(1));
    }

    void underWayWhenSomebodyBeginsToLook()
    {
        Bench b(", delay: 10ms");
        b.world.inject(b.left, b.large());
        b.world.runUntil(b.world.now() + base::Duration::milliseconds(5));
        Frames seen(b.world, kArrived);
        b.world.runUntil(b.world.now() + base::Duration::milliseconds(100));
        QCOMPARE(seen.frames.size(), std::size_t(3));
        for (const Frame &frame : seen.frames)
            QVERIFY(test::isFinished(frame));
        QCOMPARE(std::set<std::uint64_t>(seen.ids.begin(), seen.ids.end()).size(), std::size_t(3));
        QCOMPARE(b.world.outsidePackets().size(), std::size_t(3));
        QCOMPARE(b.crossed(1).packets, std::uint64_t(3));
    }

    void aCutLinkLosesWhatItStandsFor()
    {
        Bench b(", delay: 10ms");
        b.world.inject(b.left, b.large());
        b.world.runUntil(b.world.now() + base::Duration::milliseconds(5));
        base::Impairment cut;
        cut.down = true;
        b.world.setImpairment(b.secondLink, Direction::forward, cut);
        QCOMPARE(b.crossed(1).dropped, std::uint64_t(3));
        QVERIFY(b.cross(b.large()).empty());
        QCOMPARE(b.crossed(1).dropped, std::uint64_t(6));
    }

    void aCopyGoesOnTheSame()
    {
        Bench b(", delay: 10ms");
        b.world.inject(b.left, b.large());
        b.world.runUntil(b.world.now() + base::Duration::milliseconds(5));
        world::World other = b.world.copy();
        for (world::World *world : {&b.world, &other}) {
            world->runUntil(world->now() + base::Duration::milliseconds(100));
            QCOMPARE(world->outsidePackets().size(), std::size_t(1));
            QCOMPARE(world->outsidePackets()[0].packet.offload(), (packet::Offload{kSegment, true}));
        }
        QCOMPARE(b.world.eventCount(), other.eventCount());
    }

    void udpStandsForSeveralToo()
    {
        Bench b;
        const auto whole = b.cross(b.large(wire::IpProtocol::udp));
        QCOMPARE(whole.size(), std::size_t(1));
        Frames seen(b.world, kSent);
        const auto single = b.cross(b.large(wire::IpProtocol::udp));
        QCOMPARE(single.size(), std::size_t(3));
        for (const packet::Packet &p : single)
            QVERIFY(test::isFinished(p.bytes()));
    }
};

QTEST_APPLESS_MAIN(LargePacketsTest)
#include "tst_large_packets.moc"

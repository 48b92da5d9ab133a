// Flooding in time: ageing out, refreshing, the end of the sequence numbers, a restart, withdrawal, MinLSArrival, and
// what is in the databases of all.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/lsdb.h"
#include "tests/core/routing/ospf/simulator.h"
#include "tests/support/compare.h"

#include <QtTest>

using namespace hopyard;
namespace ospf = routing::ospf;
using ospf::NetworkType;
using test::Simulator;
using wire::LsaType;

#define COMPARE_TEXT(actual, expected) QCOMPARE(QString::fromStdString(actual), QString(expected))

namespace {

/// r1 - r2 - r3 in a line.
struct Line {
    Simulator net;
    std::size_t left, right;
    Line()
    {
        for (const char *id : {"1.1.1.1", "2.2.2.2", "3.3.3.3"})
            net.router(id);
        left = net.connect({{0, "10.0.12.1/24"}, {1, "10.0.12.2/24"}}, {});
        right = net.connect({{1, "10.0.23.2/24"}, {2, "10.0.23.3/24"}}, {});
        net.loopback(2, "3.3.3.3/32");
    }
    wire::LsaHeader header(std::size_t router, const char *of) const
    {
        for (const ospf::LsaInfo &lsa : const_cast<Simulator &>(net).process(router).database(net.now()))
            if (lsa.header.key.type == LsaType::router && lsa.header.key.id == test::ip4(of))
                return lsa.header;
        return {};
    }
    /// An update with one advertisement, as r2 would send it to r1.
    void inject(const std::vector<std::uint8_t> &lsa)
    {
        std::vector<std::uint8_t> packet(wire::OspfView::kHeaderLength + 4);
        base::storeU32(&packet[wire::OspfView::kHeaderLength], 1);
        packet.insert(packet.end(), lsa.begin(), lsa.end());
        wire::OspfHeader{wire::OspfType::update, test::ip4("2.2.2.2"), {}}.emit(packet);
        net.move(0, [&](ospf::Ospf &o, ospf::Output &out) {
            o.receive(net.now(), {base::PortIndex(0), test::ip4("10.0.12.2"), wire::kAllSpfRouters, packet}, out);
        });
    }
};

std::vector<std::uint8_t> routerLsa(const char *of, std::int32_t sequence, std::uint16_t age = 0)
{
    wire::LsaHeader header;
    header.key = {LsaType::router, test::ip4(of), test::ip4(of)};
    header.options = wire::OspfOptions::e;
    header.sequence = sequence;
    header.age = age;
    return wire::emitLsa(header, wire::RouterLsa{0, {}}.body());
}

} // namespace

class TestFlooding : public QObject {
    Q_OBJECT
private slots:
    void whichInstanceIsNewer()
    {
        const auto compare = [](std::int32_t s1, std::uint16_t sum1, std::uint16_t age1, std::int32_t s2, std::uint16_t sum2, std::uint16_t age2) {
            wire::LsaHeader a, b;
            a.sequence = s1, a.checksum = sum1, a.age = age1;
            b.sequence = s2, b.checksum = sum2, b.age = age2;
            return ospf::compareInstances(a, b);
        };
        QVERIFY(compare(2, 1, 0, 1, 9, 0) > 0);
        QVERIFY(compare(wire::LsaHeader::kInitialSequence, 1, 0, 1, 1, 0) < 0); // numbers are signed
        QVERIFY(compare(1, 2, 0, 1, 1, 0) > 0);
        QVERIFY(compare(1, 1, 3600, 1, 1, 0) > 0);
        QVERIFY(compare(1, 1, 0, 1, 1, 901) > 0);
        QVERIFY(compare(1, 1, 902, 1, 1, 1) < 0);
        QVERIFY(compare(1, 1, 900, 1, 1, 0) == 0);
    }

    void allDatabasesAreTheSame()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        for (const char *of : {"1.1.1.1", "2.2.2.2", "3.3.3.3"})
            for (const std::size_t router : {1, 2}) {
                QCOMPARE(l.header(router, of).sequence, l.header(0, of).sequence);
                QCOMPARE(l.header(router, of).checksum, l.header(0, of).checksum);
            }
        QVERIFY(l.header(2, "1.1.1.1").age > l.header(0, "1.1.1.1").age); // InfTransDelay for each hop
        for (const ospf::NeighbourInfo &n : l.net.process(1).neighbours(l.net.now()))
            QCOMPARE(n.retransmissions, 0u);
    }

    void advertisementsAreRefreshedAndNothingHappens()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        const auto before = l.header(0, "3.3.3.3").sequence;
        const auto runs = l.net.process(0).process(l.net.now()).spfRuns;
        l.net.runSeconds(1800);
        QCOMPARE(l.header(0, "3.3.3.3").sequence, before + 1);
        QCOMPARE(l.net.process(0).process(l.net.now()).spfRuns, runs);
        l.net.runSeconds(3600);
        QCOMPARE(l.header(0, "3.3.3.3").sequence, before + 3);
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "O 20 10.0.12.2");
    }

    void whatNobodyRefreshesAgesOut()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        l.net.kill(2);
        l.net.runSeconds(100);
        QCOMPARE(l.net.lsas(0, LsaType::router).size(), std::size_t(3)); // still there, but not reached
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "-");
        l.net.runSeconds(3700);
        QCOMPARE(l.net.lsas(0, LsaType::router).size(), std::size_t(2));
        QCOMPARE(l.net.lsas(1, LsaType::router).size(), std::size_t(2));
    }

    void stoppingWithdrawsAtOnce()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        l.net.move(2, [&](ospf::Ospf &o, ospf::Output &out) { o.stop(l.net.now(), out); });
        QVERIFY(l.net.routes(2).empty());
        l.net.runSeconds(20);
        COMPARE_TEXT(l.net.neighbours(1), "1.1.1.1 Full/Point-To-Point, 3.3.3.3 Init/Point-To-Point");
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "-");
        QCOMPARE(l.net.lsas(0, LsaType::router).size(), std::size_t(2));
    }

    void aRestartGoesOnAboveTheOldNumbers()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        const auto before = l.header(0, "3.3.3.3").sequence;
        l.net.kill(2);
        l.net.startRouter(2);
        l.net.runSeconds(60);
        QVERIFY(l.header(0, "3.3.3.3").sequence > before);
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "O 20 10.0.12.2");
        COMPARE_TEXT(l.net.route(2, "10.0.12.0/24"), "O 20 10.0.23.2");
    }

    void theLastSequenceNumberBeginsAnew()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        // Somebody claims that ours has the last number: it is withdrawn everywhere, then made from the first.
        l.inject(routerLsa("1.1.1.1", wire::LsaHeader::kMaxSequence));
        l.net.runSeconds(30);
        QVERIFY(l.header(2, "1.1.1.1").sequence <= wire::LsaHeader::kInitialSequence + 2);
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "O 20 10.0.12.2");
        COMPARE_TEXT(l.net.route(2, "10.0.12.0/24"), "O 20 10.0.23.2");
    }

    void aForgedAdvertisementOfOursIsAnswered()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        const auto before = l.header(0, "1.1.1.1").sequence;
        l.inject(routerLsa("1.1.1.1", before + 100));
        l.net.runSeconds(20);
        QCOMPARE(l.header(2, "1.1.1.1").sequence, before + 101);
        COMPARE_TEXT(l.net.route(2, "10.0.12.0/24"), "O 20 10.0.23.2");
    }

    void tooManyInstancesAreNotTaken()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        const auto before = l.header(0, "3.3.3.3").sequence;
        l.inject(routerLsa("3.3.3.3", before + 5));
        l.inject(routerLsa("3.3.3.3", before + 6)); // within MinLSArrival
        QCOMPARE(l.header(0, "3.3.3.3").sequence, before + 5);
        l.net.runSeconds(2);
        l.inject(routerLsa("3.3.3.3", before + 50));
        QCOMPARE(l.header(0, "3.3.3.3").sequence, before + 50);
    }

    void badAdvertisementsAreCounted()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        auto bad = routerLsa("3.3.3.3", 7);
        bad[16] ^= 1; // checksum
        l.inject(bad);
        auto unknown = routerLsa("3.3.3.3", 7);
        unknown[3] = 6;
        l.inject(unknown);
        l.inject(routerLsa("9.9.9.9", 7, wire::LsaHeader::kMaxAge)); // nobody has it: acknowledged, forgotten
        QCOMPARE(l.net.lsas(0, LsaType::router).size(), std::size_t(3));
        QCOMPARE(l.net.process(0).interfaces(l.net.now()).front().dropped[static_cast<std::size_t>(ospf::PacketError::badLsa)], std::uint64_t(2));
    }

    void aPartitionHeals()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        l.net.setSilent(l.left, true);
        l.net.runSeconds(100);
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "-");
        l.net.setUp(l.right, false); // changes that the other part does not hear of
        l.net.runSeconds(10);
        l.net.setUp(l.right, true);
        l.net.runSeconds(60);
        l.net.setSilent(l.left, false);
        l.net.runSeconds(60);
        COMPARE_TEXT(l.net.route(0, "3.3.3.3/32"), "O 20 10.0.12.2");
        COMPARE_TEXT(l.net.route(2, "10.0.12.0/24"), "O 20 10.0.23.2");
    }

    void thousandsOfExternalsComeInFewPackets()
    {
        Line l;
        l.net.start();
        l.net.runSeconds(60);
        for (unsigned i = 0; i < 3'000; ++i) {
            ospf::ExternalRoute route;
            route.prefix = base::IpPrefix(base::Ipv4Address(0xc0000000 + (i << 8)), 24);
            l.net.move(0, [&](ospf::Ospf &o, ospf::Output &out) { o.setExternal(l.net.now(), route, out); });
        }
        l.net.runSeconds(30);
        QCOMPARE(l.net.routes(2).size(), std::size_t(3'003));
        // A newcomer gets them by exchange.
        l.net.kill(2);
        l.net.runSeconds(60);
        const std::uint64_t before = l.net.packets;
        l.net.startRouter(2);
        l.net.runSeconds(40);
        QCOMPARE(l.net.routes(2).size(), std::size_t(3'003));
        QVERIFY(l.net.packets - before < 600);
    }
};

QTEST_APPLESS_MAIN(TestFlooding)
#include "tst_flooding.moc"

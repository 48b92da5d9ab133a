// Whatever comes in, a router neither falls over nor keeps what it should let go: good frames with bytes changed, cut
// and mixed, in great number. Most useful under the sanitizers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "tests/support/frames.h"
#include "tests/support/network.h"

#include <QtTest>

using namespace hopyard;
using namespace hopyard::base::literals;
using test::Frame;
using test::Network;
using wire::IpProtocol;

namespace {

const base::MacAddress kPeer = base::MacAddress::local(0x77);

std::vector<Frame> goodFrames(const base::MacAddress &router)
{
    const auto in = [&](wire::Ipv4Repr header, const Frame &payload) {
        return test::ethernet(router, kPeer, wire::EtherType::ipv4, test::ipv4(header, payload));
    };
    wire::Ipv4Repr first = test::header("10.0.1.2", "10.0.1.1");
    first.identification = 7;
    first.moreFragments = true;
    wire::Ipv4Repr second = first;
    second.fragmentOffset = 64;
    second.moreFragments = false;
    wire::Ipv4Repr options = test::header("10.0.1.2", "10.0.2.9");
    options.options.append(wire::Ipv4OptionType::recordRoute, Frame{4, 0, 0, 0, 0, 0, 0, 0, 0});
    options.options.append(wire::Ipv4OptionType::timestamp, Frame{5, 1, 0, 0, 0, 0, 0, 0, 0, 0});
    options.options.appendRouterAlert();
    const Frame quoted = test::ipv4(test::header("10.0.1.1", "10.0.2.9"), Frame(16));
    const auto to = test::header("10.0.1.2", "10.0.1.1", IpProtocol::icmp);
    return {
        test::ethernet(base::MacAddress::broadcast(), kPeer, wire::EtherType::arp,
                       test::arp({wire::ArpOperation::request, kPeer, test::v4("10.0.1.2"), {}, test::v4("10.0.1.1")})),
        test::ethernet(router, kPeer, wire::EtherType::arp,
                       test::arp({wire::ArpOperation::reply, kPeer, test::v4("10.0.1.2"), router, test::v4("10.0.1.1")})),
        in(to, test::echoRequest()),
        in(to, test::icmp({wire::IcmpUnreachable{wire::UnreachableCode::fragmentationNeeded, 600}}, quoted)),
        in(to, test::icmp({wire::IcmpRedirect{wire::RedirectCode::host, test::v4("10.0.1.9")}}, quoted)),
        in(test::header("10.0.1.2", "10.0.2.9"), Frame(1400)),
        in(test::header("10.0.1.2", "10.0.2.9", IpProtocol::tcp, 1), Frame(40)),
        in(first, Frame(64)),
        in(second, Frame(20)),
        in(options, Frame(1000)),
        in(test::header("10.0.1.2", "10.0.1.255"), Frame(30)),
    };
}

} // namespace

class TestHostileInput : public QObject {
    Q_OBJECT
private slots:
    void changedCutAndMixed_data()
    {
        QTest::addColumn<bool>("forwarding");
        QTest::addRow("router") << true;
        QTest::addRow("host") << false;
    }
    void changedCutAndMixed()
    {
        QFETCH(bool, forwarding);
        Network net;
        const std::size_t node = net.add("n", forwarding);
        const Network::End left = net.port(node, {"10.0.1.1/24"}), right = net.port(node, {"10.0.2.1/24"}, 300);
        net.setCarrier(left, true);
        net.setCarrier(right, true);
        const std::vector<Frame> good = goodFrames(Network::mac(left));
        base::Random random(11);
        for (int i = 0; i < 20'000; ++i) {
            Frame frame = good[random.below(good.size())];
            for (std::uint64_t n = random.below(4); n > 0; --n)
                frame[random.chance(0.7) ? random.below(std::min<std::size_t>(frame.size(), 60)) : random.below(frame.size())] =
                    static_cast<std::uint8_t>(random.next());
            if (random.chance(0.1))
                frame.resize(random.below(frame.size() + 1));
            const std::size_t header = frame.size() > 14 ? (frame[14] & 15u) * 4u : 0;
            if (random.chance(0.8) && header >= 20 && frame.size() >= 14 + header && frame[12] == 8 && frame[13] == 0)
                wire::fillIpv4Checksum(base::MutableBytes(frame).subspan(14, header));
            net.inject(random.chance(0.9) ? left : right, frame);
            if (i % 50 == 0)
                net.runFor(500_ms);
            if (i % 1000 == 0)
                net.forget();
        }
        const ip::StackCounters &counters = net.stack(node).counters();
        QVERIFY(counters.received > 5'000 && counters.delivered > 1'000 && counters.reassembled > 10);
        QCOMPARE(counters.forwarded > 1'000, forwarding);
        net.runFor(2000_s);
        QCOMPARE(net.pool().pagesInUse(), std::size_t(0));
        QCOMPARE(net.stack(node).interface(left.port)->neighbours.size(), std::size_t(0));
        QVERIFY(net.node(node).nextDeadline().isNever());
    }
};

QTEST_APPLESS_MAIN(TestHostileInput)
#include "tst_hostile_input.moc"

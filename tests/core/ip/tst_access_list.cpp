// Packet filters: what a rule matches, which rule decides, what is counted.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/access_list.h"
#include "tests/support/compare.h"
#include "tests/support/frames.h"

#include <QtTest>

using namespace hopyard;
using ip::AccessFilter;
using ip::AccessList;
using ip::AccessRule;
using test::Frame;
using wire::IpProtocol;

namespace {

/// The beginning of TCP: ports 1000 and 80, and flags.
Frame tcp(std::uint8_t flags, std::uint16_t to = 80)
{
    Frame bytes(20);
    base::storeU16(&bytes[0], 1000);
    base::storeU16(&bytes[2], to);
    bytes[12] = 0x50;
    bytes[13] = flags;
    return bytes;
}

wire::Ipv4View view(const Frame &datagram) { return *wire::Ipv4View::parse(datagram); }

bool permits(const AccessRule &rule, const Frame &datagram)
{
    AccessList list;
    list.add(rule);
    return AccessFilter(list).permits(view(datagram));
}

AccessRule web()
{
    AccessRule rule;
    rule.sequence = 10;
    rule.protocol = IpProtocol::tcp;
    rule.destination = {test::v4("10.0.2.0"), 0xff};
    rule.destinationPort = {80, 80, false};
    return rule;
}

} // namespace

class TestAccessList : public QObject {
    Q_OBJECT
private slots:
    void addressesAndPorts()
    {
        const auto header = [](const char *to, IpProtocol protocol = IpProtocol::tcp) { return test::header("10.0.1.2", to, protocol); };
        QVERIFY(permits(web(), test::ipv4(header("10.0.2.7"), tcp(2))));
        QVERIFY(!permits(web(), test::ipv4(header("10.0.3.7"), tcp(2))));
        QVERIFY(!permits(web(), test::ipv4(header("10.0.2.7"), tcp(2, 81))));
        QVERIFY(!permits(web(), test::ipv4(header("10.0.2.7", IpProtocol::udp), tcp(2))));
        AccessRule rule = web();
        rule.destinationPort.negated = true;
        QVERIFY(!permits(rule, test::ipv4(header("10.0.2.7"), tcp(2))));
        QVERIFY(permits(rule, test::ipv4(header("10.0.2.7"), tcp(2, 81))));
        rule.destinationPort = {79, 85, false};
        QVERIFY(permits(rule, test::ipv4(header("10.0.2.7"), tcp(2, 85))));
    }

    void established()
    {
        AccessRule rule = web();
        rule.established = true;
        const auto packet = [](std::uint8_t flags) { return test::ipv4(test::header("10.0.1.2", "10.0.2.7", IpProtocol::tcp), tcp(flags)); };
        QVERIFY(!permits(rule, packet(0x02))); // SYN
        QVERIFY(permits(rule, packet(0x12)));  // SYN, ACK
        QVERIFY(permits(rule, packet(0x04)));  // RST
    }

    void icmpTypes()
    {
        AccessRule rule;
        rule.icmpType = std::uint8_t(8);
        const auto header = test::header("10.0.1.2", "10.0.2.7", IpProtocol::icmp);
        QVERIFY(permits(rule, test::ipv4(header, test::echoRequest())));
        rule.icmpType = std::uint8_t(0);
        QVERIFY(!permits(rule, test::ipv4(header, test::echoRequest())));
    }

    void laterFragmentsMatchWithoutPortsWherePermitted()
    {
        wire::Ipv4Repr header = test::header("10.0.1.2", "10.0.2.7", IpProtocol::tcp);
        header.fragmentOffset = 64;
        const Frame piece = test::ipv4(header, Frame(32));
        QVERIFY(permits(web(), piece));
        AccessList list;
        AccessRule deny = web(), rest;
        deny.permit = false;
        rest.sequence = 20;
        list.add(deny);
        list.add(rest);
        AccessFilter filter(list);
        QVERIFY(filter.permits(view(piece)));
        QCOMPARE(filter.hits(1), std::uint64_t(1));
    }

    void aFirstFragmentWithoutPortsMatchesNoRuleWithPorts()
    {
        wire::Ipv4Repr header = test::header("10.0.1.2", "10.0.2.7", IpProtocol::tcp);
        header.moreFragments = true;
        QVERIFY(!permits(web(), test::ipv4(header, Frame(2))));
    }

    void theFirstThatMatchesDecides()
    {
        AccessRule deny, permit;
        deny.sequence = 5;
        deny.permit = false;
        deny.source = {test::v4("10.0.1.2"), 0};
        permit.sequence = 10;
        AccessList list;
        list.add(permit);
        list.add(deny); // later written, earlier in order
        AccessFilter filter(list);
        const Frame one = test::ipv4(test::header("10.0.1.2", "10.0.2.7"), Frame(8));
        const Frame other = test::ipv4(test::header("10.0.1.3", "10.0.2.7"), Frame(8));
        QVERIFY(!filter.permits(view(one)));
        QVERIFY(filter.permits(view(other), 3));
        QCOMPARE(filter.hits(0), std::uint64_t(1));
        QCOMPARE(filter.hits(1), std::uint64_t(3));
        QVERIFY(list.remove(10));
        filter.change(list);
        QCOMPARE(filter.hits(0), std::uint64_t(1)); // what stays goes on counting
        QVERIFY(!filter.permits(view(other)));
        QCOMPARE(filter.refusedByNone(), std::uint64_t(1));
        filter.clearCounters();
        QCOMPARE(filter.hits(0) + filter.refusedByNone(), std::uint64_t(0));
    }
};

QTEST_APPLESS_MAIN(TestAccessList)
#include "tst_access_list.moc"

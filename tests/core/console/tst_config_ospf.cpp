// The lines of OSPF: read as FRR 8.4.4 reads them, written as it writes them, refused where they cannot be taken.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"

#include <QtTest/QTest>

using namespace hopyard;
using console::parseConfig;
using console::writeConfig;
namespace ospf = routing::ospf;

namespace {

std::string firstProblem(const std::string &text)
{
    const auto read = parseConfig(text);
    return read ? std::string() : std::to_string(read.error().front().line) + ": " + read.error().front().message;
}

} // namespace

class TestConfigOspf : public QObject {
    Q_OBJECT
private slots:
    void isWrittenAsFrrWritesIt()
    {
        // What was typed, and what vtysh of FRR 8.4.4 then showed; without write-multiplier and proactive-arp, which
        // are FRR's own business and are passed over.
        const std::string typed = R"(interface eth0
 ip address 10.0.0.1/24
 ip ospf passive 10.0.0.1
 ip ospf transmit-delay 9 10.0.0.1
 ip ospf authentication message-digest
 ip ospf hello-interval 5
 ip ospf cost 10
 ip ospf dead-interval 20
 ip ospf priority 7
 ip ospf network point-to-point
 ip ospf authentication-key secretsecret
 ip ospf message-digest-key 1 md5 def
 ip ospf message-digest-key 2 md5 abc
 ip ospf mtu-ignore
 ip ospf passive
 ip ospf retransmit-interval 7
 ip ospf transmit-delay 3
 ip ospf cost 77 10.0.0.1
 ip ospf dead-interval minimal hello-multiplier 4 10.0.0.1
 ip ospf authentication 10.0.0.1
 ip ospf mtu-ignore 10.0.0.1
 ip ospf message-digest-key 9 md5 zzz 10.0.0.1
 ip ospf authentication-key qq 10.0.0.1
 ip ospf priority 3 10.0.0.1
 ip ospf retransmit-interval 9 10.0.0.1
 ip ospf hello-interval 9 10.0.0.1
exit
interface eth1
 ip ospf authentication null
 ip ospf network non-broadcast
 ip ospf dead-interval minimal hello-multiplier 5
exit
interface eth2
 ip ospf authentication
 ip ospf network point-to-multipoint
exit
interface eth4
 ip ospf hello-interval 10
 ip ospf retransmit-interval 5
 ip ospf priority 1
 ip ospf network broadcast
 ip ospf cost 3
exit
router ospf
 ospf router-id 1.1.1.1
 network 10.10.0.0/16 area 0.0.0.0
 network 10.0.0.0/8 area 1
 network 10.2.0.0/16 area 0.0.0.2
 network 9.2.0.0/16 area 2
 area 1 authentication
 area 0.0.0.2 authentication message-digest
 area 2 range 10.2.0.0/16
 area 2 range 10.3.0.0/16 cost 5
 area 2 range 10.4.0.0/16 not-advertise
 area 2 range 10.5.0.0/16 advertise cost 9
 area 3 stub no-summary
 area 3 default-cost 7
 area 4 nssa
 area 5 nssa translate-always
 area 6 nssa no-summary
 area 7 nssa translate-never
 area 7 nssa no-summary
 area 9 stub
 area 0.0.0.10 virtual-link 2.2.2.2
 area 0.0.0.10 virtual-link 3.3.3.3 hello-interval 5 dead-interval 20
 area 0.0.0.10 virtual-link 3.3.3.3 authentication message-digest
 area 0.0.0.10 virtual-link 3.3.3.3 message-digest-key 3 md5 xyz
 area 0.0.0.10 virtual-link 3.3.3.3 authentication-key pp
 area 13 virtual-link 5.5.5.5 authentication null
 area 13 virtual-link 5.5.5.6 authentication
 area 0.0.0.14 stub no-summary
 no area 14 stub no-summary
 area 15 stub
 area 15 nssa
 area 16 nssa translate-always
 no area 16 nssa translate-always
 area 17 nssa
 no area 17 nssa
 passive-interface default
 passive-interface eth3
 no passive-interface eth2
 redistribute bgp metric 0
 redistribute kernel
 redistribute connected
 redistribute static metric 5 metric-type 1 route-map RM
 redistribute rip metric-type 2
 default-information originate always metric 7 metric-type 1 route-map RM
 default-metric 33
 distance 109
 distance ospf external 50
 distance ospf intra-area 20 external 40 inter-area 30
 timers throttle spf 1 2 3
 timers lsa min-arrival 500
 timers throttle lsa all 200
 max-metric router-lsa administrative
 max-metric router-lsa on-startup 60
 auto-cost reference-bandwidth 100
 compatible rfc1583
 ospf abr-type standard
 neighbor 10.0.0.8
 neighbor 10.0.0.7 priority 3
 neighbor 10.0.0.6 priority 3 poll-interval 30
 neighbor 10.0.0.5 poll-interval 30
 summary-address 10.9.0.0/16
 summary-address 10.10.0.0/16 tag 7
 summary-address 10.11.0.0/16 no-advertise
 graceful-restart helper enable
 no graceful-restart helper strict-lsa-checking
 graceful-restart helper planned-only
 graceful-restart helper supported-grace-time 100
 capability opaque
 maximum-paths 4
 log-adjacency-changes detail
 write-multiplier 30
 no proactive-arp
 distribute-list FOO out static
exit
)";
        const std::string shown = R"(interface eth0
 ip address 10.0.0.1/24
 ip ospf authentication 10.0.0.1
 ip ospf authentication message-digest
 ip ospf authentication-key qq 10.0.0.1
 ip ospf authentication-key secretse
 ip ospf cost 10
 ip ospf cost 77 10.0.0.1
 ip ospf dead-interval 20
 ip ospf dead-interval minimal hello-multiplier 4 10.0.0.1
 ip ospf hello-interval 5
 ip ospf hello-interval 9 10.0.0.1
 ip ospf message-digest-key 1 md5 def
 ip ospf message-digest-key 2 md5 abc
 ip ospf message-digest-key 9 md5 zzz 10.0.0.1
 ip ospf mtu-ignore
 ip ospf mtu-ignore 10.0.0.1
 ip ospf network point-to-point
 ip ospf passive
 ip ospf passive 10.0.0.1
 ip ospf priority 3 10.0.0.1
 ip ospf priority 7
 ip ospf retransmit-interval 7
 ip ospf retransmit-interval 9 10.0.0.1
 ip ospf transmit-delay 3
 ip ospf transmit-delay 9 10.0.0.1
exit
!
interface eth1
 ip ospf authentication null
 ip ospf dead-interval minimal hello-multiplier 5
 ip ospf network non-broadcast
exit
!
interface eth2
 ip ospf authentication
 ip ospf network point-to-multipoint
 no ip ospf passive
exit
!
interface eth3
 ip ospf passive
exit
!
interface eth4
 ip ospf cost 3
exit
!
router ospf
 ospf router-id 1.1.1.1
 ospf abr-type standard
 log-adjacency-changes detail
 compatible rfc1583
 auto-cost reference-bandwidth 100
 timers throttle spf 1 2 3
 timers throttle lsa all 200
 timers lsa min-arrival 500
 maximum-paths 4
 max-metric router-lsa on-startup 60
 max-metric router-lsa administrative
 redistribute kernel
 redistribute connected
 redistribute static metric 5 metric-type 1 route-map RM
 redistribute rip
 redistribute bgp metric 0
 graceful-restart helper enable
 no graceful-restart helper strict-lsa-checking
 graceful-restart helper planned-only
 graceful-restart helper supported-grace-time 100
 summary-address 10.9.0.0/16
 summary-address 10.10.0.0/16 tag 7
 summary-address 10.11.0.0/16 no-advertise
 passive-interface default
 network 9.2.0.0/16 area 2
 network 10.0.0.0/8 area 1
 network 10.2.0.0/16 area 0.0.0.2
 network 10.10.0.0/16 area 0.0.0.0
 area 1 authentication
 area 2 authentication message-digest
 area 2 range 10.2.0.0/16
 area 2 range 10.3.0.0/16 cost 5
 area 2 range 10.4.0.0/16 not-advertise
 area 2 range 10.5.0.0/16 cost 9
 area 3 stub no-summary
 area 3 default-cost 7
 area 4 nssa 
 area 5 nssa translate-always
 area 6 nssa 
 area 6 nssa no-summary
 area 7 nssa translate-never
 area 7 nssa no-summary
 area 9 stub
 area 0.0.0.14 stub
 area 15 nssa 
 area 16 nssa 
 neighbor 10.0.0.5 poll-interval 30
 neighbor 10.0.0.6 priority 3 poll-interval 30
 neighbor 10.0.0.7 priority 3
 neighbor 10.0.0.8
 area 0.0.0.10 virtual-link 2.2.2.2
 area 0.0.0.10 virtual-link 3.3.3.3 hello-interval 5 retransmit-interval 5 transmit-delay 1 dead-interval 20
 area 0.0.0.10 virtual-link 3.3.3.3 authentication message-digest
 area 0.0.0.10 virtual-link 3.3.3.3 authentication-key pp
 area 0.0.0.10 virtual-link 3.3.3.3 message-digest-key 3 md5 xyz
 area 13 virtual-link 5.5.5.5
 area 13 virtual-link 5.5.5.5 authentication null
 area 13 virtual-link 5.5.5.6
 area 13 virtual-link 5.5.5.6 authentication
 default-metric 33
 distribute-list FOO out static
 default-information originate always metric 7 metric-type 1 route-map RM
 distance 109
 distance ospf intra-area 20 inter-area 30 external 40
 capability opaque
exit
!
)";
        const auto read = parseConfig(typed);
        QCOMPARE(firstProblem(typed), std::string());
        QCOMPARE(QString::fromStdString(writeConfig(*read)), QString::fromStdString(shown));
        const auto again = parseConfig(shown);
        QCOMPARE(firstProblem(shown), std::string());
        QVERIFY(*again == *read);
    }

    void everyNoTakesItsLineBack()
    {
        // Each line of a full configuration, undone one by one, leaves what an empty process is.
        const char *process[][2] = {
            {"ospf router-id 1.1.1.1", "no ospf router-id"},
            {"ospf abr-type standard", "no ospf abr-type standard"},
            {"log-adjacency-changes detail", "no log-adjacency-changes"},
            {"compatible rfc1583", "no compatible rfc1583"},
            {"auto-cost reference-bandwidth 1000", "no auto-cost reference-bandwidth"},
            {"timers throttle spf 1 2 3", "no timers throttle spf"},
            {"timers throttle lsa all 1", "no timers throttle lsa all 1"},
            {"timers lsa min-arrival 1", "no timers lsa min-arrival"},
            {"maximum-paths 2", "no maximum-paths"},
            {"max-metric router-lsa administrative", "no max-metric router-lsa administrative"},
            {"max-metric router-lsa on-startup 9", "no max-metric router-lsa on-startup"},
            {"redistribute static metric 5 route-map X", "no redistribute static"},
            {"distribute-list A out bgp", "no distribute-list A out bgp"},
            {"default-information originate always", "no default-information originate"},
            {"default-metric 7", "no default-metric"},
            {"graceful-restart helper enable", "no graceful-restart helper enable"},
            {"no graceful-restart helper strict-lsa-checking", "graceful-restart helper strict-lsa-checking"},
            {"graceful-restart helper planned-only", "no graceful-restart helper planned-only"},
            {"graceful-restart helper supported-grace-time 10", "no graceful-restart helper supported-grace-time"},
            {"summary-address 10.0.0.0/8 tag 7", "no summary-address 10.0.0.0/8"},
            {"passive-interface default", "no passive-interface default"},
            {"network 10.0.0.0/8 area 1", "no network 10.0.0.0/8 area 0.0.0.1"},
            {"neighbor 10.0.0.1 priority 3", "no neighbor 10.0.0.1"},
            {"distance 100", "no distance"},
            {"distance ospf external 100", "no distance ospf"},
            {"capability opaque", "no capability opaque"},
            {"area 1 authentication", "no area 1 authentication"},
            {"area 1 stub no-summary", "no area 1 stub"},
            {"area 1 nssa translate-never", "no area 1 nssa"},
            {"area 1 range 10.0.0.0/8 cost 5", "no area 1 range 10.0.0.0/8"},
            {"area 1 virtual-link 2.2.2.2 dead-interval 9", "no area 1 virtual-link 2.2.2.2"},
        };
        const auto empty = parseConfig("router ospf\n");
        QVERIFY(empty);
        for (const auto &[line, undo] : process) {
            const auto with = parseConfig(std::string("router ospf\n ") + line + "\n");
            QVERIFY2(with, line);
            QVERIFY2(*with != *empty, line);
            const auto back = parseConfig(writeConfig(*with));
            QVERIFY2(back && *back == *with, line);
            const auto without = parseConfig(std::string("router ospf\n ") + line + "\n " + undo + "\n");
            QVERIFY2(without, undo);
            QVERIFY2(*without == *empty, undo);
        }
        const char *interface[][2] = {
            {"ip ospf area 7", "no ip ospf area"},
            {"ip ospf cost 7", "no ip ospf cost"},
            {"ip ospf hello-interval 7", "no ip ospf hello-interval"},
            {"ip ospf dead-interval 7", "no ip ospf dead-interval"},
            {"ip ospf dead-interval minimal hello-multiplier 3", "no ip ospf dead-interval"},
            {"ip ospf retransmit-interval 7", "no ip ospf retransmit-interval"},
            {"ip ospf transmit-delay 7", "no ip ospf transmit-delay"},
            {"ip ospf priority 0", "no ip ospf priority"},
            {"ip ospf network point-to-point", "no ip ospf network"},
            {"ip ospf authentication", "no ip ospf authentication"},
            {"ip ospf authentication-key abc", "no ip ospf authentication-key"},
            {"ip ospf message-digest-key 7 hmac-sha-256 abc", "no ip ospf message-digest-key 7"},
            {"ip ospf mtu-ignore", "no ip ospf mtu-ignore"},
            {"ip ospf passive", "no ip ospf passive"},
            {"ip ospf cost 7 10.0.0.1", "no ip ospf cost 10.0.0.1"},
        };
        const auto bare = parseConfig("interface eth0\n");
        for (const auto &[line, undo] : interface) {
            const auto with = parseConfig(std::string("interface eth0\n ") + line + "\n");
            QVERIFY2(with && *with != *bare, line);
            const auto back = parseConfig(writeConfig(*with));
            QVERIFY2(back && *back == *with, line);
            const auto without = parseConfig(std::string("interface eth0\n ") + line + "\n " + undo + "\n");
            QVERIFY2(without && *without == *bare, undo);
        }
    }

    void whatCannotBeTakenIsSaid()
    {
        QCOMPARE(firstProblem("router ospf\n area 0 stub\n"), std::string("2: 'area 0 stub': the backbone is neither stub nor NSSA"));
        QCOMPARE(firstProblem("router ospf\n area 1 default-cost 5\n"),
                 std::string("2: 'area 1 default-cost 5': the area is neither stub nor NSSA"));
        QVERIFY(firstProblem("router ospf\n area 1 stub\n area 1 virtual-link 2.2.2.2\n").starts_with("3: "));
        QVERIFY(firstProblem("router ospf\n area 0 virtual-link 2.2.2.2\n").starts_with("2: "));
        QVERIFY(firstProblem("interface eth0\n ip ospf area 0\nrouter ospf\n network 10.0.0.0/8 area 0\n").starts_with("4: "));
        QVERIFY(firstProblem("router ospf\n network 10.0.0.0/8 area 0\ninterface eth0\n ip ospf area 0\n").starts_with("4: "));
        QVERIFY(firstProblem("router ospf 2\n").ends_with("instances and VRFs are not supported"));
        QVERIFY(firstProblem("router ospf\n redistribute isis\n").ends_with("is not supported"));
        QVERIFY(firstProblem("router ospf\n mpls-te on\n").ends_with("is not supported"));
        QVERIFY(firstProblem("router ospf\n area 1 filter-list prefix X in\n").ends_with("is not supported"));
        QVERIFY(firstProblem("interface lo\n ip ospf network point-to-point\n").starts_with("2: "));
        QVERIFY(!firstProblem("interface eth0\n ip ospf cost 0\n").empty());
        QVERIFY(!firstProblem("interface eth0\n ip ospf cost 70000\n").empty());
    }

    void theLastKeyStaysTheLast()
    {
        const auto read = parseConfig("interface eth0\n ip ospf message-digest-key 9 md5 a\n ip ospf message-digest-key 1 md5 b\n");
        QVERIFY(read);
        const auto again = parseConfig(writeConfig(*read));
        QVERIFY(again && *again == *read);
        QCOMPARE(int(again->interfaces.at("eth0").ospf->keys.back().id), 1);
    }
};

QTEST_APPLESS_MAIN(TestConfigOspf)
#include "tst_config_ospf.moc"

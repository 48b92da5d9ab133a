// Who gets a connection: least connections, weights, hashes; health by rise and fall; flows over classifiers.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/balance.h"

#include "core/base/random.h"

#include <QtTest>

#include <array>

using namespace hopyard;
using base::Ipv4Address;
using migration::Balancer;
using migration::Choice;
using migration::FourTuple;
using migration::Health;
using migration::HostLoad;
using migration::Policy;

namespace {

FourTuple flow(std::uint32_t n) { return {Ipv4Address(0xc0000201u + n), static_cast<std::uint16_t>(n * 7), Ipv4Address(10, 0, 0, 80), 80}; }

std::vector<HostLoad> threeHosts() { return {{Ipv4Address(10, 0, 1, 1)}, {Ipv4Address(10, 0, 1, 2)}, {Ipv4Address(10, 0, 1, 3)}}; }

} // namespace

class BalanceTest : public QObject {
    Q_OBJECT
private slots:
    void leastConnections()
    {
        Balancer balancer;
        std::vector<HostLoad> hosts = threeHosts();
        const Choice choice{{{0, 1}, {1, 2}, {2, 1}}, Policy::leastConnections};
        std::array<int, 3> got{};
        for (std::uint32_t i = 0; i < 400; ++i) {
            const auto host = balancer.choose(choice, flow(i), hosts);
            QVERIFY(host);
            ++hosts[*host].connections;
            ++got[*host];
        }
        QCOMPARE(got, (std::array<int, 3>{100, 200, 100})); // by weight
        hosts[1].connections = 0;
        QCOMPARE(*balancer.choose(choice, flow(1), hosts), std::size_t(1));
    }

    void weightsInTurn()
    {
        Balancer balancer;
        const Choice choice{{{0, 5}, {1, 1}, {2, 1}}, Policy::weights};
        std::string order;
        for (std::uint32_t i = 0; i < 14; ++i)
            order += static_cast<char>('a' + *balancer.choose(choice, flow(i), threeHosts()));
        QCOMPARE(order, std::string("aabacaaaabacaa"));
    }

    void downAndDrainingGetNothing()
    {
        for (const Policy policy : {Policy::leastConnections, Policy::weights, Policy::hash}) {
            Balancer balancer;
            std::vector<HostLoad> hosts = threeHosts();
            hosts[0].isUp = false;
            hosts[1].isDraining = true;
            const Choice choice{{{0, 9}, {1, 9}, {2, 1}}, policy};
            for (std::uint32_t i = 0; i < 50; ++i)
                QCOMPARE(*balancer.choose(choice, flow(i), hosts), std::size_t(2));
            hosts[2].isUp = false;
            QVERIFY(!balancer.choose(choice, flow(1), hosts));
        }
    }

    void hashKeepsFlowsWhereTheyAre()
    {
        Balancer balancer;
        std::vector<HostLoad> hosts = threeHosts();
        const Choice choice{{{0, 1}, {1, 1}, {2, 2}}, Policy::hash};
        std::array<int, 3> got{};
        std::vector<std::size_t> before;
        for (std::uint32_t i = 0; i < 8'000; ++i) {
            before.push_back(*balancer.choose(choice, flow(i), hosts));
            ++got[before.back()];
        }
        QVERIFY(got[0] > 1'800 && got[0] < 2'200 && got[1] > 1'800 && got[1] < 2'200 && got[2] > 3'800 && got[2] < 4'200);
        hosts[1].isUp = false;
        for (std::uint32_t i = 0; i < 8'000; ++i) {
            const std::size_t now = *balancer.choose(choice, flow(i), hosts);
            QVERIFY(before[i] == 1 ? now != 1 : now == before[i]); // only those of the host that went move
        }
    }

    void losingAClassifierMovesOnlyItsFlows()
    {
        std::vector<Ipv4Address> classifiers;
        for (std::uint8_t i = 1; i <= 5; ++i)
            classifiers.push_back(Ipv4Address(10, 0, 2, i));
        std::array<int, 5> of{}, gained{};
        for (std::uint32_t i = 0; i < 10'000; ++i) {
            const std::size_t all = *migration::rendezvous(flow(i), classifiers, [](std::size_t) { return true; });
            const std::size_t without = *migration::rendezvous(flow(i), classifiers, [](std::size_t c) { return c != 3; });
            ++of[all];
            if (all == 3)
                ++gained[without];
            else
                QCOMPARE(without, all);
        }
        for (std::size_t c = 0; c < 5; ++c) {
            QVERIFY(of[c] > 1'800 && of[c] < 2'200);
            QVERIFY(c == 3 ? gained[c] == 0 : gained[c] > 400 && gained[c] < 600); // they spread over all others
        }
        QVERIFY(!migration::rendezvous(flow(1), classifiers, [](std::size_t) { return false; }));
        QCOMPARE(migration::drawOf(flow(1), classifiers[0]), migration::drawOf(flow(1), classifiers[0]));
    }

    void healthRisesAndFalls_data()
    {
        QTest::addColumn<QByteArray>("checks"); // + good, - failed
        QTest::addColumn<QByteArray>("up");     // afterwards, one for each
        QTest::newRow("falls after three") << QByteArray("+----") << QByteArray("uuudd");
        QTest::newRow("one good one begins anew") << QByteArray("--+--+---") << QByteArray("uuuuuuuud");
        QTest::newRow("rises after two") << QByteArray("---+-++-") << QByteArray("uuddddu" "u");
    }
    void healthRisesAndFalls()
    {
        QFETCH(QByteArray, checks);
        QFETCH(QByteArray, up);
        Health health;
        for (int i = 0; i < checks.size(); ++i) {
            const bool before = health.isUp();
            const bool changed = health.checked(checks[i] == '+', {2, 3});
            QCOMPARE(health.isUp() ? 'u' : 'd', up[i]);
            QCOMPARE(changed, before != health.isUp());
        }
    }
};

QTEST_APPLESS_MAIN(BalanceTest)
#include "tst_balance.moc"

// hop compare: a lab with Hopyard's routers and with FRR's, on a small lab and on generated ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "emulation/nodes/routing_daemons.h"
#include "hop_process.h"

#include <QJsonArray>
#include <QSet>
#include <QtTest/QTest>

#include <algorithm>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const char *const kTimers = "       ip ospf hello-interval 1\n       ip ospf dead-interval 3\n       ip ospf network point-to-point\n";

/// A connected random graph of OSPF routers with random costs, loopbacks, and static routes that some redistribute. Equal
/// costs are frequent, so that multipath is compared too.
QByteArray randomLab(quint64 seed, int routers)
{
    hopyard::base::Random random(seed);
    QList<QByteArray> interfaces(routers);
    QByteArray links;
    QList<int> ports(routers);
    QSet<int> pairs;
    int network = 0;
    const auto join = [&](int a, int b) {
        if (a == b || pairs.contains(std::min(a, b) * 1000 + std::max(a, b)))
            return;
        pairs << std::min(a, b) * 1000 + std::max(a, b);
        ++network;
        QByteArray ends;
        for (const int end : {a, b}) {
            const QByteArray name = "eth" + QByteArray::number(ports[end]++);
            interfaces[end] += "      interface " + name + "\n       ip address 10.0." + QByteArray::number(network)
                + (end == a ? ".1/24\n" : ".2/24\n") + kTimers + "       ip ospf cost " + QByteArray::number(1 + int(random.below(4))) + '\n';
            ends += (ends.isEmpty() ? "r" : ", r") + QByteArray::number(end) + ':' + name;
        }
        links += "  - {ends: [" + ends + "]}\n";
    };
    for (int i = 1; i < routers; ++i)
        join(i, int(random.below(quint64(i))));
    for (int i = 0; i < routers; ++i)
        join(int(random.below(quint64(routers))), int(random.below(quint64(routers))));
    QByteArray text = "hopyard: 1\nnodes:\n";
    for (int i = 0; i < routers; ++i) {
        const QByteArray number = QByteArray::number(i);
        text += "  r" + number + ":\n    kind: router\n    config: |\n" + interfaces[i] + "      interface lo\n       ip address 10.255.0."
            + number + "/32\n      ip route 172." + QByteArray::number(16 + i) + ".0.0/16 blackhole\n      router ospf\n       ospf router-id 1.1.1." + QByteArray::number(i + 1)
            + "\n       timers throttle spf 0 50 500\n       network 10.0.0.0/8 area 0\n";
        if (random.below(2) == 0)
            text += "       redistribute static metric-type " + QByteArray::number(1 + int(random.below(2))) + '\n';
    }
    return text + "links:\n" + links;
}

} // namespace

class TestCompareCommand : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

private slots:
    void initTestCase()
    {
        if (m_hop.run({"doctor"}).code != 0)
            QSKIP("`hop doctor` says that namespaces cannot be made here");
        if (hopyard::nodes::frrMissing("router ospf"))
            QSKIP("FRR is not installed here");
    }

    void whatCannotBeCompared()
    {
        m_hop.write("hosts.yaml", "hopyard: 1\nnodes: {h1: {kind: host}}\n");
        const Outcome none = m_hop.run({"compare", "hosts.yaml"});
        QCOMPARE(none.code, 1);
        QVERIFY2(none.err.contains("no router to compare"), none.err.constData());
        QCOMPARE(m_hop.run({"compare", "nowhere.yaml"}).code, 5);
        m_hop.write("wrong.yaml", "hopyard: 1\nnodes:\n  r1:\n    kind: frr\n    config: some words\n");
        QCOMPARE(m_hop.run({"compare", "wrong.yaml"}).code, 3); // what Hopyard does not read, it cannot compare
    }

    void aTimeOutIsNoAgreement()
    {
        m_hop.write("ring.yaml", randomLab(1, 3));
        const Outcome cut = m_hop.run({"compare", "ring.yaml", "--timeout", "1s", "--json"});
        QCOMPARE(cut.code, 1);
        QVERIFY(!cut.json()["equal"].toBool(true));
    }

    void generatedNetworksAreEqual_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addColumn<int>("routers");
        QTest::newRow("4 routers") << 7 << 4;
        QTest::newRow("6 routers") << 11 << 6;
        QTest::newRow("8 routers") << 23 << 8;
    }
    void generatedNetworksAreEqual()
    {
        QFETCH(int, seed);
        QFETCH(int, routers);
        m_hop.write("random.yaml", randomLab(quint64(seed), routers));
        const Outcome compared = m_hop.run({"compare", "random.yaml", "--json", "--timeout", "45s"});
        const QJsonObject result = compared.json();
        QVERIFY2(compared.code == 0, (compared.out + compared.err).constData());
        QVERIFY(result["equal"].toBool());
        QCOMPARE(result["routers"].toInt(), routers);
        QVERIFY(result["prefixes"].toInt() > routers * routers);
        QCOMPARE(result["frr"].toObject()["problems"].toArray().size(), 0);
    }

    void bgpOfEveryPlanIsEqual_data()
    {
        QTest::addColumn<QString>("plan");
        QTest::addColumn<int>("routes");
        QTest::newRow("ebgp") << "ebgp" << 45;
        QTest::newRow("ibgp-rr") << "ibgp-rr" << 80; // OSPF below
    }
    void bgpOfEveryPlanIsEqual()
    {
        QFETCH(QString, plan);
        QFETCH(int, routes);
        QCOMPARE(m_hop.run({"generate", "ring", "5", "--plan", plan, "-o", "plan.yaml", "--overwrite"}).code, 0);
        const Outcome compared = m_hop.run({"compare", "plan.yaml", "--json"});
        QVERIFY2(compared.code == 0, (compared.out + compared.err).constData());
        QVERIFY(compared.json()["equal"].toBool());
        QCOMPARE(compared.json()["prefixes"].toInt(), routes);
    }
};

QTEST_GUILESS_MAIN(TestCompareCommand)
#include "tst_compare.moc"

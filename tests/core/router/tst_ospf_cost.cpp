// OSPF's cost of an interface: its line, its `bandwidth`, the rate of its link in the lab, or 10 Mbit/s.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/impairment.h"
#include "core/world/world.h"
#include "tests/support/worlds.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace hopyard;
using support::seconds;
using world::World;

namespace {

std::string labOf(const std::string &link, const std::string &interfaceLine = {}, const std::string &processLine = {})
{
    const auto router = [&](const std::string &name, const std::string &own, bool first) {
        return "  " + name + ":\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.12."
               + own + "/24\n" + (first && !interfaceLine.empty() ? "       " + interfaceLine + "\n" : "")
               + "      exit\n      router ospf\n       network 10.0.0.0/8 area 0\n"
               + (first && !processLine.empty() ? "       " + processLine + "\n" : "") + "      exit\n";
    };
    return "hopyard: 1\nnodes:\n" + router("r1", "1", true) + router("r2", "2", false)
           + "links:\n  - {ends: [r1:eth0, r2:eth0]" + link + "}\n";
}

int costOf(World &world, const char *node)
{
    const auto said = world.command(world.findNode(node), "show ip ospf interface eth0 json");
    const QJsonObject all = QJsonDocument::fromJson(QByteArray::fromStdString(said.json)).object();
    return all["interfaces"].toObject()["eth0"].toObject()["cost"].toInt(all["eth0"].toObject()["cost"].toInt(-1));
}

} // namespace

class TestOspfCost : public QObject {
    Q_OBJECT
private slots:
    void fromRate_data()
    {
        QTest::addColumn<QByteArray>("link");
        QTest::addColumn<QByteArray>("interfaceLine");
        QTest::addColumn<QByteArray>("processLine");
        QTest::addColumn<int>("cost");
        QTest::newRow("no rate") << QByteArray() << QByteArray() << QByteArray() << 10;
        QTest::newRow("100 Mbit/s") << QByteArray(", rate: 100mbit") << QByteArray() << QByteArray() << 1;
        QTest::newRow("5 Mbit/s") << QByteArray(", rate: 5mbit") << QByteArray() << QByteArray() << 20;
        QTest::newRow("below a whole Mbit/s") << QByteArray(", rate: 64kbit") << QByteArray() << QByteArray() << 100;
        QTest::newRow("fractions do not count") << QByteArray(", rate: 2500kbit") << QByteArray() << QByteArray() << 50;
        QTest::newRow("reference") << QByteArray(", rate: 1gbit") << QByteArray()
                                   << QByteArray("auto-cost reference-bandwidth 10000") << 10;
        QTest::newRow("a bandwidth line first")
            << QByteArray(", rate: 100mbit") << QByteArray("bandwidth 25") << QByteArray() << 4;
        QTest::newRow("a cost line before all")
            << QByteArray(", rate: 100mbit") << QByteArray("ip ospf cost 7") << QByteArray() << 7;
    }
    void fromRate()
    {
        QFETCH(QByteArray, link);
        QFETCH(QByteArray, interfaceLine);
        QFETCH(QByteArray, processLine);
        QFETCH(int, cost);
        World world =
            support::worldFrom(labOf(link.toStdString(), interfaceLine.toStdString(), processLine.toStdString()));
        world.runUntil(seconds(1));
        QCOMPARE(costOf(world, "r1"), cost);
    }
    /// Each end goes by the direction that it sends into, and follows a change.
    void ofOneDirection()
    {
        World world = support::worldFrom(labOf(", forward: {rate: 10mbit}, backward: {rate: 50mbit}"));
        world.runUntil(seconds(1));
        QCOMPARE(costOf(world, "r1"), 10);
        QCOMPARE(costOf(world, "r2"), 2);
        base::Impairment slow;
        slow.rate = base::BitRate::bitsPerSecond(2'000'000);
        QVERIFY(world.setImpairment(world.links().front(), base::Direction::forward, slow));
        world.runUntil(seconds(2));
        QCOMPARE(costOf(world, "r1"), 50);
        QVERIFY(world.setImpairment(world.links().front(), base::Direction::forward, {}));
        world.runUntil(seconds(3));
        QCOMPARE(costOf(world, "r1"), 10);
        QCOMPARE(costOf(world, "r2"), 2);
    }
};

QTEST_APPLESS_MAIN(TestOspfCost)
#include "tst_ospf_cost.moc"

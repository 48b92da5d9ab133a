// hop compare on whole networks: rings of RIP, areas of OSPF of every kind, and real topologies with every plan.
//
// The real ones are named in HOPYARD_COMPARE_ZOO, "Geant2012.graphml:ospf,ebgp Sprint.graphml:rip", files in the folder
// HOPYARD_TOPOLOGY_ZOO; without it a small one that stands here. HOPYARD_COMPARE_TIMEOUT is for large ones, in hop's words
// ("10m"). HOPYARD_COMPARE_SEEDS are those of networks with random costs ("1 2 3").
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "emulation/nodes/routing_daemons.h"
#include "hop_process.h"

#include <QJsonArray>
#include <QtTest/QTest>

#include <csignal>
#include <functional>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

/// All rows of a table together are one function to QtTest, which ends one after five minutes.
const bool kRowsTakeTheirTime = qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT") || qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");

/// Of a network that is put together link by link.
class NetworkText {
public:
    /// Lines that each interface has, and those that end each router's text, by its name.
    QList<QByteArray> everyInterface;
    std::function<QByteArray(const QByteArray &router, int number)> rest;

    /// 10.AREA.N.0/24 between two routers; other areas than their own meet at border routers.
    void join(const QByteArray &a, const QByteArray &b, int area = 0, const QList<QByteArray> &lines = {})
    {
        const int network = ++m_networks[area];
        QByteArray ends;
        for (const QByteArray &end : {a, b}) {
            const QByteArray name = "eth" + QByteArray::number(m_ports[end]++);
            if (!m_order.contains(end))
                m_order << end;
            QByteArray &text = m_interfaces[end];
            text += "      interface " + name + "\n       ip address 10." + QByteArray::number(area) + '.' + QByteArray::number(network)
                + (end == a ? ".1/24\n" : ".2/24\n");
            for (const QByteArray &line : everyInterface + lines)
                text += "       " + line + '\n';
            ends += (ends.isEmpty() ? "" : ", ") + end + ':' + name;
        }
        m_links += "  - {ends: [" + ends + "]}\n";
    }
    QByteArray lab() const
    {
        QByteArray text = "hopyard: 1\nnodes:\n";
        for (int i = 0; i < m_order.size(); ++i) {
            text += "  " + m_order[i] + ":\n    kind: router\n    config: |\n" + m_interfaces[m_order[i]];
            for (const QByteArray &line : rest(m_order[i], i + 1).split('\n'))
                text += line.isEmpty() ? QByteArray() : "      " + line + '\n';
        }
        return text + "links:\n" + m_links;
    }

private:
    QList<QByteArray> m_order;
    QMap<QByteArray, QByteArray> m_interfaces;
    QMap<QByteArray, int> m_ports;
    QMap<int, int> m_networks;
    QByteArray m_links;
};

/// A ring of RIP routers, with a link across where `chord` is not 0. Equally long ways are frequent.
QByteArray ripRing(int size, int chord)
{
    NetworkText text;
    text.rest = [](const QByteArray &, int number) {
        const QByteArray n = QByteArray::number(number);
        return "interface lo\n ip address 10.255.0." + n + "/32\nip route 172.16." + n + ".0/24 blackhole\nrouter rip\n timers basic 5 15 10\n network 10.0.0.0/8\n"
            + (number % 3 == 1 ? " redistribute static metric " + QByteArray::number(1 + number / 3) + '\n' : QByteArray());
    };
    const auto name = [](int i) { return "r" + QByteArray::number(i + 1); };
    for (int i = 0; i < size; ++i)
        text.join(name(i), name((i + 1) % size));
    if (chord > 0)
        text.join(name(0), name(chord));
    return text.lab();
}

/// A backbone ring of five; area 1 is a stub behind b1 and b2, area 2 an NSSA behind b3, area 3 a totally stubby ring behind
/// b4, area 4 a grid behind b5 and b1, of which b5 tells a range. Costs are random, and the same at both ends of a link or not.
///
/// Kept out is where FRR 8.4 goes astray (docs/ospf.md): metrics of what an NSSA redistributes, a prefix told by two routers
/// of it, ranges and default routes of its border routers, boundary routers that are reached through a stub area as well.
QByteArray areas(quint64 seed)
{
    hopyard::base::Random random(seed);
    const auto below = [&random](int n) { return int(random.below(quint64(n))); };
    NetworkText text;
    text.everyInterface = {"ip ospf hello-interval 1", "ip ospf dead-interval 4"};
    const auto join = [&](const QByteArray &a, const QByteArray &b, int area) {
        QList<QByteArray> lines{"ip ospf cost " + QByteArray::number(1 + below(4))};
        if (below(4) != 0)
            lines << "ip ospf network point-to-point";
        text.join(a, b, area, lines);
    };
    for (int i = 1; i <= 5; ++i)
        join("b" + QByteArray::number(i), "b" + QByteArray::number(i % 5 + 1), 0);
    join("b1", "s1", 1), join("s1", "s2", 1), join("s2", "b2", 1), join("s1", "b2", 1);
    join("b3", "n1", 2), join("n1", "n2", 2), join("n2", "n3", 2), join("n3", "b3", 2);
    join("b4", "t1", 3), join("t1", "t2", 3), join("t2", "b4", 3);
    join("b5", "g1", 4), join("g1", "g2", 4), join("g1", "g3", 4), join("g2", "g4", 4), join("g3", "g4", 4), join("g4", "b1", 4);
    const QByteArray metric = QByteArray::number(1 + below(30));
    text.rest = [metric](const QByteArray &router, int number) {
        const QByteArray n = QByteArray::number(number);
        static const QMap<char, QByteArray> kAreaOf{{'b', "0"}, {'s', "1"}, {'n', "2"}, {'t', "3"}, {'g', "4"}};
        QByteArray out = "interface lo\n ip address 10." + kAreaOf[router[0]] + ".255." + n + "/32\nip route 172.16." + n + ".0/24 blackhole\nrouter ospf\n ospf router-id 1.1.1." + n
            + "\n timers throttle spf 0 50 500\n";
        for (const char *area : {"0", "1", "2", "3", "4"})
            out += QByteArray(" network 10.") + area + ".0.0/16 area " + area + '\n';
        if (router[0] == 's' || router == "b1" || router == "b2")
            out += " area 1 stub\n";
        if (router[0] == 'n' || router == "b3")
            out += " area 2 nssa\n";
        if (router[0] == 't' || router == "b4")
            out += router == "b4" ? " area 3 stub no-summary\n area 3 default-cost 7\n" : " area 3 stub\n";
        if (router == "b5")
            out += " area 4 range 10.4.255.0/24\n";
        if (router == "n2" || router == "n3")
            out += " redistribute static" + QByteArray(router == "n2" ? " metric-type 1\n" : "\n");
        if (router == "g4")
            out += " redistribute static metric " + metric + "\n default-information originate always metric 9\n";
        return out;
    };
    return text.lab();
}

/// Four places in a square, one pair of them joined twice, at different speeds.
const char *const kZoo =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
    "<key attr.name=\"label\" attr.type=\"string\" for=\"node\" id=\"d0\" /><key attr.name=\"Latitude\" attr.type=\"double\" for=\"node\" id=\"d1\" />\n"
    "<key attr.name=\"Longitude\" attr.type=\"double\" for=\"node\" id=\"d2\" /><key attr.name=\"LinkSpeedRaw\" attr.type=\"double\" for=\"edge\" id=\"d3\" />\n"
    "<graph edgedefault=\"undirected\">\n"
    "<node id=\"0\"><data key=\"d0\">North</data><data key=\"d1\">54.0</data><data key=\"d2\">10.0</data></node>\n"
    "<node id=\"1\"><data key=\"d0\">East</data><data key=\"d1\">50.0</data><data key=\"d2\">14.0</data></node>\n"
    "<node id=\"2\"><data key=\"d0\">South</data><data key=\"d1\">47.0</data><data key=\"d2\">10.0</data></node>\n"
    "<node id=\"3\"><data key=\"d0\">West</data><data key=\"d1\">50.0</data><data key=\"d2\">7.0</data></node>\n"
    "<edge source=\"0\" target=\"1\"><data key=\"d3\">1000000000.0</data></edge>\n"
    "<edge source=\"1\" target=\"2\"><data key=\"d3\">10000000000.0</data></edge>\n"
    "<edge source=\"2\" target=\"3\"><data key=\"d3\">1000000000.0</data></edge>\n"
    "<edge source=\"2\" target=\"3\"><data key=\"d3\">1000000000.0</data></edge>\n"
    "<edge source=\"3\" target=\"0\"><data key=\"d3\">2500000000.0</data></edge>\n"
    "</graph>\n"
    "</graphml>\n";

} // namespace

class TestCompareNetworks : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

    void verifyEqual(const QString &lab, int routers, const QStringList &options = {})
    {
        const Outcome compared = m_hop.run(QStringList{"compare", lab, "--json"} + options, 900'000);
        QVERIFY2(compared.code == 0, (compared.out + compared.err).constData());
        const QJsonObject result = compared.json();
        QVERIFY(result["equal"].toBool());
        QVERIFY(result["differences"].toArray().isEmpty());
        QCOMPARE(result["routers"].toInt(), routers);
        QVERIFY(result["prefixes"].toInt() >= routers * routers);
        QCOMPARE(result["frr"].toObject()["problems"].toArray().size(), 0);
    }

private slots:
    void initTestCase()
    {
        QVERIFY(kRowsTakeTheirTime);
        if (m_hop.run({"doctor"}).code != 0)
            QSKIP("`hop doctor` says that namespaces cannot be made here");
        if (hopyard::nodes::frrMissing("router ospf\nrouter rip\nrouter bgp"))
            QSKIP("FRR is not installed here");
    }

    void ringsOfRip_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("chord");
        QTest::newRow("ring of six") << 6 << 0;
        QTest::newRow("ring of seven with a link across") << 7 << 3;
    }
    void ringsOfRip()
    {
        QFETCH(int, size);
        QFETCH(int, chord);
        m_hop.write("rip.yaml", ripRing(size, chord));
        verifyEqual("rip.yaml", size, {"--timeout", "3m"});
    }

    void areasOfEveryKind_data()
    {
        QTest::addColumn<quint64>("seed");
        for (const QString &seed : qEnvironmentVariable("HOPYARD_COMPARE_SEEDS", "3").split(' ', Qt::SkipEmptyParts))
            QTest::newRow(qPrintable("seed " + seed)) << seed.toULongLong();
    }
    void areasOfEveryKind()
    {
        QFETCH(quint64, seed);
        m_hop.write("areas.yaml", areas(seed));
        verifyEqual("areas.yaml", 16, {"--timeout", "3m"});
    }

    void reflectionOnAGrid()
    {
        QCOMPARE(m_hop.run({"generate", "grid", "3", "3", "--plan", "ibgp-rr", "-o", "grid.yaml"}).code, 0);
        // Of the plan's own timers only the hellos take long.
        QByteArray text = m_hop.read("grid.yaml");
        QVERIFY(text.contains(" ip ospf network point-to-point\n"));
        text.replace("       ip ospf network point-to-point\n", "       ip ospf network point-to-point\n       ip ospf hello-interval 1\n       ip ospf dead-interval 4\n");
        m_hop.write("grid.yaml", text);
        verifyEqual("grid.yaml", 9, {"--timeout", "3m"});
    }

    void realTopologies_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("plan");
        m_hop.write("Square.graphml", kZoo);
        const QString wanted = qEnvironmentVariable("HOPYARD_COMPARE_ZOO");
        const QString folder = wanted.isEmpty() ? m_hop.path(".") : qEnvironmentVariable("HOPYARD_TOPOLOGY_ZOO", ".");
        for (const QString &entry : (wanted.isEmpty() ? QString("Square.graphml:rip,ebgp") : wanted).split(' ', Qt::SkipEmptyParts)) {
            const QString name = entry.section(':', 0, 0), plans = entry.section(':', 1);
            for (const QString &plan : (plans.isEmpty() ? QString("ospf,rip,ibgp-rr,ebgp") : plans).split(','))
                QTest::newRow(qPrintable(name + ' ' + plan)) << folder + '/' + name << plan;
        }
    }
    void realTopologies()
    {
        QFETCH(QString, file);
        QFETCH(QString, plan);
        const Outcome made = m_hop.run({"import", file, "--plan", plan, "-o", "real.yaml", "--overwrite", "--json"});
        QVERIFY2(made.code == 0, made.err.constData());
        verifyEqual("real.yaml", made.json()["nodes"].toInt(), {"--timeout", qEnvironmentVariable("HOPYARD_COMPARE_TIMEOUT", "3m")});
    }

    /// Ctrl-C while FRR runs: hop ends with the code for it, and so does the engine with all its nodes.
    void anInterruptLeavesNothing()
    {
        m_hop.write("rip.yaml", ripRing(3, 0));
        QProcess process;
        m_hop.prepare(process);
        process.start(HopProcess::program(), {"compare", "rip.yaml"});
        const auto runs = [this] { return m_hop.run({"ps", "--json"}).out.contains("running"); };
        QTRY_VERIFY_WITH_TIMEOUT(runs(), 20'000);
        QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(!runs());
    }
};

QTEST_GUILESS_MAIN(TestCompareNetworks)
#include "tst_compare_networks.moc"

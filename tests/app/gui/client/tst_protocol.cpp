// The engine's JSON to values, on the texts that docs/rpc.md shows, and on bad ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/lab_change.h"
#include "app/gui/client/protocol.h"

#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QTest>

using namespace hopyard;
using namespace hopyard::client;

namespace {
rpc::Json json(std::string_view text) { return rpc::parseJson(text).value_or(nullptr); }

lab::Lab twoNodes()
{
    lab::Lab lab;
    lab.nodes.resize(2);
    lab.nodes[0].name = "h1";
    lab.nodes[1].name = "r1";
    lab::Link link;
    link.a = {"h1", "eth0"};
    link.b = {"r1", "eth0"};
    lab.links.push_back(link);
    return lab;
}
} // namespace

class TestProtocol : public QObject {
    Q_OBJECT

private slots:
    void status()
    {
        const Status s = parseStatus(json(R"({"state": "paused", "time": "virtual", "now": 1500000000, "speed": 0.5,
            "seed": 7, "run": "first-hops-4711", "lab": {"title": "First hops", "path": "/a/lab.yaml"},
            "outside": true, "events": 12345, "behind": 3})"));
        QCOMPARE(s.phase, Phase::paused);
        QVERIFY(s.isAlive() && s.virtualTime && s.outside);
        QCOMPARE(s.now.ns(), 1'500'000'000);
        QCOMPARE(s.speed, 0.5);
        QCOMPARE(s.labTitle, std::string("First hops"));
        QCOMPARE(s.labPath, std::string("/a/lab.yaml"));
        QCOMPARE(s.behind.ns(), 3);
    }

    void topology()
    {
        const Topology t = parseTopology(json(R"({"nodes": [{"id": 0, "name": "h1", "kind": "host", "running": true,
            "interfaces": [{"port": 0, "name": "eth0", "mac": "02:48:00:00:00:01", "addresses": ["10.0.1.10/24"]}]}],
            "links": [{"id": 4, "ends": ["h1:eth0", "r1:eth0"], "up": false}, {"id": 5, "ends": ["h1:eth1"]}]})"));
        QCOMPARE(t.nodes.size(), 1u);
        QCOMPARE(t.findNode("h1")->interfaces[0].addresses[0], std::string("10.0.1.10/24"));
        QVERIFY(!t.findNode("h2"));
        QCOMPARE(t.links.size(), 1u); // a link with one end is none
        QCOMPARE(t.findLink(LinkId(4))->b.interface, std::string("eth0"));
        QVERIFY(!t.findLink(LinkId(4))->up);
    }

    void batch()
    {
        const Batch b = parseBatch(json(R"({"now": 9, "state": "running", "speed": 1, "packetsSeen": 40,
            "packets": [[3, 1, 100, 200, 77, "icmp", 98, ""], [3, 0, 100, 100, 78, "sctp", 60, "queue full"]],
            "links": [{"id": 3, "forward": {"packets": 10, "bytes": 840, "dropped": 1}, "backward": {}}],
            "nodes": [{"node": "r1", "state": "stopped"}],
            "log": [{"time": 5, "node": "h1", "level": "output", "text": "64 bytes from 10.0.2.10"}]})"));
        QCOMPARE(b.packets.size(), 2u);
        QCOMPARE(b.packets[0].direction, base::Direction::backward);
        QCOMPARE(b.packets[0].arrives.ns(), 200);
        QVERIFY(b.packets[0].protocol == Protocol::icmp);
        QVERIFY(b.packets[1].protocol == Protocol::other);
        QCOMPARE(b.packets[1].outcome, std::string("queue full"));
        QCOMPARE(b.packetsSeen, 40u);
        QCOMPARE(b.links[0].forward.bytes, 840u);
        QCOMPARE(b.links[0].backward.bytes, 0u);
        QCOMPARE(b.nodes[0].state, std::string("stopped"));
        QCOMPARE(b.log[0].text, std::string("64 bytes from 10.0.2.10"));
    }

    void badInputIsDefaults_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"null", "[]", "7", "\"x\"", R"({"packets": 3, "links": {}, "nodes": [1], "log": [null]})",
                                 R"({"packets": [[], ["a", {}, null], 5], "now": "soon", "state": 3})"})
            QTest::newRow(text) << QByteArray(text);
    }
    void badInputIsDefaults()
    {
        QFETCH(QByteArray, text);
        const rpc::Json value = json(text.toStdString());
        QCOMPARE(parseStatus(value).now.ns(), 0);
        QVERIFY(parseTopology(value).links.empty());
        const Batch b = parseBatch(value);
        QCOMPARE(b.now.ns(), 0);
        for (const PacketEvent &packet : b.packets)
            QVERIFY(packet.outcome.empty());
        QVERIFY(parseTable(value).columns.empty());
        QCOMPARE(parseProblem(value).line, 0);
    }

    void tablesBecomeText()
    {
        const Table t = parseTable(json(R"({"columns": ["a", "b", "c", "d"],
            "rows": [["x", 3, true, ["p", "q"]], ["short"], [null, 1.5, false, {}, "too many"]]})"));
        QCOMPARE(t.rows[0], (std::vector<std::string>{"x", "3", "yes", "p, q"}));
        QCOMPARE(t.rows[1], (std::vector<std::string>{"short", "", "", ""}));
        QCOMPARE(t.rows[2].size(), 4u);
    }

    void ends()
    {
        QVERIFY((parseEnd("r1:eth0") == lab::End{"r1", "eth0"}));
        QVERIFY((parseEnd("r1") == lab::End{"r1", ""}));
    }

    void changes()
    {
        const lab::Lab before = twoNodes();
        lab::Lab after = before;
        QCOMPARE(compare(before, after).kind, ChangeKind::nothing);
        after.nodes[0].at = {5, 5};
        after.nodes[1].label = "Core";
        after.title = "New";
        QCOMPARE(compare(before, after).kind, ChangeKind::cosmetic);

        after.links[0].forward.delay = base::Duration::milliseconds(5);
        after.links[0].backward = after.links[0].forward;
        LabChange change = compare(before, after);
        QCOMPARE(change.kind, ChangeKind::impairments);
        QCOMPARE(change.linkSets.size(), 1u);
        QCOMPARE(change.linkSets[0],
                 (rpc::Json{{"link", "h1:eth0"}, {"direction", "both"}, {"delay", "5ms"}}));

        after.links[0].backward.loss = 0.01;
        after.links[0].backward.down = true;
        change = compare(before, after);
        QCOMPARE(change.linkSets.size(), 2u);
        QCOMPARE(change.linkSets[0]["direction"], "forward");
        QCOMPARE(change.linkSets[1], (rpc::Json{{"link", "h1:eth0"}, {"direction", "backward"}, {"delay", "5ms"},
                                                {"loss", "1%"}, {"down", true}}));

        after.links[0].forward.queue.amount = 5;
        QCOMPARE(compare(before, after).kind, ChangeKind::network);
    }

    void changesOfTheNetwork()
    {
        const lab::Lab before = twoNodes();
        lab::Lab after = before;
        after.nodes[1].config = "ip route 0.0.0.0/0 10.0.0.1";
        QCOMPARE(compare(before, after).kind, ChangeKind::network);
        after = before;
        after.links.clear();
        QCOMPARE(compare(before, after).kind, ChangeKind::network);
        after = before;
        after.links[0].b.interface = "eth9";
        QCOMPARE(compare(before, after).kind, ChangeKind::network);
        after = before;
        after.nodes.pop_back();
        QCOMPARE(compare(before, after).kind, ChangeKind::network);
    }
};

QTEST_APPLESS_MAIN(TestProtocol)
#include "tst_protocol.moc"

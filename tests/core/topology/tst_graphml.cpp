// GraphML in small pieces, each with one of the oddities of the Topology Zoo and of other programs' files.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/gml.h"
#include "core/topology/graphml.h"
#include "core/topology/import.h"

#include <QtTest>

using namespace hopyard;
using topology::Parsed;

namespace {

/// A file with the keys that a Topology Zoo's file has, under ids of its own.
std::string zoo(const std::string &graph, const std::string &edgedefault = "undirected")
{
    std::string text = "<?xml version=\"1.0\" encoding=\"utf-8\"?><graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
    int id = 0;
    for (const char *name : {"label", "Latitude", "Longitude", "Country", "Internal", "hyperedge", "type"})
        text += "<key attr.name=\"" + std::string(name) + "\" attr.type=\"string\" for=\"node\" id=\"d" + std::to_string(id++) + "\"/>\n";
    for (const char *name : {"LinkSpeed", "LinkSpeedUnits", "LinkSpeedRaw", "LinkLabel", "LinkNote", "LinkType", "key"})
        text += "<key attr.name=\"" + std::string(name) + "\" attr.type=\"string\" for=\"edge\" id=\"d" + std::to_string(id++) + "\"/>\n";
    for (const char *name : {"Network", "Creator", "DateYear"})
        text += "<key attr.name=\"" + std::string(name) + "\" attr.type=\"string\" for=\"graph\" id=\"d" + std::to_string(id++) + "\"/>\n";
    return text + "<graph edgedefault=\"" + edgedefault + "\">\n" + graph + "\n</graph></graphml>\n";
}

std::string node(const std::string &id, const std::string &data = {})
{
    return "<node id=\"" + id + "\">" + data + "</node>";
}

std::string edge(const std::string &from, const std::string &to, const std::string &data = {})
{
    return "<edge source=\"" + from + "\" target=\"" + to + "\">" + data + "</edge>";
}

std::string data(const std::string &key, const std::string &value)
{
    return "<data key=\"" + key + "\">" + value + "</data>";
}

QString messages(const Parsed &parsed)
{
    QString text;
    for (const lab::Problem &problem : parsed.problems)
        text += QString::fromStdString(toString(problem)) + "\n";
    return text;
}

} // namespace

class GraphmlTest : public QObject {
    Q_OBJECT
private slots:
    void keysAreFoundByName()
    {
        const Parsed parsed = topology::parseGraphml(
            zoo(data("d14", "Net") + data("d14", "Net") + data("d15", "Topology Zoo Toolset")
                + node("0", data("d0", "New York") + data("d1", "40.7") + data("d2", "-74.0") + data("d3", "United States") + data("d4", "1"))
                + node("1", data("d0", "None") + data("d5", "1")) + node("2", data("d4", "0"))
                + edge("0", "1", data("d7", "2.5") + data("d8", "G") + data("d9", "2500000000.0") + data("d10", "2.5 Gbps"))),
            "net.graphml");
        QVERIFY2(parsed.topology && parsed.problems.empty(), qPrintable(messages(parsed)));
        const topology::Topology &t = *parsed.topology;
        QCOMPARE(t.name, "Net");
        QVERIFY(t.source.find("Topology Zoo") != std::string::npos);
        QCOMPARE(t.nodes.size(), 3u);
        QCOMPARE(t.nodes[0].label, "New York");
        QVERIFY((t.nodes[0].where == topology::GeoPoint{40.7, -74.0}));
        QCOMPARE(t.nodes[0].country, "United States");
        QVERIFY(!t.nodes[0].isExternal && !t.nodes[0].isJunction);
        QVERIFY(t.nodes[1].isJunction && !t.nodes[1].where);
        QVERIFY(t.nodes[2].isExternal);
        QCOMPARE(t.links.size(), 1u);
        QCOMPARE(t.links[0].speed->bps(), 2'500'000'000u);
        QCOMPARE(t.links[0].label, "2.5 Gbps");
    }

    void placesThatCannotBe()
    {
        const Parsed parsed = topology::parseGraphml(
            zoo(node("a", data("d1", "95") + data("d2", "0")) + node("b", data("d1", "nan") + data("d2", "1"))
                + node("c", data("d1", "1")) + node("d", data("d1", "10") + data("d2", "190")) + node("e", data("d1", " +1.5 ") + data("d2", "-2"))),
            "x");
        QVERIFY(parsed.topology);
        for (int i = 0; i < 3; ++i)
            QVERIFY(!parsed.topology->nodes[static_cast<std::size_t>(i)].where);
        QVERIFY((parsed.topology->nodes[3].where == topology::GeoPoint{10, -170}));
        QVERIFY((parsed.topology->nodes[4].where == topology::GeoPoint{1.5, -2}));
    }

    void parallelLinesStayAndLoopsGo()
    {
        const Parsed parsed = topology::parseGraphml(
            zoo(node("0") + node("1") + edge("0", "1", data("d13", "0")) + edge("1", "0", data("d13", "1")) + edge("0", "0")), "x");
        QVERIFY(parsed.topology);
        QCOMPARE(parsed.topology->links.size(), 2u);
        QVERIFY2(messages(parsed).contains("1 line from a node to itself is left out"), qPrintable(messages(parsed)));
    }

    void directionsOfADirectedGraphAreOneLink()
    {
        const Parsed parsed = topology::parseGraphml(
            zoo(node("0") + node("1") + edge("0", "1", data("d10", "2 Mbps")) + edge("1", "0", data("d10", "1 Mbps")) + edge("0", "1"),
                "directed"), "x");
        QVERIFY(parsed.topology);
        QCOMPARE(parsed.topology->links.size(), 2u);
        QCOMPARE(parsed.topology->links[0].speed->bps(), 2'000'000u);
        QCOMPARE(parsed.topology->links[0].reverse->bps(), 1'000'000u);
        QVERIFY(!parsed.topology->links[1].speed);
    }

    void mistakesAreLeftOutWithTheirLine()
    {
        const Parsed parsed = topology::parseGraphml(
            zoo(node("0") + "\n" + node("0") + "\n" + edge("0", "9") + "\n" + edge("0", "1") + "\n" + node("1", data("nokey", "x"))), "x");
        QVERIFY(parsed.topology);
        QCOMPARE(parsed.topology->nodes.size(), 2u);
        QCOMPARE(parsed.topology->links.size(), 1u); // the edge that stands before its node is a link
        const QString said = messages(parsed);
        QVERIFY2(said.contains("x:21:2: warning: a second node of the id '0'"), qPrintable(said));
        QVERIFY2(said.contains("x:22:2: warning: there is no node '9'"), qPrintable(said));
        QVERIFY2(said.contains("no <key> has the id 'nokey'"), qPrintable(said));
    }

    void labelsInAnyScript()
    {
        const Parsed parsed = topology::parseGraphml(
            zoo(node("0", data("d0", "Z&#252;rich")) + node("1", data("d0", "M&amp;uuml;nchen &amp; &lt;b&gt;"))
                + node("2", data("d0", "<![CDATA[a < b]]>")) + node("3", data("d0", "Krak\xc3\xb3w"))), "x");
        QVERIFY(parsed.topology);
        QCOMPARE(parsed.topology->nodes[0].label, "Z\xc3\xbcrich");
        QCOMPARE(parsed.topology->nodes[1].label, "M\xc3\xbcnchen & <b>");
        QCOMPARE(parsed.topology->nodes[2].label, "a < b");
        QCOMPARE(parsed.topology->nodes[3].label, "Krak\xc3\xb3w");
    }

    void latin1()
    {
        std::string text = zoo(node("0", data("d0", "K\xf6ln")));
        text.replace(text.find("utf-8"), 5, "ISO-8859-1");
        const Parsed parsed = topology::parseGraphml(text, "x");
        QVERIFY(parsed.topology && parsed.problems.empty());
        QCOMPARE(parsed.topology->nodes[0].label, "K\xc3\xb6ln");
    }

    void yed()
    {
        const Parsed parsed = topology::parseGraphml(
            "<graphml xmlns:y=\"http://www.yworks.com/xml/graphml\"><key for=\"node\" id=\"d6\" yfiles.type=\"nodegraphics\"/>"
            "<key for=\"edge\" id=\"d9\" yfiles.type=\"edgegraphics\"/><graph edgedefault=\"directed\" id=\"G\">"
            "<node id=\"n0\" yfiles.foldertype=\"group\"><graph id=\"n0:\"><node id=\"n0::n0\"><data key=\"d6\"><y:ShapeNode>"
            "<y:Geometry height=\"30\" width=\"30\" x=\"100.5\" y=\"-20\"/><y:NodeLabel>core 1</y:NodeLabel></y:ShapeNode></data></node>"
            "</graph></node><node id=\"n1\"/><edge id=\"e0\" source=\"n0::n0\" target=\"n1\"><data key=\"d9\"><y:PolyLineEdge>"
            "<y:EdgeLabel>1 Gbit/s</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>", "x");
        QVERIFY2(parsed.topology && parsed.problems.empty(), qPrintable(messages(parsed)));
        QCOMPARE(parsed.topology->nodes.size(), 2u);
        const topology::Node &inner = parsed.topology->nodes[1].label.empty() ? parsed.topology->nodes[0] : parsed.topology->nodes[1];
        QCOMPARE(inner.label, "core 1");
        QVERIFY((inner.drawn == lab::Position{100.5, -20}));
        QCOMPARE(parsed.topology->links.at(0).speed->bps(), 1'000'000'000u);
    }

    void defaultsHyperedgesAndPrefixes()
    {
        const Parsed parsed = topology::parseGraphml(
            "<g:graphml xmlns:g=\"http://graphml.graphdrawing.org/xmlns\"><g:key id=\"k\" for=\"edge\" attr.name=\"bandwidth\">"
            "<g:default>1000000</g:default></g:key><g:key id=\"c\" for=\"edge\" attr.name=\"cost\"/><g:graph edgedefault=\"undirected\">"
            "<g:node id=\"a\"/><g:node id=\"b\"/><g:node id=\"c\"/><g:edge source=\"a\" target=\"b\"><g:data key=\"c\">7</g:data></g:edge>"
            "<g:hyperedge id=\"h\"><g:endpoint node=\"a\"/><g:endpoint node=\"b\"/><g:endpoint node=\"c\"/></g:hyperedge>"
            "</g:graph></g:graphml>", "x");
        QVERIFY2(parsed.topology && parsed.problems.empty(), qPrintable(messages(parsed)));
        QCOMPARE(parsed.topology->nodes.size(), 4u);
        QVERIFY(parsed.topology->nodes[3].isJunction);
        QCOMPARE(parsed.topology->links.size(), 4u);
        QCOMPARE(parsed.topology->links[0].speed->bps(), 1'000'000u);
        QCOMPARE(parsed.topology->links[0].cost.value_or(0), 7.0);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("not closed") << QByteArray("<graphml>\n<graph>\n<node id='0'>\n</graph>") << "x:4:";
        QTest::newRow("other XML") << QByteArray("<?xml version='1.0'?>\n<html/>") << "x:2:2: error: this is no GraphML: its element is <html>";
        QTest::newRow("no graph") << QByteArray("<graphml/>") << "there is no <graph>";
        QTest::newRow("no nodes") << QByteArray("<graphml><graph/></graphml>") << "the graph has no nodes";
        QTest::newRow("empty") << QByteArray() << "neither GraphML nor GML";
        QTest::newRow("a lab") << QByteArray("hopyard: 1\nnodes:\n") << "neither GraphML nor GML";
        QTest::newRow("zeros") << QByteArray(1000, '\0') << "neither GraphML nor GML";
        QTest::newRow("GML not closed") << QByteArray("graph [ node [ id 0 ]") << "a ']' is missing";
        QTest::newRow("GML text not closed") << QByteArray("graph [\n node [ id 0 label \"x ] ]") << "x:2:20: error: this text has no closing";
        QTest::newRow("GML without values") << QByteArray("graph [ node ]") << "a key and its value";
        QTest::newRow("GML, closed twice") << QByteArray("graph [ node [ id 0 ] ] ]") << "ends no list";
    }
    void errors()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const Parsed parsed = topology::parseTopology(text.toStdString(), "x");
        QVERIFY(!parsed.topology);
        QVERIFY(lab::hasErrors(parsed.problems));
        QVERIFY2(messages(parsed).contains(message), qPrintable(messages(parsed)));
    }

    /// A text that would unfold to gigabytes, or read a file, were its definitions obeyed.
    void hostile()
    {
        std::string text = "<?xml version=\"1.0\"?><!DOCTYPE g [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                           "<!ENTITY f SYSTEM \"file:///etc/passwd\">]><graphml><key id=\"l\" attr.name=\"label\" for=\"node\"/><graph>"
                           "<node id=\"0\"><data key=\"l\">&b;&f;</data></node></graph></graphml>";
        const Parsed parsed = topology::parseGraphml(text, "x");
        QVERIFY(parsed.topology);
        QCOMPARE(parsed.topology->nodes[0].label, "&b;&f;");

        std::string deep = "<graphml>";
        for (int i = 0; i < 100'000; ++i)
            deep += "<graph><node id=\"a\">";
        QVERIFY(!topology::parseGraphml(deep, "x").topology);
        std::string nested = "<graphml>";
        for (int i = 0; i < 50'000; ++i)
            nested += "<graph><node>";
        for (int i = 0; i < 50'000; ++i)
            nested += "</node></graph>";
        QVERIFY(!topology::parseGraphml(nested + "</graphml>", "x").topology); // groups without nodes, as deep as is read

        std::string many = "<graphml><graph>";
        for (std::size_t i = 0; i <= topology::kMaxNodes; ++i)
            many += "<node id=\"" + std::to_string(i) + "\"/>";
        const Parsed tooMany = topology::parseGraphml(many + "</graph></graphml>", "x");
        QVERIFY(!tooMany.topology && messages(tooMany).contains("too many"));
        QVERIFY(!topology::parseGraphml(std::string(topology::kMaxTextBytes + 1, ' '), "x").topology);

        std::string mistakes = "<graphml><graph><node id=\"0\"/>";
        for (int i = 0; i < 5'000; ++i)
            mistakes += "<edge source=\"0\" target=\"x\"/>";
        const Parsed said = topology::parseGraphml(mistakes + "</graph></graphml>", "x");
        QVERIFY(said.topology && said.problems.size() <= topology::kMaxProblems + 2);
        QVERIFY(messages(said).contains("and 4900 more"));
    }

    void gml()
    {
        const Parsed parsed = topology::parseTopology(
            "# a comment\nCreator \"x\"\ngraph [\n  directed 0\n  Network \"Net\"\n  node [\n    id 0\n    label \"Z&#252;rich\"\n    Longitude 8.55\n"
            "    Latitude 47.37\n    Internal 1\n  ]\n  node [ id 1 graphics [ x 5 y 6 w 2 other [ deep 1 ] ] LabelGraphics [ text \"no\" ] ]\n"
            "  edge [ source 0 target 1 LinkSpeedRaw 1e9 LinkLabel \"1 Gbps\" ]\n  edge [ source 0 target 7 ]\n]\n", "x");
        QVERIFY2(parsed.topology, qPrintable(messages(parsed)));
        QCOMPARE(parsed.topology->name, "Net");
        QCOMPARE(parsed.topology->nodes.size(), 2u);
        QCOMPARE(parsed.topology->nodes[0].label, "Z\xc3\xbcrich");
        QVERIFY(parsed.topology->nodes[0].where.has_value());
        QVERIFY((parsed.topology->nodes[1].drawn == lab::Position{5, 6}));
        QCOMPARE(parsed.topology->links.size(), 1u);
        QCOMPARE(parsed.topology->links[0].speed->bps(), 1'000'000'000u);
        QVERIFY2(messages(parsed).contains("x:15:3: warning: there is no node '7'"), qPrintable(messages(parsed)));
    }
};

QTEST_APPLESS_MAIN(GraphmlTest)
#include "tst_graphml.moc"

// DOT and NetJSON to topologies: what the languages allow, and mistakes with their lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/dot_read.h"
#include "core/exchange/netjson_read.h"
#include "core/topology/build_lab.h"
#include "core/topology/gml.h"
#include "core/topology/graphml.h"

#include <QTest>

#include <fmt/format.h>

using namespace hopyard;

namespace {

QString told(const topology::Parsed &parsed)
{
    std::string text;
    for (const lab::Problem &problem : parsed.problems)
        text += fmt::format("{}: {}\n", problem.line, problem.message);
    if (!parsed.topology)
        return QString::fromStdString(text);
    for (const topology::Node &node : parsed.topology->nodes)
        text += node.id + (node.label.empty() ? "" : "=" + node.label)
            + (node.drawn ? fmt::format("@{},{}", node.drawn->x, node.drawn->y) : "") + (node.group.empty() ? "" : '{' + node.group + '}') + ' ';
    for (const topology::Link &link : parsed.topology->links)
        text += fmt::format("{}-{}{}{} ", parsed.topology->nodes[link.from].id, parsed.topology->nodes[link.to].id,
                            link.cost ? fmt::format("*{}", *link.cost) : "", link.speed ? '/' + toString(*link.speed) : "")
            + (link.fromPort.empty() && link.toPort.empty() ? "" : fmt::format("({}:{}) ", link.fromPort, link.toPort));
    return QString::fromStdString(text);
}

} // namespace

class TestTopologies : public QObject {
    Q_OBJECT
private slots:
    void dot_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) { QTest::newRow(name) << QString(text) << QString(expected); };
        row("one link", "graph { a -- b }", "a b a-b ");
        row("chain", "graph g { a -- b -- c; }", "a b c a-b b-c ");
        row("both directions are one link", "digraph { a -> b; b -> a; a -> c }", "a b c a-b a-c ");
        row("parallel links", "graph { a -- b; a -- b }", "a b a-b a-b ");
        row("to itself", "graph { a -- a }", "0: 1 line from a node to itself is left out\na ");
        row("attributes", "graph { node [shape=box]; rankdir=LR; a [label=\"New York\", pos=\"10,20!\"]; a -- b [weight=5 bandwidth=\"1Gbit\"] }",
            "a=New York@10,-20 b a-b*5/1gbit ");
        row("for all edges", "graph { edge [label=7]; a -- b; a -- c [label=9] }", "a b c a-b*7 a-c*9 ");
        row("subgraphs", "graph { subgraph cluster_1 { a; b } -- { c d } }", "a{cluster_1} b{cluster_1} c d a-c a-d b-c b-d ");
        row("clusters", "graph { label=all; subgraph cluster_0 { label = \"AS 1\"; a; subgraph cluster_1 { graph [label=inner]; b } } subgraph x { c } {} }",
            "a{AS 1} b{inner} c ");
        row("interfaces as ports", "graph { \"leaf1\":\"swp51\" -- \"spine1\":\"swp1\"; a:ne -- b:\"Gi0/1\"; a -- b [taillabel=\"eth3\" headlabel=\"10.0.0.1/24\"] }",
            "leaf1 spine1 a b leaf1-spine1 (swp51:swp1) a-b (:Gi0-1) a-b (eth3:) ");
        row("an empty side", "graph { {} -- a [color=red] }", "a ");
        row("strict, twice", "strict graph { a -- b; b -- a; a -- b }", "a b a-b ");
        row("ports", "digraph { a:p:ne -> b:q }", "a b a-b ");
        row("comments and joined strings", "// x\n# y\ngraph /* z */ { \"a\" + \"b\" -- c }", "ab c ab-c ");
        row("HTML", "graph { a [label=<<b>X</b> y>] }", "a=X y ");
        row("keywords in quotes", "graph { \"node\" -- \"graph\" }", "node graph node-graph ");
        row("strict", "strict graph { 1 -- 2.5 }", "1 2.5 1-2.5 ");
        row("not closed", "graph {\n a -- b", "2: the file ends before '}'\n");
        row("no graph", "hello", "1: this is no DOT file: it begins with neither 'graph' nor 'digraph'\n");
        row("open string", "graph {\n \"a }", "2: 'a string that never ends' was not expected here\n");
        row("wrong symbol", "graph { a -- ] }", "1: a name was expected, but here is ']'\n");
        row("empty", "graph { }", "1: the graph has no nodes\n");
        row("deep", qPrintable("graph " + QString("{").repeated(500)), "1: subgraphs are nested too deeply\n");
    }
    void dot()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(told(exchange::readDot(text.toStdString(), "x.dot")), expected);
    }

    void netJson_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) { QTest::newRow(name) << QString(text) << QString(expected); };
        row("graph", R"({"type":"NetworkGraph","nodes":[{"id":"10.0.0.1","label":"n1"},{"id":"10.0.0.2"}],"links":[{"source":"10.0.0.1","target":"10.0.0.2","cost":1.5}]})",
            "10.0.0.1=n1 10.0.0.2 10.0.0.1-10.0.0.2*1.5 ");
        row("both directions", R"({"nodes":[],"links":[{"source":"a","target":"b","cost":1},{"source":"b","target":"a","cost":2}]})", "a b a-b*1 ");
        row("collection", R"({"type":"NetworkCollection","collection":[{"type":"DeviceConfiguration"},{"type":"NetworkGraph","nodes":[{"id":"a"}],"links":[]}]})", "a ");
        row("numbers as ids", R"({"nodes":[{"id":1},{"id":2}],"links":[{"source":1,"target":2,"properties":{"bitrate":"1000000"}}]})", "1 2 1-2/1mbit ");
        row("first drafts", R"({"type":"NetworkGraph","nodes":[{"id":"a"}],"edges":[[{"source":"a","target":"b","weight":2.0}]]})", "a b a-b*2 ");
        row("several graphs", R"({"collection":[{"type":"NetworkGraph","nodes":[{"id":"a"}],"links":[]},{"type":"NetworkGraph","nodes":[{"id":"b"}],"links":[]}]})",
            "0: only the first of the 2 graphs of the collection is read\na ");
        row("something else", R"({"type":"NetworkRoutes","routes":[]})", "0: this is a NetworkRoutes of NetJSON; only a NetworkGraph says who is linked with whom\n");
        row("none", "{}", "0: this is no NetJSON NetworkGraph: it has neither 'nodes' nor 'links'\n");
        row("no nodes", R"({"nodes":[],"links":[]})", "0: the graph has no nodes, or too many\n");
        row("broken", "{\n\"nodes\": [", "2: not JSON, or not complete\n");
    }
    void netJson()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(told(exchange::readNetJson(text.toStdString(), "x.json")), expected);
    }

    void labelsAndGroupsOfYed()
    {
        QCOMPARE(told(topology::parseGml("graph [ node [ id 0 graphics [ x 2 y 3 ] LabelGraphics [ text \"January\" ] gid 9 ] node [ id 1 label \"b\" gid 9 ]\n"
                                         "node [ id 9 isGroup 1 label \"Rack\" ] edge [ source 0 target 1 ]\nedge [ source 0 target 9 ] ]", "x.gml")),
                 QString("3: a group of nodes is '9'; the line to it is left out\n0=January@2,3{Rack} 1=b{Rack} 0-1 "));
        QCOMPARE(told(topology::parseGraphml(R"(<graphml><key id="d" for="node" yfiles.type="nodegraphics"/><graph edgedefault="undirected"><node id="g"><data key="d">
<GroupNode><NodeLabel>Site 1</NodeLabel></GroupNode></data><graph><node id="a"/><node id="h"><graph><node id="b"/></graph></node></graph></node>
<edge source="a" target="b"/><edge source="a" target="g"/></graph></graphml>)", "x.graphml")),
                 QString("3: a group of nodes is 'g'; the line to it is left out\na{Site 1} b{h} a-b "));
    }

    void interfacesAndGroupsOfTheLab()
    {
        const auto parsed = exchange::readDot("graph { subgraph cluster_0 { label=\"AS 1\"; a:swp1 -- b:eth0 } a:swp1 -- c; a -- b; 张 -- c }", "x.dot");
        QVERIFY(parsed.topology);
        const topology::Built built = topology::buildLab(*parsed.topology, {});
        std::string links;
        for (const lab::Link &link : built.lab.links)
            links += toString(link.a) + '-' + toString(link.b) + ' ';
        QVERIFY2(links.starts_with("a:swp1-b:eth0 a:eth1-c:eth0 a:eth2-b:eth1 "), links.c_str());
        QCOMPARE(built.drawing.groups.size(), std::size_t(1));
        QCOMPARE(built.drawing.groups[0].nodes, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(built.lab.nodes.back().label, std::string("张"));
    }
};

QTEST_APPLESS_MAIN(TestTopologies)
#include "tst_topologies.moc"

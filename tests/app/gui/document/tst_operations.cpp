// Every edit a person can make: what it does, and that undo and redo restore the lab exactly.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"

#include <QSignalSpy>
#include <QtTest>

#include <functional>

using namespace hopyard;
using namespace hopyard::document;

namespace {

lab::Node node(const std::string &name, lab::NodeKind kind, double x)
{
    lab::Node n;
    n.name = name;
    n.kind = kind;
    n.at = {x, 0};
    if (kind == lab::NodeKind::host)
        n.interfaces.push_back({"eth0", {*base::InterfaceAddress::parse("10.0.1.10/24")}, {}, {}});
    return n;
}

lab::Link link(const lab::End &a, const lab::End &b)
{
    lab::Link l;
    l.a = a;
    l.b = b;
    l.forward.delay = l.backward.delay = base::Duration::milliseconds(5);
    return l;
}

const LinkEnds kFirst{{"h1", "eth0"}, {"r1", "eth0"}};
const LinkEnds kSecond{{"r1", "eth1"}, {"r2", "eth0"}};

/// h1 – r1 – r2, and a lone switch.
void fill(LabDocument &document)
{
    Edit edit(document.lab());
    edit.addNode(node("h1", lab::NodeKind::host, 0));
    edit.addNode(node("r1", lab::NodeKind::router, 100));
    edit.addNode(node("r2", lab::NodeKind::router, 200));
    edit.addNode(node("sw1", lab::NodeKind::switch_, 300));
    edit.addLink(link(kFirst.a, kFirst.b));
    edit.addLink(link(kSecond.a, kSecond.b));
    document.push(QStringLiteral("fill"), std::move(edit));
    document.undoStack().clear();
}

} // namespace

class TstOperations : public QObject {
    Q_OBJECT

private slots:
    void undoAndRedo_data()
    {
        using Operation = std::function<void(LabDocument &)>;
        QTest::addColumn<std::function<void(LabDocument &)>>("operation");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const Operation &operation, const QString &text) {
            QTest::newRow(name) << operation << text;
        };
        row("add a node", [](LabDocument &d) { addNode(d, lab::NodeKind::router, {7, 8}); }, "Add r3");
        row("link", [](LabDocument &d) { addLink(d, "sw1", "h1"); }, "Link sw1 and h1");
        row("remove a node with links", [](LabDocument &d) { removePicked(d, {{"r1"}, {}}); }, "Delete r1");
        row("remove a node and its link", [](LabDocument &d) { removePicked(d, {{"h1"}, {kFirst}}); }, "Delete h1");
        row("remove several", [](LabDocument &d) { removePicked(d, {{"h1", "sw1", "r2"}, {}}); }, "Delete 3 nodes");
        row(
            "remove a link", [](LabDocument &d) { removePicked(d, { {}, { kFirst } }); },
            QStringLiteral("Delete h1:eth0 – r1:eth0"));
        row("rename", [](LabDocument &d) { renameNode(d, "r1", "core"); }, "Rename r1 to core");
        row("move", [](LabDocument &d) { movePlaces(d, {.nodes = {{"r1", {5, 6}}}}); }, "Move r1");
        row("move two", [](LabDocument &d) { movePlaces(d, {.nodes = {{"r1", {5, 6}}, {"h1", {1, 2}}}}); }, "Move 2 nodes");
        row("gateway", [](LabDocument &d) {
            lab::Node n = d.lab().nodes[0];
            n.gateway = base::IpAddress::parse("10.0.1.1");
            setNode(d, "h1", n, "gateway");
        }, "Set gateway of h1");
        row("impairment", [](LabDocument &d) {
            lab::Link l = d.lab().links[1];
            l.forward.loss = 0.25;
            setLink(d, kSecond, l, "loss");
        }, QStringLiteral("Set loss of r1:eth1 – r2:eth0"));
        row("re-plug", [](LabDocument &d) { replugLink(d, kSecond, {{"r1", "eth1"}, {"sw1", "eth3"}}); },
            QStringLiteral("Re-plug r1:eth1 – r2:eth0"));
        row(
            "rename an interface", [](LabDocument &d) { renameInterface(d, "h1", "eth0", "lan0"); },
            "Rename eth0 of h1 to lan0");
        row("remove an interface", [](LabDocument &d) { removeInterface(d, "h1", "eth0"); }, "Remove eth0 of h1");
        row("title", [](LabDocument &d) { setHead(d, {"First hops", "words"}); }, "Set title");
        row("problems to find", [](LabDocument &d) { setToFind(d, {false, {lab::ProblemKind::gateways, lab::ProblemKind::routes}}); }, "Set problems to find");
        row(
            "paste", [](LabDocument &d) { insert(d, extract(d.lab(), { { "h1", "r1" }, {} }), { 40, 40 }, "Paste"); },
            "Paste 2 nodes");
    }
    void undoAndRedo()
    {
        QFETCH(std::function<void(LabDocument &)>, operation);
        QFETCH(QString, text);
        LabDocument document;
        fill(document);
        const lab::Lab before = document.lab();
        QSignalSpy changes(&document, &LabDocument::changed);
        operation(document);
        const lab::Lab after = document.lab();
        QVERIFY(after != before);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(document.undoStack().count(), 1);
        QCOMPARE(document.undoStack().undoText(), text);
        document.undoStack().undo();
        QVERIFY(document.lab() == before);
        document.undoStack().redo();
        QVERIFY(document.lab() == after);
        QCOMPARE(changes.count(), 3);
    }

    void aRenamedNodeTakesItsLinksAlong()
    {
        LabDocument document;
        fill(document);
        renameNode(document, "r1", "core");
        QCOMPARE(document.lab().links[0].b.node, std::string("core"));
        QCOMPARE(document.lab().links[1].a.node, std::string("core"));
    }

    void aRemovedNodeTakesItsLinksAlong()
    {
        LabDocument document;
        fill(document);
        removePicked(document, {{"r1"}, {}});
        QVERIFY(document.lab().links.empty());
    }

    void aDragIsOneStep()
    {
        LabDocument document;
        fill(document);
        const lab::Lab before = document.lab();
        const QString gesture = document.newGesture("move");
        for (int x = 1; x <= 50; ++x)
            movePlaces(document, {.nodes = {{"r1", {100.0 + x, 0}}, {"h1", {0.0 + x, 0}}}}, gesture);
        QCOMPARE(document.undoStack().count(), 1);
        document.undoStack().undo();
        QVERIFY(document.lab() == before);
    }

    void twoDragsAreTwoSteps()
    {
        LabDocument document;
        fill(document);
        movePlaces(document, {.nodes = {{"r1", {101, 0}}}}, document.newGesture("move"));
        movePlaces(document, {.nodes = {{"r1", {102, 0}}}}, document.newGesture("move"));
        QCOMPARE(document.undoStack().count(), 2);
    }

    void aDragBackToItsStartLeavesNothing()
    {
        LabDocument document;
        fill(document);
        const QString gesture = document.newGesture("move");
        movePlaces(document, {.nodes = {{"r1", {150, 0}}}}, gesture);
        movePlaces(document, {.nodes = {{"r1", {100, 0}}}}, gesture);
        QCOMPARE(document.undoStack().count(), 0);
        QVERIFY(!document.isModified());
    }

    void anEditThatChangesNothingIsNone()
    {
        LabDocument document;
        fill(document);
        setNode(document, "h1", document.lab().nodes[0], "gateway");
        renameNode(document, "r1", "r1");
        QCOMPARE(document.undoStack().count(), 0);
    }

    void aLinkTakesTheFirstFreeInterface()
    {
        LabDocument document;
        fill(document);
        const auto ends = addLink(document, "r1", "h1");
        QVERIFY(ends);
        QCOMPARE(ends->a.interface, std::string("eth2"));
        QCOMPARE(ends->b.interface, std::string("eth1"));
        // A host's interface exists where the node lists it.
        QCOMPARE(document.lab().nodes[0].interfaces.size(), std::size_t(2));
        QVERIFY(!addLink(document, "r1", "r1"));
        QVERIFY(!addLink(document, "r1", "nobody"));
    }

    void pastedNodesGetFreeNamesAndKeepTheirLinks()
    {
        LabDocument document;
        fill(document);
        const auto names = insert(document, extract(document.lab(), {{"h1", "r1"}, {}}), {40, 40}, "Paste");
        QCOMPARE(names, (std::vector<std::string>{"h2", "r3"}));
        QCOMPARE(document.lab().links.size(), std::size_t(3));
        QVERIFY((endsOf(document.lab().links[2]) == LinkEnds{{"h2", "eth0"}, {"r3", "eth0"}}));
    }

    void copiesTakeTheNextFreeAddress_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("other");
        QTest::addColumn<QString>("expected");
        QTest::newRow("the next one") << "10.0.1.10/24" << "10.0.1.1/24" << "10.0.1.11/24";
        QTest::newRow("the next that is free") << "10.0.1.10/24" << "10.0.1.11/24" << "10.0.1.12/24";
        QTest::newRow("round at the broadcast address") << "10.0.1.254/24" << "10.0.1.2/24" << "10.0.1.3/24";
        QTest::newRow("a full network: as it was") << "10.0.1.2/30" << "10.0.1.1/30" << "10.0.1.2/30";
        QTest::newRow("IPv6: as it was") << "2001:db8::1/64" << "10.0.1.1/30" << "2001:db8::1/64";
    }
    void copiesTakeTheNextFreeAddress()
    {
        QFETCH(QString, address);
        QFETCH(QString, other);
        QFETCH(QString, expected);
        const std::string text = "hopyard: 1\nnodes:\n  h1: {kind: host, interfaces: {eth0: {address: \""
            + address.toStdString() + "\", mac: \"02:00:00:00:00:01\"}}, gateway: 10.0.1.1}\n  r1:\n    kind: router\n"
            + "    config: |\n      interface eth0\n       ip address " + other.toStdString() + "\n";
        LabDocument document;
        QVERIFY(document.openText(text, {}, false));
        const auto names = insert(document, extract(document.lab(), {{"h1"}, {}}), {80, 80}, "Duplicate");
        const lab::Node *copy = document.lab().findNode(names.at(0));
        QCOMPARE(QString::fromStdString(toString(copy->interfaces[0].addresses[0])), expected);
        QVERIFY(!copy->interfaces[0].mac);
    }

    void namesAreJudged()
    {
        LabDocument document;
        fill(document);
        QVERIFY(whyNotNodeName(document.lab(), "core-1.a_b").isEmpty());
        for (const char *wrong : {"", "r1", "a b", "ü", "r/1"})
            QVERIFY2(!whyNotNodeName(document.lab(), QString::fromUtf8(wrong)).isEmpty(), wrong);
    }

    void theEventSaysWhatHappened()
    {
        LabDocument document;
        fill(document);
        ChangeEvent last;
        connect(&document, &LabDocument::changed, this, [&](const ChangeEvent &event) { last = event; });
        renameNode(document, "r1", "core");
        QCOMPARE(last.nodes.size(), std::size_t(1));
        QCOMPARE(last.nodes[0].before, std::string("r1"));
        QCOMPARE(last.nodes[0].after, std::string("core"));
        QCOMPARE(last.links.size(), std::size_t(2));
        document.undoStack().undo();
        QCOMPARE(last.nodes[0].before, std::string("core"));
        QCOMPARE(last.nodes[0].after, std::string("r1"));
    }
};

QTEST_GUILESS_MAIN(TstOperations)
#include "tst_operations.moc"

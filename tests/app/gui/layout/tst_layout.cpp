// Auto layout: what Graphviz is asked, how its answer is read, stopping it, and nodes on their way in one undo step.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/drawing_operations.h"
#include "app/gui/layout/glide.h"
#include "app/gui/layout/graphviz.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "tests/support/lab_parts.h"

#include <QSignalSpy>
#include <QtTest>

#include <cmath>

using namespace hopyard;
using layout::Method;

namespace {

lab::Lab ring(int count)
{
    lab::Lab lab;
    for (int i = 0; i < count; ++i) {
        const auto nameOf = [](int number) { return "r" + std::to_string(number); };
        lab.nodes.push_back(support::node(nameOf(i), lab::NodeKind::host, {double(i), 100}));
        lab.links.push_back(support::link({nameOf(i), "eth0"}, {nameOf((i + 1) % count), "eth1"}));
    }
    return lab;
}

std::vector<std::string> namesOf(const lab::Lab &lab)
{
    std::vector<std::string> names;
    for (const lab::Node &node : lab.nodes)
        names.push_back(node.name);
    return names;
}

} // namespace

class TstLayout : public QObject {
    Q_OBJECT

private slots:
    void noNameReachesTheProgram()
    {
        lab::Lab lab = ring(3);
        lab.nodes[0].name = lab.links[0].a.node = lab.links[2].b.node = "evil";
        const QByteArray text = layout::question(lab, {"evil", "r2"}, Method::dot);
        QVERIFY(!text.contains("evil"));
        QCOMPARE(text.count("--"), 1); // r1 is not asked about
        QVERIFY(text.contains("n1--n0") || text.contains("n0--n1"));
    }

    void theAnswerIsCentredAndUpsideDown()
    {
        const auto places =
            layout::answer("graph 1 4 4\nnode n0 1 3 1 1 x\nnode n1 3 1 1 1 x\nstop\n", {"a", "b"}, {500, 0});
        QVERIFY(places);
        QCOMPARE((*places)[0].first, "a");
        QVERIFY(((*places)[0].second == lab::Position{400, -100}));
        QVERIFY(((*places)[1].second == lab::Position{600, 100}));
    }

    void halfAnswersAreNone()
    {
        QVERIFY(!layout::answer("node n0 1 3 1 1\n", {"a", "b"}, {}));
        QVERIFY(!layout::answer("node n0 1 nan 1 1\n", {"a"}, {}));
        QVERIFY(!layout::answer("node n7 1 1 1 1\n", {"a"}, {}));
        QVERIFY(!layout::answer("", {"a"}, {}));
    }

    void everyMethodPlacesARingApart_data()
    {
        QTest::addColumn<int>("method");
        for (const Method method : {Method::dot, Method::neato, Method::sfdp, Method::circo})
            QTest::newRow(qPrintable(layout::programOf(method))) << int(method);
    }
    void everyMethodPlacesARingApart()
    {
        QFETCH(const int, method);
        if (!layout::Graphviz::isThere(Method(method)))
            QSKIP("Graphviz is not installed");
        const lab::Lab lab = ring(8);
        layout::Graphviz graphviz;
        layout::NodePlaces places;
        QString why;
        connect(&graphviz, &layout::Graphviz::placed, this, [&](const layout::NodePlaces &p) { places = p; });
        connect(&graphviz, &layout::Graphviz::failed, this, [&](const QString &w) { why = w; });
        graphviz.start(lab, namesOf(lab), Method(method));
        QTRY_VERIFY_WITH_TIMEOUT(!places.empty() || !why.isEmpty(), 60'000);
        QVERIFY2(why.isEmpty(), qPrintable(why));
        QCOMPARE(places.size(), 8u);
        for (std::size_t i = 0; i < places.size(); ++i)
            for (std::size_t j = i + 1; j < places.size(); ++j)
                QVERIFY(std::hypot(places[i].second.x - places[j].second.x, places[i].second.y - places[j].second.y)
                        > 70);
    }

    void aCancelledQuestionSaysNothing()
    {
        if (!layout::Graphviz::isThere(Method::dot))
            QSKIP("Graphviz is not installed");
        const lab::Lab lab = ring(50);
        layout::Graphviz graphviz;
        QSignalSpy failed(&graphviz, &layout::Graphviz::failed);
        bool placed = false;
        connect(&graphviz, &layout::Graphviz::placed, this, [&] { placed = true; });
        graphviz.start(lab, namesOf(lab), Method::dot);
        graphviz.cancel();
        QVERIFY(!graphviz.isBusy());
        QCoreApplication::processEvents();
        QVERIFY(!placed);
        QCOMPARE(failed.count(), 0);
    }

    void timeIsLimited()
    {
        if (!layout::Graphviz::isThere(Method::neato))
            QSKIP("Graphviz is not installed");
        lab::Lab lab = ring(1500);
        layout::Graphviz graphviz;
        QSignalSpy failed(&graphviz, &layout::Graphviz::failed);
        graphviz.setTimeLimit(1);
        graphviz.start(lab, namesOf(lab), Method::neato);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 60'000);
        QVERIFY(failed[0][0].toString().contains(QLatin1String("neato")));
        QVERIFY(!graphviz.isBusy());
    }

    void nodesGlideInOneStep()
    {
        document::LabDocument document;
        scene::LabScene scene(document);
        document::addNode(document, lab::NodeKind::host, {0, 0});
        document::addNode(document, lab::NodeKind::host, {100, 0});
        document::addLink(document, "h1", "h2");
        document.undoStack().clear();
        layout::Glide glide(document, scene);
        document::Places places;
        places.nodes = {{"h1", {0, 300}}, {"h2", {400, 0}}};
        glide.move(places, "Auto layout: ranks");
        QCOMPARE(document.undoStack().count(), 1);
        QCOMPARE(document.undoStack().undoText(), QStringLiteral("Auto layout: ranks"));
        QVERIFY((document.lab().nodes[0].at == lab::Position{0, 300})); // the document is there at once
        QCOMPARE(scene.nodeItem("h1")->pos(), QPointF(0, 0));           // the picture sets out
        scene.showOnTheWay({{"h1", QPointF(0, 0)}}, 0.5);
        QCOMPARE(scene.nodeItem("h1")->pos(), QPointF(0, 150));
        glide.finish();
        QCOMPARE(scene.nodeItem("h1")->pos(), QPointF(0, 300));
        QCOMPARE(scene.linkPath(lab::End{"h1", "eth0"})->from, QPointF(0, 300));
        glide.move({{{"h1", {50, 50}}}, {}}, "Auto layout: springs");
        document.undoStack().undo(); // an edit on the way ends it
        QVERIFY(!glide.isUnderWay());
        QCOMPARE(scene.nodeItem("h1")->pos(), QPointF(0, 300));
        document.undoStack().undo();
        QCOMPARE(scene.nodeItem("h2")->pos(), QPointF(100, 0));
    }
};

QTEST_MAIN(TstLayout)
#include "tst_layout.moc"

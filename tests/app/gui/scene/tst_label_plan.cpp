// Labels of the canvas find places: pure geometry, no pictures. What is in the way is avoided, what has no place is left
// out, and nothing jumps.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/label_candidates.h"
#include "app/gui/scene/label_grid.h"
#include "app/gui/scene/label_plan.h"

#include <QtTest>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <tuple>

using namespace hopyard::scene;

namespace {

constexpr double kBody = 27; ///< half a node's side, scene units

/// Inputs as the scene makes them, without a scene.
struct Plane {
    LabelInputs inputs;
    std::deque<int> items; ///< addresses that stay

    const void *item() { return &items.emplace_back(); }
    static LabelText text(const QString &text, double pixelsEach = 7)
    {
        const QStringList lines = text.split('\n');
        qsizetype widest = 0;
        for (const QString &line : lines)
            widest = std::max(widest, line.size());
        return {text, pixelsEach * static_cast<double>(widest), static_cast<int>(lines.size())};
    }
    const void *node(double x, double y, const QString &name, const QString &address = {}, int weight = 0)
    {
        inputs.nodesReach = kBody;
        inputs.nodes.push_back({item(), QPointF(x, y), kBody, true, text(name), text(address), weight});
        return inputs.nodes.back().item;
    }
    const void *link(const QPointF &from, const QPointF &to, const QString &middle = {}, const QString &ends = {})
    {
        LinkToLabel link;
        link.item = item();
        link.path = {from, (from + to) / 2, to};
        link.middle = text(middle);
        link.ends = {text(ends), text(ends)};
        link.endAt = {50, 50};
        link.lightAt = {kLightAt, kLightAt};
        inputs.links.push_back(link);
        return link.item;
    }
    SharedLabelInputs shared() const { return std::make_shared<const LabelInputs>(inputs); }
    LabelPlan plan(double zoom = 1, const LabelPlan *before = nullptr, double side = 4000) const
    {
        return {shared(), zoom, QRectF(-side * zoom, -side * zoom, 2 * side * zoom, 2 * side * zoom), before};
    }
};

const PlacedLabel *find(const LabelPlan &plan, const void *item, LabelRole role)
{
    const auto found = std::find_if(plan.labels().begin(), plan.labels().end(),
                                    [&](const PlacedLabel &label) { return label.item == item && label.role == role; });
    return found == plan.labels().end() ? nullptr : &*found;
}

QRectF lightOf(const LinkToLabel &link, bool endA, double zoom)
{
    const double t = link.lightAt[endA ? 0 : 1] / link.path.length();
    const QPointF at = link.path.pointAt(endA ? t : 1 - t) * zoom;
    const double reach = lightReach(zoom);
    return {at.x() - reach, at.y() - reach, 2 * reach, 2 * reach};
}

/// No label lies on another, on a body or on a light.
void verifyClear(const Plane &plane, const LabelPlan &plan)
{
    for (std::size_t i = 0; i < plan.labels().size(); ++i) {
        const QRectF box = plan.labels()[i].box.adjusted(0.1, 0.1, -0.1, -0.1);
        for (std::size_t k = 0; k < i; ++k)
            if (box.intersects(plan.labels()[k].box)) // the sentence is made only then: there are many pairs
                QFAIL(qPrintable(plan.labels()[i].text + " on " + plan.labels()[k].text));
        for (const NodeToLabel &node : plane.inputs.nodes) {
            const double reach = node.reach * plan.zoom() * 0.85; // round: the corners are free
            const QPointF at = node.at * plan.zoom();
            if (box.intersects(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)))
                QFAIL(qPrintable(plan.labels()[i].text + " on the body of " + node.name.text));
        }
        for (const LinkToLabel &link : plane.inputs.links)
            for (const bool endA : {true, false})
                if (lightReach(plan.zoom()) > 0 && box.intersects(lightOf(link, endA, plan.zoom())))
                    QFAIL(qPrintable(plan.labels()[i].text + " on a light"));
    }
}

/// A grid of nodes, each linked to its neighbours, with all labels there are.
Plane mesh(int columns, int rows, double apart)
{
    Plane plane;
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column)
            plane.node(column * apart, row * apart, QStringLiteral("node%1").arg(row * columns + column), "10.0.0.1/24 +3");
    for (int row = 0; row < rows; ++row)
        for (int column = 0; column < columns; ++column) {
            const QPointF at(column * apart, row * apart);
            if (column + 1 < columns)
                plane.link(at, at + QPointF(apart, 0), "5 ms · 100 Mbit/s", "eth0 · 10");
            if (row + 1 < rows)
                plane.link(at, at + QPointF(0, apart), "5 ms · 100 Mbit/s", "eth1 · 10");
            if (row + 1 < rows && column + 1 < columns && (row + column) % 3 == 0)
                plane.link(at, at + QPointF(apart, apart), "→ 5 ms\n← 20 ms", "eth2");
        }
    return plane;
}

} // namespace

class TstLabelPlan : public QObject {
    Q_OBJECT

private slots:
    void linesAndBoxes_data()
    {
        QTest::addColumn<QPointF>("a");
        QTest::addColumn<QPointF>("b");
        QTest::addColumn<bool>("through");
        QTest::newRow("through the middle") << QPointF(-50, 5) << QPointF(50, 5) << true;
        QTest::newRow("inside") << QPointF(2, 2) << QPointF(8, 8) << true;
        QTest::newRow("ends before") << QPointF(-50, 5) << QPointF(-1, 5) << false;
        QTest::newRow("beside") << QPointF(-50, 11) << QPointF(50, 11) << false;
        QTest::newRow("over a corner") << QPointF(-4, 5) << QPointF(5, -4) << true;
        QTest::newRow("past a corner") << QPointF(-6, 5) << QPointF(5, -6) << false;
        QTest::newRow("a point outside") << QPointF(20, 20) << QPointF(20, 20) << false;
        QTest::newRow("a point inside") << QPointF(5, 5) << QPointF(5, 5) << true;
    }
    void linesAndBoxes()
    {
        QFETCH(QPointF, a);
        QFETCH(QPointF, b);
        QTEST(crosses(a, b, QRectF(0, 0, 10, 10)), "through");
        QTEST(crosses(b, a, QRectF(0, 0, 10, 10)), "through");
    }

    void theGridKnowsWhatIsTaken()
    {
        LabelGrid grid(QRectF(0, 0, 1000, 1000));
        const QRectF box(100, 100, 300, 20); // over several cells
        grid.addBox(box);
        grid.addLine({0, 500}, {1000, 500}, 0, 2);
        grid.addLine({0, 510}, {1000, 510}, 0, 2); // of the same owner: counts once
        grid.addLine({0, 505}, {1000, 505}, 1, 2);
        QCOMPARE(grid.cost(QRectF(350, 110, 20, 20)), LabelGrid::kNever);
        QCOMPARE(grid.cost(QRectF(350, 121, 20, 20)), 0.0);
        QCOMPARE(grid.cost(QRectF(400, 100, 20, 20)), 0.0); // side by side is not on top of each other
        QCOMPARE(grid.cost(QRectF(200, 490, 200, 30)), 4.0);
        QCOMPARE(grid.cost(QRectF(200, 490, 200, 30), 1), 2.0);
        QCOMPARE(grid.covered(QRectF(90, 90, 20, 20)), 100.0);
        QCOMPARE(grid.covered(QRectF(200, 490, 200, 30)), 0.0); // lines are no loss
        // Outside of the area too.
        grid.addBox(QRectF(-500, -500, 50, 50));
        QCOMPARE(grid.cost(QRectF(-480, -480, 5, 5)), LabelGrid::kNever);
        QCOMPARE(grid.cost(QRectF(-400, -480, 5, 5)), 0.0);
    }

    void aNameStandsBelowItsNode()
    {
        Plane plane;
        const void *node = plane.node(0, 0, "r1", "10.0.0.1/24");
        const LabelPlan plan = plane.plan();
        const PlacedLabel *name = find(plan, node, LabelRole::name);
        const PlacedLabel *address = find(plan, node, LabelRole::address);
        QVERIFY(name && address);
        QVERIFY(name->box.top() >= kBody);
        QCOMPARE(name->box.center().x(), 0.0);
        QVERIFY(address->box.top() >= name->box.bottom());
        QCOMPARE(address->box.center().x(), 0.0);
    }

    void aNameMakesWayForALinkDownwards()
    {
        Plane plane;
        const void *node = plane.node(0, 0, "r1", "10.0.0.1/24");
        plane.node(0, 200, "r2");
        plane.link({0, 0}, {0, 200});
        const LabelPlan plan = plane.plan();
        for (const LabelRole role : {LabelRole::name, LabelRole::address}) {
            const PlacedLabel *label = find(plan, node, role);
            QVERIFY(label);
            QVERIFY(!crosses({0, 0}, {0, 200}, label->box));
        }
        verifyClear(plane, plan);
    }

    void nothingCollides_data()
    {
        QTest::addColumn<double>("zoom");
        QTest::addColumn<double>("apart");
        for (const double zoom : {0.1, 0.25, 0.34, 0.5, 0.75, 1.0, 1.35, 2.0})
            for (const double apart : {110.0, 150.0, 220.0})
                QTest::addRow("%g, %g apart", zoom, apart) << zoom << apart;
    }
    void nothingCollides()
    {
        QFETCH(double, zoom);
        QFETCH(double, apart);
        const Plane plane = mesh(9, 7, apart);
        const LabelPlan plan = plane.plan(zoom);
        QVERIFY(!plan.labels().empty());
        verifyClear(plane, plan);
        // The same again is the same.
        QCOMPARE(plane.plan(zoom).labels(), plan.labels());
    }

    void whereThereIsRoomEverythingIsShown()
    {
        Plane plane = mesh(5, 4, 260);
        std::map<LabelRole, std::size_t> count;
        const auto recount = [&] {
            count.clear();
            const LabelPlan plan = plane.plan();
            for (const PlacedLabel &label : plan.labels())
                ++count[label.role];
        };
        recount();
        QCOMPARE(count[LabelRole::name], plane.inputs.nodes.size());
        QCOMPARE(count[LabelRole::address], plane.inputs.nodes.size());
        QCOMPARE(count[LabelRole::middle], plane.inputs.links.size());
        // Without the links that run across, the names of all interfaces too.
        std::erase_if(plane.inputs.links, [](const LinkToLabel &link) {
            return link.path.from.x() != link.path.to.x() && link.path.from.y() != link.path.to.y();
        });
        recount();
        QCOMPARE(count[LabelRole::endA], plane.inputs.links.size());
        QCOMPARE(count[LabelRole::endB], plane.inputs.links.size());
    }

    void farOutTheImportantAreNamed()
    {
        Plane plane;
        const void *important = nullptr;
        for (int i = 0; i < 20; ++i) {
            const void *node = plane.node(i * 60.0, 0, QStringLiteral("node%1").arg(i), {}, i == 7 ? 10 : 0);
            if (i == 7)
                important = node;
        }
        const LabelPlan plan = plane.plan(0.1);
        QVERIFY(find(plan, important, LabelRole::name));
        QVERIFY(plan.labels().size() > 2 && plan.labels().size() < 20);
        for (const PlacedLabel &label : plan.labels())
            QVERIFY2(label.pixels >= 10, "letters that can be read");
        verifyClear(plane, plan);
    }

    void panningChangesNothing()
    {
        const Plane plane = mesh(12, 9, 130);
        const LabelPlan all = plane.plan(0.75);
        const QRectF seen(200, 150, 500, 400);
        const auto within = [&seen](const LabelPlan &plan) {
            std::vector<PlacedLabel> labels;
            for (const PlacedLabel &label : plan.labels())
                if (seen.contains(label.box))
                    labels.push_back(label);
            std::sort(labels.begin(), labels.end(), [](const PlacedLabel &a, const PlacedLabel &b) {
                return std::tuple(a.box.y(), a.box.x()) < std::tuple(b.box.y(), b.box.x());
            });
            return labels;
        };
        const LabelPlan part(plane.shared(), 0.75, seen.adjusted(-250, -200, 250, 200));
        const LabelPlan panned(plane.shared(), 0.75, seen.adjusted(-100, -200, 400, 200), &part);
        QCOMPARE(within(panned), within(part));
        QVERIFY(!within(all).empty());
    }

    void whatCanStayStaysWhileANodeIsDragged()
    {
        // A node passes below the link of two others, whose label is above or below as there is room.
        Plane plane;
        plane.node(0, 0, "r1");
        plane.node(300, 0, "r2");
        const void *link = plane.link({0, 0}, {300, 0}, "5 ms");
        plane.node(150, 400, "r3");
        LabelPlan plan = plane.plan();
        const QRectF usual = find(plan, link, LabelRole::middle)->box;
        int moves = 0;
        QRectF last = usual;
        for (double y = 400; y > -400; y -= 5) {
            plane.inputs.nodes.back().at = {150, y};
            plan = LabelPlan(plane.shared(), 1, plan.area(), &plan);
            const PlacedLabel *label = find(plan, link, LabelRole::middle);
            if (!label) // the node is right on top of the link's middle
                continue;
            moves += label->box != last;
            last = label->box;
            verifyClear(plane, plan);
        }
        QVERIFY2(moves <= 3, qPrintable(QString::number(moves)));
        // Without a plan before, the best place is taken again.
        QCOMPARE(find(plane.plan(), link, LabelRole::middle)->box, usual);
    }

    void farFromADragNothingChanges()
    {
        Plane plane = mesh(12, 9, 130);
        LabelPlan plan = plane.plan(0.75);
        const std::vector<PlacedLabel> before = plan.labels();
        NodeToLabel &dragged = plane.inputs.nodes[0];
        const QPointF home = dragged.at;
        for (int step = 1; step <= 20; ++step) {
            dragged.at = home + QPointF(-4.0 * step, 6.0 * step);
            plan = LabelPlan(plane.shared(), 0.75, plan.area(), &plan);
            verifyClear(plane, plan);
        }
        const QRectF near(-400, -400, 1000, 1000);
        std::size_t far = 0;
        for (const PlacedLabel &label : before) {
            if (near.intersects(label.box))
                continue;
            ++far;
            const PlacedLabel *now = find(plan, label.item, label.role);
            QVERIFY(now && *now == label);
        }
        QVERIFY(far > 50);
        // Something that comes is planned for everywhere.
        plane.node(500, 2000, "late");
        plan = LabelPlan(plane.shared(), 0.75, plan.area(), &plan);
        QVERIFY(find(plan, plane.inputs.nodes.back().item, LabelRole::name));
    }

    void aCostRemainsWhereAnInterfaceHasNoRoom()
    {
        Plane plane;
        plane.node(0, 0, "r1");
        plane.node(150, 0, "r2");
        plane.link({0, 0}, {150, 0}, {}, "averylonginterfacename · 10");
        plane.inputs.links.back().shortEnds = {Plane::text("10"), Plane::text("10")};
        const LabelPlan plan = plane.plan();
        const PlacedLabel *end = find(plan, plane.inputs.links.back().item, LabelRole::endA);
        QVERIFY(end);
        QCOMPARE(end->text, QString("10"));
    }

    void notesAreKeptClear()
    {
        Plane plane;
        const void *node = plane.node(0, 0, "r1");
        const QRectF note(-100, 30, 200, 80);
        plane.inputs.boxes.push_back(note);
        const LabelPlan plan = plane.plan();
        QVERIFY(find(plan, node, LabelRole::name));
        QVERIFY(!find(plan, node, LabelRole::name)->box.intersects(note));
    }

    void lettersKeepASizeThatCanBeRead()
    {
        for (const double zoom : {0.05, 0.1, 0.34, 0.6, 1.0, 2.0, 4.0}) {
            QVERIFY(labelPixels(LabelRole::name, zoom) >= 11);
            QVERIFY(labelPixels(LabelRole::address, zoom) <= labelPixels(LabelRole::name, zoom));
        }
        QCOMPARE(labelPixels(LabelRole::name, 1), 13);
        QCOMPARE(labelPixels(LabelRole::endA, 0.3), 0); // the less important are not shown far out
    }
};

QTEST_APPLESS_MAIN(TstLabelPlan)
#include "tst_label_plan.moc"

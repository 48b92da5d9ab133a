// Every edit of the drawing: that undo and redo bring back exactly what was, lab, drawing and text; and which of them become one step.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"

#include <QtTest>

#include <functional>

using namespace hopyard;
using namespace hopyard::document;

namespace {

using Do = std::function<void(LabDocument &)>;

const char *const kLab = R"(hopyard: 1
nodes:
  a: {kind: host, at: [0, 0]}
  b: {kind: router, at: [100, 0]}
  c: {kind: router, at: [200, 0]}
links:
  - {ends: [a:eth0, b:eth0]}
  - {ends: [b:eth1, c:eth0]}
drawing:
  layers:
    Hints: {nodes: [c]}
    Answers: {hidden: true}
  shapes:
    low: {kind: rectangle, at: [0, 0], size: [50, 50], layer: Hints}
    mid: {kind: note, at: [10, 10], size: [50, 50], text: "old"}
    top: {kind: line, at: [20, 20], size: [50, 0]}
    pic: {kind: picture, at: [30, 30], size: [50, 50], file: old.png}
  groups:
    Left: {nodes: [a]}
    Right: {nodes: [b, c]}
  links:
    - {ends: [b:eth1, c:eth0], bends: [[150, 50]]}
)";
const LinkEnds kPlain{{"a", "eth0"}, {"b", "eth0"}}, kBent{{"b", "eth1"}, {"c", "eth0"}};

/// A change of one value of a shape, as the properties make it.
Do set(const char *id, const std::function<void(lab::Shape &)> &change)
{
    return [=](LabDocument &document) {
        lab::Shape shape = *document.drawing().findShape(id);
        change(shape);
        setShape(document, shape, QStringLiteral("it"));
    };
}

Picked shapes(std::vector<std::string> ids) { return {{}, {}, std::move(ids), {}}; }

} // namespace

class TstDrawingOperations : public QObject {
    Q_OBJECT

private slots:
    void init() { QVERIFY(m_document.openText(kLab, {}, false)); }

    void undoAndRedo_data()
    {
        QTest::addColumn<Do>("edit");
        QTest::addColumn<QString>("name");
        const auto row = [](const char *what, Do edit, const char *name) { QTest::newRow(what) << std::move(edit) << QString::fromUtf8(name); };
        row("add", [](LabDocument &d) { lab::Shape shape; shape.size = {9, 9}; addShape(d, shape); }, "Add note1");
        row("picture", [](LabDocument &d) { lab::Shape shape; shape.kind = lab::ShapeKind::picture; shape.file = "x.png"; shape.size = {9, 9}; addShape(d, shape); }, "Add picture1");
        row("another picture", set("pic", [](lab::Shape &s) { s.file = "new.png"; }), "Set it of pic");
        row("move", [](LabDocument &d) { movePlaces(d, {.shapes = {{"low", {7, 8}}}}); }, "Move low");
        row("move with nodes", [](LabDocument &d) { movePlaces(d, {.nodes = {{"a", {5, 5}}}, .shapes = {{"low", {7, 8}}, {"top", {1, 2}}}}); }, "Move 3 things");
        row("resize", set("mid", [](lab::Shape &s) { s.size = {80, 20}; }), "Set it of mid");
        row("text", set("mid", [](lab::Shape &s) { s.text = "**new**\nand more"; }), "Set it of mid");
        row("colour", set("low", [](lab::Shape &s) { s.colour = lab::ShapeColour::teal; }), "Set it of low");
        row("an arrow at a line's end", set("top", [](lab::Shape &s) { s.arrow = true; }), "Set it of top");
        row("a line's second end", set("top", [](lab::Shape &s) { s.size = {-20, 70}; }), "Set it of top");
        row("raise", [](LabDocument &d) { restack(d, {"low"}, Stack::up); }, "Raise low");
        row("lower", [](LabDocument &d) { restack(d, {"pic", "top"}, Stack::down); }, "Lower 2 shapes");
        row("to the front", [](LabDocument &d) { restack(d, {"low"}, Stack::top); }, "Raise low");
        row("to the back", [](LabDocument &d) { restack(d, {"top"}, Stack::bottom); }, "Lower top");
        row("onto a layer", [](LabDocument &d) { putOnLayer(d, shapes({"mid", "top"}), "Answers"); }, "Put 2 shapes on layer Answers");
        row("off its layer", [](LabDocument &d) { putOnLayer(d, shapes({"low"}), {}); }, "Take low off its layer");
        row("a node onto a layer", [](LabDocument &d) { putOnLayer(d, {{"a"}, {}}, "Answers"); }, "Put a on layer Answers");
        row("a group's nodes onto a layer", [](LabDocument &d) { putOnLayer(d, {{}, {}, {}, {"Right"}}, "Answers"); }, "Put 2 nodes on layer Answers");
        row("nodes and shapes onto a layer", [](LabDocument &d) { putOnLayer(d, {{"a", "b"}, {}, {"mid"}, {}}, "Hints"); }, "Put 3 things on layer Hints");
        row("add a layer", [](LabDocument &d) { addLayer(d); }, "Add layer Layer 1");
        row("rename a layer", [](LabDocument &d) { renameLayer(d, "Hints", "Clues"); }, "Rename layer Hints to Clues");
        row("hide a layer", [](LabDocument &d) { setLayerHidden(d, "Hints", true); }, "Hide layer Hints");
        row("show a layer", [](LabDocument &d) { setLayerHidden(d, "Answers", false); }, "Show layer Answers");
        row("delete a layer", [](LabDocument &d) { removeLayer(d, "Hints"); }, "Delete layer Hints");
        row("group", [](LabDocument &d) { addGroup(d, {"a", "b"}); }, "Group 2 nodes");
        row("ungroup one", [](LabDocument &d) { removeGroups(d, {"Right"}); }, "Ungroup Right");
        row("ungroup several", [](LabDocument &d) { removeGroups(d, {"Left", "Right"}); }, "Ungroup 2 groups");
        row("fold one", [](LabDocument &d) { setFolded(d, {"Left"}, true); }, "Fold Left");
        row("fold several", [](LabDocument &d) { setFolded(d, {"Left", "Right"}, true); }, "Fold 2 groups");
        row("rename a group", [](LabDocument &d) { renameGroup(d, "Left", "West"); }, "Rename group Left to West");
        row("bend a link", [](LabDocument &d) { setWay(d, {kPlain.a, kPlain.b, {}, {{50, 30}, {60, -30}}}, QStringLiteral("Bend it")); }, "Bend it");
        row("right angles", [](LabDocument &d) { setRoute(d, {kPlain, kBent}, lab::LinkRoute::orthogonal); }, "Draw with right angles");
        row("straighten", [](LabDocument &d) { straighten(d, {kPlain, kBent}); }, "Straighten links");
        row("delete shapes", [](LabDocument &d) { removePicked(d, shapes({"low", "pic"})); }, "Delete 2 shapes");
        row("delete a folded group with its nodes", [](LabDocument &d) { removePicked(d, {{}, {}, {}, {"Right"}}); }, "Delete 2 nodes");
        row("delete a node of a group with a bent link", [](LabDocument &d) { removePicked(d, {{"c"}, {}}); }, "Delete c");
        row("rename a node of a group with a bent link", [](LabDocument &d) { renameNode(d, "b", "core"); }, "Rename b to core");
        row("copies", [](LabDocument &d) {
            const Picked picked{{"b", "c"}, {}, {"low"}, {}};
            insertPart(d, extract(d.lab(), picked), extractDrawing(d.lab(), d.drawing(), picked), {20, 20}, QStringLiteral("Paste"));
        }, "Paste 3 things");
    }
    void undoAndRedo()
    {
        QFETCH(const Do, edit);
        QFETCH(const QString, name);
        struct State {
            lab::Lab lab;
            lab::Drawing drawing;
            std::string text;
            bool operator==(const State &) const = default;
        };
        const auto now = [this] { return State{m_document.lab(), m_document.drawing(), m_document.text()}; };
        const State before = now();
        edit(m_document);
        const State after = now();
        QCOMPARE(m_document.undoStack().count(), 1);
        QCOMPARE(m_document.undoStack().undoText(), name);
        QVERIFY(after.text != before.text);
        QVERIFY(after.lab != before.lab || after.drawing != before.drawing);
        m_document.undoStack().undo();
        QVERIFY(now() == before);
        QVERIFY(!m_document.isModified());
        m_document.undoStack().redo();
        QVERIFY(now() == after);
        const auto again = lab::LabText::read(after.text, ""); // what is saved is what is there
        QVERIFY(again);
        QVERIFY(again->lab() == after.lab && again->drawing() == after.drawing);
    }

    void stepsOfOneGestureMerge_data()
    {
        QTest::addColumn<Do>("first");
        QTest::addColumn<Do>("second");
        QTest::addColumn<Do>("back");
        const auto grow = [](double width) {
            return Do([=](LabDocument &d) {
                lab::Shape shape = *d.drawing().findShape("mid");
                shape.size.x = width;
                setShape(d, shape, QStringLiteral("size"), QStringLiteral("resize#1"));
            });
        };
        QTest::newRow("a resize") << grow(60) << grow(70) << grow(50);
        const auto move = [](double x) { return Do([=](LabDocument &d) { movePlaces(d, {.nodes = {{"a", {x, 0}}}, .shapes = {{"low", {x, 0}}}}, QStringLiteral("move#1")); }); };
        QTest::newRow("a drag of nodes and shapes") << move(5) << move(6) << move(0);
        const auto bend = [](double y) { return Do([=](LabDocument &d) { setWay(d, {kBent.a, kBent.b, {}, {{150, y}}}, QStringLiteral("Bend"), QStringLiteral("bend#1")); }); };
        QTest::newRow("a bend") << bend(60) << bend(70) << bend(50);
        const auto type = [](const char *text) {
            return Do([=](LabDocument &d) {
                lab::Shape shape = *d.drawing().findShape("mid");
                shape.text = text;
                setShape(d, shape, QStringLiteral("text"), QStringLiteral("text mid"));
            });
        };
        QTest::newRow("typing") << type("olde") << type("older") << type("old");
    }
    void stepsOfOneGestureMerge()
    {
        QFETCH(const Do, first);
        QFETCH(const Do, second);
        QFETCH(const Do, back);
        const lab::Lab lab = m_document.lab();
        const lab::Drawing drawing = m_document.drawing();
        first(m_document);
        second(m_document);
        QCOMPARE(m_document.undoStack().count(), 1);
        const lab::Drawing after = m_document.drawing();
        m_document.undoStack().undo();
        QVERIFY(m_document.lab() == lab && m_document.drawing() == drawing);
        m_document.undoStack().redo();
        QVERIFY(m_document.drawing() == after);
        back(m_document); // to where it was: no step at all
        QCOMPARE(m_document.undoStack().count(), 0);
        QVERIFY(m_document.lab() == lab && m_document.drawing() == drawing);
    }

    void stepsOfTwoGesturesDoNot()
    {
        movePlaces(m_document, {.shapes = {{"low", {1, 1}}}}, m_document.newGesture(QStringLiteral("move")));
        movePlaces(m_document, {.shapes = {{"low", {2, 2}}}}, m_document.newGesture(QStringLiteral("move")));
        QCOMPARE(m_document.undoStack().count(), 2);
        restack(m_document, {"low"}, Stack::up); // nor do steps of different kinds, or without a gesture
        restack(m_document, {"low"}, Stack::up);
        QCOMPARE(m_document.undoStack().count(), 4);
    }

    void whatChangesNothingIsNoStep()
    {
        restack(m_document, {"pic"}, Stack::top);
        putOnLayer(m_document, shapes({"low"}), "Hints");
        setLayerHidden(m_document, "Answers", true);
        renameLayer(m_document, "Hints", "Answers"); // taken
        setFolded(m_document, {"Left", "Right"}, false);
        straighten(m_document, {kPlain});
        movePlaces(m_document, {.shapes = {{"low", {0, 0}}}});
        QCOMPARE(m_document.undoStack().count(), 0);
    }

private:
    LabDocument m_document;
};

QTEST_GUILESS_MAIN(TstDrawingOperations)
#include "tst_drawing_operations.moc"

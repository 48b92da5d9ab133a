// Drawings in lab files: every key, what is refused, what is warned of, and saving that keeps the rest of the text.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_drawing.h"
#include "core/lab/lab_text.h"
#include "core/lab/read.h"
#include "tests/support/random_lab.h"

#include <QtTest/QTest>

#include <algorithm>

using namespace hopyard;

namespace {

const std::string kText = "hopyard: 1\n"
                          "nodes:\n"
                          "  a: {kind: host, at: [0, 0]}\n"
                          "  b: {kind: host, at: [200, 0]}\n"
                          "links:\n"
                          "  - {ends: [a:eth0, b:eth0]}\n"
                          "drawing:\n"
                          "  layers: {Hints: {nodes: b, hidden: true}, Base: {}}\n"
                          "  shapes:\n"
                          "    # the first note\n"
                          "    note1: {kind: note, at: [0, 120], size: [200, 90], colour: yellow, layer: Hints, text: Ask}\n"
                          "    line1: {kind: line, at: [0, 0], size: [-120, 40], arrow: true} # to the left\n"
                          "    pic: {kind: picture, at: [0, 0], size: [64, 64], file: pictures/rack.png}\n"
                          "  groups: {Site A: {nodes: [a, b], folded: true}}\n"
                          "  links:\n"
                          "    - {ends: [a:eth0, b:eth0], route: orthogonal, bends: [[0, 40], [80, 40.5]]}\n";

std::string messageOf(const std::string &text)
{
    const auto read = lab::read(text);
    return read ? std::string() : read.error().front().message;
}

std::string withShape(const std::string &shape) { return "hopyard: 1\ndrawing: {shapes: {s: " + shape + "}}\n"; }

} // namespace

class TestDrawing : public QObject {
    Q_OBJECT
private slots:
    void everyKeyIsRead()
    {
        const auto text = lab::LabText::read(kText);
        QVERIFY(text);
        const lab::Drawing &d = text->drawing();
        QVERIFY(d.layers == (std::vector<lab::Layer>{{"Hints", true, {"b"}}, {"Base", false}}));
        QCOMPARE(d.shapes.size(), 3u);
        lab::Shape note;
        note.id = "note1";
        note.kind = lab::ShapeKind::note;
        note.at = {0, 120};
        note.size = {200, 90};
        note.text = "Ask";
        note.colour = lab::ShapeColour::yellow;
        note.layer = "Hints";
        QVERIFY(d.shapes[0] == note);
        QVERIFY(d.shapes[1].arrow);
        QVERIFY((d.shapes[1].size == lab::Position{-120, 40}));
        QCOMPARE(d.shapes[2].file, "pictures/rack.png");
        QVERIFY(d.groups == (std::vector<lab::Group>{{"Site A", {"a", "b"}, true}}));
        QCOMPARE(d.links.size(), 1u);
        const lab::LinkWay *way = d.wayOf({"a", "eth0"}, {"b", "eth0"});
        QVERIFY(way);
        QVERIFY(way->route == lab::LinkRoute::orthogonal);
        QVERIFY(way->bends == (std::vector<lab::Position>{{0, 40}, {80, 40.5}}));
        QVERIFY(!d.wayOf({"b", "eth0"}, {"a", "eth0"}));
        QVERIFY(!d.isShown(d.shapes[0]));
        QVERIFY(d.isShown(d.shapes[1]));
        QCOMPARE(d.layerOf("b")->name, "Hints");
        QVERIFY(!d.layerOf("a"));
        QCOMPARE(d.groupOf("b")->name, "Site A");
        QVERIFY(!d.groupOf("c"));
        QVERIFY(lab::checkDrawing(d, text->lab(), text->places()).empty());
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QString>("shape");
        QTest::addColumn<QString>("says");
        QTest::newRow("no kind") << "{at: [0, 0]}" << "has no 'kind'";
        QTest::newRow("kind") << "{kind: star, size: [9, 9]}" << "known are note, text";
        QTest::newRow("size") << "{kind: note, at: [0, 0]}" << "needs a 'size'";
        QTest::newRow("negative") << "{kind: ellipse, size: [-4, 9]}" << "needs a 'size'";
        QTest::newRow("colour") << "{kind: line, colour: pink}" << "known are plain, red";
        QTest::newRow("absolute") << "{kind: picture, size: [9, 9], file: /etc/passwd}" << "within the lab's folder";
        QTest::newRow("above") << "{kind: picture, size: [9, 9], file: a/../../b.png}" << "within the lab's folder";
        QTest::newRow("place") << "{kind: line, at: [0, 0, 0]}" << "two numbers";
        QTest::newRow("nothing") << "" << "has no kind";
        QTest::newRow("name") << "{kind: line}, 'a b': {kind: line}" << "cannot be the name of a shape";
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(const QString, shape);
        QFETCH(const QString, says);
        const std::string message = messageOf(withShape(shape.toStdString()));
        QVERIFY2(QString::fromStdString(message).contains(says), message.c_str());
    }

    void picturesStayInTheFolder()
    {
        for (const char *good : {"a.png", "pictures/a b.png", "..a/b", "a..png"})
            QVERIFY2(lab::isPicturePath(good), good);
        for (const char *bad : {"", "/a", "../a", "a/..", "a//b", "./a", "a\\b", "c:a", "a\nb", "file:///etc/passwd"})
            QVERIFY2(!lab::isPicturePath(bad), bad);
    }

    void strayNamesAreWarnings()
    {
        const auto text = lab::LabText::read(kText);
        QVERIFY(text);
        lab::Drawing d = text->drawing();
        d.groups.push_back({"Two", {"a", "zz"}, false});
        d.layers[1].nodes = {"b", "zz"};
        d.shapes[1].layer = "gone";
        d.shapes[2].file.clear();
        const auto problems = lab::checkDrawing(d, text->lab(), text->places());
        QCOMPARE(problems.size(), 6u);
        QVERIFY(!lab::hasErrors(problems));
        QVERIFY(problems.front().line > 0);
    }

    void nodesTakeTheirGroupsAndWaysAlong()
    {
        const auto text = lab::LabText::read(kText);
        QVERIFY(text);
        lab::Drawing d = text->drawing();
        d.renameNode("a", "z");
        QVERIFY(d.groupOf("z") && !d.groupOf("a"));
        d.renameNode("b", "y");
        QVERIFY(d.layerOf("y") && !d.layerOf("b"));
        d.renameNode("y", "b");
        QVERIFY(d.wayOf({"z", "eth0"}, {"b", "eth0"}));
        d.renameNode("z", "");
        QVERIFY(d.groups[0].nodes == std::vector<std::string>{"b"});
        QVERIFY(d.links.empty());
        d.setWay({{"a", "eth0"}, {"b", "eth0"}, lab::LinkRoute::straight, {}});
        QVERIFY(d.links.empty()); // the usual way needs no words
    }

    void randomDrawingsAreReadBack()
    {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            test::RandomLab random(seed);
            const lab::Lab from = random.lab(), to = random.lab();
            const lab::Drawing first = random.drawing(from), second = random.drawing(to);
            const std::string written = lab::LabText().save(from, first);
            const auto text = lab::LabText::read(written);
            QVERIFY2(text && text->lab() == from && text->drawing() == first, written.c_str());
            const std::string saved = text->save(to, second);
            const auto again = lab::LabText::read(saved);
            QVERIFY2(again && again->lab() == to && again->drawing() == second, saved.c_str());
        }
    }

    void savingKeepsTheRest()
    {
        const auto text = lab::LabText::read(kText, "x.yaml");
        QVERIFY(text);
        QCOMPARE(text->save(text->lab()), kText);
        lab::Drawing drawing = text->drawing();
        drawing.shapes[0].at = {40, 160};
        std::string expected = kText;
        expected.replace(expected.find("[0, 120]"), 8, "[40, 160]");
        QCOMPARE(text->save(text->lab(), drawing), expected);
        const std::string bare = text->save(text->lab(), {});
        QCOMPARE(bare, kText.substr(0, kText.find("drawing:")));
        const auto undrawn = lab::LabText::read(bare);
        QVERIFY(undrawn);
        const std::string drawn = undrawn->save(text->lab(), text->drawing());
        QVERIFY(drawn.starts_with(bare)); // at the end, nothing else moves
    }
};

QTEST_APPLESS_MAIN(TestDrawing)
#include "tst_drawing.moc"

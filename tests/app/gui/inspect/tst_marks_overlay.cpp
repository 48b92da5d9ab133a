// Where marks are painted: along the links that the drawing has, in the direction that was asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/operations.h"
#include "app/gui/inspect/marks_overlay.h"
#include "app/gui/scene/lab_scene.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

using namespace hopyard;
using namespace hopyard::inspect;

namespace {

struct Drawing {
    Drawing()
    {
        a = document::addNode(document, lab::NodeKind::router, {0, 0});
        b = document::addNode(document, lab::NodeKind::router, {200, 0});
        ends = *document::addLink(document, a, b);
    }
    static QString text(const lab::End &end) { return QString::fromStdString(lab::toString(end)); }

    document::LabDocument document;
    scene::LabScene scene{document};
    std::string a, b;
    document::LinkEnds ends;
    view::ViewTransform transform{{}, 1, 1, {0, 0, 400, 300}};
};

} // namespace

class TstMarksOverlay : public QObject {
    Q_OBJECT

private slots:
    void anArrowGoesFromTheEndThatWasNamed()
    {
        Drawing d;
        MarksOverlay overlay(d.scene);
        overlay.setMarks({.links = {{.from = Drawing::text(d.ends.a), .label = "10"}}});
        auto arrows = overlay.arrows(d.transform);
        QCOMPARE(arrows.size(), std::size_t(1));
        QCOMPARE(arrows[0].label, QString("10"));
        QVERIFY(arrows[0].line.front().x() > 30 && arrows[0].line.front().x() < 50); // clear of the nodes
        QVERIFY(arrows[0].line.back().x() > 150 && arrows[0].line.back().x() < 170);
        QVERIFY(qAbs(arrows[0].line.back().y()) < 0.001); // on the line

        overlay.setMarks({.links = {{.from = Drawing::text(d.ends.b)}}});
        arrows = overlay.arrows(d.transform);
        QCOMPARE(arrows.size(), std::size_t(1));
        QVERIFY(arrows[0].line.front().x() > arrows[0].line.back().x());
    }

    void forthAndBackKeepToTheirRight()
    {
        Drawing d;
        MarksOverlay overlay(d.scene);
        overlay.setMarks({.links = {{.from = Drawing::text(d.ends.a)}, {.from = Drawing::text(d.ends.b), .tone = Tone::other}}});
        const auto arrows = overlay.arrows(d.transform);
        QCOMPARE(arrows.size(), std::size_t(2));
        QVERIFY(arrows[0].line.back().y() > 1);  // to the right of who goes to the right: below
        QVERIFY(arrows[1].line.back().y() < -1);
        QVERIFY(colourOf(arrows[0].tone) != colourOf(arrows[1].tone));
    }

    void whatIsNotDrawnIsLeftOut()
    {
        Drawing d;
        MarksOverlay overlay(d.scene);
        overlay.setMarks({.nodes = {{.name = "nobody", .label = "1"}}, .links = {{.from = "nobody:eth0"}, {.from = "nonsense"}, {.from = ""}}});
        QVERIFY(overlay.arrows(d.transform).empty());
        QImage picture(400, 300, QImage::Format_ARGB32_Premultiplied);
        picture.fill(Qt::transparent);
        const QImage before = picture;
        QPainter painter(&picture);
        overlay.paint(painter, d.transform);
        painter.end();
        QVERIFY(picture == before);
        QVERIFY(!overlay.isActive());
    }

    void wordsKeepClearOfEachOtherAndOfLabels()
    {
        Drawing d;
        MarksOverlay overlay(d.scene);
        const QString a = QString::fromStdString(d.a);
        overlay.setMarks({.nodes = {{.name = a, .label = "20"}},
                          .links = {{.from = Drawing::text(d.ends.a), .label = "10"}, {.from = Drawing::text(d.ends.b), .label = "10"}}});
        scene::LabelGrid taken(QRectF(-400, -400, 800, 800));
        d.transform.taken = &taken;
        const auto usual = overlay.words(d.transform);
        QCOMPARE(usual.size(), std::size_t(3));
        const QRectF light(13, -26, 13, 13); // of the node's state, at its upper right
        for (std::size_t i = 0; i < usual.size(); ++i) {
            QVERIFY(!usual[i].box.intersects(light));
            for (std::size_t k = 0; k < i; ++k)
                QVERIFY(!usual[i].box.intersects(usual[k].box));
        }
        // A name where the word would be: it goes elsewhere.
        taken.addBox(usual[2].box);
        QVERIFY(!overlay.words(d.transform)[2].box.intersects(usual[2].box));
        d.transform.scale = 0.1; // nobody could read them
        QVERIFY(overlay.words(d.transform).empty());
    }

    void marksFollowTheDrawing()
    {
        Drawing d;
        MarksOverlay overlay(d.scene);
        overlay.setMarks({.nodes = {{.name = QString::fromStdString(d.a)}}, .links = {{.from = Drawing::text(d.ends.a)}}});
        document::movePlaces(d.document, {.nodes = {{d.b, {0, 200}}}});
        const auto arrows = overlay.arrows(d.transform);
        QVERIFY(qAbs(arrows.at(0).line.back().x()) < 0.001);
        QVERIFY(arrows[0].line.back().y() > 150);
    }
};

QTEST_MAIN(TstMarksOverlay)
#include "tst_marks_overlay.moc"

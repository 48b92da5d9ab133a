// A lab of a thousand nodes and fifteen hundred links in the window: what one does with a small lab can be done with it, each as one
// step of undo. How quick it is, is measured in tests/bench.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/lists_dock.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/quick_fixes.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/main_window.h"
#include "core/lab/write.h"
#include "core/topology/address_plan.h"
#include "tests/support/lab_parts.h"
#include "tests/support/test_window.h"

#include <QAction>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace hopyard;

namespace {

constexpr int kColumns = 40, kRows = 25;
constexpr int kLinks = (kColumns - 1) * kRows + kColumns * (kRows - 1); // a grid: 1,935

std::string nameAt(int column, int row) { return "n" + std::to_string(row * kColumns + column); }

lab::Lab grid()
{
    lab::Lab lab;
    const auto link = [&](int c1, int r1, int c2, int r2) {
        const std::string port = "e" + std::to_string(lab.links.size());
        lab.links.push_back(support::link({nameAt(c1, r1), port}, {nameAt(c2, r2), port}));
    };
    for (int row = 0; row < kRows; ++row)
        for (int column = 0; column < kColumns; ++column) {
            lab.nodes.push_back(
                support::node(nameAt(column, row), lab::NodeKind::router, {column * 120.0, row * 110.0}));
            if (column > 0)
                link(column - 1, row, column, row);
            if (row > 0)
                link(column, row - 1, column, row);
        }
    return lab;
}

} // namespace

class TestLargeLab : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        support::prepareApplication("hopyard-test", m_state);
        m_window = support::makeWindow({[](window::Workbench &workbench) { docks::installLive(workbench); }});
    }
    void init()
    {
        QVERIFY(document().openText(lab::write(grid()), {}, false).has_value());
        QCOMPARE(document().lab().nodes.size(), kColumns * kRows);
        QCOMPARE(document().lab().links.size(), kLinks);
        QVERIFY(scene().nodeItem("n999"));
    }
    void cleanupTestCase() { m_window.reset(); }

    void allOfItMovesInOneStep()
    {
        m_window->workbench().actions.action("edit.selectAll")->trigger();
        QCOMPARE(scene().picked().nodes.size(), kColumns * kRows);
        const lab::Lab before = document().lab();
        canvas().setFocus();
        QTest::keyClick(canvas().viewport(), Qt::Key_Right);
        QVERIFY(document().lab().findNode("n0")->at.x > before.findNode("n0")->at.x);
        QVERIFY(document().lab().findNode("n999")->at.x > before.findNode("n999")->at.x);
        document().undoStack().undo();
        QVERIFY(document().lab() == before);
    }

    void allOfItIsDeletedInOneStep()
    {
        const lab::Lab before = document().lab();
        m_window->workbench().actions.action("edit.selectAll")->trigger();
        m_window->workbench().actions.action("edit.delete")->trigger();
        QVERIFY(document().lab().nodes.empty());
        QVERIFY(document().lab().links.empty());
        document().undoStack().undo();
        QVERIFY(document().lab() == before);
        QVERIFY(scene().nodeItem("n999"));
    }

    void itIsListedAndFound()
    {
        m_window->workbench().showDock("lists");
        auto *lists = m_window->findChild<docks::ListsDock *>();
        QVERIFY(lists);
        QTRY_COMPARE(lists->devices()->model()->rowCount(), kColumns * kRows);
        QCOMPARE(lists->links()->model()->rowCount(), kLinks);
        m_window->workbench().actions.action("edit.find")->trigger();
        QTest::keyClicks(m_window->focusWidget(), "n777");
        QTRY_COMPARE(scene().picked().nodes, std::vector<std::string>{"n777"});
        QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    }

    void addressesForAllOfItAreOneStep()
    {
        const lab::Lab before = document().lab();
        const topology::AddressOptions options{*base::IpPrefix::parse("10.0.0.0/8"), topology::LearnBy::ospf};
        document::applyFix(document(), document::fillAddresses(topology::planAddresses(before, options)));
        QVERIFY(document().lab().findNode("n999")->config.find("router ospf") != std::string::npos);
        document().undoStack().undo();
        QVERIFY(document().lab() == before);
    }

    void itIsSeenWhole()
    {
        canvas().zoomToFit();
        QVERIFY(canvas().zoom() < 0.5);
        const QRectF seen = canvas().mapToScene(canvas().viewport()->rect()).boundingRect();
        for (const char *corner : {"n0", "n39", "n960", "n999"})
            QVERIFY2(seen.contains(scene().nodeItem(corner)->scenePos()), corner);
        canvas().setZoom(0.1);
        QVERIFY(canvas().zoom() < 0.11);
    }

private:
    document::LabDocument &document() { return m_window->workbench().document; }
    scene::LabScene &scene() { return m_window->workbench().scene; }
    view::CanvasView &canvas() { return m_window->workbench().canvas; }

    QTemporaryDir m_state;
    std::unique_ptr<window::MainWindow> m_window;
};

QTEST_MAIN(TestLargeLab)
#include "tst_large_lab.moc"

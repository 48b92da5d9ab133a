// The Problems dock: what a lesson leaves for the student to find, shown after a click and changed in the lab's properties; and that it
// stays calm where a large lab has one mistake many times.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/to_find_button.h"
#include "app/gui/docks/problems_dock.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/quick_fixes.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/workbench.h"
#include "tests/support/named.h"
#include "tests/support/test_window.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace hopyard;
using support::named;

namespace {

const std::string kPuzzle = "hopyard: 1\nto-find: [addresses]\nnodes:\n  a: {kind: host, interfaces: {e: {address: 10.0.0.1/24}}}\n"
                            "  b: {kind: host, interfaces: {e: {address: 10.0.1.1/24}}}\nlinks: [{ends: [a:e, b:e]}]\n"
                            "checks: {c: {title: t, ping: {from: a, to: b}}}\n";

} // namespace

class TestProblems : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { support::prepareApplication("hopyard-test-problems", m_state); }

    void whatIsToBeFoundIsShownAfterAClick()
    {
        const auto window = support::makeWindow();
        document::LabDocument &document = window->workbench().document;
        QVERIFY(document.openText(kPuzzle, {}, false));
        window->workbench().showDock("problems");
        auto *list = named<QTreeWidget>(*window, "Problems of the lab");
        QCOMPARE(list->topLevelItemCount(), 0);
        QVERIFY(named<QLabel>(*window, "This lab keeps 1 problem for you to find.")->isVisible());
        QVERIFY(named<QToolButton>(*window, "No problems")); // in the status bar
        named<QPushButton>(*window, "Show It")->click();
        QCOMPARE(list->topLevelItemCount(), 1);
        QVERIFY(list->topLevelItem(0)->text(2).contains("different networks"));
        QVERIFY(list->itemWidget(list->topLevelItem(0), 3)); // with its fix
        QVERIFY(named<QToolButton>(*window, "1 warning"));
        named<QPushButton>(*window, "Hide Them")->click();
        QCOMPARE(list->topLevelItemCount(), 0);

        // an error is said, whatever is to be found
        QVERIFY(document.openText(QString::fromStdString(kPuzzle).replace("10.0.1.1/24", "10.0.0.1/24").replace("[addresses]", "all").toStdString(), {}, false));
        QCOMPARE(list->topLevelItemCount(), 1);
        QVERIFY(list->topLevelItem(0)->text(2).contains("belongs to"));
    }

    void theTeacherChoosesInTheProperties()
    {
        const auto window = support::makeWindow();
        document::LabDocument &document = window->workbench().document;
        QVERIFY(document.openText(kPuzzle, {}, false));
        const std::string opened = document.text(); // laid out
        auto *button = window->findChild<dialogs::ToFindButton *>();
        QVERIFY(button);
        QCOMPARE(button->text(), QString("Addresses in other networks"));
        const auto action = [&](const QString &text) {
            for (QAction *each : button->menu()->actions())
                if (each->text() == text)
                    return each;
            return static_cast<QAction *>(nullptr);
        };
        action("Addresses in other networks")->trigger();
        QVERIFY(document.lab().teaching.toFind.isNothing());
        QCOMPARE(document.undoStack().undoText(), QString("Set problems to find"));
        QCOMPARE(named<QTreeWidget>(*window, "Problems of the lab")->topLevelItemCount(), 1);
        QVERIFY(document.text().find("to-find") == std::string::npos);
        action("Missing and wrong routes")->trigger();
        action("Missing gateways")->trigger();
        QVERIFY(document.text().find("to-find: [gateways, routes]") != std::string::npos);
        QCOMPARE(button->text(), QString("2 kinds"));
        action("All Problems")->trigger();
        QVERIFY(document.lab().teaching.toFind.all);
        QCOMPARE(named<QTreeWidget>(*window, "Problems of the lab")->topLevelItemCount(), 0);
        for (int i = 0; i < 4; ++i)
            document.undoStack().undo();
        QCOMPARE(document.text(), opened);
    }

    void aLargeLabWithoutAddressesHasOneProblem()
    {
        QString nodes = "hopyard: 1\nnodes:\n", links = "links:\n";
        for (int i = 0; i < 800; ++i) {
            nodes += QString("  r%1: {kind: router, at: [%1, 0]}\n").arg(i);
            links += QString("  - {ends: [r%1:eth0, r%2:eth1]}\n").arg(i).arg((i + 1) % 800);
        }
        document::LabDocument document;
        QVERIFY(document.openText((nodes + links).toStdString(), {}, false));
        QCOMPARE(document.problems().size(), std::size_t(1));
        document::applyFix(document, document::quickFixes(document.lab(), document.problems().front()).front());
        document.checkProblems();
        QCOMPARE(document.problems().size(), std::size_t(1)); // addresses, and no routes yet
        document::applyFix(document, document::quickFixes(document.lab(), document.problems().front()).front());
        document.checkProblems();
        QVERIFY(document.problems().empty());
        QCOMPARE(document.undoStack().count(), 2);
    }

private:
    QTemporaryDir m_state;
};

QTEST_MAIN(TestProblems)
#include "tst_problems.moc"

// Headings of plain tables and the workbench's own words in their cells: one for every column that there is, in the language of
// the workbench; keys and what is asked again stay as the engine calls them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/tables_dock.h"
#include "app/gui/inspect/cells.h"
#include "app/gui/inspect/table_words.h"
#include "app/gui/window/language.h"
#include "emulation/rpc/table_columns.h"
#include "tests/app/gui/client/running_engine.h"

#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QTest>

using namespace hopyard;
using namespace hopyard::inspect;
using hopyard::test::FakeEngine;

class TestTableWords : public QObject {
    Q_OBJECT

    window::Catalogue m_german;

private slots:
    void initTestCase() { QVERIFY(m_german.load(QStringLiteral(":/hopyard/translations/hopyard_de.qm"))); }
    void cleanup() { QCoreApplication::removeTranslator(&m_german); }

    /// Whoever gives a table a new column gives it a heading here, too; tst_translations sees to it that other languages have it.
    void everyColumnHasAHeading()
    {
        for (const std::string_view column : rpc::kTableColumns)
            QVERIFY2(isKnownColumn(QString::fromStdString(std::string(column))), std::string(column).c_str());
        QVERIFY(!isKnownColumn("somethingNewer"));
        QCOMPARE(headingOfColumn("somethingNewer"), QString("Something newer"));
        QCOMPARE(headingOfColumn("rttMs"), QString("RTT (ms)"));
    }

    void everyCounterHasAName()
    {
        QCoreApplication::installTranslator(&m_german);
        for (const std::string_view counter : rpc::kStackCounters) {
            const QString name = QString::fromStdString(std::string(counter));
            QVERIFY2(wordOfCell("counter", "counter", name) != name, qPrintable(name));
        }
        QCOMPARE(wordOfCell("counter", "counter", "dropped: queue full"), QString("verworfen: Warteschlange voll"));
        QCOMPARE(wordOfCell("counter", "counter", "Ip InReceives"), QString("Ip InReceives")); // the kernel's
    }

    void wordsOfProtocolsStay()
    {
        QCoreApplication::installTranslator(&m_german);
        QCOMPARE(wordOfCell("route", "selected", "yes"), QString("ja"));
        QCOMPARE(wordOfCell("tcp", "state", "ESTABLISHED"), QString("ESTABLISHED"));
        QCOMPARE(wordOfCell("neighbour", "state", "reachable"), QString("reachable"));
        QCOMPARE(wordOfCell("guest", "state", "running"), QString("läuft"));
        QCOMPARE(wordOfCell("mac", "where", "adapter eth0"), QString("Adapter eth0"));
    }

    /// The dock in another language: headings and cells are, keys are not, so that a plot is the same in each.
    void theDockSpeaksTheLanguage()
    {
        QCoreApplication::installTranslator(&m_german);
        test::RunningEngine r;
        QVERIFY(r.wait());
        r.engine->answers["table.get"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json::parse(
                R"({"columns": ["counter", "count"], "rows": [["forwarded", 5], ["dropped: queue full", 2]]})"));
        };
        docks::TablesDock dock(r.session);
        dock.setNodes({{"h1", "host"}});
        QVERIFY(dock.showTable("h1", "counter"));
        dock.show();
        const auto *view = dock.findChild<docks::TableView *>();
        QTRY_COMPARE(view->model()->rowCount(), 2);
        QCOMPARE(view->model()->headerData(0, Qt::Horizontal).toString(), QString("Zähler"));
        QCOMPARE(view->model()->headerData(1, Qt::Horizontal).toString(), QString("Anzahl"));
        const QModelIndex first = view->model()->index(0, 0);
        QCOMPARE(first.data().toString(), QString("weitergeleitet"));
        QCOMPARE(first.data(models::TableModel::KeyRole).toString(), QString("forwarded"));
        QCOMPARE((CellPlace{"h1", "counter", {"forwarded"}, "count"}).what(), QString("weitergeleitet"));
        QCOMPARE((CellPlace{"h1", "interface", {"eth0"}, "receivedPackets"}).what(), QString("Empfangene Pakete"));
    }
};

QTEST_MAIN(TestTableWords)
#include "tst_table_words.moc"

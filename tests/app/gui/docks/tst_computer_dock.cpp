// The hypervisor's view against a real engine: the map of pages by pointer and keys, a packet's page followed from the DMA
// table to the guest and through the clearing, guests, costs; and what it asks when nobody looks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/computer_dock.h"
#include "app/gui/docks/page_legend.h"
#include "app/gui/docks/page_map.h"
#include "app/gui/docks/page_stations.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/models/buffer_map_model.h"
#include "app/gui/plot/plot_view.h"
#include "places.h"
#include "tests/app/gui/client/fake_engine.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/support/named.h"

#include <QComboBox>
#include <QFile>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace hopyard;
using namespace hopyard::docks;
using client::PageState;
using hopyard::test::FakeEngine;
using hopyard::test::RealEngine;

namespace {

using support::named;

client::BufferMap smallMap()
{
    client::BufferMap map;
    map.pages = 200;
    map.runs = {{0, 100, PageState::guestMemory, "g1", 0, false, {}, {}},
                {100, 10, PageState::dmaTable, "", {}, false, {}, {}},
                {110, 1, PageState::mapped, "g1", 5, false, 42, base::TimePoint::fromNs(1'000'000)},
                {111, 89, PageState::free, "", {}, false, {}, {}}};
    return map;
}

} // namespace

class TestComputerDock : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QFile lab(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/where-the-packet-landed.yaml"));
        QVERIFY(lab.open(QIODevice::ReadOnly));
        if (!m_engine.run(lab.readAll().replace(", release: when-asked", "").toStdString()))
            QFAIL(qPrintable(m_engine.error));
    }

    void pagesFoldAndUnfold()
    {
        models::BufferMapModel model;
        PageMap map(model);
        map.resize(400, 300);
        map.show();
        model.setMap(smallMap());
        QCOMPARE(map.rectOf(0), map.rectOf(99)); // one bar
        QVERIFY(map.rectOf(100).width() < map.rectOf(0).width());
        QVERIFY(map.rectOf(100) != map.rectOf(101));
        QCOMPARE(map.pageAt(map.rectOf(105).center()), 105);
        QCOMPARE(map.pageAt(map.rectOf(150).center()), 111); // the bar's first
        map.setFolded(false);
        QVERIFY(map.rectOf(0) != map.rectOf(99));
        QCOMPARE(map.pageAt(map.rectOf(150).center()), 150);
        QCOMPARE(map.pageAt({399, 299}), -1);
        model.clear();
        QCOMPARE(map.pageAt({20, 20}), -1);
    }

    void pagesAreReachedByKeys()
    {
        models::BufferMapModel model;
        PageMap map(model);
        map.resize(400, 300);
        map.show();
        model.setMap(smallMap());
        QSignalSpy activated(&map, &PageMap::pageActivated);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.currentPage(), 0);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.currentPage(), 100); // over the bar
        QTest::keyClick(&map, Qt::Key_Left);
        QCOMPARE(map.currentPage(), 0);
        QTest::keyClick(&map, Qt::Key_End);
        QCOMPARE(map.currentPage(), 111);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.currentPage(), 111); // nothing behind it
        map.setCurrentPage(110);
        QCOMPARE(map.accessibleDescription(), "Host page 110: lent to g1, there page 5, packet 42, since 0.001000 s");
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toInt(), 110);
        map.setFolded(false);
        map.setCurrentPage(50);
        QTest::keyClick(&map, Qt::Key_Down);
        QVERIFY(map.currentPage() > 51);
        QTest::keyClick(&map, Qt::Key_Up);
        QCOMPARE(map.currentPage(), 50);
        QTest::mouseClick(map.viewport(), Qt::LeftButton, {}, map.rectOf(105).center());
        QCOMPARE(map.currentPage(), 105);
        client::BufferMap smaller = smallMap();
        smaller.pages = 100;
        smaller.runs.resize(1);
        model.setMap(smaller);
        QCOMPARE(map.currentPage(), -1); // that page is no more
    }

    void aComputerOfManyPagesScrolls()
    {
        models::BufferMapModel model;
        PageMap map(model);
        map.resize(300, 200);
        map.setFolded(false);
        map.show();
        client::BufferMap large;
        large.pages = 65'536;
        large.runs = {{0, 65'536, PageState::free, "", {}, false, {}, {}}};
        model.setMap(large);
        QVERIFY(map.verticalScrollBar()->maximum() > 0);
        QTest::keyClick(&map, Qt::Key_End);
        QCOMPARE(map.currentPage(), 65'535);
        QVERIFY(map.rect().contains(map.rectOf(65'535)));
    }

    void aRealComputerIsShown()
    {
        ComputerDock dock(m_engine.session);
        dock.resize(1200, 320);
        QVERIFY(named<QLabel>(dock, "Why there is nothing to see")->text().contains("no hypervisor"));
        dock.setComputers({"pc1"});
        dock.show();
        auto *map = dock.findChild<PageMap *>();
        auto *guests = named<TableView>(dock, "Guests");
        QTRY_COMPARE_WITH_TIMEOUT(guests->model()->rowCount(), 2, RealEngine::kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(map->rectOf(0).isValid(), RealEngine::kPatienceMs);
        QVERIFY(named<QLabel>(dock, "How it carries packets")->text().contains("receives by remap"));
        QTRY_VERIFY_WITH_TIMEOUT(dock.findChild<PageLegend *>()->accessibleDescription().contains("in the DMA table"), RealEngine::kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(dock.findChild<plot::PlotView *>()->accessibleDescription().contains("maps"), RealEngine::kPatienceMs);

        // The first packet that lands is followed by itself: its page goes through the guest and the clearing.
        auto *history = named<TableView>(dock, "What happened to the page");
        const auto has = [&](const QString &what) {
            for (int row = 0; row < history->model()->rowCount(); ++row)
                if (history->model()->index(row, 1).data().toString().contains(what))
                    return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(has("landed") && has("mapped into"), RealEngine::kPatienceMs);
        QVERIFY(map->currentPage() >= 0);
        auto *latest = named<QToolButton>(dock, "Follow the latest packet");
        QTRY_VERIFY_WITH_TIMEOUT((latest->click(), has("listed in the DMA table")), RealEngine::kPatienceMs);
        QVERIFY(dock.findChild<PageStations *>()->accessibleDescription().contains("DMA table"));

        QTest::keyClick(map, Qt::Key_Home);
        QVERIFY(named<QLabel>(dock, "What is followed")->text().contains("Host page 0"));
        for (QWidget *widget : dock.findChildren<QWidget *>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith("qt_") && widget->window() == &dock)
                QVERIFY2(!widget->accessibleName().isEmpty() || qobject_cast<QAbstractButton *>(widget), widget->metaObject()->className());
    }

    /// Without a network: what is asked when.
    void itAsksOnlyWhileItIsSeen()
    {
        QTemporaryDir directory;
        FakeEngine engine(directory.filePath("fake.sock"));
        engine.state = "running";
        client::EngineSession session;
        session.attach(directory.filePath("fake.sock"));
        QTRY_VERIFY(session.isConnected());
        ComputerDock dock(session);
        dock.setComputers({"pc1", "pc2"});
        QTest::qWait(0);
        QCOMPARE(engine.count("hypervisor.buffers"), 0);
        dock.show();
        QTRY_VERIFY(engine.count("hypervisor.buffers") > 0 && engine.count("hypervisor.costs") > 0 && engine.count("hypervisor.guests") > 0);
        const auto watches = [&] {
            const auto *asked = engine.last("telemetry.subscribe");
            return asked && asked->params["topics"].dump().find("buffers") != std::string::npos;
        };
        QTRY_VERIFY(watches());
        dock.showNode("pc2");
        QTRY_COMPARE(engine.last("hypervisor.buffers")->params["node"], "pc2");
        dock.showNode("h1"); // no computer
        QCOMPARE(dock.computer(), "pc2");
        dock.hide();
        QTRY_VERIFY(!watches());
        engine.state = "stopped";
        engine.notify("state", engine.status());
        dock.show();
        QTRY_VERIFY(named<QLabel>(dock, "Why there is nothing to see")->text().contains("Run the lab"));
    }

private:
    RealEngine m_engine;
};

QTEST_MAIN(TestComputerDock)
#include "tst_computer_dock.moc"

// The migration's view against a real engine: a download's connection is moved from host to host out of the list, and the
// chart, the blob's fields and the flow table say what happened; and what it asks when nobody looks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/blob_bar.h"
#include "app/gui/docks/bytes_view.h"
#include "app/gui/docks/connection_drag.h"
#include "app/gui/docks/move_chart.h"
#include "app/gui/docks/moves_dock.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"
#include "places.h"
#include "tests/app/gui/client/fake_engine.h"
#include "tests/app/gui/client/real_engine.h"
#include "tests/support/named.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace hopyard;
using namespace hopyard::docks;
using hopyard::test::FakeEngine;
using hopyard::test::RealEngine;

namespace {

using support::named;

const std::vector<MovesDock::Service> kServices{{"lb", {}, {"a", "b", "c"}, "10.0.0.80:80"}};

QStringList labelsOf(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        all += index.data().toString();
        all += labelsOf(model, index);
    }
    return all;
}

} // namespace

class TestMovesDock : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QFile lab(QStringLiteral(HOPYARD_SOURCE_DIR "/resources/labs/moving-house.yaml"));
        QVERIFY(lab.open(QIODevice::ReadOnly));
        if (!m_engine.run(lab.readAll().replace("bytes/20000000 check", "bytes/900000000 check").toStdString()))
            QFAIL(qPrintable(m_engine.error));
    }

    void aConnectionIsMovedOutOfTheList()
    {
        MovesDock dock(m_engine.session);
        QSignalSpy failed(&dock, &MovesDock::failed);
        dock.resize(1300, 320);
        dock.setServices(kServices);
        dock.show();
        auto *connections = named<TableView>(dock, "Connections that can move");
        auto *moves = named<TableView>(dock, "Moves");
        const auto hostOf = [&](int row) { return connections->model()->index(row, 0).data().toString(); };
        // The forwarder decides first: that move is there without anybody having asked.
        QTRY_VERIFY_WITH_TIMEOUT(moves->model()->rowCount() >= 1, RealEngine::kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(connections->model()->rowCount() == 1 && hostOf(0) != "lb", RealEngine::kPatienceMs);
        const QString from = hostOf(0);
        auto *button = named<QPushButton>(dock, "Move to");
        QVERIFY(!button->isEnabled());
        connections->selectRow(0);
        QVERIFY(button->isEnabled());
        emit button->menu()->aboutToShow();
        QStringList targets;
        for (QAction *action : button->menu()->actions())
            targets += action->text();
        QCOMPARE(targets.size(), 2);
        QVERIFY(!targets.contains(from));
        const int before = moves->model()->rowCount();
        button->menu()->actions().first()->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(moves->model()->rowCount(), before + 1, RealEngine::kPatienceMs);
        const auto cell = [&](int column) { return moves->model()->index(0, column).data().toString(); };
        QTRY_COMPARE_WITH_TIMEOUT(cell(6), "moved", RealEngine::kPatienceMs);
        QVERIFY(failed.isEmpty());
        QCOMPARE(cell(2), from);
        QCOMPARE(cell(3), targets.first());
        QVERIFY(!cell(4).isEmpty());

        auto *chart = dock.findChild<MoveChart *>();
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                QStringList all;
                for (int step = 0; !chart->describe(step).isEmpty(); ++step)
                    all += chart->describe(step).section(' ', 0, 0);
                return all.contains("frozen") && all.contains("compiled") && all.contains("received") && all.contains("injected")
                    && all.contains("first") && all.contains("released");
            }(),
            RealEngine::kPatienceMs);
        QTest::keyClick(chart, Qt::Key_Home);
        QVERIFY2(chart->accessibleDescription().startsWith("decided at " + from), qPrintable(chart->accessibleDescription()));
        QTest::keyClick(chart, Qt::Key_Down);
        QCOMPARE(chart->currentStep(), 1);

        QVERIFY(dock.findChild<BlobBar *>()->accessibleDescription().contains("state "));
        auto *fields = named<QTreeView>(dock, "Fields of the blob");
        QTRY_VERIFY_WITH_TIMEOUT(fields->model()->rowCount() > 10, RealEngine::kPatienceMs);
        const QStringList labels = labelsOf(*fields->model());
        QVERIFY(labels.contains("remote end: 10.0.1.10:" + connections->model()->index(0, 1).data().toString().section(':', 1))
                || labels.filter("remote end: 10.0.1.10:").size() == 1);
        QVERIFY(labels.contains("state: ESTABLISHED"));
        QVERIFY(labels.filter("SND.UNA: ").size() >= 1);
        QVERIFY(named<BytesView>(dock, "Bytes of the blob")->toPlainText().startsWith("0000  48 42 02"));

        auto *flows = named<TableView>(dock, "Flow table");
        QTRY_COMPARE_WITH_TIMEOUT(flows->model()->rowCount(), 2, RealEngine::kPatienceMs);
        QCOMPARE(flows->model()->index(0, 3).data().toString(), from);
        QCOMPARE(flows->model()->index(1, 3).data().toString(), targets.first());
        QCOMPARE(flows->model()->index(1, 4).data().toInt(), flows->model()->index(0, 4).data().toInt() + 1);
        QTRY_COMPARE_WITH_TIMEOUT(hostOf(0), targets.first(), RealEngine::kPatienceMs);
        for (QWidget *widget : dock.findChildren<QWidget *>())
            if (widget->focusPolicy() != Qt::NoFocus && !widget->objectName().startsWith("qt_") && widget->window() == &dock)
                QVERIFY2(!widget->accessibleName().isEmpty() || qobject_cast<QAbstractButton *>(widget), widget->metaObject()->className());
    }

    void itIsSaidWhyAConnectionDoesNotMove()
    {
        MovesDock dock(m_engine.session);
        QSignalSpy failed(&dock, &MovesDock::failed);
        dock.setServices(kServices);
        dock.moveConnection("a 10.0.1.10:1>10.0.0.80:80", "b");
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, RealEngine::kPatienceMs);
        QVERIFY2(failed[0][0].toString().contains("is no connection of this node"), qPrintable(failed[0][0].toString()));
    }

    void aConnectionIsDroppedOnAMachine()
    {
        document::LabDocument document;
        const std::string host = document::addNode(document, lab::NodeKind::host, {0, 0});
        const std::string other = document::addNode(document, lab::NodeKind::host, {300, 0});
        scene::LabScene scene(document);
        view::CanvasView canvas(document, scene);
        canvas.resize(800, 500);
        canvas.show();
        canvas.zoomToFit();
        QStringList moved;
        new ConnectionDrop(
            canvas, scene, [&](const QString &) { return QStringList{QString::fromStdString(host)}; },
            [&](const QString &connection, const QString &to) { moved = QStringList{connection, to}; });
        QMimeData data;
        data.setData(kConnectionMime, "a 10.0.1.10:1>10.0.0.80:80");
        const auto centreOf = [&](const std::string &node) { return canvas.mapFromScene(scene.nodeItem(node)->pos()); };
        QDragEnterEvent enter({1, 1}, Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas.viewport(), &enter);
        QVERIFY(enter.isAccepted());
        const auto moveOver = [&](const QPoint &position) {
            QDragMoveEvent over(position, Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(canvas.viewport(), &over);
            return over.isAccepted();
        };
        QVERIFY(!moveOver({1, 1}));
        QVERIFY(!moveOver(centreOf(other))); // not one of the service's
        QVERIFY(moveOver(centreOf(host)));
        QDropEvent elsewhere(centreOf(other), Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas.viewport(), &elsewhere);
        QVERIFY(moved.isEmpty());
        QDragEnterEvent back({1, 1}, Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas.viewport(), &back);
        QDropEvent drop(centreOf(host), Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(canvas.viewport(), &drop);
        QCOMPARE(moved, QStringList({"a 10.0.1.10:1>10.0.0.80:80", QString::fromStdString(host)}));
        QCOMPARE(document.lab().nodes.size(), 2u); // nothing was drawn
    }

    /// However narrow the dock, and however long the words: nothing of the chart lies on anything else.
    void nothingInTheChartOverlaps()
    {
        models::Move move{.flow = "f", .epoch = 1, .client = "10.0.1.10:34615", .service = "10.0.0.80:80", .from = "lb", .to = "a", .steps = {}};
        std::int64_t at = 7'077'000'000;
        for (const auto &[phase, node, later] : {std::tuple("decided", "lb", 0), {"frozen", "lb", 402'000}, {"compiled", "lb", 0},
                                                 {"received", "a", 205'000}, {"sent", "lb", 202'000}, {"injected", "a", 202'000},
                                                 {"first packet", "a", 10'404'000}}) {
            at += later;
            move.steps.push_back({base::TimePoint::fromNs(at), node, phase, "f", 1, "", "", "", ""});
        }
        MoveChart chart;
        chart.show();
        for (const QString &forwarder : {QString(), QStringLiteral("a-forwarder-with-a-long-name")}) {
            chart.setMove(move, forwarder);
            const int least = chart.minimumSizeHint().width();
            QVERIFY2(least < 560 || !forwarder.isEmpty(), qPrintable(QString::number(least)));
            for (const int width : {least, least + 30, least + 70, 1000}) {
                chart.resize(width, 300);
                for (int step = 0; step < 7; ++step) {
                    QVERIFY(chart.timesBox(step).right() <= chart.nameBox(step).left());
                    QVERIFY(!chart.nameBox(step).intersects(chart.pauseBox()));
                }
                const int lanes = forwarder.isEmpty() ? 3 : 4;
                for (int lane = 1; lane < lanes; ++lane)
                    QVERIFY(chart.titleBox(lane - 1).right() + 4 <= chart.titleBox(lane).left());
                QVERIFY(chart.pauseBox().right() <= width && chart.pauseBox().height() > 0);
            }
        }
        QVERIFY(chart.describe(4).contains("+202")); // also where the column of it is left out
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
        MovesDock dock(session);
        dock.show();
        QVERIFY(named<QLabel>(dock, "Why there is nothing to see")->text().contains("no forwarder"));
        QTest::qWait(0);
        QCOMPARE(engine.count("console.run"), 0);
        dock.setServices(kServices);
        const auto asked = [&](const char *node, const char *line) {
            return std::any_of(engine.asked.begin(), engine.asked.end(), [&](const FakeEngine::Asked &a) {
                return a.method == "console.run" && a.params["node"] == node && a.params["line"] == line;
            });
        };
        QVERIFY(named<QLabel>(dock, "Why there is no connection")->isVisibleTo(&dock));
        QVERIFY(named<QLabel>(dock, "Why there is no connection")->text().contains("opens one"));
        QTRY_VERIFY(asked("c", "show moves json") && asked("lb", "show moves json") && asked("b", "show connections json")
                    && asked("lb", "show flows json"));
        QVERIFY(!asked("a", "show flows json"));
        QTRY_VERIFY(engine.last("telemetry.subscribe")->params["topics"].dump().find("moves") != std::string::npos);
        dock.hide();
        QTRY_VERIFY(engine.last("telemetry.subscribe")->params["topics"].dump().find("moves") == std::string::npos);
    }

private:
    RealEngine m_engine;
};

QTEST_MAIN(TestMovesDock)
#include "tst_moves_dock.moc"

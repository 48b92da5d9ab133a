// Back and forth in a run: the time line by mouse and keys, the strip, the table of events, and what the actions ask of an
// engine without a network behind it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/events_dock.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/time_line.h"
#include "app/gui/docks/time_strip.h"
#include "app/gui/docks/time_travel.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/models/natural_order.h"
#include "app/gui/models/table_model.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/parts.h"
#include "tests/app/gui/client/fake_engine.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QInputDialog>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

using namespace hopyard;
using base::Duration;
using base::TimePoint;
using hopyard::test::FakeEngine;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
TimePoint at(double seconds) { return TimePoint::fromNs(static_cast<std::int64_t>(seconds * 1e9)); }

const char *const kSample = "hopyard: 1\ntitle: Sample\nnodes:\n  h1: {kind: host, at: [-100, 0]}\n"
                            "  r1: {kind: router, at: [100, 0]}\nlinks:\n  - {ends: [h1:eth0, r1:eth0], delay: 5ms}\n";

/// The whole window, and an engine that has a past of a minute.
struct Bench {
    Bench()
    {
        engine.emplace(directory.filePath("fake.sock"));
        for (const char *method : {"run.start", "run.pause", "run.resume", "run.step", "run.until"})
            engine->answers[method] = [this, was = engine->answers[method]](const rpc::Json &params) {
                if (was)
                    (void)was(params);
                return FakeEngine::Answer(status());
            };
        engine->answers["engine.status"] = [this](const rpc::Json &) { return FakeEngine::Answer(status()); };
        engine->answers["run.seek"] = [this](const rpc::Json &params) {
            engine->state = "paused";
            past = !params.contains("present");
            engine->now = past ? params.value("time", std::int64_t(0)) : 60 * kSecond;
            engine->notify("state", status());
            return FakeEngine::Answer(status());
        };
        engine->answers["run.branch"] = [this](const rpc::Json &) {
            past = false;
            engine->notify("state", status());
            return FakeEngine::Answer(status());
        };
        engine->answers["history.get"] = [this](const rpc::Json &) { return FakeEngine::Answer(history); };
        test::writeHopScript(directory.filePath("hop"), directory.filePath("fake.sock"));
        std::vector<window::Installer> parts = window::editorParts();
        parts.push_back([this](window::Workbench &workbench) { live = docks::installLive(workbench); });
        window.emplace(parts);
        live->session().setHopProgram(directory.filePath("hop"));
        if (!window->workbench().document.openText(kSample, {}, false))
            qFatal("the sample cannot be read");
        window->show();
    }
    rpc::Json status()
    {
        rpc::Json json = engine->status();
        json["history"] = true;
        json["past"] = past;
        json["replay"] = replay;
        json["present"] = 60 * kSecond;
        if (!why.empty())
            json["why"] = why;
        return json;
    }
    void run()
    {
        engine->now = 60 * kSecond;
        action("run.start")->trigger();
        (void)QTest::qWaitFor([this] { return line()->isVisible() && !time().history().marks().empty(); });
    }
    QAction *action(const char *id) { return window->workbench().actions.action(QLatin1String(id)); }
    docks::TimeTravel &time() { return *live->time(); }
    docks::TimeLine *line() { return time().strip()->timeLine(); }
    /// What a method was asked with last; null where it was not.
    rpc::Json asked(const char *method)
    {
        (void)QTest::qWaitFor([&] { return engine->last(method) != nullptr; }, 3000);
        const FakeEngine::Asked *last = engine->last(method);
        return last ? last->params : rpc::Json();
    }

    QTemporaryDir directory;
    std::optional<FakeEngine> engine;
    bool past = false, replay = false;
    std::string why;
    rpc::Json history = {{"kept", true}, {"from", 0}, {"to", 60 * kSecond}, {"read", 60 * kSecond}, {"line", 1},
                         {"lines", {{{"id", 1}, {"name", ""}, {"from", 0}, {"to", 60 * kSecond}}}},
                         {"bookmarks", {{{"id", 3}, {"time", 20 * kSecond}, {"note", "look here"}}}},
                         {"revision", 1}, {"after", -1}, {"more", false},
                         {"marks", {{10 * kSecond, "adjacency", "r1", "OSPF neighbour 10.0.0.2: Init, then Full", 1u, 10 * kSecond},
                                    {40 * kSecond, "drop", "r1", "packet dropped: no route", 17u, 41 * kSecond}}}};
    docks::Live *live = nullptr;
    std::optional<window::MainWindow> window;
};

} // namespace

class TestTime : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("hopyard-test");
        QCoreApplication::setApplicationName("tst_time");
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
        theme::Theme::instance().install(*qApp, theme::Scheme::light);
    }

    void aJumpForwardIsAnotherMomentToo()
    {
        Bench b;
        b.run();
        QSignalSpy moments(&b.time().history(), &client::History::momentChanged);
        b.time().history().seek(at(10));
        QTRY_COMPARE(moments.size(), 1);
        QTRY_VERIFY(b.time().history().now() == at(10));
        b.time().history().seek(at(30));
        QTRY_VERIFY(b.time().history().now() == at(30));
        QVERIFY(moments.size() >= 2);
    }

    void axes_data()
    {
        QTest::addColumn<double>("span");
        QTest::addColumn<double>("step");
        QTest::addColumn<QString>("second"); // the label one step on from the first minute
        QTest::newRow("hour") << 3600.0 << 600.0 << "11:00";
        QTest::newRow("minute") << 60.0 << 10.0 << "1:10";
        QTest::newRow("ten seconds") << 10.0 << 1.0 << "1:01";
        QTest::newRow("second") << 1.0 << 0.1 << "1:00.1";
        QTest::newRow("millisecond") << 0.001 << 0.0001 << "1:00.0001";
        QTest::newRow("day") << 86400.0 << 21600.0 << "6:01:00";
    }
    void axes()
    {
        QFETCH(double, span);
        QFETCH(double, step);
        QFETCH(QString, second);
        const Duration got = docks::axisStep(Duration::nanoseconds(static_cast<std::int64_t>(span * 1e9)), 800, 80);
        QCOMPARE(got.ns(), static_cast<std::int64_t>(step * 1e9 + 0.5));
        QCOMPARE(docks::axisText(at(60) + got, got), second);
    }

    void zoomAndPan()
    {
        docks::TimeLine line;
        line.resize(820, 60);
        line.setRange({}, at(100), at(100));
        QVERIFY(line.isWhole());
        QCOMPARE(line.last().ns(), at(100).ns());
        const double x = line.xOf(at(25));
        QCOMPARE(line.timeAt(x).ns() / 1'000'000, at(25).ns() / 1'000'000);
        line.zoomBy(4, x);
        QVERIFY(!line.isWhole());
        QCOMPARE((line.last() - line.first()).ns() / 1'000'000, Duration::seconds(25).ns() / 1'000'000);
        QVERIFY(std::abs(line.xOf(at(25)) - x) < 1); // what is under the pointer stays there
        const TimePoint first = line.first();
        line.setRange({}, at(200), at(200)); // the run goes on: what is looked at stays
        QCOMPARE(line.first().ns(), first.ns());
        QTest::keyClick(&line, Qt::Key_0);
        QVERIFY(line.isWhole());
        QCOMPARE(line.last().ns(), at(200).ns());
        QWheelEvent wheel({400, 30}, {400, 30}, {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&line, &wheel);
        QVERIFY(!line.isWhole());
        for (int i = 0; i < 100; ++i)
            line.zoomBy(3, 400);
        QVERIFY(line.last() - line.first() >= Duration::microseconds(10));
        for (int i = 0; i < 100; ++i)
            line.zoomBy(1 / 3.0, 400);
        QVERIFY(line.isWhole());
    }

    void handsOnTheTimeLine()
    {
        docks::TimeLine line;
        line.resize(820, 60);
        line.setRange({}, at(100), at(100));
        line.setNow(at(50), true);
        line.show();
        QSignalSpy seek(&line, &docks::TimeLine::seekRequested), present(&line, &docks::TimeLine::presentRequested),
            mark(&line, &docks::TimeLine::markRequested), step(&line, &docks::TimeLine::stepRequested),
            bookmark(&line, &docks::TimeLine::bookmarkRequested);
        const auto last = [&] { return qvariant_cast<TimePoint>(seek.last().front()).ns() / 1'000'000; };
        QTest::mousePress(&line, Qt::LeftButton, {}, {static_cast<int>(line.xOf(at(30))), 30});
        QVERIFY(std::abs(last() - 30'000) < 200);
        QTest::mouseMove(&line, {static_cast<int>(line.xOf(at(40))), 30});
        QTest::mouseRelease(&line, Qt::LeftButton, {}, {static_cast<int>(line.xOf(at(40))), 30});
        QTest::mouseClick(&line, Qt::LeftButton, {}, {818, 30}); // beyond the end
        QCOMPARE(present.count(), 1);
        QTest::keyClick(&line, Qt::Key_Left);
        QCOMPARE(last(), qint64(49'000));
        QTest::keyClick(&line, Qt::Key_PageUp);
        QCOMPARE(last(), qint64(40'000));
        QTest::keyClick(&line, Qt::Key_Home);
        QCOMPARE(last(), qint64(0));
        QTest::keyClick(&line, Qt::Key_End);
        QCOMPARE(present.count(), 2);
        QTest::keyClick(&line, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(&line, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(mark.count(), 2);
        QCOMPARE(mark.last().front().toInt(), -1);
        QTest::keyClick(&line, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(step.last().front().toInt(), 1);
        QTest::keyClick(&line, Qt::Key_B);
        QCOMPARE(qvariant_cast<TimePoint>(bookmark.last().front()).ns(), at(50).ns());
        QVERIFY(line.accessibleDescription().contains("0:50.000"));
    }

    void theStripComesWithAPast()
    {
        Bench b;
        QVERIFY(!b.time().strip()->isVisible());
        QVERIFY(!b.action("time.back")->isEnabled());
        b.run();
        QCOMPARE(b.asked("run.start")["history"], rpc::Json(true));
        QVERIFY(b.time().strip()->isVisible());
        QVERIFY(b.action("time.back")->isEnabled());
        QVERIFY(!b.action("time.present")->isEnabled());
        QCOMPARE(b.line()->last().ns(), 60 * kSecond);
        QVERIFY(b.line()->tipAt({static_cast<int>(b.line()->xOf(at(40))), 25}).contains("no route (17 times)"));
        QVERIFY(b.line()->tipAt({static_cast<int>(b.line()->xOf(at(20))), 25}).contains("look here"));
        QVERIFY(b.line()->tipAt({static_cast<int>(b.line()->xOf(at(30))), 25}).isEmpty());
        b.action("run.stop")->trigger();
        QTRY_VERIFY(!b.time().strip()->isVisible());
    }

    void backAndOnFromThere()
    {
        Bench b;
        b.run();
        b.line()->setFocus();
        QSignalSpy moments(&b.time().history(), &client::History::momentChanged);
        QTest::keyClick(b.line(), Qt::Key_Left, Qt::ControlModifier); // the mark before
        QCOMPARE(b.asked("run.seek")["time"], rpc::Json(40 * kSecond));
        QTRY_VERIFY(b.time().history().isPast());
        QCOMPARE(moments.count(), 1);
        QTRY_VERIFY(b.action("time.present")->isEnabled() && b.action("time.branch")->isEnabled());
        QTest::keyClick(b.line(), Qt::Key_Left, Qt::ControlModifier); // the bookmark
        QTRY_COMPARE(b.time().history().now().ns(), 20 * kSecond);
        QCOMPARE(moments.count(), 2);
        const int applied = b.engine->count("lab.apply");
        b.action("time.branch")->trigger();
        QCOMPARE(b.asked("run.branch")["name"], rpc::Json("From 0:20.000"));
        QTRY_COMPARE(b.engine->count("lab.apply"), applied + 1); // it begins with what is drawn
        QTRY_VERIFY(!b.time().history().isPast());
        b.action("time.beginning")->trigger();
        QTRY_COMPARE(b.time().history().now().ns(), std::int64_t(0));
        b.action("time.present")->trigger();
        QTRY_VERIFY(!b.time().history().isPast());
        b.action("time.back")->trigger();
        QTRY_COMPARE(b.asked("run.step")["count"], rpc::Json(-1));
    }

    void scrubbingAsksForTheLastMomentOnly()
    {
        Bench b;
        b.run();
        for (int i = 1; i <= 50; ++i)
            b.time().history().seek(at(i));
        QTRY_COMPARE(b.time().history().now().ns(), 50 * kSecond);
        QVERIFY(b.engine->count("run.seek") <= 3);
    }

    void runningOnToSomething()
    {
        Bench b;
        b.run();
        b.window->workbench().scene.pickNode("r1");
        b.action("time.nextPacket")->trigger();
        QCOMPARE(b.asked("run.until")["packet"]["where"], (rpc::Json{"r1"}));
        b.action("time.nextChange")->trigger();
        QTRY_VERIFY(b.asked("run.until").contains("table"));
        QCOMPARE(b.asked("run.until")["table"], (rpc::Json{{"node", "r1"}, {"table", "route"}}));

        b.action("time.until")->trigger();
        QLineEdit *field = b.time().strip()->condition();
        QTRY_VERIFY(field->isVisible());
        b.engine->answers["run.until"] = [](const rpc::Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::invalidParams, "no such kind", {{"position", 8}, {"length", 3}}}));
        };
        QTest::keyClicks(field, "kind == Foo");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(field->selectedText(), QString("Foo")); // what is wrong is picked
        b.engine->answers["run.until"] = [&b](const rpc::Json &) { return FakeEngine::Answer(b.status()); };
        field->setText("kind == RouteChanged");
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(b.asked("run.until")["condition"], rpc::Json("kind == RouteChanged"));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
    }

    void theTableOfEvents()
    {
        Bench b;
        b.run();
        b.window->dock("events")->show();
        b.window->dock("events")->raise();
        docks::EventsDock *events = b.time().events();
        const QAbstractItemModelTester tester(events->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(events->model()->rowCount(), 3);
        QCOMPARE(events->model()->rows()[1].cells, (QStringList{"0:20.000", "Bookmark", "", "look here", ""}));
        QCOMPARE(events->model()->rows()[2].cells, (QStringList{"0:40.000", "Drop", "r1", "packet dropped: no route", "17"}));
        events->table()->selectRow(0);
        QTest::keyClick(events->table(), Qt::Key_Return);
        QCOMPARE(b.asked("run.seek")["time"], rpc::Json(10 * kSecond));
        QTRY_VERIFY(b.time().history().isPast());
        const auto isPale = [&](int row) { return events->model()->index(row, 0).data(Qt::ForegroundRole).isValid(); };
        QTRY_VERIFY(isPale(1));
        QVERIFY(!isPale(0) && isPale(2)); // later than the moment that is shown

        b.action("time.bookmark")->trigger();
        QInputDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = b.window->findChild<QInputDialog *>()) != nullptr);
        dialog->setTextValue("full");
        dialog->accept();
        QCOMPARE(b.asked("history.bookmark")["note"], rpc::Json("full"));
        QCOMPARE(b.asked("history.bookmark")["time"], rpc::Json(10 * kSecond));
    }

    void waysOfTheRun()
    {
        Bench b;
        b.history["lines"] = {{{"id", 1}, {"name", ""}, {"from", 0}, {"to", 60 * kSecond}},
                              {{"id", 2}, {"name", "without r1"}, {"from", 20 * kSecond}, {"to", 30 * kSecond}}};
        b.history["line"] = 2;
        b.run();
        QComboBox *ways = b.time().strip()->ways();
        QTRY_VERIFY(ways->isVisible());
        QCOMPARE(ways->currentText(), QString("without r1"));
        ways->setFocus();
        QTest::keyClick(ways, Qt::Key_Up);
        QCOMPARE(b.asked("run.line")["line"], rpc::Json(1));
    }

    /// Whoever began it, and however it ended.
    void whetherTheRunIsRecorded()
    {
        Bench b;
        b.run();
        QVERIFY(!b.action("time.record")->isChecked());
        rpc::Json status = b.status();
        status["record"] = "/tmp/run.hopyard";
        b.engine->notify("state", status);
        QTRY_VERIFY(b.action("time.record")->isChecked());
        b.engine->notify("state", b.status());
        QTRY_VERIFY(!b.action("time.record")->isChecked());
    }

    void aRecordIsShown()
    {
        Bench b;
        b.replay = b.past = true;
        b.engine->answers["record.open"] = [&b](const rpc::Json &) {
            b.engine->state = "paused";
            b.engine->notify("state", b.status());
            return FakeEngine::Answer(rpc::Json{{"problems", rpc::Json::array()}, {"text", "hopyard: 1\ntitle: Theirs\nnodes:\n  x: {kind: hub}\n"},
                                                {"topology", b.engine->topology}});
        };
        b.live->openRecord("/tmp/run.hopyard");
        QCOMPARE(b.asked("record.open")["file"], rpc::Json("/tmp/run.hopyard"));
        QTRY_COMPARE(b.window->workbench().runState.state(), window::RunState::State::paused);
        QCOMPARE(b.window->workbench().document.lab().title, std::string("Theirs"));
        QVERIFY(!b.action("time.record")->isEnabled());
        QTRY_VERIFY(b.time().strip()->isVisible());
    }
};

QTEST_MAIN(TestTime)
#include "tst_time.moc"

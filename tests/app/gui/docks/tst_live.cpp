// A lab that runs in the assembled window, with an engine without a network behind it: what the actions do, what the
// canvas and the docks show, what becomes of it when the window closes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/capture_dialog.h"
#include "app/gui/docks/captures_dock.h"
#include "app/gui/docks/consent_dialog.h"
#include "app/gui/docks/guide_dock.h"
#include "app/gui/docks/guide_page.h"
#include "app/gui/docks/lesson.h"
#include "app/gui/docks/line_console.h"
#include "app/gui/docks/console_dock.h"
#include "app/gui/docks/live.h"
#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/virtual_time_dialog.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/parts.h"
#include "tests/app/gui/client/fake_engine.h"
#include "tests/support/lab_parts.h"
#include "tests/support/named.h"

#include <QAction>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QFrame>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

#include <tuple>

using namespace hopyard;
using hopyard::test::FakeEngine;

namespace {

const char *const kSample = "hopyard: 1\ntitle: Sample\nnodes:\n  h1: {kind: host, at: [-100, 0]}\n"
                            "  r1: {kind: router, at: [100, 0]}\nlinks:\n  - {ends: [h1:eth0, r1:eth0], delay: 5ms}\n";

/// The whole window, and a script called `hop` that points to the engine.
struct Bench {
    Bench()
    {
        engine.emplace(directory.filePath("fake.sock"));
        test::writeHopScript(directory.filePath("hop"), directory.filePath("fake.sock"));
        std::vector<window::Installer> parts = window::editorParts();
        parts.push_back([this](window::Workbench &workbench) { live = docks::installLive(workbench); });
        window.emplace(parts);
        live->session().setHopProgram(directory.filePath("hop"));
        if (!window->workbench().document.openText(kSample, {}, false))
            qFatal("the sample cannot be read");
        window->show();
    }
    QAction *action(const char *id) { return window->workbench().actions.action(QLatin1String(id)); }
    window::RunState::State state() { return window->workbench().runState.state(); }
    void batch(const rpc::Json &more = rpc::Json::object())
    {
        rpc::Json params{{"now", 1'000'000'000}, {"state", engine->state}, {"speed", 1.0}};
        params.update(more);
        engine->notify("telemetry", params);
    }

    QTemporaryDir directory;
    std::optional<FakeEngine> engine;
    docks::Live *live = nullptr;
    std::optional<window::MainWindow> window;
};

/// Presses the button of the message box that is about to come up.
void answerNextBox(const QString &buttonText)
{
    QTimer::singleShot(0, [buttonText] {
        auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        if (!box)
            return;
        for (QAbstractButton *button : box->buttons())
            if (button->text().remove(QLatin1Char('&')) == buttonText)
                button->click();
    });
}

using State = window::RunState::State;

} // namespace

class TestLive : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("hopyard-test");
        QCoreApplication::setApplicationName("tst_live");
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
        theme::Theme::instance().install(*qApp, theme::Scheme::light);
    }

    void runningAndCapturingAreNoEdits()
    {
        Bench b;
        document::LabDocument &document = b.window->workbench().document;
        document::addNode(document, lab::NodeKind::host, {0, 100});
        document::addNode(document, lab::NodeKind::host, {0, 200});
        QUndoStack &steps = document.undoStack();
        steps.undo(); // there is something to redo, which an edit would take away
        const auto state = [&] { return std::tuple(steps.count(), steps.index(), steps.cleanIndex(), steps.undoText(), steps.redoText(), document.text()); };
        const auto before = state();
        bool captures = false;
        b.engine->answers["capture.start"] = [&](const rpc::Json &) {
            captures = true;
            return FakeEngine::Answer(rpc::Json{{"capture", 4}});
        };
        b.engine->answers["capture.list"] = [&](const rpc::Json &) {
            rpc::Json list = rpc::Json::array();
            if (captures)
                list.push_back({{"capture", 4}, {"at", "h1:eth0"}, {"where", "port"}, {"filter", ""}, {"file", "/tmp/x.pcap"}, {"packets", 3}, {"bytes", 1500}});
            return FakeEngine::Answer(rpc::Json{{"captures", list}});
        };
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        QVERIFY(state() == before);
        auto *dock = b.window->findChild<docks::CapturesDock *>();
        dock->setWireshark({});
        dock->askAndStart("h1:eth0");
        auto *dialog = b.window->findChild<docks::CaptureDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->click();
        QTRY_VERIFY(captures);
        QVERIFY(state() == before);
        b.action("run.pause")->trigger();
        QTRY_COMPARE(b.state(), State::paused);
        b.action("run.stop")->trigger();
        QTRY_VERIFY(b.state() != State::paused && b.action("run.start")->isEnabled());
        QVERIFY(state() == before);
        steps.redo();
        QCOMPARE(document.lab().nodes.size(), std::size_t(4));
    }

    void actionsFollowTheRun()
    {
        Bench b;
        QVERIFY(b.action("run.start")->isEnabled());
        QVERIFY(!b.action("run.pause")->isEnabled() && !b.action("run.stop")->isEnabled());
        b.action("run.start")->trigger();
        QCOMPARE(b.state(), State::starting);
        QVERIFY(b.action("run.stop")->isEnabled());
        QTRY_COMPARE(b.state(), State::running);
        QVERIFY(!b.action("run.start")->isEnabled() && b.action("run.pause")->isEnabled());
        b.action("run.pause")->trigger();
        QTRY_COMPARE(b.state(), State::paused);
        b.action("run.step")->trigger();
        QTRY_COMPARE(b.engine->count("run.step"), 1);
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        b.action("run.stop")->trigger();
        QCOMPARE(b.state(), State::stopped);
    }

    void virtualTimeHasASeed()
    {
        Bench b;
        b.engine->time = "virtual";
        b.action("run.virtual")->trigger();
        auto *dialog = b.window->findChild<docks::VirtualTimeDialog *>();
        QVERIFY(dialog);
        auto *seed = dialog->findChild<QLineEdit *>();
        seed->clear();
        QTest::keyClicks(seed, "x42"); // letters are no seed
        dialog->findChild<QCheckBox *>()->setChecked(true);
        QTest::keyClick(seed, Qt::Key_Return);
        QTRY_COMPARE(b.engine->count("run.speed"), 1); // at the slider's pace, not as fast as it goes
        QCOMPARE(b.engine->last("lab.load")->params["time"], "virtual");
        QCOMPARE(b.engine->last("lab.load")->params["seed"], 42u);
        QCOMPARE(b.engine->last("run.start")->params["paused"], true);
        QCOMPARE(b.engine->last("run.speed")->params["factor"], 1.0);

        // The slider has a place beyond a thousand now, and back from there is a thousand.
        auto *slider = b.window->findChild<docks::SpeedSlider *>()->findChild<QSlider *>();
        QTRY_COMPARE(docks::speedFactor(slider->maximum()), client::kFastest);
        slider->setValue(slider->maximum());
        QTRY_COMPARE(b.engine->last("run.speed")->params.contains("fastest"), true);
        b.action("run.slower")->trigger();
        QTRY_COMPARE(b.engine->last("run.speed")->params.value("factor", 0.0), 1000.0);
        b.action("run.faster")->trigger();
        QTRY_COMPARE(b.engine->last("run.speed")->params.contains("fastest"), true);

        // The next run is in real time again, unless one says otherwise; the seed is remembered.
        b.action("run.stop")->trigger();
        QTRY_COMPARE(b.state(), State::stopped);
        docks::VirtualTimeDialog again(b.window->workbench().document.lab());
        QCOMPARE(again.how().seed, std::uint64_t(42));
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.engine->count("lab.load"), 2);
        QVERIFY(!b.engine->last("lab.load")->params.contains("time"));
    }

    void whatLivesInRealTimeIsNamed()
    {
        lab::Lab lab;
        for (const char *name : {"web", "db"})
            lab.nodes.push_back(support::node(name, lab::NodeKind::namespaceNode, {}));
        lab.nodes.push_back(support::node("r1", lab::NodeKind::router, {}));
        docks::VirtualTimeDialog dialog(lab);
        QVERIFY(!dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->isEnabled());
        QVERIFY(support::named<QLabel>(dialog, "Why not")->text().contains("web, db."));
    }

    void speedKeysHalveAndDouble()
    {
        Bench b;
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        b.action("run.slower")->trigger();
        QTRY_COMPARE(b.engine->count("run.speed"), 1);
        QCOMPARE(b.engine->last("run.speed")->params["factor"], 0.5);
        b.action("run.realTime")->trigger();
        QTRY_COMPARE(b.engine->count("run.speed"), 2);
        QCOMPARE(b.engine->last("run.speed")->params["factor"], 1.0);
    }

    void packetsMoveWhileItRunsAndOnlyThen()
    {
        Bench b;
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        QVERIFY(!b.live->overlay().isActive());
        b.batch({{"packets", {{0, 0, 1'000'000'000, 9'000'000'000, 1, "tcp", 1500, ""}}}});
        QTRY_VERIFY(b.live->overlay().isActive());
        b.engine->state = "paused";
        b.batch();
        QTRY_VERIFY(!b.live->overlay().isActive());
        b.action("run.stop")->trigger();
        QVERIFY(b.live->overlay().flights().isEmpty());
    }

    void consolesOpenForTheKindOfNode()
    {
        Bench b;
        b.window->workbench().scene.pickNode("r1");
        QVERIFY(!b.action("node.console")->isEnabled());
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        QTRY_VERIFY(b.action("node.console")->isEnabled());
        QVERIFY(!b.action("node.shell")->isEnabled()); // a router has no shell
        b.action("node.console")->trigger();
        QCOMPARE(b.live->consoles()->count(), 1);
        emit b.window->workbench().consoleRequested("h1");
        QCOMPARE(b.live->consoles()->count(), 2);
    }

    void nodesAreSwitchedOnAndOff()
    {
        Bench b;
        b.window->workbench().scene.pickNode("h1");
        b.action("run.start")->trigger();
        QTRY_VERIFY(b.action("node.stop")->isEnabled());
        b.action("node.stop")->trigger();
        QTRY_COMPARE(b.engine->count("node.stop"), 1);
        b.batch({{"nodes", {{{"node", "h1"}, {"state", "stopped"}}}}});
        QTRY_VERIFY(b.action("node.start")->isEnabled());
        QVERIFY(!b.action("node.stop")->isEnabled());
    }

    void consentIsAskedInADialog()
    {
        Bench b;
        b.engine->answers["run.start"] = [&](const rpc::Json &params) {
            if (params["allowPrograms"].get<bool>()) {
                b.engine->state = "running";
                return FakeEngine::Answer(b.engine->status());
            }
            return FakeEngine::Answer(base::fail(rpc::RpcError{
                rpc::needsConsent, "consent", {{"programs", {{{"node", "h1"}, {"command", "date"}}}}}}));
        };
        b.action("run.start")->trigger();
        QTRY_VERIFY(b.window->findChild<docks::ConsentDialog *>());
        b.window->findChild<docks::ConsentDialog *>()->reject();
        QTRY_COMPARE(b.state(), State::stopped);
        QTRY_VERIFY(!b.window->findChild<docks::ConsentDialog *>());
        b.action("run.start")->trigger();
        QTRY_VERIFY(b.window->findChild<docks::ConsentDialog *>());
        for (QPushButton *button : b.window->findChild<docks::ConsentDialog *>()->findChildren<QPushButton *>())
            if (button->text().contains("once"))
                button->click();
        QTRY_COMPARE(b.state(), State::running);
    }

    void theGuideFollowsTheRun()
    {
        Bench b;
        const char *const lesson = "hopyard: 1\ntitle: Lesson\nguide:\n  steps:\n"
                                   "    - {title: Look, nodes: [h1, r1], command: \"r1: show ip route\", checks: [near]}\n"
                                   "nodes:\n  h1: {kind: host, at: [-100, 0]}\n  r1: {kind: router, at: [100, 0]}\n"
                                   "links:\n  - {ends: [h1:eth0, r1:eth0]}\nchecks:\n  near: {title: Near, points: 3, ping: {from: h1, to: r1}}\n";
        QVERIFY(b.window->workbench().document.openText(lesson, {}, false).has_value());
        models::GuideModel &model = b.live->lesson().model();
        QCOMPARE(model.pageCount(), 1);
        QVERIFY(b.window->dock("guide")->isVisible());
        b.engine->answers["checks.subscribe"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"checks", {{{"id", "near"}, {"title", "Near"}, {"points", 3}}}}, {"earned", 0}, {"possible", 3}});
        };
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        QTRY_COMPARE(b.engine->count("checks.subscribe"), 1);
        b.engine->notify("checks", {{"now", 5}, {"earned", 3}, {"possible", 3},
                                    {"results", {{{"id", "near"}, {"verdict", "passed"}, {"earned", 3}}}}});
        QTRY_COMPARE(model.earned(), 3);
        QVERIFY(model.isAllPassed());
        emit b.live->lesson().dock()->viewRequested("time-line"); // a strip of the window, not a dock
        const auto isTimeLine = [](const QWidget *strip) { return strip->objectName() == "time-line"; };
        const auto &strips = b.window->workbench().strips();
        const auto strip = std::ranges::find_if(strips, isTimeLine);
        QVERIFY(strip != strips.end());
        QVERIFY((*strip)->isAncestorOf(b.window->focusWidget()));
        emit b.live->lesson().dock()->commandOffered("r1", "show ip route");
        auto *console = qobject_cast<docks::LineConsole *>(b.live->consoles()->current());
        QVERIFY(console);
        QCOMPARE(console->line(), QString("show ip route"));
        b.engine->answers["checks.run"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"results", {{{"id", "near"}, {"verdict", "failed"}, {"earned", 0}, {"sentence", "No."}}}}});
        };
        b.action("guide.check")->trigger();
        QTRY_COMPARE(model.earned(), 0);
        b.action("run.stop")->trigger();
        QTRY_COMPARE(b.state(), State::stopped);
        QVERIFY(!b.action("guide.check")->isEnabled());
        b.action("run.start")->trigger(); // another run: what was found is of the one before
        QTRY_COMPARE(b.engine->count("checks.subscribe"), 2);
        QVERIFY(model.stateOf("near").verdict == client::Verdict::unknown);
    }

    void programsThatTheCommandLineAllowedAreNotAskedFor()
    {
        Bench b;
        b.live->allowPrograms();
        b.engine->answers["run.start"] = [&](const rpc::Json &params) {
            if (params["allowPrograms"].get<bool>()) {
                b.engine->state = "running";
                return FakeEngine::Answer(b.engine->status());
            }
            return FakeEngine::Answer(base::fail(rpc::RpcError{
                rpc::needsConsent, "consent", {{"programs", {{{"node", "h1"}, {"command", "date"}}}}}}));
        };
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        QVERIFY(!b.window->findChild<docks::ConsentDialog *>());
        QVERIFY(QSettings().value("consent/programs").isNull()); // for this start only
    }

    void theNoticeOfARefusedEditGoesWithIt()
    {
        Bench b;
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        const auto taken = b.engine->answers["lab.apply"];
        b.engine->answers["lab.apply"] = [](const rpc::Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::labHasErrors, "not like this", {}}));
        };
        const auto notices = [&b] { return b.window->findChildren<QFrame *>("notice").size(); };
        document::addNode(b.window->workbench().document, lab::NodeKind::host, {0, 100});
        QTRY_COMPARE(notices(), 1);
        b.engine->answers["lab.apply"] = taken;
        b.window->workbench().document.undoStack().undo();
        QTRY_COMPARE(notices(), 0);
    }

    void tablesStandInFrontUntilThereAreErrors()
    {
        Bench b;
        const auto isInFront = [&b](const char *id) {
            return !b.window->dock(QLatin1String(id))->visibleRegion().isEmpty();
        };
        QTRY_VERIFY(isInFront("tables"));
        QVERIFY(!isInFront("problems"));
        auto &document = b.window->workbench().document;
        QVERIFY(document.openText("hopyard: 1\nnodes:\n"
                                  "  h1: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n"
                                  "  h2: {kind: host, interfaces: {eth0: {address: 10.0.0.1/24}}}\n",
                                  {}, false));
        QTRY_VERIFY(isInFront("problems"));
        b.window->workbench().showDock("console"); // who goes away is left there
        document::addNode(document, lab::NodeKind::host, {0, 100});
        QTRY_VERIFY(isInFront("console"));
    }

    void aDeadEngineLeavesTheDrawing()
    {
        Bench b;
        QSignalSpy notices(&b.window->workbench(), &window::Workbench::noticeRequested);
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        b.engine->die();
        QTRY_COMPARE(notices.size(), 1);
        QCOMPARE(notices[0][1].toString(), "Restart");
        QCOMPARE(b.state(), State::stopped);
        QCOMPARE(b.window->workbench().document.lab().nodes.size(), 2u);
        b.engine.emplace(b.directory.filePath("fake.sock"));
        notices[0][2].value<std::function<void()>>()();
        QTRY_COMPARE(b.state(), State::running);
    }

    void closingAsks()
    {
        Bench b;
        QVERIFY(b.live->mayClose()); // nothing runs: nothing to ask
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        answerNextBox("Cancel");
        QVERIFY(!b.live->mayClose());
        QCOMPARE(b.state(), State::running);
        // Who changes their mind about unsaved work is not asked about the lab, which goes on.
        const auto objection = connect(&*b.window, &window::MainWindow::closing, this, [](bool *allowed) { *allowed = false; });
        QVERIFY(!b.window->close());
        QCOMPARE(b.state(), State::running);
        disconnect(objection);
        answerNextBox("Keep running");
        QVERIFY(b.live->mayClose());
        QCOMPARE(b.engine->count("engine.shutdown"), 0);
        b.action("run.start")->trigger();
        QTRY_COMPARE(b.state(), State::running);
        answerNextBox("Stop the lab");
        QVERIFY(b.live->mayClose());
        QTRY_COMPARE(b.engine->count("engine.shutdown"), 1);
    }
};

QTEST_MAIN(TestLive)
#include "tst_live.moc"

// The session and run control against an engine without a network: states, consent, edits, a death and a new start.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/engine_session.h"
#include "app/gui/client/run_control.h"
#include "app/gui/client/run_finder.h"
#include "app/gui/document/lab_document.h"
#include "tests/app/gui/client/fake_engine.h"

#include <fcntl.h>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QFloat16> // QCOMPARE of Json tries every overload, one of which needs it complete
#include <QTest>

using namespace hopyard;
using namespace hopyard::client;
using hopyard::test::FakeEngine;

namespace {

const char *const kSample = "hopyard: 1\ntitle: Sample\nnodes:\n  h1: {kind: host}\n  r1: {kind: host}\n"
                            "links:\n  - {ends: [h1:eth0, r1:eth0]}\n";

/// A workbench's model side, and an engine that a script called `hop` points to.
struct Bench {
    Bench()
    {
        socket = directory.filePath("fake.sock");
        engine.emplace(socket);
        test::writeHopScript(directory.filePath("hop"), socket);
        session.setHopProgram(directory.filePath("hop"));
        if (!document.openText(kSample, {}, false))
            qFatal("the sample cannot be read");
    }
    void runAndWait()
    {
        control.run();
        QTRY_COMPARE(control.phase(), RunPhase::running);
    }

    QTemporaryDir directory;
    QString socket;
    std::optional<FakeEngine> engine;
    QString path = "/labs/sample.yaml";
    EngineSession session;
    document::LabDocument document;
    RunControl control{session, document,
                       {[this] { return "title: " + document.lab().title; }, [this] { return path; },
                        [this] { return QString::fromStdString(document.lab().title); }}};
};

rpc::RpcError consentError()
{
    return {rpc::needsConsent, "needs consent",
            {{"programs", {{{"node", "web"}, {"command", "nginx"}}, {{"node", "web"}, {"command", "date"}}}}}};
}

} // namespace

class TestEngineSession : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QCoreApplication::setOrganizationName("hopyard-test");
        QCoreApplication::setApplicationName("tst_engine_session");
        QStandardPaths::setTestModeEnabled(true);
        QSettings().clear();
    }

    void startsLoadsRunsAndStops()
    {
        Bench b;
        QSignalSpy phases(&b.control, &RunControl::phaseChanged);
        b.control.run();
        QCOMPARE(b.control.phase(), RunPhase::starting);
        QTRY_COMPARE(b.control.phase(), RunPhase::running);
        QCOMPARE(b.engine->last("lab.load")->params["text"], "title: Sample");
        QCOMPARE(b.engine->last("lab.load")->params["path"], "/labs/sample.yaml");
        QCOMPARE(b.engine->last("run.start")->params["allowPrograms"], false);
        QTRY_COMPARE(b.engine->count("telemetry.subscribe"), 1);
        QCOMPARE(b.session.topology().links.size(), 1u);
        b.control.pause();
        QTRY_COMPARE(b.control.phase(), RunPhase::paused);
        b.control.step();
        QTRY_COMPARE(b.engine->count("run.step"), 1);
        b.control.run();
        QTRY_COMPARE(b.control.phase(), RunPhase::running);
        QCOMPARE(b.engine->count("run.resume"), 1);
        b.control.stop();
        QCOMPARE(b.control.phase(), RunPhase::stopped);
        QTRY_COMPARE(b.engine->count("engine.shutdown"), 1);
        b.runAndWait(); // and once more
    }

    void asksForConsentOnce()
    {
        Bench b;
        b.engine->answers["run.start"] = [&](const rpc::Json &params) {
            if (!params["allowPrograms"].get<bool>())
                return FakeEngine::Answer(base::fail(consentError()));
            b.engine->state = "running";
            return FakeEngine::Answer(b.engine->status());
        };
        b.engine->answers["lab.load"] = [&](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"problems", rpc::Json::array()},
                                                {"programs", consentError().data["programs"]},
                                                {"topology", b.engine->topology}});
        };
        QSignalSpy asked(&b.control, &RunControl::consentNeeded);
        b.control.run();
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<std::vector<Program>>().size(), 2u);
        QCOMPARE(asked[0][1].toBool(), true);
        QCOMPARE(b.control.phase(), RunPhase::starting);
        b.control.answerConsent(Consent::cancel);
        QCOMPARE(b.control.phase(), RunPhase::stopped);
        QCOMPARE(b.engine->count("run.start"), 1);

        b.control.run();
        QTRY_COMPARE(asked.size(), 2);
        b.control.answerConsent(Consent::once);
        QTRY_COMPARE(b.control.phase(), RunPhase::running);
        b.control.stop();

        b.control.run();
        QTRY_COMPARE(asked.size(), 3); // once was once
        b.control.answerConsent(Consent::always);
        QTRY_COMPARE(b.control.phase(), RunPhase::running);
        b.control.stop();
        b.runAndWait();
        QCOMPARE(asked.size(), 3);
    }

    void consentIsForTheseProgramsOfThisFile()
    {
        const std::vector<Program> programs{{"web", "nginx"}};
        QVERIFY(ConsentStore::digest("", programs).isEmpty());
        QCOMPARE(ConsentStore::digest("/a.yaml", programs), ConsentStore::digest("/a.yaml", programs));
        QVERIFY(ConsentStore::digest("/a.yaml", programs) != ConsentStore::digest("/b.yaml", programs));
        QVERIFY(ConsentStore::digest("/a.yaml", programs) != ConsentStore::digest("/a.yaml", {{"web", "nginx "}}));
        QVERIFY(ConsentStore::digest("/a.yaml", {{"ab", "c"}}) != ConsentStore::digest("/a.yaml", {{"a", "bc"}}));
    }

    void problemsOfTheLabStopTheStart()
    {
        Bench b;
        b.engine->problems = {{{"severity", "error"}, {"file", "lab.yaml"}, {"line", 3}, {"column", 1}, {"message", "no"}}};
        QSignalSpy problems(&b.control, &RunControl::problemsChanged);
        QSignalSpy failed(&b.control, &RunControl::failed);
        b.control.run();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(problems.last()[0].value<std::vector<lab::Problem>>().at(0).line, 3);
        QCOMPARE(b.control.phase(), RunPhase::stopped);
        QCOMPARE(b.engine->count("run.start"), 0);
    }

    void editsReachTheRunningNetwork()
    {
        Bench b;
        b.runAndWait();
        document::Edit edit(b.document.lab());
        lab::Link link = b.document.lab().links[0];
        link.forward.loss = link.backward.loss = 0.25;
        edit.setLink(document::endsOf(link), link);
        b.document.push("loss", std::move(edit));
        QTRY_COMPARE(b.engine->count("link.set"), 1);
        QCOMPARE(b.engine->last("link.set")->params["loss"], "25%");
        b.document.undoStack().undo();
        QTRY_COMPARE(b.engine->count("link.set"), 2);
        QCOMPARE(b.engine->last("link.set")->params["loss"], "0%");
        QCOMPARE(b.engine->count("lab.apply"), 0);

        document::Edit rename(b.document.lab());
        lab::Node node = b.document.lab().nodes[0];
        node.name = "h2";
        rename.setNode("h1", node);
        b.document.push("rename", std::move(rename));
        QTRY_COMPARE(b.engine->count("lab.apply"), 1);
    }

    void editsOfOneFrameAreOneMessage()
    {
        Bench b;
        b.runAndWait();
        for (const char *name : {"a", "b", "c"}) {
            document::Edit edit(b.document.lab());
            lab::Node node;
            node.name = name;
            edit.addNode(node);
            b.document.push("add", std::move(edit));
        }
        QTRY_COMPARE(b.engine->count("lab.apply"), 1);
        b.control.pause();
        QTRY_COMPARE(b.control.phase(), RunPhase::paused);
        QCOMPARE(b.engine->count("lab.apply"), 1);
    }

    void aRefusedEditStaysInTheDocument()
    {
        Bench b;
        b.runAndWait();
        b.engine->answers["lab.apply"] = [](const rpc::Json &) {
            return FakeEngine::Answer(base::fail(rpc::RpcError{
                rpc::labHasErrors, "errors", {{"problems", {{{"severity", "error"}, {"message", "no such route"}}}}}}));
        };
        QSignalSpy refused(&b.control, &RunControl::editRefused);
        document::Edit edit(b.document.lab());
        lab::Node node;
        node.name = "bad";
        edit.addNode(node);
        b.document.push("add", std::move(edit));
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(refused[0][0].toString().contains("no such route"));
        QVERIFY(b.document.lab().findNode("bad"));
        QCOMPARE(b.control.phase(), RunPhase::running);

        b.engine->answers["lab.apply"] = [&](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"problems", rpc::Json::array()}, {"topology", b.engine->topology}});
        };
        b.document.undoStack().undo();
        QTRY_COMPARE(refused.size(), 2);
        QCOMPARE(refused[1][0].toString(), QString());
    }

    void telemetryIsTyped()
    {
        Bench b;
        b.runAndWait();
        std::vector<Batch> batches;
        connect(&b.session, &EngineSession::telemetry, this, [&](const Batch &batch) { batches.push_back(batch); });
        QSignalSpy states(&b.session, &EngineSession::stateChanged);
        b.engine->notify("telemetry", {{"now", 42}, {"state", "running"}, {"speed", 1.0},
                                       {"packets", {{0, 0, 10, 20, 1, "tcp", 60, ""}}}});
        QTRY_COMPARE(batches.size(), 1u);
        QVERIFY(batches[0].packets[0].protocol == Protocol::tcp);
        QCOMPARE(b.session.status().now.ns(), 42);
        QCOMPARE(states.size(), 0);
        b.engine->notify("telemetry", {{"now", 43}, {"state", "paused"}, {"speed", 1.0}});
        QTRY_COMPARE(b.control.phase(), RunPhase::paused);
    }

    void otherNotifications()
    {
        Bench b;
        b.runAndWait();
        QSignalSpy exited(&b.session, &EngineSession::execExited);
        QSignalSpy ended(&b.session, &EngineSession::captureEnded);
        QSignalSpy problem(&b.session, &EngineSession::problemReported);
        b.engine->notify("exec.exited", {{"exec", 3}, {"status", 1}});
        b.engine->notify("exec.exited", {{"exec", 4}, {"signal", 9}});
        b.engine->notify("capture.ended", {{"capture", 5}, {"reason", "disk full"}});
        b.engine->notify("problem", {{"severity", "warning"}, {"message", "tap gone"}, {"node", "web"}});
        b.engine->notify("news.of.tomorrow", {{"x", 1}});
        QTRY_COMPARE(problem.size(), 1);
        QCOMPARE(exited[0][1].toInt(), 1);
        QCOMPARE(exited[1][1].toInt(), 137);
        QCOMPARE(ended[0][1].toString(), "disk full");
    }

    void descriptorsArrive()
    {
        Bench b;
        b.runAndWait();
        int pipe[2];
        QCOMPARE(::pipe2(pipe, O_CLOEXEC), 0);
        EngineSession::Descriptors descriptors;
        descriptors.emplace_back(pipe[1]);
        b.session.call("capture.start", {{"at", "h1:eth0"}}, this, {}, std::move(descriptors));
        QTRY_COMPARE(b.engine->count("capture.start"), 1);
        const auto &got = b.engine->last("capture.start")->descriptors;
        QCOMPARE(got.size(), 1u);
        QCOMPARE(::write(got[0].get(), "x", 1), 1);
        char c = 0;
        QCOMPARE(::read(pipe[0], &c, 1), 1);
        ::close(pipe[0]);
    }

    void engineDiesAndIsStartedAgain()
    {
        Bench b;
        b.runAndWait();
        QSignalSpy died(&b.control, &RunControl::engineDied);
        b.engine->die();
        QTRY_COMPARE(died.size(), 1);
        QCOMPARE(b.control.phase(), RunPhase::stopped);
        QVERIFY(!b.session.isConnected());
        QCOMPARE(b.document.lab().nodes.size(), 2u);
        b.engine.emplace(b.socket);
        b.runAndWait();
        QCOMPARE(died.size(), 1);
    }

    void engineDiesWhileItStarts()
    {
        Bench b;
        b.engine->answers["lab.load"] = [&](const rpc::Json &) {
            QMetaObject::invokeMethod(this, [&] { b.engine->die(); }, Qt::QueuedConnection);
            return FakeEngine::Answer(base::fail(rpc::RpcError{rpc::needsConsent, "x", nullptr}));
        };
        QSignalSpy died(&b.control, &RunControl::engineDied);
        b.control.run();
        QTRY_COMPARE(died.size(), 1);
        QCOMPARE(b.control.phase(), RunPhase::stopped);
    }

    void whatCannotStartSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << QByteArray() << "hop";
        QTest::newRow("refuses") << QByteArray("#!/bin/sh\necho 'no /dev/net/tun' >&2\nexit 1\n") << "no /dev/net/tun";
        QTest::newRow("no engine there") << QByteArray("#!/bin/sh\necho '{\"socket\": \"/nowhere/x.sock\"}'\n") << "/nowhere";
    }
    void whatCannotStartSaysWhy()
    {
        QFETCH(QByteArray, script);
        QFETCH(QString, says);
        Bench b;
        QFile hop(b.directory.filePath("hop"));
        hop.remove();
        if (!script.isEmpty()) {
            QVERIFY(hop.open(QIODevice::WriteOnly));
            hop.write(script);
            hop.close();
            hop.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        }
        QSignalSpy failed(&b.control, &RunControl::failed);
        b.control.run();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(failed[0][0].toString().contains(says), qPrintable(failed[0][0].toString()));
        QCOMPARE(b.control.phase(), RunPhase::stopped);
    }

    void anotherProtocolVersionIsRefused()
    {
        Bench b;
        b.engine->answers["engine.hello"] = [](const rpc::Json &) { return FakeEngine::Answer(rpc::Json{{"protocol", 2}}); };
        QSignalSpy failed(&b.control, &RunControl::failed);
        b.control.run();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains("version"));
    }

    void speedIsKeptAndBounded()
    {
        Bench b;
        b.engine->outside = true;
        b.control.setSpeed(0.1);
        b.runAndWait();
        QTRY_COMPARE(b.engine->count("run.speed"), 1);
        QCOMPARE(b.engine->last("run.speed")->params["factor"], 0.1);
        b.control.setSpeed(50);
        QTRY_COMPARE(b.engine->count("run.speed"), 2);
        QCOMPARE(b.engine->last("run.speed")->params["factor"], 1.0); // a port leads outside
    }

    void leavesARunningLabAndFindsItAgain()
    {
        Bench b;
        b.runAndWait();
        b.control.leaveRunning();
        QCOMPARE(b.control.phase(), RunPhase::stopped);
        QCOMPARE(b.engine->count("engine.shutdown"), 0);

        RunFinder finder(b.directory.path());
        QSignalSpy found(&finder, &RunFinder::found);
        finder.start();
        QTRY_COMPARE(found.size(), 1);
        const auto labs = found[0][0].value<std::vector<RunningLab>>();
        QCOMPARE(labs.size(), 1u);
        QCOMPARE(labs[0].status.labTitle, std::string("Fake"));
        b.engine->answers["lab.text"] = [](const rpc::Json &) {
            return FakeEngine::Answer(rpc::Json{{"text", "title: As it runs"}});
        };
        std::string adopted;
        b.control.attach(labs[0].socket, [&](const std::string &text, const QString &) {
            adopted = text;
            return true;
        });
        QTRY_COMPARE(b.control.phase(), RunPhase::running);
        QCOMPARE(adopted, std::string("title: As it runs"));
        QCOMPARE(b.engine->count("lab.load"), 1); // only the first time
        b.control.leaveRunning();
        b.control.attach(labs[0].socket, [](const std::string &, const QString &) { return false; });
        QTRY_COMPARE(b.control.phase(), RunPhase::stopped);
        QVERIFY(!b.session.isConnected());
        QCOMPARE(b.engine->count("engine.shutdown"), 0);
    }

    void findsNothingWhereNothingRuns()
    {
        QTemporaryDir empty;
        RunFinder finder(empty.path());
        QSignalSpy found(&finder, &RunFinder::found);
        finder.start();
        QTRY_COMPARE(found.size(), 1);
        QVERIFY(found[0][0].value<std::vector<RunningLab>>().empty());
    }

    void runNames()
    {
        QVERIFY(RunControl::runName("First hops!").startsWith("first-hops-"));
        QVERIFY(RunControl::runName("").startsWith("lab-"));
        QVERIFY(rpc::isRunName(RunControl::runName(QString::fromUtf8("Übung №3 / a…b")).toStdString()));
        QVERIFY(RunControl::runName("x") != RunControl::runName("x"));
    }
};

QTEST_GUILESS_MAIN(TestEngineSession)
#include "tst_engine_session.moc"

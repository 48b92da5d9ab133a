// The engine as a process: how it starts, is found, and ends.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/run_directory.h"
#include "places.h"
#include "tests/emulation/engine/engine_process.h"
#include "tests/emulation/engine/labs.h"

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtTest/QtTest>

#include <sys/resource.h>

using namespace hopyard;
using engine::EngineProcess;
using rpc::Json;

class TestProcess : public QObject {
    Q_OBJECT
private slots:
    void announcesItselfAndEndsOnSigterm()
    {
        EngineProcess e({"--run", "my-run"});
        QVERIFY2(e.start(), e.error.constData());
        QCOMPARE(rpc::stringMember(e.announcement, "run").value(), std::string("my-run"));
        QCOMPARE(rpc::intMember(e.announcement, "pid").value(), std::int64_t(e.process.processId()));
        const QString socket = e.directory() + "/hopyard/my-run.sock";
        QCOMPARE(rpc::stringMember(e.announcement, "socket").value(), socket.toStdString());
        QCOMPARE(e.code("lab.load", {{"text", engine::kInsideLab}}), 0);
        QCOMPARE(e.code("run.start"), 0);
        e.process.terminate();
        QVERIFY(e.process.waitForFinished());
        QCOMPARE(e.process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(e.process.exitCode(), 0);
        QVERIFY(!QFile::exists(socket));
    }

    void hasANameOfItsOwnWhereNoneIsGiven()
    {
        EngineProcess e;
        QVERIFY2(e.start(), e.error.constData());
        QCOMPARE(rpc::stringMember(e.announcement, "run").value(), "engine-" + std::to_string(e.process.processId()));
    }

    void isListed()
    {
        EngineProcess e({"--run", "listed"});
        QVERIFY2(e.start(), e.error.constData());
        QCOMPARE(e.code("lab.load", {{"text", engine::kInsideLab}}), 0);
        const auto runs = rpc::listRuns(e.directory().toStdString() + "/hopyard");
        QCOMPARE(runs.size(), std::size_t(1));
        QCOMPARE(runs[0].run, std::string("listed"));
        QCOMPARE(std::int64_t(runs[0].pid), std::int64_t(e.process.processId()));
        QCOMPARE(rpc::stringMember(runs[0].status, "state").value(), std::string("loaded"));
    }

    void detached()
    {
        EngineProcess e({"--run", "behind", "--detach"});
        QVERIFY2(e.start(), e.error.constData());
        QVERIFY(e.process.waitForFinished());
        QCOMPARE(e.process.exitCode(), 0);
        const auto pid = rpc::intMember(e.announcement, "pid").value();
        QVERIFY(pid != e.process.processId());
        const auto hello = e.client->hello("test");
        QVERIFY(hello);
        QCOMPARE(std::int64_t(hello->pid), pid);
        QCOMPARE(e.code("engine.shutdown"), 0);
        while (e.client->isOpen())
            e.client->waitForEvents(base::Duration::seconds(1));
    }

    void twoOfOneNameAreRefused()
    {
        EngineProcess e({"--run", "only"});
        QVERIFY2(e.start(), e.error.constData());
        for (const QStringList &more : {QStringList{}, QStringList{"--detach"}}) {
            QProcess second;
            second.setProcessEnvironment(e.process.processEnvironment());
            second.start(QCoreApplication::applicationFilePath(), QStringList{"engine", "--run", "only"} + more);
            QVERIFY(second.waitForFinished());
            QCOMPARE(second.exitCode(), 1);
            QVERIFY(second.readAllStandardError().contains("listens"));
        }
    }

    void wrongCommandLines_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown") << QStringList{"--fast"};
        QTest::newRow("no value") << QStringList{"--run"};
        QTest::newRow("no name") << QStringList{"--run", "a/b"};
    }
    void wrongCommandLines()
    {
        QFETCH(QStringList, arguments);
        EngineProcess e(arguments);
        QVERIFY(!e.start());
        QVERIFY(e.process.state() == QProcess::NotRunning || e.process.waitForFinished());
        QCOMPARE(e.process.exitCode(), 2);
        QVERIFY(!e.error.isEmpty());
    }

    void whatAKilledEngineLeavesIsRemovedByTheNext()
    {
        EngineProcess e({"--run", "killed"});
        QVERIFY2(e.start(), e.error.constData());
        const QString socket = e.directory() + "/hopyard/killed.sock";
        e.process.kill();
        QVERIFY(e.process.waitForFinished());
        QVERIFY(QFile::exists(socket));
        QProcess next;
        next.setProcessEnvironment(e.process.processEnvironment());
        next.start(QCoreApplication::applicationFilePath(), {"engine", "--run", "next"});
        QVERIFY(next.waitForReadyRead());
        QVERIFY(!QFile::exists(socket));
        next.terminate();
        QVERIFY(next.waitForFinished());
    }

    void aFullDiskEndsTheRecordAndNotTheRun()
    {
        EngineProcess e;
        QVERIFY2(e.start(), e.error.constData());
        QCOMPARE(e.code("lab.load", {{"text", engine::kInsideLab}}), 0);
        QCOMPARE(e.code("run.start"), 0);
        QCOMPARE(e.code("record.start", {{"file", e.directory().toStdString() + "/run.hopyard"}}), 0);
        // As a disk that is full from now on: no file grows beyond what it has.
        const rlimit full{4096, RLIM_INFINITY};
        QCOMPARE(::prlimit(static_cast<pid_t>(e.process.processId()), RLIMIT_FSIZE, &full, nullptr), 0);
        QCOMPARE(e.code("console.run", {{"node", "h1"}, {"line", "ping 10.0.2.10 interval 1ms count 10000"}}), 0);
        const auto problem = e.take("problem");
        QVERIFY(problem);
        QVERIFY(!rpc::stringMember(*problem, "message").value().empty());
        QCOMPARE(rpc::stringMember(*e.ask("engine.status"), "state").value(), std::string("running"));
        QCOMPARE(e.code("record.stop"), int(rpc::wrongState));
    }

    void thePythonClientOfTheDocumentation()
    {
        const QString python = QStandardPaths::findExecutable("python3");
        if (python.isEmpty())
            QSKIP("needs python3");
        const QString client = HOPYARD_SOURCE_DIR "/resources/examples/rpc_client.py";
        QFile example(client), document(HOPYARD_SOURCE_DIR "/docs/rpc.md");
        QVERIFY(example.open(QIODevice::ReadOnly) && document.open(QIODevice::ReadOnly));
        const QByteArray code = example.readAll();
        QVERIFY2(document.readAll().contains(code.mid(code.indexOf("import"))), "docs/rpc.md shows another client");

        EngineProcess e;
        QVERIFY2(e.start(), e.error.constData());
        QFile lab(e.directory() + "/lab.yaml");
        QVERIFY(lab.open(QIODevice::WriteOnly));
        lab.write(engine::kInsideLab);
        lab.close();
        QProcess script;
        script.start(python, {client, QString::fromStdString(*rpc::stringMember(e.announcement, "socket")), lab.fileName(),
                              "h1", "ping 10.0.2.10 count 1"});
        QVERIFY(script.waitForFinished());
        QCOMPARE(script.readAllStandardError(), QByteArray());
        QCOMPARE(script.exitCode(), 0);
        QVERIFY(script.readAllStandardOutput().contains("10.0.2.10"));
        QCOMPARE(rpc::stringMember(*e.ask("engine.status"), "state").value(), std::string("running"));
    }
};

int main(int argc, char **argv)
{
    return hopyard::engine::mainOfEngineTest<TestProcess>(argc, argv);
}
#include "tst_process.moc"

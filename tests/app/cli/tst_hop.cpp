// hop as scripts see it, as far as no engine is needed: exit codes, JSON, messages, virtual time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "hop_process.h"
#include "places.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QtTest/QTest>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using hopyard::test::HopProcess;
using hopyard::test::Outcome;

namespace {

const char *const kLab = R"(hopyard: 1
title: Two hosts and a router
nodes:
  h1: {kind: host, interfaces: {eth0: {address: 10.0.1.10/24}}, gateway: 10.0.1.1, start: ["ping 10.0.2.10 count 20"]}
  r1:
    kind: router
    config: |
      interface eth0
       ip address 10.0.1.1/24
      interface eth1
       ip address 10.0.2.1/24
  h2: {kind: host, interfaces: {eth0: {address: 10.0.2.10/24}}, gateway: 10.0.2.1}
links:
  - {ends: [h1:eth0, r1:eth0], delay: 2ms}
  - {ends: [r1:eth1, h2:eth0], delay: 5ms, jitter: 1ms, loss: 20%}
)";

const char *const kNamespaces = R"(hopyard: 1
title: Programs
nodes:
  web: {kind: namespace, interfaces: {eth0: {address: 10.0.2.10/24}}, start: ["touch consented"]}
  h1: {kind: host, interfaces: {eth0: {address: 10.0.2.1/24}}}
links:
  - {ends: [web:eth0, h1:eth0]}
)";

} // namespace

class TestHop : public QObject {
    Q_OBJECT
private:
    HopProcess m_hop;

private slots:
    void initTestCase()
    {
        QVERIFY(!m_hop.write("lab.yaml", kLab).isEmpty());
        QVERIFY(!m_hop.write("programs.yaml", kNamespaces).isEmpty());
    }

    void usage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("no such command") << QStringList{"frobnicate"};
        QTest::newRow("no such option") << QStringList{"run", "lab.yaml", "--frobnicate"};
        QTest::newRow("no lab") << QStringList{"run"};
        QTest::newRow("a duration without unit") << QStringList{"run", "lab.yaml", "--for", "10"};
        QTest::newRow("no such time") << QStringList{"run", "lab.yaml", "--time", "imaginary"};
        QTest::newRow("virtual and detached") << QStringList{"run", "lab.yaml", "--time", "virtual", "--detach"};
        QTest::newRow("virtual and paused") << QStringList{"run", "lab.yaml", "--time", "virtual", "--paused"};
        QTest::newRow("capture without file") << QStringList{"run", "lab.yaml", "--capture", "r1:eth0"};
        QTest::newRow("capture without end") << QStringList{"run", "lab.yaml", "--capture", "r1=x.pcap"};
        QTest::newRow("a name with a slash") << QStringList{"run", "lab.yaml", "--name", "a/b"};
        QTest::newRow("exec without command") << QStringList{"exec", "lab.yaml", "--on", "h1"};
        QTest::newRow("speed out of range") << QStringList{"speed", "0"};
        QTest::newRow("no such shell") << QStringList{"completion", "tcsh"};
        QTest::newRow("setting without value") << QStringList{"link", "r1:eth0", "delay"};
    }
    void usage()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = m_hop.run(arguments);
        QCOMPARE(outcome.code, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!outcome.err.isEmpty());
    }

    void aMistypedCommandIsNamed()
    {
        const Outcome outcome = m_hop.run({"validte", "lab.yaml"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("'validte'; did you mean 'validate'?"), outcome.err.constData());
    }

    void whatCannotBePrintedIsAFailure()
    {
        QProcess hop;
        m_hop.prepare(hop);
        hop.setStandardOutputFile("/dev/full");
        hop.start(HopProcess::program(), {"show", "r1", "ip", "route", "--lab", "lab.yaml"});
        QVERIFY(hop.waitForFinished(20'000));
        QCOMPARE(hop.exitCode(), 1);
        QVERIFY(hop.readAllStandardError().contains("cannot write to standard output: No space left on device"));
    }

    void aLabCannotHideItsPrograms()
    {
        const QByteArray start = "\"evil; \\e[2K\\e[1A \\" "u202e\\" "u009b two\\nn2: more\"";
        QVERIFY(!m_hop.write("sly.yaml", "hopyard: 1\nnodes:\n  n: {kind: namespace, start: [" + start + "]}\n").isEmpty());
        const Outcome run = m_hop.run({"run", "sly.yaml"});
        QCOMPARE(run.code, 4);
        QVERIFY2(run.err.contains("n: evil; \\x1b[2K\\x1b[1A \\u202e\\u009b two\n      n2: more\n"),
                 run.err.constData());
    }

    void everyCommandHelpsWithExamples()
    {
        const Outcome all = m_hop.run({"--help"});
        QCOMPARE(all.code, 0);
        QVERIFY(!all.out.contains("What the completion scripts ask"));
        for (const char *command : {"run", "validate", "open", "exec", "shell", "show", "console", "capture", "link", "ps", "stop",
                                    "pause", "resume", "step", "speed", "report", "doctor", "completion"}) {
            QVERIFY2(QRegularExpression(QString("^  %1 ").arg(command), QRegularExpression::MultilineOption)
                         .match(all.out)
                         .hasMatch(),
                     command);
            const Outcome help = m_hop.run({command, "--help"});
            QCOMPARE(help.code, 0);
            QVERIFY2(help.out.contains("Examples:\n  ") && help.out.contains("--json"), command);
        }
        QCOMPARE(m_hop.run({"--version"}).out.left(4), QByteArray("hop "));
    }

    void validateSaysWhereAndWhat()
    {
        const Outcome good = m_hop.run({"validate", "lab.yaml"});
        QCOMPARE(good.code, 0);
        QCOMPARE(good.out, QByteArray("lab.yaml: ok (3 nodes, 2 links)\n"));

        m_hop.write("broken.yaml", QByteArray(kLab).replace("kind: router", "kind: rooter"));
        const Outcome bad = m_hop.run({"validate", "lab.yaml", "broken.yaml"});
        QCOMPARE(bad.code, 3);
        QVERIFY2(QRegularExpression("^broken\\.yaml:6:\\d+: error: .*rooter", QRegularExpression::MultilineOption)
                     .match(bad.err)
                     .hasMatch(),
                 bad.err.constData());

        const Outcome json = m_hop.run({"validate", "--json", "lab.yaml", "broken.yaml"});
        QCOMPARE(json.code, 3);
        QVERIFY(json.err.isEmpty());
        QCOMPARE(json.json()["ok"].toBool(true), false);
        const QJsonArray files = json.json()["files"].toArray();
        QCOMPARE(files.size(), 2);
        QCOMPARE(files[0].toObject()["ok"].toBool(), true);
        const QJsonObject problem = files[1].toObject()["problems"].toArray().at(0).toObject();
        QCOMPARE(problem["severity"].toString(), QString("error"));
        QCOMPARE(problem["file"].toString(), QString("broken.yaml"));
        QCOMPARE(problem["line"].toInt(), 6);
        QVERIFY(problem["column"].toInt() > 0);
        QVERIFY(!problem["message"].toString().isEmpty());

        // A mistake in a router's configuration has its line in the lab, too.
        m_hop.write("config.yaml", QByteArray(kLab).replace("10.0.2.1/24", "10.0.2.1/99"));
        const Outcome config = m_hop.run({"validate", "config.yaml"});
        QCOMPARE(config.code, 3);
        QVERIFY2(config.err.startsWith("config.yaml:11:"), config.err.constData());

        // What the student is to find is the teacher's to see here, and is not said before a check.
        m_hop.write("puzzle.yaml", "hopyard: 1\nto-find: [addresses]\nnodes:\n  a: {kind: host, interfaces: {e: {address: 10.0.0.1/24}}}\n"
                                   "  b: {kind: host, interfaces: {e: {address: 10.0.1.1/24}}}\nlinks: [{ends: [a:e, b:e]}]\n"
                                   "checks: {c: {title: t, ping: {from: a, to: b}}}\n");
        const Outcome puzzle = m_hop.run({"validate", "puzzle.yaml"});
        QCOMPARE(puzzle.code, 0);
        QVERIFY2(puzzle.err.contains("different networks") && puzzle.err.contains("(part of the exercise)"), puzzle.err.constData());
        QVERIFY(m_hop.run({"validate", "--json", "puzzle.yaml"}).json()["files"].toArray()[0].toObject()["problems"].toArray()[0].toObject()["toFind"].toBool());
        const Outcome check = m_hop.run({"check", "puzzle.yaml"});
        QVERIFY2(!check.err.contains("different networks") && check.err.contains("This lab keeps 1 problem for you to find."), check.err.constData());

        QCOMPARE(m_hop.run({"validate", "missing.yaml"}).code, 5);
        QCOMPARE(m_hop.run({"run", "missing.yaml"}).code, 5);
        QCOMPARE(m_hop.run({"run", "broken.yaml", "--time", "virtual"}).code, 3);
    }

    void oneSeedGivesOneCapture()
    {
        const auto run = [this](const char *seed, const QString &prefix) {
            return m_hop.run({"run", "lab.yaml", "--time", "virtual", "--for", "30s", "--seed", seed, "--capture",
                              "h1:eth0=" + prefix + "-h1.pcap", "--capture", "r1:eth1=" + prefix + "-after.pcap,after",
                              "--capture", "r1:eth1=" + prefix + "-before.pcap,before"});
        };
        const Outcome first = run("7", "a"), second = run("7", "b"), other = run("8", "c");
        QVERIFY2(first.code == 0, first.err.constData());
        QCOMPARE(second.code, 0);
        for (const char *name : {"h1", "after", "before"}) {
            const QByteArray bytes = m_hop.read(QString("a-%1.pcap").arg(name));
            QVERIFY(bytes.size() > 24 + 20 * 98);
            QCOMPARE(m_hop.read(QString("b-%1.pcap").arg(name)), bytes);
        }
        QVERIFY(m_hop.read("a-after.pcap").size() < m_hop.read("a-before.pcap").size()); // a fifth is lost
        QVERIFY(m_hop.read("c-after.pcap") != m_hop.read("a-after.pcap"));
        const auto lines = [](const Outcome &o) { return o.out.left(o.out.indexOf("\n--")); };
        QCOMPARE(lines(second), lines(first));
        QVERIFY(lines(first).contains("h1:"));
        if (QStandardPaths::findExecutable("tshark").isEmpty())
            QSKIP("tshark is not installed, so no other program can look at the capture");
        QProcess tshark;
        tshark.start("tshark", {"-r", m_hop.path("a-h1.pcap"), "-Y", "icmp.type == 8", "-T", "fields", "-e", "ip.dst"});
        QVERIFY(tshark.waitForFinished(30'000));
        QCOMPARE(tshark.readAllStandardOutput().count("10.0.2.10"), 20);
    }

    void aSummaryForScripts()
    {
        const Outcome run = m_hop.run({"run", "lab.yaml", "--time", "virtual", "--for", "30s", "--json", "--capture",
                                       "h1:eth0=json.pcap", "--filter", "icmp", "--record", "json.hopyard"});
        QVERIFY2(run.code == 0, run.err.constData());
        const QJsonObject summary = run.json();
        QCOMPARE(summary["type"].toString(), QString("summary"));
        QCOMPARE(summary["run"].toString(), QString("lab"));
        QCOMPARE(summary["time"].toString(), QString("virtual"));
        QCOMPARE(summary["seed"].toInt(), 1);
        QCOMPARE(summary["now"].toDouble(), 30e9);
        QCOMPARE(summary["links"].toInt(), 2);
        QVERIFY(summary["packets"].toInt() > 60);
        QVERIFY(summary["dropped"].toInt() > 0);
        QVERIFY(summary["drops"].toObject()["loss"].toInt() > 0);
        const QJsonObject capture = summary["captures"].toArray().at(0).toObject();
        QCOMPARE(capture["at"].toString(), QString("h1:eth0"));
        QVERIFY(capture["packets"].toInt() > 20);
        const QJsonObject line = QJsonDocument::fromJson(run.out.left(run.out.indexOf('\n'))).object();
        QCOMPARE(line["type"].toString(), QString("line"));
        QCOMPARE(line["node"].toString(), QString("h1"));

        const Outcome report = m_hop.run({"report", "json.hopyard", "--json"});
        QCOMPARE(report.code, 0);
        QCOMPARE(report.json()["state"].toString(), QString("complete"));
        QCOMPARE(report.json()["packets"].toInt(), summary["record"].toObject()["packets"].toInt());
        QCOMPARE(report.json()["drops"].toObject()["loss"].toInt(), summary["drops"].toObject()["loss"].toInt());
        QCOMPARE(report.json()["nodes"].toInt(), 3);
        QCOMPARE(report.json()["lost"].toInt(-1), 0);
        QCOMPARE(m_hop.run({"report", "json.hopyard", "--lab"}).out.left(10), QByteArray("hopyard: 1"));
        QCOMPARE(m_hop.run({"report", "lab.yaml"}).code, 5);

        const QStringList again{"run", "lab.yaml", "--time", "virtual", "--for", "1s", "--record", "json.hopyard"};
        const Outcome refused = m_hop.run(again);
        QCOMPARE(refused.code, 6);
        QVERIFY(refused.err.contains("exists already"));
        QCOMPARE(m_hop.run(again + QStringList{"--overwrite"}).code, 0);
    }

    /// The newest stay, and what it takes to show the run again.
    void aRecordHasALimit()
    {
        const QString lab = HOPYARD_SOURCE_DIR "/resources/labs/first-hops-virtual.yaml";
        const Outcome run = m_hop.run({"run", lab, "--time", "virtual", "--for", "200s", "--json", "--record",
                                       "small.hopyard", "--record-limit", "3MB"});
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY(run.out.contains("has reached its limit of 3MB: from now on its oldest packets and events make room"));
        const QJsonObject record = run.json()["record"].toObject();
        QVERIFY(record["removed"].toInt() > 10'000);
        QCOMPARE(record["lost"].toInt(-1), 0);
        QVERIFY(QFileInfo(m_hop.path("small.hopyard")).size() <= 3'000'000);
        const QJsonObject report = m_hop.run({"report", "small.hopyard", "--json"}).json();
        QCOMPARE(report["limit"].toInt(), 3'000'000);
        QCOMPARE(report["removed"].toInt(), record["removed"].toInt());
        QVERIFY(report["since"].toDouble() > 0);
        const Outcome text = m_hop.run({"report", "small.hopyard"});
        QVERIFY2(text.out.contains("limit     3MB, reached: "), text.out.constData());
        const Outcome told = m_hop.run({"run", lab, "--time", "virtual", "--for", "200s", "--record", "small.hopyard",
                                        "--overwrite", "--record-limit", "3MB"});
        QVERIFY2(told.out.contains(" older ones made room for them at its limit"), told.out.constData());
        QVERIFY(told.err.contains("has reached its limit of 3MB"));
    }

    void captureToStdoutIsOnlyTheCapture()
    {
        const Outcome run = m_hop.run({"run", "lab.yaml", "--time", "virtual", "--for", "5s", "--capture", "h1:eth0=-"});
        QVERIFY2(run.code == 0, run.err.constData());
        QCOMPARE(run.out.left(4).toHex(), QByteArray("4d3cb2a1"));
        QVERIFY(!run.out.contains("delivered over"));
        QVERIFY(run.err.contains("delivered over"));
    }

    void whatCannotBeCapturedOrRecorded_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        QTest::newRow("no such end") << QStringList{"--capture", "r1:eth7=x.pcap"} << 5 << "r1:eth7";
        QTest::newRow("bad filter") << QStringList{"--capture", "r1:eth0=x.pcap", "-f", "tcp prot 80"} << 1 << "tcp prot 80";
        QTest::newRow("no such folder") << QStringList{"--capture", "r1:eth0=no/such/x.pcap"} << 6 << "No such file";
        QTest::newRow("record in no folder") << QStringList{"--record", "no/such/x.hopyard"} << 6 << "cannot record to";
        QTest::newRow("too small a limit") << QStringList{"--record", "x.hopyard", "--record-limit", "10kB"} << 6
                                           << "leaves no room for packets; a record of this lab needs 3MB at least";
        QTest::newRow("no limit at all") << QStringList{"--record", "x.hopyard", "--record-limit", "lots"} << 2
                                         << "is no number of bytes";
        QTest::newRow("a limit of nothing")
            << QStringList{"--record-limit", "1GB"} << 2 << "--record-limit is for a record";
        QTest::newRow("a full disk") << QStringList{"--capture", "r1:eth0=/dev/full"} << 6 << "disk full";
    }
    void whatCannotBeCapturedOrRecorded()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, message);
        const Outcome run = m_hop.run(QStringList{"run", "lab.yaml", "--time", "virtual", "--for", "1s"} + options);
        QTEST(run.code, "code");
        QVERIFY2(run.err.contains(message.toUtf8()), run.err.constData());
    }

    void programsNeedConsent()
    {
        const Outcome run = m_hop.run({"run", "programs.yaml", "--json"});
        QCOMPARE(run.code, 4);
        QVERIFY(run.err.contains("--allow-programs"));
        const QJsonObject program = run.json()["programs"].toArray().at(0).toObject();
        QCOMPARE(program["node"].toString(), QString("web"));
        QCOMPARE(program["command"].toString(), QString("touch consented"));
        QCOMPARE(m_hop.run({"exec", "programs.yaml", "--on", "web", "--", "true"}).code, 4);
        QVERIFY(!QFile::exists(m_hop.path("consented")));
    }

    void consentIsAskedOnATerminal()
    {
        int master = -1;
        const QByteArray runtime = m_hop.path("").toLocal8Bit(), program = HopProcess::program().toLocal8Bit();
        const pid_t child = forkpty(&master, nullptr, nullptr, nullptr);
        if (child == 0) {
            setenv("XDG_RUNTIME_DIR", runtime.constData(), 1);
            if (chdir(runtime.constData()) == 0)
                execl(program.constData(), "hop", "run", "programs.yaml", nullptr);
            _exit(127);
        }
        QByteArray seen;
        char buffer[4096];
        pollfd watched{master, POLLIN, 0};
        while (poll(&watched, 1, 20'000) > 0) {
            const ssize_t size = ::read(master, buffer, sizeof buffer);
            if (size <= 0)
                break;
            const bool asked = seen.contains("[y/N]");
            seen.append(buffer, size);
            if (!asked && seen.contains("[y/N]"))
                QCOMPARE(::write(master, "n\n", 2), ssize_t(2));
        }
        int status = 0;
        waitpid(child, &status, 0);
        ::close(master);
        QVERIFY2(seen.contains("web:") && seen.contains("touch consented") && seen.contains("Not run."), seen.constData());
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 4);
    }

    void namespacesNeedRealTime()
    {
        const Outcome run = m_hop.run({"run", "programs.yaml", "--time", "virtual", "--allow-programs"});
        QCOMPARE(run.code, 3);
        QVERIFY2(run.err.contains("real time"), run.err.constData());
    }

    void showAsksALab()
    {
        const Outcome text = m_hop.run({"show", "r1", "ip", "route", "--lab", "lab.yaml"});
        QVERIFY2(text.code == 0, text.err.constData());
        QVERIFY(text.out.contains("10.0.2.0/24"));
        const Outcome json = m_hop.run({"show", "r1", "ip", "route", "--lab", "lab.yaml", "--json"});
        QCOMPARE(json.json()["node"].toString(), QString("r1"));
        QCOMPARE(json.json()["line"].toString(), QString("show ip route"));
        QCOMPARE(json.json()["ok"].toBool(), true);
        QVERIFY(!json.json()["json"].isNull());
        QCOMPARE(m_hop.run({"show", "r9", "ip", "route", "--lab", "lab.yaml"}).code, 5);
        QCOMPARE(m_hop.run({"show", "r1", "the", "moon", "--lab", "lab.yaml"}).code, 1);
    }

    void withoutAnyRun_data()
    {
        QTest::addColumn<QStringList>("arguments");
        for (const char *line : {"show r1 ip route", "console r1 help", "pause", "resume", "step", "speed 0.5", "stop",
                                 "link r1:eth0 down", "capture r1:eth0 -w x.pcap", "exec nothing --on h1 -- true",
                                 "shell h1"})
            QTest::newRow(line) << QString(line).split(' ');
    }
    void withoutAnyRun()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = m_hop.run(arguments);
        QCOMPARE(outcome.code, 5);
        QVERIFY(outcome.err.contains("no lab is running"));
    }

    void psOfNothing()
    {
        const Outcome text = m_hop.run({"ps"});
        QCOMPARE(text.code, 0);
        QVERIFY(text.out.isEmpty());
        QCOMPARE(m_hop.run({"ps", "--json"}).out, QByteArray("{\"runs\":[]}\n"));
        QCOMPARE(m_hop.run({"stop", "--all", "--json"}).out, QByteArray("{\"stopped\":[]}\n"));
    }

    void doctorTellsAndCounts()
    {
        const Outcome json = m_hop.run({"doctor", "--json"});
        const bool ok = json.json()["ok"].toBool();
        QCOMPARE(json.code, ok ? 0 : 6);
        bool neededAreThere = true;
        for (const QJsonValue &value : json.json()["checks"].toArray()) {
            const QJsonObject check = value.toObject();
            QVERIFY(!check["name"].toString().isEmpty());
            QVERIFY(check["ok"].toBool() || !check["mend"].toString().isEmpty());
            neededAreThere = neededAreThere && (check["ok"].toBool() || !check["needed"].toBool());
        }
        QCOMPARE(ok, neededAreThere);
    }

    void completionScriptsAreThePackaged_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("bash") << "hop.bash";
        QTest::newRow("zsh") << "_hop";
        QTest::newRow("fish") << "hop.fish";
    }
    void completionScriptsAreThePackaged()
    {
        QFETCH(QString, file);
        QFile packaged(HOPYARD_SOURCE_DIR "/packaging/completion/" + file);
        QVERIFY(packaged.open(QIODevice::ReadOnly));
        QCOMPARE(m_hop.run({"completion", QTest::currentDataTag()}).out, packaged.readAll());
    }

    void completes_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("candidates");
        QTest::newRow("a command") << QStringList{"val"} << QByteArray("validate\n");
        QTest::newRow("options") << QStringList{"run", "--al"} << QByteArray("--allow-programs\n");
        QTest::newRow("a value") << QStringList{"run", "x.yaml", "--time", ""} << QByteArray("real\nvirtual\n");
        QTest::newRow("files") << QStringList{"validate", "la"} << QByteArray(":files\n");
        QTest::newRow("shells") << QStringList{"completion", "f"} << QByteArray("fish\n");
        QTest::newRow("settings") << QStringList{"link", "r1:eth0", "du"} << QByteArray("duplicate=\n");
        QTest::newRow("settings after an option")
            << QStringList{"link", "--direction", "forward", "r1:eth0", "du"} << QByteArray("duplicate=\n");
        QTest::newRow("nothing known") << QStringList{"frobnicate", "x"} << QByteArray();
    }
    void completes()
    {
        QFETCH(QStringList, words);
        const Outcome outcome = m_hop.run(QStringList{"complete", "--"} + words);
        QCOMPARE(outcome.code, 0);
        QTEST(outcome.out, "candidates");
    }

    void bashUsesTheScript()
    {
        const QString script = "PATH=" HOPYARD_BINARY_DIR "/bin:$PATH; source " HOPYARD_SOURCE_DIR
                               "/packaging/completion/hop.bash; COMP_LINE='hop link r1:eth0 du'; COMP_POINT=19; _hop; "
                               "printf '%s\\n' \"${COMPREPLY[@]}\"";
        QProcess bash;
        bash.start("bash", {"-c", script});
        QVERIFY(bash.waitForFinished(30'000));
        QCOMPARE(bash.readAllStandardOutput(), QByteArray("duplicate=\n"));
    }
};

QTEST_GUILESS_MAIN(TestHop)
#include "tst_hop.moc"

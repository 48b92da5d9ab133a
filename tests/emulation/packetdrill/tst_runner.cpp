// tests/packetdrill/run with a program in packetdrill's place: what it is told, and how its answers are counted.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

/// Does what the script's first line says, and leaves its own arguments in NAME.pkt.arguments.
constexpr char kFake[] = "#!/bin/sh\n"
                         "for last; do :; done\n"
                         "{ echo \"preload=$LD_PRELOAD\"; for word; do echo \"$word\"; done; } >\"$last.arguments\"\n"
                         "case \"$(head -n 1 \"$last\")\" in\n"
                         "*passes*) exit 0 ;;\n"
                         "*hangs*) sleep 600 ;;\n"
                         "*setup*) echo \"$last: error executing init command: exit 1\"; exit 1 ;;\n"
                         "*) echo \"some noise\"; echo \"$last:7: error handling packet: flags differ\"; exit 1 ;;\n"
                         "esac\n";

struct Run {
    int code = -1;
    QString out;
    QString err;
    QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

} // namespace

class RunnerTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    void write(const QString &name, const QByteArray &text)
    {
        const QString path = m_folder.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    QByteArray read(const QString &name)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    Run run(QStringList options, const QString &folder)
    {
        QProcess process;
        options << "--namespace" << "no" << m_folder.filePath("fake") << m_folder.filePath(folder);
        process.start(HOPYARD_SOURCE_DIR "/tests/packetdrill/run", options);
        process.waitForFinished(60'000);
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }
    QStringList usual() const { return {"--plugin", m_folder.filePath("plugin.so")}; }

private slots:
    void initTestCase()
    {
        write("fake", kFake);
        const auto executable = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
        QVERIFY(QFile::setPermissions(m_folder.filePath("fake"), executable));
        write("plugin.so", ""); // preloaded as an empty file: the loader warns and goes on
        write("mixed/a/one.pkt", "// passes\n");
        write("mixed/a/two.pkt", "// is refused\n");
        write("mixed/a/three.pkt", "// passes\n--ip_version=ipv6\n");
        write("mixed/b/four.pkt", "// setup\n");
        write("mixed/b/five.pkt", "// passes\n// AF_INET6 in a comment is no matter: socket(AF_INET6, …)\n");
        write("mixed/b/six.pkt", "// passes\n0 socket(..., SOCK_STREAM, IPPROTO_MPTCP) = 3\n");
        write("good/one.pkt", "// passes\n");
        write("slow/one.pkt", "// hangs\n");
        write("empty/readme.txt", "no script\n");
    }

    void countsByStateAndFolder()
    {
        const Run result = run(usual() << "--json", "mixed");
        QCOMPARE(result.code, 1);
        const QJsonObject json = result.json();
        QCOMPARE(json["totals"].toObject(), (QJsonObject{{"passed", 2}, {"failed", 1}, {"skipped", 3}}));
        QCOMPARE(json["folders"].toObject()["a"].toObject(),
                 (QJsonObject{{"passed", 1}, {"failed", 1}, {"skipped", 1}}));
        QMap<QString, QString> reasons;
        for (const QJsonValue &script : json["scripts"].toArray())
            reasons[script["script"].toString()] = script["state"].toString() + ": " + script["reason"].toString();
        QCOMPARE(reasons["a/two.pkt"], "failed: two.pkt:7: error handling packet: flags differ");
        QCOMPARE(reasons["a/three.pkt"], "skipped: needs IPv6");
        QCOMPARE(reasons["b/four.pkt"], "skipped: its set-up command failed");
        QCOMPARE(reasons["b/five.pkt"], "passed: ");
        QCOMPARE(reasons["b/six.pkt"], "skipped: needs MPTCP");
    }

    void printsALineForEachAndTotals()
    {
        const Run result = run(usual(), "mixed");
        QVERIFY2(result.out.contains("passed  a/one.pkt\n"), qPrintable(result.out));
        QVERIFY(result.out.contains("skipped a/three.pkt: needs IPv6\n"));
        const QString last = result.out.trimmed().section('\n', -1);
        QCOMPARE(last.simplified(), "total 2 1 3 6");
    }

    void tellsPacketdrillWhatItNeeds()
    {
        QCOMPARE(run(usual() << "--tolerance-usecs" << "9000" << "--so-flags" << "mtu=1400", "good").code, 0);
        const QList<QByteArray> words = read("good/one.pkt.arguments").split('\n');
        const QByteArray plugin = QFileInfo(m_folder.filePath("plugin.so")).canonicalFilePath().toUtf8();
        QVERIFY(words.contains("--so_filename=" + plugin));
        QVERIFY(words.contains("--so_flags=mtu=1400"));
        QVERIFY(words.contains("--ip_version=ipv4"));
        QVERIFY(words.contains("--local_ip=192.168.0.1"));
        QVERIFY(words.contains("--tolerance_usecs=9000"));
        QVERIFY(words.contains("preload=" + plugin));
    }

    void comparesWithLinux()
    {
        QCOMPARE(run({"--kernel"}, "good").code, 0);
        const QByteArray words = read("good/one.pkt.arguments");
        QVERIFY(!words.contains("--so_filename"));
        QVERIFY(words.contains("preload=\n"));
    }

    void endsAScriptThatHangs()
    {
        const Run result = run(usual() << "--timeout" << "1" << "--json", "slow");
        QCOMPARE(result.code, 1);
        QCOMPARE(result.json()["scripts"][0]["reason"].toString(), "no end within 1 s");
    }

    void refusesWhatIsNotThere()
    {
        QCOMPARE(run({"--plugin", "/nonexistent.so"}, "good").code, 2);
        QCOMPARE(run(usual(), "nowhere").code, 2);
        const Run empty = run(usual(), "empty");
        QCOMPARE(empty.code, 1);
        QVERIFY(empty.out.startsWith("no scripts"));
    }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "tst_runner.moc"

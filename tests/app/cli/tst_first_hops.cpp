// What a newcomer sees first: the sample lab headless, as `make run` shows it where there is no display. nginx in a
// namespace answers curl in another, through three virtual routers and a line that delays and loses; the capture holds
// the conversation, by tshark's word.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

class FirstHopsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (::geteuid() != 0)
            QSKIP("needs root for network namespaces and /dev/net/tun");
        if (!QFile::exists("/dev/net/tun"))
            QSKIP("needs /dev/net/tun");
        for (const char *program : {"nginx", "curl", "ping", "tshark"})
            if (QStandardPaths::findExecutable(program).isEmpty() && !QFile::exists(QString("/usr/sbin/%1").arg(program)))
                QSKIP(qPrintable(QString("needs %1").arg(program)));
    }

    void theSampleLabIsAlive()
    {
        QTemporaryDir folder;
        const QString pcap = folder.filePath("line.pcap");
        QProcess script;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HOP", HOPYARD_BINARY_DIR "/bin/hop");
        environment.insert("PCAP", pcap);
        environment.insert("XDG_RUNTIME_DIR", folder.path());
        script.setProcessEnvironment(environment);
        script.setProcessChannelMode(QProcess::MergedChannels);
        script.start(HOPYARD_SOURCE_DIR "/scripts/run-headless", {"resources/labs/first-hops.yaml"});
        QVERIFY(script.waitForFinished(120'000));
        const QString said = QString::fromUtf8(script.readAll());
        QVERIFY2(script.exitCode() == 0, qPrintable(said));

        QVERIFY2(said.contains("S>* 10.0.2.0/24 [1/0] via 10.0.12.2, eth1"), qPrintable(said));
        QVERIFY2(said.contains("Hello from Hopyard"), qPrintable(said));
        // Three routers take three from the TTL; nothing is faster than the links' delays there and back (14.4 ms).
        QVERIFY2(said.contains("bytes from 10.0.2.10: icmp_seq") && said.contains("ttl=61"), qPrintable(said));
        const auto rtt = QRegularExpression("rtt min/avg/max/mdev = ([0-9.]+)/([0-9.]+)").match(said);
        QVERIFY2(rtt.hasMatch(), qPrintable(said));
        QVERIFY2(rtt.captured(1).toDouble() >= 14.3, qPrintable(rtt.captured()));
        qInfo("%s (the links' delays: 14.4 ms)", qPrintable(rtt.captured()));

        QProcess tshark;
        tshark.start("tshark", {"-r", pcap, "-Y", "http.response.code == 200", "-T", "fields", "-e", "ip.src"});
        QVERIFY(tshark.waitForFinished(60'000));
        QVERIFY(QString::fromUtf8(tshark.readAllStandardOutput()).contains("10.0.2.10"));
    }
};

QTEST_GUILESS_MAIN(FirstHopsTest)
#include "tst_first_hops.moc"

// TCP's settings from the files of a folder, as net.ipv4 has them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/sysctl.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace hopyard;
using transport::tcp::NodeSettings;

class SysctlTest : public QObject {
    Q_OBJECT
private:
    static void write(const QTemporaryDir &folder, const QString &name, const QByteArray &text)
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private slots:
    void anEmptyFolderChangesNothing()
    {
        const QTemporaryDir folder;
        NodeSettings settings;
        packetdrill::applySysctl(settings, folder.path().toStdString());
        QCOMPARE(settings, NodeSettings());
    }

    void everyFileSetsItsOwn()
    {
        const QTemporaryDir folder;
        write(folder, "tcp_sack", "0\n");
        write(folder, "tcp_timestamps", "0\n");
        write(folder, "tcp_window_scaling", "0\n");
        write(folder, "tcp_dsack", "0\n");
        write(folder, "tcp_ecn", "1\n");
        write(folder, "tcp_fastopen", "1027\n"); // further bits are not ours
        write(folder, "tcp_syncookies", "2\n");
        write(folder, "tcp_recovery", "0\n");
        write(folder, "tcp_frto", "0\n");
        write(folder, "tcp_rmem", "4096\t100000\t200000\n");
        write(folder, "tcp_wmem", "4096 20000 40000\n");
        NodeSettings expected;
        expected.sack = expected.timestamps = expected.windowScaling = expected.dsack = false;
        expected.recovery = expected.forwardRto = false;
        expected.ecn = 1;
        expected.fastOpen = 3;
        expected.receiveBufferDefault = 100'000;
        expected.receiveBufferMax = 200'000;
        expected.sendBufferDefault = 20'000;
        expected.sendBufferMax = 40'000;
        NodeSettings settings;
        packetdrill::applySysctl(settings, folder.path().toStdString());
        QCOMPARE(settings, expected);
    }

    void whatCannotBeReadChangesNothing()
    {
        const QTemporaryDir folder;
        write(folder, "tcp_sack", "no\n");
        write(folder, "tcp_ecn", "");
        write(folder, "tcp_rmem", "1 2\n");
        NodeSettings settings;
        packetdrill::applySysctl(settings, folder.path().toStdString());
        QCOMPARE(settings, NodeSettings());
    }
};

QTEST_APPLESS_MAIN(SysctlTest)
#include "tst_sysctl.moc"

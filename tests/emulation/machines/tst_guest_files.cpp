// The tiny guest system's files: the archive byte by byte, the text that sets the network, what counts as a static program.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/cpio.h"
#include "emulation/machines/guest_files.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <string>

using namespace hopyard;
using machines::CpioArchive;

class TestGuestFiles : public QObject {
    Q_OBJECT
private slots:
    void archive()
    {
        CpioArchive archive;
        archive.addDirectory("d");
        archive.addFile("d/f", "hello", 0755);
        archive.addCharacterDevice("c", 5, 1);
        const std::string bytes = archive.finish();
        const std::string zeros = "00000000", one = "00000001";
        //              magic     inode      mode         uid gid        links  time    size         device         own numbers  name       sum
        std::string expected = "070701" + one + "000041ED" + zeros + zeros + one + zeros + zeros + zeros + zeros + zeros + zeros + "00000002" + zeros
            + std::string("d\0", 2); // 112 bytes
        expected += "07070100000002000081ED" + zeros + zeros + one + zeros + "00000005" + zeros + zeros + zeros + zeros + "00000004" + zeros
            + std::string("d/f\0\0\0hello\0\0\0", 14);
        expected += "07070100000003" "00002180" + zeros + zeros + one + zeros + zeros + zeros + zeros + "00000005" + one + "00000002" + zeros
            + std::string("c\0", 2);
        QCOMPARE(QByteArray::fromStdString(bytes.substr(0, expected.size())), QByteArray::fromStdString(expected));
        QVERIFY(bytes.find("TRAILER!!!") != std::string::npos);
        QCOMPARE(bytes.size() % 512, std::size_t(0));
    }

    void setup()
    {
        machines::GuestSetup setup;
        setup.hostName = "m1";
        setup.interfaces = {{"eth0", *base::MacAddress::parse("02:00:00:00:00:01"), {*base::InterfaceAddress::parse("10.0.1.10/24")}, 1500},
                            {"eth1", *base::MacAddress::parse("02:00:00:00:00:02"),
                             {*base::InterfaceAddress::parse("10.0.2.1/30"), *base::InterfaceAddress::parse("2001:db8::1/64")}, 9000},
                            {"eth2", *base::MacAddress::parse("02:00:00:00:00:03"), {}, 1500}};
        setup.gateway = base::IpAddress::parse("10.0.1.1");
        setup.start = {"echo it's me"};
        QCOMPARE(QString::fromStdString(machines::setupScript(setup)),
                 QString("hostname 'm1'\n"
                         "interface 02:00:00:00:00:01 'eth0' 1500 no 10.0.1.10/24\n"
                         "interface 02:00:00:00:00:02 'eth1' 9000 yes 10.0.2.1/30 2001:db8::1/64\n"
                         "interface 02:00:00:00:00:03 'eth2' 1500 no\n"
                         "ip route add default via 10.0.1.1\n"
                         "echo 'Hopyard: m1 is ready'\n"
                         "sh -c 'echo it'\\''s me' &\n"));
        setup.gateway = base::IpAddress::parse("2001:db8::2");
        QVERIFY(machines::setupScript(setup).find("ip -6 route add default via 2001:db8::2\n") != std::string::npos);
    }

    void staticPrograms()
    {
        QVERIFY(!machines::isStaticProgram("/bin/sh"));
        QVERIFY(!machines::isStaticProgram("/etc/passwd"));
        QVERIFY(!machines::isStaticProgram("/nowhere"));
        QTemporaryDir directory;
        QFile file(directory.filePath("short"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("\177ELF\2\1\1") == 7);
        file.close();
        QVERIFY(!machines::isStaticProgram(file.fileName().toStdString()));
    }

    void kernelIsWholeOrNone()
    {
        QTemporaryDir directory;
        const std::string where = directory.path().toStdString();
        const auto write = [&](const QString &name, const QByteArray &text) {
            QFile file(directory.filePath(name));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        QVERIFY(!machines::findKernel(where));
        QVERIFY(QDir(directory.path()).mkdir("kernel") && write("kernel/vmlinuz", "k"));
        QVERIFY(!machines::findKernel(where)); // the list of modules is written last
        QVERIFY(write("kernel/order", "a.ko\nb.ko\n"));
        const auto kernel = machines::findKernel(where);
        QVERIFY(kernel && kernel->modules == (std::vector<std::string>{where + "/kernel/a.ko", where + "/kernel/b.ko"}));
        QVERIFY(!machines::makeInitrd("/nowhere", {}, {}));
    }
};

QTEST_APPLESS_MAIN(TestGuestFiles)
#include "tst_guest_files.moc"

// The workbench as a person meets it, from the first start on: a lab is drawn with the mouse, run, looked into through a console,
// captured, gone back in, and saved. Nothing of the workbench is used by this program: there is the real program on a real X
// server, with its own engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/support/desktop.h"

#include <QDirIterator>
#include <QFile>
#include <QtEndian>

using hopyard::test::Desktop;

/// Clicks the button, or the dock's tab, that is called so, as soon as it is there.
#define CLICK(name) QVERIFY2(desktop.click(name), qPrintable(desktop.why()))
/// Writes into the field that is called so.
#define FILL(name, text) QVERIFY2(desktop.fill(name, text), qPrintable(desktop.why()))
/// `what` is what is called so, as soon as it is there.
#define SEE(what, ...) \
    const auto what##Found = desktop.await(__VA_ARGS__); \
    QVERIFY2(what##Found, qPrintable(desktop.why())); \
    [[maybe_unused]] const Desktop::Found &what = *what##Found

/// Echo requests and replies in a capture of Ethernet frames (pcap, in this machine's byte order).
static int echoes(const QByteArray &pcap)
{
    constexpr qsizetype kFileHeader = 24, kPacketHeader = 16, kEthernet = 14;
    int count = 0;
    for (qsizetype at = kFileHeader; at + kPacketHeader <= pcap.size();) {
        const auto length = qFromUnaligned<quint32>(pcap.constData() + at + 8);
        const QByteArray frame = pcap.mid(at + kPacketHeader, length);
        const bool isIcmp = frame.size() > kEthernet + 20 && frame[12] == 8 && frame[13] == 0 && frame[kEthernet + 9] == 1;
        if (isIcmp && (frame[kEthernet + 20] == 8 || frame[kEthernet + 20] == 0))
            ++count;
        at += kPacketHeader + length;
    }
    return count;
}

class TestEndToEnd : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const QString missing = Desktop::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void firstLab()
    {
        Desktop desktop;
        QVERIFY2(desktop.start(QStringLiteral(HOPYARD_BINARY_DIR "/bin/hopyard"), {"--size", "1500x900", "--theme", "light"}),
                 qPrintable(desktop.why()));
        const auto look = qScopeGuard([&] {
            if (QTest::currentTestFailed() && qEnvironmentVariableIsSet("HOPYARD_PHOTOGRAPH"))
                desktop.photograph(qEnvironmentVariable("HOPYARD_PHOTOGRAPH"));
        });

        // The first start shows the tour, which can be skipped.
        CLICK("Skip");
        QVERIFY2(desktop.awaitGone("Skip"), qPrintable(desktop.why()));

        // Two hosts and a router, dragged from the palette; two links, drawn with the tool.
        SEE(canvas, "Canvas");
        const QPoint middle = canvas.place.center();
        const QPoint h1 = middle - QPoint(260, 40), r1 = middle + QPoint(0, 60), h2 = middle + QPoint(260, -40);
        for (const auto &[kind, node, to] : {std::tuple("Host", "h1", h1), std::tuple("Host", "h2", h2), std::tuple("Router", "r1", r1)}) {
            SEE(entry, "Node kinds", kind);
            desktop.drag(entry.place.center(), to);
            SEE(placed, node); // picked, and so in the tables' choice
        }
        CLICK("Link Tool");
        desktop.drag(h1, r1);
        desktop.drag(r1, h2);
        CLICK("Pointer");
        desktop.clickAt(canvas.place.topLeft() + QPoint(40, 40));
        SEE(count, "3 nodes, 2 links");

        // Addresses, by the shortcut; Return fills them in.
        desktop.key("alt+shift+a");
        SEE(plan, "Fill in Addresses");
        CLICK("Fill In");
        QVERIFY2(desktop.awaitGone("Fill In"), qPrintable(desktop.why())); // keys went to it as long as it was there

        // Saved; what is in the file is what was drawn.
        const QString file = desktop.filePath("drawn.yaml");
        QVERIFY2(desktop.keyOpens("ctrl+s", "File name:"), qPrintable(desktop.why()));
        FILL("File name:", file);
        desktop.key("Return");
        QTRY_VERIFY2_WITH_TIMEOUT(QFile::exists(file), qPrintable(desktop.names().join(", ")), 20000);
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        const QByteArray text = saved.readAll();
        for (const char *line : {"ends: [h1:eth0, r1:eth0]", "ends: [r1:eth1, h2:eth0]", "address: 10.0.1.10/24", "gateway: 10.0.2.1"})
            QVERIFY2(text.contains(line), text.constData());

        // Run: the strip of time comes, and with it an engine.
        CLICK("Run");
        SEE(strip, "Time of the run");

        // A capture of h1's link into a file.
        CLICK("Captures");
        CLICK("Start a capture");
        const QString pcap = desktop.filePath("seen.pcap");
        CLICK("Save to a file");
        FILL("File", pcap);
        CLICK("Start");
        QVERIFY2(desktop.awaitGone("Start"), qPrintable(desktop.why()));

        // A console by a double click; a ping that is answered.
        SEE(smaller, "Canvas"); // the strip of time has taken its part
        desktop.doubleClickAt(h1 - middle + smaller.place.center());
        FILL("Command for h1", "ping 10.0.2.10 count 3");
        desktop.key("Return");
        SEE(output, "Output of h1");
        QTRY_VERIFY2_WITH_TIMEOUT(desktop.text(output.object).contains("3 received"), qPrintable(desktop.text(output.object)), 20000);

        // Back to the beginning, where no time has passed, and to the present again.
        const auto moment = [&] { return desktop.description("Moment shown, and how far the run has come"); };
        CLICK("To the Beginning");
        QTRY_VERIFY2_WITH_TIMEOUT(moment().startsWith("0:00.000 / "), qPrintable(moment()), 20000);
        CLICK("To the Present");
        QTRY_VERIFY2_WITH_TIMEOUT(!moment().contains(" / "), qPrintable(moment()), 20000);

        // Stopped and closed. What was captured has three questions and three answers.
        CLICK("Stop");
        QVERIFY2(desktop.awaitGone("Time of the run"), qPrintable(desktop.why()));
        desktop.key("ctrl+q");
        QTRY_COMPARE_WITH_TIMEOUT(desktop.program().state(), QProcess::NotRunning, 20000);
        QCOMPARE(desktop.program().exitCode(), 0);
        QFile captured(pcap);
        QVERIFY(captured.open(QIODevice::ReadOnly));
        QCOMPARE(echoes(captured.readAll()), 6);
    }

    void aKilledWindowLosesNothing()
    {
        const QString program = QStringLiteral(HOPYARD_BINARY_DIR "/bin/hopyard");
        Desktop desktop;
        QVERIFY2(desktop.start(program, {"--size", "1500x900", "--theme", "light"}), qPrintable(desktop.why()));
        CLICK("Skip");
        QVERIFY2(desktop.awaitGone("Skip"), qPrintable(desktop.why()));
        SEE(canvas, "Canvas");
        SEE(router, "Node kinds", "Router");
        desktop.drag(router.place.center(), canvas.place.center());
        SEE(placed, "r1");
        const QDir unsaved(desktop.filePath("state"));
        const auto isKept = [&] {
            QDirIterator it(unsaved.path(), {"*.yaml"}, QDir::Files, QDirIterator::Subdirectories);
            return it.hasNext();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isKept(), "nothing is kept of unsaved work", 20000);
        desktop.program().kill();
        QVERIFY(desktop.program().waitForFinished());

        QVERIFY(desktop.startAgain(program, {"--size", "1500x900", "--theme", "light"}));
        CLICK("Recover");
        SEE(back, "r1");
        desktop.key("ctrl+q"); // it is unsaved still, and says so
        CLICK("Discard");
        QTRY_COMPARE_WITH_TIMEOUT(desktop.program().state(), QProcess::NotRunning, 20000);
        QVERIFY(!isKept()); // given up in an orderly way
    }
};

QTEST_GUILESS_MAIN(TestEndToEnd)
#include "tst_end_to_end.moc"

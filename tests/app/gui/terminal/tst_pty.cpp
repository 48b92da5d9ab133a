// A real shell on a pty, and the widget between it and the keyboard.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/terminal/pty.h"
#include "app/gui/terminal/terminal_widget.h"

#include <csignal>
#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hopyard::terminal;

namespace {

/// /bin/sh with the slave as its controlling terminal, as the engine starts it for a node.
class Shell {
public:
    explicit Shell(Pty &pty) : m_pid(fork())
    {
        if (m_pid == 0) {
            setsid();
            ioctl(pty.slave(), TIOCSCTTY, 0);
            for (int fd = 0; fd < 3; ++fd)
                dup2(pty.slave(), fd);
            setenv("PS1", "$ ", 1);
            setenv("TERM", "xterm-256color", 1);
            unsetenv("ENV");
            execl("/bin/sh", "sh", nullptr);
            _exit(127);
        }
        pty.releaseSlave();
    }
    ~Shell()
    {
        if (m_pid > 0) {
            kill(m_pid, SIGKILL);
            waitpid(m_pid, nullptr, 0);
        }
    }

private:
    pid_t m_pid;
};

} // namespace

class TestPty : public QObject {
    Q_OBJECT

private slots:
    void shellEchoesAndEnds()
    {
        auto pty = Pty::open(24, 80);
        QVERIFY(pty);
        QByteArray all;
        connect(pty->get(), &Pty::received, this, [&](const QByteArray &bytes) { all += bytes; });
        QSignalSpy closed(pty->get(), &Pty::closed);
        Shell shell(**pty);
        (*pty)->write("stty size; echo $((6 * 7))\n");
        QTRY_VERIFY(all.contains("24 80"));
        QTRY_VERIFY(all.contains("\n42"));
        (*pty)->resize(30, 100);
        (*pty)->write("stty size\n");
        QTRY_VERIFY(all.contains("30 100"));
        (*pty)->write("exit\n");
        QTRY_COMPARE(closed.size(), 1);
    }

    void bigInputIsNotLost()
    {
        auto pty = Pty::open(24, 80);
        QVERIFY(pty);
        QByteArray all;
        connect(pty->get(), &Pty::received, this, [&](const QByteArray &bytes) { all += bytes; });
        Shell shell(**pty);
        (*pty)->write("stty -echo; cat > /dev/null; echo done-$((1 + 1))\n");
        for (int i = 0; i < 4000; ++i)
            (*pty)->write("0123456789012345678901234567890123456789\n");
        (*pty)->write("\x04");
        QTRY_VERIFY_WITH_TIMEOUT(all.contains("done-2"), 10000);
    }

    void widgetTypesAndShows()
    {
        auto pty = Pty::open(24, 80);
        QVERIFY(pty);
        TerminalWidget widget;
        connect(pty->get(), &Pty::received, &widget, [&](const QByteArray &bytes) { widget.write(bytes); });
        connect(&widget, &TerminalWidget::output, pty->get(), [&](const QByteArray &bytes) { (*pty)->write(bytes); });
        connect(&widget, &TerminalWidget::sizeChanged, pty->get(), &Pty::resize);
        widget.resize(700, 300);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        Shell shell(**pty);
        QTest::keyClicks(&widget, "echo a''b\r");
        QTRY_VERIFY(widget.screen().text(0, 0, 10, 20).contains("ab\n")); // the echo has a''b
        QTest::keyClicks(&widget, "stty size\r");
        const QString size = QString("%1 %2").arg(widget.screen().rows()).arg(widget.screen().columns());
        QVERIFY(widget.screen().columns() > 40);
        QTRY_VERIFY(widget.screen().text(0, 0, widget.screen().rows() - 1, 20).contains(size));
    }

    void widgetSelectsAndCopies()
    {
        TerminalWidget widget;
        widget.resize(600, 200);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        widget.write("ip route 10.0.2.0/24 via\r\n");
        const QFontMetricsF metrics(consoleFont());
        const double cell = metrics.horizontalAdvance('M');
        const QPoint inAddress(int(4 + 12 * cell), int(4 + metrics.height() / 2));
        QTest::mouseDClick(widget.viewport(), Qt::LeftButton, {}, inAddress);
        QCOMPARE(widget.selectedText(), "10.0.2.0/24");
        QTest::keyClick(&widget, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text(), "10.0.2.0/24");
        QSignalSpy output(&widget, &TerminalWidget::output);
        QTest::keyClick(&widget, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(output.size(), 1);
        QCOMPARE(output[0][0].toByteArray(), "10.0.2.0/24");
    }

    void scrollbackStaysWhereTheReaderIs()
    {
        TerminalWidget widget;
        widget.resize(600, 200);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
        for (int i = 0; i < 100; ++i)
            widget.write("line\r\n");
        QScrollBar *bar = widget.verticalScrollBar();
        QCOMPARE(bar->value(), bar->maximum());
        QTest::keyClick(&widget, Qt::Key_PageUp, Qt::ShiftModifier);
        const int reading = bar->value();
        QVERIFY(reading < bar->maximum());
        widget.write("more\r\nmore\r\n");
        QCOMPARE(bar->value(), reading);
        QTest::keyClick(&widget, Qt::Key_X);
        QCOMPARE(bar->value(), bar->maximum());
    }

    void controlTabLeavesAndTabDoesNot()
    {
        QWidget window;
        auto *first = new TerminalWidget(&window);
        auto *second = new QAbstractScrollArea(&window);
        second->setFocusPolicy(Qt::StrongFocus);
        window.show();
        QApplication::setActiveWindow(&window);
        first->setFocus();
        QTRY_VERIFY(first->hasFocus());
        QSignalSpy output(first, &TerminalWidget::output);
        QTest::keyClick(first, Qt::Key_Tab);
        QVERIFY(first->hasFocus());
        QCOMPARE(output.size(), 1);
        QTest::keyClick(first, Qt::Key_Tab, Qt::ControlModifier);
        QVERIFY(second->hasFocus());
    }
};

QTEST_MAIN(TestPty)
#include "tst_pty.moc"

// A person at `hop console`: keys on a pseudo terminal, what is shown there, and what is remembered.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/hop_process.h"

#include <QElapsedTimer>
#include <QtTest>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

using namespace hopyard::test;

namespace {

constexpr const char *kLab =
    "hopyard: 1\nnodes:\n"
    "  r1:\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.12.1/24\n      exit\n"
    "      router ospf\n       network 10.0.0.0/8 area 0\n      exit\n"
    "  r2:\n    kind: router\n    config: |\n      interface eth0\n       ip address 10.0.12.2/24\n      exit\n"
    "      router ospf\n       network 10.0.0.0/8 area 0\n      exit\n"
    "links:\n  - {ends: [r1:eth0, r2:eth0], delay: 1ms}\n";
constexpr int kPatienceMs = 30'000;

/// `hop ARGUMENTS…` on a terminal of its own.
class Terminal {
public:
    Terminal(const HopProcess &hop, const QStringList &arguments, unsigned short columns = 80)
    {
        std::vector<QByteArray> words{HopProcess::program().toLocal8Bit()};
        for (const QString &argument : arguments)
            words.push_back(argument.toLocal8Bit());
        std::vector<char *> argv;
        for (QByteArray &word : words)
            argv.push_back(word.data());
        argv.push_back(nullptr);
        const QByteArray folder = hop.path("").toLocal8Bit();
        winsize size{24, columns, 0, 0};
        m_child = forkpty(&m_master, nullptr, nullptr, &size);
        if (m_child == 0) {
            setenv("TERM", "xterm", 1);
            setenv("XDG_STATE_HOME", folder.constData(), 1);
            setenv("XDG_RUNTIME_DIR", folder.constData(), 1);
            setenv("INPUTRC", "/dev/null", 1);
            if (chdir(folder.constData()) == 0)
                execv(argv[0], argv.data());
            _exit(127);
        }
    }
    ~Terminal()
    {
        if (m_child > 0) {
            kill(m_child, SIGKILL);
            waitpid(m_child, nullptr, 0);
        }
        close(m_master);
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    void type(const QByteArray &keys)
    {
        QCOMPARE(write(m_master, keys.constData(), static_cast<std::size_t>(keys.size())), keys.size());
    }
    /// Types, and gives what appears until `end` does, with it; empty and a warning where it does not.
    QByteArray shows(const QByteArray &keys, const QByteArray &end)
    {
        m_seen.clear();
        type(keys);
        return until(end);
    }
    QByteArray until(const QByteArray &end)
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_seen.contains(end)) {
            pollfd ready{m_master, POLLIN, 0};
            char bytes[4096];
            const int left = static_cast<int>(kPatienceMs - timer.elapsed());
            if (left <= 0 || poll(&ready, 1, left) <= 0)
                break;
            const ssize_t got = read(m_master, bytes, sizeof bytes);
            if (got <= 0)
                break;
            m_seen.append(bytes, static_cast<qsizetype>(got));
            for (const char *bracketedPaste : {"\x1b[?2004h", "\x1b[?2004l\r"}) // says the line editor at each line
                m_seen.replace(bracketedPaste, "");
        }
        if (m_seen.contains(end))
            return m_seen;
        qWarning("\"%s\" did not come; there was:\n%s", end.constData(), m_seen.constData());
        return {};
    }
    /// The exit code, once it has ended.
    int ends()
    {
        int status = 0;
        char bytes[4096];
        while (read(m_master, bytes, sizeof bytes) > 0) {
        }
        waitpid(std::exchange(m_child, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    int m_master = -1;
    pid_t m_child = -1;
    QByteArray m_seen;
};

} // namespace

class TestLineEditing : public QObject {
    Q_OBJECT
private slots:
    void init() { m_lab = m_hop.write("lab.yaml", kLab); }

    void completes()
    {
        Terminal t(m_hop, {"console", "r1", "--lab", m_lab, "--at", "60s"});
        QVERIFY(!t.until("r1# ").isEmpty());
        QVERIFY(!t.shows("sh ip rou\t", "route ").isEmpty());
        QVERIFY(!t.shows("\r", "10.0.12.0/24").isEmpty());
        // What can stand there where it is not clear.
        QVERIFY(!t.until("r1# ").isEmpty());
        const QByteArray choice = t.shows("show ip \t", "r1# show ip ");
        QVERIFY(choice.contains("ospf") && choice.contains("route") && choice.contains("nht"));
        QVERIFY(!t.shows("\x15" "conf\t", "configure ").isEmpty());
    }
    void helpsAtOnce()
    {
        Terminal t(m_hop, {"console", "r1", "--lab", m_lab, "--at", "60s"});
        QVERIFY(!t.until("r1# ").isEmpty());
        const QByteArray help = t.shows("show ip route ?", "r1# show ip route ");
        QVERIFY(help.contains("\n  A.B.C.D") && help.contains("\n  ospf") && help.contains("\n  <Enter>"));
        QVERIFY(!t.shows("summary\r", "Routes").isEmpty()); // what was typed is still there
        QVERIFY(!t.until("r1# ").isEmpty());
        QVERIFY(t.shows("sh?", "r1# sh").contains("\n  show"));
        // Behind Ctrl-V it is a letter like any other.
        QVERIFY(t.shows("\x15" "nonsense\x16?\r", "unknown command").contains("nonsense?"));
    }
    void modes()
    {
        Terminal t(m_hop, {"console", "r1", "--lab", m_lab});
        QVERIFY(!t.until("r1# ").isEmpty());
        QVERIFY(!t.shows("conf t\r", "r1(config)# ").isEmpty());
        QVERIFY(!t.shows("router os\t\r", "r1(config-router)# ").isEmpty());
        QVERIFY(t.shows("auto-cost ?", "# auto-cost ").contains("\n  reference-bandwidth"));
        QVERIFY(!t.shows("\x15\x1a", "\nr1# ").isEmpty()); // Ctrl-Z: out of the configuration
    }
    void remembers()
    {
        {
            Terminal t(m_hop, {"console", "r1", "--lab", m_lab, "--at", "60s"});
            QVERIFY(!t.until("r1# ").isEmpty());
            QVERIFY(!t.shows("show ip arp\r", "\nr1# ").isEmpty());
            QVERIFY(!t.shows("show ip route\r", "10.0.12.0/24").isEmpty());
            QVERIFY(!t.until("\nr1# ").isEmpty());
            QVERIFY(!t.shows("\x1b[A", "show ip route").isEmpty());
            QVERIFY(!t.shows("\x1b[A", "arp").isEmpty());
            t.type("\x15\x04"); // an empty line, and the end
            QCOMPARE(t.ends(), 0);
        }
        Terminal t(m_hop, {"console", "r2", "--lab", m_lab, "--at", "60s"});
        QVERIFY(!t.until("r2# ").isEmpty());
        QVERIFY(!t.shows("\x1b[A", "show ip route").isEmpty());
        QVERIFY(!t.shows("\x15\x12" "arp\r", "\nr2# ").isEmpty()); // Ctrl-R finds the line before
        const QByteArray file = m_hop.read("hopyard/console_history");
        QVERIFY(file.contains("show ip arp\n") && file.contains("show ip route\n"));
    }
    void givesUpLine()
    {
        Terminal t(m_hop, {"console", "r1", "--lab", m_lab});
        QVERIFY(!t.until("r1# ").isEmpty());
        QVERIFY(!t.shows("show nonsen\x03", "^C\r\nr1# ").isEmpty());
        t.type("exi\t\r");
        QCOMPARE(t.ends(), 0);
    }
    /// A line as wide as the terminal is not broken before its edge.
    void wideTerminal()
    {
        Terminal t(m_hop, {"console", "r1", "--lab", m_lab}, 220);
        QVERIFY(!t.until("r1# ").isEmpty());
        const QByteArray word(150, 'x');
        QVERIFY(!t.shows("configure hostname " + word, word).isEmpty());
    }
    void debugLinesComeInBetween()
    {
        Terminal t(m_hop, {"console", "r1", "--lab", m_lab});
        QVERIFY(!t.until("r1# ").isEmpty());
        QVERIFY(!t.shows("terminal monitor\r", "\nr1# ").isEmpty());
        QVERIFY(!t.shows("debug ospf nsm\r", "\nr1# ").isEmpty());
        QVERIFY(t.shows("wait 60s\r", "-> Full").contains("\n00:00:"));
        QVERIFY(!t.until("\nr1# ").isEmpty());
        QVERIFY(!t.shows("terminal no monitor\r", "\nr1# ").isEmpty());
        QVERIFY(!t.shows("clear ip ospf process\r", "\nr1# ").isEmpty());
        QVERIFY(!t.shows("wait 60s\r", "\nr1# ").contains("NSM["));
    }

private:
    HopProcess m_hop;
    QString m_lab;
};

QTEST_GUILESS_MAIN(TestLineEditing)
#include "tst_line_editing.moc"

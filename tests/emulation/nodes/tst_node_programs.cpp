// Programs in a node: they run, write, end, fail, are signalled, have a terminal; what they see is the node's own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "node_fixture.h"

#include <sys/ioctl.h>

#include <csignal>
#include <cstdlib>
#include <unistd.h>

using namespace hopyard;
using namespace hopyard::nodes;

namespace {
constexpr auto kStarted = [](const Story &s) { return s.pid != 0 || s.failed; };

/// A pseudo terminal: master, slave.
std::pair<linux::Fd, linux::Fd> openTerminal()
{
    linux::Fd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    grantpt(master.get());
    unlockpt(master.get());
    linux::Fd slave(ioctl(master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
    return {std::move(master), std::move(slave)};
}
} // namespace

class TestNodePrograms : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        SKIP_WHERE_NOT_ALLOWED();
        NamespaceSpec spec = simpleSpec("web-1");
        spec.hosts = {{*base::IpAddress::parse("10.0.1.10"), "client"}};
        auto made = NamespaceNode::create(spec);
        QVERIFY2(made, made ? "" : toString(made.error()).c_str());
        m_node.emplace(std::move(*made));
    }
    void cleanup() { m_node.reset(); }

    void outputComesAsLinesBeforeTheEnd()
    {
        const Story story = shell(*m_node, "echo one; echo two >&2; printf 'no end of line'; exit 3");
        QCOMPARE(story.text(), std::string("one\ntwo\nno end of line\n"));
        QVERIFY(story.exited);
        QCOMPARE(story.exited->status, 3);
        QCOMPARE(story.exited->signal, 0);
        for (const std::string &warning : story.warnings)
            qWarning("%s", warning.c_str());
    }

    void longLinesComeInPieces()
    {
        const Story story = shell(*m_node, "printf 'x%.0s' $(seq 5000); echo; echo short");
        QCOMPARE(story.lines.size(), std::size_t(3));
        QCOMPARE(story.lines[0].size(), std::size_t(4096));
        QCOMPARE(story.lines[1].size(), std::size_t(904));
        QCOMPARE(story.lines[2], std::string("short"));
    }

    void manyLinesAllArrive()
    {
        const Story story = shell(*m_node, "seq 1 20000");
        QCOMPARE(story.lines.size(), std::size_t(20000));
        QCOMPARE(story.lines.back(), std::string("20000"));
        QVERIFY(story.exited);
    }

    void aChattyProgramDoesNotHoldUpTheEngine()
    {
        auto exec = m_node->startProgram("exec yes");
        QVERIFY(exec);
        Story story = follow(*m_node, *exec, [](const Story &s) { return s.lines.size() > 1000; });
        QVERIFY(m_node->takeEvents().size() <= 250);
        // It is waiting for us now, and still can be told to end.
        QVERIFY(m_node->signal(*exec, SIGTERM));
        story = followToEnd(*m_node, *exec, story);
        QVERIFY(story.exited);
        QCOMPARE(story.exited->signal, SIGTERM);
        // And one that nobody reads from can be stopped.
        exec = m_node->startProgram("exec yes");
        QVERIFY(waitReadable(m_node->eventFd()));
        QVERIFY(m_node->stop());
    }

    void childrenLeftBehindStillWrite()
    {
        QVERIFY(shell(*m_node, "mkfifo /run/hopyard/gate").exited);
        auto exec = m_node->startProgram("(read line < /run/hopyard/gate; echo $line) & exit 0");
        QVERIFY(exec);
        Story story = followToEnd(*m_node, *exec);
        QVERIFY(story.exited && story.lines.empty());
        QVERIFY(m_node->startProgram("echo later > /run/hopyard/gate")); // whose own end may come before or after
        story = follow(*m_node, *exec, [](const Story &s) { return !s.lines.empty(); }, story);
        QCOMPARE(story.text(), std::string("later\n"));
    }

    void whatItSeesIsTheNodesOwn()
    {
        QCOMPARE(shell(*m_node, "hostname").text(), std::string("web-1\n"));
        QCOMPARE(shell(*m_node, "cat /etc/hosts").text(), hostsFile(m_node->spec()));
        QCOMPARE(shell(*m_node, "cat /etc/resolv.conf").text(), resolvConf(m_node->spec()));
        QCOMPARE(shell(*m_node, "getent hosts client | tr -s ' '").text(), std::string("10.0.1.10 client\n"));
        QCOMPARE(shell(*m_node, "ls /sys/class/net").text(), std::string("eth0\nlo\n"));
        // Its own process list: the init is 1 and nothing of the engine is there.
        const std::string self = std::to_string(getpid());
        QCOMPARE(shell(*m_node, "cat /proc/1/comm").text(), std::string("hop-node-init\n"));
        QCOMPARE(shell(*m_node, "ls -d /proc/[0-9]* | wc -l | tr -d ' ' | grep -qx '[1-6]' && echo few").text(),
                 std::string("few\n"));
    }

    void engineFilesAreUntouched()
    {
        const std::string hosts = readFile("/etc/hosts"), mounts = readFile("/proc/self/mountinfo");
        QVERIFY(shell(*m_node, "touch /run/hopyard/left; test -e /run/hopyard/left").exited->status == 0);
        QCOMPARE(readFile("/etc/hosts"), hosts);
        QCOMPARE(readFile("/proc/self/mountinfo"), mounts);
        QVERIFY(access("/run/hopyard/left", F_OK) != 0);
        QVERIFY(access("/hosts", F_OK) != 0 && access("/run/hopyard-files", F_OK) != 0);
    }

    void filesFollowAChange()
    {
        QVERIFY(shell(*m_node, "true").exited);
        NamespaceSpec changed = m_node->spec();
        changed.hosts.push_back({*base::IpAddress::parse("10.0.9.9"), "newcomer other-name"});
        changed.nameservers = {*base::IpAddress::parse("10.0.2.53")};
        QVERIFY(m_node->apply(changed));
        QCOMPARE(shell(*m_node, "cat /etc/resolv.conf").text(), std::string("nameserver 10.0.2.53\n"));
        QCOMPARE(shell(*m_node, "grep other-name /etc/hosts").text(), std::string("10.0.9.9 newcomer other-name\n"));
    }

    void environmentIsShortAndSaysTheNode()
    {
        qputenv("HOPYARD_TEST_SECRET", "leaks");
        QCOMPARE(shell(*m_node, "echo $HOPYARD_NODE $HOPYARD_NODE_DIR [$HOPYARD_TEST_SECRET]").text(),
                 std::string("web-1 /run/hopyard []\n"));
        QCOMPARE(shell(*m_node, "case :$PATH: in *:/usr/sbin:*) echo yes;; esac").text(), std::string("yes\n"));
        QCOMPARE(shell(*m_node, "cd $HOPYARD_NODE_DIR && echo 1 > file && cat file").text(), std::string("1\n"));
    }

    void execUsesTheGivenDescriptors()
    {
        int in[2], out[2];
        QVERIFY(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
        ExecRequest request;
        request.argv = {"sh", "-c", "cat; pwd; echo $MINE; echo to error >&2"};
        request.env = {{"MINE", "given"}};
        request.cwd = "/usr";
        auto exec = m_node->exec(request, {in[0], out[1], out[1]});
        QVERIFY(exec);
        close(in[0]);
        close(out[1]);
        QVERIFY(write(in[1], "hello\n", 6) == 6);
        close(in[1]);
        QCOMPARE(readAll(out[0]), std::string("hello\n/usr\ngiven\nto error\n"));
        close(out[0]);
        const Story story = followToEnd(*m_node, *exec);
        QVERIFY(story.exited && story.lines.empty());
        QVERIFY(story.pid > 0);
    }

    void programsHaveNoOtherDescriptor()
    {
        const linux::Fd leak(open("/dev/zero", O_RDONLY)); // not close-on-exec, as a careless library might leave one
        QCOMPARE(shell(*m_node, "ls /proc/self/fd | tr '\\n' ' '").text(), std::string("0 1 2 3 \n")); // 3 is ls's own
        QCOMPARE(shell(*m_node, "ulimit -Sn").text(), std::string("1024\n"));
    }

    void aTerminalBecomesTheControllingOne()
    {
        auto [master, slave] = openTerminal();
        QVERIFY(master && slave);
        ExecRequest request;
        request.argv = {"sh", "-c", "tty > /dev/null && echo on a terminal > /dev/tty; read line; echo got $line"};
        request.tty = true;
        auto exec = m_node->exec(request, {slave.get(), slave.get(), slave.get()});
        QVERIFY(exec);
        slave.reset();
        std::string seen;
        std::array<char, 256> buffer;
        while (seen.find("terminal") == std::string::npos && waitReadable(master.get())) {
            const ssize_t n = read(master.get(), buffer.data(), buffer.size());
            if (n <= 0)
                break;
            seen.append(buffer.data(), static_cast<std::size_t>(n));
        }
        QVERIFY2(seen.find("on a terminal") != std::string::npos, seen.c_str());
        // Ctrl+C reaches the program through its terminal, so it has a foreground process group.
        QVERIFY(write(master.get(), "\x03", 1) == 1);
        const Story story = followToEnd(*m_node, *exec);
        QVERIFY(story.exited);
        QCOMPARE(story.exited->signal, SIGINT);
    }

    void signalsReachTheProgramAndItsChildren()
    {
        auto exec = m_node->startProgram("trap 'echo caught; exit 7' TERM; echo ready; sleep 1000 & wait");
        QVERIFY(exec);
        Story story = follow(*m_node, *exec, [](const Story &s) { return !s.lines.empty(); });
        QVERIFY(m_node->signal(*exec, SIGTERM));
        story = followToEnd(*m_node, *exec, story);
        QVERIFY(story.exited);
        QCOMPARE(story.exited->status, 7);
        QCOMPARE(story.lines.back(), std::string("caught"));

        exec = m_node->startProgram("exec sleep 1000");
        QVERIFY(exec);
        story = follow(*m_node, *exec, kStarted);
        QVERIFY(kill(story.pid, 0) == 0); // the id is good in our own pid namespace
        QVERIFY(m_node->signal(*exec, SIGKILL));
        QCOMPARE(followToEnd(*m_node, *exec).exited->signal, SIGKILL);
        const auto late = m_node->signal(*exec, SIGTERM);
        QVERIFY(!late && late.error().code == ESRCH);
    }

    void whatCannotBeRunSaysSo()
    {
        const linux::Fd null(open("/dev/null", O_RDWR | O_CLOEXEC));
        const std::array<int, 3> nowhere{null.get(), null.get(), null.get()};
        ExecRequest request;
        request.argv = {"no-such-command"};
        request.env = {{"PATH", "/usr/bin:/bin"}}; // a directory in it that may not be read would give another reason
        auto exec = m_node->exec(request, nowhere);
        QVERIFY(exec);
        Story story = followToEnd(*m_node, *exec);
        QVERIFY(story.failed);
        QCOMPARE(toString(*story.failed), std::string("Cannot run no-such-command: No such file or directory."));
        request = {};
        request.argv = {"true"};
        request.cwd = "/no/such/place";
        exec = m_node->exec(request, nowhere);
        story = followToEnd(*m_node, *exec);
        QVERIFY(story.failed);
        QCOMPARE(toString(*story.failed),
                 std::string("Cannot go to the directory /no/such/place: No such file or directory."));
        request = {};
        request.argv = {"echo", std::string(200'000, 'x')};
        exec = m_node->exec(request, nowhere);
        QVERIFY(!exec && exec.error().code == E2BIG);
    }

    void anotherUser()
    {
        if (!gIsRoot)
            QSKIP("Only root may run a program as another user: in a user namespace there is no other.");
        int out[2];
        QVERIFY(pipe2(out, O_CLOEXEC) == 0);
        ExecRequest request;
        request.argv = {"id", "-u"};
        request.uid = 65534;
        auto exec = m_node->exec(request, {out[1], out[1], out[1]});
        close(out[1]);
        QVERIFY(exec);
        QCOMPARE(readAll(out[0]), std::string("65534\n"));
        close(out[0]);
    }

    void aKilledInitIsReportedAndReplaced()
    {
        auto exec = m_node->startProgram("exec sleep 1000");
        QVERIFY(exec);
        Story story = follow(*m_node, *exec, kStarted);
        // Its parent is the init.
        const std::string status = readFile("/proc/" + std::to_string(story.pid) + "/status");
        const pid_t initPid = std::atoi(status.c_str() + status.find("PPid:") + 5);
        QVERIFY(initPid > 1);
        QVERIFY(kill(initPid, SIGKILL) == 0);
        story = follow(*m_node, *exec, [](const Story &s) { return s.initLost; });
        QVERIFY(story.initLost && story.exited);
        QCOMPARE(story.exited->signal, SIGKILL);
        QCOMPARE(m_node->eventFd(), -1);
        QCOMPARE(shell(*m_node, "echo again").text(), std::string("again\n"));
        QVERIFY(m_node->tap("eth0"));
    }

    void orphansAreBuriedAndDieWithTheNode()
    {
        const Story story = shell(*m_node, "setsid sleep 1000 & echo started");
        QVERIFY(story.exited);
        QVERIFY(shell(*m_node, "(true &) ; true").exited);
        QTRY_COMPARE(shell(*m_node, "cat /proc/[0-9]*/stat 2>/dev/null | grep -c ' Z '").text(), std::string("0\n"));
        QVERIFY(m_node->stop());
        const auto refused = m_node->startProgram("true");
        QVERIFY(!refused && refused.error().code == ESRCH);
    }

private:
    std::optional<NamespaceNode> m_node;
};

int main(int argc, char **argv)
{
    takeRights();
    TestNodePrograms test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_node_programs.moc"

// Nothing stays: after stop(), after kill -9 of the process that hosts the nodes; as root and as an ordinary user.
//
// The host is this program run again with an argument. Every process of a run carries a word of its own in its
// environment (the node's name) and namespaces have numbers, so the tests see what is theirs and nothing else.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "node_fixture.h"
#include "places.h"

#include "emulation/linux/netlink.h"

#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <grp.h>
#include <iostream>
#include <set>

using namespace hopyard;
using namespace hopyard::nodes;

namespace {
bool gIsRootlessRun = false;

template <class Visit>
void eachEntry(const std::string &directory, Visit visit)
{
    DIR *opened = opendir(directory.c_str());
    if (!opened)
        return;
    while (const dirent *entry = readdir(opened))
        visit(std::string(entry->d_name));
    closedir(opened);
}

std::string linkText(const std::string &path)
{
    std::array<char, 256> text;
    const ssize_t n = readlink(path.c_str(), text.data(), text.size());
    return n > 0 ? std::string(text.data(), static_cast<std::size_t>(n)) : std::string();
}

/// How often the namespaces occur: a process is in one, or holds a descriptor of one.
std::size_t countNetworks(const std::set<std::string> &networks)
{
    std::size_t count = 0;
    eachEntry("/proc", [&](const std::string &process) {
        if (process.find_first_not_of("0123456789") != std::string::npos)
            return;
        count += networks.count(linkText("/proc/" + process + "/ns/net"));
        eachEntry("/proc/" + process + "/fd",
                  [&](const std::string &fd) { count += networks.count(linkText("/proc/" + process + "/fd/" + fd)); });
    });
    return count;
}

/// "net:[4026532000]", as /proc shows it.
std::string nameOf(const NamespaceNode &node)
{
    return linkText("/proc/self/fd/" + std::to_string(node.networkNamespace().get()));
}

/// Processes of the node, found by the variable that every program of a node has; and its inits, by their arguments.
std::set<std::string> processesOf(const std::string &node)
{
    std::set<std::string> found;
    eachEntry("/proc", [&](const std::string &process) {
        if (process.find_first_not_of("0123456789") != std::string::npos)
            return;
        if (readFile("/proc/" + process + "/environ").find("HOPYARD_NODE=" + node) != std::string::npos
            || readFile("/proc/" + process + "/cmdline").starts_with(std::string("hopyard-node-init") + '\0' + node))
            found.insert(process);
    });
    return found;
}

/// TAP devices of our own network namespace.
std::set<std::string> taps()
{
    std::set<std::string> names;
    eachEntry("/sys/class/net", [&names](const std::string &name) {
        if (access(("/sys/class/net/" + name + "/tun_flags").c_str(), F_OK) == 0)
            names.insert(name);
    });
    return names;
}

/// Mounts where a node makes its own, in our own mount namespace.
std::string mounts()
{
    std::istringstream all(readFile("/proc/self/mountinfo"));
    std::string found;
    for (std::string line; std::getline(all, line);)
        for (const char *place :
             {" /proc ", " /sys ", " /run ", " /etc/hosts ", " /etc/resolv.conf ", " /etc/hostname "})
            if (line.find(place) != std::string::npos)
                found += line + '\n';
    return found;
}

/// The host: makes nodes with programs, some of which do their best to stay, says so, and waits to be killed.
int hostNodes(const std::string &node)
{
    takeRights();
    if (!gMissing.empty())
        return 77;
    std::vector<NamespaceNode> nodes;
    for (int i = 0; i < 5; ++i) {
        auto made = NamespaceNode::create(simpleSpec(node, static_cast<std::uint32_t>(i)));
        if (!made)
            return 1;
        nodes.push_back(std::move(*made));
        const auto exec = nodes.back().startProgram("trap '' TERM HUP INT; setsid sh -c 'trap \"\" TERM; sleep 1000' & "
                                                    "mkdir -p $HOPYARD_NODE_DIR/x; echo up; sleep 1000");
        if (!exec || follow(nodes.back(), *exec, [](const Story &s) { return !s.lines.empty(); }).lines.empty())
            return 1;
    }
    for (const NamespaceNode &made : nodes)
        std::cout << nameOf(made) << '\n';
    std::cout << "ready" << std::endl;
    for (;;)
        pause();
}

/// Starts this program again with the argument; gives its process id and its standard output.
std::pair<pid_t, linux::Fd> runAgain(const std::vector<std::string> &arguments, void (*before)() = nullptr)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return {-1, linux::Fd()};
    std::vector<std::string> texts = arguments;
    texts.insert(texts.begin(), "tst_node_cleanup");
    std::vector<char *> argv;
    for (std::string &text : texts)
        argv.push_back(text.data());
    argv.push_back(nullptr);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], 1);
        if (before)
            before();
        execv("/proc/self/exe", argv.data());
        _exit(127);
    }
    close(ends[1]);
    return {pid, linux::Fd(ends[0])};
}

/// As root: a /dev/net/tun that everybody may open, in a mount namespace that nobody else sees; then become nobody.
void becomeOrdinaryUser()
{
    if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0
        || mount("tmpfs", "/dev/net", "tmpfs", 0, "mode=755") < 0
        || mknod("/dev/net/tun", S_IFCHR | 0666, makedev(10, 200)) < 0 || chmod("/dev/net/tun", 0666) < 0
        || setgroups(0, nullptr) < 0 || setgid(65534) < 0 || setuid(65534) < 0)
        _exit(77);
    setenv("HOME", "/", 1);
    if (chdir("/") < 0)
        _exit(77);
}
} // namespace

class TestNodeCleanup : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        // Who loses its parent comes to us, so that the test can see it end.
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
    void init() { SKIP_WHERE_NOT_ALLOWED(); }

    void stopLeavesNothing()
    {
        const std::string name = "stop-" + std::to_string(getpid());
        const std::string mountsBefore = mounts();
        const auto tapsBefore = taps();
        std::set<std::string> networks;
        std::vector<NamespaceNode> nodes;
        for (int i = 0; i < 3; ++i) {
            auto made = NamespaceNode::create(simpleSpec(name));
            QVERIFY2(made, made ? "" : toString(made.error()).c_str());
            nodes.push_back(std::move(*made));
            networks.insert(nameOf(nodes.back()));
            QVERIFY(nodes.back().startProgram("trap '' TERM; setsid sleep 1000 & sleep 1000"));
        }
        QCOMPARE(networks.size(), std::size_t(3));
        QTRY_VERIFY_WITH_TIMEOUT(processesOf(name).size() >= 9,
                                 30'000); // an init, a shell and a sleep in each, at least
        QVERIFY(countNetworks(networks) >= 12);
        for (NamespaceNode &node : nodes)
            QVERIFY(node.stop());
        // At once: stop() has waited.
        QVERIFY(processesOf(name).empty());
        QCOMPARE(countNetworks(networks), std::size_t(0));
        QCOMPARE(mounts(), mountsBefore);
        QCOMPARE(taps(), tapsBefore);
        QCOMPARE(waitpid(-1, nullptr, WNOHANG), -1); // no zombie either
    }

    void killedEngineLeavesNothing()
    {
        const std::string name = "kill-" + std::to_string(getpid());
        const std::string mountsBefore = mounts();
        const auto tapsBefore = taps();
        auto [host, output] = runAgain({"--host", name});
        QVERIFY(host > 0);
        std::string said;
        std::array<char, 256> text;
        while (said.find("ready\n") == std::string::npos && waitReadable(output.get())) {
            const ssize_t n = read(output.get(), text.data(), text.size());
            QVERIFY(n > 0);
            said.append(text.data(), static_cast<std::size_t>(n));
        }
        std::set<std::string> networks;
        std::istringstream lines(said);
        for (std::string line; std::getline(lines, line) && line != "ready";)
            networks.insert(line);
        QCOMPARE(networks.size(), std::size_t(5));
        QVERIFY(processesOf(name).size() >= 20); // an init, two shells and a sleep or two in each
        QVERIFY(countNetworks(networks) >= 25);
        QVERIFY(kill(host, SIGKILL) == 0);
        QTRY_VERIFY_WITH_TIMEOUT((buryAll(), processesOf(name).empty()), 30'000);
        QTRY_COMPARE_WITH_TIMEOUT((buryAll(), countNetworks(networks)), std::size_t(0), 30'000);
        QCOMPARE(mounts(), mountsBefore);
        QCOMPARE(taps(), tapsBefore);
    }

    void theKernelGivesTheNamespacesBack()
    {
        // Where at most three may exist, ten can be had one after the other only if each is really destroyed.
        const pid_t child = fork();
        if (child == 0)
            _exit(churn());
        int status = 0;
        QVERIFY(waitpid(child, &status, 0) == child);
        QVERIFY(WIFEXITED(status));
        if (WEXITSTATUS(status) == 77)
            QSKIP("A nested user namespace cannot be had here.");
        QCOMPARE(WEXITSTATUS(status), 0);
    }

    void allOfItAsAnOrdinaryUser()
    {
        if (!gIsRoot || gIsRootlessRun)
            QSKIP("This run is as an ordinary user already.");
        for (const char *program : {"tst_emulation_nodes_namespace_node", "tst_emulation_nodes_node_programs", ""}) {
            const std::string path = HOPYARD_BINARY_DIR "/tests/" + std::string(program);
            auto [child, output] = runAgain(*program ? std::vector<std::string>{"--become-user", path}
                                                     : std::vector<std::string>{"--rootless"},
                                            becomeOrdinaryUser);
            const std::string report = readAll(output.get());
            int status = 0;
            QVERIFY(waitpid(child, &status, 0) == child);
            if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
                QSKIP("A device /dev/net/tun that an ordinary user may open cannot be made here.");
            if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
                QSKIP("An ordinary user cannot run the tests from this build folder, or they are not built.");
            QVERIFY2(WIFEXITED(status) && WEXITSTATUS(status) == 0, report.c_str());
            QVERIFY2(report.find("PASS") != std::string::npos && report.find(" 0 failed") != std::string::npos,
                     report.c_str());
        }
    }

private:
    static void buryAll()
    {
        while (waitpid(-1, nullptr, WNOHANG) > 0) {}
    }

    static int churn()
    {
        if (!linux::enterUserNamespace() || !linux::unshareMountsAndNetwork())
            return 77;
        {
            linux::Fd limit(open("/proc/sys/user/max_net_namespaces", O_WRONLY | O_CLOEXEC));
            if (!limit || write(limit.get(), "3", 1) != 1)
                return 77;
        }
        const std::int64_t deadline = linux::monotonicNs() + 30'000'000'000;
        for (int made = 0; made < 10;) {
            auto node = NamespaceNode::create(simpleSpec("churn"));
            if (node && node->tap("eth0") && node->stop())
                ++made;
            else if (node || node.error().code != ENOSPC)
                return 1;
            else if (linux::monotonicNs() > deadline)
                return 2;
            else
                sched_yield(); // the kernel is still clearing away
        }
        return 0;
    }
};

int main(int argc, char **argv)
{
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "--host")
        return hostNodes(argv[2]);
    if (mode == "--become-user") {
        execl(argv[2], argv[2], nullptr);
        return 127;
    }
    gIsRootlessRun = mode == "--rootless";
    if (gIsRootlessRun)
        --argc;
    takeRights();
    TestNodeCleanup test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_node_cleanup.moc"

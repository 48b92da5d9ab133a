// What processes use: lines of /proc and of a control group, and children of this test that really use the processor.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/processes.h"

#include <QtTest/QtTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

using namespace hopyard;
using namespace hopyard::linux;

namespace {

/// Uses so much of the processor.
void spin(double seconds)
{
    const std::clock_t end = std::clock() + static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC);
    volatile int turns = 0;
    while (std::clock() < end)
        turns = turns + 1;
}

} // namespace

class TestProcesses : public QObject {
    Q_OBJECT

private slots:
    void aLineOfProc()
    {
        const auto process = parseProcessStat(
            "4242 (a b) c) R 17 4242 4242 0 -1 4194560 100 0 0 0 150 25 300 50 20 0 3 0 1000 2000000 250 184 0 0\n",
            100, 4096);
        QVERIFY(process.has_value());
        QCOMPARE(process->pid, 4242);
        QCOMPARE(process->parent, 17);
        QCOMPARE(process->name, std::string("a b) c"));
        QCOMPARE(process->state, 'R');
        QCOMPARE(process->used.ns(), 1'750'000'000);
        QCOMPARE(process->ended.ns(), 3'500'000'000);
        QCOMPARE(process->threads, 3U);
        QCOMPARE(process->memory, std::uint64_t(250) * 4096);
    }

    void noLines()
    {
        for (const char *line :
             {"", "12", "12 (a", "12 a) R 1", "(a) R 1", "x (a) R 1 2 3 4 5 6 7 8 9 0 1 1 1 1 20 0 1 0 1 1 1",
              "12 (a) R 1 2 3 4 5 6 7 8 9 0 1 1",
              "12 (a) R 1 4242 4242 0 -1 4194560 100 0 0 0 -150 25 300 50 20 0 3 0 1000 2000000 250 184",
              "12 (a) R 1 4242 4242 0 -1 4194560 100 0 0 0 99999999999999 25 300 50 20 0 3 0 1000 2000000 250 184"})
            QVERIFY2(!parseProcessStat(line, 100, 4096), line);
    }

    void aControlGroup()
    {
        QVERIFY(parseCpuStat("usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\n")
                == base::Duration::milliseconds(1'500));
        QVERIFY(parseCpuStat("nr_periods 0\nusage_usec 7") == base::Duration::microseconds(7));
        for (const char *text :
             {"", "usage_usec", "usage_usec x", "usage_usec -1", "user_usec 5\n", "usage_usec 99999999999999999999"})
            QVERIFY2(!parseCpuStat(text), text);
    }

    /// A child that works, below it one that worked and was waited for, and one that does nothing.
    void ofATree()
    {
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const pid_t child = fork();
        if (child == 0) {
            if (const pid_t worked = fork(); worked == 0) {
                spin(0.1);
                _exit(0);
            } else {
                waitpid(worked, nullptr, 0);
            }
            if (fork() == 0) {
                [[maybe_unused]] const auto told = write(ready[1], "x", 1);
                pause();
                _exit(0);
            }
            spin(0.1);
            [[maybe_unused]] const auto told = write(ready[1], "x", 1);
            pause();
            _exit(0);
        }
        char byte = 0;
        QCOMPARE(read(ready[0], &byte, 1), 1);
        QCOMPARE(read(ready[0], &byte, 1), 1);
        const std::vector<ProcessInfo> tree = processTree(child);
        const auto time = processorTime(child);
        for (const ProcessInfo &process : tree)
            kill(process.pid, SIGKILL);
        waitpid(child, nullptr, 0);
        close(ready[0]);
        close(ready[1]);
        QCOMPARE(tree.size(), std::size_t(2)); // the one that was waited for is gone
        QCOMPARE(tree[0].pid, child);
        QCOMPARE(tree[1].parent, child);
        QVERIFY(tree[0].memory > 0);
        QVERIFY(time && !time->fromGroup);
        // Twice a tenth of a second, to the kernel's ticks and what it charges to others.
        QVERIFY2(time->used >= base::Duration::milliseconds(150), QByteArray::number(time->used.inSeconds()));
        QVERIFY(time->at > 0);
        QVERIFY(!processorTime(child)); // gone
        QVERIFY(!processorTime(0));
        QVERIFY(processTree(0).empty());
    }
};

QTEST_APPLESS_MAIN(TestProcesses)
#include "tst_processes.moc"

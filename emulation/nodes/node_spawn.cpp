// fork and exec; see node_spawn.h. The init has one thread, so the child may do as it likes before it calls exec.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/node_spawn.h"

#include "emulation/linux/fd.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace hopyard::nodes {

namespace {
enum class Stage : int { terminal, user, directory, command };

/// What the child writes to the pipe where it fails.
struct Failure {
    Stage stage;
    int code;
};

std::vector<char *> pointers(const std::vector<std::string> &texts)
{
    std::vector<char *> list;
    for (const std::string &text : texts)
        list.push_back(const_cast<char *>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

void resetSignals()
{
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL); // fails for the two that cannot be changed
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool becomeUser(const protocol::Spawn &request)
{
    if (request.uid < 0 && request.gid < 0)
        return true;
    const auto gid = static_cast<gid_t>(request.gid < 0 ? request.uid : request.gid);
    return setgroups(0, nullptr) == 0 && setgid(gid) == 0
        && (request.uid < 0 || setuid(static_cast<uid_t>(request.uid)) == 0);
}

/// Only returns where it fails.
Failure becomeProgram(const protocol::Spawn &request, std::array<int, 3> stdio)
{
    resetSignals();
    setsid();
    // Above the places they go to first: one of them may stand where another belongs.
    for (int &fd : stdio)
        fd = fcntl(fd, F_DUPFD_CLOEXEC, 16);
    for (int i = 0; i < 3; ++i)
        dup2(stdio[static_cast<std::size_t>(i)], i);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (request.tty && ioctl(0, TIOCSCTTY, 0) < 0)
        return {Stage::terminal, errno};
    // The engine raised its limit; programs that use select() must not get descriptors above 1,023.
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = std::min<rlim_t>(files.rlim_max, 1024);
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (!becomeUser(request))
        return {Stage::user, errno};
    if (!request.cwd.empty() && chdir(request.cwd.c_str()) < 0)
        return {Stage::directory, errno};
    auto argv = pointers(request.argv);
    auto env = pointers(request.env);
    environ = env.data(); // so that execvp looks in the program's PATH
    execvp(argv[0], argv.data());
    return {Stage::command, errno};
}

std::string describe(Stage stage, const protocol::Spawn &request)
{
    switch (stage) {
    case Stage::terminal: return "make its input the controlling terminal of " + request.argv[0];
    case Stage::user: return "run " + request.argv[0] + " as user " + std::to_string(request.uid);
    case Stage::directory: return "go to the directory " + request.cwd;
    case Stage::command: break;
    }
    return "run " + request.argv[0];
}
} // namespace

linux::Result<pid_t> spawnProgram(const protocol::Spawn &request, const std::array<int, 3> &stdio)
{
    if (request.argv.empty())
        return linux::sysFail("run a program without a name", {}, EINVAL);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return linux::sysFail("start " + request.argv[0]);
    const linux::Fd failed(ends[0]);
    linux::Fd fails(ends[1]);
    const pid_t pid = fork();
    if (pid == 0) {
        const Failure failure = becomeProgram(request, stdio);
        [[maybe_unused]] const ssize_t n = write(fails.get(), &failure, sizeof failure);
        _exit(127);
    }
    if (pid < 0)
        return linux::sysFail("start " + request.argv[0]);
    fails.reset();
    Failure failure{};
    ssize_t n;
    do
        n = read(failed.get(), &failure, sizeof failure); // the end: exec closed the pipe
    while (n < 0 && errno == EINTR);
    if (n != sizeof failure)
        return pid;
    waitpid(pid, nullptr, 0);
    return linux::sysFail(describe(failure.stage, request), {}, failure.code);
}

} // namespace hopyard::nodes

// clone(2) with vfork's manners; see spawn.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/spawn.h"

#include "emulation/linux/process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace hopyard::machines {

namespace {

/// What the child needs until it calls exec. It shares our memory meanwhile and we stand still, so it makes system calls
/// only.
struct Birth {
    const int *from; ///< descriptors out of the way of the numbers that they become
    int count;
    char *const *argv;
    char *const *environment;
    int code = 0; ///< errno, where it failed
};

int beProgram(void *argument)
{
    auto *birth = static_cast<Birth *>(argument);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    for (int i = 0; i < birth->count; ++i)
        dup2(birth->from[i], i);
    close_range(static_cast<unsigned>(birth->count), ~0U, 0);
    for (const int s : {SIGPIPE, SIGXFSZ, SIGINT, SIGTERM})
        signal(s, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execve(birth->argv[0], birth->argv, birth->environment);
    birth->code = errno;
    _exit(127);
}

std::vector<char *> pointers(std::vector<std::string> &words)
{
    std::vector<char *> list;
    for (std::string &word : words)
        list.push_back(word.data());
    list.push_back(nullptr);
    return list;
}

} // namespace

linux::Result<Child> Child::spawn(const SpawnRequest &request)
{
    std::vector<std::string> argv = request.argv;
    if (argv.empty())
        return linux::sysFail("start a program", "No program was named.", EINVAL);
    std::vector<std::string> environment;
    for (char **e = environ; *e; ++e) {
        const std::string_view entry = *e;
        const bool isOurs = std::any_of(request.environment.begin(), request.environment.end(), [&](const auto &own) {
            return entry.starts_with(own.first) && entry.substr(own.first.size()).starts_with('=');
        });
        if (!isOurs)
            environment.emplace_back(entry);
    }
    for (const auto &[name, value] : request.environment)
        environment.push_back(name + '=' + value);

    const linux::Fd null(open("/dev/null", O_RDWR | O_CLOEXEC));
    std::vector<linux::Fd> moved;
    std::vector<int> numbers;
    const int beyond = static_cast<int>(request.descriptors.size()) + 3;
    for (const int fd : request.descriptors) {
        moved.emplace_back(fcntl(fd < 0 ? null.get() : fd, F_DUPFD_CLOEXEC, beyond));
        if (!moved.back())
            return linux::sysFail("start " + argv.front());
        numbers.push_back(moved.back().get());
    }
    const std::vector<char *> argvPointers = pointers(argv), environmentPointers = pointers(environment);
    Birth birth{numbers.data(), static_cast<int>(numbers.size()), argvPointers.data(), environmentPointers.data()};
    std::vector<char> stack(64 * 1024);
    int pidfd = -1;
    // No handler of ours may run in the child, where it would run in our memory.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const auto clone = [&](int more) {
        return ::clone(beProgram, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD | more, &birth, &pidfd);
    };
    pid_t pid = clone(request.ownPids ? CLONE_NEWPID : 0);
    if (pid < 0 && request.ownPids && (errno == EPERM || errno == ENOSPC))
        pid = clone(0);
    const int code = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (pid < 0)
        return linux::sysFail("start " + argv.front(), {}, code);
    Child child;
    child.m_pidfd = linux::Fd(pidfd);
    child.m_pid = pid;
    if (birth.code != 0)
        return linux::sysFail("start " + argv.front(), {}, birth.code); // ~Child reaps it
    return child;
}

Child &Child::operator=(Child &&other) noexcept
{
    if (this != &other) {
        end();
        m_pidfd = std::move(other.m_pidfd);
        m_pid = std::exchange(other.m_pid, 0);
    }
    return *this;
}

void Child::signal(int signal)
{
    if (m_pidfd)
        (void)linux::signalProcess(m_pidfd, signal); // fails only where it has ended
}

std::string Child::takeEnd()
{
    siginfo_t info{};
    const bool known = m_pidfd && waitid(P_PIDFD, static_cast<id_t>(m_pidfd.get()), &info, WEXITED | WNOHANG) == 0 && info.si_pid;
    if (known)
        ::kill(-m_pid, SIGKILL); // helpers of it that live on; the group's number cannot be another's while they do
    m_pidfd.reset();
    if (!known)
        return "has ended";
    if (info.si_code == CLD_EXITED)
        return "ended with status " + std::to_string(info.si_status);
    return "was ended by signal " + std::to_string(info.si_status) + " (" + ::strsignal(info.si_status) + ')';
}

void Child::end()
{
    if (!m_pidfd)
        return;
    ::kill(-m_pid, SIGKILL);
    signal(SIGKILL);
    if (linux::waitForEnd(m_pidfd, base::Duration::seconds(5)))
        linux::reap(m_pidfd);
    m_pidfd.reset();
}

std::string findProgram(std::initializer_list<const char *> names)
{
    const char *path = std::getenv("PATH");
    std::string directories = std::string(path ? path : "") + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:";
    for (std::size_t begin = 0, end; (end = directories.find(':', begin)) != std::string::npos; begin = end + 1)
        for (const char *name : names)
            if (const std::string file = directories.substr(begin, end - begin) + '/' + name; end > begin && access(file.c_str(), X_OK) == 0)
                return file;
    return {};
}

} // namespace hopyard::machines

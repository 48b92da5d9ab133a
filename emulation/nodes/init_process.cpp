// clone(2) and the conversation; see init_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/init_process.h"

#include "emulation/linux/namespaces.h"
#include "emulation/linux/process.h"
#include "emulation/linux/unix_socket.h"
#include "emulation/nodes/node_init.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <vector>

namespace hopyard::nodes {

namespace {
/// What the child needs until it calls exec. It shares our memory meanwhile and we stand still (CLONE_VFORK), so it
/// makes system calls only.
struct Birth {
    int control, null;
    char *const *argv;
    int code = 0; ///< errno, where it failed
};

int beInit(void *argument)
{
    auto *birth = static_cast<Birth *>(argument);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int i = 0; i < 3; ++i)
        dup2(birth->null, i);
    dup2(birth->control, kInitControlFd);
    close_range(kInitControlFd + 1, ~0U, 0);
    execve("/proc/self/exe", birth->argv, environ);
    birth->code = errno;
    _exit(127);
}

/// A duplicate out of the way of the numbers that the child gives away, whatever our own are.
linux::Fd moveUp(const linux::Fd &fd) { return linux::Fd(fcntl(fd.get(), F_DUPFD_CLOEXEC, 16)); }
} // namespace

linux::Result<InitProcess> InitProcess::start(const linux::Fd &networkNamespace, const std::string &nodeName,
                                              const protocol::SetUp &setUp)
{
    auto pair = linux::makeMessagePair();
    if (!pair)
        return base::fail(pair.error());
    auto &[ours, theirs] = *pair;
    if (auto done = linux::setNonBlocking(ours).and_then([&] { return linux::receivePids(ours); }); !done)
        return base::fail(done.error());
    const linux::Fd control = moveUp(theirs);
    const linux::Fd null = moveUp(linux::Fd(open("/dev/null", O_RDWR | O_CLOEXEC)));
    if (!control || !null)
        return linux::sysFail("open /dev/null for the init of " + nodeName);

    std::string name = kInitName, node = nodeName;
    const std::array<char *, 3> argv{name.data(), node.data(), nullptr};
    Birth birth{control.get(), null.get(), argv.data()};
    std::vector<char> stack(64 * 1024);
    int pidfd = -1;
    pid_t pid;
    int code;
    {
        auto inside = linux::NetworkScope::enter(networkNamespace);
        if (!inside)
            return base::fail(inside.error());
        // No handler of ours may run in the child, where it would run in our memory.
        sigset_t all, before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        pid = clone(beInit, stack.data() + stack.size(),
                    CLONE_VM | CLONE_VFORK | CLONE_PIDFD | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC
                        | SIGCHLD,
                    &birth, &pidfd);
        code = errno;
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    if (pid < 0)
        return linux::sysFail("start the init of " + nodeName,
                              code == ENOSPC
                                  ? "A limit of namespaces is reached: sudo sysctl user.max_pid_namespaces=65536 "
                                    "user.max_mnt_namespaces=65536."
                                  : "",
                              code);
    InitProcess init(std::move(ours), linux::Fd(pidfd), pid);
    if (birth.code != 0)
        return linux::sysFail("run our own program again as the init of " + nodeName, "Is /proc mounted?", birth.code);
    if (auto sent = init.send(setUp, {}); !sent)
        return base::fail(sent.error());
    return init;
}

InitProcess::~InitProcess()
{
    kill();
    waitForEnd(base::Duration::seconds(5));
}

linux::Result<void> InitProcess::send(const protocol::Message &message, std::span<const int> fds)
{
    auto sent = linux::sendMessage(m_control.get(), protocol::encode(message), fds);
    if (!sent && sent.error().code == EAGAIN)
        sent.error() = {EAGAIN, "ask the node's init", "Too many requests wait for it; try again in a moment."};
    if (!sent && sent.error().code == EMSGSIZE)
        sent.error() = {E2BIG, "ask the node's init", "Command line and environment are longer than 128 KiB together."};
    return sent;
}

linux::Result<void> InitProcess::spawn(const protocol::Spawn &request, std::span<const int> stdio)
{
    auto sent = send(request, stdio);
    if (sent)
        m_live.insert(request.exec);
    return sent;
}

linux::Result<void> InitProcess::signal(ExecId exec, int signal)
{
    if (!m_live.contains(exec.value()))
        return linux::sysFail("send a signal", "The program has ended.", ESRCH);
    return send(protocol::Signal{exec.value(), signal}, {});
}

linux::Result<void> InitProcess::writeFiles(const protocol::Files &files) { return send(files, {}); }

void InitProcess::translate(const protocol::Message &message, pid_t pid, std::vector<Event> &events)
{
    if (const auto *started = std::get_if<protocol::Started>(&message)) {
        events.push_back(Started{ExecId(started->exec), pid});
    } else if (const auto *failed = std::get_if<protocol::Failed>(&message)) {
        m_live.erase(failed->exec);
        events.push_back(StartFailed{ExecId(failed->exec), {failed->code, failed->operation, ""}});
    } else if (const auto *line = std::get_if<protocol::Line>(&message)) {
        events.push_back(OutputLine{ExecId(line->exec), line->text});
    } else if (const auto *ended = std::get_if<protocol::Ended>(&message)) {
        m_live.erase(ended->exec);
        events.push_back(Exited{ExecId(ended->exec), ended->status, ended->signal});
    } else if (const auto *warning = std::get_if<protocol::Warning>(&message)) {
        events.push_back(NodeWarning{warning->text});
    }
}

bool InitProcess::takeEvents(std::vector<Event> &events)
{
    constexpr int kBudget = 250;
    for (int i = 0; i < kBudget; ++i) {
        auto message = linux::receiveMessage(m_control.get());
        if (message) {
            if (const auto decoded = protocol::decode(message->bytes))
                translate(*decoded, message->pid.value_or(0), events);
        } else if (message.error().code == EAGAIN) {
            return true;
        } else {
            for (const std::uint32_t exec : m_live)
                events.push_back(Exited{ExecId(exec), 0, SIGKILL});
            m_live.clear();
            return false;
        }
    }
    return true;
}

void InitProcess::kill()
{
    if (m_process)
        static_cast<void>(linux::signalProcess(m_process, SIGKILL)); // fails only where it has ended
}

bool InitProcess::waitForEnd(base::Duration limit)
{
    if (!m_process)
        return true;
    // The init of a pid namespace becomes a zombie only after every other process in it is gone.
    const bool ended = linux::waitForEnd(m_process, limit);
    if (ended)
        linux::reap(m_process);
    m_process.reset();
    return ended;
}

} // namespace hopyard::nodes

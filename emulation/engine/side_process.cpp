// See side_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/side_process.h"

#include "emulation/linux/bounds.h"
#include "emulation/rpc/protocol.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <utility>

namespace hopyard::engine {

using rpc::Json;

namespace {

constexpr std::size_t kMostSaid = 8u << 20; ///< bytes
constexpr int kNice = 10;                   ///< the network that runs comes first

std::uint64_t addressSpace()
{
    std::uint64_t pages = 0;
    if (std::FILE *file = std::fopen("/proc/self/statm", "re")) {
        unsigned long first = 0;
        if (std::fscanf(file, "%lu", &first) == 1)
            pages = first;
        (void)std::fclose(file);
    }
    return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// From here on this process is the child's: nothing of the engine may be reached any more.
void becomeWorker(int output)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int to = output == 0 ? 0 : dup2(output, 0);
    if (to < 0)
        _exit(1);
    (void)close_range(1, ~0u, 0);
    (void)setpriority(PRIO_PROCESS, 0, kNice);
    linux::limit(RLIMIT_CPU, SideProcess::kMostSeconds);
    linux::limit(RLIMIT_CORE, 0);
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(SideProcess::kMostWallSeconds);
}

void say(std::string text)
{
    text += '\n';
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t size = write(0, text.data() + at, text.size() - at);
        if (size < 0 && errno != EINTR)
            _exit(1);
        at += size > 0 ? static_cast<std::size_t>(size) : 0;
    }
}

[[noreturn]] void workAndSay(const world::World &world, const SideProcess::Work &work)
{
    try { // of the libraries below us, memory above all
        say(work(world, [](const std::string &line) { say(line); }));
    } catch (const std::exception &) {
        _exit(1);
    }
    _exit(0);
}

bool hasSharedPages(const lab::Lab &lab)
{
    return std::ranges::any_of(lab.nodes, [](const lab::Node &node) { return node.kind == lab::NodeKind::hypervisor; });
}

} // namespace

SideProcess::~SideProcess()
{
    cancel();
}

base::Result<void, rpc::RpcError> SideProcess::begin(const world::World &world, const Work &work, Answered answered,
                                                     Told told)
{
    cancel();
    const auto systemError = [this](int code) {
        return base::fail(rpc::RpcError{
            rpc::systemError, m_what + " cannot be looked at: " + std::strerror(code), {{"errno", code}}});
    };
    std::array<int, 2> pipe{-1, -1};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0)
        return systemError(errno);
    m_output.reset(pipe[0]);
    linux::Fd input(pipe[1]);
    (void)fcntl(m_output.get(), F_SETFL, O_NONBLOCK);
    std::optional<world::World> own;
    if (hasSharedPages(world.lab()))
        own.emplace(world.copy());
    const std::uint64_t memory = addressSpace();
    const pid_t child = fork();
    if (child == 0) {
        becomeWorker(input.get());
        if (linux::kLimitsMemory && memory > 0)
            linux::limit(RLIMIT_AS, memory + kMostMemory);
        workAndSay(own ? *own : world, work);
    }
    if (child < 0) {
        const int code = errno;
        m_output.reset();
        return systemError(code);
    }
    m_pid = child;
    auto watch = m_loop.watch(m_output.get(), EPOLLIN, [this](std::uint32_t) { readable(); });
    if (!watch) {
        const int code = watch.error().code;
        cancel();
        return systemError(code);
    }
    m_watch = *watch;
    m_answered = std::move(answered);
    m_told = std::move(told);
    return {};
}

void SideProcess::readable()
{
    switch (linux::readSaid(m_output, m_said, kMostSaid)) {
    case linux::Said::part: return takeLines();
    case linux::Said::all: return finish(false);
    case linux::Said::tooMuch: return finish(true);
    }
}

/// Hands on all lines but the last, which may be the answer.
void SideProcess::takeLines()
{
    std::size_t end = 0;
    while ((end = m_said.find('\n')) != std::string::npos && end + 1 < m_said.size()) {
        const auto json = rpc::parseJson(std::string_view(m_said).substr(0, end));
        m_said.erase(0, end + 1);
        if (json && json->is_object() && m_told)
            m_told(*json);
    }
}

/// Its end of the pipe is closed, or is to be: it has ended, or will in a moment.
void SideProcess::finish(bool isTooMuch)
{
    if (isTooMuch)
        (void)kill(m_pid, SIGKILL);
    else
        takeLines();
    int status = 0;
    while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    m_pid = 0;
    m_loop.unwatch(std::exchange(m_watch, EventLoop::kNoWatch));
    m_output.reset();
    const std::string said = std::exchange(m_said, {});
    const Answered answered = std::exchange(m_answered, {});
    m_told = {};
    auto json = rpc::parseJson(said);
    if (!answered)
        return;
    if (!isTooMuch && WIFEXITED(status) && WEXITSTATUS(status) == 0 && json && json->is_object())
        answered(std::move(*json));
    else
        answered(base::fail(rpc::RpcError{
            rpc::limitReached,
            m_what + " needed more " + (WIFSIGNALED(status) ? "time" : "memory") + " than they are given", nullptr}));
}

void SideProcess::cancel()
{
    if (m_pid <= 0)
        return;
    m_answered = {};
    m_told = {};
    finish(true);
}

} // namespace hopyard::engine

// See live_checks.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/live_checks.h"

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
// An address sanitizer reserves more addresses than any limit that would be of use.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kLimitsMemory = false;
#else
constexpr bool kLimitsMemory = true;
#endif

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

void limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit both{value, value};
    (void)setrlimit(resource, &both);
}

/// From here on this process is the child's: nothing of the engine may be reached any more.
void becomeLooker(int output)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int to = output == 0 ? 0 : dup2(output, 0);
    if (to < 0)
        _exit(1);
    (void)close_range(1, ~0u, 0);
    (void)setpriority(PRIO_PROCESS, 0, kNice);
    limit(RLIMIT_CPU, LiveChecks::kMostSeconds);
    limit(RLIMIT_CORE, 0);
    (void)signal(SIGALRM, SIG_DFL);
    (void)alarm(LiveChecks::kMostWallSeconds);
}

std::string foundOut(const world::World &world, const std::vector<lab::Check> &checks, const checks::Witness &witness,
                     const checks::LiveOptions &options)
{
    const checks::Report report = checks::lookAt(world, checks, witness, options);
    Json results = Json::array();
    for (const checks::CheckResult &result : report.results)
        results.push_back(toJson(result));
    return rpc::printJson({{"now", world.now().ns()}, {"earned", report.earned}, {"possible", report.possible}, {"results", std::move(results)}});
}

[[noreturn]] void lookAndSay(const world::World &world, const std::vector<lab::Check> &checks, const checks::Witness &witness,
                             const checks::LiveOptions &options)
{
    std::string text;
    try { // of the libraries below us, memory above all
        text = foundOut(world, checks, witness, options);
    } catch (const std::exception &) {
        _exit(1);
    }
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t size = write(0, text.data() + at, text.size() - at);
        if (size < 0 && errno != EINTR)
            _exit(1);
        at += size > 0 ? static_cast<std::size_t>(size) : 0;
    }
    _exit(0);
}

bool hasSharedPages(const lab::Lab &lab)
{
    return std::ranges::any_of(lab.nodes, [](const lab::Node &node) { return node.kind == lab::NodeKind::hypervisor; });
}

rpc::RpcError systemError(int code)
{
    return {rpc::systemError, std::string("the checks cannot be looked at: ") + std::strerror(code), {{"errno", code}}};
}

} // namespace

Json toJson(const checks::CheckResult &result)
{
    Json ends = Json::array();
    for (const lab::End &end : result.ends)
        ends.push_back(lab::toString(end));
    return {{"id", result.id},         {"title", result.title},       {"verdict", checks::toString(result.verdict)},
            {"points", result.points}, {"earned", result.earned},     {"sentence", result.sentence},
            {"seen", result.seen},     {"nodes", result.nodes},       {"ends", std::move(ends)}};
}

LiveChecks::~LiveChecks()
{
    cancel();
}

base::Result<void, rpc::RpcError> LiveChecks::look(const world::World &world, const std::vector<lab::Check> &checks,
                                                   const checks::Witness &witness, const checks::LiveOptions &options, Answered answered)
{
    cancel();
    std::array<int, 2> pipe{-1, -1};
    if (pipe2(pipe.data(), O_CLOEXEC) != 0)
        return base::fail(systemError(errno));
    m_output.reset(pipe[0]);
    linux::Fd input(pipe[1]);
    (void)fcntl(m_output.get(), F_SETFL, O_NONBLOCK);
    std::optional<world::World> own;
    if (hasSharedPages(world.lab()))
        own.emplace(world.copy());
    const std::uint64_t memory = addressSpace();
    const pid_t child = fork();
    if (child == 0) {
        becomeLooker(input.get());
        if (kLimitsMemory && memory > 0)
            limit(RLIMIT_AS, memory + kMostMemory);
        lookAndSay(own ? *own : world, checks, witness, options);
    }
    if (child < 0) {
        const int code = errno;
        m_output.reset();
        return base::fail(systemError(code));
    }
    m_pid = child;
    auto watch = m_loop.watch(m_output.get(), EPOLLIN, [this](std::uint32_t) { readable(); });
    if (!watch) {
        const int code = watch.error().code;
        cancel();
        return base::fail(systemError(code));
    }
    m_watch = *watch;
    m_answered = std::move(answered);
    return {};
}

void LiveChecks::readable()
{
    std::array<char, 65'536> part;
    for (;;) {
        const ssize_t size = read(m_output.get(), part.data(), part.size());
        if (size > 0) {
            m_said.append(part.data(), static_cast<std::size_t>(size));
            if (m_said.size() > kMostSaid)
                return finish(true);
            continue;
        }
        if (size == 0 || (errno != EINTR && errno != EAGAIN))
            return finish(false);
        if (errno == EAGAIN)
            return;
    }
}

/// Its end of the pipe is closed, or is to be: it has ended, or will in a moment.
void LiveChecks::finish(bool isTooMuch)
{
    if (isTooMuch)
        (void)kill(m_pid, SIGKILL);
    int status = 0;
    while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    m_pid = 0;
    m_loop.unwatch(std::exchange(m_watch, EventLoop::kNoWatch));
    m_output.reset();
    const std::string said = std::exchange(m_said, {});
    const Answered answered = std::exchange(m_answered, {});
    auto json = rpc::parseJson(said);
    if (!answered)
        return;
    if (!isTooMuch && WIFEXITED(status) && WEXITSTATUS(status) == 0 && json && json->is_object())
        answered(std::move(*json));
    else if (WIFSIGNALED(status))
        answered(base::fail(rpc::RpcError{rpc::limitReached, "the checks needed more time than they are given", nullptr}));
    else
        answered(base::fail(rpc::RpcError{rpc::limitReached, "the checks needed more memory than they are given", nullptr}));
}

void LiveChecks::cancel()
{
    if (m_pid <= 0)
        return;
    m_answered = {};
    finish(true);
}

} // namespace hopyard::engine

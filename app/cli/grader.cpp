// The outside of the process that grades one answer: limits, start, end; see grade_answer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/grade_answer.h"

#include "emulation/linux/bounds.h"
#include "emulation/rpc/json.h"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>

#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr std::size_t kMostSaid = 32u << 20; ///< bytes
constexpr int kLabDescriptor = 3;
constexpr rlim_t kMostDescriptors = 64;

/// Between fork and exec: system calls only.
[[noreturn]] void becomeGrader(int answer, int lab, int output, const char *seed, const char *picture,
                               const GradeLimits &limits)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setpgid(0, 0); // Ctrl-C is for the one who started it
    // Above the three that are kept first, or one could be overwritten by another on the way.
    const int from = fcntl(answer, F_DUPFD, 10), of = fcntl(lab, F_DUPFD, 10), to = fcntl(output, F_DUPFD, 10);
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (dup2(from, 0) < 0 || dup2(to, 1) < 0 || dup2(nothing, 2) < 0 || dup2(of, kLabDescriptor) < 0)
        _exit(126);
    (void)close_range(kLabDescriptor + 1, ~0u, 0);
    // Where the system allows it; an answer has no use for any.
    (void)unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC);
    linux::limit(RLIMIT_CPU, limits.seconds);
    if (linux::kLimitsMemory)
        linux::limit(RLIMIT_AS, limits.memoryMiB << 20);
    linux::limit(RLIMIT_FSIZE, 0);
    linux::limit(RLIMIT_CORE, 0);
    linux::limit(RLIMIT_NOFILE, kMostDescriptors);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    execl("/proc/self/exe", "hop", "grade-answer", seed, picture, nullptr);
    _exit(127);
}

linux::Fd openFile(const std::string &path, std::string &why)
{
    linux::Fd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat info {};
    if (file.get() < 0 || fstat(file.get(), &info) != 0)
        why = std::strerror(errno);
    else if (!S_ISREG(info.st_mode))
        why = "it is no file";
    return file;
}

std::int64_t number(const rpc::Json &json, std::string_view key) { return rpc::intMember(json, key).value_or(0); }
std::string text(const rpc::Json &json, std::string_view key) { return rpc::stringMember(json, key).value_or(""); }

void takeJson(const rpc::Json &json, GradedAnswer &row)
{
    row.student = text(json, "student");
    row.mistake = text(json, "mistake");
    row.earned = number(json, "earned");
    row.possible = number(json, "possible");
    row.picture = text(json, "picture");
    const rpc::Json *results = rpc::member(json, "results");
    if (!results || !results->is_array())
        return;
    for (const rpc::Json &r : *results)
        row.checks.push_back({text(r, "id"), text(r, "title"), text(r, "verdict"), text(r, "sentence"), text(r, "seen"),
                              number(r, "points"), number(r, "earned")});
}

} // namespace

Grader::Grader(std::string file, const std::string &lab, const GradeLimits &limits)
{
    m_row.file = std::move(file);
    start(lab, limits);
}

void Grader::start(const std::string &lab, const GradeLimits &limits)
{
    std::string why;
    const linux::Fd answerFile = openFile(m_row.file, why), labFile = openFile(lab, why);
    std::array<int, 2> pipe{-1, -1};
    if (why.empty() && pipe2(pipe.data(), O_CLOEXEC) != 0)
        why = std::strerror(errno);
    if (!why.empty()) {
        m_row.mistake = "cannot be read: " + why;
        return;
    }
    linux::Fd input(pipe[1]);
    m_output = linux::Fd(pipe[0]);
    (void)fcntl(m_output.get(), F_SETFL, O_NONBLOCK);
    const std::string seed = fmt::format("{}", limits.seed);
    const pid_t child = fork();
    if (child == 0)
        becomeGrader(answerFile.get(), labFile.get(), input.get(), seed.c_str(), limits.picture ? "picture" : "plain",
                     limits);
    if (child < 0) {
        m_row.mistake = fmt::format("no process for it: {}", std::strerror(errno));
        return;
    }
    m_pid = child;
    m_until = std::chrono::steady_clock::now() + std::chrono::seconds(4) * limits.seconds;
}

void Grader::look()
{
    switch (linux::readSaid(m_output, m_said, kMostSaid)) {
    case linux::Said::part: break;
    case linux::Said::all: return finish();
    case linux::Said::tooMuch: return stop("it said more than a report holds");
    }
    if (std::chrono::steady_clock::now() > m_until)
        stop("it did not come to an end in time");
}

void Grader::stop(const std::string &why)
{
    if (m_pid <= 0)
        return;
    (void)kill(m_pid, SIGKILL);
    finish();
    m_row.mistake = why;
}

/// Its end of the pipe is closed: it has ended, or will in a moment.
void Grader::finish()
{
    int status = 0;
    while (waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
    m_pid = 0;
    m_output.reset();
    if (const auto json = rpc::parseJson(m_said);
        json && json->is_object() && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        takeJson(*json, m_row);
    else if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        m_row.mistake = "it needed more processor time than an answer is given";
    else
        m_row.mistake = "it ended the process that graded it";
    m_said.clear();
}

GradedAnswer Grader::takeRow()
{
    return std::move(m_row);
}

} // namespace hopyard::cli

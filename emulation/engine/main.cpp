// Start of the engine's process: command line, going to the background, rights, socket, loop; see main.h.
//
// The order matters. What depends on the user (the run directory) is found out before the process becomes root of a user
// namespace of its own; that happens before any thread; the parent of a detached engine is told last, when it listens.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/main.h"

#include "emulation/engine/engine.h"
#include "emulation/linux/privileges.h"
#include "emulation/machines/guest_fetch.h"
#include "emulation/rpc/run_directory.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hopyard::engine {
namespace {

constexpr const char *kUsage =
    "usage: hop engine [--run NAME] [--socket PATH] [--detach] [--exit-when-idle]\n"
    "\n"
    "The process in which a lab runs, driven over a Unix socket (docs/rpc.md). Prints one line of JSON when it listens:\n"
    "{\"run\": …, \"socket\": …, \"pid\": …}.\n"
    "\n"
    "  --run NAME         the run's name (letters, digits, '-', '_', '.'); default engine-PID\n"
    "  --socket PATH      listen there; default NAME.sock in the user's run directory\n"
    "  --detach           go to the background once it listens\n"
    "  --exit-when-idle   end when for ten seconds nobody is connected and no run is on\n";

struct CommandLine {
    EngineOptions engine;
    bool detach = false;
};

/// Nothing where it is wrong; the complaint has been printed.
std::optional<CommandLine> parse(int argc, char **argv)
{
    CommandLine line;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const auto value = [&]() -> const char * { return i + 1 < argc ? argv[++i] : nullptr; };
        if (word == "--detach") {
            line.detach = true;
        } else if (word == "--exit-when-idle") {
            line.engine.exitWhenIdle = true;
        } else if (word == "--run" || word == "--socket") {
            const char *given = value();
            if (!given) {
                std::fprintf(stderr, "hop engine: %s needs a value\n", argv[i]);
                return std::nullopt;
            }
            (word == "--run" ? line.engine.run : line.engine.socket) = given;
        } else {
            std::fprintf(stderr, "hop engine: unknown argument %s\n%s", argv[i], kUsage);
            return std::nullopt;
        }
    }
    if (!line.engine.run.empty() && !rpc::isRunName(line.engine.run)) {
        std::fprintf(stderr, "hop engine: a run's name has letters, digits, '-', '_' and '.', at most 64: %s\n",
                     line.engine.run.c_str());
        return std::nullopt;
    }
    return line;
}

/// Parent: copies what the engine says (its line, or why it cannot start) and ends with its verdict.
[[noreturn]] void waitForReady(int from, pid_t child)
{
    std::array<char, 4096> buffer;
    std::string said;
    for (ssize_t n; (n = ::read(from, buffer.data(), buffer.size())) > 0 || (n < 0 && errno == EINTR);)
        if (n > 0)
            said.append(buffer.data(), static_cast<std::size_t>(n));
    const bool ready = said.ends_with('\n');
    if (ready)
        std::fputs(said.c_str(), stdout);
    else
        ::waitpid(child, nullptr, 0); // it printed the reason itself
    std::fflush(stdout);
    ::_exit(ready ? 0 : 1);
}

/// Goes on in a child of its own session; the parent ends when something is written to the descriptor that comes back.
int goToBackground()
{
    std::array<int, 2> pipe{-1, -1};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        return -1;
    const pid_t child = ::fork();
    if (child < 0)
        return -1;
    if (child > 0) {
        ::close(pipe[1]);
        waitForReady(pipe[0], child);
    }
    ::close(pipe[0]);
    ::setsid();
    return pipe[1];
}

void closeStandardStreams()
{
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(nothing, fd);
    ::close(nothing);
}

base::Result<std::unique_ptr<Engine>, base::Error> setUp(EngineOptions options)
{
    if (options.run.empty())
        options.run = "engine-" + std::to_string(::getpid());
    if (options.socket.empty()) {
        const auto directory = rpc::makeRunDirectory();
        if (!directory)
            return base::fail(directory.error());
        rpc::removeStaleSockets();
        options.socket = rpc::socketPath(options.run);
    }
    // Who is not root will have a network of its own in a moment, from which nothing can be fetched.
    if (::geteuid() != 0)
        options.fetchHelper = machines::startFetchHelper().release(); // for as long as the process lives
    // Without namespaces the engine is still good for hosts, routers and switches; a lab that needs them is told why.
    if (auto privileges = linux::enterPrivileges(); !privileges)
        options.namespacesBlocked = privileges.error();
    auto engine = Engine::create(std::move(options));
    if (!engine)
        return engine;
    if (auto signals = (*engine)->endOnSignals(); !signals)
        return base::fail(signals.error());
    return engine;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0)) {
        std::fputs(kUsage, stdout);
        return 0;
    }
    auto line = parse(argc, argv);
    if (!line)
        return 2;
    // A reader that went and a limit that was reached are errors of a write, not ends of the engine. Deadlines to the nanosecond instead of fifty microseconds late.
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    const int ready = line->detach ? goToBackground() : -1;
    if (line->detach && ready < 0) {
        std::perror("hop engine: cannot go to the background");
        return 1;
    }
    auto engine = setUp(std::move(line->engine));
    if (!engine) {
        std::fprintf(stderr, "hop engine: %s\n", engine.error().message.c_str());
        return 1;
    }
    const std::string announcement = rpc::printJson({{"run", (*engine)->options().run},
                                                     {"socket", (*engine)->options().socket},
                                                     {"pid", ::getpid()}})
        + '\n';
    if (line->detach) {
        closeStandardStreams();
        if (::write(ready, announcement.data(), announcement.size()) < 0)
            return 1; // whoever started us is gone
        ::close(ready);
    } else {
        std::fputs(announcement.c_str(), stdout);
        std::fflush(stdout);
    }
    while ((*engine)->turn()) {
    }
    return 0;
}

} // namespace hopyard::engine

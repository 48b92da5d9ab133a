// The life of a node's init: set up, then start, signal and bury programs until the engine is gone; see node_init.h.
//
// It may block whenever it likes: it owes an answer to nobody but the engine, which never waits for it. It ends when
// the engine does (the parent's death signal, and the end of the socket), and with pid 1 the kernel kills the rest.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/node_init.h"

#include "emulation/linux/unix_socket.h"
#include "emulation/nodes/init_protocol.h"
#include "emulation/nodes/node_mounts.h"
#include "emulation/nodes/node_spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <map>

namespace hopyard::nodes {

const char kInitName[] = "hopyard-node-init";

namespace {

constexpr int kPipeSize = 64 * 1024; // what a pipe holds at most, unless its writer asks for more
constexpr int kReadSize = 4 * 1024;  // of one program's output before others, and the engine, have their turn

class Init {
public:
    int run();

private:
    /// The output of one program, on its way to be lines.
    struct Pipe {
        std::uint32_t exec;
        linux::Fd fd;
        std::string partial;
        bool ended = false;
    };

    void obey(const linux::Message &message);
    void spawn(const protocol::Spawn &request, const std::vector<linux::Fd> &stdio);
    void bury();
    void readLines(Pipe &pipe, int reads);
    void sendLines(Pipe &pipe);
    void say(const protocol::Message &message, std::optional<pid_t> pid = std::nullopt);

    std::map<pid_t, std::uint32_t> m_programs; ///< alive, by process id in this namespace
    std::vector<Pipe> m_pipes;
};

void Init::say(const protocol::Message &message, std::optional<pid_t> pid)
{
    if (!linux::sendMessage(kInitControlFd, protocol::encode(message), {}, pid))
        _exit(0); // the engine is gone
}

void Init::sendLines(Pipe &pipe)
{
    constexpr std::size_t kLongest = 4096;
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = pipe.partial.find('\n', begin);
        if (end == std::string::npos && !(pipe.partial.size() - begin >= kLongest))
            break;
        const std::size_t length = std::min(kLongest, end == std::string::npos ? kLongest : end - begin);
        say(protocol::Line{pipe.exec, pipe.partial.substr(begin, length)});
        begin += length + (end == begin + length ? 1 : 0);
    }
    pipe.partial.erase(0, begin);
}

void Init::readLines(Pipe &pipe, int reads)
{
    std::array<char, kReadSize> buffer;
    for (int i = 0; i < reads; ++i) {
        const ssize_t n = read(pipe.fd.get(), buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            if (!pipe.partial.empty())
                say(protocol::Line{pipe.exec, std::exchange(pipe.partial, {})});
            pipe.ended = true;
            return;
        }
        pipe.partial.append(buffer.data(), static_cast<std::size_t>(n));
        sendLines(pipe);
    }
}

void Init::spawn(const protocol::Spawn &request, const std::vector<linux::Fd> &stdio)
{
    std::array<int, 3> fds{-1, -1, -1};
    linux::Fd null, output, input;
    if (stdio.size() == 3) {
        for (std::size_t i = 0; i < 3; ++i)
            fds[i] = stdio[i].get();
    } else {
        int ends[2];
        if (stdio.empty())
            null.reset(open("/dev/null", O_RDONLY | O_CLOEXEC));
        const int in = stdio.empty() ? null.get() : stdio[0].get();
        if (in < 0 || pipe2(ends, O_CLOEXEC) < 0) {
            say(protocol::Failed{request.exec, errno, "open a program's output"});
            return;
        }
        input.reset(ends[0]);
        output.reset(ends[1]);
        fds = {in, output.get(), output.get()};
    }
    auto started = spawnProgram(request, fds);
    if (!started) {
        say(protocol::Failed{request.exec, started.error().code, started.error().operation});
        return;
    }
    m_programs[*started] = request.exec;
    if (input && linux::setNonBlocking(input))
        m_pipes.push_back({request.exec, std::move(input), {}});
    say(protocol::Started{request.exec}, *started);
}

void Init::obey(const linux::Message &message)
{
    const auto request = protocol::decode(message.bytes);
    if (!request)
        return;
    if (const auto *setUp = std::get_if<protocol::SetUp>(&*request)) {
        for (const std::string &warning : mountNode(*setUp))
            say(protocol::Warning{warning});
    } else if (const auto *files = std::get_if<protocol::Files>(&*request)) {
        writeNodeFiles(files->hosts, files->resolvConf);
    } else if (const auto *program = std::get_if<protocol::Spawn>(&*request)) {
        spawn(*program, message.fds);
    } else if (const auto *signal = std::get_if<protocol::Signal>(&*request)) {
        for (const auto &[pid, exec] : m_programs)
            if (exec == signal->exec)
                kill(-pid, signal->signal); // each program leads a process group of its own
    }
}

void Init::bury()
{
    for (;;) {
        int status = 0;
        const pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid <= 0)
            return;
        const auto program = m_programs.find(pid);
        if (program == m_programs.end())
            continue; // an orphan that came to us
        const std::uint32_t exec = program->second;
        m_programs.erase(program);
        // What it wrote comes before the news of its end. Its children may hold the pipe and go on writing.
        for (Pipe &pipe : m_pipes)
            if (pipe.exec == exec && !pipe.ended)
                readLines(pipe, kPipeSize / kReadSize);
        say(protocol::Ended{exec, WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                            WIFSIGNALED(status) ? WTERMSIG(status) : 0});
    }
}

int Init::run()
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "hop-node-init");
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_SETMASK, &children, nullptr);
    const linux::Fd deaths(signalfd(-1, &children, SFD_NONBLOCK | SFD_CLOEXEC));
    fcntl(kInitControlFd, F_SETFD, FD_CLOEXEC);

    std::vector<pollfd> watched;
    for (;;) {
        std::erase_if(m_pipes, [](const Pipe &pipe) { return pipe.ended; });
        watched = {{kInitControlFd, POLLIN, 0}, {deaths.get(), POLLIN, 0}};
        for (const Pipe &pipe : m_pipes)
            watched.push_back({pipe.fd.get(), POLLIN, 0});
        if (poll(watched.data(), watched.size(), -1) < 0)
            continue;
        for (std::size_t i = 2; i < watched.size(); ++i)
            if (watched[i].revents)
                readLines(m_pipes[i - 2], 1);
        if (watched[1].revents) {
            signalfd_siginfo info;
            while (read(deaths.get(), &info, sizeof info) > 0) {}
            bury();
        }
        if (watched[0].revents) {
            auto message = linux::receiveMessage(kInitControlFd);
            if (!message && message.error().code == ECONNRESET)
                return 0;
            if (message)
                obey(*message);
        }
    }
}

__attribute__((constructor)) void becomeInitWhereAsked(int argc, char **argv, char **)
{
    if (argc == 2 && std::strcmp(argv[0], kInitName) == 0)
        _exit(Init().run());
}

} // namespace
} // namespace hopyard::nodes

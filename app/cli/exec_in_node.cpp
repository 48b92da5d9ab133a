// A program in a node; see exec_in_node.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exec_in_node.h"

#include "app/cli/interrupt.h"
#include "app/cli/runs.h"
#include "app/cli/terminal.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>

namespace hopyard::cli {
namespace {

bool writeAll(int descriptor, const char *data, std::size_t size)
{
    while (size != 0) {
        const ssize_t written = write(descriptor, data, size);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            data += written;
            size -= static_cast<std::size_t>(written);
        }
    }
    return true;
}

/// One portion from one to the other. False at the end.
bool copy(int from, int to)
{
    std::array<char, 16'384> buffer;
    const ssize_t size = read(from, buffer.data(), buffer.size());
    if (size < 0)
        return errno == EINTR || errno == EAGAIN;
    return size > 0 && writeAll(to, buffer.data(), static_cast<std::size_t>(size));
}

/// Notes the end of one program.
class End {
public:
    End(rpc::Client &client) : m_client(client)
    {
        client.onNotification = [this](std::string_view method, const rpc::Json &params) {
            if (method == "exec.exited")
                m_seen.push_back(params); // may come before the answer that names the program
        };
    }
    ~End() { m_client.onNotification = nullptr; }
    void watch(const rpc::Json &exec) { m_exec = exec; }
    const rpc::Json *exited() const
    {
        for (const rpc::Json &params : m_seen)
            if (const rpc::Json *which = rpc::member(params, "exec"); which && *which == m_exec)
                return &params;
        return nullptr;
    }

private:
    rpc::Client &m_client;
    rpc::Json m_exec;
    std::vector<rpc::Json> m_seen;
};

void setExit(Hop &hop, const rpc::Json &exited)
{
    if (const auto signal = rpc::intMember(exited, "signal"))
        hop.exit = 128 + static_cast<int>(*signal);
    else
        hop.exit = static_cast<int>(rpc::intMember(exited, "status").value_or(exitFailed));
}

rpc::Json environment()
{
    // The terminal's kind and the language are the user's, whatever process the engine came from.
    rpc::Json env = rpc::Json::object();
    for (const char *name : {"TERM", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR"})
        if (const char *value = std::getenv(name))
            env[name] = value;
    return env;
}

/// Asks for the program. Where there is none, or it may not be run, the exit codes are the shell's.
std::optional<rpc::Json> start(Hop &hop, rpc::Client &client, rpc::Json params, std::vector<rpc::OwnedFd> stdio)
{
    auto answer = client.call("node.exec", std::move(params), std::move(stdio));
    if (answer)
        return std::move(*answer);
    report(hop, answer.error());
    const auto why = rpc::intMember(answer.error().data, "errno");
    if (answer.error().code == rpc::systemError && (why == ENOENT || why == EACCES))
        hop.exit = why == ENOENT ? 127 : 126;
    return std::nullopt;
}

void runOnTerminal(Hop &hop, rpc::Client &client, rpc::Json params)
{
    auto pseudo = openPseudo();
    if (!pseudo) {
        hop.out.error(pseudo.error().message);
        hop.exit = exitSystem;
        return;
    }
    params["tty"] = true;
    std::vector<rpc::OwnedFd> stdio;
    for (int i = 0; i < 3; ++i)
        stdio.emplace_back(fcntl(pseudo->slave.get(), F_DUPFD_CLOEXEC, 0));
    End end(client);
    const auto started = start(hop, client, std::move(params), std::move(stdio));
    if (!started)
        return;
    const rpc::Json *exec = rpc::member(*started, "exec");
    end.watch(exec ? *exec : rpc::Json());
    pseudo->slave.reset(); // so that the master tells when the last program has closed its side
    const int master = pseudo->master.get();
    const RawMode raw;
    WindowSize size(master);
    bool input = true, output = true;
    while (client.isOpen() && (!end.exited() || output)) {
        size.follow();
        std::array<pollfd, 3> watched{pollfd{input ? STDIN_FILENO : -1, POLLIN, 0},
                                      pollfd{output ? master : -1, POLLIN, 0}, pollfd{client.fd(), POLLIN, 0}};
        // After the program's end what it has printed is still to be read, but nobody waits for its children.
        const int ready = poll(watched.data(), watched.size(), end.exited() ? 100 : -1);
        if (ready == 0 && end.exited())
            break;
        if (watched[0].revents)
            input = copy(STDIN_FILENO, master);
        if (watched[1].revents)
            output = copy(master, STDOUT_FILENO);
        if (watched[2].revents)
            client.onReadable();
    }
    if (const rpc::Json *exited = end.exited())
        setExit(hop, *exited);
    else
        hop.exit = exitFailed;
}

void runOnPipes(Hop &hop, rpc::Client &client, rpc::Json params)
{
    std::vector<rpc::OwnedFd> stdio;
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        stdio.emplace_back(fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
    const Interrupt interrupt; // before there is a program: a signal that comes as it starts is for it
    End end(client);
    const auto started = start(hop, client, std::move(params), std::move(stdio));
    if (!started)
        return;
    const rpc::Json *exec = rpc::member(*started, "exec");
    end.watch(exec ? *exec : rpc::Json());
    int forwarded = 0;
    while (!end.exited() && client.isOpen()) {
        for (; forwarded < interrupt.count(); ++forwarded)
            client.callAsync("exec.signal", {{"exec", exec ? *exec : rpc::Json()}, {"signal", interrupt.lastSignal()}},
                             {});
        client.waitForEvents(base::Duration::milliseconds(100));
    }
    if (const rpc::Json *exited = end.exited()) {
        setExit(hop, *exited);
    } else {
        hop.out.error("the run has ended");
        hop.exit = exitFailed;
    }
}

} // namespace

void execInNode(Hop &hop, rpc::Client &client, const std::string &node, const std::vector<std::string> &command)
{
    rpc::Json params = {{"node", node}, {"argv", command}, {"env", environment()}};
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        runOnTerminal(hop, client, std::move(params));
    else
        runOnPipes(hop, client, std::move(params));
}

} // namespace hopyard::cli

// The programs of a node; see namespace_node.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/environment.h"
#include "emulation/nodes/init_process.h"
#include "emulation/nodes/namespace_node.h"
#include "emulation/nodes/node_launch.h"

namespace hopyard::nodes {

linux::Result<InitProcess *> NamespaceNode::init()
{
    if (!m_network)
        return linux::sysFail("run a program in node " + m_spec.name, "The node is stopped.", ESRCH);
    if (!m_init) {
        auto started = InitProcess::start(m_network, m_spec.name, {m_spec.name, hostsFile(m_spec), resolvConf(m_spec), m_spec.ownDirectories, m_spec.groups});
        if (!started)
            return base::fail(started.error());
        m_init = std::make_unique<InitProcess>(std::move(*started));
    }
    return m_init.get();
}

linux::Result<ExecId> NamespaceNode::spawn(const ExecRequest &request, std::span<const int> stdio)
{
    auto process = init();
    if (!process)
        return base::fail(process.error());
    protocol::Spawn spawn;
    spawn.exec = m_lastExec + 1;
    spawn.tty = request.tty;
    spawn.uid = request.uid ? std::int64_t(*request.uid) : -1;
    spawn.gid = request.gid ? std::int64_t(*request.gid) : -1;
    spawn.cwd = request.cwd;
    spawn.argv = request.argv;
    spawn.env = programEnvironment(m_spec, request.env);
    if (auto sent = (*process)->spawn(spawn, stdio); !sent)
        return base::fail(sent.error());
    return ExecId(++m_lastExec);
}

linux::Result<ExecId> NamespaceNode::exec(const ExecRequest &request, const std::array<int, 3> &stdio)
{
    return spawn(request, stdio);
}

linux::Result<ExecId> NamespaceNode::startProgram(std::string_view commandLine)
{
    ExecRequest request;
    request.argv = {"/bin/sh", "-c", std::string(commandLine)};
    return spawn(request, {});
}

linux::Result<ExecId> NamespaceNode::startDaemon(const Daemon &daemon)
{
    ExecRequest request;
    request.argv = launchCommand(daemon);
    if (daemon.input.empty())
        return spawn(request, {});
    auto input = inputOf(daemon);
    if (!input)
        return base::fail(input.error());
    const std::array<int, 1> stdio{input->get()};
    return spawn(request, stdio);
}

linux::Result<void> NamespaceNode::signal(ExecId exec, int signal)
{
    if (!m_init)
        return linux::sysFail("send a signal", "The program has ended.", ESRCH);
    return m_init->signal(exec, signal);
}

linux::Result<void> NamespaceNode::writeFiles()
{
    if (!m_init)
        return {}; // an init starts with what the spec says then
    return m_init->writeFiles({hostsFile(m_spec), resolvConf(m_spec)});
}

pid_t NamespaceNode::firstProcess() const
{
    return m_init ? m_init->pid() : 0;
}

int NamespaceNode::eventFd() const { return m_init ? m_init->fd() : -1; }

std::vector<Event> NamespaceNode::takeEvents()
{
    std::vector<Event> events;
    if (m_init && !m_init->takeEvents(events)) {
        m_init.reset();
        events.push_back(InitLost{});
    }
    return events;
}

} // namespace hopyard::nodes

// Session: nodes that are real machines; see session.h and docs/machines.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/session.h"

#include <algorithm>

namespace hopyard::engine {

using base::NodeId;
using machines::MachineEvent;
namespace trace = base::trace;

namespace {
constexpr char kConsole[] = "console"; ///< the one program of a machine, and who its lines are by
}

void Session::beginMachine(NodeId id, const lab::Node &planned)
{
    const std::string command = lab::machineCommand(planned);
    if (m_allowPrograms && m_consented.contains({planned.name, command}))
        m_outside.machines().begin(id);
    else
        tellProblem(lab::Problem::Severity::warning, "not started, because it came after the programs were allowed: " + command, planned.name);
}

Answer<ExecHandle> Session::attachConsole(NodeId id, machines::Machine &machine, const nodes::ExecRequest &request,
                                          const std::array<int, 3> &stdio)
{
    const std::string &name = machine.spec().setup.hostName;
    if (request.argv != std::vector<std::string>{kConsole})
        return base::fail(rpc::RpcError{rpc::wrongState,
                                        name + " is a machine of its own: no program can be put into it; \"console\" is its serial console",
                                        {{"state", machines::toString(machine.state())}}});
    if (machine.state() == machines::MachineState::off)
        return base::fail(rpc::RpcError{rpc::wrongState, name + " is off; stop and start the node", {{"state", "off"}}});
    const auto client = machine.console().attach(stdio[0], stdio[1]);
    if (!client)
        return base::fail(rpc::RpcError{rpc::systemError, toString(client.error()), {{"errno", client.error().code}}});
    const ExecHandle handle(++m_lastExec);
    m_execs.emplace(handle, Exec{id, {}, {}, false, *client});
    m_attached.push_back(handle);
    return handle;
}

void Session::machineEvent(NodeId node, const MachineEvent &event)
{
    const std::string &name = m_world->name(node);
    switch (event.kind) {
    case MachineEvent::Kind::state:
        m_outside.followCarriers(*m_world);
        notice(trace::Notice::Level::info, node, name + ' ' + event.text);
        break;
    case MachineEvent::Kind::consoleLine:
        m_world->trace().emit(now(), trace::ApplicationOutput{node, kConsole, event.text});
        break;
    case MachineEvent::Kind::notice: notice(trace::Notice::Level::warning, node, event.text); break;
    case MachineEvent::Kind::news: notice(trace::Notice::Level::info, node, name + ": " + event.text); break;
    case MachineEvent::Kind::problem:
        tellProblem(lab::Problem::Severity::error, name + ' ' + event.text + "; it is off until the node is stopped and started", name);
        break;
    case MachineEvent::Kind::consoleLeft: {
        const auto left = std::find_if(m_execs.begin(), m_execs.end(), [&](const auto &entry) {
            return entry.second.node == node && entry.second.console == event.client;
        });
        if (left == m_execs.end())
            break;
        const ExecHandle handle = left->first;
        m_execs.erase(left);
        m_listener.execExited(handle, nodes::Exited{});
        break;
    }
    }
}

void Session::machineRefused(NodeId node, const std::string &why)
{
    tellProblem(lab::Problem::Severity::error, m_world->name(node) + ": " + why, m_world->name(node));
}

void Session::machineNews(const std::string &text)
{
    notice(trace::Notice::Level::info, {}, text);
}

} // namespace hopyard::engine

// Session: nodes, links, and the programs in namespaces; see session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/console.h"
#include "emulation/engine/daemon_nodes.h"
#include "emulation/engine/session.h"
#include "emulation/engine/write_memory.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace hopyard::engine {

using base::NodeId;
namespace trace = base::trace;

namespace {

rpc::RpcError systemFailure(const linux::SysError &error)
{
    return {rpc::systemError, toString(error), {{"errno", error.code}}};
}

rpc::RpcError unknownNode(std::string_view name)
{
    return {rpc::noSuchNode, "there is no node " + std::string(name), nullptr};
}

std::string howEnded(const nodes::Exited &exited)
{
    return exited.signal ? "was ended by signal " + std::to_string(exited.signal) + " (" + ::strsignal(exited.signal) + ')'
                         : "ended with status " + std::to_string(exited.status);
}

} // namespace

/// Makes the namespaces that the world asks for. The programs of those that are new begin once time passes: before that
/// the network would not answer them.
Answer<void> Session::synchroniseOutside()
{
    for (const NodeId id : m_outside.ending(*m_world)) {
        forgetPrograms(id);
        m_interfaceCaptures.endOf(id, "the node was stopped, or started anew");
        m_outside.stop(id);
    }
    for (const NodeId id : m_world->nodes())
        if (!m_outside.find(id) && !m_outside.machines().find(id))
            m_toBegin.push_back(id);
    const auto made = m_outside.synchronise(*m_world);
    (void)m_guestWatch.takeChanged();
    for (MachineId &id : m_outside.machines().takeNewGuests())
        m_guestsToBegin.push_back(std::move(id));
    m_outside.followCarriers(*m_world);
    endCapturesOfStoppedNodes();
    followInterfaceCaptures(); // its device may have been made anew
    if (m_state == State::running)
        startPrograms();
    if (!made)
        return base::fail(systemFailure(made.error()));
    return {};
}

void Session::startPrograms()
{
    for (const NodeId id : std::exchange(m_toBegin, {}))
        startPrograms(id);
    for (const MachineId &id : std::exchange(m_guestsToBegin, {}))
        beginMachine(id);
}

void Session::startPrograms(NodeId id)
{
    nodes::NamespaceNode *node = m_outside.find(id);
    const lab::Node *planned = m_world->lab().findNode(m_world->name(id));
    if (planned && m_outside.machines().find(id))
        return beginMachine(id);
    if (!node || !planned)
        return;
    startDaemons(*node, *planned, id);
    if (!m_allowPrograms)
        return;
    for (const std::string &command : planned->start) {
        if (!m_consented.contains({planned->name, command})) {
            tellProblem(lab::Problem::Severity::warning,
                        "not started, because it came after the programs were allowed: " + command, planned->name);
            continue;
        }
        const auto exec = node->startProgram(command);
        if (exec)
            m_execs.emplace(ExecHandle(++m_lastExec), Exec{id, *exec, command, false, 0});
        else
            tellProblem(lab::Problem::Severity::error, toString(exec.error()), planned->name);
    }
    m_outside.watchPrograms(id);
}

Answer<void> Session::startNode(std::string_view name)
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (auto may = mayChange(); !may)
        return may;
    const NodeId id = m_world->findNode(name);
    if (!id.isValid())
        return base::fail(unknownNode(name));
    advance();
    if (m_world->isRunning(id))
        return {};
    if (m_world->lab().findNode(name)->kind == lab::NodeKind::placeholder)
        return base::fail(wrongState(fmt::format("{} is a placeholder: make it a host, a router or another kind first", name)));
    m_world->startNode(id);
    auto made = synchroniseOutside();
    if (!made)
        m_world->stopNode(id);
    m_outside.deliver(*m_world);
    return made;
}

/// The node ends: what its programs still had to say ends with it, so their ends are told here.
void Session::forgetPrograms(NodeId id)
{
    for (auto it = m_execs.begin(); it != m_execs.end();) {
        if (it->second.node != id) {
            ++it;
            continue;
        }
        if (it->second.program.empty())
            m_listener.execExited(it->first, nodes::Exited{it->second.id, 0, SIGKILL});
        it = m_execs.erase(it);
    }
}

Answer<void> Session::stopNode(std::string_view name)
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (auto may = mayChange(); !may)
        return may;
    const NodeId id = m_world->findNode(name);
    if (!id.isValid())
        return base::fail(unknownNode(name));
    advance();
    m_world->stopNode(id);
    if (m_remote)
        m_remote->nodesChanged(*m_world);
    forgetPrograms(id);
    std::erase(m_toBegin, id);
    std::erase_if(m_guestsToBegin, [id](const MachineId &m) { return m.node == id; });
    m_interfaceCaptures.endOf(id, "the node was stopped");
    m_outside.stop(id);
    m_outside.followCarriers(*m_world);
    m_outside.deliver(*m_world);
    return {};
}

Answer<void> Session::setImpairment(base::LinkId link, base::Direction direction, const base::Impairment &impairment)
{
    if (!m_world)
        return base::fail(wrongState("no lab is loaded"));
    if (auto may = mayChange(); !may)
        return may;
    advance();
    if (!m_world->setImpairment(link, direction, impairment))
        return base::fail(rpc::RpcError{rpc::noSuchLink, "there is no such link", nullptr});
    m_outside.followCarriers(*m_world);
    return {};
}

world::CommandAnswer Session::command(NodeId node, std::string_view line)
{
    if (m_past || m_tape) {
        if (auto may = mayChange(); !may && !world::isQuestion(line))
            return {false, may.error().message + '\n', {}};
        return world()->command(node, line);
    }
    advance();
    world::CommandAnswer answer = m_world->command(node, line);
    m_outside.deliver(*m_world);
    if (answer.ok && isActive() && line.starts_with("guest "))
        answer.text += followShare(node, line);
    if (m_state == State::running && m_timeMode == TimeMode::real)
        advance(); // what it set going, before anything else is heard: a client waits for a connection that moves
    return answer;
}

void Session::ask(NodeId node, std::string_view line, NodeQuestions::Answered answered)
{
    if (m_past || m_tape) {
        const lab::Node *of = world()->lab().findNode(world()->name(node));
        if (of && lab::isOutside(of->kind))
            return answered(
                NodeQuestions::ofThePast(line, [&](std::string_view name) { return snapshot(node, name); }));
        return answered(command(node, line));
    }
    if (m_outside.machines().find(node)) {
        advance();
        return m_outside.machines().ask(node, line, std::move(answered));
    }
    nodes::NamespaceNode *outside = m_outside.find(node);
    const lab::Node *planned = outside ? m_world->lab().findNode(m_world->name(node)) : nullptr;
    if (console::isWriteMemory(line))
        return answered(writeMemory(node));
    if (!planned)
        return answered(command(node, line));
    if (m_outside.migrationHost(node)) {
        advance();
        if (const auto said = m_outside.askMigration(node, line, *m_world))
            return answered(*said);
    }
    m_questions.ask(*outside, planned->kind, line, std::move(answered));
    m_outside.watchPrograms(node);
}

/// A router's configuration goes into the lab's file; where that is the text that runs, the run goes on with the new one.
world::CommandAnswer Session::writeMemory(NodeId node)
{
    const lab::Node *planned = m_world->lab().findNode(m_world->name(node));
    if (!planned || planned->kind != lab::NodeKind::router)
        return {
            false, "what this node is stands in the lab; only a router's configuration is written there from here", {}};
    const world::CommandAnswer running = command(node, "show running-config");
    if (!running.ok)
        return running;
    WrittenMemory written = engine::writeMemory(m_labPath, planned->name, running.text);
    if (written.before != written.after && written.before == m_labText.text())
        if (const auto applied = apply(written.after); !applied)
            written.answer.text += fmt::format("The run goes on with the lab as it was: {}\n", applied.error().message);
    return written.answer;
}

Answer<ExecHandle> Session::exec(std::string_view name, const nodes::ExecRequest &request,
                                 const std::array<int, 3> &stdio)
{
    if (!isActive())
        return base::fail(wrongState("no run is on"));
    if (auto may = mayChange(); !may)
        return base::fail(std::move(may.error()));
    const auto [nodeName, guest] = lab::splitGuestPlace(name);
    const NodeId id = m_world->findNode(nodeName);
    if (!id.isValid())
        return base::fail(unknownNode(nodeName));
    if (!guest.empty())
        return execInGuest({id, std::string(guest)}, request, stdio);
    if (machines::Machine *machine = m_outside.machines().find(id))
        return attachConsole(id, *machine, request, stdio);
    nodes::NamespaceNode *node = m_outside.find(id);
    if (!node)
        return base::fail(rpc::RpcError{
            rpc::wrongState, std::string(name) + " is no running namespace, so no Linux program can run in it",
            {{"state", m_world->isRunning(id) ? "running" : "stopped"}}});
    const auto exec = node->exec(request, stdio);
    if (!exec)
        return base::fail(systemFailure(exec.error()));
    const ExecHandle handle(++m_lastExec);
    m_execs.emplace(handle, Exec{id, *exec, {}, false, 0});
    m_outside.watchPrograms(id);
    return handle;
}

Answer<void> Session::signal(ExecHandle exec, int signal)
{
    const auto found = m_execs.find(exec);
    if (machines::Machine *machine = found == m_execs.end() ? nullptr : m_outside.machines().find({found->second.node, found->second.guest})) {
        machine->console().detach(found->second.console);
        m_execs.erase(found);
        m_listener.execExited(exec, nodes::Exited{{}, 0, signal});
        return {};
    }
    nodes::NamespaceNode *node = found == m_execs.end() ? nullptr : m_outside.find(found->second.node);
    if (!node)
        return base::fail(rpc::RpcError{rpc::noSuchId, "there is no such program", nullptr});
    const auto sent = node->signal(found->second.id, signal);
    if (!sent)
        return base::fail(systemFailure(sent.error()));
    return {};
}

std::optional<ExecHandle> Session::handleOf(NodeId node, nodes::ExecId id) const
{
    for (const auto &[handle, exec] : m_execs)
        if (exec.node == node && exec.id == id && !exec.console)
            return handle;
    return std::nullopt;
}

void Session::programEvent(NodeId node, const nodes::Event &event)
{
    if (const auto *line = std::get_if<nodes::OutputLine>(&event)) {
        const auto handle = handleOf(node, line->exec);
        if (handle && m_execs.at(*handle).isDaemon)
            return daemonSaid(m_execs.at(*handle), line->line);
        const std::string program = handle ? m_execs.at(*handle).program : std::string();
        const std::string_view name = std::string_view(program).substr(0, program.find(' '));
        m_world->trace().emit(now(), trace::ApplicationOutput{node, name, line->line});
    } else if (const auto *started = std::get_if<nodes::Started>(&event)) {
        if (const auto handle = handleOf(node, started->exec); handle && m_execs.at(*handle).program.empty())
            m_listener.execStarted(*handle, started->pid);
    } else if (const auto *failed = std::get_if<nodes::StartFailed>(&event)) {
        const auto handle = handleOf(node, failed->exec);
        if (!handle)
            return;
        const Exec exec = std::move(m_execs.extract(*handle).mapped());
        if (exec.program.empty())
            m_listener.execFailed(*handle, failed->error);
        else
            tellProblem(lab::Problem::Severity::error, exec.program + ": " + toString(failed->error), m_world->name(node));
    } else if (const auto *exited = std::get_if<nodes::Exited>(&event)) {
        const auto handle = handleOf(node, exited->exec);
        if (!handle)
            return;
        const Exec exec = std::move(m_execs.extract(*handle).mapped());
        if (exec.program.empty())
            m_listener.execExited(*handle, *exited);
        else if (exec.isDaemon)
            daemonEnded(exec, *exited);
        else
            programEnded(exec, *exited);
    } else if (const auto *warning = std::get_if<nodes::NodeWarning>(&event)) {
        notice(trace::Notice::Level::warning, node, warning->text);
    } else if (std::holds_alternative<nodes::InitLost>(event)) {
        tellProblem(lab::Problem::Severity::error,
                    "every program of the node was killed from outside; its network goes on", m_world->name(node));
    }
}

void Session::programEnded(const Exec &exec, const nodes::Exited &exited)
{
    const std::string how = howEnded(exited);
    const bool clean = exited.signal == 0 && exited.status == 0;
    notice(clean ? trace::Notice::Level::info : trace::Notice::Level::warning, exec.node, exec.program + ' ' + how);
}

/// Of frr and bird: FRR's and BIRD's own programs, confined, so nobody has to be asked (docs/namespaces.md).
void Session::startDaemons(nodes::NamespaceNode &node, const lab::Node &planned, NodeId id)
{
    if (const auto missing = daemonMissing(planned)) // the lab was edited while it runs
        return tellProblem(lab::Problem::Severity::error, *missing, planned.name);
    for (const nodes::Daemon &daemon : daemonsOf(planned)) {
        const auto exec = node.startDaemon(daemon);
        if (exec)
            m_execs.emplace(ExecHandle(++m_lastExec), Exec{id, *exec, daemon.name, true, 0});
        else
            tellProblem(lab::Problem::Severity::error, toString(exec.error()), planned.name);
    }
    m_outside.watchPrograms(id);
}

void Session::daemonSaid(const Exec &exec, const std::string &line)
{
    const DaemonLine said = readDaemonLine(exec.program, line);
    if (said.isMistake)
        tellProblem(lab::Problem::Severity::error, m_world->name(exec.node) + ": " + said.text, m_world->name(exec.node));
    else if (!said.text.empty())
        m_world->trace().emit(now(), trace::ApplicationOutput{exec.node, exec.program, said.text});
}

void Session::daemonEnded(const Exec &exec, const nodes::Exited &exited)
{
    if (exec.program == nodes::kFrrLoader && exited.signal == 0) // it has said line by line what it did not like
        return;
    tellProblem(lab::Problem::Severity::error,
                m_world->name(exec.node) + ": " + exec.program + ' ' + howEnded(exited)
                    + "; it is missing until the node is stopped and started",
                m_world->name(exec.node));
}

void Session::tapVanished(NodeId node, const std::string &interface)
{
    m_outside.followCarriers(*m_world); // its neighbour lost the cable
    tellProblem(lab::Problem::Severity::error,
                interface + " of " + m_world->name(node)
                    + " was deleted in its namespace: nothing passes there until the node is stopped and started",
                m_world->name(node));
}

void Session::notice(trace::Notice::Level level, NodeId node, const std::string &text)
{
    m_world->trace().emit(now(), trace::Notice{level, node, text});
}

/// Into the log and the record, and at once to everybody who is connected.
void Session::tellProblem(lab::Problem::Severity severity, const std::string &message, const std::string &node)
{
    const bool isError = severity == lab::Problem::Severity::error;
    notice(isError ? trace::Notice::Level::error : trace::Notice::Level::warning, m_world->findNode(node), message);
    m_listener.problem({severity, {}, 0, 0, message, node});
}

} // namespace hopyard::engine

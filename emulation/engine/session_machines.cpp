// Session: nodes that are real machines; see session.h and docs/machines.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/session.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::engine {

using base::NodeId;
using machines::MachineEvent;
namespace trace = base::trace;

namespace {
constexpr char kConsole[] = "console"; ///< the one program of a machine, and who its lines are by
}

/// As problems and consoles name it: "m1", "pc1/g1".
std::string Session::nameOf(const MachineId &id) const
{
    return m_world->name(id.node) + (id.isGuest() ? '/' + id.guest : std::string());
}

void Session::beginMachine(const MachineId &id)
{
    const lab::Node *planned = m_world->lab().findNode(m_world->name(id.node));
    const lab::Guest *guest = planned && id.isGuest() ? planned->computer.findGuest(id.guest) : nullptr;
    if (!planned || (id.isGuest() && !guest))
        return;
    const std::string command = guest ? lab::machineCommand(*guest) : lab::machineCommand(*planned);
    if (m_allowPrograms && m_consented.contains({nameOf(id), command}))
        m_outside.machines().begin(id);
    else
        tellProblem(lab::Problem::Severity::warning, "not started, because it came after the programs were allowed: " + command, nameOf(id));
}

/// A hypervisor's guest was started, stopped, paused or changed; its machine does the same.
void Session::followGuests()
{
    if (auto done = m_outside.followGuests(*m_world); !done)
        tellProblem(lab::Problem::Severity::error, toString(done.error()));
    for (MachineId &id : m_outside.machines().takeNewGuests())
        m_guestsToBegin.push_back(std::move(id));
    if (m_state == State::running)
        startPrograms();
}

/// A guest's share was changed: its machine is told, and the person what came of it.
std::string Session::followShare(NodeId node, std::string_view line)
{
    constexpr std::string_view kGuest = "guest ", kShare = " share ";
    const std::size_t end = line.find(kShare);
    if (end == std::string_view::npos || end < kGuest.size())
        return {};
    followGuests();
    const std::string about = m_outside.machines().aboutShare({node, std::string(line.substr(kGuest.size(), end - kGuest.size()))});
    return about.empty() ? std::string() : about + '\n';
}

/// A line for a guest: of a machine of its own, its console of orders; else the console of its stack.
void Session::ask(const MachineId &guest, std::string_view line, NodeQuestions::Answered answered)
{
    if (m_past || m_tape)
        return answered(command(guest.node, "on " + guest.guest + ' ' + std::string(line)));
    const lab::Node *computer = m_world->lab().findNode(m_world->name(guest.node));
    const lab::Guest *planned = computer ? computer->computer.findGuest(guest.guest) : nullptr;
    if (planned && planned->kind == lab::GuestKind::micro) {
        const world::CommandAnswer answer = askMicroGuest(guest, line);
        m_outside.deliver(*m_world);
        return answered(answer);
    }
    if (!planned || !lab::isRealGuest(planned->kind)) {
        advance();
        const world::CommandAnswer answer = m_world->command(nameOf(guest), line);
        m_outside.deliver(*m_world);
        return answered(answer);
    }
    if (line == "pause" || line == "resume" || line == "start" || line == "stop") // the base portion controls its guests
        return answered(command(guest.node, "guest " + guest.guest + ' ' + std::string(line)));
    advance();
    if (!m_outside.machines().find(guest))
        return answered({false, "guest " + guest.guest + " is stopped; \"start\" starts it", {}});
    m_outside.machines().ask(guest, line, std::move(answered));
}

/// A micro-guest has no console: what can be asked is the base portion's, and how its processor does.
world::CommandAnswer Session::askMicroGuest(const MachineId &id, std::string_view line)
{
    for (const char *order : {"pause", "resume", "start", "stop"})
        if (line == order)
            return command(id.node, "guest " + id.guest + ' ' + order);
    if (line != "show" && line != "show json" && line != "show packets" && line != "show packets json")
        return {false, "a micro-guest reads packets and nothing else; known are: show packets, start, pause, resume, stop", {}};
    world::CommandAnswer answer = command(id.node, "show guest " + id.guest + (line.ends_with("json") ? " json" : ""));
    const auto processor = m_outside.microGuests().describe(id);
    if (!answer.ok || !processor)
        return answer;
    auto json = rpc::Json::parse(answer.json, nullptr, false);
    json["processor"] = *processor;
    answer.json = rpc::printJson(json);
    answer.text = line.ends_with("json") ? json.dump(2) + '\n'
                                         : fmt::format("{}Virtual processor: {}, {} exits, {} faults\n", answer.text, rpc::stringMember(*processor, "state").value_or(""),
                                                       rpc::intMember(*processor, "exits").value_or(0), rpc::intMember(*processor, "faults").value_or(0));
    return answer;
}

void Session::microGuestOver(const MachineId &id, const std::string &why)
{
    const std::string name = nameOf(id);
    tellProblem(lab::Problem::Severity::warning, fmt::format("{} is off: {}; the rest of the network runs, and \"guest {} start\" tries again", name, why, id.guest), name);
    (void)m_world->command(id.node, "guest " + id.guest + " stop"); // the base portion learns of it
}

Answer<ExecHandle> Session::execInGuest(const MachineId &id, const nodes::ExecRequest &request, const std::array<int, 3> &stdio)
{
    if (machines::Machine *machine = m_outside.machines().find(id))
        return attachConsole(id, *machine, request, stdio);
    const lab::Node *computer = m_world->lab().findNode(m_world->name(id.node));
    const lab::Guest *planned = computer ? computer->computer.findGuest(id.guest) : nullptr;
    if (!planned)
        return base::fail(rpc::RpcError{rpc::noSuchNode, "there is no guest " + nameOf(id), nullptr});
    if (lab::isRealGuest(planned->kind))
        return base::fail(rpc::RpcError{rpc::wrongState, nameOf(id) + " is stopped; \"guest " + id.guest + " start\" starts it", {{"state", "stopped"}}});
    if (planned->kind == lab::GuestKind::micro)
        return base::fail(rpc::RpcError{rpc::wrongState, nameOf(id) + " is a micro-guest, which runs one program of Hopyard's own and no other; \"show packets\" "
                                                                      "at its console says how it does", {{"state", "running"}}});
    return base::fail(rpc::RpcError{rpc::wrongState, nameOf(id) + " is a guest inside the engine, in which no Linux program can run; its console takes lines",
                                    {{"state", "running"}}});
}

Answer<ExecHandle> Session::attachConsole(const MachineId &id, machines::Machine &machine, const nodes::ExecRequest &request,
                                          const std::array<int, 3> &stdio)
{
    const std::string name = nameOf(id);
    if (request.argv != std::vector<std::string>{kConsole})
        return base::fail(rpc::RpcError{rpc::wrongState,
                                        name + " is a machine of its own: no program can be put into it; \"console\" is its serial console",
                                        {{"state", machines::toString(machine.state())}}});
    if (machine.state() == machines::MachineState::off)
        return base::fail(rpc::RpcError{rpc::wrongState, name + (id.isGuest() ? " is off; start the guest" : " is off; stop and start the node"), {{"state", "off"}}});
    const auto client = machine.console().attach(stdio[0], stdio[1]);
    if (!client)
        return base::fail(rpc::RpcError{rpc::systemError, toString(client.error()), {{"errno", client.error().code}}});
    const ExecHandle handle(++m_lastExec);
    m_execs.emplace(handle, Exec{id.node, {}, {}, false, *client, id.guest});
    m_attached.push_back(handle);
    return handle;
}

void Session::machineEvent(const MachineId &id, const MachineEvent &event)
{
    const NodeId node = id.node;
    const std::string name = nameOf(id);
    switch (event.kind) {
    case MachineEvent::Kind::state:
        m_outside.followCarriers(*m_world);
        notice(trace::Notice::Level::info, node, name + ' ' + event.text);
        if (const machines::Machine *machine = m_outside.machines().find(id);
            id.isGuest() && machine && machine->state() == machines::MachineState::off)
            (void)m_world->command(node, "guest " + id.guest + " stop"); // the base portion learns of it
        break;
    case MachineEvent::Kind::consoleLine:
        m_world->trace().emit(now(), trace::ApplicationOutput{node, id.isGuest() ? id.guest + '/' + kConsole : kConsole, event.text});
        break;
    case MachineEvent::Kind::notice: notice(trace::Notice::Level::warning, node, (id.isGuest() ? name + ": " : "") + event.text); break;
    case MachineEvent::Kind::news: notice(trace::Notice::Level::info, node, name + ": " + event.text); break;
    case MachineEvent::Kind::problem:
        tellProblem(lab::Problem::Severity::error, name + ' ' + event.text + (id.isGuest() ? "; it is off until \"guest " + id.guest + " start\"" : "; it is off until the node is stopped and started"), name);
        break;
    case MachineEvent::Kind::consoleLeft: {
        const auto left = std::find_if(m_execs.begin(), m_execs.end(), [&](const auto &entry) {
            return entry.second.node == node && entry.second.guest == id.guest && entry.second.console == event.client;
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

void Session::machineRefused(const MachineId &id, const std::string &why)
{
    tellProblem(lab::Problem::Severity::error, nameOf(id) + ": " + why, nameOf(id));
}

void Session::machineNews(const std::string &text)
{
    notice(trace::Notice::Level::info, {}, text);
}

} // namespace hopyard::engine

// Console lines: hosts and routers have FRR's language (core/console); hubs and switches have a few words of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/bridges.h"
#include "core/world/devices.h"
#include "core/world/state.h"

#include "core/base/words.h"
#include "core/console/hypervisor_console.h"
#include "core/hypervisor/hypervisor.h"
#include "core/link/hub.h"
#include "core/link/switch.h"
#include "core/router/virtual_router.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hopyard::world {

using base::NodeId;
using base::PortIndex;

namespace {

CommandAnswer portTable(const NodeSlot &slot, std::uint64_t suppressed)
{
    CommandAnswer answer;
    answer.text = fmt::format("{:<16}{}\n", "Port", "Carrier");
    nlohmann::ordered_json ports = nlohmann::ordered_json::array();
    for (const PortSlot &port : slot.ports) {
        if (port.name.empty())
            continue;
        answer.text += fmt::format("{:<16}{}\n", port.name, port.carrier ? "up" : "down");
        ports.push_back({{"port", port.name}, {"carrier", port.carrier}});
    }
    answer.text += fmt::format("Frames suppressed by storm control: {}\n", suppressed);
    answer.json = nlohmann::ordered_json{{"ports", ports}, {"suppressedFrames", suppressed}}.dump();
    return answer;
}

CommandAnswer unknown(const std::string &line, std::string_view known)
{
    CommandAnswer answer;
    answer.ok = false;
    answer.text = fmt::format("unknown command '{}'; this console knows: {}", line, known);
    return answer;
}

} // namespace

CommandAnswer World::command(std::string_view place, std::string_view line)
{
    const auto [node, guest] = lab::splitGuestPlace(place);
    const NodeId id = findNode(node);
    if (!id.isValid())
        return {false, fmt::format("there is no node '{:.60}'", node), {}};
    if (guest.empty())
        return command(id, line);
    if (m_state->node(id).kind != lab::NodeKind::hypervisor)
        return {false, fmt::format("'{:.60}' is no hypervisor and has no guests", node), {}};
    return command(id, fmt::format("on {} {}", guest, line));
}

CommandAnswer World::command(NodeId id, std::string_view line)
{
    State &s = *m_state;
    CommandAnswer answer;
    answer.ok = false;
    if (!s.nodeExists(id)) {
        answer.text = "there is no such node";
        return answer;
    }
    if (!isQuestion(line))
        s.note(Input::CommandRun{id, std::string(line)});
    NodeSlot &slot = s.node(id);
    if (!slot.device) {
        answer.text = fmt::format("'{}' is stopped; start it first", slot.name);
        return answer;
    }
    if (auto *router = dynamic_cast<router::VirtualRouter *>(slot.device.get())) {
        s.move(id, [&](link::Context &context) { answer = runLine(context, *router, line, s.routeFiles); });
        return answer;
    }
    if (auto *computer = dynamic_cast<hypervisor::Hypervisor *>(slot.device.get())) {
        s.move(id, [&](link::Context &context) {
            console::Answer said = console::executeHypervisor(
                context, *computer, line, [&](link::Context &inside, router::VirtualRouter &guest, std::string_view inner) {
                    CommandAnswer answered = runLine(inside, guest, inner, s.routeFiles);
                    return console::Answer{answered.ok, std::move(answered.text), std::move(answered.json)};
                });
            answer = {said.ok, std::move(said.text), std::move(said.json)};
        });
        return answer;
    }
    std::vector<std::string_view> said = base::wordsOf(line);
    if (!said.empty() && said.back() == "json")
        said.pop_back();
    if (auto *bridge = dynamic_cast<link::Switch *>(slot.device.get())) {
        if (base::isCommand(said, {"show", "mac"}) || base::isCommand(said, {"show", "mac", "address-table"}))
            return showMacTable(slot, *bridge, s.now);
        if (base::isCommand(said, {"show", "vlan"}))
            return showVlans(slot, *bridge);
        if (base::isCommand(said, {"show", "spanning-tree"}))
            return showSpanningTree(slot, *bridge);
        if (base::isCommand(said, {"show", "interface"}))
            return portTable(slot, bridge->suppressedFrames());
        if (base::isCommand(said, {"clear", "mac"})) {
            s.move(id, [&](link::Context &) { bridge->clearTable(); });
            answer.ok = true;
            return answer;
        }
        return unknown(std::string(line), "show mac, show vlan, show spanning-tree, show interface, clear mac");
    }
    if (auto *hub = dynamic_cast<link::Hub *>(slot.device.get())) {
        if (base::isCommand(said, {"show", "interface"}))
            return portTable(slot, hub->suppressedFrames());
        return unknown(std::string(line), "show interface");
    }
    // The engine asks the node itself where it runs; this is for a world without one.
    answer.text = fmt::format("'{0}' lives in a Linux namespace and answers only while it runs in real time: run programs in it with `hop exec --on {0} -- COMMAND`", slot.name);
    return answer;
}

} // namespace hopyard::world

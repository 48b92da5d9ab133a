// Words to the manager's calls; see manager_console.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/manager_console.h"

#include "core/world/router_manager.h"
#include "core/world/trace_path.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace hopyard::world {

namespace {

constexpr std::string_view kHelp =
    "list                               routers and hosts, their interfaces and what these are attached to\n"
    "create router NAME | host NAME     a running one without interfaces\n"
    "configure NAME LINE; LINE; …       the whole configuration, in FRR's language\n"
    "attach NAME INTERFACE to NODE PORT a link to another node's port\n"
    "detach NAME INTERFACE              unplugs it\n"
    "start NAME | stop NAME             as with its power switch\n"
    "destroy NAME                       with its links\n"
    "login NAME LINE                    one line of that router's own console; NAME/GUEST: of a hypervisor's guest\n"
    "on NAME,NAME LINE                  the same line on several; \"on all LINE\" on every router\n"
    "explain FROM TO                    the path through the network to a node or an address, hop by hop\n";

/// The first word, taken off the line.
std::string_view takeWord(std::string_view &line)
{
    while (!line.empty() && line.front() == ' ')
        line.remove_prefix(1);
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(end);
    while (!line.empty() && line.front() == ' ')
        line.remove_prefix(1);
    return word;
}

CommandAnswer refuse(std::string text) { return {false, std::move(text), {}}; }

CommandAnswer say(const RouterManager::Answer &answer, std::string done)
{
    return answer ? CommandAnswer{true, std::move(done), {}} : refuse(answer.error().message);
}

CommandAnswer list(const RouterManager &manager)
{
    CommandAnswer answer;
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    answer.text = fmt::format("{:<16}{:<8}{:<10}{:<12}{:<20}{}\n", "Name", "Kind", "State", "Interface", "Address", "Attached to");
    for (const RouterManager::Router &router : manager.routers()) {
        nlohmann::ordered_json interfaces = nlohmann::ordered_json::array();
        std::string name = router.name, kind = router.forwarding ? "router" : "host", state = router.running ? "running" : "stopped";
        if (router.interfaces.empty())
            answer.text += fmt::format("{:<16}{:<8}{:<10}\n", name, kind, state);
        for (const RouterManager::Router::Interface &interface : router.interfaces) {
            const std::string address = interface.addresses.empty() ? "-" : toString(interface.addresses.front());
            const bool attached = !interface.attachedTo.node.empty();
            answer.text += fmt::format("{:<16}{:<8}{:<10}{:<12}{:<20}{}\n", name, kind, state, interface.name, address,
                                       attached ? lab::toString(interface.attachedTo) : "-");
            name = kind = state = {}; // once for each router
            nlohmann::ordered_json addresses = nlohmann::ordered_json::array();
            for (const base::InterfaceAddress &a : interface.addresses)
                addresses.push_back(toString(a));
            interfaces.push_back({{"name", interface.name}, {"addresses", addresses}, {"carrier", interface.carrier},
                                  {"attachedTo", attached ? lab::toString(interface.attachedTo) : ""}});
        }
        json.push_back({{"name", router.name}, {"kind", router.forwarding ? "router" : "host"}, {"running", router.running},
                        {"interfaces", interfaces}});
    }
    answer.json = json.dump();
    return answer;
}

/// "ip route …; interface eth0; ip address …" as the lines of a configuration.
std::string configurationOf(std::string_view line)
{
    std::string text;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(';'), line.size());
        text += line.substr(0, end);
        text += '\n';
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return text;
}

CommandAnswer onEach(World &world, std::string_view names, std::string_view line)
{
    CommandAnswer all;
    std::string everybody;
    if (names == "all") {
        for (const RouterManager::Router &router : RouterManager(world).routers())
            if (router.forwarding)
                everybody += (everybody.empty() ? "" : ",") + router.name;
        names = everybody;
    }
    while (!names.empty()) {
        const std::size_t end = std::min(names.find(','), names.size());
        const std::string_view name = names.substr(0, end);
        names.remove_prefix(std::min(end + 1, names.size()));
        const CommandAnswer answer = world.command(name, line);
        all.ok &= answer.ok;
        all.text += fmt::format("{}:\n{}{}", name, answer.text, answer.text.ends_with('\n') ? "" : "\n");
    }
    return all;
}

} // namespace

CommandAnswer managerCommand(World &world, std::string_view line)
{
    RouterManager manager(world);
    const std::string_view command = takeWord(line);
    if (command == "list")
        return list(manager);
    if (command.empty() || command == "help" || command == "?")
        return {true, std::string(kHelp), {}};
    const std::string first(takeWord(line));
    if (command == "create" && (first == "router" || first == "host")) {
        const std::string name(takeWord(line));
        return say(manager.create(name, first == "router"), fmt::format("created {} '{}'", first, name));
    }
    if (command == "destroy")
        return say(manager.destroy(first), fmt::format("destroyed '{}'", first));
    if (command == "start")
        return say(manager.start(first), fmt::format("started '{}'", first));
    if (command == "stop")
        return say(manager.stop(first), fmt::format("stopped '{}'", first));
    if (command == "configure")
        return say(manager.configure(first, configurationOf(line)), fmt::format("configured '{}'", first));
    if (command == "detach") {
        const std::string interface(takeWord(line));
        return say(manager.detach(first, interface), fmt::format("detached {}:{}", first, interface));
    }
    if (command == "attach") {
        const std::string interface(takeWord(line));
        const std::string_view to = takeWord(line);
        const std::string node(takeWord(line)), port(takeWord(line));
        if (to != "to" || port.empty())
            return refuse("write: attach NAME INTERFACE to NODE PORT");
        return say(manager.attach(first, interface, {node, port}), fmt::format("attached {}:{} to {}:{}", first, interface, node, port));
    }
    if (command == "explain") {
        const std::string_view to = takeWord(line);
        return first.empty() || to.empty() ? refuse("write: explain FROM TO") : explainPath(world, first, to);
    }
    if (command == "login" || command == "on") {
        if (command == "on")
            return onEach(world, first, line);
        return world.command(first, line);
    }
    return refuse(fmt::format("the manager does not know '{}'. It knows:\n{}", command, kHelp));
}

} // namespace hopyard::world

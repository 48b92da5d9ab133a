// hop connections, hop migrate: the connections of a run that can move, and moving one to another host.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"
#include "core/lab/lab.h"

#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

struct Options {
    std::string connection, host, node, run;
};

/// The nodes of the run that could have such connections: those with Hopyard's own TCP, and namespaces.
std::vector<std::string> candidates(Hop &hop, rpc::Client &client)
{
    std::vector<std::string> names;
    const auto answer = ask(hop, client, "lab.topology");
    const rpc::Json *topology = answer ? rpc::member(*answer, "topology") : nullptr;
    const rpc::Json *nodes = topology ? rpc::member(*topology, "nodes") : nullptr;
    if (nodes && nodes->is_array())
        for (const rpc::Json &one : *nodes) {
            const auto kind = lab::parseNodeKind(rpc::stringMember(one, "kind").value_or(""));
            if (kind && (lab::isEndSystem(*kind) || *kind == lab::NodeKind::namespaceNode))
                names.push_back(rpc::stringMember(one, "name").value_or(""));
        }
    return names;
}

struct Connection {
    std::string node, client, local, state, flow;
};

/// Those of all nodes, or of one.
std::vector<Connection> connectionsOf(Hop &hop, rpc::Client &client, const std::string &node)
{
    std::vector<Connection> all;
    for (const std::string &name : node.empty() ? candidates(hop, client) : std::vector<std::string>{node}) {
        const auto answer = ask(hop, client, "console.run", {{"node", name}, {"line", "show connections json"}});
        const rpc::Json *rows = answer ? rpc::member(*answer, "json") : nullptr;
        if (!rows || !rows->is_array())
            continue;
        for (const rpc::Json &row : *rows)
            all.push_back({name, rpc::stringMember(row, "client").value_or(""), rpc::stringMember(row, "local").value_or(""),
                           rpc::stringMember(row, "state").value_or(""), rpc::stringMember(row, "flow").value_or("-")});
    }
    return all;
}

void connections(Hop &hop, const Options &options)
{
    const auto client = connectTo(hop, options.run);
    if (!client)
        return;
    const std::vector<Connection> all = connectionsOf(hop, *client, options.node);
    if (!hop.out.json)
        hop.out.line(fmt::format("{:<16}{:<24}{:<24}{:<14}{}", "Node", "Client", "Local", "State", "Flow"));
    for (const Connection &one : all) {
        if (hop.out.json)
            hop.out.object({{"node", one.node}, {"client", one.client}, {"local", one.local}, {"state", one.state}, {"flow", one.flow}});
        else
            hop.out.line(fmt::format("{:<16}{:<24}{:<24}{:<14}{}", one.node, one.client, one.local, one.state, one.flow));
    }
}

void migrate(Hop &hop, const Options &options)
{
    const auto client = connectTo(hop, options.run);
    if (!client)
        return;
    // Who has it: a connection that moved is on one node alone, though its client has the other end of it.
    std::vector<Connection> found;
    for (Connection &one : connectionsOf(hop, *client, options.node))
        if (one.client == options.connection || fmt::format("{}>{}", one.client, one.local) == options.connection ||
            one.flow == options.connection)
            found.push_back(std::move(one));
    if (found.size() != 1) {
        hop.out.error(found.empty() ? fmt::format("no node has a connection '{}'; \"hop connections\" lists them", options.connection)
                                    : fmt::format("{} connections are called '{}'; say which node with --on", found.size(), options.connection));
        hop.exit = found.empty() ? exitNotFound : exitUsage;
        return;
    }
    const std::string line = fmt::format("migrate {}>{} to {}", found[0].client, found[0].local, options.host);
    const auto answer = ask(hop, *client, "console.run", {{"node", found[0].node}, {"line", line}});
    if (!answer)
        return;
    const bool ok = rpc::boolMember(*answer, "ok").value_or(false);
    const std::string text = rpc::stringMember(*answer, "text").value_or("");
    if (hop.out.json)
        hop.out.object({{"from", found[0].node}, {"to", options.host}, {"client", found[0].client}, {"ok", ok}, {"text", text}});
    else if (ok)
        hop.out.line(fmt::format("{} moves from {} to {}", found[0].client, found[0].node, options.host));
    else
        hop.out.error(text);
    if (!ok)
        hop.exit = exitFailed;
}

} // namespace

void addMigrate(CLI::App &app, Hop &hop)
{
    const auto listed = std::make_shared<Options>();
    CLI::App *list = addCommand(app, hop, "connections", "TCP connections of a run that can move",
                                "  hop connections\n"
                                "  hop connections --on a");
    list->add_option("--on", listed->node, "The connections of this node alone");
    list->add_option("--run", listed->run, "Name of the run; not needed where there is only one");
    list->callback([&hop, listed] { connections(hop, *listed); });

    const auto moved = std::make_shared<Options>();
    CLI::App *move = addCommand(app, hop, "migrate", "Move a live TCP connection to another host",
                                "  hop migrate 10.0.1.10:40001 --to b\n"
                                "  hop migrate 00000001 --to 10.0.0.12");
    move->add_option("connection", moved->connection, "CLIENT:PORT, CLIENT:PORT>ADDRESS:PORT, or the flow's identifier")->required();
    move->add_option("--to", moved->host, "The host that shall have it, by name or address")->required();
    move->add_option("--on", moved->node, "The node that has it now; found where not given");
    move->add_option("--run", moved->run, "Name of the run; not needed where there is only one");
    move->callback([&hop, moved] { migrate(hop, *moved); });
}

} // namespace hopyard::cli

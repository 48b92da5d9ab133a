// What a node's part in moving connections can be asked, and told: flows, connections, services; migrate, drain, rules.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include "core/migration/node.h"

#include <fmt/format.h>

#include <array>
#include <map>

namespace hopyard::console {

namespace {

using migration::FlowTable;
using migration::FourTuple;
using migration::Migrator;

Answer noPart(const Call &call)
{
    return call.wantsJson() ? answered(call, "", Json::object())
                            : refused("this node has no part in moving connections: no forwarder of the lab names it");
}

std::string endpoint(base::Ipv4Address address, std::uint16_t port) { return fmt::format("{}:{}", base::toString(address), port); }

/// "192.0.2.1:40000 > 10.0.0.80:80", "192.0.2.1:40000>10.0.0.80:80", or the client's end alone where one flow has it.
std::optional<FourTuple> parseFlow(std::string_view text, const std::vector<FourTuple> &known)
{
    const auto end = [](std::string_view part) -> std::optional<std::pair<base::Ipv4Address, std::uint16_t>> {
        const std::size_t colon = part.rfind(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        const auto address = base::Ipv4Address::parse(part.substr(0, colon));
        std::uint32_t port = 0;
        for (const char c : part.substr(colon + 1)) {
            if (c < '0' || c > '9' || port > 65'535)
                return std::nullopt;
            port = port * 10 + static_cast<std::uint32_t>(c - '0');
        }
        if (!address || port == 0 || port > 65'535)
            return std::nullopt;
        return std::pair(*address, static_cast<std::uint16_t>(port));
    };
    const std::size_t arrow = text.find('>');
    const auto client = end(text.substr(0, arrow));
    if (!client)
        return std::nullopt;
    if (arrow != std::string_view::npos) {
        const auto service = end(text.substr(arrow + 1));
        if (!service)
            return std::nullopt;
        return FourTuple{client->first, client->second, service->first, service->second};
    }
    std::optional<FourTuple> found;
    for (const FourTuple &flow : known)
        if (flow.source == client->first && flow.sourcePort == client->second) {
            if (found)
                return std::nullopt;
            found = flow;
        }
    return found;
}

/// The connections of the node's TCP that could move, as flows.
std::map<FourTuple, transport::tcp::ConnectionInfo> connectionsOf(const Call &call)
{
    std::map<FourTuple, transport::tcp::ConnectionInfo> all;
    for (const transport::tcp::ConnectionInfo &info : call.router.sockets().tcp().connections())
        if (info.id.isValid() && info.local.address.isV4() && info.remote.address.isV4())
            all[{info.remote.address.v4(), info.remote.port, info.local.address.v4(), info.local.port}] = info;
    return all;
}

Answer showFlows(const Call &call)
{
    const migration::Node *node = call.router.migration();
    if (!node)
        return noPart(call);
    Json json = Json::array();
    std::string text;
    const auto line = [&](std::string_view id, const std::string &client, const std::string &service, std::string_view host,
                          std::uint32_t epoch, std::string_view way, std::string_view state) {
        text += fmt::format("{:<10}{:<24}{:<24}{:<16}{:>6}  {:<8}{}\n", id, client, service, host, epoch, way, state);
        json.push_back(Json{{"id", id}, {"client", client}, {"service", service}, {"host", host}, {"epoch", epoch},
                            {"encapsulation", way}, {"state", state}});
    };
    node->forwarder().table().forEach([&](const FlowTable::Entry &entry) {
        const FourTuple flow = entry.flow();
        line(migration::toString(entry.id()), endpoint(flow.source, flow.sourcePort), endpoint(flow.destination, flow.destinationPort),
             node->config().nameOf(entry.host()), entry.epoch(), migration::toString(entry.encapsulation()), migration::toString(entry.state()));
    });
    for (const auto &[flow, known] : node->migrator().flows())
        line(migration::toString(known.mapping.id), endpoint(flow.source, flow.sourcePort), endpoint(flow.destination, flow.destinationPort),
             known.phase == Migrator::Phase::gone ? node->config().nameOf(known.next) : node->config().nameOf(node->config().own),
             known.mapping.epoch, known.held.empty() ? "-" : fmt::format("{} held", known.held.size()), Migrator::toString(known.phase));
    const std::string head = fmt::format("{:<10}{:<24}{:<24}{:<16}{:>6}  {:<8}{}\n", "Flow", "Client", "Service", "Host", "Epoch", "Way", "State");
    return answered(call, text.empty() ? "no flows\n" : head + text, json);
}

Answer showConnections(const Call &call)
{
    Json json = Json::array();
    std::string text = fmt::format("{:<24}{:<24}{:<14}{:<12}{:>8}{:>8}\n", "Client", "Local", "State", "Flow", "Recv-Q", "Send-Q");
    const migration::Node *node = call.router.migration();
    for (const auto &[flow, info] : connectionsOf(call)) {
        const Migrator::Flow *known = node ? node->migrator().find(flow) : nullptr;
        const FlowTable::Entry *own = node ? node->forwarder().table().find(flow) : nullptr;
        const std::string id = known ? migration::toString(known->mapping.id) : own ? migration::toString(own->id()) : "-";
        const std::string client = endpoint(flow.source, flow.sourcePort), local = endpoint(flow.destination, flow.destinationPort);
        // Once it is frozen its socket is an empty shell until the other machine has it, or it comes back.
        const bool isLeaving = known && (known->phase == Migrator::Phase::frozen || node->mover().isLeaving(known->mapping));
        const std::string_view state = isLeaving ? "MIGRATING" : toString(info.state);
        text += fmt::format("{:<24}{:<24}{:<14}{:<12}{:>8}{:>8}\n", client, local, state, id, info.receiveQueue, info.sendQueue);
        json.push_back(Json{{"client", client}, {"local", local}, {"state", state}, {"flow", id},
                            {"receiveQueue", info.receiveQueue}, {"sendQueue", info.sendQueue}});
    }
    return answered(call, text, json);
}

Json peersJson(const std::vector<migration::Peer> &peers)
{
    Json names = Json::array();
    for (const migration::Peer &peer : peers)
        names.push_back(peer.name);
    return names;
}

Answer showService(const Call &call)
{
    const migration::Node *node = call.router.migration();
    if (!node)
        return noPart(call);
    Json services = Json::array();
    std::string text;
    const auto describe = [&](const migration::Service &service, std::string_view part) {
        text += fmt::format("{}:{} as {}, {} by {}, forwarder {}\n", base::toString(service.address), service.port, part,
                            migration::toString(service.mode), migration::toString(service.encapsulation), service.forwarder.name);
        services.push_back(Json{{"address", base::toString(service.address)}, {"port", service.port}, {"part", part},
                                {"mode", migration::toString(service.mode)},
                                {"encapsulation", migration::toString(service.encapsulation)},
                                {"forwarder", service.forwarder.name}, {"classifiers", peersJson(service.classifiers)},
                                {"hosts", peersJson(service.hosts)}});
    };
    for (const migration::Service &service : node->config().forwards) {
        describe(service, "forwarder");
        const std::vector<std::uint32_t> loads = node->forwarder().loads(service);
        Json flows = Json::object(), paths = Json::object();
        for (std::size_t i = 0; i < service.hosts.size(); ++i) {
            const base::Ipv4Address host = service.hosts[i].address;
            const auto added = static_cast<std::uint32_t>(migration::overheadOf(service.encapsulation));
            const std::uint32_t mtu = host == node->config().own ? 0 : call.router.stack().mtuTo(call.context.now, host);
            text += fmt::format("  host {:<16}{:<16}{:>8} flows", service.hosts[i].name, base::toString(host), loads[i]);
            if (mtu > added)
                text += fmt::format("   path MTU {}: {} for clients ({} adds {})", mtu, mtu - added, migration::toString(service.encapsulation), added);
            text += '\n';
            flows[service.hosts[i].name] = loads[i];
            paths[service.hosts[i].name] = Json{{"mtu", mtu}, {"forClients", mtu > added ? mtu - added : 0}};
        }
        services.back()["flows"] = std::move(flows);
        services.back()["bytesAdded"] = migration::overheadOf(service.encapsulation);
        services.back()["paths"] = std::move(paths);
    }
    for (const migration::Classifier::State &state : node->classifier().services()) {
        describe(state.service, "classifier");
        Json rules = Json::array(), hosts = Json::array();
        for (std::size_t i = 0; i < state.rules.rules().size(); ++i) {
            const migration::Rule &rule = state.rules.rules()[i];
            text += fmt::format("  rule {:<40}{:>8} decided\n", migration::Rules::describe(rule), state.decided[i]);
            rules.push_back(Json{{"rule", migration::Rules::describe(rule)}, {"line", rule.line}, {"decided", state.decided[i]}});
        }
        for (std::size_t i = 0; i < state.service.hosts.size(); ++i) {
            const migration::Peer &host = state.service.hosts[i];
            const bool up = node->classifier().health().isUp(host.address, state.service.port);
            const std::string_view is = state.draining[i] ? "draining" : up ? "up" : "down";
            text += fmt::format("  host {:<16}{:<16}{}\n", host.name, base::toString(host.address), is);
            hosts.push_back(Json{{"name", host.name}, {"address", base::toString(host.address)}, {"state", is}});
        }
        services.back()["rules"] = std::move(rules);
        services.back()["health"] = std::move(hosts);
    }
    for (const migration::Service &service : node->config().serves)
        describe(service, node->isDraining() ? "host, draining" : "host");
    const auto &f = node->forwarder().counters();
    const auto &m = node->migrator().counters();
    const auto &v = node->mover().counters();
    Json counters{{"encapsulated", f.packets}, {"bytesAdded", f.added}, {"unknown", f.unknown}, {"tooBig", f.tooBig},
                  {"dropped", f.dropped}, {"errorsPassed", f.errorsPassed}, {"restored", m.restored}, {"held", m.held},
                  {"sentOn", m.sentOn}, {"unknownFlow", m.unknownFlow}, {"wrongForwarder", m.wrongForwarder},
                  {"malformed", m.malformed}, {"holdFull", m.holdFull}, {"badControl", m.badControl + v.forged},
                  {"movedOut", v.out}, {"movedIn", v.in}, {"takenBack", v.resumed}, {"refused", v.refused},
                  {"ahead", v.ahead}, {"answers", v.answers}, {"passedOn", v.passedOn}, {"withheld", v.withheld},
                  {"replayed", node->replays().all().size()}, {"tableBytes", node->forwarder().table().memory()}};
    text += "counted:";
    for (const auto &[name, value] : counters.items())
        if (value != 0)
            text += fmt::format(" {} {}", name, value.get<std::uint64_t>());
    text += '\n';
    return answered(call, text, Json{{"services", std::move(services)}, {"counters", std::move(counters)}});
}

Answer showMoves(const Call &call)
{
    const migration::Node *node = call.router.migration();
    if (!node)
        return noPart(call);
    Json json = Json::array();
    std::string text;
    for (const migration::MoveEvent &event : node->events()) {
        const std::string host = node->config().nameOf(event.host);
        text += fmt::format("{:>16}  {:<10}{:<44}{:<12}{:<16}{}\n", base::toString(event.at), migration::toString(event.mapping.id),
                            migration::toString(event.mapping.flow), migration::toString(event.phase), host, event.detail);
        json.push_back(Json{{"at", event.at.ns()}, {"flow", migration::toString(event.mapping.id)}, {"epoch", event.mapping.epoch},
                            {"connection", migration::toString(event.mapping.flow)}, {"phase", migration::toString(event.phase)},
                            {"host", host}, {"detail", event.detail}});
    }
    return answered(call, text.empty() ? "no moves\n" : text, json);
}

/// The fields of what was compiled for the latest move of that flow, or for that at the given epoch. Of its bytes those before
/// the data of the queues.
Answer showBlob(const Call &call)
{
    const migration::Node *node = call.router.migration();
    if (!node)
        return noPart(call);
    const std::string_view epoch = call.arguments.get("epoch");
    const migration::MoveEvent *found = nullptr;
    for (const migration::MoveEvent &event : node->events())
        if (!event.blob.empty() && migration::toString(event.mapping.id) == call.arguments.get("flow")
            && (epoch.empty() || fmt::format("{}", event.mapping.epoch) == epoch))
            found = &event;
    if (!found)
        return refused(fmt::format("no move of flow '{}' from here is remembered; \"show moves\" has those that are", call.arguments.get("flow")));
    Json fields = Json::array();
    std::string text = fmt::format("Flow {}, epoch {}, {}\n", migration::toString(found->mapping.id), found->mapping.epoch, found->detail);
    for (const migration::BlobField &field : migration::listBlob(found->blob)) {
        text += fmt::format("{:{}}{}{}\n", "", 2 * field.depth, field.label,
                            field.length == 0 ? std::string() : fmt::format("  [{}..{}]", field.offset, field.offset + field.length - 1));
        fields.push_back(Json{{"depth", field.depth}, {"label", field.label}, {"offset", field.offset}, {"length", field.length}});
    }
    std::string hex;
    for (const std::uint8_t byte : found->blob)
        hex += fmt::format("{:02x}", byte);
    return answered(call, text, Json{{"flow", migration::toString(found->mapping.id)}, {"epoch", found->mapping.epoch},
                                     {"bytes", std::move(hex)}, {"fields", std::move(fields)}});
}

Answer migrate(const Call &call)
{
    std::vector<FourTuple> known;
    for (const auto &[flow, info] : connectionsOf(call))
        known.push_back(flow);
    const auto flow = parseFlow(call.arguments.get("connection"), known);
    if (!flow) {
        // A forwarder knows where its flows are.
        std::vector<FourTuple> flows;
        const migration::Node *node = call.router.migration();
        if (node)
            node->forwarder().table().forEach([&](const FlowTable::Entry &entry) { flows.push_back(entry.flow()); });
        const auto elsewhere = parseFlow(call.arguments.get("connection"), flows);
        const FlowTable::Entry *entry = elsewhere ? node->forwarder().table().find(*elsewhere) : nullptr;
        if (entry)
            return refused(fmt::format("that connection is on {}: say so there", node->config().nameOf(entry->host())));
        return refused(fmt::format("'{}' is not one connection of this node; write CLIENT:PORT, or CLIENT:PORT>ADDRESS:PORT, as "
                                   "\"show connections\" has them",
                                   call.arguments.get("connection")));
    }
    base::Result<void, base::Error> begun;
    if (!call.router.useMigration(call.context, [&](migration::Node &node, const migration::Around &around) {
            begun = node.migrate(around, *flow, call.arguments.get("host"));
        }))
        return noPart(call);
    if (!begun)
        return refused(begun.error().message);
    return {true, "moving\n", {}};
}

Answer drainOrNot(const Call &call, bool on)
{
    base::Result<void, base::Error> done;
    if (!call.router.useMigration(call.context, [&](migration::Node &node, const migration::Around &around) {
            done = node.drain(around, call.arguments.get("host"), on);
        }))
        return noPart(call);
    return done ? Answer{true, on ? "draining\n" : "a host as the others again\n", {}} : refused(done.error().message);
}
Answer drain(const Call &call) { return drainOrNot(call, true); }
Answer undrain(const Call &call) { return drainOrNot(call, false); }

/// "rules path /a -> b; default hash"
Answer setRules(const Call &call)
{
    const migration::Node *node = call.router.migration();
    if (!node || node->classifier().services().empty())
        return refused("this node classifies nothing");
    std::string text(call.arguments.get("lines"));
    bool isQuoted = false;
    for (char &c : text) {
        isQuoted ^= c == '"';
        if (c == ';' && !isQuoted)
            c = '\n';
    }
    const migration::Service &service = node->classifier().services().front().service;
    base::Result<void, std::vector<migration::RuleError>> done;
    call.router.useMigration(call.context, [&](migration::Node &mine, const migration::Around &around) {
        done = mine.setRules(around, service.address, service.port, text);
    });
    if (done)
        return {true, "in force\n", {}};
    std::string errors;
    for (const migration::RuleError &error : done.error())
        errors += fmt::format("{}rule {}: {}", errors.empty() ? "" : "\n", error.line, error.message);
    return refused(errors);
}

constexpr std::array<Command, 9> kCommands{{
    {"show flows [json]", "Flows: identifier, host, epoch, state", showFlows},
    {"show connections [json]", "Connections of this node that can move", showConnections},
    {"show service [json]", "Virtual addresses, rules, hosts and their health, counters", showService},
    {"show moves [json]", "The phases of the latest moves, with their times", showMoves},
    {"show blob WORD$flow [(0-4294967295)$epoch] [json]", "What was sent of a connection that moved from here, field by field", showBlob},
    {"migrate WORD$connection to WORD$host", "Move a connection to another host", migrate},
    {"drain WORD$host", "A host gets nothing new, and what it has moves to the others", drain},
    {"undrain WORD$host", "The host is one as the others again", undrain},
    {"rules LINE$lines", "Other rules for who answers, with ';' between them", setRules},
}};

} // namespace

std::span<const Command> migrationCommands()
{
    return kCommands;
}

} // namespace hopyard::console

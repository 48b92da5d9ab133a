// See tables.h. Hosts, routers and switches: what their console answers as JSON (as FRR prints its own), made flat.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/tables.h"

#include "emulation/engine/namespace_tables.h"
#include "emulation/engine/process_tables.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>

namespace hopyard::engine {

using Ordered = nlohmann::ordered_json;
using rpc::Json;

namespace {

auto noTable(std::string message)
{
    return base::fail(rpc::RpcError{rpc::invalidParams, std::move(message), nullptr});
}

/// The member, or null.
Json at(const Ordered &object, const char *key)
{
    const auto found = object.find(key);
    return found == object.end() ? Json() : Json(*found);
}

/// The member that is a list, or an empty one.
const Ordered &listAt(const Ordered &object, const char *key)
{
    static const Ordered kEmpty = Ordered::array();
    const auto found = object.find(key);
    return found == object.end() || !found->is_array() ? kEmpty : *found;
}

/// {"10.0.0.0/8": [{"protocol": …, "nexthops": [{…}, …]}, …]}: a row for each next hop.
Table routeTable(const Ordered &json)
{
    Table table;
    table.columns = {"prefix", "nextHop", "interface", "protocol", "distance", "metric", "selected", "uptime"};
    for (const auto &[prefix, routes] : json.items()) {
        for (const Ordered &route : routes) {
            static const Ordered kNowhere = Ordered::array({Ordered::object()});
            const Ordered &hops = listAt(route, "nexthops");
            for (const Ordered &hop : hops.empty() ? kNowhere : hops) {
                Json through = at(hop, "ip");
                for (const char *fate : {"blackhole", "reject", "unreachable"})
                    if (through.is_null() && hop.contains(fate))
                        through = fate;
                table.rows.push_back({prefix, std::move(through), at(hop, "interfaceName"), at(route, "protocol"),
                                      at(route, "distance"), at(route, "metric"), route.contains("selected"),
                                      at(route, "uptime")});
            }
        }
    }
    return table;
}

/// {"eth0": {…}, …}
Table interfaceTable(const Ordered &json)
{
    Table table;
    table.columns = {"interface", "mac", "mtu", "up", "carrier", "addresses", "receivedPackets", "receivedBytes",
                     "sentPackets", "sentBytes", "dropped", "receivedDropped", "receivedErrors", "sentDropped", "sentErrors"};
    for (const auto &[name, interface] : json.items()) {
        Json addresses = Json::array();
        for (const Ordered &address : listAt(interface, "ipAddresses"))
            addresses.push_back(at(address, "address"));
        const Json in = at(interface, "inputDropped"), out = at(interface, "outputDropped");
        table.rows.push_back({name, at(interface, "hardwareAddress"), at(interface, "mtu"),
                              at(interface, "administrativeStatus") == "up", at(interface, "operationalStatus") == "up",
                              std::move(addresses), at(interface, "inputPackets"), at(interface, "inputBytes"),
                              at(interface, "outputPackets"), at(interface, "outputBytes"),
                              in.is_number() && out.is_number() ? Json(in.get<std::int64_t>() + out.get<std::int64_t>()) : Json(),
                              in, at(interface, "inputErrors"), out, at(interface, "outputErrors")});
    }
    return table;
}

/// [{…}, …]: the members are the columns; after those that are always there, in the order in which they first come.
Table listTable(const Ordered &json, std::initializer_list<const char *> columns)
{
    Table table;
    for (const char *column : columns)
        table.columns.push_back(column);
    for (const Ordered &row : json) {
        Json cells = Json::array();
        for (const auto &[key, value] : row.items()) {
            const auto column = static_cast<std::size_t>(
                std::find(table.columns.begin(), table.columns.end(), key) - table.columns.begin());
            if (column == table.columns.size())
                table.columns.push_back(key);
            while (cells.size() <= column)
                cells.push_back(nullptr);
            cells[column] = Json(value);
        }
        table.rows.push_back(std::move(cells));
    }
    for (Json &row : table.rows)
        while (row.size() < table.columns.size())
            row.push_back(nullptr);
    return table;
}

/// Hub and switch: {"ports": [{…}, …], "suppressedFrames": 0}
Table interfacesOrPorts(const Ordered &json)
{
    const auto ports = json.find("ports");
    return ports != json.end() && ports->is_array() ? listTable(*ports, {"port", "carrier"}) : interfaceTable(json);
}

Table neighbourTable(const Ordered &json)
{
    return listTable(json, {"address", "mac", "state", "interface", "age", "waitingPackets"});
}

Table macTable(const Ordered &json) { return listTable(json, {"vlan", "address", "port", "ageSeconds"}); }

Table socketTable(const Ordered &json)
{
    return listTable(json, {"kind", "local", "peer", "application", "received", "sent", "queuedPackets", "queuedBytes",
                            "dropped"});
}

/// {"prefixes": [{"prefix": …, "candidates": [{…}]}], "left": 0}: a row for each candidate.
Table ribTable(const Ordered &json)
{
    Table table;
    table.columns = {"prefix", "protocol", "distance", "metric", "tag", "kind", "nextHops", "active", "selected", "installed", "verdict", "why", "uptime"};
    for (const Ordered &prefix : listAt(json, "prefixes")) {
        for (const Ordered &route : listAt(prefix, "candidates")) {
            Json hops = Json::array();
            for (const Ordered &hop : listAt(route, "nexthops")) {
                const std::string via = hop.value("ip", std::string()), port = hop.value("interfaceName", std::string());
                hops.push_back(via.empty() || port.empty() ? via + port : via + ' ' + port);
            }
            table.rows.push_back({at(prefix, "prefix"), at(route, "protocol"), at(route, "distance"), at(route, "metric"), at(route, "tag"),
                                  at(route, "kind"), std::move(hops), at(route, "active"), at(route, "selected"), at(route, "installed"),
                                  at(route, "verdict"), at(route, "why"), at(route, "uptime")});
        }
    }
    return table;
}

/// {"10.0.0.0/8": [{…}, …]}: a row for each next hop.
Table ripTable(const Ordered &json)
{
    Ordered rows = Ordered::array();
    for (const auto &[prefix, routes] : json.items()) {
        for (const Ordered &route : routes) {
            Ordered row{{"prefix", prefix}};
            row.update(route);
            rows.push_back(std::move(row));
        }
    }
    return listTable(rows, {"prefix", "nextHop", "interfaceName", "metric", "from", "tag", "code", "kind", "timer", "remainingSecs", "remainingMs"});
}

Table vlanTable(const Ordered &json) { return listTable(listAt(json, "vlans"), {"vlan", "untagged", "tagged"}); }

Table spanningTreeTable(const Ordered &json)
{
    return listTable(listAt(json, "ports"), {"port", "role", "state", "cost", "id", "edge", "pointToPoint", "rapid", "designatedBridge",
                                             "designatedPort", "designatedCost"});
}

/// {"received": 1, …, "drops": {"no route": 1}}
Table counterTable(const Ordered &json)
{
    Table table;
    table.columns = {"counter", "count"};
    for (const auto &[name, value] : json.items()) {
        if (!value.is_object())
            table.rows.push_back({name, Json(value)});
        else
            for (const auto &[reason, count] : value.items())
                table.rows.push_back({"dropped: " + reason, Json(count)});
    }
    return table;
}

Table tcpTable(const Ordered &json)
{
    return listTable(json, {"state", "local", "peer", "receiveQueue", "sendQueue", "rttMs", "rtoMs", "retransmits", "probes", "congestionWindow",
                            "slowStartThreshold", "sendMss", "sendWindow", "receiveWindow", "bytesSent", "bytesAcked", "bytesReceived",
                            "retransmissions"});
}

/// Of a machine: what is known of its network cards from outside.
Table machineTable(const Json &about)
{
    Table table;
    table.json = about;
    table.columns = {"interface", "mac", "mtu", "framesFromGuest", "bytesFromGuest", "badFromGuest", "framesToGuest", "bytesToGuest", "droppedToGuest"};
    const Json *interfaces = rpc::member(about, "interfaces");
    if (!interfaces || !interfaces->is_object())
        return table;
    for (const auto &[name, entry] : interfaces->items()) {
        Json row = Json::array({name});
        for (std::size_t i = 1; i < table.columns.size(); ++i) {
            const Json *value = rpc::member(entry, table.columns[i].get<std::string>());
            row.push_back(value ? *value : Json());
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

// Of a hypervisor, whose JSON is the object or the list that its console prints.
Table guestTable(const Ordered &json)
{
    Table table;
    table.columns = {"guest", "state", "memory", "share", "release", "addresses", "lent", "faults", "usedNs", "output", "input", "noBuffer", "copiedInstead", "spoofed"};
    for (const Ordered &guest : listAt(json, "guests")) {
        Json addresses = Json::array();
        std::int64_t output = 0, input = 0, noBuffer = 0, copiedInstead = 0, spoofed = 0;
        for (const Ordered &nic : listAt(guest, "interfaces")) {
            for (const Ordered &address : listAt(nic, "addresses"))
                addresses.push_back(Json(address));
            output += nic.value("output", std::int64_t(0));
            input += nic.value("input", std::int64_t(0));
            noBuffer += nic.value("noBuffer", std::int64_t(0));
            copiedInstead += nic.value("copiedInstead", std::int64_t(0));
            spoofed += nic.value("spoofed", std::int64_t(0));
        }
        table.rows.push_back({at(guest, "guest"), at(guest, "state"), at(guest, "memory"), at(guest, "share"), at(guest, "release"),
                              std::move(addresses), listAt(guest, "loans").size(), at(guest, "faults"), at(guest, "usedNs"), output, input,
                              noBuffer, copiedInstead, spoofed});
    }
    return table;
}

Table bufferTable(const Ordered &json)
{
    return listTable(listAt(json, "runs"), {"first", "count", "state", "guest", "guestPage", "packet", "since", "shared"});
}

Table natTable(const Ordered &json)
{
    return listTable(listAt(json, "rows"),
                     {"protocol", "outsidePort", "inside", "insidePort", "static", "packetsOut", "packetsIn", "expires"});
}

Table addressTable(const Ordered &json) { return listTable(json, {"address", "owner", "vlan"}); }

Table costTable(const Ordered &json)
{
    return listTable(json, {"mode", "receive", "packets", "bytes", "copies", "bytesCopied", "maps", "unmaps", "clears", "bytesCleared",
                            "interrupts", "exits", "timeNs"});
}

Table adapterTable(const Ordered &json)
{
    Table table;
    table.columns = {"interface", "mac", "mtu", "carrier", "addresses", "receivedPackets", "receivedBytes", "sentPackets", "sentBytes"};
    for (const Ordered &adapter : json)
        table.rows.push_back({at(adapter, "adapter"), at(adapter, "mac"), at(adapter, "mtu"), at(adapter, "carrier"), at(adapter, "addresses"),
                              at(adapter, "receivedPackets"), at(adapter, "receivedBytes"), at(adapter, "sentPackets"), at(adapter, "sentBytes")});
    return table;
}

struct KnownTable {
    std::string_view name, command;
    Table (*flatten)(const Ordered &json);
    bool isList;
};
constexpr std::array<KnownTable, 11> kTables{{
    {"route", "show ip route", routeTable, false},
    {"neighbour", "show arp", neighbourTable, true},
    {"interface", "show interface", interfacesOrPorts, false},
    {"mac", "show mac", macTable, true},
    {"socket", "show sockets", socketTable, true},
    {"rib", "explain rib", ribTable, false},
    {"rip", "show ip rip", ripTable, false},
    {"vlan", "show vlan", vlanTable, false},
    {"spanningTree", "show spanning-tree", spanningTreeTable, false},
    {"counter", "show counters", counterTable, false},
    {"tcp", "show tcp", tcpTable, true},
}};
constexpr std::array<KnownTable, 7> kHypervisorTables{{
    {"guest", "show guests", guestTable, false},
    {"buffer", "show buffers", bufferTable, false},
    {"address", "show addresses", addressTable, true},
    {"nat", "show nat", natTable, false},
    {"mac", "show mac-table", [](const Ordered &json) { return listTable(json, {"vlan", "address", "where", "isGuest"}); }, true},
    {"cost", "show costs", costTable, true},
    {"interface", "show adapters", adapterTable, true},
}};

bool isHypervisor(const world::World &world, base::NodeId node)
{
    const lab::Node *planned = world.lab().findNode(world.name(node));
    return planned && planned->kind == lab::NodeKind::hypervisor;
}

std::span<const KnownTable> tablesOf(bool computer)
{
    return computer ? std::span<const KnownTable>(kHypervisorTables) : kTables;
}

const KnownTable *findTable(std::span<const KnownTable> tables, std::string_view name)
{
    const auto known = std::find_if(tables.begin(), tables.end(), [&](const KnownTable &t) { return t.name == name; });
    return known == tables.end() ? nullptr : &*known;
}

/// What a table says anew all the time while nothing is learned or forgotten.
constexpr std::array<std::string_view, 54> kPassing{
    "receiveQueue", "sendQueue", "rttMs", "rtoMs", "retransmits", "probes", "congestionWindow", "slowStartThreshold", "sendWindow",
    "receiveWindow", "bytesSent", "bytesAcked", "bytesReceived", "retransmissions", "rttVariationMs", "minimumRttMs", "deliveryRate",
    "inFlight", "congestionWindowBytes",
    "uptime", "age", "remainingSecs", "remainingMs", "receivedDropped", "receivedErrors", "sentDropped", "sentErrors", "count", "ageSeconds", "since", "expires", "usedNs", "timeNs", "packets", "bytes", "receivedPackets", "receivedBytes",
    "sentPackets", "sentBytes", "dropped", "received", "sent", "queuedPackets", "queuedBytes", "waitingPackets", "packetsOut",
    "packetsIn", "output", "input", "noBuffer", "copiedInstead", "spoofed", "interrupts", "exits"};

} // namespace

bool hasTable(const world::World &world, base::NodeId node, std::string_view name)
{
    const lab::Node *planned = world.lab().findNode(world.name(node));
    return planned && !lab::isOutside(planned->kind) && findTable(tablesOf(isHypervisor(world, node)), name);
}

std::string tableText(world::World &world, base::NodeId node, std::string_view name)
{
    const KnownTable *known = findTable(tablesOf(isHypervisor(world, node)), name);
    if (!known)
        return {};
    const Ordered json = Ordered::parse(world.command(node, known->command).json, nullptr, false);
    if (known->isList ? !json.is_array() : !json.is_object())
        return {};
    return lastingText(known->flatten(json));
}

Json rowsAsObjects(const Table &table)
{
    Json objects = Json::array();
    for (const Json &row : table.rows) {
        Json object = Json::object();
        for (std::size_t i = 0; i < row.size(); ++i)
            object[table.columns[i].get_ref<const std::string &>()] = row[i];
        objects.push_back(std::move(object));
    }
    return objects;
}

std::string lastingText(const Table &table)
{
    std::string text;
    for (const Json &row : table.rows) {
        for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i)
            if (std::find(kPassing.begin(), kPassing.end(), table.columns[i].get<std::string>()) == kPassing.end())
                text += rpc::printJson(row[i]) + '\t';
        text += '\n';
    }
    return text;
}

Answer<Table> readTable(Session &session, base::NodeId node, std::string_view name, std::string_view how)
{
    const bool computer = isHypervisor(*session.world(), node);
    if (name == "process") {
        const auto first = firstProcess(session, session.world()->name(node));
        return first ? Answer<Table>(processTable(*first)) : base::fail(first.error());
    }
    const KnownTable *known = findTable(tablesOf(computer), name);
    if (!known)
        return noTable(computer ? "a table of a hypervisor is guest, buffer, address, nat, mac, cost or interface"
                                : "a table is route, neighbour, interface, mac, socket, tcp, rib, rip, vlan, "
                                  "spanningTree, counter or process");
    const lab::Node *planned = session.world()->lab().findNode(session.world()->name(node));
    if (session.isPast() && planned && lab::isMachine(planned->kind))
        return noTable(
            "the machine's own kernel keeps this table, and keeps it as it is now: of the past there is none");
    if (session.isPast() && planned && lab::isOutside(planned->kind)) {
        if (auto table = session.snapshot(node, name))
            return std::move(*table);
        return noTable("Linux keeps this table; of this moment or before none was written down");
    }
    if (nodes::NamespaceNode *outside = session.namespaceNode(node))
        return readNamespaceTable(*outside, name);
    if (const machines::Machine *machine = session.machine(node)) {
        if (name == "interface")
            return machineTable(machine->describe());
        return noTable("the machine's own kernel keeps this table; ask it on its console");
    }
    const world::CommandAnswer answer = session.command(node, std::string(known->command) + std::string(how));
    if (!answer.ok)
        return noTable(answer.text);
    const Ordered json = Ordered::parse(answer.json, nullptr, false);
    if (known->isList ? !json.is_array() : !json.is_object())
        return noTable("the node has no such table");
    Table table = known->flatten(json);
    table.json = Json(json);
    return table;
}

} // namespace hopyard::engine

// See tables.h.
//
// Hosts, routers and switches: what their console answers as JSON, made flat. A table is an array of objects, or an
// object of such arrays or objects under a name each (as FRR prints its own); next hops are told in one cell.
// Namespaces: what their kernel says over netlink.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/tables.h"

#include "emulation/linux/namespaces.h"
#include "emulation/linux/netlink.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::engine {

using Ordered = nlohmann::ordered_json;
using rpc::Json;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kCommands{{
    {"route", "show ip route"},
    {"neighbour", "show arp"},
    {"interface", "show interface"},
    {"mac", "show mac"},
    {"socket", "show sockets"},
}};

auto noTable(std::string message)
{
    return base::fail(rpc::RpcError{rpc::invalidParams, std::move(message), nullptr});
}

/// A cell: what is simple stays, objects are told in words.
Json cell(const Ordered &value)
{
    if (value.is_object()) {
        std::string text;
        for (const auto &[key, member] : value.items()) {
            if (member.is_boolean() && !member.get<bool>())
                continue;
            text += text.empty() ? "" : " ";
            text += member.is_boolean() ? key : member.is_string() ? member.get<std::string>() : key + ' ' + member.dump();
        }
        return text;
    }
    if (value.is_array()) {
        Json list = Json::array();
        for (const Ordered &element : value)
            list.push_back(cell(element));
        return list;
    }
    return Json(value);
}

bool areObjects(const Ordered &list)
{
    return std::all_of(list.begin(), list.end(), [](const Ordered &o) { return o.is_object(); });
}

class Flattener {
public:
    void addTable(const Ordered &table)
    {
        if (table.is_array() && areObjects(table)) {
            for (const Ordered &row : table)
                addRow({}, row);
            return;
        }
        for (const auto &[name, value] : table.items()) {
            if (value.is_object())
                addRow(name, value);
            else if (value.is_array() && areObjects(value))
                for (const Ordered &row : value)
                    addRow(isListName(table, name) ? std::string() : name, row);
        }
    }

    Table take()
    {
        for (Json &row : m_rows)
            while (row.size() < m_columns.size())
                row.push_back(nullptr);
        Table table;
        table.columns = m_columns;
        table.rows = std::move(m_rows);
        return table;
    }

private:
    /// {"ports": [...], "suppressed": 3}: the name is that of the list, not of its rows.
    static bool isListName(const Ordered &table, const std::string &name)
    {
        return table.size() == 1 ? name.find_first_of("0123456789") == std::string::npos
                                 : std::any_of(table.begin(), table.end(), [](const Ordered &v) { return !v.is_structured(); });
    }
    void addRow(const std::string &name, const Ordered &row)
    {
        Json cells = Json::array();
        const auto put = [&](const std::string &column, Json value) {
            const auto at = std::find(m_columns.begin(), m_columns.end(), column) - m_columns.begin();
            if (static_cast<std::size_t>(at) == m_columns.size())
                m_columns.push_back(column);
            while (cells.size() <= static_cast<std::size_t>(at))
                cells.push_back(nullptr);
            cells[static_cast<std::size_t>(at)] = std::move(value);
        };
        const bool hasName = std::any_of(row.begin(), row.end(), [&](const Ordered &v) { return v.is_string() && v == name; });
        if (!name.empty() && !hasName)
            put("name", name);
        for (const auto &[key, value] : row.items())
            put(key, cell(value));
        m_rows.push_back(std::move(cells));
    }

    std::vector<std::string> m_columns;
    std::vector<Json> m_rows;
};

// --- namespaces ---

Table namespaceRoutes(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links)
{
    Table table;
    table.columns = {"prefix", "gateway", "interface", "metric"};
    for (const base::Family family : {base::Family::ipv4, base::Family::ipv6}) {
        const auto routes = netlink.routes(family);
        for (const linux::Route &route : routes ? *routes : std::vector<linux::Route>()) {
            const auto link = std::find_if(links.begin(), links.end(),
                                           [&](const linux::LinkInfo &l) { return l.index == route.interface; });
            table.rows.push_back({toString(route.destination),
                                  route.gateway.isValid() ? Json(toString(route.gateway)) : Json(),
                                  link == links.end() ? Json() : Json(link->name), route.metric});
        }
    }
    return table;
}

Table namespaceInterfaces(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links)
{
    Table table;
    table.columns = {"interface", "mac", "mtu", "up", "carrier", "addresses"};
    for (const linux::LinkInfo &link : links) {
        Json addresses = Json::array();
        const auto known = netlink.addresses(link.index);
        for (const base::InterfaceAddress &a : known ? *known : std::vector<base::InterfaceAddress>())
            addresses.push_back(toString(a));
        table.rows.push_back({link.name, toString(link.mac), link.mtu, link.up, link.carrier, std::move(addresses)});
    }
    return table;
}

Answer<Table> namespaceTable(nodes::NamespaceNode &node, std::string_view name)
{
    if (name != "route" && name != "interface")
        return noTable("of a namespace there are the tables route and interface; for more run a program in it");
    const auto open = [&]() -> linux::Result<linux::Netlink> {
        auto there = linux::NetworkScope::enter(node.networkNamespace());
        if (!there)
            return base::fail(there.error());
        return linux::Netlink::open();
    };
    auto netlink = open();
    if (!netlink)
        return base::fail(rpc::RpcError{rpc::systemError, toString(netlink.error()), {{"errno", netlink.error().code}}});
    const auto links = netlink->links();
    if (!links)
        return base::fail(rpc::RpcError{rpc::systemError, toString(links.error()), {{"errno", links.error().code}}});
    Table table = name == "route" ? namespaceRoutes(*netlink, *links) : namespaceInterfaces(*netlink, *links);
    table.json = Json::array();
    for (const Json &row : table.rows) {
        Json object;
        for (std::size_t i = 0; i < row.size(); ++i)
            object[table.columns[i].get<std::string>()] = row[i];
        table.json.push_back(std::move(object));
    }
    return table;
}

} // namespace

Answer<Table> readTable(Session &session, base::NodeId node, std::string_view name)
{
    const auto command = std::find_if(kCommands.begin(), kCommands.end(), [&](const auto &c) { return c.first == name; });
    if (command == kCommands.end())
        return noTable("a table is route, neighbour, interface, mac or socket");
    if (nodes::NamespaceNode *outside = session.namespaceNode(node))
        return namespaceTable(*outside, name);
    const world::CommandAnswer answer = session.command(node, command->second);
    if (!answer.ok)
        return noTable(answer.text);
    const Ordered json = Ordered::parse(answer.json, nullptr, false);
    if (json.is_discarded())
        return noTable("the node has no such table");
    Flattener flattener;
    flattener.addTable(json);
    Table table = flattener.take();
    table.json = Json(json);
    return table;
}

} // namespace hopyard::engine

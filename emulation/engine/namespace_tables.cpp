// See namespace_tables.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/namespace_tables.h"

#include "emulation/engine/proc_tcp.h"
#include "emulation/engine/text_file.h"
#include "emulation/linux/namespaces.h"
#include "emulation/linux/netlink.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::engine {

using rpc::Json;

namespace {

rpc::RpcError systemFailure(const linux::SysError &error)
{
    return {rpc::systemError, toString(error), {{"errno", error.code}}};
}

Table routes(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links)
{
    Table table;
    table.columns = {"prefix", "nextHop", "interface", "metric"};
    for (const base::Family family : {base::Family::ipv4, base::Family::ipv6}) {
        const auto known = netlink.routes(family);
        if (!known)
            continue;
        for (const linux::Route &route : *known) {
            const auto link = std::find_if(links.begin(), links.end(),
                                           [&](const linux::LinkInfo &l) { return l.index == route.interface; });
            table.rows.push_back({toString(route.destination),
                                  route.gateway.isValid() ? Json(toString(route.gateway)) : Json(),
                                  link == links.end() ? Json() : Json(link->name), route.metric});
        }
    }
    return table;
}

Table interfaces(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links)
{
    Table table;
    table.columns = {"interface", "mac", "mtu", "up", "carrier", "addresses"};
    for (const linux::LinkInfo &link : links) {
        Json addresses = Json::array();
        if (const auto known = netlink.addresses(link.index))
            for (const base::InterfaceAddress &address : *known)
                addresses.push_back(toString(address));
        table.rows.push_back({link.name, toString(link.mac), link.mtu, link.up, link.carrier, std::move(addresses)});
    }
    return table;
}

linux::Result<linux::Netlink> netlinkIn(const nodes::NamespaceNode &node)
{
    const auto there = linux::NetworkScope::enter(node.networkNamespace());
    if (!there)
        return base::fail(there.error());
    return linux::Netlink::open();
}

Answer<Table> connections(const nodes::NamespaceNode &node)
{
    const auto there = linux::NetworkScope::enter(node.networkNamespace());
    if (!there)
        return base::fail(systemFailure(there.error()));
    // Of this thread, which is in there now.
    const auto read = [](const char *file) {
        const auto text = readTextFile(file, 4 << 20);
        return text ? *text : std::string();
    };
    return tcpTableOf(read("/proc/thread-self/net/tcp"), read("/proc/thread-self/net/tcp6"));
}

/// The rows as objects.
Json asObjects(const Table &table)
{
    Json objects = Json::array();
    for (const Json &row : table.rows) {
        Json object;
        for (std::size_t i = 0; i < row.size(); ++i)
            object[table.columns[i].get_ref<const std::string &>()] = row[i];
        objects.push_back(std::move(object));
    }
    return objects;
}

} // namespace

Answer<Table> readNamespaceTable(nodes::NamespaceNode &node, std::string_view name)
{
    if (name == "tcp") {
        auto table = connections(node);
        if (table)
            table->json = asObjects(*table);
        return table;
    }
    if (name != "route" && name != "interface")
        return base::fail(rpc::RpcError{
            rpc::invalidParams, "of a namespace there are the tables route, interface and tcp; for more run a program in it",
            nullptr});
    auto netlink = netlinkIn(node);
    if (!netlink)
        return base::fail(systemFailure(netlink.error()));
    const auto links = netlink->links();
    if (!links)
        return base::fail(systemFailure(links.error()));
    Table table = name == "route" ? routes(*netlink, *links) : interfaces(*netlink, *links);
    table.json = asObjects(table);
    return table;
}

} // namespace hopyard::engine

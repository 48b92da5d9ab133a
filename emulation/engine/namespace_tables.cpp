// See namespace_tables.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/namespace_tables.h"

#include "emulation/engine/linux_sockets.h"
#include "emulation/engine/proc_counters.h"
#include "emulation/engine/proc_tcp.h"
#include "emulation/engine/text_file.h"
#include "emulation/linux/namespaces.h"
#include "emulation/linux/netlink.h"
#include "emulation/linux/sock_diag.h"

#include <algorithm>
#include <optional>
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

/// Its name, or null.
Json nameOf(int interface, const std::vector<linux::LinkInfo> &links)
{
    const auto link = std::ranges::find(links, interface, &linux::LinkInfo::index);
    return link == links.end() ? Json() : Json(link->name);
}

Table routes(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links, std::size_t most)
{
    Table table;
    table.columns = {"prefix", "nextHop", "interface", "metric"};
    for (const base::Family family : {base::Family::ipv4, base::Family::ipv6}) {
        const std::size_t left = most - table.rows.size();
        const auto known = netlink.routes(family, left == ~std::size_t(0) ? left : left + 1);
        if (!known)
            continue;
        for (const linux::Route &route : *known) {
            table.rows.push_back({toString(route.destination),
                                  route.gateway.isValid() ? Json(toString(route.gateway)) : Json(),
                                  nameOf(route.interface, links), route.metric});
        }
        if (table.rows.size() > most)
            break;
    }
    return table;
}

Table neighbours(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links)
{
    Table table;
    table.columns = {"address", "mac", "state", "interface"};
    if (const auto known = netlink.neighbours())
        for (const linux::Neighbour &neighbour : *known)
            table.rows.push_back({toString(neighbour.address),
                                  neighbour.mac == base::MacAddress() ? Json() : Json(toString(neighbour.mac)),
                                  neighbour.state, nameOf(neighbour.interface, links)});
    return table;
}

Table interfaces(linux::Netlink &netlink, const std::vector<linux::LinkInfo> &links)
{
    Table table;
    table.columns = {
        "interface",       "mac",           "mtu",         "up",        "carrier",         "addresses",
        "receivedPackets", "receivedBytes", "sentPackets", "sentBytes", "receivedDropped", "receivedErrors",
        "sentDropped",     "sentErrors"};
    for (const linux::LinkInfo &link : links) {
        Json addresses = Json::array();
        if (const auto known = netlink.addresses(link.index))
            for (const base::InterfaceAddress &address : *known)
                addresses.push_back(toString(address));
        const linux::LinkCounters &c = link.counters;
        table.rows.push_back({link.name, toString(link.mac), link.mtu, link.up, link.carrier, std::move(addresses),
                              c.receivedPackets, c.receivedBytes, c.sentPackets, c.sentBytes, c.receivedDropped,
                              c.receivedErrors, c.sentDropped, c.sentErrors});
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

// Of the namespace in which this thread is:

std::string readHere(const std::string &file)
{
    const auto text = readTextFile("/proc/thread-self/net/" + file, 4 << 20);
    return text ? *text : std::string();
}

Table connectionsHere()
{
    auto kernel = linux::SockDiag::open();
    if (const auto tcp = kernel.and_then([](linux::SockDiag &diagnosis) { return diagnosis.tcp(); }))
        return tcpTableOf(*tcp);
    return tcpTableOf(readHere("tcp"), readHere("tcp6")); // a kernel without tcp_diag
}

Answer<Table> socketsHere()
{
    auto kernel = linux::SockDiag::open();
    const auto tcp = kernel.and_then([](linux::SockDiag &diagnosis) { return diagnosis.tcp(); });
    if (!tcp)
        return base::fail(systemFailure(tcp.error()));
    const auto udp = kernel->udp(); // not in every kernel
    return socketTableOf(*tcp, udp ? *udp : std::vector<linux::SocketEntry>());
}

/// tcp, socket or counter.
Answer<Table> askedInside(const nodes::NamespaceNode &node, std::string_view name)
{
    const auto there = linux::NetworkScope::enter(node.networkNamespace());
    if (!there)
        return base::fail(systemFailure(there.error()));
    if (name == "socket")
        return socketsHere();
    return name == "tcp" ? connectionsHere()
                         : linuxCounterTable(readHere("snmp"), readHere("netstat"), readHere("snmp6"));
}

/// No more rows than that, and the rows as objects.
Table finished(Table table, std::size_t most)
{
    table.isCut = table.rows.size() > most;
    if (table.isCut)
        table.rows.erase(table.rows.begin() + static_cast<std::ptrdiff_t>(most), table.rows.end());
    if (table.json.is_null() || table.isCut)
        table.json = rowsAsObjects(table);
    return table;
}

} // namespace

Answer<Table> readNamespaceTable(const nodes::NamespaceNode &node, std::string_view name, std::size_t most)
{
    if (name == "tcp" || name == "socket" || name == "counter") {
        auto table = askedInside(node, name);
        return table ? finished(std::move(*table), most) : std::move(table);
    }
    if (name != "route" && name != "interface" && name != "neighbour")
        return base::fail(rpc::RpcError{
            rpc::invalidParams,
            "of a namespace there are the tables route, neighbour, interface, socket, tcp, counter and process; for more "
            "run a program in it",
            nullptr});
    auto netlink = netlinkIn(node);
    if (!netlink)
        return base::fail(systemFailure(netlink.error()));
    const auto links = netlink->links();
    if (!links)
        return base::fail(systemFailure(links.error()));
    return finished(name == "route"         ? routes(*netlink, *links, most)
                    : name == "neighbour" ? neighbours(*netlink, *links)
                                          : interfaces(*netlink, *links),
                    most);
}

std::vector<NamedTable> readNamespaceTables(nodes::NamespaceNode &node, std::size_t most)
{
    std::vector<NamedTable> tables;
    std::optional<linux::Netlink> netlink;
    {
        const auto there = linux::NetworkScope::enter(node.networkNamespace());
        if (!there)
            return tables;
        tables.push_back({"tcp", finished(connectionsHere(), most)});
        if (auto opened = linux::Netlink::open())
            netlink = std::move(*opened);
    }
    const auto links = netlink ? netlink->links() : linux::Result<std::vector<linux::LinkInfo>>();
    if (!netlink || !links)
        return tables;
    tables.push_back({"interface", finished(interfaces(*netlink, *links), most)});
    tables.push_back({"neighbour", finished(neighbours(*netlink, *links), most)});
    tables.push_back(
        {"route", finished(routes(*netlink, *links, most), most)}); // last: what is left of it stays in the socket
    return tables;
}

std::optional<Json> readNamespaceConnection(const nodes::NamespaceNode &node, const transport::Endpoint &local,
                                            const transport::Endpoint &peer)
{
    std::optional<linux::SockDiag> kernel;
    {
        const auto there = linux::NetworkScope::enter(node.networkNamespace());
        if (!there)
            return std::nullopt;
        if (auto opened = linux::SockDiag::open())
            kernel = std::move(*opened);
    }
    const auto found = kernel ? kernel->tcp(local.address, local.port, peer.address, peer.port)
                              : linux::Result<std::optional<linux::SocketEntry>>();
    return found && *found ? std::optional(tcpRowOf(**found)) : std::nullopt;
}

} // namespace hopyard::engine

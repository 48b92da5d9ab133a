// The checks, each a function over the lab; see validate.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/validate.h"

#include "core/base/suggest.h"
#include "core/lab/check_computer.h"
#include "core/lab/check_limits.h"
#include "core/lab/check_teaching.h"
#include "core/lab/find_loops.h"
#include "core/lab/frr_config.h"
#include "core/lab/placeholder.h"
#include "core/lab/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace hopyard::lab {

namespace {

using Severity = Problem::Severity;

bool hasOwnPorts(NodeKind kind)
{
    return kind == NodeKind::hub || kind == NodeKind::switch_;
}

/// An address somewhere in the lab.
struct Owner {
    std::string node;
    std::string interface;
    base::InterfaceAddress address;
    Place place;
    bool isGuest = false; ///< `node` is "pc1/g1"
    /// Behind whose translation it is: addresses of different computers in mode nat do not meet.
    std::string behind;
};

class Validator {
public:
    Validator(const Lab &lab, const Places &places, const ConfigFactsReader &readConfig)
        : m_lab(lab), m_places(places), m_readConfig(readConfig)
    {
    }

    std::vector<Problem> run()
    {
        for (const Node &node : m_lab.nodes)
            checkNode(node);
        for (std::size_t i = 0; i < m_lab.links.size(); ++i)
            checkLink(m_lab.links[i], i);
        checkAddresses();
        checkMacs();
        checkGateways();
        checkSubnets();
        checkUnlinked();
        checkUnlisted();
        checkLoops();
        for (Problem &problem : checkLimits(m_lab, m_places))
            m_problems.push_back(std::move(problem));
        for (Problem &problem : checkTeaching(m_lab, m_places))
            m_problems.push_back(std::move(problem));
        std::ranges::stable_sort(m_problems, {}, [](const Problem &p) { return std::pair(p.line, p.column); });
        return std::move(m_problems);
    }

private:
    void say(Severity severity, const std::string &path, std::string message, std::string node = {}, ProblemKind kind = ProblemKind::other)
    {
        m_problems.push_back(m_places.problem(severity, path, std::move(message), std::move(node), kind));
    }
    void sayAt(Severity severity, Place place, std::string message, std::string node, ProblemKind kind = ProblemKind::other)
    {
        node.resize(std::min(node.find('/'), node.size())); // of a guest: its computer
        m_problems.push_back({severity, m_places.file(), place.line, place.column, std::move(message), std::move(node), kind});
    }
    /// " on line 5", where there is a line.
    static std::string onLine(Place place) { return place.line > 0 ? fmt::format(" on line {}", place.line) : ""; }

    void checkNode(const Node &node);
    void checkKind(const Node &node, const std::string &path);
    void checkMachine(const Node &node, const std::string &path);
    void checkService(const Node &node, const std::string &path);
    void checkBridge(const Node &node, const std::string &path);
    void readConfigOf(const Node &node, std::size_t firstOwner);
    void checkComputerOf(const Node &node, const std::string &path);
    void checkLink(const Link &link, std::size_t number);
    void checkEnd(const End &end, const std::string &path);
    void checkHostAddress(const Owner &owner);
    void checkAddresses();
    void checkMacs();
    void checkGateways();
    void checkNextHop(const Node &node, const base::IpAddress &hop, const base::IpPrefix *to, const std::string &key);
    void checkSubnets();
    void checkUnlinked();
    void checkUnlisted();
    void checkLoops();

    const Lab &m_lab;
    const Places &m_places;
    const ConfigFactsReader &m_readConfig;
    std::vector<Problem> m_problems;
    std::map<std::string, const Node *, std::less<>> m_nodes;
    std::map<End, std::string> m_usedEnds;            // to the path of the link's end
    std::vector<std::pair<End, std::string>> m_unlisted; // interfaces that only a link makes, with its path
    std::vector<Owner> m_owners;                      // of addresses, in lab order
    std::map<std::string, std::set<std::string>> m_configured; // interfaces a router's configuration names
};

void Validator::checkNode(const Node &node)
{
    const std::string path = "nodes/" + node.name;
    if (!m_nodes.emplace(node.name, &node).second)
        say(Severity::error, path, fmt::format("two nodes are called '{}'; a name belongs to one", node.name), node.name);
    if (!isNodeName(node.name))
        say(Severity::error, path,
            fmt::format("'{:.70}' is no name of a node: letters, digits, '-', '_' and '.', beginning with a letter or "
                        "digit, at most 63",
                        node.name),
            node.name);
    std::set<std::string> names;
    const std::size_t firstOwner = m_owners.size();
    for (const Interface &interface : node.interfaces) {
        const std::string place = fmt::format("{}/interfaces/{}", path, interface.name);
        if (!names.insert(interface.name).second)
            say(Severity::error, place, fmt::format("'{}' has two interfaces '{}'", node.name, interface.name), node.name);
        if (!isInterfaceName(interface.name))
            say(Severity::error, place,
                fmt::format("'{:.40}' is no name of an interface: at most 15 characters, no blank, '/' or ':'",
                            interface.name),
                node.name);
        if (interface.dhcp && node.kind != NodeKind::host && node.kind != NodeKind::router)
            say(Severity::error, place + "/address",
                fmt::format("'{}' is a {}: 'address: dhcp' is for hosts and routers", node.name, toString(node.kind)), node.name);
        for (std::size_t i = 0; i < interface.addresses.size(); ++i)
            m_owners.push_back({node.name, interface.name, interface.addresses[i],
                                m_places.find(interface.addresses.size() > 1 ? fmt::format("{}/addresses/{}", place, i)
                                                                             : place + "/address"),
                                false, {}});
    }
    checkKind(node, path);
    if (node.kind == NodeKind::router || node.kind == NodeKind::frr)
        readConfigOf(node, firstOwner);
    if (node.kind == NodeKind::hypervisor)
        checkComputerOf(node, path);
}

void Validator::checkComputerOf(const Node &node, const std::string &path)
{
    for (ComputerFinding &finding : checkComputer(m_lab, node))
        say(finding.severity, path + '/' + finding.path, std::move(finding.message), node.name);
    for (const Guest &guest : node.computer.guests)
        for (const GuestInterface &interface : guest.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                m_owners.push_back({node.name + '/' + guest.name, interface.name, address,
                                    m_places.find(fmt::format("{}/guests/{}/interfaces/{}/address", path, guest.name, interface.name)),
                                    true, node.computer.mode == CarryMode::nat ? node.name : std::string()});
}

/// Keys that a node of this kind has no use for.
void Validator::checkKind(const Node &node, const std::string &path)
{
    const auto useless = [&](const char *key, std::string_view instead) {
        say(Severity::error, fmt::format("{}/{}", path, key),
            fmt::format("'{}' is a {} and has no '{}'; {}", node.name, toString(node.kind), key, instead), node.name);
    };
    if (!node.config.empty() && !hasConfig(node.kind))
        useless("config", "only a router is configured so");
    if (node.gateway && hasConfig(node.kind))
        useless("gateway", node.kind == NodeKind::bird
                               ? std::string("write a static route into its config")
                               : fmt::format("write \"ip route 0.0.0.0/0 {}\" into its config", toString(*node.gateway)));
    const bool isHost = node.kind == NodeKind::host || node.kind == NodeKind::namespaceNode;
    if (!node.routes.empty() && !isHost && !hasOwnPorts(node.kind))
        useless("routes", hasConfig(node.kind) ? "write them into its config" : "only hosts and namespaces have");
    if (node.kind == NodeKind::placeholder)
        say(Severity::warning, path,
            fmt::format("'{}' is a placeholder: it stands for {}, which Hopyard has not. It does not run, and its links are down; make it a "
                        "host, a router or whatever is to stand there",
                        node.name, whatItWas(node.was)),
            node.name);
    if (isMachine(node.kind))
        checkMachine(node, path);
    else if (node.machine != Machine() && node.kind != NodeKind::placeholder)
        useless("machine", "only kinds qemu and uml are machines");
    if (node.kind != NodeKind::hypervisor) {
        const Computer none;
        if (!node.computer.guests.empty())
            useless("guests", "only a hypervisor has guests");
        if (!node.computer.nat.empty())
            useless("nat", "only a hypervisor has a table of ports");
        Computer settings = node.computer;
        settings.guests.clear();
        settings.nat.clear();
        if (settings != none)
            useless("computer", "only a hypervisor is described so");
    } else if (!node.start.empty()) {
        useless("start", "write it at one of its guests, where the programs are");
    }
    if (node.kind == NodeKind::forwarder)
        checkService(node, path);
    else if (node.service != Service())
        useless("service", "only a forwarder offers one");
    if (node.kind == NodeKind::switch_)
        checkBridge(node, path);
    else if (node.bridge != Bridge())
        useless("bridge", "only a switch is one");
    if (node.kind != NodeKind::switch_)
        for (const Interface &interface : node.interfaces)
            if (interface.port != BridgePort())
                say(Severity::error, fmt::format("{}/interfaces/{}", path, interface.name),
                    fmt::format("'{}' is a {}: VLANs and spanning tree are for the ports of a switch", node.name,
                                toString(node.kind)),
                    node.name);
    if (!hasOwnPorts(node.kind))
        return;
    if (!node.routes.empty())
        useless("routes", "it forwards frames, not packets");
    if (node.gateway)
        useless("gateway", "it forwards frames, not packets");
    if (!node.start.empty())
        useless("start", "it runs no commands");
    for (const Interface &interface : node.interfaces) {
        if (!interface.addresses.empty() || interface.mac || interface.mtu)
            say(Severity::error, fmt::format("{}/interfaces/{}", path, interface.name),
                fmt::format("'{}' is a {}: its ports have neither addresses nor MTU", node.name, toString(node.kind)),
                node.name);
    }
}

/// Times that do not fit together, and ports that are two things.
void Validator::checkBridge(const Node &node, const std::string &path)
{
    const Bridge &bridge = node.bridge;
    if (bridge.tree != TreeMode::off
        && (2 * (bridge.forwardDelay - 1) < bridge.maxAge || bridge.maxAge < 2 * (bridge.hello + 1)))
        say(Severity::error, path + "/bridge",
            fmt::format("the times of '{}' do not fit together: max-age is {} s and must be from {} s, twice hello and a "
                        "second, to {} s, twice forward-delay less a second",
                        node.name, bridge.maxAge, 2 * (bridge.hello + 1), 2 * (bridge.forwardDelay - 1)),
            node.name);
    for (const Interface &interface : node.interfaces) {
        const std::string at = fmt::format("{}/interfaces/{}", path, interface.name);
        if (interface.port.vlan && interface.port.trunk)
            say(Severity::error, at,
                fmt::format("{}:{} is in one VLAN or a trunk of several; take out 'vlan' or 'trunk'", node.name, interface.name),
                node.name);
        if (interface.port.native && !interface.port.trunk)
            say(Severity::error, at,
                fmt::format("{}:{} has a native VLAN and is no trunk; write trunk: all beside it", node.name, interface.name),
                node.name);
        else if (interface.port.native.value_or(0) != 0 && !interface.port.trunk->contains(*interface.port.native))
            say(Severity::error, at,
                fmt::format("the native VLAN {} of {}:{} is not among those of its trunk, {}", *interface.port.native,
                            node.name, interface.name, toString(*interface.port.trunk)),
                node.name);
    }
}

void Validator::checkMachine(const Node &node, const std::string &path)
{
    for (const MachineMistake &mistake : machineMistakes(node.machine, node.kind == NodeKind::uml))
        say(Severity::error, fmt::format("{}/machine/{}", path, mistake.key), fmt::format("'{}': {}", node.name, mistake.why), node.name);
    if (!node.start.empty() && !node.machine.isTiny())
        say(Severity::error, path + "/start",
            fmt::format("'{}' runs a system of its own: lines of 'start' are for the tiny guest system", node.name), node.name);
}

void Validator::checkService(const Node &node, const std::string &path)
{
    const Service &service = node.service;
    const auto wrong = [&](const std::string &key, const std::string &why) {
        say(Severity::error, fmt::format("{}/service/{}", path, key), fmt::format("'{}': {}", node.name, why), node.name);
    };
    if (!service.address || service.hosts.empty()) {
        wrong("", "a forwarder has a service with an address and hosts: service: {address: 10.0.0.80, hosts: [a, b]}");
        return;
    }
    const auto checkPeers = [&](const std::string &key, const std::vector<std::string> &names, NodeKind kind, NodeKind orKind) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string place = fmt::format("{}/{}", key, i);
            const Node *peer = m_lab.findNode(names[i]);
            if (!peer)
                wrong(place, fmt::format("there is no node '{:.60}'", names[i]));
            else if (peer->kind != kind && peer->kind != orKind)
                wrong(place, fmt::format("'{}' is a {}, not a {}{}", names[i], toString(peer->kind), toString(kind),
                                         orKind == kind ? std::string() : fmt::format(" or {}", toString(orKind))));
            else if (peer->interfaces.empty() || peer->interfaces.front().addresses.empty())
                wrong(place, fmt::format("'{}' has no address by which it can be reached", names[i]));
            if (!seen.insert(names[i]).second)
                wrong(place, fmt::format("'{}' is named twice", names[i]));
        }
    };
    checkPeers("classifiers", service.classifiers, NodeKind::classifier, NodeKind::classifier);
    checkPeers("hosts", service.hosts, NodeKind::host, NodeKind::namespaceNode);
    if (node.interfaces.empty() || node.interfaces.front().addresses.empty())
        wrong("", "a forwarder has an address of its own beside the virtual one");
    if (service.mode == ServiceMode::replay && !service.classifiers.empty())
        wrong("mode", "the way of replay goes through the forwarder, which is then its own classifier");
    for (const Node &other : m_lab.nodes) // several forwarders may share an address, by several ways to it
        for (const Interface &interface : other.interfaces)
            for (const base::InterfaceAddress &address : interface.addresses)
                if (address.address == *service.address)
                    wrong("address", fmt::format("{} is the address of '{}' too", base::toString(address.address), other.name));
}

/// `firstOwner`: where the node's own addresses begin among m_owners.
void Validator::readConfigOf(const Node &node, std::size_t firstOwner)
{
    const bool isFrr = node.kind == NodeKind::frr;
    if ((!m_readConfig && !isFrr) || node.config.empty())
        return;
    const ConfigFacts facts = isFrr ? frrFacts(node.config) : m_readConfig(node.config);
    for (const ConfigFacts::Issue &issue : facts.issues)
        sayAt(issue.severity, m_places.configPlace(node.name, issue.line, issue.column),
              fmt::format("'{}', config line {}: {}", node.name, issue.line, issue.message), node.name);
    m_configured[node.name].insert(facts.interfaces.begin(), facts.interfaces.end());
    for (const ConfigFacts::Address &a : facts.addresses) {
        // Given in both places alike it is one address.
        const bool given = std::any_of(m_owners.begin() + static_cast<std::ptrdiff_t>(firstOwner), m_owners.end(),
                                       [&](const Owner &o) { return o.interface == a.interface && o.address == a.address; });
        if (!given)
            m_owners.push_back({node.name, a.interface, a.address, m_places.configPlace(node.name, a.line), false, {}});
    }
    for (const std::string &name : facts.interfaces)
        if (!isInterfaceName(name))
            say(Severity::error, fmt::format("nodes/{}/config", node.name),
                fmt::format("'{:.40}' is no name of an interface: at most 15 characters, no blank, '/' or ':'", name),
                node.name);
}

void Validator::checkLink(const Link &link, std::size_t number)
{
    const std::string path = fmt::format("links/{}", number);
    if (link.a == link.b) {
        say(Severity::error, path + "/ends/1",
            fmt::format("{} is linked to itself; a link has two ends", toString(link.a)), link.a.node);
        return;
    }
    if (link.a.node == link.b.node && m_nodes.contains(link.a.node) && !hasOwnPorts(m_nodes.at(link.a.node)->kind))
        say(Severity::warning, path, fmt::format("both ends of the link are at '{}'", link.a.node), link.a.node);
    checkEnd(link.a, path + "/ends/0");
    checkEnd(link.b, path + "/ends/1");
}

void Validator::checkEnd(const End &end, const std::string &path)
{
    const auto [first, isFree] = m_usedEnds.emplace(end, path);
    if (!isFree)
        say(Severity::error, path,
            fmt::format("{} is linked already{}; an interface takes one cable, a switch joins several", toString(end),
                        onLine(m_places.find(first->second))),
            end.node);
    const auto node = m_nodes.find(end.node);
    if (node == m_nodes.end()) {
        std::vector<std::string_view> names;
        if (m_problems.size() < 100) // a look through all names for each of very many would take its time
            for (const Node &n : m_lab.nodes)
                names.push_back(n.name);
        const std::string_view close = base::closestWord(end.node, names);
        say(Severity::error, path,
            fmt::format("there is no node '{:.70}'{}", end.node,
                        close.empty() ? std::string("; add it to 'nodes' or remove the link")
                                      : fmt::format("; did you mean '{}'?", close)));
        return;
    }
    if (!isInterfaceName(end.interface))
        say(Severity::error, path,
            fmt::format("'{:.40}' is no name of an interface: at most 15 characters, no blank, '/' or ':'", end.interface),
            end.node);
    // Made by the link alone: right for ports of hubs and switches, and possibly a slip elsewhere.
    const NodeKind kind = node->second->kind;
    const auto isNamed = [&](const Interface &i) { return i.name == end.interface; };
    if (hasOwnPorts(kind) || std::ranges::any_of(node->second->interfaces, isNamed))
        return;
    if (m_configured[end.node].contains(end.interface) || (kind == NodeKind::router && !m_readConfig))
        return;
    m_unlisted.emplace_back(end, path);
}

/// Interfaces that only their links make, and a network in which nobody has an address: said once where there are many.
void Validator::checkUnlisted()
{
    constexpr std::size_t kMostNamed = 10;
    if (m_unlisted.size() <= kMostNamed) {
        for (const auto &[end, path] : m_unlisted)
            say(Severity::hint, path, fmt::format("'{}' has no interface '{}' of its own: the link makes one without an address", end.node, end.interface),
                end.node, ProblemKind::interfaces);
    } else {
        std::set<std::string_view> nodes;
        for (const auto &[end, path] : m_unlisted)
            nodes.insert(end.node);
        say(Severity::hint, m_unlisted.front().second,
            fmt::format("{} interfaces of {} nodes are made by their links alone, without an address; {} is one", m_unlisted.size(), nodes.size(),
                        toString(m_unlisted.front().first)),
            {}, ProblemKind::interfaces);
    }
    const auto mayHaveNone = [](const Node &node) { // an address is missed where our own stacks have none, and nobody gives them one later
        return hasOwnPorts(node.kind) || ((node.kind == NodeKind::host || node.kind == NodeKind::router) && node.start.empty()
                                          && std::ranges::none_of(node.interfaces, &Interface::dhcp));
    };
    if (m_unlisted.empty() && m_owners.empty() && std::ranges::all_of(m_lab.nodes, mayHaveNone))
        for (std::size_t i = 0; i < m_lab.links.size(); ++i)
            if (const auto isStack = [&](const End &end) { const auto node = m_nodes.find(end.node); return node != m_nodes.end() && hasStack(node->second->kind); };
                isStack(m_lab.links[i].a) && isStack(m_lab.links[i].b)) {
                say(Severity::hint, fmt::format("links/{}", i), "no interface of this lab has an address: nothing can be sent before some have", {}, ProblemKind::addresses);
                return;
            }
}

void Validator::checkHostAddress(const Owner &owner)
{
    const base::IpAddress &address = owner.address.address;
    const auto bad = [&](std::string why) {
        sayAt(Severity::error, owner.place,
              fmt::format("{} of {}:{} {}", toString(owner.address), owner.node, owner.interface, why), owner.node);
    };
    if (address.isUnspecified() || address.isMulticast() || address.isLoopback()) {
        bad(fmt::format("is {}, not an address of an interface",
                        address.isUnspecified() ? "no address" : address.isMulticast() ? "a group" : "the loopback"));
    } else if (address.isV4() && owner.address.length < 31) {
        if (owner.address.network().address() == address)
            bad(fmt::format("is the network itself; the first of its addresses is {}",
                            toString(base::Ipv4Address(address.v4().value() + 1))));
        else if (owner.address.broadcast() == address.v4())
            bad(fmt::format("is the network's broadcast address; the one before is {}",
                            toString(base::Ipv4Address(address.v4().value() - 1))));
    }
}

void Validator::checkAddresses()
{
    std::map<std::pair<std::string_view, base::IpAddress>, const Owner *> first;
    for (const Owner &owner : m_owners) {
        checkHostAddress(owner);
        const auto [other, isNew] = first.emplace(std::pair(std::string_view(owner.behind), owner.address.address), &owner);
        if (!isNew)
            sayAt(Severity::error, owner.place,
                  fmt::format("address {} of {}:{} belongs to {}:{}{} already", toString(owner.address.address), owner.node,
                              owner.interface, other->second->node, other->second->interface,
                              onLine(other->second->place)),
                  owner.node);
    }
}

void Validator::checkMacs()
{
    std::map<base::MacAddress, End> first;
    for (const Node &node : m_lab.nodes) {
        for (const Interface &interface : node.interfaces) {
            if (!interface.mac)
                continue;
            const auto [other, isNew] = first.emplace(*interface.mac, End{node.name, interface.name});
            if (!isNew)
                say(Severity::error, fmt::format("nodes/{}/interfaces/{}/mac", node.name, interface.name),
                    fmt::format("MAC address {} of {}:{} belongs to {} already{}", toString(*interface.mac), node.name,
                                interface.name, toString(other->second),
                                onLine(m_places.find(fmt::format("nodes/{}/interfaces/{}/mac", other->second.node,
                                                                 other->second.interface)))),
                    node.name);
        }
    }
}

void Validator::checkGateways()
{
    for (const Node &node : m_lab.nodes) {
        if (hasConfig(node.kind) || hasOwnPorts(node.kind) || node.kind == NodeKind::placeholder)
            continue;
        if (node.gateway)
            checkNextHop(node, *node.gateway, nullptr, "gateway");
        for (std::size_t i = 0; i < node.routes.size(); ++i)
            checkNextHop(node, node.routes[i].via, &node.routes[i].prefix, fmt::format("routes/{}", i));
    }
}

/// `to`: of a further route; null for the gateway. `key`: where it stands in the node.
void Validator::checkNextHop(const Node &node, const base::IpAddress &hop, const base::IpPrefix *to, const std::string &key)
{
    std::vector<std::string> networks;
    bool reached = hop.isV6() && hop.bytes()[0] == 0xfe; // link-local: on any link
    bool own = false;
    for (const Interface &interface : node.interfaces) {
        if (interface.dhcp)
            return; // nobody knows yet
        for (const base::InterfaceAddress &address : interface.addresses) {
            reached = reached || address.network().contains(hop);
            own = own || address.address == hop;
            networks.push_back(toString(address.network()));
        }
    }
    const std::string path = fmt::format("nodes/{}/{}", node.name, key);
    const std::string route = to ? fmt::format("the route of '{}' to {} goes by {}", node.name, toString(*to), toString(hop)) : std::string();
    if (own)
        say(Severity::error, path,
            to ? fmt::format("{}, an address of '{}' itself; it is the router's", route, node.name)
               : fmt::format("gateway {} is an address of '{}' itself; it is the router's", toString(hop), node.name),
            node.name);
    else if (networks.empty())
        say(Severity::error, path,
            fmt::format("'{}' has a {} but no address; give one of its interfaces an address in the network of {}",
                        node.name, to ? "route" : "gateway", toString(hop)),
            node.name);
    else if (!reached)
        say(Severity::error, path,
            to ? fmt::format("{}, which is in none of its networks ({})", route, fmt::join(networks, ", "))
               : fmt::format("gateway {} of '{}' is in none of its networks ({})", toString(hop), node.name, fmt::join(networks, ", ")),
            node.name);
}

/// The two ends of a cable should be able to talk to each other.
void Validator::checkSubnets()
{
    std::map<End, std::vector<const Owner *>> at;
    for (const Owner &owner : m_owners)
        at[{owner.node, owner.interface}].push_back(&owner);
    for (std::size_t i = 0; i < m_lab.links.size(); ++i) {
        const auto a = at.find(m_lab.links[i].a), b = at.find(m_lab.links[i].b);
        if (a == at.end() || b == at.end())
            continue;
        const bool meet = std::ranges::any_of(a->second, [&](const Owner *x) {
            return std::ranges::any_of(b->second, [&](const Owner *y) {
                return x->address.network().contains(y->address.address) ||
                       y->address.network().contains(x->address.address);
            });
        });
        if (!meet)
            say(Severity::warning, fmt::format("links/{}", i),
                fmt::format("the ends of this link are in different networks: {} has {}, {} has {}",
                            toString(m_lab.links[i].a), toString(a->second.front()->address), toString(m_lab.links[i].b),
                            toString(b->second.front()->address)),
                {}, ProblemKind::addresses);
    }
}

void Validator::checkUnlinked()
{
    for (const Owner &owner : m_owners) {
        if (owner.isGuest || m_usedEnds.contains({owner.node, owner.interface}) || owner.interface == "lo" || m_lab.links.empty())
            continue;
        std::vector<std::string_view> linked;
        for (auto end = m_usedEnds.lower_bound({owner.node, ""}); end != m_usedEnds.end(); ++end) {
            if (end->first.node != owner.node)
                break;
            linked.push_back(end->first.interface);
        }
        const std::string_view close = base::closestWord(owner.interface, linked);
        sayAt(Severity::hint, owner.place,
              fmt::format("{}:{} has an address but no link{}", owner.node, owner.interface,
                          close.empty() ? "" : fmt::format("; did you mean '{}'?", close)),
              owner.node, ProblemKind::interfaces);
    }
}

void Validator::checkLoops()
{
    for (const std::vector<std::size_t> &loop : findLoops(m_lab)) {
        say(Severity::warning, fmt::format("links/{}", *std::ranges::max_element(loop)),
            fmt::format("a loop of switches and hubs, {}: broadcasts will circle in it without end; remove one of its "
                        "links or set it down",
                        fmt::join(loopNames(m_lab, loop), " - ")),
            {}, ProblemKind::loops);
    }
}

} // namespace

std::vector<Problem> validate(const Lab &lab, const Places &places, const ConfigFactsReader &readConfig)
{
    return Validator(lab, places, readConfig).run();
}

} // namespace hopyard::lab

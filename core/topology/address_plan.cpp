// Which interfaces are one network, what is free in it, and what that means for the nodes; see address_plan.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/address_plan.h"

#include "core/lab/frr_config.h"
#include "core/lab/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace hopyard::topology {

namespace {

using base::InterfaceAddress;
using base::IpAddress;
using base::IpPrefix;
using base::Ipv4Address;
using lab::End;
using lab::Node;
using lab::NodeKind;

constexpr unsigned kUsualLength = 24;
constexpr std::size_t kUsualMembers = 200; ///< of a /24: the rest is for who comes later
constexpr std::uint32_t kFirstHost = 10;   ///< hosts begin there, where the network is large enough; routers at 1

bool isBridge(NodeKind kind) { return kind == NodeKind::hub || kind == NodeKind::switch_; }
bool isRouter(NodeKind kind) { return kind == NodeKind::router || lab::hasConfig(kind); }
bool speaksFrr(NodeKind kind) { return kind == NodeKind::router || kind == NodeKind::frr; }

class Planner {
public:
    Planner(const lab::Lab &lab, const AddressOptions &options) : m_lab(lab), m_options(options), m_segments(lab) {}

    AddressPlan run()
    {
        for (const Node &node : m_lab.nodes)
            readNode(node);
        for (const lab::Link &link : m_lab.links)
            for (const End *end : {&link.a, &link.b})
                leaveTrunk(*end);
        collect();
        for (AddressPlan::Network &network : m_plan.networks)
            fill(network);
        std::erase_if(m_plan.networks, [](const AddressPlan::Network &network) { return network.members.empty(); });
        giveGateways();
        if (m_options.learnBy != LearnBy::nothing)
            letLearn();
        for (const Node &node : m_lab.nodes)
            if (const auto changed = m_changed.find(node.name); changed != m_changed.end() && changed->second != node)
                m_plan.nodes.push_back(changed->second);
        return std::move(m_plan);
    }

private:
    void remark(std::string sentence) { m_plan.remarks.push_back(std::move(sentence)); }

    void readNode(const Node &node)
    {
        m_nodes[node.name] = &node;
        const auto own = [&](const std::string &interface, const InterfaceAddress &address) {
            m_taken.insert(address.address);
            if (address.address.isV4()) {
                m_used.push_back(address.network());
                m_owned[{node.name, interface}].push_back(address);
            }
        };
        for (const lab::Interface &interface : node.interfaces) {
            for (const InterfaceAddress &address : interface.addresses)
                own(interface.name, address);
            if (interface.dhcp)
                m_leftAlone.insert({node.name, interface.name});
        }
        if (lab::hasConfig(node.kind))
            for (const auto &[interface, address, line] : lab::frrFacts(node.config).addresses)
                own(interface, address);
        if (node.gateway)
            m_taken.insert(*node.gateway);
    }

    const Node *find(const std::string &name) const
    {
        const auto found = m_nodes.find(name);
        return found == m_nodes.end() ? nullptr : found->second;
    }

    void leaveTrunk(const End &end)
    {
        if (!m_segments.isOnTrunk(end))
            return;
        m_leftAlone.insert(end);
        remark(fmt::format("{} is on a trunk, of several networks: its subinterfaces are yours to give addresses.", toString(end)));
    }

    /// Interfaces by network, in order of links.
    void collect()
    {
        std::map<std::size_t, std::size_t> networks;
        std::set<End> seen;
        for (const lab::Link &link : m_lab.links)
            for (const End *end : {&link.a, &link.b}) {
                const Node *node = find(end->node);
                if (!node || isBridge(node->kind) || m_leftAlone.contains(*end) || !seen.insert(*end).second)
                    continue;
                const auto [at, isNew] = networks.emplace(*m_segments.of(*end), m_plan.networks.size());
                if (isNew)
                    m_plan.networks.emplace_back();
                AddressPlan::Member member{*end, {}, true};
                if (const auto owned = m_owned.find(*end); owned != m_owned.end()) {
                    member.address = owned->second.front();
                    member.isNew = false;
                }
                m_plan.networks[at->second].members.push_back(std::move(member));
            }
    }

    bool isUsed(const IpPrefix &prefix) const
    {
        return std::ranges::any_of(m_used, [&](const IpPrefix &used) { return used.contains(prefix) || prefix.contains(used); });
    }

    /// The next free part of where networks are taken from, the first of them left out: 10.0.1.0/24 reads better than 10.0.0.0/24.
    std::optional<IpPrefix> freeNetwork(std::size_t members)
    {
        const IpPrefix &from = m_options.from;
        if (!from.address().isV4())
            return std::nullopt;
        const unsigned length = std::max(from.length(), members > kUsualMembers ? 16u : kUsualLength);
        const std::uint64_t step = std::uint64_t(1) << (32 - length), end = from.address().v4().value() + (std::uint64_t(1) << (32 - from.length()));
        std::uint64_t &next = m_next[length];
        if (next == 0)
            next = from.address().v4().value() + (length > from.length() ? step : 0);
        for (; next < end; next += step) {
            const IpPrefix candidate(Ipv4Address(static_cast<std::uint32_t>(next)), length);
            if (isUsed(candidate))
                continue;
            m_used.push_back(candidate);
            return candidate;
        }
        return std::nullopt;
    }

    void fill(AddressPlan::Network &network)
    {
        std::ranges::stable_sort(network.members, {}, [&](const AddressPlan::Member &member) { return !isRouter(find(member.at.node)->kind); });
        const bool hasNew = std::ranges::any_of(network.members, &AddressPlan::Member::isNew);
        const auto known = std::ranges::find(network.members, false, &AddressPlan::Member::isNew);
        if (known != network.members.end()) {
            network.prefix = known->address.network();
        } else {
            const auto prefix = freeNetwork(network.members.size());
            if (!prefix) {
                remark(fmt::format("There is no free network left in {} for {}.", toString(m_options.from), toString(network.members.front().at)));
                network.members.clear();
                return;
            }
            network.prefix = *prefix;
            network.isNew = true;
        }
        if (!hasNew)
            return;
        for (AddressPlan::Member &member : network.members) {
            if (!member.isNew)
                continue;
            const auto address = freeAddress(network.prefix, isRouter(find(member.at.node)->kind));
            if (!address) {
                remark(fmt::format("{} is full: {} gets no address.", toString(network.prefix), toString(member.at)));
                continue;
            }
            member.address = *address;
            give(member.at, *address);
        }
        std::erase_if(network.members, [](const AddressPlan::Member &member) { return !member.address.address.isValid(); });
    }

    std::optional<InterfaceAddress> freeAddress(const IpPrefix &network, bool isRouterWanted)
    {
        const bool isWhole = network.length() < 31; // the first address is the network's, the last its broadcast; RFC 3021 for /31
        const std::uint64_t least = isWhole ? 1 : 0, count = (std::uint64_t(1) << (32 - network.length())) - (isWhole ? 2 : 0);
        const std::uint64_t first = !isRouterWanted && count > 2 * kFirstHost ? kFirstHost - least : 0;
        for (std::uint64_t i = 0; i < count; ++i) { // from the first one on, and round
            const Ipv4Address candidate(network.address().v4().value() + static_cast<std::uint32_t>(least + (first + i) % count));
            if (m_taken.insert(candidate).second)
                return InterfaceAddress{candidate, static_cast<std::uint8_t>(network.length())};
        }
        return std::nullopt;
    }

    Node &changed(const std::string &name) { return m_changed.try_emplace(name, *find(name)).first->second; }

    void give(const End &at, const InterfaceAddress &address)
    {
        Node &node = changed(at.node);
        if (speaksFrr(node.kind)) {
            addLine(node.config, "interface " + at.interface, " ip address " + toString(address));
            return;
        }
        auto interface = std::ranges::find(node.interfaces, at.interface, &lab::Interface::name);
        if (interface == node.interfaces.end())
            interface = node.interfaces.insert(node.interfaces.end(), lab::Interface{at.interface, {}, false, {}, {}, {}});
        interface->addresses.push_back(address);
    }

    /// Behind the block's head, which is written at the end where there is none.
    static void addLine(std::string &config, const std::string &head, const std::string &line)
    {
        if (!config.empty() && config.back() != '\n')
            config += '\n';
        std::size_t at = 0;
        while (at < config.size()) {
            const std::size_t end = config.find('\n', at) + 1;
            std::string_view here(config.data() + at, end - at - 1);
            while (!here.empty() && (here.back() == ' ' || here.back() == '\r'))
                here.remove_suffix(1);
            if (here == head) {
                config.insert(end, line + '\n');
                return;
            }
            at = end;
        }
        config += head + '\n' + line + '\n';
    }

    void giveGateways()
    {
        for (const AddressPlan::Network &network : m_plan.networks) {
            const auto router = std::ranges::find_if(network.members, [&](const auto &member) { return isRouter(find(member.at.node)->kind); });
            if (router == network.members.end())
                continue;
            for (const AddressPlan::Member &member : network.members) {
                const Node *node = find(member.at.node);
                if (isRouter(node->kind) || node->gateway || !node->routes.empty() || changed(node->name).gateway)
                    continue;
                changed(node->name).gateway = router->address.address;
                m_plan.gateways.push_back({node->name, router->address.address});
            }
        }
    }

    /// Routers that have neighbours and speak nothing yet, or that protocol already.
    void letLearn()
    {
        const bool ospf = m_options.learnBy == LearnBy::ospf;
        const std::string head = ospf ? "router ospf" : "router rip";
        struct Line {
            std::string text;
            bool isOfNew = false; ///< of an interface that had no address before
        };
        std::map<std::string, std::vector<Line>> lines;
        std::set<std::string> meeting, others;
        for (const AddressPlan::Network &network : m_plan.networks) {
            const auto routers = std::ranges::count_if(network.members, [&](const auto &member) { return isRouter(find(member.at.node)->kind); });
            for (const AddressPlan::Member &member : network.members) {
                const Node *node = find(member.at.node);
                if (!isRouter(node->kind))
                    continue;
                if (routers > 1)
                    (speaksFrr(node->kind) ? meeting : others).insert(node->name);
                if (!speaksFrr(node->kind))
                    continue;
                lines[node->name].push_back({fmt::format(" network {}{}", toString(network.prefix), ospf ? " area 0" : ""), member.isNew});
                if (routers == 1)
                    lines[node->name].push_back({fmt::format(" passive-interface {}", member.at.interface), member.isNew});
            }
        }
        for (const std::string &name : others)
            remark(fmt::format("'{}' is configured in BIRD's language: its routing is yours to write.", name));
        for (const std::string &name : meeting) {
            const std::string &before = find(name)->config;
            if (const auto other = otherProtocol(before, head)) {
                remark(fmt::format("'{}' has \"{}\" already: its routing stays as it is.", name, *other));
                continue;
            }
            const bool speaks = before.starts_with(head + '\n') || before.find('\n' + head + '\n') != std::string::npos;
            for (const Line &line : lines[name])
                if ((line.isOfNew || !speaks) && before.find(line.text + '\n') == std::string::npos)
                    learn(changed(name).config, head, line.text);
        }
    }

    /// Lines in the order in which they come.
    static void learn(std::string &config, const std::string &head, const std::string &line)
    {
        const std::size_t block = config.starts_with(head + '\n') ? 0 : config.find('\n' + head + '\n');
        if (block == std::string::npos) {
            addLine(config, head, line);
            return;
        }
        std::size_t at = config.find('\n', block == 0 ? 0 : block + 1) + 1; // behind the head
        while (at < config.size() && config[at] == ' ')
            at = config.find('\n', at) == std::string::npos ? config.size() : config.find('\n', at) + 1;
        config.insert(at, line + '\n');
    }

    static std::optional<std::string> otherProtocol(const std::string &config, const std::string &wanted)
    {
        for (std::size_t at = 0; at < config.size();) {
            const std::size_t end = std::min(config.find('\n', at), config.size());
            const std::string line = config.substr(at, end - at);
            if (line.starts_with("router ") && line != wanted)
                return line;
            at = end + 1;
        }
        return std::nullopt;
    }

    const lab::Lab &m_lab;
    const AddressOptions &m_options;
    AddressPlan m_plan;
    lab::Segments m_segments;
    std::map<std::string, const Node *> m_nodes;
    std::map<std::string, Node> m_changed;
    std::map<End, std::vector<InterfaceAddress>> m_owned; ///< IPv4
    std::set<End> m_leftAlone;         ///< by DHCP, or on a trunk
    std::set<IpAddress> m_taken;
    std::vector<IpPrefix> m_used;
    std::map<unsigned, std::uint64_t> m_next; ///< by length, where to look for the next network
};

} // namespace

AddressPlan planAddresses(const lab::Lab &lab, const AddressOptions &options) { return Planner(lab, options).run(); }

} // namespace hopyard::topology

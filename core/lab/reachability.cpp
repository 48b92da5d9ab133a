// Routers as numbers, segments between them, and for each group that speaks a protocol together what it has announced; see
// reachability.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/reachability.h"

#include "core/lab/network_checks.h"
#include "core/lab/routing_facts.h"
#include "core/lab/segments.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace hopyard::lab {

namespace {

constexpr std::size_t kMostPairs = 20'000'000; ///< routers times networks; more is not looked at
constexpr std::size_t kMostNamed = 1'000'000;  ///< names in all that is found

/// Routers that belong together.
class Groups {
public:
    explicit Groups(std::size_t count) : m_parents(count) { std::iota(m_parents.begin(), m_parents.end(), std::size_t(0)); }
    std::size_t of(std::size_t i)
    {
        while (m_parents[i] != i)
            i = m_parents[i] = m_parents[m_parents[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b)
    {
        const std::size_t x = of(a), y = of(b);
        m_parents[std::max(x, y)] = std::min(x, y);
    }

private:
    std::vector<std::size_t> m_parents;
};

/// Prefixes, asked whether one of them contains another. O(number of different lengths × log n).
class PrefixSet {
public:
    void add(const base::IpPrefix &prefix)
    {
        m_prefixes.insert(prefix);
        m_lengths.insert(prefix.length());
    }
    bool covers(const base::IpPrefix &network) const
    {
        return std::ranges::any_of(m_lengths, [&](unsigned length) {
            return length <= network.length() && m_prefixes.contains(base::IpPrefix(network.address(), length));
        });
    }

private:
    std::set<base::IpPrefix> m_prefixes;
    std::set<unsigned> m_lengths;
};

struct Router {
    const Node *node = nullptr;
    RoutingFacts facts;
    bool isOpaque = false;
    bool isPublic = false; ///< has addresses that are not private
    std::vector<const OwnedAddress *> addresses;
    PrefixSet own; ///< connected networks and static routes
};

/// An interface of a router at a segment.
struct Attached {
    std::size_t router = 0;
    const OwnedAddress *owned = nullptr;
};

/// An address that is worth a network: not the link's own, and with room for a neighbour.
bool isOfNetwork(const base::InterfaceAddress &address)
{
    const bool isLinkLocal = address.address.isV6() && address.address.bytes()[0] == 0xfe;
    return !isLinkLocal && !address.address.isLoopback() && address.length < (address.address.isV4() ? 32 : 128);
}

bool isPrivate(const base::IpPrefix &network)
{
    static const std::array<base::IpPrefix, 5> kPrivate{*base::IpPrefix::parse("10.0.0.0/8"), *base::IpPrefix::parse("172.16.0.0/12"),
                                                        *base::IpPrefix::parse("192.168.0.0/16"), *base::IpPrefix::parse("100.64.0.0/10"),
                                                        *base::IpPrefix::parse("fc00::/7")};
    return std::ranges::any_of(kPrivate, [&](const base::IpPrefix &each) { return each.contains(network); });
}

class RouterMap {
public:
    RouterMap(const Lab &lab, const std::vector<OwnedAddress> &addresses) : m_segments(lab)
    {
        for (const Node &node : lab.nodes)
            if (hasConfig(node.kind)) {
                m_numbers.emplace(node.name, routers.size());
                routers.push_back({&node, {}, false, false, {}, {}});
            } else {
                for (const Interface &interface : node.interfaces)
                    if (const auto segment = interface.dhcp ? m_segments.of({node.name, interface.name}) : std::nullopt)
                        withDhcp.insert(*segment);
            }
        for (const OwnedAddress &owned : addresses) {
            const auto router = m_numbers.find(owned.at.node);
            const auto segment = m_segments.of(owned.at);
            if (router == m_numbers.end()) {
                if (segment)
                    ends.emplace_back(*segment, &owned);
                continue;
            }
            routers[router->second].addresses.push_back(&owned);
            if (segment)
                attached[*segment].push_back({router->second, &owned});
        }
    }

    bool isSure() const { return m_segments.isSure(); }
    std::optional<std::size_t> segmentOf(const End &end) const { return m_segments.of(end); }

    std::vector<Router> routers;
    std::map<std::size_t, std::vector<Attached>> attached;              ///< by segment
    std::vector<std::pair<std::size_t, const OwnedAddress *>> ends;     ///< of nodes that are no routers, with their segments
    std::set<std::size_t> withDhcp;                                     ///< segments where a host waits for an address

private:
    Segments m_segments;
    std::map<std::string_view, std::size_t> m_numbers;
};

class Checker {
public:
    Checker(const Lab &lab, const std::vector<OwnedAddress> &addresses) : m_map(lab, addresses), m_linked(m_map.routers.size())
    {
    }

    Reachability run()
    {
        if (!m_map.isSure() || m_map.routers.size() < 2)
            return {};
        for (Router &router : m_map.routers)
            readRouter(router);
        for (const auto &[segment, there] : m_map.attached)
            for (const Attached &each : there)
                m_linked.join(there.front().router, each.router);
        collectNetworks();
        if (m_networks.size() * m_map.routers.size() > kMostPairs)
            return {};
        learn<&RoutingFacts::ospf>();
        learn<&RoutingFacts::rip>();
        learnBgp();
        findUnreachable();
        findSilent();
        return std::move(m_found);
    }

private:
    using Protocol = std::optional<RoutingFacts::Protocol> RoutingFacts::*;

    struct Network {
        base::IpPrefix prefix;
        std::size_t owner = 0; ///< the first router there
        const OwnedAddress *at = nullptr;
        bool hasHosts = false;
    };
    /// Routers that speak a protocol with each other, and what each of them learns by it.
    struct Learned {
        bool everything = false;
        PrefixSet prefixes;
        std::vector<bool> covers{}; ///< by network
    };

    void readRouter(Router &router)
    {
        const Node &node = *router.node;
        router.isOpaque = node.kind == NodeKind::bird || (node.kind == NodeKind::frr && !node.start.empty());
        for (const std::string &line : node.start)
            router.isOpaque = router.isOpaque || line.starts_with("conf");
        for (const Interface &interface : node.interfaces)
            router.isOpaque = router.isOpaque || interface.dhcp;
        if (node.kind != NodeKind::bird)
            router.facts = routingFacts(node.config);
        router.isOpaque = router.isOpaque || router.facts.isOpaque;
        for (const OwnedAddress *owned : router.addresses) {
            router.own.add(owned->address.network());
            router.isPublic = router.isPublic || (isOfNetwork(owned->address) && !isPrivate(owned->address.network()));
        }
        for (const RoutingFacts::Static &route : router.facts.statics)
            router.own.add(route.prefix);
    }

    void collectNetworks()
    {
        std::map<base::IpPrefix, std::size_t> numbers;
        for (std::size_t i = 0; i < m_map.routers.size(); ++i)
            for (const OwnedAddress *owned : m_map.routers[i].addresses)
                if (isOfNetwork(owned->address) && m_map.segmentOf(owned->at))
                    if (numbers.emplace(owned->address.network(), m_networks.size()).second)
                        m_networks.push_back({owned->address.network(), i, owned, false});
        for (const auto &[segment, end] : m_map.ends)
            if (const auto there = m_map.attached.find(segment); there != m_map.attached.end())
                for (const Attached &each : there->second)
                    if (each.owned->address.network().contains(end->address.address))
                        if (const auto number = numbers.find(each.owned->address.network()); number != numbers.end())
                            m_networks[number->second].hasHosts = true;
        for (const std::size_t segment : m_map.withDhcp)
            if (const auto there = m_map.attached.find(segment); there != m_map.attached.end())
                for (const Attached &each : there->second)
                    if (const auto number = numbers.find(each.owned->address.network());
                        number != numbers.end() && each.owned->address.address.isV4())
                        m_networks[number->second].hasHosts = true;
    }

    /// Adds what a router tells of in a protocol to what its group knows.
    static void announce(const Router &router, const RoutingFacts::Protocol &protocol, bool byInterface, Learned &into)
    {
        into.everything = into.everything || protocol.everything;
        for (const OwnedAddress *owned : router.addresses)
            if (protocol.connected || (byInterface && protocol.isSpokenOn(owned->at.interface, owned->address)))
                into.prefixes.add(owned->address.network());
        if (protocol.statics)
            for (const RoutingFacts::Static &route : router.facts.statics)
                into.prefixes.add(route.prefix);
        if (!byInterface)
            for (const base::IpPrefix &network : protocol.networks)
                into.prefixes.add(network);
    }

    template <Protocol protocol>
    void learn()
    {
        Groups groups(m_map.routers.size());
        const auto speaks = [&](const Attached &each) {
            const Router &router = m_map.routers[each.router];
            const auto &spoken = router.facts.*protocol;
            return router.isOpaque || (spoken && spoken->isSpokenOn(each.owned->at.interface, each.owned->address));
        };
        for (const auto &[segment, there] : m_map.attached) {
            const auto first = std::ranges::find_if(there, speaks);
            if (first != there.end())
                for (const Attached &each : there)
                    if (speaks(each))
                        groups.join(first->router, each.router);
        }
        collect<protocol>(groups, true);
    }

    void learnBgp()
    {
        Groups groups(m_map.routers.size());
        std::map<base::IpAddress, std::size_t> owners;
        for (std::size_t i = 0; i < m_map.routers.size(); ++i)
            for (const OwnedAddress *owned : m_map.routers[i].addresses)
                owners.emplace(owned->address.address, i);
        std::set<std::size_t> withOthers;
        for (std::size_t i = 0; i < m_map.routers.size(); ++i) {
            if (!m_map.routers[i].facts.bgp)
                continue;
            for (const base::IpAddress &neighbour : m_map.routers[i].facts.bgp->neighbours)
                if (const auto owner = owners.find(neighbour); owner != owners.end())
                    groups.join(i, owner->second);
                else
                    withOthers.insert(i); // a program, or somebody outside
        }
        collect<&RoutingFacts::bgp>(groups, false);
        for (const std::size_t i : withOthers)
            m_learned[m_groups[i].back()].everything = true;
    }

    template <Protocol protocol>
    void collect(Groups &groups, bool byInterface)
    {
        std::map<std::size_t, std::size_t> numbers; // of the group's first router to the place in m_learned
        m_groups.resize(m_map.routers.size());
        for (std::size_t i = 0; i < m_map.routers.size(); ++i) {
            const Router &router = m_map.routers[i];
            const auto &spoken = router.facts.*protocol;
            if (!spoken && !router.isOpaque)
                continue;
            const auto [at, isNew] = numbers.emplace(groups.of(i), m_learned.size());
            if (isNew)
                m_learned.emplace_back();
            m_groups[i].push_back(at->second);
            m_learned[at->second].everything = m_learned[at->second].everything || router.isOpaque;
            if (spoken)
                announce(router, *spoken, byInterface, m_learned[at->second]);
        }
    }

    bool reaches(std::size_t router, std::size_t network)
    {
        const base::IpPrefix &prefix = m_networks[network].prefix;
        if (prefix.address().isV6() && m_map.routers[router].facts.speaksIpv6)
            return true;
        for (const std::size_t group : m_groups[router]) {
            Learned &learned = m_learned[group];
            if (learned.everything)
                return true;
            if (learned.covers.empty()) {
                learned.covers.resize(m_networks.size());
                for (std::size_t i = 0; i < m_networks.size(); ++i)
                    learned.covers[i] = learned.prefixes.covers(m_networks[i].prefix);
            }
            if (learned.covers[network])
                return true;
        }
        return m_map.routers[router].own.covers(prefix);
    }

    static bool isSilent(const Router &router) { return !router.isOpaque && !router.facts.speaks() && router.facts.statics.empty(); }

    void findUnreachable()
    {
        struct Missed {
            std::size_t network = 0;
            std::vector<std::size_t> from{};
        };
        std::vector<Missed> all;
        std::size_t named = 0, withSilent = 0;
        const auto isSilentOne = [&](std::size_t i) { return isSilent(m_map.routers[i]); };
        for (std::size_t n = 0; n < m_networks.size() && all.size() < kMostUnreachable && named < kMostNamed; ++n) {
            const End &at = m_networks[n].at->at;
            if (!m_networks[n].hasHosts || m_map.routers[m_networks[n].owner].facts.translated.contains(at.interface))
                continue;
            const bool isHidden = isPrivate(m_networks[n].prefix);
            Missed missed{n};
            for (std::size_t i = 0; i < m_map.routers.size(); ++i) {
                const Router &router = m_map.routers[i];
                if (router.isOpaque || (isHidden && router.isPublic) || m_linked.of(i) != m_linked.of(m_networks[n].owner) || (m_areSilentNamed && isSilent(router))
                    || reaches(i, n))
                    continue;
                missed.from.push_back(i);
            }
            if (missed.from.empty())
                continue;
            named += missed.from.size();
            withSilent += std::ranges::any_of(missed.from, isSilentOne);
            all.push_back(std::move(missed));
            if (withSilent > kMostOfSilent && !m_areSilentNamed) { // what routers without routes miss is said once, of these networks and of all that follow
                for (Missed &each : all)
                    std::erase_if(each.from, isSilentOne);
                std::erase_if(all, [](const Missed &each) { return each.from.empty(); });
                m_areSilentNamed = true;
            }
        }
        for (const Missed &each : all) {
            UnreachableNetwork &found = m_found.networks.emplace_back(UnreachableNetwork{m_networks[each.network].prefix, m_networks[each.network].at->at, {}});
            for (const std::size_t i : each.from)
                found.from.push_back(m_map.routers[i].node->name);
            m_named.insert(each.from.begin(), each.from.end());
        }
    }

    void findSilent()
    {
        std::map<std::size_t, std::size_t> numbers; // of the first that is linked to the place in what is found
        std::map<std::size_t, std::vector<std::size_t>> networks;
        for (std::size_t n = 0; n < m_networks.size(); ++n)
            networks[m_linked.of(m_networks[n].owner)].push_back(n);
        for (std::size_t i = 0; i < m_map.routers.size(); ++i) {
            const Router &router = m_map.routers[i];
            if (!isSilent(router) || m_named.contains(i))
                continue;
            const std::vector<std::size_t> &there = networks[m_linked.of(i)];
            const auto beyond = std::ranges::find_if(there, [&](std::size_t n) {
                return !router.own.covers(m_networks[n].prefix) && !(router.isPublic && isPrivate(m_networks[n].prefix));
            });
            if (beyond == there.end())
                continue;
            const auto [at, isNew] = numbers.emplace(m_linked.of(i), m_found.silent.size());
            if (isNew)
                m_found.silent.push_back({{}, m_networks[*beyond].prefix, m_areSilentNamed});
            m_found.silent[at->second].routers.push_back(router.node->name);
        }
    }

    RouterMap m_map;
    Groups m_linked;
    std::vector<Network> m_networks;
    std::vector<Learned> m_learned;
    std::vector<std::vector<std::size_t>> m_groups; ///< of each router, places in m_learned
    std::set<std::size_t> m_named;
    bool m_areSilentNamed = false; ///< as routers without routes, not with each network
    Reachability m_found;
};

} // namespace

Reachability checkReachability(const Lab &lab, const std::vector<OwnedAddress> &addresses) { return Checker(lab, addresses).run(); }

class Ways::Map : public RouterMap {
public:
    using RouterMap::RouterMap;
};

Ways::Ways(const Lab &lab, const std::vector<OwnedAddress> &addresses) : m_map(std::make_unique<Map>(lab, addresses)) {}

Ways::~Ways() = default;

std::map<std::string, base::IpAddress> Ways::nextHopsTo(const base::IpPrefix &network) const
{
    const Map &map = *m_map;
    std::vector<std::size_t> open;
    std::vector<bool> seen(map.routers.size());
    for (std::size_t i = 0; i < map.routers.size(); ++i)
        for (const OwnedAddress *owned : map.routers[i].addresses)
            if (owned->address.network() == network && !seen[i]) {
                seen[i] = true;
                open.push_back(i);
            }
    std::map<std::string, base::IpAddress> hops;
    for (std::size_t next = 0; next < open.size(); ++next) // outwards from the network
        for (const OwnedAddress *towards : map.routers[open[next]].addresses) {
            const auto segment = map.segmentOf(towards->at);
            const auto there = segment ? map.attached.find(*segment) : map.attached.end();
            if (there == map.attached.end() || towards->address.address.family() != network.family())
                continue;
            for (const Attached &each : there->second)
                if (!seen[each.router] && each.owned->address.network().contains(towards->address.address)) {
                    seen[each.router] = true;
                    open.push_back(each.router);
                    hops.emplace(map.routers[each.router].node->name, towards->address.address);
                }
        }
    return hops;
}

} // namespace hopyard::lab

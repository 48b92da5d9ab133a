// Groups of routers in one network of a segment, what each of them speaks there, and who is the odd one out; see check_neighbours.h.
//
// A side that is silent is only said where the two know nothing of each other otherwise: not by the same protocol over others, by another
// protocol, by BGP or by a static route. It is often meant: a LAN with two routers, each passive there.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_neighbours.h"

#include "core/lab/check_sessions.h"
#include "core/lab/neighbour_facts.h"
#include "core/lab/network_checks.h"
#include "core/lab/segments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace hopyard::lab {

namespace {

constexpr std::size_t kMostFindings = 200; ///< whoever has so many has one mistake many times

struct Member {
    std::size_t router = 0;
    const OwnedAddress *owned = nullptr;
};
/// Of one network on one segment.
using Group = std::vector<Member>;

/// A parameter of somebody, and what it agrees with.
struct Trait {
    std::string text;
    std::set<std::string> alike{}; ///< agrees with what has one of these, too
    bool isAny = false;            ///< agrees with everything

    bool agreesWith(const Trait &other) const
    {
        return isAny || other.isAny || text == other.text
            || std::ranges::any_of(alike, [&](const std::string &each) { return other.alike.contains(each); });
    }
};
struct Speaker {
    Member member;
    std::vector<Trait> traits; ///< in the order of the protocol's names
};

constexpr std::array<std::string_view, 9> kOspfTraits{"area", "kind of area", "hello interval", "dead interval", "authentication",
                                                      "key", "network type", "prefix length", "MTU"};
constexpr std::array<std::string_view, 3> kRipTraits{"version", "authentication", "password"};

class Checker {
public:
    Checker(const Lab &lab, const std::vector<OwnedAddress> &addresses, const Segments &segments, const Places &places)
        : m_lab(lab), m_segments(segments), m_places(places), m_addresses(addresses)
    {
    }

    std::vector<Problem> run()
    {
        readRouters();
        if (m_routers.size() < 2 || !m_segments.isSure())
            return {};
        collectGroups();
        for (const Group &group : m_groups)
            checkProtocols(group);
        checkSpoken("OSPF", &NeighbourFacts::ospf, &Checker::ospfTraits, kOspfTraits);
        checkSpoken("RIP", &NeighbourFacts::rip, &Checker::ripTraits, kRipTraits);
        for (SessionFinding &finding : checkSessions(m_routers, m_addresses))
            say(finding.node, "nodes/" + finding.node, std::move(finding.message));
        return std::move(m_problems);
    }

private:
    using Traits = std::optional<std::vector<Trait>> (Checker::*)(const Member &, bool &isPassive) const;

    void say(const std::string &node, const std::string &path, std::string message)
    {
        if (m_problems.size() < kMostFindings)
            m_problems.push_back(m_places.problem(Problem::Severity::warning, path, std::move(message), node, ProblemKind::protocols));
    }
    const Node &nodeOf(const Member &member) const { return *m_routers[member.router].node; }
    const NeighbourFacts &factsOf(const Member &member) const { return m_routers[member.router].facts; }

    void readRouters()
    {
        for (const Node &node : m_lab.nodes) {
            if (node.kind != NodeKind::router && node.kind != NodeKind::frr)
                continue;
            m_numbers.emplace(node.name, m_routers.size());
            SpeakingRouter &router = m_routers.emplace_back(SpeakingRouter{&node, neighbourFacts(node.config)});
            const bool isMore = node.kind == NodeKind::frr ? !node.start.empty() // more may be configured than is written
                                                           : std::ranges::any_of(node.start, [](const std::string &line) { return line.starts_with("conf"); });
            router.facts.isOpaque = router.facts.isOpaque || isMore || std::ranges::any_of(node.interfaces, &Interface::dhcp);
        }
    }

    void collectGroups()
    {
        std::map<std::size_t, Group> onSegment;
        for (const OwnedAddress &owned : m_addresses)
            if (const auto router = m_numbers.find(owned.at.node); router != m_numbers.end() && owned.address.address.isV4() && owned.address.length < 32)
                if (const auto segment = m_segments.of(owned.at))
                    onSegment[*segment].push_back({router->second, &owned});
        for (const auto &[segment, members] : onSegment) {
            if (members.size() < 2)
                continue;
            std::map<base::IpPrefix, Group> byNetwork; // the widest that somebody has: who writes another length is meant to be in it
            std::set<base::IpPrefix> networks;
            std::set<unsigned> lengths;
            for (const Member &member : members) {
                networks.insert(member.owned->address.network());
                lengths.insert(member.owned->address.length);
            }
            for (const Member &member : members)
                for (const unsigned length : lengths)
                    if (const base::IpPrefix wide(member.owned->address.address, length); networks.contains(wide)) {
                        byNetwork[wide].push_back(member);
                        break;
                    }
            for (auto &[network, group] : byNetwork)
                if (group.size() > 1)
                    m_groups.push_back(std::move(group));
        }
        std::ranges::sort(m_groups, {}, [](const Group &group) { return group.front().owned; });
    }

    /// They know of each other by static routes, or are BGP's neighbours.
    bool knowOtherwise(const Member &a, const Member &b) const
    {
        const auto leads = [&](const Member &from, const Member &to) {
            const NeighbourFacts &facts = factsOf(from);
            return facts.hops.contains(to.owned->address.address)
                || (facts.bgp && facts.bgp->peers.contains(base::toString(to.owned->address.address)));
        };
        return leads(a, b) || leads(b, a);
    }

    /// "router rip" here and "router ospf" there.
    void checkProtocols(const Group &group)
    {
        std::vector<std::set<std::string>> spoken;
        std::map<std::string, std::set<std::size_t>> speakers; // routers
        for (const Member &member : group)
            for (const std::string &protocol : spoken.emplace_back(factsOf(member).isOpaque ? std::set<std::string>() : factsOf(member).protocols()))
                speakers[protocol].insert(member.router);
        const auto isLonely = [&](std::size_t i) {
            return std::ranges::none_of(spoken[i], [&](const std::string &protocol) { return speakers[protocol].size() > 1; });
        };
        std::optional<std::size_t> reference;
        for (std::size_t i = 0; i < group.size(); ++i)
            if (!spoken[i].empty() && (!reference || (isLonely(*reference) && !isLonely(i))))
                reference = i;
        for (std::size_t i = 0; i < group.size() && reference; ++i) {
            const Member &a = group[*reference], &b = group[i];
            if (a.router == b.router || spoken[i].empty() || !isLonely(i) || knowOtherwise(a, b))
                continue;
            const bool isLink = m_lab.findLink(a.owned->at) != nullptr && m_lab.findLink(a.owned->at) == m_lab.findLink(b.owned->at);
            say(nodeOf(b).name, pathOf(b),
                fmt::format("{} and {} are {} and speak different protocols: {} speaks {}, {} speaks {}", toString(a.owned->at), toString(b.owned->at),
                            isLink ? "linked" : "on the same network", nodeOf(a).name, *spoken[*reference].begin(), nodeOf(b).name, *spoken[i].begin()));
        }
    }

    /// Its link, or its node where a VLAN is between.
    std::string pathOf(const Member &member)
    {
        const Link *link = m_lab.findLink(member.owned->at);
        return link ? fmt::format("links/{}", link - m_lab.links.data()) : "nodes/" + member.owned->at.node;
    }

    std::optional<std::vector<Trait>> ospfTraits(const Member &member, bool &isPassive) const
    {
        const auto spoken = factsOf(member).ospfAt(member.owned->at.interface, member.owned->address);
        if (!spoken)
            return std::nullopt;
        isPassive = spoken->isPassive;
        const bool isPoint = spoken->network == "point-to-point";
        std::vector<Trait> traits;
        traits.push_back({fmt::format("{}", spoken->area)});
        traits.push_back({spoken->areaKind});
        traits.push_back({fmt::format("{} s", spoken->hello)});
        traits.push_back({fmt::format("{} s", spoken->dead)});
        traits.push_back({spoken->authentication});
        traits.push_back({fmt::format("'{}'", fmt::join(spoken->keys, "', '")), spoken->keys});
        traits.push_back({spoken->network, isPoint || spoken->network == "point-to-multipoint" ? std::set<std::string>{"point"} : std::set<std::string>()});
        traits.push_back({fmt::format("{}", member.owned->address.length), {}, isPoint}); // RFC 2328 §10.5: not looked at there
        traits.push_back({fmt::format("{}", mtuOf(member)), {}, spoken->ignoresMtu});
        return traits;
    }

    unsigned mtuOf(const Member &member) const
    {
        constexpr unsigned kUsual = 1500;
        for (const Interface &interface : nodeOf(member).interfaces)
            if (interface.name == member.owned->at.interface)
                return interface.mtu.value_or(kUsual);
        return kUsual;
    }

    std::optional<std::vector<Trait>> ripTraits(const Member &member, bool &isPassive) const
    {
        const auto spoken = factsOf(member).ripAt(member.owned->at.interface, member.owned->address);
        if (!spoken)
            return std::nullopt;
        isPassive = spoken->isPassive;
        std::vector<Trait> traits;
        traits.push_back({spoken->version, {}, spoken->version.empty()});
        traits.push_back({spoken->authentication});
        traits.push_back({fmt::format("'{}'", spoken->password), {}, spoken->authentication == "none" || spoken->password.empty()});
        return traits;
    }

    template <class Part>
    void checkSpoken(std::string_view protocol, Part NeighbourFacts::*part, Traits traitsOf, std::span<const std::string_view> names)
    {
        std::vector<std::vector<Speaker>> speaking; // by group
        std::vector<std::size_t> together(m_routers.size());
        std::iota(together.begin(), together.end(), std::size_t(0));
        const auto rootOf = [&](std::size_t i) {
            while (together[i] != i)
                i = together[i] = together[together[i]];
            return i;
        };
        std::vector<std::vector<std::pair<Member, bool>>> silent; // and whether it is passive
        for (const Group &group : m_groups) {
            auto &speakers = speaking.emplace_back();
            auto &others = silent.emplace_back();
            for (const Member &member : group) {
                bool isPassive = false;
                auto traits = (this->*traitsOf)(member, isPassive);
                if (traits && !isPassive)
                    speakers.push_back({member, std::move(*traits)});
                else if (factsOf(member).*part && !factsOf(member).isUnsureAt(member.owned->at.interface))
                    others.emplace_back(member, isPassive);
            }
            for (const Speaker &speaker : speakers)
                together[rootOf(speaker.member.router)] = rootOf(speakers.front().member.router);
        }
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            for (const auto &[other, isPassive] : silent[i])
                if (const Member *speaker = whoMisses(other, speaking[i]); speaker && rootOf(speaker->router) != rootOf(other.router))
                    say(nodeOf(other).name, pathOf(other),
                        fmt::format("{} and {} do not fit together in {}: {} speaks it there, {} {}", toString(speaker->owned->at), toString(other.owned->at),
                                    protocol, nodeOf(*speaker).name, nodeOf(other).name, isPassive ? "is passive" : "does not"));
            compare(protocol, std::move(speaking[i]), names);
        }
    }

    /// A speaker that hears nothing of that router, though nothing else tells either of the other.
    const Member *whoMisses(const Member &silent, const std::vector<Speaker> &speakers) const
    {
        for (const Speaker &each : speakers) {
            const NeighbourFacts &a = factsOf(each.member), &b = factsOf(silent);
            const bool isByTwo = a.ospf && b.ospf && a.rip && b.rip; // a border: one of both is enough
            if (each.member.router == silent.router || isByTwo || knowOtherwise(each.member, silent))
                return nullptr;
        }
        return speakers.empty() ? nullptr : &speakers.front().member;
    }

    /// One parameter after the other; who differs in one is asked for no further.
    void compare(std::string_view protocol, std::vector<Speaker> speakers, std::span<const std::string_view> names)
    {
        for (std::size_t t = 0; t < names.size() && speakers.size() > 1; ++t) {
            std::map<std::string_view, std::size_t> counts;
            for (const Speaker &each : speakers)
                ++counts[each.traits[t].text];
            if (counts.size() == 1)
                continue;
            const Speaker reference = *std::ranges::max_element(speakers, {}, [&](const Speaker &each) { return counts[each.traits[t].text]; }); // the first of them
            std::erase_if(speakers, [&](const Speaker &each) {
                if (each.traits[t].agreesWith(reference.traits[t]) || each.member.router == reference.member.router)
                    return false;
                say(nodeOf(each.member).name, pathOf(each.member),
                    fmt::format("{} and {} do not fit together in {}: the {} of {} is {}, that of {} is {}", toString(reference.member.owned->at),
                                toString(each.member.owned->at), protocol, names[t], toString(reference.member.owned->at), reference.traits[t].text,
                                toString(each.member.owned->at), each.traits[t].text));
                return true;
            });
        }
    }

    const Lab &m_lab;
    const Segments &m_segments;
    const Places &m_places;
    const std::vector<OwnedAddress> &m_addresses;
    std::vector<SpeakingRouter> m_routers;
    std::map<std::string_view, std::size_t> m_numbers;
    std::vector<Group> m_groups;
    std::vector<Problem> m_problems;
};

} // namespace

std::vector<Problem> checkNeighbours(const Lab &lab, const std::vector<OwnedAddress> &addresses, const Segments &segments, const Places &places)
{
    return Checker(lab, addresses, segments, places).run();
}

} // namespace hopyard::lab

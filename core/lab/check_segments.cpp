// See check_segments.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/check_segments.h"

#include "core/lab/network_checks.h"
#include "core/lab/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace hopyard::lab {

namespace {

constexpr std::size_t kMostAlone = 1'000; ///< of one segment: more are not compared one by one

/// An interface with its addresses.
struct Member {
    End at;
    std::vector<base::InterfaceAddress> addresses;
    bool meets(const Member &other) const
    {
        return std::ranges::any_of(addresses, [&](const base::InterfaceAddress &mine) {
            return std::ranges::any_of(other.addresses, [&](const base::InterfaceAddress &theirs) {
                return mine.network().contains(theirs.address) || theirs.network().contains(mine.address);
            });
        });
    }
};

/// Numbers of those that meet nobody.
std::set<std::size_t> alone(const std::vector<Member> &members)
{
    std::map<base::IpPrefix, std::size_t> sharers;
    for (const Member &member : members) {
        std::set<base::IpPrefix> networks;
        for (const base::InterfaceAddress &address : member.addresses)
            networks.insert(address.network());
        for (const base::IpPrefix &network : networks)
            ++sharers[network];
    }
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < members.size(); ++i)
        if (std::ranges::all_of(members[i].addresses, [&](const auto &address) { return sharers.at(address.network()) == 1; }))
            candidates.push_back(i);
    std::set<std::size_t> found;
    if (candidates.size() > kMostAlone)
        return found;
    for (const std::size_t i : candidates) // lengths may differ
        if (std::ranges::none_of(members, [&](const Member &other) { return &other != &members[i] && members[i].meets(other); }))
            found.insert(i);
    return found;
}

/// Somebody there may have addresses that the lab does not say.
bool mayHaveOthers(const Node &node, const std::string &interface, bool hasAddress)
{
    const bool asksServer = std::ranges::any_of(node.interfaces, [&](const Interface &i) { return i.name == interface && i.dhcp; });
    return asksServer || node.kind == NodeKind::hypervisor || node.kind == NodeKind::placeholder || node.kind == NodeKind::bird
        || (isOutside(node.kind) && (!hasAddress || !node.start.empty()));
}

} // namespace

std::vector<Problem> checkSegments(const Lab &lab, const std::vector<OwnedAddress> &addresses, const Segments &segments, const Places &places)
{
    std::vector<Problem> problems;
    if (!segments.isSure())
        return problems;
    std::map<std::size_t, std::vector<Member>> membersOf;
    std::map<End, std::size_t> placeOf; // among its segment's members
    for (const OwnedAddress &owned : addresses) {
        const auto segment = segments.of(owned.at);
        if (!segment || !segments.hasSwitches(*segment))
            continue;
        std::vector<Member> &members = membersOf[*segment];
        const auto [place, isNew] = placeOf.emplace(owned.at, members.size());
        if (isNew)
            members.push_back({owned.at, {}});
        members[place->second].addresses.push_back(owned.address);
    }
    std::map<std::string_view, const Node *> nodes;
    for (const Node &node : lab.nodes)
        nodes.emplace(node.name, &node);
    for (const Link &link : lab.links)
        for (const End *end : {&link.a, &link.b})
            if (const auto node = nodes.find(end->node); node != nodes.end() && mayHaveOthers(*node->second, end->interface, placeOf.contains(*end)))
                if (const auto segment = segments.of(*end))
                    membersOf.erase(*segment);
    for (const auto &[segment, members] : membersOf) {
        const std::set<std::size_t> lonely = alone(members);
        std::size_t reference = 0; // somebody with company, or the first of those that all have none
        while (lonely.size() < members.size() && lonely.contains(reference))
            ++reference;
        for (const std::size_t i : lonely) {
            const Member &member = members[i], &other = members[reference];
            if (i == reference || member.addresses.front().network().length() == base::addressBits(member.addresses.front().address.family()))
                continue;
            problems.push_back(places.problem(Problem::Severity::warning, fmt::format("nodes/{}/interfaces/{}", member.at.node, member.at.interface),
                                              fmt::format("{} has {} and shares no network with the others on its switch: {} has {}",
                                                          toString(member.at), toString(member.addresses.front()), toString(other.at),
                                                          toString(other.addresses.front())),
                                              member.at.node, ProblemKind::addresses));
        }
    }
    return problems;
}

} // namespace hopyard::lab

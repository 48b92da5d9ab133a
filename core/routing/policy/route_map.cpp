// Running a route map over a route; see route_map.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/policy/policy.h"

#include <algorithm>
#include <iterator>

namespace hopyard::routing::policy {

namespace {

constexpr int kDeepestCall = 16; // route maps that call each other in a circle end here, denied

base::IpPrefix hostPrefix(const base::IpAddress &address)
{
    return {address, base::addressBits(address.family())};
}

std::uint32_t changed(const Clause &clause, std::uint32_t from)
{
    switch (clause.change) {
    case Clause::Change::set: return clause.number;
    case Clause::Change::add: return clause.number > 0xffffffff - from ? 0xffffffff : from + clause.number;
    case Clause::Change::subtract: return clause.number > from ? 0 : from - clause.number;
    }
    return from;
}

std::uint8_t originOf(std::string_view name)
{
    return name == "igp" ? 0 : name == "egp" ? 1 : 2;
}

bool matches(const Policies &all, MatchKind kind, const Clause &clause, const RouteContext &route)
{
    switch (kind) {
    case MatchKind::ipAddress: return route.prefix.address().isV4() && all.accessListPermits(clause.name, route.prefix);
    case MatchKind::ipAddressPrefixList: return route.prefix.address().isV4() && all.prefixListPermits(clause.name, route.prefix);
    case MatchKind::ipAddressPrefixLength: return route.prefix.address().isV4() && route.prefix.length() == clause.number;
    case MatchKind::ipv6AddressPrefixList: return route.prefix.address().isV6() && all.prefixListPermits(clause.name, route.prefix);
    case MatchKind::nextHop: return route.nextHop.isValid() && all.accessListPermits(clause.name, hostPrefix(route.nextHop));
    case MatchKind::nextHopPrefixList:
        return route.nextHop.isValid() && all.prefixListPermits(clause.name, hostPrefix(route.nextHop));
    case MatchKind::nextHopAddress: return route.nextHop.isValid() && route.nextHop == clause.address;
    case MatchKind::nextHopBlackhole: return route.discards;
    case MatchKind::routeSource:
        return route.routeSource.isValid() && all.accessListPermits(clause.name, hostPrefix(route.routeSource));
    case MatchKind::routeSourcePrefixList:
        return route.routeSource.isValid() && all.prefixListPermits(clause.name, hostPrefix(route.routeSource));
    case MatchKind::interface: return route.interface == clause.name;
    case MatchKind::metric: return route.metric == clause.number;
    case MatchKind::tag: return route.tag == clause.number;
    case MatchKind::asPath: return route.bgp && all.asPathListPermits(clause.name, route.bgp->asPathText());
    case MatchKind::community: {
        const auto list = all.communityLists.find(clause.name);
        return route.bgp && list != all.communityLists.end() && list->second.permits(route.bgp->communities(), clause.flag);
    }
    case MatchKind::largeCommunity: {
        const auto list = all.largeCommunityLists.find(clause.name);
        return route.bgp && list != all.largeCommunityLists.end() && list->second.permits(route.bgp->largeCommunities(), clause.flag);
    }
    case MatchKind::peer: return clause.flag ? !route.peer.isValid() : route.peer == clause.address;
    case MatchKind::sourceProtocol: return route.protocol && ip::toString(*route.protocol) == clause.name;
    case MatchKind::origin: return route.bgp && route.bgp->origin() == originOf(clause.name);
    case MatchKind::localPreference: return route.bgp && route.bgp->localPreference() == clause.number;
    }
    return false;
}

template <class C>
std::vector<C> together(std::vector<C> a, const std::vector<C> &b)
{
    a.insert(a.end(), b.begin(), b.end());
    std::sort(a.begin(), a.end());
    a.erase(std::unique(a.begin(), a.end()), a.end());
    return a;
}

void setBgp(const Policies &all, SetKind kind, const Clause &clause, BgpAttributesAccess &bgp)
{
    switch (kind) {
    case SetKind::localPreference: bgp.setLocalPreference(changed(clause, bgp.localPreference().value_or(100))); break;
    case SetKind::weight: bgp.setWeight(clause.number); break;
    case SetKind::origin: bgp.setOrigin(originOf(clause.name)); break;
    case SetKind::asPathPrepend:
        clause.flag ? bgp.prependLastAs(clause.number) : bgp.prependAsPath(clause.numbers);
        break;
    case SetKind::asPathExclude: bgp.excludeFromAsPath(clause.numbers); break;
    case SetKind::community:
        bgp.setCommunities(clause.none ? std::vector<Community>()
                                       : together(clause.flag ? bgp.communities() : std::vector<Community>(), clause.numbers));
        break;
    case SetKind::largeCommunity:
        bgp.setLargeCommunities(clause.none ? std::vector<LargeCommunity>()
                                            : together(clause.flag ? bgp.largeCommunities() : std::vector<LargeCommunity>(), clause.large));
        break;
    case SetKind::deleteCommunities:
        if (const auto list = all.communityLists.find(clause.name); list != all.communityLists.end()) {
            std::vector<Community> left = bgp.communities();
            std::erase_if(left, [&](Community c) { return list->second.permitsOne(c); });
            bgp.setCommunities(std::move(left));
        }
        break;
    case SetKind::deleteLargeCommunities:
        if (const auto list = all.largeCommunityLists.find(clause.name); list != all.largeCommunityLists.end()) {
            std::vector<LargeCommunity> left = bgp.largeCommunities();
            std::erase_if(left, [&](const LargeCommunity &c) { return list->second.permitsOne(c); });
            bgp.setLargeCommunities(std::move(left));
        }
        break;
    case SetKind::atomicAggregate: bgp.setAtomicAggregate(); break;
    case SetKind::aggregator: bgp.setAggregator(clause.number, clause.address.v4()); break;
    case SetKind::originatorId: bgp.setOriginatorId(clause.address.v4()); break;
    default: break; // those of every protocol, below
    }
}

void set(const Policies &all, SetKind kind, const Clause &clause, RouteContext &route)
{
    switch (kind) {
    case SetKind::metric:
        route.metric = changed(clause, route.metric.value_or(0));
        route.metricIsSet = true;
        break;
    case SetKind::metricType: route.metricType = static_cast<std::uint8_t>(clause.number); break;
    case SetKind::tag:
        route.tag = clause.number;
        route.tagIsSet = true;
        break;
    case SetKind::nextHop:
        if (route.prefix.address().isV4())
            route.newNextHop = clause.address;
        break;
    case SetKind::ipv6NextHop:
        if (route.prefix.address().isV6())
            route.newNextHop = clause.address;
        break;
    case SetKind::nextHopPeer: route.nextHopIsPeer = true; break;
    case SetKind::nextHopUnchanged: route.nextHopIsUnchanged = true; break;
    case SetKind::distance: route.distance = static_cast<std::uint8_t>(clause.number); break;
    case SetKind::source: route.source = clause.address; break;
    default:
        if (route.bgp)
            setBgp(all, kind, clause, *route.bgp);
        break;
    }
}

bool run(const Policies &all, std::string_view name, RouteContext &route, int depth)
{
    const RouteMap *map = all.findRouteMap(name);
    if (!map || depth > kDeepestCall)
        return false;
    bool permitted = false;
    for (auto at = map->entries.begin(); at != map->entries.end();) {
        const RouteMapEntry &entry = at->second;
        const bool isMatch = std::all_of(entry.matches.begin(), entry.matches.end(), [&](const auto &condition) {
            return matches(all, condition.first, condition.second, route);
        });
        if (!isMatch) {
            ++at;
            continue;
        }
        if (!entry.permit)
            return false;
        permitted = true;
        for (const auto &[kind, clause] : entry.sets)
            set(all, kind, clause, route);
        if (!entry.call.empty() && !run(all, entry.call, route, depth + 1))
            return false;
        if (entry.onMatch == RouteMapEntry::OnMatch::exit)
            return true;
        // Only ever forwards: a walk ends.
        at = entry.onMatch == RouteMapEntry::OnMatch::next ? std::next(at)
                                                          : map->entries.lower_bound(std::max(entry.goTo, at->first + 1));
    }
    return permitted;
}

} // namespace

bool Policies::routeMapPermits(std::string_view name, RouteContext &route) const { return run(*this, name, route, 0); }

} // namespace hopyard::routing::policy

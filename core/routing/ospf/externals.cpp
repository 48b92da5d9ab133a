// See externals.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/externals.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/area_border.h"
#include "core/routing/ospf/originate.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace hopyard::routing::ospf {

namespace {

constexpr base::Duration kTranslatorStability = base::Duration::seconds(40); // RFC 3101 appendix D
constexpr std::uint32_t kDefaultMetric = 10, kDefaultMetricAlways = 1;       // as FRR

/// Externals by prefix, as they are to stand in advertisements of one database.
using Announced = std::map<base::IpPrefix, wire::ExternalLsa>;

wire::ExternalLsa lsaOf(const ExternalRoute &route)
{
    return {static_cast<std::uint8_t>(route.prefix.length()), route.type2, route.metric, {}, route.tag};
}

/// The routes to announce, the default route among them.
std::map<base::IpPrefix, ExternalRoute> routesToAnnounce(const Instance &r)
{
    std::map<base::IpPrefix, ExternalRoute> routes = r.externals;
    const base::IpPrefix everything(base::Ipv4Address(), 0);
    routes.erase(everything); // announced by default-information alone
    const DefaultInformation &d = r.config.defaultInformation;
    if (d.originate && (d.always || r.defaultPresent)) {
        ExternalRoute route;
        route.prefix = everything;
        route.metric = d.metric.value_or(d.always ? kDefaultMetricAlways : kDefaultMetric);
        route.type2 = d.type2;
        route.tag = d.tag;
        routes[everything] = route;
    }
    return routes;
}

const ExternalRange *rangeOf(const Instance &r, const base::IpPrefix &prefix)
{
    const ExternalRange *longest = nullptr;
    for (const ExternalRange &range : r.config.externalRanges)
        if (range.prefix.contains(prefix) && (!longest || range.prefix.length() > longest->prefix.length()))
            longest = &range;
    return longest;
}

bool isOn(const Interface &interface, base::Ipv4Address address)
{
    return interface.isUp() && !interface.isVirtual() && interface.config.type != NetworkType::loopback
        && interface.id.address != address && interface.network().contains(base::IpAddress(address));
}

/// The next hop where it lies on a network that OSPF knows, in `area` or (0) in any: others may then go there directly.
base::Ipv4Address forwardingAddress(const Instance &r, base::Ipv4Address nextHop, const Area *area)
{
    if (nextHop.isUnspecified())
        return {};
    for (const auto &[serial, interface] : r.interfaces)
        if ((!area || interface.area == area->serial) && isOn(interface, nextHop))
            return nextHop;
    return {};
}

/// RFC 3101 section 2.3: an address of ours in the area. FRR takes the first of its interfaces, a loopback only where there
/// is nothing else, although the RFC would like that better; the way to it counts in everybody's metric, so we take the same.
base::Ipv4Address ownAddressIn(const Instance &r, const Area &area)
{
    const auto isLoopback = [](const Interface &interface) { return interface.config.type == NetworkType::loopback; };
    const Interface *first = nullptr;
    for (const auto &[serial, interface] : r.interfaces)
        if (interface.area == area.serial && interface.isUp()
            && (!first || std::tuple(isLoopback(interface), interface.id) < std::tuple(isLoopback(*first), first->id)))
            first = &interface;
    return first ? first->id.address : base::Ipv4Address();
}

Announced announcedAs(const Instance &r, const Area *nssa)
{
    Announced all;
    for (const auto &[prefix, route] : routesToAnnounce(r)) {
        if (const ExternalRange *range = rangeOf(r, prefix); range && prefix.length() > 0) {
            if (!range->advertise)
                continue;
            wire::ExternalLsa lsa{static_cast<std::uint8_t>(range->prefix.length()), true, 20, {}, range->tag};
            if (nssa)
                lsa.forwarding = ownAddressIn(r, *nssa);
            all[range->prefix] = lsa;
            continue;
        }
        wire::ExternalLsa lsa = lsaOf(route);
        lsa.forwarding = forwardingAddress(r, route.nextHop, nssa);
        if (nssa && lsa.forwarding.isUnspecified())
            lsa.forwarding = ownAddressIn(r, *nssa);
        all[prefix] = lsa;
    }
    return all;
}

void announce(Context &c, DbRef ref, wire::LsaType type, std::uint8_t options, const Announced &all)
{
    std::vector<base::IpPrefix> prefixes;
    prefixes.reserve(all.size());
    for (const auto &[prefix, lsa] : all)
        prefixes.push_back(prefix);
    const auto ids = assignIds(prefixes);
    std::set<wire::LsaKey> keep;
    for (const auto &[prefix, lsa] : all) {
        const wire::LsaKey key{type, ids.at(prefix), c.r.config.routerId};
        keep.insert(key);
        want(c, ref, key, options, lsa.body());
    }
    unwantOthers(c, ref, type, type, keep);
}

/// RFC 3101 section 3.1: who says so always translates, else the border router with the highest id.
bool winsElection(const Instance &r, const Area &area)
{
    if (!r.areaBorder || area.config.translator == TranslatorRole::never)
        return false;
    if (area.config.translator == TranslatorRole::always)
        return true;
    for (const TableRouter &other : r.table.routers) {
        if (!other.intraArea || other.area != area.id.value() || !(other.flags & wire::RouterLsa::kBorder))
            continue;
        if ((other.flags & wire::RouterLsa::kNssaTranslator) || other.router > r.config.routerId.value())
            return false;
    }
    return true;
}

void electTranslator(Context &c, Area &area)
{
    if (winsElection(c.r, area)) {
        area.translator = true;
        area.translatorUntil = base::TimePoint::never();
    } else if (area.translator && c.r.areaBorder) {
        // Goes on for a while, so that nothing is missing while the other begins.
        if (area.translatorUntil.isNever()) {
            area.translatorUntil = c.now + kTranslatorStability;
            startTimer(c, c.r.translatorTimer, kTranslatorStability, {Timer::Kind::translator, 0, 0});
        }
        area.translator = c.now < area.translatorUntil;
    } else {
        area.translator = false;
    }
}

const Range *nssaRangeOf(const Area &area, const base::IpPrefix &prefix)
{
    const Range *longest = nullptr;
    for (const Range &range : area.config.nssaRanges)
        if (range.prefix.contains(prefix) && (!longest || range.prefix.length() > longest->prefix.length()))
            longest = &range;
    return longest;
}

/// RFC 3101 section 3.2.
void translate(const Instance &r, const Area &area, Announced &all)
{
    area.db.forEach([&](Lsdb::Slot, const StoredLsa &stored) {
        const wire::LsaView view = stored.view();
        if (view.type() != wire::LsaType::nssa || stored.maxAge || stored.own || !(view.options() & wire::OspfOptions::np))
            return;
        const wire::ExternalLsa lsa = wire::ExternalLsa::load(view.body());
        if (lsa.forwarding.isUnspecified() || lsa.metric >= wire::SummaryLsa::kInfinity)
            return;
        const base::IpPrefix prefix(view.id(), lsa.length);
        const TableRoute *route = r.table.find(prefix.address().v4().value(), prefix.length());
        if (!route || (route->type != RouteType::nssa1 && route->type != RouteType::nssa2))
            return; // not reached, or there is something better
        const Range *range = nssaRangeOf(area, prefix);
        if (!range) {
            if (route->advertisingRouter == view.advertisingRouter().value())
                all.try_emplace(prefix, lsa);
            return;
        }
        if (!range->advertise)
            return;
        wire::ExternalLsa whole{static_cast<std::uint8_t>(range->prefix.length()), lsa.type2, range->cost.value_or(lsa.metric), {}, 0};
        const auto [it, isNew] = all.try_emplace(range->prefix, whole);
        if (!isNew && !range->cost) { // the largest metric, of the type that is the less preferred
            it->second.metric = it->second.type2 == lsa.type2 ? std::max(it->second.metric, lsa.metric)
                              : lsa.type2                     ? lsa.metric
                                                              : it->second.metric;
            it->second.type2 = it->second.type2 || lsa.type2;
        }
    });
}

} // namespace

void originateExternals(Context &c)
{
    c.r.externalsDirty = false;
    bool normal = false;
    for (const auto &[serial, area] : c.r.areas)
        normal = normal || area.takesExternals();
    Announced all;
    if (normal)
        all = announcedAs(c.r, nullptr);
    for (auto &[serial, area] : c.r.areas) {
        const DbRef ref = DbRef::area(serial);
        if (area.config.type != AreaType::nssa) {
            unwantOthers(c, ref, wire::LsaType::nssa, wire::LsaType::nssa, {});
            continue;
        }
        electTranslator(c, area);
        if (area.translator)
            translate(c.r, area, all);
        Announced within = announcedAs(c.r, &area);
        // What we announce to the whole AS by ourselves is not to be translated.
        const std::uint8_t options = c.r.areaBorder ? 0 : wire::OspfOptions::np;
        if (c.r.areaBorder && area.config.nssaDefault && !area.config.noSummary) {
            const base::IpPrefix everything(base::Ipv4Address(), 0);
            within[everything] = {0, true, area.config.defaultCost, {}, 0};
        }
        announce(c, ref, wire::LsaType::nssa, options, within);
    }
    announce(c, DbRef::as(), wire::LsaType::external, wire::OspfOptions::e, all);
}

} // namespace hopyard::routing::ospf

// Portions of routes for the RIB. See bgp_portion.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/bgp_portion.h"

#include <algorithm>
#include <utility>

namespace hopyard::router {

namespace bgp = routing::bgp;

namespace {

constexpr std::size_t kFew = 64;
constexpr std::size_t kMany = 32'768;
constexpr base::Duration kWait = base::Duration::milliseconds(1);

routing::Candidate candidateOf(const bgp::Output &out, const bgp::RouteChange &route)
{
    routing::Candidate candidate;
    candidate.kind = route.blackhole ? ip::RouteKind::blackhole : ip::RouteKind::unicast;
    candidate.distance = route.distance;
    candidate.metric = route.metric;
    candidate.tag = route.tag;
    for (const base::IpAddress &gateway : out.nextHopsOf(route))
        candidate.nextHops.push_back({gateway, {}, 1, false});
    return candidate;
}

} // namespace

void BgpPortion::take(base::TimePoint now, bgp::Output &out, routing::Rib &rib)
{
    if (out.routes.empty())
        return;
    if (m_waiting.capacity() < kMany && m_waiting.size() + out.routes.size() > kFew)
        m_waiting.reserve(kMany);
    const bgp::RouteChange *said = nullptr; // whose terms are the last held: long lists of routes share them
    const auto isAsSaid = [&](const bgp::RouteChange &route) {
        return said && said->firstNextHop == route.firstNextHop && said->nextHopCount == route.nextHopCount &&
               said->metric == route.metric && said->tag == route.tag && said->distance == route.distance &&
               said->blackhole == route.blackhole;
    };
    for (const bgp::RouteChange &route : out.routes) {
        if (route.removed) {
            m_waiting.push_back({route.prefix, kRemoved});
            continue;
        }
        if (!isAsSaid(route)) {
            const routing::Rib::Terms terms = rib.holdTerms(routing::Protocol::bgp, candidateOf(out, route));
            if (!m_held.empty() && m_held.back() == terms)
                rib.releaseTerms(terms);
            else
                m_held.push_back(terms);
            said = &route;
        }
        m_waiting.push_back({route.prefix, m_held.back()});
        if (m_waiting.size() == kMany) {
            handOver(rib);
            said = nullptr;
        }
    }
    out.routes.clear();
    out.nextHops.clear();
    if (m_due.isNever() && m_waiting.size() <= kFew)
        handOver(rib);
    else if (m_due.isNever())
        m_due = now + kWait;
}

void BgpPortion::expire(base::TimePoint now, routing::Rib &rib)
{
    if (now < m_due)
        return;
    handOver(rib);
    m_waiting = std::vector<Waiting>(); // the burst is over, perhaps
}

void BgpPortion::handOver(routing::Rib &rib)
{
    constexpr std::size_t kAhead = 12; // the RIB's memory is asked some prefixes before
    for (std::size_t i = 0; i < m_waiting.size(); ++i) {
        if (i + kAhead < m_waiting.size())
            rib.prefetch(m_waiting[i + kAhead].prefix);
        if (m_waiting[i].terms == kRemoved)
            rib.withdraw(m_waiting[i].prefix, routing::Protocol::bgp);
        else
            rib.offer(m_waiting[i].prefix, m_waiting[i].terms);
    }
    for (const routing::Rib::Terms terms : m_held)
        rib.releaseTerms(terms);
    m_waiting.clear();
    m_held.clear();
    m_due = base::TimePoint::never();
}

} // namespace hopyard::router

// See graceful_helper.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/graceful_helper.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/exchange.h"
#include "core/routing/ospf/originate.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

constexpr std::uint8_t kUnknownReason = 0;

bool isGrace(const wire::LsaView &lsa)
{
    return lsa.type() == wire::LsaType::opaqueLink && lsa.id().value() >> 24 == wire::GraceLsa::kOpaqueType;
}

/// The one that the advertisement is about; on networks of several it names its address.
Neighbour *restarting(Interface &interface, const wire::LsaView &lsa)
{
    for (auto &[serial, n] : interface.neighbours)
        if (n.id == lsa.advertisingRouter())
            return &n;
    return nullptr;
}

bool mayHelp(const Context &c, const Neighbour &n, const wire::GraceLsa &grace, std::uint16_t age)
{
    const GracefulHelper &config = c.r.config.gracefulHelper;
    // Section 3.1: it was full, has time left, and nothing changed that it does not know of yet.
    return config.enabled && n.state == NeighbourState::full && grace.seconds > age && grace.seconds <= config.maxSeconds
        && !(config.plannedOnly && grace.reason == kUnknownReason) && (!config.strictLsaCheck || n.retransmit.isEmpty());
}

} // namespace

void graceReceived(Context &c, Interface &interface, Neighbour &, const wire::LsaView &lsa, std::uint16_t age)
{
    if (!isGrace(lsa))
        return;
    Neighbour *n = restarting(interface, lsa);
    if (!n)
        return;
    if (age >= wire::LsaHeader::kMaxAge) {
        if (n->helped)
            endHelp(c, interface, *n);
        return;
    }
    const auto grace = wire::GraceLsa::load(lsa.body());
    if (!grace || !mayHelp(c, *n, *grace, age))
        return;
    n->helped = true;
    startTimer(c, n->helpTimer, base::Duration::seconds(std::int64_t(grace->seconds) - age), {Timer::Kind::helpEnds, interface.serial, n->serial});
}

void topologyChanged(Context &c, DbRef ref)
{
    if (!c.r.config.gracefulHelper.strictLsaCheck)
        return;
    forEachNeighbour(c.r, [&](Interface &interface, Neighbour &n) {
        if (!n.helped)
            return;
        const std::vector<DbRef> shared = sharedDatabases(c.r, interface);
        if (std::find(shared.begin(), shared.end(), ref) != shared.end())
            endHelp(c, interface, n);
    });
}

void endHelp(Context &c, Interface &interface, Neighbour &neighbour)
{
    neighbour.helped = false;
    stopTimer(c, neighbour.helpTimer);
    // Section 3.2: elections again, and our advertisements say how it is.
    interface.neighbourChanged = true;
    adjacencyChanged(c, interface);
    // Its hellos stopped meanwhile: then it has the usual time from now on.
    if (neighbour.state != NeighbourState::down && !c.r.timers.isSet(neighbour.inactivityTimer))
        startTimer(c, neighbour.inactivityTimer, deadInterval(interface), {Timer::Kind::inactivity, interface.serial, neighbour.serial});
}

void helpTimer(Context &c, Interface &interface, Neighbour &neighbour)
{
    if (neighbour.helped)
        endHelp(c, interface, neighbour);
}

} // namespace hopyard::routing::ospf

// Route flap dampening (RFC 2439): each flap of a path adds to a penalty that decays with its half-life; above the
// suppress limit the path is not used until the penalty is below the reuse limit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/instance.h"

#include <algorithm>
#include <cmath>

namespace hopyard::routing::bgp {

namespace {

constexpr double kWithdrawn = 1000, kChanged = 500; ///< penalties, as FRR's

double ceiling(const Dampening &d) { return d.reuse * std::exp2(double(d.maxSuppress) / d.halfLife); }

/// When the penalty will have decayed to `limit`.
TimePoint whenBelow(const Dampening &d, const FlapState &flap, double limit)
{
    if (flap.penalty <= limit)
        return flap.updated;
    const double minutes = d.halfLife * std::log2(flap.penalty / limit);
    return flap.updated + Duration::milliseconds(static_cast<std::int64_t>(minutes * 60'000) + 1);
}

} // namespace

double penaltyAt(const Dampening &d, const FlapState &flap, TimePoint now)
{
    const double minutes = static_cast<double>(now.ns() - flap.updated.ns()) / 60e9;
    return flap.penalty * std::exp2(-minutes / d.halfLife);
}

bool dampen(Instance &i, Afi afi, PrefixId id, PeerIndex peer, Flap event, TimePoint now)
{
    const Dampening &d = *i.config.families[at(afi)].dampening;
    Family &family = i.family(afi);
    const auto key = std::pair(family.table.prefix(id), peer);
    auto found = family.flaps.find(key);
    if (found == family.flaps.end()) {
        if (event == Flap::announced)
            return false; // heard for the first time
        found = family.flaps.emplace(key, FlapState{0, now, now, 0, false}).first;
    }
    FlapState &flap = found->second;
    flap.penalty = penaltyAt(d, flap, now);
    flap.updated = now;
    if (event != Flap::announced) {
        flap.penalty = std::min(flap.penalty + (event == Flap::withdrawn ? kWithdrawn : kChanged), ceiling(d));
        ++flap.flaps;
    }
    flap.suppressed = flap.suppressed ? flap.penalty >= d.reuse : flap.penalty >= d.suppress;
    family.reuseAt = std::min(family.reuseAt, whenBelow(d, flap, flap.suppressed ? d.reuse : d.reuse / 2.0));
    return flap.suppressed;
}

void expireDampening(Instance &i, TimePoint now, Output &out)
{
    for (const Afi afi : kAllAfis) {
        Family &family = i.family(afi);
        if (family.reuseAt > now)
            continue;
        family.reuseAt = TimePoint::never();
        const Dampening d = i.config.families[at(afi)].dampening.value_or(Dampening{});
        for (auto at = family.flaps.begin(); at != family.flaps.end();) {
            FlapState &flap = at->second;
            const double penalty = penaltyAt(d, flap, now);
            const PrefixId id = family.table.find(at->first.first);
            Path *path = id == kNone ? nullptr : family.table.find(id, at->first.second);
            if (flap.suppressed && penalty < d.reuse) {
                flap.suppressed = false;
                if (path && path->has(Path::kDamped)) {
                    path->set(Path::kDamped, false);
                    decide(i, afi, id, false, now, out);
                }
            }
            if (penalty >= d.reuse / 2.0) {
                family.reuseAt = std::min(family.reuseAt, whenBelow(d, flap, flap.suppressed ? d.reuse : d.reuse / 2.0));
                ++at;
                continue;
            }
            // Forgotten; and with it a path that is only remembered.
            if (path && path->has(Path::kHistory)) {
                i.attributes.release(path->attributes);
                family.table.remove(id, at->first.second);
                if (!family.table.first(id))
                    family.empty.push_back(id);
            }
            at = family.flaps.erase(at);
        }
    }
}

} // namespace hopyard::routing::bgp

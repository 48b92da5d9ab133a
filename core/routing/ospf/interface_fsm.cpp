// The table of RFC 2328 section 9.3 and the election of section 9.4.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/interface_fsm.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

InterfaceStep begin(NetworkType type, std::uint8_t priority)
{
    switch (type) {
    case NetworkType::loopback: return {InterfaceAction::none, InterfaceState::loopback};
    case NetworkType::pointToPoint:
    case NetworkType::pointToMultipoint:
    case NetworkType::virtualLink: return {InterfaceAction::begin, InterfaceState::pointToPoint};
    case NetworkType::broadcast:
    case NetworkType::nbma: break;
    }
    if (priority == 0)
        return {InterfaceAction::electFirst, InterfaceState::drOther};
    return {InterfaceAction::beginWait, InterfaceState::waiting};
}

bool better(const Candidate &a, const Candidate &b)
{
    return a.priority != b.priority ? a.priority > b.priority : a.router > b.router;
}

const Candidate *best(const std::vector<Candidate> &all, auto &&counts)
{
    const Candidate *found = nullptr;
    for (const Candidate &c : all)
        if (c.priority > 0 && counts(c) && (!found || better(c, *found)))
            found = &c;
    return found;
}

/// Steps 2 and 3 of section 9.4.
Elected electOnce(const std::vector<Candidate> &all)
{
    const auto claimsDr = [](const Candidate &c) { return c.dr == c.address; };
    const Candidate *bdr = best(all, [&](const Candidate &c) { return !claimsDr(c) && c.bdr == c.address; });
    if (!bdr)
        bdr = best(all, [&](const Candidate &c) { return !claimsDr(c); });
    const Candidate *dr = best(all, claimsDr);
    if (!dr)
        dr = bdr;
    return {dr ? dr->address : base::Ipv4Address(), bdr ? bdr->address : base::Ipv4Address()};
}

} // namespace

InterfaceStep step(InterfaceState state, InterfaceEvent event, NetworkType type, std::uint8_t priority)
{
    using E = InterfaceEvent;
    using S = InterfaceState;
    using A = InterfaceAction;
    const InterfaceStep ignored{A::none, state};
    switch (event) {
    case E::loopInd: return state == S::loopback ? ignored : InterfaceStep{A::reset, S::loopback};
    case E::interfaceDown: return state == S::down ? ignored : InterfaceStep{A::reset, S::down};
    default: break;
    }
    switch (state) {
    case S::down: return event == E::interfaceUp ? begin(type, priority) : ignored;
    case S::loopback: return event == E::unloopInd ? InterfaceStep{A::none, S::down} : ignored;
    case S::waiting:
        return event == E::backupSeen || event == E::waitTimer ? InterfaceStep{A::elect, S::drOther} : ignored;
    case S::pointToPoint: return ignored;
    case S::drOther:
    case S::backup:
    case S::dr: return event == E::neighbourChange ? InterfaceStep{A::elect, S::drOther} : ignored;
    }
    return ignored;
}

InterfaceState stateAfter(const Elected &elected, base::Ipv4Address self)
{
    if (elected.dr == self)
        return InterfaceState::dr;
    return elected.bdr == self ? InterfaceState::backup : InterfaceState::drOther;
}

Elected elect(const Candidate &self, std::vector<Candidate> others)
{
    others.push_back(self);
    Candidate &me = others.back();
    const Elected before{self.dr, self.bdr};
    Elected now = electOnce(others);
    // Step 4: who has just become, or is no longer, one of the two calculates once more knowing it, so that nobody
    // is both.
    const InterfaceState was = stateAfter(before, self.address);
    const InterfaceState is = stateAfter(now, self.address);
    if (was != is || (now.dr == self.address && now.bdr == self.address)) {
        me.dr = now.dr;
        me.bdr = now.dr == self.address ? base::Ipv4Address() : now.bdr;
        now = electOnce(others);
    }
    return now;
}

} // namespace hopyard::routing::ospf

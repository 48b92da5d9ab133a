// See lists.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/policy/lists.h"

namespace hopyard::routing::policy {

bool PrefixListEntry::matches(const base::IpPrefix &route) const
{
    if (any)
        return true;
    if (!prefix.contains(route))
        return false;
    if (!ge && !le)
        return route.length() == prefix.length();
    return route.length() >= ge.value_or(0) && route.length() <= le.value_or(128);
}

const PrefixListEntry *PrefixList::firstMatch(const base::IpPrefix &route) const
{
    for (const PrefixListEntry &entry : sequence.entries)
        if (route.family() == family && entry.matches(route))
            return &entry;
    return nullptr;
}

bool PrefixList::permits(const base::IpPrefix &route) const
{
    if (sequence.entries.empty())
        return true;
    const PrefixListEntry *match = firstMatch(route);
    return match && match->permit;
}

bool AccessListEntry::matches(const base::IpPrefix &route) const
{
    if (any)
        return true;
    const auto same = [](base::Ipv4Address a, base::Ipv4Address b, base::Ipv4Address wild) {
        return ((a.value() ^ b.value()) & ~wild.value()) == 0;
    };
    switch (kind) {
    case Kind::standard: return route.address().isV4() && same(route.address().v4(), address, wildcard);
    case Kind::extended:
        return route.address().isV4() && same(route.address().v4(), address, wildcard) &&
               same(base::Ipv4Address(base::netmask4(route.length())), mask, maskWildcard);
    case Kind::prefix: return prefix.contains(route) && (!exact || route.length() == prefix.length());
    }
    return false;
}

bool AccessList::permits(const base::IpPrefix &route) const
{
    for (const AccessListEntry &entry : sequence.entries)
        if (route.family() == family && entry.matches(route))
            return entry.permit;
    return false;
}

AccessListEntry::Kind AccessList::kindOf(std::string_view name)
{
    unsigned number = 0;
    for (const char c : name) {
        if (c < '0' || c > '9' || number > 10'000)
            return AccessListEntry::Kind::prefix;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    if ((number >= 1 && number <= 99) || (number >= 1300 && number <= 1999))
        return AccessListEntry::Kind::standard;
    if ((number >= 100 && number <= 199) || (number >= 2000 && number <= 2699))
        return AccessListEntry::Kind::extended;
    return AccessListEntry::Kind::prefix;
}

} // namespace hopyard::routing::policy

// Prefix lists and access lists: ordered entries that permit or deny a prefix, the first that matches decides.
//
// An access list's name says what its entries are, as in FRR: 1-99 and 1300-1999 standard (address and wildcard bits),
// 100-199 and 2000-2699 extended (address and mask of a route), any other name prefixes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::policy {

/// Entries by sequence number. E has `sequence` and sameRule(other).
template <class E>
struct Sequence {
    std::vector<E> entries;

    bool operator==(const Sequence &) const = default;
    /// `step`: 5 behind the last; `rounded`: the next multiple of 5.
    std::uint32_t next(bool rounded) const
    {
        const std::uint32_t last = entries.empty() ? 0 : entries.back().sequence;
        return rounded ? last / 5 * 5 + 5 : last + 5;
    }
    /// In place of the entry with its number. Nothing happens where `unnumbered` and the rule is there already.
    void add(E entry, bool unnumbered, bool rounded = false)
    {
        if (unnumbered) {
            if (std::any_of(entries.begin(), entries.end(), [&](const E &e) { return e.sameRule(entry); }))
                return;
            entry.sequence = next(rounded);
        }
        const auto at = std::lower_bound(entries.begin(), entries.end(), entry.sequence,
                                         [](const E &e, std::uint32_t n) { return e.sequence < n; });
        if (at != entries.end() && at->sequence == entry.sequence)
            *at = std::move(entry);
        else
            entries.insert(at, std::move(entry));
    }
    /// By number, or by rule where there is no number. False: there is no such entry.
    bool remove(std::optional<std::uint32_t> sequence, const E *rule)
    {
        return std::erase_if(entries, [&](const E &e) {
                   return (!sequence || e.sequence == *sequence) && (!rule || e.sameRule(*rule));
               }) > 0;
    }
};

struct PrefixListEntry {
    std::uint32_t sequence = 0;
    bool permit = true;
    bool any = false;      ///< of the list's family; the rest is empty
    base::IpPrefix prefix;
    std::optional<std::uint8_t> ge, le;
    bool operator==(const PrefixListEntry &) const = default;
    bool sameRule(const PrefixListEntry &o) const
    {
        return permit == o.permit && any == o.any && prefix == o.prefix && ge == o.ge && le == o.le;
    }
    bool matches(const base::IpPrefix &route) const;
};

struct PrefixList {
    std::string name;
    base::Family family = base::Family::ipv4;
    std::string description;
    Sequence<PrefixListEntry> sequence;
    bool operator==(const PrefixList &) const = default;
    /// An empty list permits, as in FRR; what no entry matches is denied.
    bool permits(const base::IpPrefix &route) const;
    const PrefixListEntry *firstMatch(const base::IpPrefix &route) const;
};

struct AccessListEntry {
    enum class Kind : std::uint8_t { standard, extended, prefix };
    std::uint32_t sequence = 0;
    bool permit = true;
    Kind kind = Kind::prefix;
    bool any = false;                       ///< standard and prefix: everything
    base::Ipv4Address address, wildcard;    ///< standard and extended: bits set in `wildcard` may be anything
    base::Ipv4Address mask, maskWildcard;   ///< extended: of the route's netmask
    base::IpPrefix prefix;                  ///< and what is inside it …
    bool exact = false;                     ///< … or only itself
    bool operator==(const AccessListEntry &) const = default;
    bool sameRule(const AccessListEntry &o) const
    {
        AccessListEntry copy = o;
        copy.sequence = sequence;
        return *this == copy;
    }
    bool matches(const base::IpPrefix &route) const;
};

struct AccessList {
    std::string name;
    base::Family family = base::Family::ipv4;
    std::string remark;
    Sequence<AccessListEntry> sequence;
    bool operator==(const AccessList &) const = default;
    bool permits(const base::IpPrefix &route) const;
    static AccessListEntry::Kind kindOf(std::string_view name);
};

} // namespace hopyard::routing::policy

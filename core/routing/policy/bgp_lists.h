// Lists over what BGP routes carry: AS paths, communities (RFC 1997), large communities (RFC 8092).
//
// A standard list has communities, an expanded one regular expressions over their text ("65001:1 no-export").
// Deliberately missing: extended communities.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/policy/lists.h"
#include "core/routing/policy/regular_expression.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::routing::policy {

using Community = std::uint32_t;
using LargeCommunity = std::array<std::uint32_t, 3>;

/// "65001:1", "no-export", "local-AS", "blackhole" …; a bare number is one too.
std::optional<Community> parseCommunity(std::string_view text);
std::string toString(Community community);
std::optional<LargeCommunity> parseLargeCommunity(std::string_view text); ///< "1:2:3"
std::string toString(const LargeCommunity &community);
/// Words with a blank between, as both lists of one route are written.
std::string toString(const std::vector<Community> &communities);
std::string toString(const std::vector<LargeCommunity> &communities);

constexpr Community kInternet = 0; ///< in a list: every route

struct AsPathListEntry {
    std::uint32_t sequence = 0;
    bool permit = true;
    RegularExpression expression;
    bool operator==(const AsPathListEntry &) const = default;
    bool sameRule(const AsPathListEntry &o) const { return permit == o.permit && expression == o.expression; }
};

struct AsPathList {
    Sequence<AsPathListEntry> sequence;
    bool operator==(const AsPathList &) const = default;
    /// `path` as shown: "65001 65002 {1,2}".
    bool permits(std::string_view path) const;
};

template <class C>
struct CommunityListEntry {
    std::uint32_t sequence = 0;
    bool permit = true;
    std::vector<C> communities;                  ///< standard: sorted, all must be there; empty and none below: any
    std::optional<RegularExpression> expression; ///< expanded
    bool operator==(const CommunityListEntry &) const = default;
    bool sameRule(const CommunityListEntry &o) const
    {
        return permit == o.permit && communities == o.communities && expression == o.expression;
    }
};

/// `communities` of the calls below are sorted.
template <class C>
struct BasicCommunityList {
    bool expanded = false;
    Sequence<CommunityListEntry<C>> sequence;
    bool operator==(const BasicCommunityList &) const = default;
    /// `exact`: neither more nor less.
    bool permits(const std::vector<C> &communities, bool exact = false) const;
    /// For `set comm-list NAME delete`.
    bool permitsOne(const C &community) const;
};

using CommunityList = BasicCommunityList<Community>;
using LargeCommunityList = BasicCommunityList<LargeCommunity>;
extern template struct BasicCommunityList<Community>;
extern template struct BasicCommunityList<LargeCommunity>;

} // namespace hopyard::routing::policy

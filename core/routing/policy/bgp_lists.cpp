// See bgp_lists.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/policy/bgp_lists.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace hopyard::routing::policy {

namespace {

/// IANA's well-known communities, under the names that FRR gives them.
constexpr std::array<std::pair<std::string_view, Community>, 15> kWellKnown{{
    {"internet", kInternet}, {"graceful-shutdown", 0xffff0000}, {"accept-own", 0xffff0001},
    {"route-filter-translated-v4", 0xffff0002}, {"route-filter-v4", 0xffff0003}, {"route-filter-translated-v6", 0xffff0004},
    {"route-filter-v6", 0xffff0005}, {"llgr-stale", 0xffff0006}, {"no-llgr", 0xffff0007}, {"accept-own-nexthop", 0xffff0008},
    {"blackhole", 0xffff029a}, {"no-export", 0xffffff01}, {"no-advertise", 0xffffff02}, {"local-AS", 0xffffff03},
    {"no-peer", 0xffffff04},
}};

/// A number of at most `most`, up to a ':' or the end, taken off the text.
std::optional<std::uint32_t> takeNumber(std::string_view &text, std::uint64_t most)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value > most)
        return {};
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return static_cast<std::uint32_t>(value);
}

bool takeColon(std::string_view &text)
{
    if (text.empty() || text.front() != ':')
        return false;
    text.remove_prefix(1);
    return true;
}

template <class C>
std::string joined(const std::vector<C> &communities)
{
    std::string out;
    for (const C &community : communities)
        out += (out.empty() ? "" : " ") + toString(community);
    return out;
}

template <class C>
bool isAny(const CommunityListEntry<C> &entry)
{
    if constexpr (std::is_same_v<C, Community>)
        return !entry.expression && std::find(entry.communities.begin(), entry.communities.end(), kInternet) != entry.communities.end();
    return false;
}

} // namespace

std::optional<Community> parseCommunity(std::string_view text)
{
    for (const auto &[name, value] : kWellKnown)
        if (text == name)
            return value;
    std::string_view rest = text;
    if (text.find(':') == text.npos) {
        const auto whole = takeNumber(rest, 0xffffffff);
        return rest.empty() ? whole : std::nullopt;
    }
    const auto high = takeNumber(rest, 0xffff);
    if (!high || !takeColon(rest))
        return {};
    const auto low = takeNumber(rest, 0xffff);
    if (!low || !rest.empty())
        return {};
    return *high << 16 | *low;
}

std::string toString(Community community)
{
    for (const auto &[name, value] : kWellKnown)
        if (community == value)
            return std::string(name);
    return std::to_string(community >> 16) + ':' + std::to_string(community & 0xffff);
}

std::optional<LargeCommunity> parseLargeCommunity(std::string_view text)
{
    LargeCommunity out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i > 0 && !takeColon(text))
            return {};
        const auto part = takeNumber(text, 0xffffffff);
        if (!part)
            return {};
        out[i] = *part;
    }
    return text.empty() ? std::optional(out) : std::nullopt;
}

std::string toString(const LargeCommunity &community)
{
    return std::to_string(community[0]) + ':' + std::to_string(community[1]) + ':' + std::to_string(community[2]);
}

std::string toString(const std::vector<Community> &communities) { return joined(communities); }
std::string toString(const std::vector<LargeCommunity> &communities) { return joined(communities); }

bool AsPathList::permits(std::string_view path) const
{
    for (const AsPathListEntry &entry : sequence.entries)
        if (entry.expression.matches(path))
            return entry.permit;
    return false;
}

template <class C>
bool BasicCommunityList<C>::permits(const std::vector<C> &communities, bool exact) const
{
    const std::string text = expanded ? joined(communities) : std::string();
    for (const CommunityListEntry<C> &entry : sequence.entries) {
        const bool isMatch = isAny(entry)       ? true
                             : entry.expression ? entry.expression->matches(text)
                             : exact            ? communities == entry.communities
                                                : std::includes(communities.begin(), communities.end(),
                                                                entry.communities.begin(), entry.communities.end());
        if (isMatch)
            return entry.permit;
    }
    return false;
}

template <class C>
bool BasicCommunityList<C>::permitsOne(const C &community) const
{
    for (const CommunityListEntry<C> &entry : sequence.entries) {
        const bool isMatch = isAny(entry)       ? true
                             : entry.expression ? entry.expression->matches(toString(community))
                                                : std::binary_search(entry.communities.begin(), entry.communities.end(), community);
        if (isMatch)
            return entry.permit;
    }
    return false;
}

template struct BasicCommunityList<Community>;
template struct BasicCommunityList<LargeCommunity>;

} // namespace hopyard::routing::policy

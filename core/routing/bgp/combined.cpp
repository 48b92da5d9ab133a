// See combined.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/combined.h"

#include <algorithm>

namespace hopyard::routing::bgp {

namespace {

template <class Map, class Key>
void change(Map &counts, const Key &key, bool on)
{
    if (on)
        ++counts[key];
    else if (const auto at = counts.find(key); at != counts.end() && --at->second == 0)
        counts.erase(at);
}

} // namespace

void Combined::count(const wire::BgpAttributes &set, bool on)
{
    std::vector<wire::AsNumber> sequence;
    bool inFront = true;
    for (const wire::AsPathView::Segment s : set.asPath.view()) {
        inFront &= s.type == wire::AsPathView::SegmentType::sequence;
        for (std::size_t n = 0; n < s.size() && !s.isConfederation(); ++n) {
            change(m_numbers, s.at(n), on);
            if (inFront)
                sequence.push_back(s.at(n));
        }
    }
    change(m_sequences, sequence, on);
    change(m_origins, set.origin, on);
    change(m_meds, set.med, on);
    for (const std::uint32_t community : set.communities)
        change(m_communities, community, on);
    for (const wire::LargeCommunity &community : set.largeCommunities)
        change(m_large, community, on);
}

void Combined::write(wire::BgpAttributes &into) const
{
    if (m_sequences.empty())
        return;
    into.origin = m_origins.rbegin()->first;
    const std::vector<wire::AsNumber> &first = m_sequences.begin()->first, &last = m_sequences.rbegin()->first;
    const std::vector<wire::AsNumber> common(first.begin(), std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first);
    into.asPath.append(wire::AsPathView::SegmentType::sequence, common);
    std::vector<wire::AsNumber> rest;
    for (const auto &[as, count] : m_numbers)
        if (std::find(common.begin(), common.end(), as) == common.end())
            rest.push_back(as);
    into.asPath.append(wire::AsPathView::SegmentType::set, rest);
    into.communities.clear();
    for (const auto &[community, count] : m_communities)
        into.communities.push_back(community);
    into.largeCommunities.clear();
    for (const auto &[community, count] : m_large)
        into.largeCommunities.push_back(community);
}

} // namespace hopyard::routing::bgp

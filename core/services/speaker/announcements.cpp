// Building and reading; see announcements.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/speaker/announcements.h"

#include <algorithm>
#include <utility>

namespace hopyard::services {

void Announcements::Builder::add(Prefix4 prefix, const wire::BgpAttributes &attributes)
{
    wire::BgpAttributes kept = attributes;
    kept.nextHop = kept.linkLocalNextHop = {};
    m_scratch.clear();
    wire::appendBgpAttributes(m_scratch, kept);
    const auto set = m_sets.try_emplace(m_scratch, static_cast<std::uint32_t>(m_sets.size())).first;
    m_routes[prefix] = set->second;
}

Announcements Announcements::Builder::build() &&
{
    // Sets in the order in which they came first, without those whose prefixes all came again with another one.
    std::vector<const std::vector<std::uint8_t> *> texts(m_sets.size());
    for (const auto &[text, number] : m_sets)
        texts[number] = &text;
    std::vector<std::pair<std::uint32_t, Prefix4>> routes;
    routes.reserve(m_routes.size());
    for (const auto &[prefix, set] : m_routes)
        routes.emplace_back(set, prefix);
    std::ranges::sort(routes);
    Announcements made;
    made.m_prefixes.reserve(routes.size());
    std::size_t next = 0;
    for (std::uint32_t set = 0; set < texts.size(); ++set) {
        if (next == routes.size() || routes[next].first != set)
            continue;
        made.m_sets.push_back({static_cast<std::uint32_t>(made.m_attributes.size()), static_cast<std::uint32_t>(made.m_prefixes.size())});
        made.m_attributes.insert(made.m_attributes.end(), texts[set]->begin(), texts[set]->end());
        for (; next < routes.size() && routes[next].first == set; ++next)
            made.m_prefixes.push_back(routes[next].second);
    }
    return made;
}

std::span<const Prefix4> Announcements::prefixesOf(std::size_t set) const
{
    const std::size_t end = set + 1 < m_sets.size() ? m_sets[set + 1].prefixes : m_prefixes.size();
    return std::span(m_prefixes).subspan(m_sets[set].prefixes, end - m_sets[set].prefixes);
}

base::Bytes Announcements::attributesOf(std::size_t set) const
{
    const std::size_t end = set + 1 < m_sets.size() ? m_sets[set + 1].attributes : m_attributes.size();
    return base::Bytes(m_attributes).subspan(m_sets[set].attributes, end - m_sets[set].attributes);
}

Announcements syntheticAnnouncements(Prefix4 first, std::uint32_t count, std::uint32_t sets, wire::AsNumber as)
{
    Announcements::Builder builder;
    wire::BgpAttributes attributes;
    attributes.origin = wire::BgpOrigin::igp;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t set = sets > 0 ? i % sets : 0;
        attributes.asPath = wire::AsPath{as, 100'000 + set / 1000, 200'000 + set};
        builder.add({first.address + (i << 8), 24}, attributes);
    }
    return std::move(builder).build();
}

} // namespace hopyard::services

// What many sets of attributes have in common, for an aggregate with as-set: the numbers of their AS paths, communities,
// the worst origin, whether their MEDs are the same. Counted, so that one set more or less costs what is in it, however
// many others there are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/wire/bgp_attributes.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace hopyard::routing::bgp {

class Combined {
public:
    void add(const wire::BgpAttributes &set) { count(set, true); }
    /// One that was added.
    void remove(const wire::BgpAttributes &set) { count(set, false); }

    bool hasOneMed() const { return m_meds.size() <= 1; }
    /// RFC 4271 section 9.2.2.2: what all have in common in front, and a set of all other numbers; the worst origin.
    /// Communities are those of all.
    void write(wire::BgpAttributes &into) const;

private:
    template <class T>
    using Counts = std::map<T, std::uint32_t>;

    void count(const wire::BgpAttributes &set, bool on);

    /// The sequences in front of the paths. What all have in common the first and the last in their order have.
    Counts<std::vector<wire::AsNumber>> m_sequences;
    Counts<wire::AsNumber> m_numbers; ///< in how many places of the paths each stands
    Counts<wire::BgpOrigin> m_origins;
    Counts<std::uint32_t> m_communities;
    Counts<wire::LargeCommunity> m_large;
    Counts<std::optional<std::uint32_t>> m_meds;
};

} // namespace hopyard::routing::bgp

// The routes that a BGP speaker announces, in the order and the form in which they go out: by sets of attributes.
//
// Immutable once built; speakers and copies of worlds share one. Attributes are kept as an UPDATE has them on a session of
// four-octet AS numbers, without the next hop, which is the speaker's own: a million routes with 200,000 sets are 30 MB.
// IPv4 unicast only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/wire/bgp_attributes.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace hopyard::services {

/// An IPv4 prefix in eight octets.
struct Prefix4 {
    std::uint32_t address = 0; ///< host order, bits beyond the length zero
    std::uint8_t length = 0;
    constexpr auto operator<=>(const Prefix4 &) const = default;
};

class Announcements {
public:
    class Builder {
    public:
        /// The last of a prefix counts.
        void add(Prefix4 prefix, const wire::BgpAttributes &attributes);
        std::size_t size() const { return m_routes.size(); }
        Announcements build() &&;

    private:
        std::map<std::vector<std::uint8_t>, std::uint32_t> m_sets;
        std::map<Prefix4, std::uint32_t> m_routes; ///< to the set
        std::vector<std::uint8_t> m_scratch;
    };

    std::size_t size() const { return m_prefixes.size(); }
    std::size_t setCount() const { return m_sets.size(); }
    /// Sorted by prefix.
    std::span<const Prefix4> prefixesOf(std::size_t set) const;
    base::Bytes attributesOf(std::size_t set) const;

private:
    struct Set {
        std::uint32_t attributes = 0; ///< where they begin
        std::uint32_t prefixes = 0;   ///< where they begin
    };
    std::vector<Set> m_sets;
    std::vector<std::uint8_t> m_attributes;
    std::vector<Prefix4> m_prefixes;
};

/// `count` /24 networks from `first` on, with as many different sets of attributes as `sets` (AS paths of three numbers
/// behind `as`). For loads.
Announcements syntheticAnnouncements(Prefix4 first, std::uint32_t count, std::uint32_t sets, wire::AsNumber as);

} // namespace hopyard::services

// UPDATEs packed: as many prefixes into each message as fit, for one set of attributes after the other.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/wire/bgp.h"

#include <cstdint>
#include <vector>

namespace hopyard::wire {

/// Appends whole messages to `out`. Call announce() or withdraw(), add() for each prefix, and finish() at the end.
class BgpUpdateWriter {
public:
    BgpUpdateWriter(std::vector<std::uint8_t> &out, const BgpFamily &family) : m_out(out), m_family(family) {}

    /// From now on prefixes are announced with these attributes, as appendBgpAttributes() writes them without prefixes.
    /// False where they leave no room for a prefix: no message can carry them.
    bool announce(base::Bytes attributes);
    /// From now on prefixes are withdrawn.
    void withdraw();
    void add(const base::IpPrefix &prefix);
    void finish();
    /// RFC 4724 section 2: that was all.
    void endOfRib();
    std::uint64_t messages() const { return m_messages; }

private:
    void open();

    std::vector<std::uint8_t> &m_out;
    BgpFamily m_family;
    base::Bytes m_attributes;
    bool m_withdraws = false;
    bool m_open = false;
    std::size_t m_start = 0;     // of the message
    std::size_t m_attributesAt = 0; // of the length of all attributes, or of withdrawn prefixes
    std::size_t m_lengthAt = 0;  // of the length of the attribute that holds prefixes; 0: none does
    std::size_t m_tail = 0;      // bytes that follow behind the prefixes
    std::uint64_t m_messages = 0;
};

} // namespace hopyard::wire

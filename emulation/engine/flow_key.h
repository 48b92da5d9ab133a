// Whose conversation a frame is of: the two ends and the protocol between them, the same in both directions, as a number to
// colour packets by and as a text for a legend.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"

#include <cstdint>
#include <string>

namespace hopyard::engine {

struct FlowKey {
    base::IpAddress a, b; ///< a is the smaller end
    std::uint16_t portA = 0, portB = 0; ///< of TCP and UDP, else 0; of fragments behind the first, too
    std::uint8_t protocol = 0;          ///< IP's number

    bool isValid() const { return a.isValid(); }
    /// Never 0; two flows may have the same number, once in billions.
    std::uint32_t number() const;
    std::string text() const; ///< "10.0.1.10:40000 – 10.0.2.10:80", "10.0.1.10 – 10.0.2.10"
    auto operator<=>(const FlowKey &) const = default;
};

/// Of an Ethernet frame, with or without an 802.1Q tag, that may be cut short or broken. Not valid where it is no IP.
FlowKey flowOf(base::Bytes frame);

} // namespace hopyard::engine

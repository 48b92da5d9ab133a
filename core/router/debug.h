// What `debug …` switches on at a router's console: which happenings of its protocols are told as lines, in the manner
// of FRR's daemons. Where a flag is off, nothing is built: one bit is tested.
//
// The lines are output of a program of that name (trace::ApplicationOutput), so the node's log has them, and a console
// session that asked for it by `terminal monitor`. Flags are the running router's, not its configuration's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/link/device.h"

#include <cstdint>
#include <string_view>

namespace hopyard::router {

enum class Debug : std::uint8_t {
    // Packets by their types (RFC 2328 A.3.1) and direction, in this order.
    ospfHelloSend, ospfHelloReceive, ospfDatabaseSend, ospfDatabaseReceive, ospfRequestSend, ospfRequestReceive,
    ospfUpdateSend, ospfUpdateReceive, ospfAckSend, ospfAckReceive,
    ospfInterface, ospfNeighbour, ospfLsa, ospfSpf, ospfEvent,
    ripEvent, ripSend, ripReceive,
    bgpUpdateIn, bgpUpdateOut, bgpKeepalive, bgpNeighbour,
    zebraRib, zebraFib,
    kCount,
};

class DebugFlags {
public:
    bool wants(Debug what) const { return (m_bits >> static_cast<unsigned>(what) & 1u) != 0; }
    bool isAny() const { return m_bits != 0; }
    void set(Debug what, bool on)
    {
        const std::uint32_t bit = 1u << static_cast<unsigned>(what);
        m_bits = on ? m_bits | bit : m_bits & ~bit;
    }

private:
    std::uint32_t m_bits = 0;
};
static_assert(static_cast<unsigned>(Debug::kCount) <= 32);

/// `daemon` is FRR's name of it ("OSPF"), as it stands in FRR's logs.
void tellDebug(const link::Context &context, std::string_view daemon, std::string_view text);

} // namespace hopyard::router

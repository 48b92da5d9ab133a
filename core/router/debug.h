// What `debug …` switches on at a router's console: which happenings of its protocols are told as lines, in the manner
// of FRR's daemons. Where a flag is off, nothing is built: one bit is tested.
//
// The lines are output of a program of that name (trace::ApplicationOutput), so the node's log has them, and a console
// session that asked for it by `terminal monitor`. There are flags of the running router, and those of its configuration,
// which set the running router's when it is configured; `no debug …` at the console leaves the configuration alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace hopyard::link {
struct Context;
}

namespace hopyard::router {

enum class Debug : std::uint8_t {
    // Packets by their types (RFC 2328 A.3.1) and direction, in this order.
    ospfHelloSend, ospfHelloReceive, ospfDatabaseSend, ospfDatabaseReceive, ospfRequestSend, ospfRequestReceive,
    ospfUpdateSend, ospfUpdateReceive, ospfAckSend, ospfAckReceive,
    ospfInterface, ospfNeighbour, ospfLsa, ospfSpf, ospfEvent,
    ripEvent, ripSend, ripReceive,
    bgpUpdateIn, bgpUpdateOut, bgpKeepalive, bgpNeighbour,
    zebraRib, zebraFib, zebraEvent,
    // FRR has more words for the parts of these: what they switch on tells the same as `rib` or `fib`.
    zebraNextHopTracking, zebraNextHop, zebraPacket, zebraKernel, zebraDataPlane,
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
    bool wantsRib() const
    {
        return wants(Debug::zebraRib) || wants(Debug::zebraNextHopTracking) || wants(Debug::zebraNextHop) || wants(Debug::zebraPacket);
    }
    bool wantsFib() const { return wants(Debug::zebraFib) || wants(Debug::zebraKernel) || wants(Debug::zebraDataPlane); }
    /// What `after` switches that `before` did not, on or off.
    void change(DebugFlags before, DebugFlags after) { m_bits = (m_bits & ~(before.m_bits & ~after.m_bits)) | (after.m_bits & ~before.m_bits); }
    bool operator==(const DebugFlags &) const = default;

private:
    std::uint32_t m_bits = 0;
};
static_assert(static_cast<unsigned>(Debug::kCount) <= 32);

/// `daemon` is FRR's name of it ("OSPF"), as it stands in FRR's logs.
void tellDebug(const link::Context &context, std::string_view daemon, std::string_view text);

} // namespace hopyard::router

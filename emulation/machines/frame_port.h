// The outside end of a machine's network card: frames out of the guest and into it, whatever carries them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/packet/packet.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::machines {

/// How a read or a write ended.
enum class PortOutcome : std::uint8_t {
    done,       ///< it went through; of a read: the budget was used up and more may wait
    wouldBlock, ///< nothing to read now; or no room now, and the frame is dropped and counted
    refused,    ///< a frame that is none, or too long for the other side: dropped and counted
    gone,       ///< the machine has closed its end
};

/// Since the port was made. "In" is from the guest into the world.
struct PortCounters {
    std::uint64_t framesIn = 0, bytesIn = 0;
    std::uint64_t framesOut = 0, bytesOut = 0;
    std::uint64_t badIn = 0;      ///< taken from the guest, but no frame or longer than the MTU allows: dropped
    std::uint64_t droppedOut = 0; ///< not taken by the guest: no room, not started, gone
};

class FramePort {
public:
    virtual ~FramePort() = default;
    /// For the event loop: readable when read() may have something to do.
    virtual int fd() const = 0;
    /// Appends at most `budget` frames, and none more once they have `byteBudget` bytes.
    virtual PortOutcome read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget,
                             std::size_t byteBudget) = 0;
    /// `pool` is for what has to be cut: a frame may stand for several or lack its checksum.
    virtual PortOutcome write(const packet::Packet &frame, packet::PacketPool &pool) = 0;
    /// After a round of write(): what the guest has to be told for all of them at once.
    virtual void flush() {}
    const PortCounters &counters() const { return m_counters; }

protected:
    PortCounters m_counters;
};

/// The longest frame of an interface of that MTU, with one VLAN tag.
constexpr std::size_t longestFrame(std::uint32_t mtu)
{
    return std::size_t(mtu) + 14 + 4;
}

} // namespace hopyard::machines

// What stands in front of each frame in a guest's buffers: virtio's network header (Virtual I/O Device version 1.1,
// section 5.1.6), little-endian: how many buffers the frame takes and what was left for later (packet::Offload).
//
// One bit of the flags is ours: kLent says to an engine guest that the pages are lent and wanted back soon. Real guests
// do not look at it; theirs come back when they post the buffer again.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/packet/packet.h"

#include <cstdint>

namespace hopyard::hypervisor {

struct NetHeader {
    static constexpr std::size_t kLength = 12;
    static constexpr std::uint8_t kNeedsChecksum = 1; ///< VIRTIO_NET_HDR_F_NEEDS_CSUM
    static constexpr std::uint8_t kLent = 0x80;

    std::uint8_t flags = 0;
    std::uint8_t segmentationType = 0; ///< 0 none, 1 TCP on IPv4, 4 TCP on IPv6, 5 UDP
    std::uint16_t headerLength = 0;
    std::uint16_t segmentSize = 0;
    std::uint16_t checksumStart = 0;
    std::uint16_t checksumOffset = 0;
    std::uint16_t buffers = 1; ///< input only: how many of the used buffers belong to this frame

    bool operator==(const NetHeader &) const = default;
    /// `bytes` holds kLength.
    static NetHeader parse(base::Bytes bytes);
    void emit(base::MutableBytes bytes) const;

    /// What the header says of a frame that begins with `start`: at least all of its headers.
    static NetHeader of(const packet::Offload &offload, base::Bytes start);
    packet::Offload offload() const { return {segmentSize, (flags & kNeedsChecksum) != 0}; }
};

} // namespace hopyard::hypervisor

// The header that the kernel puts in front of a frame of a TAP with IFF_VNET_HDR (virtio 1.1 section 5.1.6, legacy
// layout in the machine's byte order): what is left to be done about the frame. Pure: bytes in, values out.
//
// Whoever may open a packet socket inside a namespace may write such headers, so nothing in one is believed: what it
// says must agree with the frame's own headers.
// Deliberately missing: UDP fragmentation (UFO) and the tunnel types, neither of which we offer the kernel.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/packet/packet.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hopyard::tap {

struct VnetHeader {
    static constexpr std::size_t kLength = 10;
    static constexpr std::uint8_t kNeedsChecksum = 1;
    enum GsoType : std::uint8_t { none = 0, tcp4 = 1, udpFragments = 3, tcp6 = 4, udp = 5, ecn = 0x80 };

    std::uint8_t flags = 0;
    std::uint8_t gsoType = none; ///< a GsoType, perhaps with `ecn`
    std::uint16_t headerLength = 0; ///< a hint
    std::uint16_t gsoSize = 0;      ///< payload bytes of each segment
    std::uint16_t checksumStart = 0;
    std::uint16_t checksumOffset = 0; ///< from checksumStart

    bool operator==(const VnetHeader &) const = default;
    static VnetHeader load(const std::uint8_t *bytes); ///< kLength of them
    void store(std::uint8_t *bytes) const;
};

enum class VnetError : std::uint8_t {
    unknownGso,    ///< a type that we did not offer
    badGso,        ///< the frame is not what the type says, or the segment size cannot be
    badChecksum,   ///< the checksum's place is outside the frame
};

/// What a header says about a frame.
struct VnetMeaning {
    packet::Offload offload;
    /// A checksum elsewhere than in the outer transport (that of a tunnel's inside): to be completed at once, with
    /// wire::completeSum(). Offsets in the frame.
    struct Place {
        std::size_t start, field;
    };
    std::optional<Place> completeNow;
};
/// Segments below this many bytes are refused: they would turn one frame into ten thousands.
constexpr std::uint16_t kMinSegment = 8;

base::Result<VnetMeaning, VnetError> readVnetHeader(const VnetHeader &header, base::Bytes frame);
/// The header for a frame that is written to the device.
VnetHeader vnetHeaderFor(const packet::Packet &frame);

} // namespace hopyard::tap

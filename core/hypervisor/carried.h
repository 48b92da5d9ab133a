// A frame on its way through the base portion: the host pages it lies in.
//
// In the first page its network header goes in front (net_header.h), so that every page lies as it will lie in the
// guest's buffers: a page can be lent as it is, or copied as a whole. Its first piece holds all headers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/net_header.h"
#include "core/hypervisor/page_pool.h"

#include <array>
#include <cassert>
#include <cstdint>

namespace hopyard::hypervisor {

struct Carried {
    /// A packet of the largest size, its network header, and headers on a page of their own.
    static constexpr std::size_t kMaxPieces = (packet::PacketPool::kMaxPacket + NetHeader::kLength) / kPageSize + 2;
    struct Piece {
        HostPage page;
        std::uint32_t length = 0; ///< bytes used in the page, the network header in the first included
    };
    std::array<Piece, kMaxPieces> pieces;
    std::size_t count = 0;
    /// Where the first page's bytes are for the base portion. They stay there while the frame is carried: the page is
    /// base storage, or filled or lent, and only clearing it would move them.
    std::uint8_t *first = nullptr;
    std::size_t size = 0; ///< bytes of the frame
    NetHeader header;
    std::uint64_t packetId = 0;
    std::uint16_t vlan = 0; ///< the tag that it carries on an adapter; the frame here is without

    void add(HostPage page, std::size_t length)
    {
        assert(count < kMaxPieces);
        pieces[count++] = {page, static_cast<std::uint32_t>(length)};
    }
    /// The start of the frame as it lies in the first page: all headers at least.
    base::Bytes start() const { return writableStart(); }
    base::MutableBytes writableStart() const
    {
        return {first + NetHeader::kLength, pieces[0].length - NetHeader::kLength};
    }
};

} // namespace hopyard::hypervisor

// See fragment.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/fragment.h"

#include <algorithm>

namespace hopyard::ip {

std::vector<packet::Packet> fragmentIpv4(packet::PacketPool &pool, const wire::Ipv4View &datagram, std::uint32_t mtu)
{
    std::vector<packet::Packet> pieces;
    auto header = wire::Ipv4Repr::parse(datagram);
    if (!header)
        return pieces;
    const std::size_t firstOffset = datagram.fragmentOffset();
    base::Bytes rest = datagram.payload();
    for (std::size_t done = 0; !rest.empty();) {
        const std::size_t room = (mtu - header->headerLength()) & ~std::size_t(7);
        const bool last = rest.size() + header->headerLength() <= mtu;
        const std::size_t length = last ? rest.size() : room;
        header->fragmentOffset = static_cast<std::uint16_t>(firstOffset + done);
        header->moreFragments = !last || datagram.moreFragments();
        header->payloadLength = static_cast<std::uint16_t>(length);
        packet::Packet piece = pool.make(header->headerLength() + length);
        const base::MutableBytes bytes = piece.writable();
        header->emit(bytes);
        std::copy_n(rest.begin(), length, bytes.begin() + static_cast<std::ptrdiff_t>(header->headerLength()));
        pieces.push_back(std::move(piece));
        if (done == 0)
            header->options = header->options.copiedOnFragmentation();
        done += length;
        rest = rest.subspan(length);
    }
    return pieces;
}

} // namespace hopyard::ip

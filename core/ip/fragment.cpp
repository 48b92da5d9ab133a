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

void mendIpv4Header(packet::Packet &whole, std::uint32_t headerLength)
{
    const auto view = wire::Ipv4View::parseQuoted(whole.bytes());
    auto repr = wire::Ipv4Repr::parse(*view);
    if (!repr) // options that only their sender understands: leave them out
        repr = wire::Ipv4Repr{view->tos(), view->identification(), view->dontFragment(), false, 0, view->ttl(),
                              view->protocol(), view->source(), view->destination(), {}, 0};
    repr->moreFragments = false;
    repr->fragmentOffset = 0;
    whole.popFront(headerLength);
    repr->payloadLength = static_cast<std::uint16_t>(whole.size());
    repr->emit(whole.pushFront(repr->headerLength()));
}

} // namespace hopyard::ip

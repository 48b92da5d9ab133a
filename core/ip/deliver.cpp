// Local delivery: fragments are put together, ICMP is answered here, the rest is left for the layer above.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/fragment.h"
#include "core/ip/options.h"
#include "core/ip/stack.h"
#include "core/link/segmentation.h"

#include <utility>

namespace hopyard::ip {

using base::DropReason;

/// `datagram` is a checked IPv4 datagram for this node, from its header on. `toGroup`: broadcast or multicast.
/// TCP takes large ones and those whose checksum is missing as they are; everybody else gets what was on the wire.
void Stack::deliver(Context &context, PortIndex port, packet::Packet datagram, bool toGroup)
{
    if (!datagram.isFinished() &&
        wire::Ipv4View::parse(datagram.bytes())->protocol() != wire::IpProtocol::tcp) {
        link::splitIntoSegments(
            std::move(datagram), context.pool,
            [&](packet::Packet piece) { deliver(context, port, std::move(piece), toGroup); }, link::Layer::ip);
        return;
    }
    const auto view = wire::Ipv4View::parse(datagram.bytes());
    if (view->hasOptions() && (findOption(*view, wire::Ipv4OptionType::looseSourceRoute) ||
                               findOption(*view, wire::Ipv4OptionType::strictSourceRoute))) {
        countDrop(context, DropReason::filtered, datagram); // RFC 1122 section 3.2.1.8: refused as on the way through
        return;
    }
    if (view->isFragment()) {
        reassemble(context, port, std::move(datagram), toGroup);
        return;
    }
    m_counters.delivered += link::wireCount(datagram, link::Layer::ip).packets;
    Delivered delivered;
    delivered.source = view->source();
    delivered.destination = view->destination();
    delivered.protocol = view->protocol();
    delivered.ttl = view->ttl();
    delivered.tos = view->tos();
    delivered.in = port == kLoopbackPort ? PortIndex() : port;
    delivered.isToGroup = toGroup;
    delivered.payloadOffset = static_cast<std::uint16_t>(view->headerLength());
    delivered.datagram = std::move(datagram);
    if (delivered.protocol == wire::IpProtocol::icmp)
        inputIcmp(context, std::move(delivered));
    else if (delivered.protocol == wire::IpProtocol::igmp)
        inputIgmp(context, std::move(delivered));
    else
        m_delivered.push_back(std::move(delivered));
}

void Stack::reassemble(Context &context, PortIndex port, packet::Packet datagram, bool toGroup)
{
    const auto view = wire::Ipv4View::parse(datagram.bytes());
    // A second fragment that begins within the TCP header can rewrite the flags that a filter saw (RFC 3128).
    if (view->protocol() == wire::IpProtocol::tcp && view->fragmentOffset() == 8) {
        countDrop(context, DropReason::filtered, datagram);
        return;
    }
    Reassembler::Key key{view->source(), view->destination(), view->identification(),
                         static_cast<std::uint8_t>(view->protocol())};
    Reassembler::Fragment fragment{static_cast<std::uint32_t>(view->fragmentOffset()),
                                   static_cast<std::uint32_t>(view->headerLength()), view->moreFragments(), datagram};
    Reassembler::Result result = m_reassembler.add(context.now, key, std::move(fragment), context.pool);
    switch (result.outcome) {
    case Reassembler::Outcome::waiting:
    case Reassembler::Outcome::duplicate: return;
    case Reassembler::Outcome::malformed: countDrop(context, DropReason::malformed, datagram); return;
    case Reassembler::Outcome::limit: countDrop(context, DropReason::reassemblyLimit, datagram); return;
    case Reassembler::Outcome::overlap:
        for (const packet::Packet &piece : result.discarded)
            countDrop(context, DropReason::malformed, piece);
        return;
    case Reassembler::Outcome::complete: break;
    }
    ++m_counters.reassembled;
    mendIpv4Header(result.whole, result.headerLength);
    deliver(context, port, std::move(result.whole), toGroup);
}

void Stack::expireFragments(Context &context)
{
    for (const Reassembler::Expired &expired : m_reassembler.expire(context.now)) {
        for (const packet::Packet &piece : expired.pieces)
            countDrop(context, DropReason::reassemblyTimeout, piece);
        if (expired.hasFirst) // RFC 792: without the first fragment none is sent
            sendError(context, expired.pieces.front().bytes(), false,
                      {wire::IcmpTimeExceeded{wire::TimeExceededCode::reassembly}});
    }
}

} // namespace hopyard::ip

// Forwarding of IPv4 datagrams (RFC 1812 section 5): the packet path. In the common case a packet is looked up, loses
// one of its TTL, gets new hardware addresses, all in place, and leaves; everything else is at the end of a branch.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/options.h"
#include "core/ip/stack.h"
#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"

#include <utility>

namespace hopyard::ip {

using base::DropReason;
using wire::UnreachableCode;

namespace {
constexpr std::size_t kLink = wire::EthernetView::kHeaderLength;

wire::IcmpRepr unreachable(UnreachableCode code, std::uint16_t mtu = 0)
{
    return {wire::IcmpUnreachable{code, mtu}};
}
} // namespace

void Stack::forward(Context &context, Interface &in, PortIndex inPort, packet::Packet &&frame, const wire::Ipv4View &view,
                    const NextHopGroup *group)
{
    // TTL before route: RFC 1812 section 5.2.1.2 leaves the order open, and traceroute shows this hop even without one.
    if (view.ttl() <= 1) {
        refuse(context, in, frame, DropReason::ttlExceeded, {wire::IcmpTimeExceeded{}});
        return;
    }
    if (!group) {
        refuse(context, in, frame, DropReason::noRoute, unreachable(UnreachableCode::network));
        return;
    }
    switch (group->kind) {
    case RouteKind::blackhole: dropIn(context, in, DropReason::blackhole, frame); return;
    case RouteKind::unreachable:
        refuse(context, in, frame, DropReason::noRoute, unreachable(UnreachableCode::host));
        return;
    case RouteKind::prohibit:
        refuse(context, in, frame, DropReason::filtered, unreachable(UnreachableCode::administrativelyProhibited));
        return;
    case RouteKind::unicast:
    case RouteKind::local:
    case RouteKind::broadcast: break;
    }
    const Path &path = group->paths.size() == 1 ? group->paths.front() : choosePath(*group, view);
    Interface *out = find(path.port);
    if (!out || !out->isUp() || out->isLoopback) {
        refuse(context, in, frame, DropReason::linkDown, unreachable(UnreachableCode::network));
        return;
    }
    const Hop hop{path.port, path.nextHop.isValid() ? path.nextHop : base::IpAddress(view.destination()), &path, false};
    const bool isLarge = frame.offload().segmentSize != 0;
    if (isLarge && link::longestSegment(frame) - kLink > out->mtu) [[unlikely]] {
        forwardSegments(context, in, inPort, std::move(frame), group);
        return;
    }
    if (path.port == inPort && m_options.sendRedirects)
        redirect(context, frame, view, in, hop.address);

    base::MutableBytes bytes = frame.writable();
    if (view.hasOptions()) {
        const OptionResult options = forwardOptions(bytes.subspan(kLink, view.headerLength()), *out, context.now);
        if (options.outcome == OptionResult::Outcome::sourceRouted) {
            dropIn(context, in, DropReason::filtered, frame);
            return;
        }
        if (options.outcome == OptionResult::Outcome::malformed) {
            refuse(context, in, frame, DropReason::malformed, {wire::IcmpParameterProblem{0, options.pointer}});
            return;
        }
    }
    if (!isLarge && frame.size() - kLink > out->mtu) {
        forwardTooBig(context, in, inPort, *out, hop, std::move(frame));
        return;
    }
    if (m_gate && !passesGate(context, in, inPort, path.port, frame)) [[unlikely]]
        return;
    wire::decrementTtl(bytes.subspan(kLink));
    m_counters.forwarded += link::wireCount(frame).packets;
    if (context.trace.wants<base::trace::PacketForwarded>())
        context.trace.emit(context.now,
                           base::trace::PacketForwarded{context.self, frame.id(), view.destination(),
                                                        m_table.match(view.destination())->prefix, hop.address, path.port});
    transmit(context, *out, hop, std::move(frame));
}

/// Drops a packet that came in and tells its sender why, where it may.
void Stack::refuse(Context &context, Interface &in, const packet::Packet &frame, DropReason reason,
                   const wire::IcmpRepr &message)
{
    dropIn(context, in, reason, frame);
    sendErrorAbout(context, frame, kLink, false, message);
}

/// What it stands for does not fit the way out: each piece goes the way of a packet that does not.
void Stack::forwardSegments(Context &context, Interface &in, PortIndex inPort, packet::Packet frame,
                            const NextHopGroup *group)
{
    link::splitIntoSegments(std::move(frame), context.pool, [&](packet::Packet piece) {
        const auto view = wire::Ipv4View::parse(piece.bytes().subspan(kLink));
        forward(context, in, inPort, std::move(piece), *view, group);
    });
}

void Stack::forwardTooBig(Context &context, Interface &in, PortIndex inPort, Interface &out, const Hop &hop,
                          packet::Packet frame)
{
    const auto view = wire::Ipv4View::parse(frame.bytes().subspan(kLink));
    if (view->dontFragment()) { // RFC 1191 section 4
        refuse(context, in, frame, DropReason::fragmentationNeeded,
               unreachable(UnreachableCode::fragmentationNeeded, static_cast<std::uint16_t>(out.mtu)));
        return;
    }
    if (m_gate && !passesGate(context, in, inPort, hop.port, frame))
        return;
    frame.popFront(kLink);
    link::completeChecksum(frame, link::Layer::ip);
    wire::decrementTtl(frame.writable());
    ++m_counters.forwarded;
    transmitFragments(context, out, hop, frame, out.mtu);
}

/// What the gate says of a packet on its way out, which may leave with another source; false: it was dropped. The frame's
/// page is this packet's own already, so that who holds its bytes still holds them.
bool Stack::passesGate(Context &context, Interface &in, PortIndex inPort, PortIndex outPort, packet::Packet &frame)
{
    const std::uint32_t source = base::loadU32(&frame.bytes()[kLink + 12]);
    switch (m_gate->out(context.now, inPort, outPort, frame, kLink, link::wireCount(frame).packets)) {
    case GateVerdict::pass:
    case GateVerdict::translated: return true;
    case GateVerdict::filtered:
        if (base::loadU32(&frame.bytes()[kLink + 12]) == source)
            refuse(context, in, frame, DropReason::filtered, unreachable(UnreachableCode::administrativelyProhibited));
        else // whom to tell has been written over
            dropIn(context, in, DropReason::filtered, frame);
        return false;
    case GateVerdict::noTranslation: dropIn(context, in, DropReason::noTranslation, frame); return false;
    }
    return false;
}

/// The packet goes back where it came from: its sender could have asked the next hop itself (RFC 1812 section
/// 5.2.7.2; the host form, code 1, always). Not to a sender who is not on that network or who gave a route.
void Stack::redirect(Context &context, const packet::Packet &frame, const wire::Ipv4View &view, const Interface &in,
                     const base::IpAddress &nextHop)
{
    const base::InterfaceAddress *own = in.onLink(view.source());
    if (!own || !own->network().contains(nextHop) || findOption(view, wire::Ipv4OptionType::looseSourceRoute) ||
        findOption(view, wire::Ipv4OptionType::strictSourceRoute))
        return;
    sendErrorAbout(context, frame, kLink, false, {wire::IcmpRedirect{wire::RedirectCode::host, nextHop.v4()}});
}

const Path &Stack::choosePath(const NextHopGroup &group, const wire::Ipv4View &view) const
{
    const bool hasPorts = (view.protocol() == wire::IpProtocol::tcp || view.protocol() == wire::IpProtocol::udp) &&
                          !view.isFragment() && view.payload().size() >= 4;
    const std::uint32_t hash =
        flowHash4(view.source().value(), view.destination().value(), static_cast<std::uint8_t>(view.protocol()),
                  hasPorts ? base::loadU32(view.payload().data()) : 0, m_hashSeed);
    return group.paths[ForwardingTable::choosePath(group.paths, hash)];
}

} // namespace hopyard::ip

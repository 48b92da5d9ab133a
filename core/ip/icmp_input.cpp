// ICMP that comes in (RFC 792, RFC 1122 section 3.2.2): echo is answered, errors about our datagrams go to the layer
// above and to the caches they concern; echo messages and errors go up for sockets; the rest is discarded in silence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"

#include <algorithm>
#include <utility>

namespace hopyard::ip {

using base::DropReason;

void Stack::inputIcmp(Context &context, Delivered datagram)
{
    const auto icmp = wire::IcmpView::parse(datagram.payload());
    if (!icmp || !icmp->checksumOk()) {
        countDrop(context, icmp ? DropReason::badChecksum : DropReason::malformed, datagram.datagram);
        return;
    }
    switch (icmp->type()) {
    case wire::IcmpType::echoRequest:
        m_delivered.push_back(datagram); // for raw sockets, which hear it too (raw(7))
        answerEcho(context, std::move(datagram));
        return;
    case wire::IcmpType::echoReply: m_delivered.push_back(std::move(datagram)); return;
    case wire::IcmpType::destinationUnreachable:
    case wire::IcmpType::timeExceeded:
    case wire::IcmpType::parameterProblem:
        takeError(context, datagram, *icmp);
        m_delivered.push_back(std::move(datagram)); // for raw sockets: traceroute's
        return;
    case wire::IcmpType::redirect: takeRedirect(context, datagram, *icmp); return;
    default: countDrop(context, DropReason::unsupported, datagram.datagram); return;
    }
}

/// RFC 1122 section 3.2.2.6. An echo request to a group may be ignored, and is (it multiplies traffic).
void Stack::answerEcho(Context &context, Delivered datagram)
{
    if (datagram.isToGroup) {
        countDrop(context, DropReason::filtered, datagram.datagram);
        return;
    }
    packet::Packet message = std::move(datagram.datagram);
    message.popFront(datagram.payloadOffset);
    const base::MutableBytes bytes = message.writable();
    const auto request = wire::IcmpView::parse(bytes);
    wire::IcmpRepr{wire::IcmpEcho{true, request->identifier(), request->sequence()}}.emit(bytes);
    message.setId(0);

    Datagram reply;
    reply.source = datagram.destination;
    reply.destination = datagram.source;
    reply.protocol = wire::IpProtocol::icmp;
    reply.tos = datagram.tos;
    reply.payload = std::move(message);
    if (!send(context, std::move(reply)))
        ++m_counters.drops[static_cast<std::size_t>(DropReason::noRoute)];
}

void Stack::takeError(Context &context, const Delivered &datagram, const wire::IcmpView &icmp)
{
    const auto about = wire::Ipv4View::parseQuoted(icmp.payload());
    if (!about || !isOwnAddress(about->source())) { // not about us: forged or astray
        countDrop(context, DropReason::malformed, datagram.datagram);
        return;
    }
    ErrorReport report;
    report.kind = errorKindOfIcmp4(icmp.type(), icmp.code());
    report.type = static_cast<std::uint8_t>(icmp.type());
    report.code = icmp.code();
    report.reporter = datagram.source;
    report.reporterTtl = datagram.ttl;
    report.source = about->source();
    report.destination = about->destination();
    report.protocol = about->protocol();
    const base::Bytes payload = about->payload();
    report.transportLength = static_cast<std::uint8_t>(std::min(payload.size(), report.transport.size()));
    std::copy_n(payload.begin(), report.transportLength, report.transport.begin());
    if (report.kind == ErrorKind::packetTooBig)
        report.mtu = m_pathMtus.report(context.now, report.destination, icmp.nextHopMtu(), about->totalLength());
    m_errors.push_back(report);
}

/// RFC 1122 section 3.2.2.2: only hosts listen, only to the router they use now, and only for a gateway on the very
/// network that the redirect came by.
void Stack::takeRedirect(Context &context, const Delivered &datagram, const wire::IcmpView &icmp)
{
    const auto about = wire::Ipv4View::parseQuoted(icmp.payload());
    const Interface *in = find(datagram.in);
    if (m_options.forwarding || !m_options.acceptRedirects || !about || !in || !in->onLink(icmp.gateway()) ||
        in->has(icmp.gateway()) || !isOwnAddress(about->source())) {
        countDrop(context, DropReason::filtered, datagram.datagram);
        return;
    }
    Datagram probe;
    probe.source = about->source();
    probe.destination = about->destination();
    const auto now = choose(context.now, probe, 0);
    if (!now || now->hop.port != datagram.in || now->hop.address != datagram.source) {
        countDrop(context, DropReason::filtered, datagram.datagram);
        return;
    }
    m_redirects.set(context.now, about->destination(), icmp.gateway(), datagram.in);
}

} // namespace hopyard::ip

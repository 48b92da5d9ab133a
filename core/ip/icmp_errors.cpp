// ICMP errors that this node sends: about what, to whom, how much and how often (RFC 1122 section 3.2.2, RFC 1812
// section 4.3).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/stack.h"
#include "core/link/segmentation.h"

#include <algorithm>
#include <utility>

namespace hopyard::ip {

namespace {

/// As much of the datagram as fits into an error of 576 bytes (RFC 1812 section 4.3.2.3).
constexpr std::size_t kQuoteLimit = 576 - wire::Ipv4View::kMinHeaderLength - wire::IcmpView::kHeaderLength;
/// RFC 1812 section 4.3.2.5: precedence 6, internetwork control.
constexpr std::uint8_t kErrorTos = 0xc0;

bool isFragmentationNeeded(const wire::IcmpRepr &message)
{
    const auto *unreachable = std::get_if<wire::IcmpUnreachable>(&message.message);
    return unreachable && unreachable->code == wire::UnreachableCode::fragmentationNeeded;
}

struct TypeAndCode {
    wire::IcmpType type;
    std::uint8_t code;
    std::uint32_t mtu = 0;
};

struct ToTypeAndCode {
    TypeAndCode operator()(const wire::IcmpEcho &m) const
    {
        return {m.isReply ? wire::IcmpType::echoReply : wire::IcmpType::echoRequest, 0};
    }
    TypeAndCode operator()(const wire::IcmpUnreachable &m) const
    {
        return {wire::IcmpType::destinationUnreachable, static_cast<std::uint8_t>(m.code), m.nextHopMtu};
    }
    TypeAndCode operator()(const wire::IcmpTimeExceeded &m) const
    {
        return {wire::IcmpType::timeExceeded, static_cast<std::uint8_t>(m.code)};
    }
    TypeAndCode operator()(const wire::IcmpRedirect &m) const
    {
        return {wire::IcmpType::redirect, static_cast<std::uint8_t>(m.code)};
    }
    TypeAndCode operator()(const wire::IcmpParameterProblem &m) const { return {wire::IcmpType::parameterProblem, m.code}; }
    TypeAndCode operator()(const wire::IcmpOther &m) const { return {m.type, m.code}; }
};

} // namespace

/// True where RFC 1122 section 3.2.2 lets an error be sent about this datagram.
bool Stack::mayReport(const wire::Ipv4View &about, bool toGroup) const
{
    const base::Ipv4Address source = about.source();
    const NextHopGroup *sourceRoute = m_table.lookup(source);
    const bool sourceIsOneHost = !source.isMulticast() && source.value() >> 24 != 0 && source.value() < 0xf0000000u &&
                                 !(sourceRoute && sourceRoute->kind == RouteKind::broadcast);
    const base::Ipv4Address destination = about.destination();
    if (toGroup || !sourceIsOneHost || destination.isMulticast() || destination.isLimitedBroadcast() ||
        about.fragmentOffset() != 0)
        return false;
    if (about.protocol() != wire::IpProtocol::icmp)
        return true;
    return !about.payload().empty() && !wire::isIcmpError(static_cast<wire::IcmpType>(about.payload()[0]));
}

/// Sends an error about `datagram` (from its IP header on) to its source.
void Stack::sendError(Context &context, base::Bytes datagram, bool toGroup, const wire::IcmpRepr &message)
{
    const auto about = wire::Ipv4View::parseQuoted(datagram);
    if (!about)
        return;
    if (isOwnAddress(about->source())) {
        reportToSelf(*about, message);
        return;
    }
    if (!mayReport(*about, toGroup))
        return;
    if (!isFragmentationNeeded(message) && !m_limiter.allow(context.now, about->source())) {
        ++m_counters.icmpErrorsLimited;
        return;
    }
    const std::size_t quoted = std::min(about->datagram().size(), kQuoteLimit);
    packet::Packet payload = context.pool.make(wire::IcmpRepr::headerLength() + quoted);
    const base::MutableBytes bytes = payload.writable();
    std::copy_n(about->datagram().begin(), quoted, bytes.begin() + wire::IcmpRepr::headerLength());
    message.emit(bytes);

    Datagram error;
    if (isOwnAddress(about->destination())) // it was for us: answer from the address it knows
        error.source = about->destination();
    error.destination = about->source();
    error.protocol = wire::IpProtocol::icmp;
    error.tos = kErrorTos;
    error.payload = std::move(payload);
    if (send(context, std::move(error)))
        ++m_counters.icmpErrorsSent;
}

/// The same about a packet whose IP header begins at `ip`: an error quotes what was on the wire, so one that stands for
/// several is quoted as its first, and a missing checksum is completed.
void Stack::sendErrorAbout(Context &context, const packet::Packet &packet, std::size_t ip, bool toGroup,
                           const wire::IcmpRepr &message)
{
    if (packet.isFinished()) {
        sendError(context, packet.bytes().subspan(ip), toGroup, message);
        return;
    }
    packet::Packet datagram = packet;
    datagram.popFront(ip);
    const packet::Packet first = link::Segments(std::move(datagram), context.pool, link::Layer::ip).next();
    sendError(context, first.bytes(), toGroup, message);
}

/// Our own datagram failed right here: the layer above hears of it without a packet.
void Stack::reportToSelf(const wire::Ipv4View &about, const wire::IcmpRepr &message)
{
    const TypeAndCode what = std::visit(ToTypeAndCode{}, message.message);
    ErrorReport report;
    report.kind = errorKindOfIcmp4(what.type, what.code);
    report.type = static_cast<std::uint8_t>(what.type);
    report.code = what.code;
    report.mtu = what.mtu;
    report.reporter = about.source();
    report.source = about.source();
    report.destination = about.destination();
    report.protocol = about.protocol();
    const base::Bytes payload = about.payload();
    report.transportLength = static_cast<std::uint8_t>(std::min(payload.size(), report.transport.size()));
    std::copy_n(payload.begin(), report.transportLength, report.transport.begin());
    m_errors.push_back(report);
}

void Stack::sendUnreachable(Context &context, const Delivered &datagram, wire::UnreachableCode code)
{
    sendErrorAbout(context, datagram.datagram, 0, datagram.isToGroup, {wire::IcmpUnreachable{code, 0}});
}

} // namespace hopyard::ip

// See encapsulation.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/encapsulation.h"

#include "core/wire/checksum.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"

#include <cstring>

namespace hopyard::migration {

namespace {

using wire::IpProtocol;
using wire::Ipv4View;

constexpr std::size_t kIpHeader = Ipv4View::kMinHeaderLength;
constexpr std::uint8_t kShimVersion = 1;

/// What changed under a checksum, word by word (RFC 1624 equation 3 for all of them at once).
class Delta {
public:
    void change(std::uint16_t from, std::uint16_t to) { m_sum += static_cast<std::uint16_t>(~from) + std::uint32_t(to); }
    void change32(std::uint32_t from, std::uint32_t to)
    {
        change(static_cast<std::uint16_t>(from >> 16), static_cast<std::uint16_t>(to >> 16));
        change(static_cast<std::uint16_t>(from), static_cast<std::uint16_t>(to));
    }
    /// The checksum field afterwards.
    std::uint16_t appliedTo(std::uint16_t checksum) const
    {
        return static_cast<std::uint16_t>(~folded(static_cast<std::uint16_t>(~checksum)));
    }
    /// Where the field holds a sum, not its complement: of the pseudo header alone (packet::Offload::checksumMissing).
    std::uint16_t folded(std::uint16_t sum) const
    {
        std::uint32_t all = m_sum + sum;
        all = (all & 0xffff) + (all >> 16);
        all = (all & 0xffff) + (all >> 16);
        return static_cast<std::uint16_t>(all);
    }

private:
    std::uint32_t m_sum = 0; // a few words: no overflow
};

/// A whole TCP datagram, not a fragment.
std::optional<Ipv4View> tcpDatagram(base::Bytes bytes)
{
    const auto view = Ipv4View::parse(bytes);
    if (!view || view->protocol() != IpProtocol::tcp || view->isFragment() ||
        view->payload().size() < wire::TcpView::kMinHeaderLength)
        return std::nullopt;
    return *view;
}

/// Addresses and ports anew, both checksums mended.
void rewrite(packet::Packet &datagram, base::Ipv4Address source, base::Ipv4Address destination, std::uint32_t ports)
{
    const base::MutableBytes bytes = datagram.writable();
    std::uint8_t *ip = bytes.data();
    std::uint8_t *tcp = ip + (ip[0] & 0x0fu) * 4u;
    Delta addresses;
    addresses.change32(base::loadU32(ip + 12), source.value());
    addresses.change32(base::loadU32(ip + 16), destination.value());
    base::storeU16(ip + 10, addresses.appliedTo(base::loadU16(ip + 10)));
    if (datagram.offload().checksumMissing) {
        base::storeU16(tcp + 16, addresses.folded(base::loadU16(tcp + 16)));
    } else {
        Delta all = addresses;
        all.change32(base::loadU32(tcp), ports);
        base::storeU16(tcp + 16, all.appliedTo(base::loadU16(tcp + 16)));
    }
    source.store(ip + 12);
    destination.store(ip + 16);
    base::storeU32(tcp, ports);
}

/// Takes the IP options away.
void dropOptions(packet::Packet &datagram)
{
    const std::size_t length = (datagram.bytes()[0] & 0x0fu) * 4u;
    if (length == kIpHeader)
        return;
    std::uint8_t fixed[kIpHeader];
    std::memcpy(fixed, datagram.bytes().data(), kIpHeader);
    datagram.popFront(length - kIpHeader);
    const base::MutableBytes bytes = datagram.writable();
    std::memcpy(bytes.data(), fixed, kIpHeader);
    bytes[0] = 0x45;
    base::storeU16(bytes.data() + 2, static_cast<std::uint16_t>(bytes.size()));
    wire::fillIpv4Checksum(bytes.first(kIpHeader));
}

/// Another protocol, other addresses and another length in a header without options.
void changeHeader(base::MutableBytes ip, IpProtocol protocol, base::Ipv4Address source, base::Ipv4Address destination)
{
    base::storeU16(ip.data() + 2, static_cast<std::uint16_t>(ip.size()));
    ip[9] = static_cast<std::uint8_t>(protocol);
    source.store(ip.data() + 12);
    destination.store(ip.data() + 16);
    wire::fillIpv4Checksum(ip.first(kIpHeader));
}

base::Result<void, EncapsulationError> addShim(packet::Packet &datagram, const Tunnel &tunnel)
{
    std::uint8_t header[kIpHeader];
    std::memcpy(header, datagram.bytes().data(), kIpHeader);
    datagram.pushFront(kShimLength);
    const base::MutableBytes bytes = datagram.writable();
    std::memcpy(bytes.data(), header, kIpHeader);
    std::uint8_t *shim = bytes.data() + kIpHeader;
    shim[0] = static_cast<std::uint8_t>(IpProtocol::tcp);
    shim[1] = kShimVersion;
    base::storeU16(shim + 2, 0);
    base::storeU32(shim + 4, tunnel.id.value());
    base::storeU16(shim + 2, wire::checksumOf({shim, kShimLength}));
    changeHeader(bytes, kShimProtocol, tunnel.forwarder, tunnel.host);
    return {};
}

base::Result<void, EncapsulationError> addIpHeader(packet::Packet &datagram, const Tunnel &tunnel)
{
    const Ipv4View inner = *Ipv4View::parse(datagram.bytes());
    wire::Ipv4Repr outer; // RFC 2003 section 3.1: TOS and DF are copied
    outer.tos = inner.tos();
    outer.identification = inner.identification();
    outer.dontFragment = inner.dontFragment();
    outer.protocol = IpProtocol::ipInIp;
    outer.source = tunnel.forwarder;
    outer.destination = tunnel.host;
    outer.payloadLength = static_cast<std::uint16_t>(datagram.size());
    outer.emit(datagram.pushFront(kIpHeader));
    return {};
}

} // namespace

std::string_view toString(EncapsulationError error)
{
    switch (error) {
    case EncapsulationError::malformed: return "malformed";
    case EncapsulationError::badChecksum: return "bad checksum";
    case EncapsulationError::tooBig: return "too big";
    }
    return "unknown";
}

base::Result<void, EncapsulationError> encapsulate(Encapsulation way, packet::Packet &datagram, const Tunnel &tunnel)
{
    const auto view = tcpDatagram(datagram.bytes());
    if (!view || (way != Encapsulation::ports && !datagram.isFinished()))
        return base::fail(EncapsulationError::malformed);
    datagram.truncate(view->totalLength());
    if (datagram.size() + overheadOf(way) > 0xffff)
        return base::fail(EncapsulationError::tooBig);
    switch (way) {
    case Encapsulation::ports:
        dropOptions(datagram);
        rewrite(datagram, tunnel.forwarder, tunnel.host, tunnel.id.value());
        return {};
    case Encapsulation::shim: dropOptions(datagram); return addShim(datagram, tunnel);
    case Encapsulation::ipip: return addIpHeader(datagram, tunnel);
    }
    return base::fail(EncapsulationError::malformed);
}

std::optional<Claim> claimOf(base::Bytes datagram)
{
    const auto outer = Ipv4View::parse(datagram);
    if (!outer || outer->isFragment())
        return std::nullopt;
    const base::Bytes payload = outer->payload();
    Claim claim;
    claim.forwarder = outer->source();
    if (outer->protocol() == IpProtocol::tcp && payload.size() >= wire::TcpView::kMinHeaderLength) {
        claim.id = FlowId(base::loadU32(payload.data()));
        if ((claim.id.value() & 0x80008000u) != 0 || !claim.id.isValid())
            return std::nullopt; // an ephemeral port: a connection of the node's own
        return claim;
    }
    if (outer->protocol() == kShimProtocol && payload.size() >= kShimLength && payload[1] == kShimVersion) {
        claim.way = Encapsulation::shim;
        claim.id = FlowId(base::loadU32(payload.data() + 4));
        return claim;
    }
    if (outer->protocol() != IpProtocol::ipInIp)
        return std::nullopt;
    const auto inner = tcpDatagram(payload);
    if (!inner)
        return std::nullopt;
    claim.way = Encapsulation::ipip;
    const std::uint8_t *ports = inner->payload().data();
    claim.flow = {inner->source(), base::loadU16(ports), inner->destination(), base::loadU16(ports + 2)};
    return claim;
}

base::Result<void, EncapsulationError> restore(const Claim &claim, packet::Packet &datagram, const FourTuple &flow)
{
    const auto outer = Ipv4View::parse(datagram.bytes());
    if (!outer)
        return base::fail(EncapsulationError::malformed);
    datagram.truncate(outer->totalLength());
    const std::size_t outerLength = outer->headerLength();
    switch (claim.way) {
    case Encapsulation::ports:
        if (!tcpDatagram(datagram.bytes()))
            return base::fail(EncapsulationError::malformed);
        rewrite(datagram, flow.source, flow.destination, std::uint32_t(flow.sourcePort) << 16 | flow.destinationPort);
        return {};
    case Encapsulation::shim: {
        const base::Bytes payload = outer->payload();
        if (payload.size() < kShimLength + wire::TcpView::kMinHeaderLength || payload[1] != kShimVersion ||
            payload[0] != static_cast<std::uint8_t>(IpProtocol::tcp) || outer->isFragment())
            return base::fail(EncapsulationError::malformed);
        if (!wire::checksumVerifies(payload.first(kShimLength)))
            return base::fail(EncapsulationError::badChecksum);
        dropOptions(datagram);
        std::uint8_t header[kIpHeader];
        std::memcpy(header, datagram.bytes().data(), kIpHeader);
        datagram.popFront(kShimLength);
        const base::MutableBytes bytes = datagram.writable();
        std::memcpy(bytes.data(), header, kIpHeader);
        changeHeader(bytes, IpProtocol::tcp, flow.source, flow.destination);
        return {};
    }
    case Encapsulation::ipip: {
        const auto inner = tcpDatagram(outer->payload());
        if (!inner || outer->protocol() != IpProtocol::ipInIp)
            return base::fail(EncapsulationError::malformed);
        if (!inner->checksumOk())
            return base::fail(EncapsulationError::badChecksum);
        const std::size_t total = inner->totalLength();
        datagram.popFront(outerLength);
        datagram.truncate(total);
        return {};
    }
    }
    return base::fail(EncapsulationError::malformed);
}

FlowId flowOfError(const ip::ErrorReport &report)
{
    if (report.protocol == IpProtocol::tcp && report.transportLength >= 4)
        return FlowId(base::loadU32(report.transport.data()));
    if (report.protocol == kShimProtocol && report.transportLength >= kShimLength)
        return FlowId(base::loadU32(report.transport.data() + 4));
    return {};
}

} // namespace hopyard::migration

// A socket layer on an IP output that keeps what is sent, for tests of single calls.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/socket_layer.h"
#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"
#include "core/wire/udp.h"
#include "tests/support/hex.h"

#include <QtTest>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::transport {

inline const base::IpAddress kUs = base::Ipv4Address(10, 0, 1, 10);
inline const base::IpAddress kUs2 = base::Ipv4Address(10, 0, 3, 10);
inline const base::IpAddress kPeer = base::Ipv4Address(10, 0, 2, 10);
inline const base::IpAddress kOther = base::Ipv4Address(10, 0, 2, 11);
inline const base::IpAddress kAny = base::Ipv4Address();
inline const base::IpAddress kNowhere = base::Ipv4Address(192, 0, 2, 1);
inline const base::IpAddress kGroup = base::Ipv4Address(224, 0, 0, 9);
inline const base::IpAddress kUs6 = *base::IpAddress::parse("2001:db8::1");
inline const base::IpAddress kPeer6 = *base::IpAddress::parse("2001:db8::2");

/// Keeps what is sent; routes everything but kNowhere.
class FakeIp final : public IpOutput {
public:
    base::Result<void, ip::SendError> send(ip::Datagram datagram) override
    {
        if (fails)
            return base::fail(*fails);
        if (datagram.destination == kNowhere)
            return base::fail(ip::SendError::noRoute);
        sent.push_back(std::move(datagram));
        return {};
    }
    base::IpAddress sourceFor(const base::IpAddress &destination, base::PortIndex) const override
    {
        return destination == kNowhere     ? base::IpAddress()
               : destination.isV6()        ? kUs6
               : destination.isLoopback()  ? destination
                                           : kUs;
    }
    bool isOwnAddress(const base::IpAddress &a) const override
    {
        return a == kUs || a == kUs2 || a == kUs6 || a.isLoopback();
    }
    base::PortIndex findInterface(std::string_view name) const override
    {
        return name == "eth0" ? base::PortIndex(0) : name == "eth1" ? base::PortIndex(1) : base::PortIndex();
    }
    std::string interfaceName(base::PortIndex port) const override
    {
        return port == base::PortIndex(0) ? "eth0" : port == base::PortIndex(1) ? "eth1" : "";
    }
    base::IpAddress addressOf(base::PortIndex port, base::Family) const override
    {
        return port == base::PortIndex(0) ? kUs : port == base::PortIndex(1) ? kUs2 : base::IpAddress();
    }
    base::PortIndex interfaceFor(const base::IpAddress &address) const override
    {
        return base::PortIndex(address == kUs2 ? 1 : 0);
    }
    void setGroupFilter(base::PortIndex port, const base::IpAddress &group, const ip::GroupFilter &filter) override
    {
        filters[{port, group}] = filter;
    }
    std::uint32_t mtuTo(const base::IpAddress &) const override { return 1500; }
    link::Context &context() override { return m_context; }

    std::vector<ip::Datagram> sent;
    std::optional<ip::SendError> fails;
    std::map<std::pair<base::PortIndex, base::IpAddress>, ip::GroupFilter> filters;
    base::trace::Hub hub;

private:
    packet::PacketPool m_pool;
    link::Outbox m_outbox;
    link::Context m_context{base::TimePoint::fromNs(5), base::NodeId(0), m_pool, m_outbox, hub};
};

struct Bench : base::trace::Sink {
    FakeIp ip;
    std::vector<base::DropReason> drops;
    SocketLayer sockets{base::Random(1)};

    Bench() { ip.hub.add(this, base::trace::kindOf<base::trace::PacketDropped>()); }
    void event(base::TimePoint, const base::trace::Event &event) override
    {
        drops.push_back(std::get<base::trace::PacketDropped>(event).reason);
    }

    SocketId udp(const Endpoint &local)
    {
        const SocketId id = *sockets.socket(SocketKind::udp, local.address.isV6() ? base::Family::ipv6
                                                                                 : base::Family::ipv4);
        if (!sockets.bind(ip, id, local))
            qFatal("cannot bind");
        return id;
    }
    ip::Delivered datagram(const base::IpAddress &from, const base::IpAddress &to, wire::IpProtocol protocol,
                           base::Bytes payload)
    {
        ip::Delivered d;
        d.source = from;
        d.destination = to;
        d.protocol = protocol;
        d.ttl = 61;
        d.tos = 0x10;
        d.in = base::PortIndex(0);
        d.payloadOffset = from.isV4() ? 20 : 40;
        d.datagram = ip.pool().make(d.payloadOffset + payload.size());
        const base::MutableBytes bytes = d.datagram.writable();
        std::fill(bytes.begin(), bytes.end(), std::uint8_t(0));
        if (from.isV4()) {
            wire::Ipv4Repr header;
            header.protocol = protocol;
            header.source = from.v4();
            header.destination = to.v4();
            header.payloadLength = static_cast<std::uint16_t>(payload.size());
            header.emit(bytes);
        }
        std::copy(payload.begin(), payload.end(), bytes.begin() + d.payloadOffset);
        return d;
    }
    ip::Delivered udpFrom(const Endpoint &from, const Endpoint &to, std::string_view text)
    {
        std::vector<std::uint8_t> bytes(8 + text.size());
        std::copy(text.begin(), text.end(), bytes.begin() + 8);
        wire::UdpRepr{from.port, to.port}.emit(bytes, from.address, to.address);
        ip::Delivered d = datagram(from.address, to.address, wire::IpProtocol::udp, bytes);
        d.isToGroup = to.address.isMulticast();
        return d;
    }
    std::string receive(SocketId id)
    {
        const auto got = sockets.receiveFrom(id);
        if (!got)
            return std::string(errnoName(got.error()));
        const base::Bytes bytes = got->data.bytes();
        return std::string(bytes.begin(), bytes.end());
    }
};

template <class T>
std::string errnoOf(const base::Result<T, SocketError> &result)
{
    return result ? "ok" : std::string(errnoName(result.error()));
}

inline const auto kHello = test::hex("68 65 6c 6c 6f");

inline std::vector<std::uint8_t> echo(bool isReply, std::uint16_t identifier, std::uint16_t sequence)
{
    std::vector<std::uint8_t> bytes(12);
    wire::IcmpRepr{wire::IcmpEcho{isReply, identifier, sequence}}.emit(bytes);
    return bytes;
}

inline ip::ErrorReport errorAbout(const ip::Datagram &sent, ip::ErrorKind kind)
{
    ip::ErrorReport report;
    report.kind = kind;
    report.reporter = base::Ipv4Address(10, 0, 1, 1);
    report.source = sent.source;
    report.destination = sent.destination;
    report.protocol = sent.protocol;
    report.transportLength = 8;
    std::copy_n(sent.payload.bytes().begin(), 8, report.transport.begin());
    return report;
}

} // namespace hopyard::transport

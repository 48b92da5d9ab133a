// See packets.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/packets.h"

#include "core/routing/ospf/authentication.h"

namespace hopyard::routing::ospf {

namespace {

constexpr std::size_t kIpHeader = 20;
constexpr std::uint8_t kVirtualTtl = 255;

} // namespace

PacketWriter::PacketWriter(Context &c, Interface &interface, wire::OspfType type)
    : m_c(c), m_interface(interface), m_type(type), m_offset(c.out.buffer.size())
{
    buffer().resize(m_offset + wire::OspfView::kHeaderLength);
}

void PacketWriter::send(base::Ipv4Address destination)
{
    const Area *area = m_c.r.areaOf(m_interface.area);
    wire::OspfHeader{m_type, m_c.r.config.routerId, area ? area->id : AreaId()}.emit(base::MutableBytes(buffer()).subspan(m_offset));
    seal(m_c, m_interface, buffer(), m_offset);
    SentPacket packet;
    packet.port = m_interface.id.port;
    packet.source = m_interface.address();
    packet.destination = destination;
    packet.ttl = m_interface.isVirtual() ? kVirtualTtl : 1;
    packet.offset = static_cast<std::uint32_t>(m_offset);
    packet.length = static_cast<std::uint32_t>(buffer().size() - m_offset);
    m_c.out.packets.push_back(packet);
}

std::size_t roomOn(const Instance &r, const Interface &interface)
{
    // A virtual link may cross networks of any kind; what every router takes in one piece is 576 (RFC 2328 appendix A.1).
    const std::size_t mtu = interface.isVirtual() ? 576 : std::max<std::size_t>(interface.port.mtu, 576);
    return mtu - kIpHeader - wire::OspfView::kHeaderLength - digestLength(r, interface);
}

base::Ipv4Address addressOf(const Interface &interface, const Neighbour &neighbour)
{
    return interface.config.type == NetworkType::pointToPoint ? wire::kAllSpfRouters : neighbour.address;
}

base::Ipv4Address floodAddress(const Interface &interface)
{
    const bool all = interface.config.type != NetworkType::broadcast || interface.state == InterfaceState::dr
                  || interface.state == InterfaceState::backup;
    return all ? wire::kAllSpfRouters : wire::kAllDRouters;
}

bool floodsByUnicast(const Interface &interface)
{
    return interface.config.type == NetworkType::nbma || interface.config.type == NetworkType::pointToMultipoint
        || interface.isVirtual();
}

void dropPacket(Context &c, Interface &interface, base::Ipv4Address source, PacketError error)
{
    ++interface.dropped[static_cast<std::size_t>(error)];
    c.out.events.push_back(event::PacketDropped{interface.id, source, error});
}

} // namespace hopyard::routing::ospf

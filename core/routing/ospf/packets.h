// Building packets in the Output's buffer, and where they go (RFC 2328 section 8.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/ospf/instance.h"

namespace hopyard::routing::ospf {

/// One packet under construction: append its payload to buffer(), then send() it. One at a time.
class PacketWriter {
public:
    PacketWriter(Context &c, Interface &interface, wire::OspfType type);
    std::vector<std::uint8_t> &buffer() { return m_c.out.buffer; }
    std::size_t payloadSize() const { return m_c.out.buffer.size() - m_offset - wire::OspfView::kHeaderLength; }
    /// The payload's first byte.
    std::uint8_t *payload() { return &m_c.out.buffer[m_offset + wire::OspfView::kHeaderLength]; }
    void send(base::Ipv4Address destination);

private:
    Context &m_c;
    Interface &m_interface;
    wire::OspfType m_type;
    std::size_t m_offset;
};

/// Payload bytes that fit one packet of an interface.
std::size_t roomOn(const Instance &r, const Interface &interface);
/// Where a packet to one neighbour goes: AllSPFRouters on point-to-point networks, else its address.
base::Ipv4Address addressOf(const Interface &interface, const Neighbour &neighbour);
/// Where flooded updates and delayed acknowledgments go on a network that has multicast.
base::Ipv4Address floodAddress(const Interface &interface);
/// True where flooding goes to each neighbour by itself.
bool floodsByUnicast(const Interface &interface);

void dropPacket(Context &c, Interface &interface, base::Ipv4Address source, PacketError error);

} // namespace hopyard::routing::ospf

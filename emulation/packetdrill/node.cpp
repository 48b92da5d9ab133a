// See node.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/node.h"

#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace hopyard::packetdrill {

namespace {

constexpr char kInterface[] = "tun0"; // the name that scripts use

const base::MacAddress &peerMac()
{
    static const base::MacAddress mac = base::MacAddress::local(2);
    return mac;
}

/// An address of the local network that is none of ours: the gateway to everywhere else.
base::IpAddress gatewayOf(const Flags &flags)
{
    const base::InterfaceAddress &primary = flags.local.front();
    const std::uint32_t network = primary.network().address().v4().value();
    const std::uint32_t hosts = ~base::netmask4(primary.length);
    for (std::uint32_t n = 1; n < hosts; ++n) {
        const base::IpAddress candidate = base::Ipv4Address(network + n);
        const bool ours = std::any_of(flags.local.begin(), flags.local.end(),
                                      [&](const base::InterfaceAddress &own) { return own.address == candidate; });
        if (!ours)
            return candidate;
    }
    return {};
}

} // namespace

Node::Node(const Flags &flags, base::TimePoint start)
    : m_now(start), m_single(flags.singleSegments), m_mac(base::MacAddress::local(1)),
      m_router("host", base::Random::derive(flags.seed, "packetdrill"), ip::StackOptions{})
{
    link::Context context = makeContext();
    ip::InterfaceSpec spec;
    spec.name = kInterface;
    spec.mac = m_mac;
    spec.mtu = flags.mtu;
    m_port = m_router.addInterface(context, spec);
    assert(m_port.isValid());
    router::RouterConfig config;
    config.ipForwarding = false;
    config.ipv6Forwarding = false;
    config.interfaces[kInterface].addresses = flags.local;
    router::StaticRoute everywhere;
    everywhere.prefix = base::IpPrefix(base::Ipv4Address(), 0);
    everywhere.interface = kInterface;
    everywhere.gateway = gatewayOf(flags); // none: the network is too small, everybody is a neighbour
    config.addRoute(everywhere);
    m_router.configure(context, config);
    m_router.carrierChanged(context, m_port, true);
    if (everywhere.gateway.isValid())
        m_router.addPermanentNeighbour(context, m_port, everywhere.gateway, peerMac());
    m_router.addPermanentNeighbour(context, m_port, flags.remote, peerMac());
    collect();
}

void Node::moveTo(base::TimePoint to)
{
    assert(m_now <= to);
    m_now = to;
    if (m_router.nextDeadline() > m_now)
        return;
    link::Context context = makeContext();
    m_router.expire(context);
    collect();
}

bool Node::inject(base::Bytes packet)
{
    constexpr std::size_t header = wire::EthernetRepr::headerLength();
    packet::Packet frame = m_pool.make(header + packet.size());
    if (frame.isNull())
        return false;
    const base::MutableBytes bytes = frame.writable();
    wire::EthernetRepr{m_mac, peerMac(), wire::EtherType::ipv4}.emit(bytes);
    if (!packet.empty())
        std::memcpy(bytes.data() + header, packet.data(), packet.size());
    link::Context context = makeContext();
    m_router.handle(context, m_port, std::move(frame));
    collect();
    return true;
}

/// What the stack sent becomes what packetdrill sees; ARP is between the stack and its link.
void Node::collect()
{
    for (link::Outbox::Item &item : std::exchange(m_out.items(), {})) {
        packet::Packet packet = std::move(item.packet);
        const auto frame = wire::EthernetView::parse(packet.bytes());
        if (!frame || frame->etherType() != wire::EtherType::ipv4)
            continue;
        packet.popFront(wire::EthernetView::kHeaderLength);
        if (m_single) {
            link::splitIntoSegments(
                std::move(packet), m_pool,
                [&](packet::Packet &&piece) { m_sent.push_back({m_now, std::move(piece)}); }, link::Layer::ip);
            continue;
        }
        packet.setOffload({0, packet.offload().checksumMissing});
        link::completeChecksum(packet, link::Layer::ip);
        m_sent.push_back({m_now, std::move(packet)});
    }
}

} // namespace hopyard::packetdrill

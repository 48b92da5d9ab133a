// A packet as a list has room for it: where it was seen, and of its headers what people look for. The display filter
// (filter.h) is evaluated over it, the line of the packet list (head_text.h) is made of it, and it travels from engine to
// workbench in about a hundred bytes (docs/rpc.md, `packets`).
//
// Filled in by core/dissect, which looks at bytes; this folder looks at none, so that the workbench may use it.
// Deliberately missing: whatever only a dissector knows, such as the options of TCP. Those are asked for by packet.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/id.h"
#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::filter {

/// What was found in a frame, outermost first; `malformed` where a header did not parse.
enum class Layer : std::uint8_t {
    ethernet, vlan, arp, ipv4, ipv6, icmp, icmpv6, igmp, udp, tcp, ospf, rip, bgp, dns, http, dhcp, malformed, stp,
};
constexpr int kLayerCount = 18;

/// A set of layers.
class Layers {
public:
    constexpr Layers() = default;
    constexpr explicit Layers(std::uint32_t bits) : m_bits(bits & ((std::uint32_t(1) << kLayerCount) - 1)) {}
    constexpr bool has(Layer layer) const { return (m_bits >> static_cast<unsigned>(layer) & 1) != 0; }
    constexpr void add(Layer layer) { m_bits |= std::uint32_t(1) << static_cast<unsigned>(layer); }
    constexpr std::uint32_t bits() const { return m_bits; }
    constexpr bool operator==(const Layers &) const = default;

private:
    std::uint32_t m_bits = 0;
};

struct PacketHead {
    static constexpr std::uint32_t kNoStream = 0xffffffff;
    static constexpr std::size_t kMaxText = 127; ///< bytes of `text`
    static constexpr std::uint8_t kNotDropped = 0xff;

    std::uint64_t number = 0;   ///< of the row; counts up over everything seen, from 1
    std::uint64_t packetId = 0; ///< names the packet through its whole life
    base::TimePoint time{};
    base::LinkId link{};          ///< where it was seen; invalid where a node dropped it
    base::NodeId node{};          ///< that dropped it, else invalid
    base::Direction direction = base::Direction::forward;
    std::uint8_t drop = kNotDropped; ///< base::DropReason, where it ended here
    std::uint32_t length = 0;   ///< of the frame, in bytes
    Layers layers{};

    base::MacAddress etherSource{};
    base::MacAddress etherDestination{};
    std::uint16_t etherType = 0; ///< behind all tags
    std::uint16_t vlan = 0;      ///< of the outermost tag, 0..4095

    base::IpAddress source{};      ///< of IP; of ARP the sender's
    base::IpAddress destination{}; ///< of IP; of ARP the target's
    std::uint16_t arpOperation = 0;

    std::uint8_t ttl = 0; ///< hop limit of IPv6
    std::uint8_t protocol = 0;
    std::uint8_t tos = 0;
    std::uint16_t ipLength = 0; ///< of the datagram, in bytes
    std::uint16_t ipId = 0;
    std::uint16_t fragmentOffset = 0; ///< in bytes
    bool moreFragments = false;
    bool dontFragment = false;

    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    std::uint32_t stream = kNoStream; ///< TCP and UDP: the conversation's number, each protocol from 0
    std::uint32_t payloadLength = 0;  ///< of TCP or UDP, in bytes

    std::uint8_t tcpFlags = 0;
    std::uint16_t tcpWindow = 0; ///< unscaled
    std::uint32_t tcpSequence = 0;
    std::uint32_t tcpAcknowledgement = 0;

    std::uint8_t type = 0; ///< of ICMP, ICMPv6, IGMP
    std::uint8_t code = 0; ///< of ICMP, ICMPv6
    std::uint16_t echoId = 0;
    std::uint16_t echoSequence = 0;

    struct Bridge {
        std::uint16_t priority = 0; ///< with the system id extension in its lower twelve bits
        base::MacAddress address{};
        bool operator==(const Bridge &) const = default;
    };
    std::uint8_t stpFlags = 0; ///< this and what follows: of BPDUs but topology change notifications
    Bridge stpRoot{};
    std::uint32_t stpRootCost = 0;
    Bridge stpBridge{};
    std::uint16_t stpPort = 0; ///< four bits of priority, twelve of number

    /// BPDU type; of what TCP, UDP or IP carries: OSPF type, RIP command, BGP type, kind of a DHCP message, 1 for an answer of DNS or HTTP.
    std::uint8_t message = 0;
    base::Ipv4Address router; ///< OSPF: who says it; DHCP: the address that the client gets, or asks for
    std::string text{}; ///< the first line of HTTP, the name that DNS asks for, what an ICMP error is about, what did not parse

    bool isFragment() const { return moreFragments || fragmentOffset != 0; }
    bool isDropped() const { return drop != kNotDropped; }
    bool operator==(const PacketHead &) const = default;
};

/// Appends the head in its binary form: numbers in network byte order, only those that its layers have. Text beyond
/// kMaxText is cut.
void append(std::vector<std::uint8_t> &out, const PacketHead &head);
/// The next head. False where the bytes end before it does or make no sense; then `head` is not to be used.
bool read(base::ByteReader &in, PacketHead &head);

} // namespace hopyard::filter

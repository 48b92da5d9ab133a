// What passes between source, destination and arbiter before the arbiter has answered, so that a client waits for one
// round trip between machines and not for one and a half.
//
//  ahead   source to destination: a packet of the client that came after the freezing. The source keeps it too, for the case
//          that the connection comes back; the destination takes it up when the connection is its own.
//  answer  destination to arbiter: a claim (handover.h) and, behind it, what the connection's TCP answers to such a packet. The
//          arbiter decides the claim first and sends the answer on only where the asker owns the flow. So nothing that a
//          client sees was said by anybody but its owner, and a destination whose claim is not granted has said nothing.
//
// The answer is made by AnswerAhead: a TCP of its own, into which the state is put for the moment; no program sees it.
//
//     ahead:  flow (4), epoch (4), arbiter (4), the datagram from its IP header on
//     answer: a claim (20), the datagram
//
// Sent again by somebody else (message.h) either is a packet that was on the network before, as any router could repeat it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/migration/flow.h"
#include "core/migration/handover.h"
#include "core/migration/message.h"
#include "core/packet/packet.h"
#include "core/transport/ip_output.h"
#include "core/transport/tcp/tcp.h"

#include <optional>
#include <vector>

namespace hopyard::migration {

struct AheadMessage {
    FlowId flow;
    std::uint32_t epoch = 0; ///< of the freezing
    base::Ipv4Address arbiter;
    base::Bytes datagram;

    std::vector<std::uint8_t> encode(const base::SipKey &key) const;
    /// Nothing where it is cut or holds no whole TCP datagram.
    static std::optional<AheadMessage> decode(const Opened &opened);
};

struct AnswerMessage {
    HandoverMessage claim;
    base::Bytes datagram;

    std::vector<std::uint8_t> encode(const base::SipKey &key) const;
    static std::optional<AnswerMessage> decode(const Opened &opened);
};

/// As if it came up now; nothing where it is no datagram of IPv4.
std::optional<ip::Delivered> deliveredOf(packet::Packet datagram);

class AnswerAhead {
public:
    explicit AnswerAhead(base::Random random) : m_tcp(random) {}

    /// Only of states and by packets that end nothing, so that the state is still one that moves afterwards.
    static bool mayAnswer(const transport::tcp::ConnectionState &state, const ip::Delivered &datagram);
    /// What the connection answers to it, as finished datagrams; `state` is that afterwards.
    std::vector<packet::Packet> answer(transport::IpOutput &ip, transport::tcp::ConnectionState &state,
                                       const ip::Delivered &datagram);

private:
    transport::tcp::Tcp m_tcp;
};

} // namespace hopyard::migration

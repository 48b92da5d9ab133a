// See ahead.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/ahead.h"

#include "core/link/segmentation.h"
#include "core/transport/tcp/connection_state.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"

#include <algorithm>
#include <array>
#include <utility>

namespace hopyard::migration {

namespace {

constexpr std::size_t kAheadHead = 12, kClaimSize = HandoverMessage::kSize;

/// A whole TCP datagram, not a fragment.
bool isTcpDatagram(base::Bytes bytes)
{
    const auto view = wire::Ipv4View::parse(bytes);
    return view && view->protocol() == wire::IpProtocol::tcp && !view->isFragment() && view->totalLength() == bytes.size()
           && view->payload().size() >= wire::TcpView::kMinHeaderLength;
}

/// IP for a connection that may answer, but not onto the network: what it sends is kept.
class KeptOutput final : public transport::IpOutput {
public:
    KeptOutput(transport::IpOutput &ip, std::vector<packet::Packet> &kept) : m_ip(ip), m_kept(kept) {}

    base::Result<void, ip::SendError> send(ip::Datagram datagram) override
    {
        if (!datagram.source.isV4() || !datagram.destination.isV4())
            return base::fail(ip::SendError::badSource);
        wire::Ipv4Repr header;
        header.tos = datagram.tos;
        header.ttl = datagram.ttl;
        header.dontFragment = datagram.dontFragment;
        header.protocol = datagram.protocol;
        header.source = datagram.source.v4();
        header.destination = datagram.destination.v4();
        packet::Packet packet = std::move(datagram.payload);
        const packet::Offload offload = packet.offload();
        header.payloadLength = static_cast<std::uint16_t>(packet.size());
        header.emit(packet.pushFront(header.headerLength()));
        packet.setOffload(offload);
        link::splitIntoSegments(std::move(packet), pool(), [this](packet::Packet one) { m_kept.push_back(std::move(one)); },
                                link::Layer::ip);
        return {};
    }
    base::IpAddress sourceFor(const base::IpAddress &to, base::PortIndex out) const override { return m_ip.sourceFor(to, out); }
    bool isOwnAddress(const base::IpAddress &address) const override { return m_ip.isOwnAddress(address); }
    std::uint32_t mtuTo(const base::IpAddress &to) const override { return m_ip.mtuTo(to); }
    bool isBroadcast(const base::IpAddress &address) const override { return m_ip.isBroadcast(address); }
    link::Context &context() override { return m_ip.context(); }

private:
    transport::IpOutput &m_ip;
    std::vector<packet::Packet> &m_kept;
};

std::vector<std::uint8_t> sealTwo(const base::SipKey &key, MessageKind kind, base::Bytes head, base::Bytes rest)
{
    std::vector<std::uint8_t> body(head.begin(), head.end());
    body.insert(body.end(), rest.begin(), rest.end());
    return seal(key, kind, body);
}

} // namespace

std::vector<std::uint8_t> AheadMessage::encode(const base::SipKey &key) const
{
    std::array<std::uint8_t, kAheadHead> head;
    base::ByteWriter writer(head);
    writer.u32(flow.value());
    writer.u32(epoch);
    writer.u32(arbiter.value());
    return sealTwo(key, MessageKind::ahead, head, datagram);
}

std::optional<AheadMessage> AheadMessage::decode(const Opened &opened)
{
    if (opened.kind != MessageKind::ahead || opened.body.size() < kAheadHead)
        return {};
    base::ByteReader reader(opened.body);
    AheadMessage message;
    message.flow = FlowId(reader.u32());
    message.epoch = reader.u32();
    message.arbiter = base::Ipv4Address(reader.u32());
    message.datagram = reader.rest();
    return message.flow.isValid() && isTcpDatagram(message.datagram) ? std::optional(message) : std::nullopt;
}

std::vector<std::uint8_t> AnswerMessage::encode(const base::SipKey &key) const
{
    return sealTwo(key, MessageKind::answer, claim.body(), datagram);
}

std::optional<AnswerMessage> AnswerMessage::decode(const Opened &opened)
{
    if (opened.kind != MessageKind::answer || opened.body.size() < kClaimSize)
        return {};
    const auto claim = HandoverMessage::decode({MessageKind::claim, opened.body.first(kClaimSize)});
    const base::Bytes datagram = opened.body.subspan(kClaimSize);
    return claim && isTcpDatagram(datagram) ? std::optional(AnswerMessage{*claim, datagram}) : std::nullopt;
}

std::optional<ip::Delivered> deliveredOf(packet::Packet packet)
{
    const auto view = wire::Ipv4View::parse(packet.bytes());
    if (!view)
        return std::nullopt;
    ip::Delivered datagram;
    datagram.source = view->source();
    datagram.destination = view->destination();
    datagram.protocol = view->protocol();
    datagram.ttl = view->ttl();
    datagram.tos = view->tos();
    datagram.payloadOffset = static_cast<std::uint16_t>(view->headerLength());
    datagram.datagram = std::move(packet);
    return datagram;
}

bool AnswerAhead::mayAnswer(const transport::tcp::ConnectionState &state, const ip::Delivered &datagram)
{
    using transport::tcp::TcpState;
    if (state.state != TcpState::established && state.state != TcpState::closeWait)
        return false;
    const base::Bytes tcp = datagram.payload();
    if (datagram.protocol != wire::IpProtocol::tcp || tcp.size() < wire::TcpView::kMinHeaderLength)
        return false;
    constexpr std::uint8_t kEnds = wire::TcpFlags::syn | wire::TcpFlags::fin | wire::TcpFlags::rst;
    return (tcp[13] & kEnds) == 0;
}

std::vector<packet::Packet> AnswerAhead::answer(transport::IpOutput &ip, transport::tcp::ConnectionState &state,
                                                const ip::Delivered &datagram)
{
    std::vector<packet::Packet> kept;
    KeptOutput output(ip, kept);
    // No program reads here, so that the window shrinks; acknowledged is what came all the same, at once.
    const bool wasInteractive = std::exchange(state.delayedAck.interactive, false);
    state.delayedAck.quick = std::max<std::uint8_t>(state.delayedAck.quick, 1);
    if (const auto id = m_tcp.insert(output, std::move(state))) {
        m_tcp.deliver(output, datagram);
        state = std::move(*m_tcp.extract(*id));
    }
    state.delayedAck.interactive = wasInteractive;
    static_cast<void>(m_tcp.takeChanged()); // there is no program
    return kept;
}

} // namespace hopyard::migration

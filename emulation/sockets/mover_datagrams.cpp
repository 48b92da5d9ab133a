// Datagrams: UDP, ICMP echo, raw; see mover.h.
//
// A message of the pair is a DatagramHead and the payload. An error of the node's socket (port unreachable, no route)
// goes to the program as a message of its own, which its next receiving call turns into an errno.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/mover.h"

#include "core/transport/linux_options.h"
#include "emulation/sockets/pair.h"
#include "emulation/sockets/request.h"

#include <ctime>

namespace hopyard::remote {

namespace {

using What = Verdict::What;
using Outcome = Transferred::Outcome;
using transport::SocketError;

template <class T>
base::Bytes bytesOf(const T &value)
{
    return {reinterpret_cast<const std::uint8_t *>(&value), sizeof value};
}

std::int64_t realTimeNs()
{
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    return std::int64_t(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

DatagramHead headOf(const RemoteSocket &s, const transport::Received &received)
{
    DatagramHead head{};
    head.kind = DatagramHead::data;
    head.flags = s.wants;
    head.ttl = received.ttl;
    head.tos = received.tos;
    head.address = toAddress(received.from);
    head.local = toAddress(received.to);
    head.interface = static_cast<std::uint32_t>(transport::linuxInterfaceIndex(received.in));
    head.timeNs = realTimeNs();
    return head;
}

/// Sends an error to the program; where there is no room it is lost, as a soft error may be.
void tellError(RemoteSocket &s, SocketError error)
{
    DatagramHead head{};
    head.kind = DatagramHead::error;
    head.errorNumber = transport::errnoNumber(error);
    if (sendSome(s.pair, bytesOf(head), {}).outcome == Outcome::wouldBlock)
        s.canWrite = false;
}

Verdict toProgram(RemoteSocket &s, transport::SocketLayer &layer)
{
    for (int i = 0; s.canWrite; ++i) {
        if (i == Mover::kDatagrams)
            return {What::more, 0};
        if (!s.held) {
            auto received = layer.receiveFrom(s.socket);
            if (!received) {
                if (received.error() == SocketError::wouldBlock)
                    return {};
                if (received.error() == SocketError::badSocket)
                    return {What::lost, transport::errnoNumber(SocketError::networkDown)};
                tellError(s, received.error());
                continue;
            }
            s.held = std::move(*received);
        }
        const Transferred sent = sendSome(s.pair, bytesOf(headOf(s, *s.held)), s.held->data.bytes());
        if (sent.outcome == Outcome::wouldBlock) {
            s.canWrite = false;
            return {};
        }
        s.held.reset(); // sent, or nobody reads any more
    }
    return {};
}

void sendOut(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip, const OutgoingDatagram &datagram)
{
    transport::Endpoint to = datagram.to;
    if (!datagram.hasAddress) {
        const auto peer = layer.peerName(s.socket);
        if (!peer) {
            tellError(s, SocketError::destinationRequired);
            return;
        }
        to = *peer;
    }
    transport::MessageControl control;
    control.source = datagram.source;
    if (datagram.interface != 0)
        control.out = transport::portOfLinuxIndex(static_cast<int>(datagram.interface));
    if (datagram.ttl != 0)
        control.ttl = datagram.ttl;
    if (datagram.hasTos)
        control.tos = datagram.tos;
    if (const auto sent = layer.sendTo(ip, s.socket, datagram.payload, to, control); !sent)
        tellError(s, sent.error());
}

} // namespace

Verdict Mover::moveDatagrams(RemoteSocket &s, transport::SocketLayer &layer, transport::IpOutput &ip)
{
    Verdict verdict;
    for (int i = 0; s.canRead; ++i) {
        if (i == kDatagrams) {
            verdict = {What::more, 0};
            break;
        }
        const Transferred got = receiveSome(s.pair, m_scratch);
        if (got.outcome == Outcome::end || got.outcome == Outcome::reset) {
            if (s.hungUp)
                return {What::gone, 0};
            s.canRead = false; // the program shut its sending side
        } else if (got.outcome == Outcome::wouldBlock) {
            s.canRead = false;
        } else if (const auto datagram = parseDatagram(base::Bytes(m_scratch.data(), got.count))) {
            sendOut(s, layer, ip, *datagram);
        }
    }
    if (s.hungUp && !s.canRead)
        return {What::gone, 0};
    const Verdict received = remote::toProgram(s, layer);
    return received.what == What::idle ? verdict : received;
}

} // namespace hopyard::remote

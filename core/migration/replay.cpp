// See replay.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/replay.h"

#include "core/transport/tcp/connection_state.h"
#include "core/wire/tcp.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::migration {

namespace {

using wire::TcpFlags;

/// Addresses, ports and one number of the header anew, TTL one less; both checksums mended (RFC 1624).
void translate(packet::Packet &packet, base::Ipv4Address source, base::Ipv4Address destination, std::uint32_t ports,
               std::size_t numberAt, std::uint32_t number)
{
    const base::MutableBytes bytes = packet.writable();
    std::uint8_t *ip = bytes.data();
    std::uint8_t *tcp = ip + (ip[0] & 0x0fu) * 4u;
    std::uint16_t sum = base::loadU16(tcp + 16);
    const bool isFinished = !packet.offload().checksumMissing;
    const auto change = [&](std::uint8_t *field, std::uint32_t value, bool isAddress) {
        for (int half = 0; half < 2; ++half) {
            const auto to = static_cast<std::uint16_t>(half == 0 ? value >> 16 : value);
            const std::uint16_t from = base::loadU16(field + 2 * half);
            if (isFinished)
                sum = wire::updateChecksum(sum, from, to);
            else if (isAddress) // the field holds a sum, not its complement
                sum = static_cast<std::uint16_t>(~wire::updateChecksum(static_cast<std::uint16_t>(~sum), from, to));
        }
        base::storeU32(field, value);
    };
    change(ip + 12, source.value(), true);
    change(ip + 16, destination.value(), true);
    change(tcp, ports, false);
    change(tcp + numberAt, number, false);
    base::storeU16(tcp + 16, sum);
    --ip[8];
    wire::fillIpv4Checksum(bytes.first((ip[0] & 0x0fu) * 4u));
}

constexpr std::size_t kSequence = 4, kAcknowledgement = 8;

std::uint32_t portsOf(std::uint16_t source, std::uint16_t destination)
{
    return std::uint32_t(source) << 16 | destination;
}

} // namespace

std::string_view Replays::toString(Phase phase)
{
    switch (phase) {
    case Phase::handshake: return "handshake";
    case Phase::request: return "request";
    case Phase::spliced: return "spliced";
    case Phase::over: return "over";
    }
    return "unknown";
}

void Replays::begin(const Around &around, const Classifier::Verdict &verdict, const Mapping &mapping)
{
    std::vector<std::uint8_t> request(around.sockets.receiveQueueSize(verdict.socket).value_or(0));
    if (!request.empty())
        request.resize(around.sockets.read(around.ip, verdict.socket, request, {.peek = true}).value_or(0));
    const auto state = around.sockets.freezeStream(verdict.socket);
    around.sockets.releaseStream(around.ip, verdict.socket);
    static_cast<void>(around.sockets.close(around.ip, verdict.socket));
    if (!state || m_byPort.size() >= kMost)
        return;
    auto port = static_cast<std::uint16_t>(kFirstPort + m_random.below(kMost));
    while (m_byPort.count(port))
        port = port == 0xffff ? kFirstPort : static_cast<std::uint16_t>(port + 1);
    One one;
    one.mapping = mapping;
    one.host = verdict.host;
    one.hostPort = verdict.service.port;
    one.ownPort = port;
    one.clientFirst = state->receive.irs.value;
    one.clientAck = state->send.iss.value + 1;
    one.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(state->send.window, 0xffff));
    one.mss = state->agreed.peerMss;
    one.request = std::move(request);
    if (state->receive.finSeen)
        one.fins = 1;
    one.began = around.now();
    m_byPort[port] = mapping.flow;
    One &placed = m_all[mapping.flow] = std::move(one);
    placed.due = around.now() + kTimeout;
    sendNext(around, placed);
    refresh();
}

void Replays::sendToHost(const Around &around, One &one, TcpFlags flags, std::uint32_t sequence, base::Bytes payload)
{
    wire::TcpRepr tcp;
    tcp.sourcePort = one.ownPort;
    tcp.destinationPort = one.hostPort;
    tcp.sequence = sequence;
    tcp.flags = flags;
    tcp.window = one.window;
    if (flags.has(TcpFlags::syn))
        tcp.maximumSegmentSize = one.mss;
    else
        tcp.acknowledgement = one.hostNext;
    ip::Datagram datagram;
    datagram.source = m_own;
    datagram.destination = one.host.address;
    datagram.protocol = wire::IpProtocol::tcp;
    datagram.payload = around.link.pool.make(tcp.headerLength() + payload.size());
    const base::MutableBytes bytes = datagram.payload.writable();
    std::copy(payload.begin(), payload.end(), bytes.begin() + static_cast<std::ptrdiff_t>(tcp.headerLength()));
    tcp.emit(bytes, m_own, one.host.address);
    ++one.packets;
    static_cast<void>(around.ip.send(std::move(datagram)));
}

/// What the host waits for now: the SYN, or the next piece of the request.
void Replays::sendNext(const Around &around, One &one)
{
    if (one.phase == Phase::handshake) {
        sendToHost(around, one, {TcpFlags::syn}, one.clientFirst, {});
        return;
    }
    const std::size_t size = std::min<std::size_t>({unsent(one), one.mss, 1'400});
    const bool isLast = size == unsent(one);
    const std::uint8_t fin = isLast && (one.fins & 1) ? TcpFlags::fin : 0;
    sendToHost(around, one, {static_cast<std::uint8_t>(TcpFlags::ack | TcpFlags::psh | fin)},
               one.clientFirst + 1 + static_cast<std::uint32_t>(one.acknowledged),
               base::Bytes(one.request).subspan(one.acknowledged, size));
}

bool Replays::take(const Around &around, ip::Delivered &datagram)
{
    if (m_all.empty() || datagram.protocol != wire::IpProtocol::tcp || datagram.payload().size() < wire::TcpView::kMinHeaderLength)
        return false;
    const base::Bytes tcp = datagram.payload();
    const std::uint16_t from = base::loadU16(tcp.data()), to = base::loadU16(tcp.data() + 2);
    if (datagram.destination.v4() == m_own) {
        const auto named = m_byPort.find(to);
        if (named == m_byPort.end())
            return false;
        One &one = m_all.at(named->second);
        if (one.host.address != datagram.source.v4() || one.hostPort != from)
            return false;
        fromHost(around, one, datagram);
        refresh();
        return true;
    }
    const auto at = m_all.find({datagram.source.v4(), from, datagram.destination.v4(), to});
    if (at == m_all.end())
        return false;
    One &one = at->second;
    if (one.phase == Phase::over && (tcp[13] & TcpFlags::syn)) { // another connection of the same four-tuple
        m_byPort.erase(one.ownPort);
        m_all.erase(at);
        refresh();
        return false;
    }
    if (one.phase == Phase::handshake || one.phase == Phase::request) {
        if (one.held.size() < kMaxHeld)
            one.held.push_back(std::move(datagram.datagram));
        return true;
    }
    fromClient(around, one, std::move(datagram.datagram));
    return true;
}

void Replays::fromHost(const Around &around, One &one, ip::Delivered &datagram)
{
    const auto tcp = wire::TcpView::parse(datagram.payload());
    if (!tcp || (one.phase != Phase::spliced && one.phase != Phase::over && !datagram.datagram.offload().checksumMissing &&
                 !tcp->checksumOk(datagram.source, datagram.destination)))
        return;
    const TcpFlags flags = tcp->flags();
    if (one.phase == Phase::spliced || one.phase == Phase::over) {
        const std::uint32_t sequence = tcp->sequence() + one.difference;
        note(around, one, flags, 2);
        packet::Packet packet = std::move(datagram.datagram);
        if (packet.bytes()[8] <= 1)
            return;
        const FourTuple &flow = one.mapping.flow;
        translate(packet, flow.destination, flow.source, portsOf(flow.destinationPort, flow.sourcePort), kSequence, sequence);
        static_cast<void>(around.sendWhole(std::move(packet)));
        return;
    }
    if (flags.has(TcpFlags::rst))
        return fail(around, one);
    if (!flags.has(TcpFlags::ack))
        return;
    const std::uint32_t acknowledged = tcp->acknowledgement() - (one.clientFirst + 1);
    if (one.phase == Phase::handshake) {
        if (!flags.has(TcpFlags::syn) || acknowledged != 0)
            return;
        one.hostNext = tcp->sequence() + 1;
        one.difference = one.clientAck - one.hostNext;
        one.phase = Phase::request;
        sendToHost(around, one, {TcpFlags::ack}, one.clientFirst + 1, {});
        around.step("handshake replayed", one.mapping, one.host.address, fmt::format("packets {}", one.packets));
    } else if (acknowledged > one.acknowledged && acknowledged <= one.request.size() + (one.fins & 1)) {
        one.acknowledged = std::min<std::size_t>(acknowledged, one.request.size());
    } else {
        return;
    }
    one.tries = 0;
    one.due = around.now() + kTimeout;
    if (unsent(one) > 0 || (one.request.empty() && (one.fins & 1) && acknowledged == 0)) {
        sendNext(around, one);
        return;
    }
    one.phase = Phase::spliced;
    one.due = around.now() + kIdle;
    around.step("request replayed", one.mapping, one.host.address, fmt::format("bytes {}, packets {}", one.request.size(), one.packets));
    // What the host said together with its last acknowledgement goes to the client; then what the client said meanwhile.
    if (!tcp->payload().empty() || flags.has(TcpFlags::fin))
        fromHost(around, one, datagram);
    for (packet::Packet &packet : std::exchange(one.held, {}))
        fromClient(around, one, std::move(packet));
}

void Replays::fromClient(const Around &around, One &one, packet::Packet packet)
{
    if (packet.bytes()[8] <= 1)
        return;
    const std::uint8_t *tcp = packet.bytes().data() + (packet.bytes()[0] & 0x0fu) * 4u;
    const std::uint32_t acknowledgement = base::loadU32(tcp + 8) - one.difference;
    note(around, one, {tcp[13]}, 1);
    translate(packet, m_own, one.host.address, portsOf(one.ownPort, one.hostPort), kAcknowledgement, acknowledgement);
    static_cast<void>(around.sendWhole(std::move(packet)));
}

void Replays::note(const Around &around, One &one, TcpFlags flags, std::uint8_t side)
{
    if (flags.has(TcpFlags::fin))
        one.fins = static_cast<std::uint8_t>(one.fins | side);
    const bool isOver = one.phase == Phase::over || flags.has(TcpFlags::rst) || one.fins == 3;
    if (isOver)
        one.phase = Phase::over;
    one.due = around.now() + (isOver ? kLinger : kIdle);
}

/// The host does not want it, or is not there: the client is told.
void Replays::fail(const Around &around, One &one)
{
    const FourTuple &flow = one.mapping.flow;
    wire::TcpRepr tcp;
    tcp.sourcePort = flow.destinationPort;
    tcp.destinationPort = flow.sourcePort;
    tcp.sequence = one.clientAck;
    tcp.flags = {TcpFlags::rst};
    ip::Datagram datagram;
    datagram.source = flow.destination;
    datagram.destination = flow.source;
    datagram.protocol = wire::IpProtocol::tcp;
    datagram.payload = around.link.pool.make(tcp.headerLength());
    tcp.emit(datagram.payload.writable(), flow.destination, flow.source);
    static_cast<void>(around.ip.send(std::move(datagram)));
    one.held.clear();
    one.phase = Phase::over;
    one.due = around.now() + kLinger;
}

void Replays::expire(const Around &around)
{
    if (m_next > around.now())
        return;
    for (auto at = m_all.begin(); at != m_all.end();) {
        One &one = at->second;
        const auto next = std::next(at);
        if (one.due <= around.now()) {
            if (one.phase == Phase::spliced || one.phase == Phase::over) {
                m_byPort.erase(one.ownPort);
                m_all.erase(at);
            } else if (++one.tries >= kTries) {
                fail(around, one);
            } else {
                one.due = around.now() + kTimeout * (std::int64_t(1) << one.tries);
                sendNext(around, one);
            }
        }
        at = next;
    }
    refresh();
}

void Replays::refresh()
{
    m_next = base::TimePoint::never();
    for (const auto &[flow, one] : m_all)
        m_next = std::min(m_next, one.due);
}

} // namespace hopyard::migration

// Moving the streams. See transfer.h; the lines at the end are made in transfer_report.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/transfer.h"

#include "core/services/pattern.h"
#include "core/services/stream_writer.h"

#include <algorithm>
#include <cmath>

namespace hopyard::services::iperf3 {

using transport::AppContext;
using transport::SocketError;

namespace {

constexpr base::Duration kLineInterval = base::Duration::seconds(1);
constexpr base::Duration kShortestLine = base::Duration::milliseconds(100);
constexpr base::Duration kPacing = base::Duration::milliseconds(1); // of TCP streams that keep to a rate, as iperf 3's
/// UDP never says that it is full: a sender without a limit gets this one.
constexpr base::BitRate kFastestUdp = base::BitRate::bitsPerSecond(10'000'000'000);

} // namespace

std::vector<bool> Transfer::sendingRoles() const
{
    std::vector<bool> roles(m_parameters.parallel, m_isClient != m_parameters.reverse);
    if (m_parameters.bidirectional)
        roles.insert(roles.end(), m_parameters.parallel, !m_isClient);
    return roles;
}

void Transfer::addStream(transport::SocketId socket, bool isSender, const transport::Endpoint &peer)
{
    Stream stream;
    stream.id = streamId(static_cast<unsigned>(m_streams.size()));
    stream.socket = socket;
    stream.peer = peer;
    stream.isSender = isSender;
    m_streams.push_back(stream);
}

bool Transfer::hasPeer(const transport::Endpoint &peer) const
{
    return std::ranges::find(m_streams, peer, &Stream::peer) != m_streams.end();
}

base::BitRate Transfer::rate() const
{
    return m_parameters.udp && m_parameters.rate.isUnlimited() ? kFastestUdp : m_parameters.rate;
}

base::Duration Transfer::offsetOf(std::uint64_t bytes) const
{
    // In 128 bits, rounded once: the rate holds however long it goes.
    const auto units = static_cast<unsigned __int128>(bytes) * 8'000'000'000u;
    return base::Duration::nanoseconds(static_cast<std::int64_t>(units / rate().bps()));
}

std::uint64_t Transfer::sentInAll() const
{
    std::uint64_t sum = 0;
    for (const Stream &s : m_streams)
        sum += s.isSender ? s.now.bytes - s.begin.bytes : 0;
    return sum;
}

std::uint64_t Transfer::bytes(bool sent) const
{
    std::uint64_t sum = 0;
    for (const Stream &s : m_streams)
        sum += s.isSender == sent ? s.now.bytes - s.begin.bytes : 0;
    return sum;
}

std::uint64_t Transfer::allowance(base::TimePoint now, const Stream &stream) const
{
    std::uint64_t most = ~std::uint64_t(0);
    const std::uint64_t wanted = m_parameters.bytes ? m_parameters.bytes
                                                    : m_parameters.blocks * m_parameters.length;
    // The client says when it is enough: what the server sends may be lost.
    if (wanted != 0 && !m_isOmitting && m_isClient)
        most = wanted - std::min(wanted, sentInAll());
    if (!rate().isUnlimited() && !m_parameters.udp) {
        const auto ns = static_cast<unsigned __int128>((now - m_startedAt).ns());
        const auto due = static_cast<std::uint64_t>(ns * rate().bps() / 8'000'000'000u) + m_parameters.length;
        most = std::min(most, due - std::min(due, stream.sentAll));
    }
    return most;
}

void Transfer::start(AppContext &context)
{
    m_isRunning = true;
    m_isOmitting = m_parameters.omit > 0;
    m_startedAt = m_countsFrom = m_lineFrom = context.now();
    m_nextLine = context.now() + kLineInterval;
    if (m_parameters.udp) {
        const base::Bytes filling = pattern(0);
        m_datagram.assign(filling.begin(), filling.begin() + m_parameters.length);
    }
    for (Stream &stream : m_streams) {
        if (stream.isSender)
            send(context, stream);
        else
            receive(context, stream); // what came before
    }
    noteNext(context.now());
}

void Transfer::ready(AppContext &context, transport::SocketId socket)
{
    const auto at = std::ranges::find(m_streams, socket, &Stream::socket);
    if (at == m_streams.end() || !(m_isRunning || m_hasEnded))
        return;
    if (m_hasEnded) {
        Stream uncounted = *at;
        return receive(context, uncounted);
    }
    if (at->isSender)
        send(context, *at);
    else
        receive(context, *at);
    noteNext(context.now());
}

void Transfer::send(AppContext &context, Stream &stream)
{
    if (stream.isOver)
        return;
    if (m_parameters.udp)
        sendUdp(context, stream);
    else
        sendTcp(context, stream);
}

void Transfer::sendTcp(AppContext &context, Stream &stream)
{
    for (;;) {
        const base::Bytes bytes = pattern(stream.sentAll);
        const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(
            {bytes.size(), m_parameters.length, allowance(context.now(), stream)}));
        if (size == 0)
            return;
        const auto taken = writeSome(context, stream.socket, bytes.first(size));
        if (!taken)
            stream.isOver = true;
        if (!taken || *taken == 0)
            return;
        stream.sentAll += *taken;
        stream.now.bytes += *taken;
    }
}

void Transfer::sendUdp(AppContext &context, Stream &stream)
{
    // What the peer says, an ICMP error too, is of no interest to a sender; it must be taken all the same.
    if (!stream.peer.address.isValid())
        for (;;) {
            const auto received = context.sockets().receiveFrom(stream.socket);
            if (!received && received.error() == SocketError::wouldBlock)
                break;
        }
    while (m_startedAt + offsetOf(stream.datagramsDue * m_parameters.length) <= context.now()
           && allowance(context.now(), stream) > 0) {
        ++stream.datagramsDue;
        ++stream.now.packets;
        DatagramHeader{context.now(), stream.now.packets}.emit(m_datagram, m_parameters.counters64);
        const auto sent = stream.peer.address.isValid() ? context.sendTo(stream.socket, m_datagram, stream.peer)
                                                        : context.send(stream.socket, m_datagram);
        // A datagram that could not be sent is one that was lost: it has its number.
        stream.sentAll += m_parameters.length;
        if (sent || sent.error() != SocketError::messageTooLong)
            stream.now.bytes += m_parameters.length;
        else
            stream.isOver = true;
        if (stream.isOver)
            return;
    }
}

void Transfer::receive(AppContext &context, Stream &stream)
{
    if (!m_parameters.udp)
        return readTcp(context, stream);
    if (stream.peer.address.isValid())
        return; // its datagrams are handed in
    for (;;) {
        const auto received = context.sockets().receiveFrom(stream.socket);
        if (received)
            takeDatagram(stream, received->when, received->data.bytes());
        else if (received.error() == SocketError::wouldBlock)
            return;
    }
}

void Transfer::readTcp(AppContext &context, Stream &stream)
{
    if (stream.isOver)
        return;
    const StreamEnd end = readStream(context, stream.socket, [&](base::Bytes bytes) {
        stream.now.bytes += bytes.size();
        return bytes.size();
    });
    stream.isOver = end.state != StreamState::open;
}

void Transfer::take(AppContext &, const transport::Received &received)
{
    const auto at = std::ranges::find(m_streams, received.from, &Stream::peer);
    if (m_isRunning && at != m_streams.end() && !at->isSender)
        takeDatagram(*at, received.when, received.data.bytes());
}

void Transfer::takeDatagram(Stream &stream, base::TimePoint when, base::Bytes datagram)
{
    const auto header = DatagramHeader::parse(datagram, m_parameters.counters64);
    if (!header || datagram.size() <= kConnectMessage.size())
        return;
    Counts &counts = stream.now;
    counts.bytes += datagram.size();
    if (header->number > counts.packets) {
        counts.lost += header->number - 1 - counts.packets;
        counts.packets = header->number;
    } else if (counts.lost > stream.begin.lost) {
        --counts.lost; // it was only late
    }
    const base::Duration transit = when - header->sentAt; // between two clocks, so only its changes mean something
    if (stream.hasTransit)
        stream.jitterSeconds += (std::abs((transit - stream.lastTransit).inSeconds()) - stream.jitterSeconds) / 16;
    stream.lastTransit = transit;
    stream.hasTransit = true;
}

/// What is sent at the very moment at which a second ends belongs to the next one, so the line comes first.
void Transfer::expire(AppContext &context, bool isQuiet)
{
    if (!m_isRunning)
        return;
    if (m_isOmitting && context.now() >= m_startedAt + base::Duration::seconds(m_parameters.omit)) {
        m_isOmitting = false;
        m_countsFrom = m_lineFrom = context.now();
        m_nextLine = context.now() + kLineInterval;
        for (Stream &stream : m_streams)
            stream.begin = stream.line = stream.now;
    }
    if (m_nextLine <= context.now()) {
        if (!isQuiet)
            printLines(context);
        m_lineFrom = context.now();
        while (m_nextLine <= context.now()) // a driver may come late
            m_nextLine = m_nextLine + kLineInterval;
        for (Stream &stream : m_streams)
            stream.line = stream.now;
    }
    if (m_nextSend <= context.now())
        for (Stream &stream : m_streams)
            if (stream.isSender)
                send(context, stream);
    noteNext(context.now());
}

void Transfer::noteNext(base::TimePoint now)
{
    m_nextSend = base::TimePoint::never();
    for (const Stream &stream : m_streams) {
        if (!stream.isSender || stream.isOver || rate().isUnlimited())
            continue;
        if (m_parameters.udp)
            m_nextSend = std::min(m_nextSend, m_startedAt + offsetOf(stream.datagramsDue * m_parameters.length));
        else
            m_nextSend = now + kPacing;
    }
    if (m_nextSend <= now) // all that was asked for is sent
        m_nextSend = base::TimePoint::never();
}

base::TimePoint Transfer::nextDeadline() const
{
    if (!m_isRunning)
        return base::TimePoint::never();
    const base::TimePoint omitted = m_isOmitting ? m_startedAt + base::Duration::seconds(m_parameters.omit)
                                                 : base::TimePoint::never();
    return std::min({m_nextLine, m_nextSend, omitted});
}

base::TimePoint Transfer::endOfTime() const
{
    const bool byTime = m_parameters.bytes == 0 && m_parameters.blocks == 0;
    return byTime && m_isRunning ? m_startedAt + base::Duration::seconds(m_parameters.omit)
                                       + base::Duration::seconds(m_parameters.seconds)
                                 : base::TimePoint::never();
}

bool Transfer::isComplete(base::TimePoint now) const
{
    if (!m_isRunning)
        return false;
    const std::uint64_t wanted = m_parameters.bytes ? m_parameters.bytes : m_parameters.blocks * m_parameters.length;
    const bool isOver = std::ranges::all_of(m_streams, &Stream::isOver); // nothing more can come
    return isOver || endOfTime() <= now
        || (wanted != 0 && !m_isOmitting && (bytes(true) >= wanted || bytes(false) >= wanted));
}

void Transfer::finish(AppContext &context, bool isQuiet)
{
    if (!m_isRunning)
        return;
    for (Stream &stream : m_streams)
        if (!stream.isSender)
            receive(context, stream);
    m_hasEnded = true;
    m_endedAt = context.now();
    if (!isQuiet && context.now() - m_lineFrom >= (m_hasHeading ? kShortestLine : base::Duration()))
        printLines(context);
    // What a TCP sender had to send again is known to its socket alone.
    for (Stream &stream : m_streams)
        if (stream.isSender && !m_parameters.udp)
            if (const auto info = context.sockets().tcpInfo(stream.socket, context.now()))
                stream.now.retransmits = info->totalRetransmissions;
    m_isRunning = false;
}

} // namespace hopyard::services::iperf3

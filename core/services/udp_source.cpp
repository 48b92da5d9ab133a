// Datagrams at their due times, then the end marks.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/udp_source.h"

#include "core/services/format.h"
#include "core/services/probe_payload.h"
#include "core/services/probe_socket.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;

namespace {

constexpr std::uint64_t kMaxPerSecond = 10'000'000;
constexpr unsigned kEndMarks = 3;
constexpr base::Duration kEndMarkInterval = base::Duration::milliseconds(100);

} // namespace

base::Duration UdpSourceOptions::offsetOf(std::uint64_t i) const
{
    // In 128 bits, rounded once: neither the rate nor the number adds up an error.
    const auto units = static_cast<unsigned __int128>(i) * 1'000'000'000u;
    const unsigned __int128 ns = packetsPerSecond ? units / *packetsPerSecond : units * 8u * size / rate.bps();
    return base::Duration::nanoseconds(static_cast<std::int64_t>(ns));
}

bool UdpSource::isLast(std::uint64_t i) const
{
    return (m_options.count && i >= *m_options.count)
        || (m_options.duration && m_options.offsetOf(i) >= *m_options.duration);
}

void UdpSource::begin(AppContext &context)
{
    m_options.size = std::max<std::uint32_t>(m_options.size, ProbePayload::kLength);
    const std::uint64_t perSecond
        = m_options.packetsPerSecond.value_or(m_options.rate.bps() / (8u * std::uint64_t(m_options.size)));
    if (m_options.rate.isUnlimited() || m_options.packetsPerSecond == 0u || perSecond > kMaxPerSecond) {
        context.print(fmt::format("udp-source: the rate must be above 0 and at most {} datagrams a second",
                                  kMaxPerSecond));
        return finish();
    }
    const auto socket = openProbeSocket(context, {transport::SocketKind::udp, address(), m_options.source,
                                                  m_options.ttl, m_options.tos, m_options.dontFragment});
    if (!socket)
        return giveUp(context, socket.error().call, socket.error().error);
    m_socket = *socket;
    if (const auto connected = context.connect(m_socket, {address(), m_options.port}); !connected)
        return giveUp(context, "connect", connected.error());
    m_stream = static_cast<std::uint32_t>(context.random().next());
    m_message.resize(m_options.size);
    m_startedAt = context.now();
    const std::string pace = m_options.packetsPerSecond ? fmt::format("{} a second", *m_options.packetsPerSecond)
                                                        : base::toString(m_options.rate);
    context.print(fmt::format("udp-source: datagrams of {} bytes to {}, {}", m_options.size,
                              transport::toString({address(), m_options.port}), pace));
    sendDue(context);
}

void UdpSource::sendDue(AppContext &context)
{
    while (!isLast(m_attempts)) {
        const base::TimePoint due = m_startedAt + m_options.offsetOf(m_attempts);
        if (due > context.now()) {
            m_next = due;
            return;
        }
        ProbePayload{m_stream, ProbePayload::Kind::data, m_attempts++, context.now()}.emit(m_message);
        if (const auto sent = context.send(m_socket, m_message)) {
            ++m_sent;
        } else {
            ++m_failed;
            noteError(context, sent.error());
        }
    }
    // The end lies where the next datagram would have been due.
    const base::TimePoint end = m_startedAt + m_options.offsetOf(m_attempts);
    if (end > context.now())
        m_next = end;
    else
        endOfData(context);
}

void UdpSource::noteError(AppContext &context, SocketError error)
{
    if (m_lastError == error)
        return; // said once; the total comes at the end
    m_lastError = error;
    context.print(fmt::format("udp-source: {}", toString(error)));
}

void UdpSource::socketReady(AppContext &context, transport::SocketId)
{
    while (const auto error = context.sockets().receiveError(m_socket)) {
        ++m_errors;
        noteError(context, error->error);
    }
    while (context.sockets().receiveFrom(m_socket)) { // an answer is of no interest
    }
}

void UdpSource::deadline(AppContext &context)
{
    if (m_hasEnded)
        sendEndMark(context);
    else
        sendDue(context);
}

void UdpSource::endOfData(AppContext &context)
{
    m_hasEnded = true;
    m_endedAt = context.now();
    const base::Duration took = m_endedAt - m_startedAt;
    const std::uint64_t bytes = m_sent * m_options.size;
    std::string line = fmt::format("udp-source: {} datagrams sent, {} in {:.3f} s", m_sent, byteText(bytes),
                                   took.inSeconds());
    if (m_failed > 0)
        line += fmt::format(", {} not sent", m_failed);
    if (m_errors > 0)
        line += fmt::format(", {} ICMP errors", m_errors);
    context.print(line);
    sendEndMark(context);
}

void UdpSource::sendEndMark(AppContext &context)
{
    std::vector<std::uint8_t> mark(ProbePayload::kLength);
    ProbePayload{m_stream, ProbePayload::Kind::end, m_attempts, context.now()}.emit(mark);
    (void)context.send(m_socket, mark); // where it cannot be sent, the sink goes by the numbers it saw
    ++m_endMarks;
    m_next = context.now() + kEndMarkInterval;
    if (m_endMarks >= kEndMarks)
        finish();
}

void UdpSource::end(AppContext &context)
{
    if (!m_hasEnded)
        endOfData(context);
}

std::string UdpSource::commandLine() const
{
    const UdpSourceOptions defaults;
    std::string line = fmt::format("udp-source {} port {}", toString(m_options.destination), m_options.port);
    if (m_options.packetsPerSecond)
        line += fmt::format(" pps {}", *m_options.packetsPerSecond);
    else
        line += fmt::format(" rate {}", base::toString(m_options.rate));
    line += fmt::format(" size {}", m_options.size);
    if (m_options.duration)
        line += fmt::format(" for {}", base::toString(*m_options.duration));
    if (m_options.count)
        line += fmt::format(" count {}", *m_options.count);
    if (m_options.ttl != defaults.ttl)
        line += fmt::format(" ttl {}", m_options.ttl);
    if (m_options.tos != defaults.tos)
        line += fmt::format(" tos {}", m_options.tos);
    if (m_options.source.isValid())
        line += fmt::format(" source {}", base::toString(m_options.source));
    if (m_options.dontFragment)
        line += " df";
    return line;
}

std::string UdpSource::resultJson() const
{
    return fmt::format(R"({{"destination":"{}","port":{},"sent":{},"bytes":{},"failed":{},"icmpErrors":{}}})",
                       toString(m_options.destination), m_options.port, m_sent, m_sent * m_options.size, m_failed,
                       m_errors);
}

} // namespace hopyard::services

// Requests out at their interval, answers and errors in, statistics at the end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/ping.h"

#include "core/services/format.h"
#include "core/services/probe_socket.h"
#include "core/wire/icmp.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;

namespace {

constexpr std::size_t kRemembered = 4'096; // requests of which a late answer or a duplicate is still recognised
constexpr std::size_t kIpAndIcmpHeader = 28;
constexpr base::Duration kShortestInterval = base::Duration::milliseconds(1);

/// What ping says of an ICMP error.
std::string errorText(const ip::ErrorReport &report)
{
    switch (report.kind) {
    case ip::ErrorKind::networkUnreachable: return "Destination Net Unreachable";
    case ip::ErrorKind::hostUnreachable: return "Destination Host Unreachable";
    case ip::ErrorKind::protocolUnreachable: return "Destination Protocol Unreachable";
    case ip::ErrorKind::portUnreachable: return "Destination Port Unreachable";
    case ip::ErrorKind::packetTooBig: return fmt::format("Frag needed and DF set (mtu = {})", report.mtu);
    case ip::ErrorKind::sourceRouteFailed: return "Source Route Failed";
    case ip::ErrorKind::prohibited: return "Packet filtered";
    case ip::ErrorKind::timeExceeded: return "Time to live exceeded";
    case ip::ErrorKind::reassemblyTimeExceeded: return "Frag reassembly time exceeded";
    case ip::ErrorKind::parameterProblem: return "Parameter problem";
    case ip::ErrorKind::other: break;
    }
    return fmt::format("ICMP type {} code {}", report.type, report.code);
}

} // namespace

double PingStatistics::deviationMs() const
{
    if (received == 0)
        return 0;
    const double mean = averageMs();
    return std::sqrt(std::max(0.0, sumSquaresMs / static_cast<double>(received) - mean * mean));
}

double PingStatistics::lossPercent() const
{
    if (transmitted == 0)
        return 0;
    return 100.0 * static_cast<double>(transmitted - received) / static_cast<double>(transmitted);
}

void Ping::begin(AppContext &context)
{
    m_startedAt = context.now();
    m_options.interval = std::max(m_options.interval, kShortestInterval);
    const auto socket = openProbeSocket(context, {transport::SocketKind::icmpEcho, address(), m_options.source,
                                                  m_options.ttl, m_options.tos, m_options.dontFragment});
    if (!socket)
        return giveUp(context, socket.error().call, socket.error().error);
    m_socket = *socket;
    context.print(fmt::format("PING {} ({}) {}({}) bytes of data.", toString(m_options.destination),
                              base::toString(address()), m_options.size, m_options.size + kIpAndIcmpHeader));
    if (isLastSent()) // a count of zero
        return end(context);
    sendRequest(context);
}

void Ping::sendRequest(AppContext &context)
{
    const std::uint64_t sequence = ++m_statistics.transmitted;
    std::vector<std::uint8_t> message(wire::IcmpRepr::headerLength() + m_options.size);
    for (std::size_t i = 0; i < m_options.size; ++i)
        message[wire::IcmpRepr::headerLength() + i] = static_cast<std::uint8_t>(i);
    wire::IcmpRepr{wire::IcmpEcho{false, 0, static_cast<std::uint16_t>(sequence)}}.emit(message);
    m_requests[sequence] = {context.now(), false, false};
    if (m_requests.size() > kRemembered)
        m_requests.erase(m_requests.begin());
    const auto sent = context.sendTo(m_socket, message, {address(), 0});
    if (!sent) {
        ++m_statistics.errors;
        m_requests[sequence].hasFailed = true;
        if (sent.error() == SocketError::messageTooLong)
            context.print(fmt::format("ping: local error: message too long, mtu={}",
                                      context.ip().mtuTo(address())));
        else
            context.print(fmt::format("ping: sendmsg: {}", toString(sent.error())));
    }
    if (isLastSent()) {
        m_nextSend = base::TimePoint::never();
        m_giveUpAt = context.now() + m_options.timeout;
        finishWhenComplete(context);
    } else {
        m_nextSend = context.now() + m_options.interval;
    }
}

std::map<std::uint64_t, Ping::Request>::iterator Ping::request(std::uint16_t sequence)
{
    const auto behind = static_cast<std::uint16_t>(m_statistics.transmitted - sequence); // how many were sent after it
    return m_requests.find(m_statistics.transmitted - behind);
}

void Ping::socketReady(AppContext &context, transport::SocketId)
{
    while (!isFinished()) { // first, as they stand in the way of the others
        const auto error = context.sockets().receiveError(m_socket);
        if (!error)
            break;
        takeError(context, *error);
    }
    while (!isFinished()) {
        const auto received = context.sockets().receiveFrom(m_socket);
        if (!received)
            break;
        takeReply(context, *received);
    }
}

void Ping::takeReply(AppContext &context, const transport::Received &received)
{
    const auto icmp = wire::IcmpView::parse(received.data.bytes());
    if (!icmp)
        return;
    const auto at = request(icmp->sequence());
    if (at == m_requests.end())
        return;
    Request &asked = at->second;
    const base::Duration roundTrip = received.when - asked.sentAt;
    const bool isDuplicate = asked.isAnswered;
    if (isDuplicate) {
        ++m_statistics.duplicates;
    } else {
        asked.isAnswered = true;
        const bool first = m_statistics.received++ == 0;
        m_statistics.minimum = first ? roundTrip : std::min(m_statistics.minimum, roundTrip);
        m_statistics.maximum = first ? roundTrip : std::max(m_statistics.maximum, roundTrip);
        m_statistics.sumMs += roundTrip.inMilliseconds();
        m_statistics.sumSquaresMs += roundTrip.inMilliseconds() * roundTrip.inMilliseconds();
    }
    if (!m_options.quiet)
        context.print(fmt::format("{} bytes from {}: icmp_seq={} ttl={} time={} ms{}", received.data.size(),
                                  base::toString(received.from.address), icmp->sequence(), received.ttl,
                                  roundTripText(roundTrip), isDuplicate ? " (DUP!)" : ""));
    finishWhenComplete(context);
}

void Ping::takeError(AppContext &context, const transport::ReceivedError &error)
{
    const ip::ErrorReport &report = error.report;
    ++m_statistics.errors;
    const std::uint16_t sequence = report.transportLength >= 8 ? base::loadU16(report.transport.data() + 6) : 0;
    if (const auto at = request(sequence); at != m_requests.end())
        at->second.hasFailed = true;
    if (!m_options.quiet)
        context.print(fmt::format("From {} icmp_seq={} {}", base::toString(report.reporter), sequence,
                                  errorText(report)));
    finishWhenComplete(context);
}

void Ping::finishWhenComplete(AppContext &context)
{
    if (!isLastSent())
        return;
    const bool waiting = std::ranges::any_of(m_requests, [](const auto &entry) {
        return !entry.second.isAnswered && !entry.second.hasFailed;
    });
    if (!waiting)
        end(context);
}

void Ping::deadline(AppContext &context)
{
    if (m_giveUpAt <= context.now())
        end(context);
    else if (m_nextSend <= context.now())
        sendRequest(context);
}

base::TimePoint Ping::ownDeadline() const { return std::min(m_nextSend, m_giveUpAt); }

void Ping::end(AppContext &context)
{
    finish();
    const PingStatistics &s = m_statistics;
    context.print(std::string());
    context.print(fmt::format("--- {} ping statistics ---", toString(m_options.destination)));
    std::string counts = fmt::format("{} packets transmitted, {} received", s.transmitted, s.received);
    if (s.duplicates > 0)
        counts += fmt::format(", +{} duplicates", s.duplicates);
    if (s.errors > 0)
        counts += fmt::format(", +{} errors", s.errors);
    const std::int64_t elapsedMs = (context.now() - m_startedAt).ns() / 1'000'000;
    context.print(fmt::format("{}, {}% packet loss, time {}ms", counts, percentText(s.lossPercent()), elapsedMs));
    if (s.received > 0)
        context.print(fmt::format("rtt min/avg/max/mdev = {:.3f}/{:.3f}/{:.3f}/{:.3f} ms", s.minimum.inMilliseconds(),
                                  s.averageMs(), s.maximum.inMilliseconds(), s.deviationMs()));
}

std::string Ping::commandLine() const
{
    const PingOptions defaults;
    std::string line = fmt::format("ping {}", toString(m_options.destination));
    if (m_options.count)
        line += fmt::format(" count {}", *m_options.count);
    if (m_options.interval != defaults.interval)
        line += fmt::format(" interval {}", base::toString(m_options.interval));
    if (m_options.size != defaults.size)
        line += fmt::format(" size {}", m_options.size);
    if (m_options.ttl != defaults.ttl)
        line += fmt::format(" ttl {}", m_options.ttl);
    if (m_options.tos != defaults.tos)
        line += fmt::format(" tos {}", m_options.tos);
    if (m_options.timeout != defaults.timeout)
        line += fmt::format(" timeout {}", base::toString(m_options.timeout));
    if (m_options.source.isValid())
        line += fmt::format(" source {}", base::toString(m_options.source));
    if (m_options.dontFragment)
        line += " df";
    if (m_options.quiet)
        line += " quiet";
    return line;
}

std::string Ping::resultJson() const
{
    const PingStatistics &s = m_statistics;
    std::string json = fmt::format(
        R"({{"destination":"{}","transmitted":{},"received":{},"duplicates":{},"errors":{},"lossPercent":{})",
        toString(m_options.destination), s.transmitted, s.received, s.duplicates, s.errors, s.lossPercent());
    if (s.received > 0)
        json += fmt::format(R"(,"rttMs":{{"min":{},"avg":{},"max":{},"mdev":{}}})", s.minimum.inMilliseconds(),
                            s.averageMs(), s.maximum.inMilliseconds(), s.deviationMs());
    return json + "}";
}

} // namespace hopyard::services

// Probes out, reports in, hops printed in order.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/traceroute.h"

#include "core/services/format.h"
#include "core/services/probe_socket.h"
#include "core/wire/icmp.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;
using transport::SocketOption;

namespace {

constexpr std::size_t kMaxUnderWay = 16;
constexpr std::size_t kHeaders = 28; // IP and UDP, or IP and ICMP

/// The mark behind a time, as traceroute(8) lists them; nothing for the port unreachable that is hoped for.
std::string markOf(const ip::ErrorReport &report)
{
    switch (report.kind) {
    case ip::ErrorKind::networkUnreachable: return "!N";
    case ip::ErrorKind::hostUnreachable: return "!H";
    case ip::ErrorKind::protocolUnreachable: return "!P";
    case ip::ErrorKind::packetTooBig: return fmt::format("!F-{}", report.mtu);
    case ip::ErrorKind::sourceRouteFailed: return "!S";
    case ip::ErrorKind::prohibited: return "!X";
    case ip::ErrorKind::portUnreachable:
    case ip::ErrorKind::timeExceeded: return {};
    case ip::ErrorKind::reassemblyTimeExceeded:
    case ip::ErrorKind::parameterProblem:
    case ip::ErrorKind::other: break;
    }
    return fmt::format("!<{}-{}>", report.type, report.code);
}

} // namespace

void Traceroute::begin(AppContext &context)
{
    m_options.probes = std::max<std::uint8_t>(m_options.probes, 1);
    m_options.firstHop = std::max<std::uint8_t>(m_options.firstHop, 1);
    m_options.maxHops = std::max(m_options.maxHops, m_options.firstHop);
    m_options.size = std::max<std::uint16_t>(m_options.size, kHeaders);
    m_hops = m_options.maxHops - m_options.firstHop + 1u;
    const bool udp = m_options.mode == TracerouteOptions::Mode::udp;
    const auto socket = openProbeSocket(context, {udp ? transport::SocketKind::udp : transport::SocketKind::icmpEcho,
                                                  address(), m_options.source, {}, m_options.tos,
                                                  m_options.dontFragment});
    if (!socket)
        return giveUp(context, socket.error().call, socket.error().error);
    m_socket = *socket;
    context.print(fmt::format("traceroute to {} ({}), {} hops max, {} byte packets",
                              toString(m_options.destination), base::toString(address()), m_options.maxHops, m_options.size));
    sendProbes(context);
}

void Traceroute::sendProbes(AppContext &context)
{
    while (!isFinished() && m_underWay < kMaxUnderWay && m_probes.size() < m_hops * m_options.probes)
        if (!sendProbe(context, m_probes.size()))
            return;
}

bool Traceroute::sendProbe(AppContext &context, std::size_t index)
{
    context.setOption(m_socket, SocketOption::ttl,
                                static_cast<std::int64_t>(m_options.firstHop + hopOf(index)));
    const bool udp = m_options.mode == TracerouteOptions::Mode::udp;
    std::vector<std::uint8_t> data(m_options.size - kHeaders + (udp ? 0 : wire::IcmpRepr::headerLength()));
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<std::uint8_t>(0x40 + i % 64);
    if (!udp)
        wire::IcmpRepr{wire::IcmpEcho{false, 0, static_cast<std::uint16_t>(index + 1)}}.emit(data);
    const auto port = static_cast<std::uint16_t>(udp ? m_options.port + index : 0);
    m_probes.push_back({context.now(), false, {}});
    const auto sent = context.sendTo(m_socket, data, {address(), port});
    if (!sent) {
        giveUp(context, "sendto", sent.error());
        return false;
    }
    ++m_underWay;
    return true;
}

void Traceroute::socketReady(AppContext &context, transport::SocketId)
{
    while (const auto error = context.sockets().receiveError(m_socket))
        takeError(context, *error);
    while (const auto received = context.sockets().receiveFrom(m_socket))
        takeReply(context, *received);
    printHops(context);
    sendProbes(context);
}

void Traceroute::takeReply(AppContext &, const transport::Received &received)
{
    if (m_options.mode == TracerouteOptions::Mode::udp) {
        // Somebody listens on a port that was meant to be free, and answers: that is the destination too.
        if (received.from.address == address())
            answered(static_cast<std::uint16_t>(received.from.port - m_options.port), received.when,
                     received.from.address, {}, true);
        return;
    }
    if (const auto icmp = wire::IcmpView::parse(received.data.bytes()); icmp && icmp->sequence() > 0)
        answered(icmp->sequence() - 1u, received.when, received.from.address, {}, true);
}

void Traceroute::takeError(AppContext &, const transport::ReceivedError &error)
{
    const ip::ErrorReport &report = error.report;
    std::size_t index = 0;
    if (m_options.mode == TracerouteOptions::Mode::udp) {
        index = static_cast<std::uint16_t>(error.destination.port - m_options.port);
    } else {
        if (report.transportLength < 8 || base::loadU16(report.transport.data() + 6) == 0)
            return;
        index = base::loadU16(report.transport.data() + 6) - 1u;
    }
    answered(index, error.when, report.reporter, markOf(report), report.kind != ip::ErrorKind::timeExceeded);
}

void Traceroute::answered(std::size_t index, base::TimePoint when, const base::IpAddress &from, std::string mark,
                          bool isFinal)
{
    if (index >= m_probes.size() || m_probes[index].isDone)
        return;
    Probe &probe = m_probes[index];
    probe.isDone = true;
    probe.answer = {from, when - probe.sentAt, std::move(mark)};
    --m_underWay;
    if (isFinal)
        m_hops = std::min(m_hops, hopOf(index) + 1);
}

void Traceroute::deadline(AppContext &context)
{
    for (Probe &probe : m_probes) {
        if (probe.isDone || probe.sentAt + m_options.timeout > context.now())
            continue;
        probe.isDone = true;
        --m_underWay;
    }
    printHops(context);
    sendProbes(context);
}

base::TimePoint Traceroute::ownDeadline() const
{
    // Sent in order, so the first that is open is the first to time out.
    const auto first = std::ranges::find(m_probes, false, &Probe::isDone);
    return first == m_probes.end() ? base::TimePoint::never() : first->sentAt + m_options.timeout;
}

void Traceroute::printHops(AppContext &context)
{
    for (; m_printed < m_hops && !isFinished(); ++m_printed) {
        const std::size_t first = m_printed * m_options.probes;
        if (m_probes.size() < first + m_options.probes)
            return;
        for (std::size_t i = first; i < first + m_options.probes; ++i)
            if (!m_probes[i].isDone)
                return;
        context.print(hopLine(m_printed));
    }
    finish();
}

std::string Traceroute::hopLine(std::size_t hop) const
{
    std::string line = fmt::format("{:2} ", m_options.firstHop + hop);
    base::IpAddress last;
    for (std::size_t i = hop * m_options.probes; i < (hop + 1) * m_options.probes && i < m_probes.size(); ++i) {
        const TracerouteAnswer &answer = m_probes[i].answer;
        if (!answer.from.isValid()) {
            line += " *";
            continue;
        }
        if (answer.from != last)
            line += fmt::format(" {}", base::toString(answer.from));
        last = answer.from;
        line += fmt::format("  {:.3f} ms", answer.roundTrip.inMilliseconds());
        if (!answer.mark.empty())
            line += " " + answer.mark;
    }
    return line;
}

void Traceroute::end(AppContext &context)
{
    finish();
    for (; m_printed < m_hops && m_printed * m_options.probes < m_probes.size(); ++m_printed)
        context.print(hopLine(m_printed));
}

std::string Traceroute::commandLine() const
{
    const TracerouteOptions defaults;
    std::string line = fmt::format("traceroute {}", toString(m_options.destination));
    if (m_options.mode == TracerouteOptions::Mode::icmp)
        line += " icmp";
    if (m_options.firstHop != defaults.firstHop)
        line += fmt::format(" first {}", m_options.firstHop);
    if (m_options.maxHops != defaults.maxHops)
        line += fmt::format(" hops {}", m_options.maxHops);
    if (m_options.probes != defaults.probes)
        line += fmt::format(" probes {}", m_options.probes);
    if (m_options.timeout != defaults.timeout)
        line += fmt::format(" timeout {}", base::toString(m_options.timeout));
    if (m_options.port != defaults.port)
        line += fmt::format(" port {}", m_options.port);
    if (m_options.size != defaults.size)
        line += fmt::format(" size {}", m_options.size);
    if (m_options.tos != defaults.tos)
        line += fmt::format(" tos {}", m_options.tos);
    if (m_options.source.isValid())
        line += fmt::format(" source {}", base::toString(m_options.source));
    if (m_options.dontFragment)
        line += " df";
    return line;
}

std::string Traceroute::resultJson() const
{
    std::string hops;
    for (std::size_t hop = 0; hop < m_printed; ++hop) {
        std::string probes;
        for (std::size_t i = hop * m_options.probes; i < (hop + 1) * m_options.probes && i < m_probes.size(); ++i) {
            const TracerouteAnswer &answer = m_probes[i].answer;
            if (!probes.empty())
                probes += ',';
            if (answer.from.isValid())
                probes += fmt::format(R"({{"from":"{}","rttMs":{},"mark":"{}"}})", base::toString(answer.from),
                                      answer.roundTrip.inMilliseconds(), answer.mark);
            else
                probes += "null";
        }
        hops += fmt::format(R"({}{{"hop":{},"probes":[{}]}})", hops.empty() ? "" : ",", m_options.firstHop + hop,
                            probes);
    }
    return fmt::format(R"({{"destination":"{}","hops":[{}]}})", toString(m_options.destination), hops);
}

} // namespace hopyard::services

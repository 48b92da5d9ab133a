// Datagrams sorted into streams, and the report of each.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/udp_sink.h"

#include "core/services/format.h"
#include "core/services/probe_payload.h"

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;

namespace {

/// A source that makes up streams must not fill the memory.
constexpr std::size_t kMaxStreams = 1'024;

} // namespace

void UdpSink::start(AppContext &context)
{
    const auto give = [&](const char *call, transport::SocketError error) {
        context.print(fmt::format("udp-sink: {}: {}", call, toString(error)));
        m_isFinished = true;
    };
    const base::Family family = m_options.address.isValid() ? m_options.address.family() : base::Family::ipv4;
    const auto socket = context.socket(transport::SocketKind::udp, family);
    if (!socket)
        return give("socket", socket.error());
    m_socket = *socket;
    if (const auto bound = context.bind(m_socket, {m_options.address, m_options.port}); !bound)
        return give("bind", bound.error());
    if (m_options.duration)
        m_end = context.now() + *m_options.duration;
    context.print(fmt::format("udp-sink: listening on {}",
                              transport::toString(*context.sockets().localName(m_socket))));
}

void UdpSink::ready(AppContext &context, transport::SocketId)
{
    while (const auto received = context.sockets().receiveFrom(m_socket))
        take(context, *received);
}

void UdpSink::take(AppContext &context, const transport::Received &received)
{
    const auto payload = ProbePayload::parse(received.data.bytes());
    const bool isNew = payload && !m_streams.contains({received.from, payload->stream});
    if (!payload || (isNew && m_streams.size() >= kMaxStreams)) {
        ++m_otherDatagrams;
        m_otherBytes += received.data.size();
        return;
    }
    const StreamKey key{received.from, payload->stream};
    Stream &stream = m_streams[key];
    if (payload->kind == ProbePayload::Kind::data) {
        stream.statistics.add(payload->sequence, payload->sentAt, received.when, received.data.size());
        return;
    }
    stream.statistics.setExpected(payload->sequence);
    if (!stream.isReported) // there are three end marks; what comes after the first is in resultJson()
        report(context, key, stream);
}

void UdpSink::report(AppContext &context, const StreamKey &key, Stream &stream)
{
    stream.isReported = true;
    const StreamStatistics &s = stream.statistics;
    context.print(fmt::format("udp-sink: from {}: {} of {} datagrams, {}, {:.4g} Mbit/s, lost {} ({}%), "
                              "duplicated {}, reordered {}",
                              transport::toString(key.source), s.received(), s.expected(), byteText(s.bytes()),
                              s.bitsPerSecond() * 1e-6, s.lost(), percentText(s.lossPercent()), s.duplicates(),
                              s.reordered()));
    if (s.received() > 0)
        context.print(fmt::format("udp-sink: from {}: delay min/avg/max = {:.3f}/{:.3f}/{:.3f} ms, jitter {:.3f} ms",
                                  transport::toString(key.source), s.minimumDelay().inMilliseconds(),
                                  s.averageDelay().inMilliseconds(), s.maximumDelay().inMilliseconds(),
                                  s.jitter().inMilliseconds()));
}

void UdpSink::stop(AppContext &context)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    for (auto &[key, stream] : m_streams)
        if (!stream.isReported)
            report(context, key, stream);
    if (m_otherDatagrams > 0)
        context.print(fmt::format("udp-sink: {} other datagrams, {}", m_otherDatagrams, byteText(m_otherBytes)));
    if (m_streams.empty() && m_otherDatagrams == 0)
        context.print("udp-sink: nothing received");
}

std::string UdpSink::commandLine() const
{
    std::string line = fmt::format("udp-sink port {}", m_options.port);
    if (m_options.address.isValid())
        line += fmt::format(" address {}", base::toString(m_options.address));
    if (m_options.duration)
        line += fmt::format(" for {}", base::toString(*m_options.duration));
    return line;
}

std::string UdpSink::resultJson() const
{
    std::string streams;
    for (const auto &[key, stream] : m_streams) {
        const StreamStatistics &s = stream.statistics;
        streams += fmt::format(R"({}{{"source":"{}","received":{},"expected":{},"lost":{},"duplicates":{},)"
                               R"("reordered":{},"bytes":{},"bitsPerSecond":{},"delayMs":{{"min":{},"avg":{},)"
                               R"("max":{}}},"jitterMs":{}}})",
                               streams.empty() ? "" : ",", transport::toString(key.source), s.received(), s.expected(),
                               s.lost(), s.duplicates(), s.reordered(), s.bytes(), s.bitsPerSecond(),
                               s.minimumDelay().inMilliseconds(), s.averageDelay().inMilliseconds(),
                               s.maximumDelay().inMilliseconds(), s.jitter().inMilliseconds());
    }
    return fmt::format(R"({{"port":{},"streams":[{}],"otherDatagrams":{},"otherBytes":{}}})", m_options.port, streams,
                       m_otherDatagrams, m_otherBytes);
}

} // namespace hopyard::services

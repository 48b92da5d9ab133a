// What a transfer says about itself: lines, results for the peer, JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/iperf3/transfer.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services::iperf3 {

using transport::AppContext;

namespace {

const char *const kRuler = "- - - - - - - - - - - - - - - - - - - - - - - - -";

void add(Line &sum, const Line &line)
{
    sum.bytes += line.bytes;
    const auto plus = [](auto &a, const auto &b) {
        if (b)
            a = a.value_or(0) + *b;
    };
    plus(sum.retransmits, line.retransmits);
    plus(sum.lost, line.lost);
    plus(sum.packets, line.packets);
    if (line.jitterMs) // of several streams the greatest
        sum.jitterMs = std::max(sum.jitterMs.value_or(0), *line.jitterMs);
}

} // namespace

Line Transfer::lineOf(AppContext &context, const Stream &stream) const
{
    Line line;
    line.id = fmt::format("{}", stream.id);
    line.from = (m_lineFrom - m_countsFrom).inSeconds();
    line.to = (context.now() - m_countsFrom).inSeconds();
    line.bytes = stream.now.bytes - stream.line.bytes;
    if (m_parameters.udp) {
        line.packets = stream.now.packets - stream.line.packets;
        if (!stream.isSender) {
            line.lost = stream.now.lost - std::min(stream.now.lost, stream.line.lost);
            line.jitterMs = stream.jitterSeconds * 1e3;
        }
    } else if (stream.isSender) {
        line.retransmits = static_cast<std::int64_t>(stream.now.retransmits - stream.line.retransmits);
    }
    return line;
}

void Transfer::printLines(AppContext &context)
{
    Line sum;
    sum.id = "SUM";
    for (Stream &stream : m_streams) {
        std::optional<std::uint64_t> window;
        if (stream.isSender && !m_parameters.udp) {
            if (const auto info = context.sockets().tcpInfo(stream.socket, context.now())) {
                stream.now.retransmits = info->totalRetransmissions;
                window = std::uint64_t(info->congestionWindow) * info->sendMss;
            }
        }
        Line line = lineOf(context, stream);
        line.window = window;
        if (m_isOmitting)
            line.tail = "(omitted)";
        if (!m_hasHeading)
            context.print(headingText(line));
        m_hasHeading = true;
        context.print(lineText(line));
        sum.from = line.from;
        sum.to = line.to;
        add(sum, line);
    }
    if (m_streams.size() > 1)
        context.print(lineText(sum));
}

StreamResult Transfer::resultOf(const Stream &s) const
{
    StreamResult result;
    result.id = s.id;
    result.bytes = s.now.bytes - s.begin.bytes;
    if (s.isSender && !m_parameters.udp)
        result.retransmits = static_cast<std::int64_t>(s.now.retransmits - s.begin.retransmits);
    result.jitterSeconds = s.jitterSeconds;
    result.lost = s.now.lost - s.begin.lost;
    result.packets = s.now.packets - s.begin.packets;
    result.endSeconds = ((m_isRunning ? m_lineFrom : m_endedAt) - m_countsFrom).inSeconds();
    return result;
}

Results Transfer::results() const
{
    Results results;
    for (const Stream &stream : m_streams) {
        results.streams.push_back(resultOf(stream));
        results.senderHasRetransmits |= stream.isSender && !m_parameters.udp;
    }
    return results;
}

void Transfer::printSummary(AppContext &context, const Results &other) const
{
    const auto lineOfResult = [&](const StreamResult &r, bool isSender, const char *tail) {
        Line line;
        line.id = fmt::format("{}", r.id);
        line.to = r.endSeconds;
        line.bytes = r.bytes;
        if (m_parameters.udp) {
            line.jitterMs = isSender ? 0 : r.jitterSeconds * 1e3;
            line.lost = isSender ? 0 : r.lost;
            line.packets = r.packets;
        } else if (isSender && r.retransmits >= 0) {
            line.retransmits = r.retransmits;
        }
        line.tail = tail;
        return line;
    };
    context.print(kRuler);
    bool hasHeading = false;
    Line sums[2];
    for (const Stream &stream : m_streams) {
        StreamResult own = resultOf(stream);
        const StreamResult *theirs = other.find(stream.id);
        for (const bool isSender : {true, false}) {
            const bool isOwn = stream.isSender == isSender;
            if (!isOwn && !theirs)
                continue;
            const Line line = lineOfResult(isOwn ? own : *theirs, isSender, isSender ? "sender" : "receiver");
            if (!hasHeading)
                context.print(headingText(line));
            hasHeading = true;
            context.print(lineText(line));
            Line &sum = sums[isSender ? 0 : 1];
            sum.id = "SUM";
            sum.to = std::max(sum.to, line.to);
            sum.tail = line.tail;
            add(sum, line);
        }
    }
    if (m_streams.size() > 1)
        for (const Line &sum : sums)
            if (!sum.id.empty())
                context.print(lineText(sum));
}

std::string Transfer::json(const Results &other) const
{
    std::string streams;
    for (const Stream &stream : m_streams) {
        const StreamResult own = resultOf(stream);
        const StreamResult *theirs = other.find(stream.id);
        const StreamResult &sent = stream.isSender || !theirs ? own : *theirs;
        const StreamResult &received = stream.isSender && theirs ? *theirs : own;
        const double bits = own.endSeconds > 0 ? static_cast<double>(own.bytes) * 8 / own.endSeconds : 0;
        streams += fmt::format(R"({}{{"id":{},"sends":{},"seconds":{},"bytes":{},"bitsPerSecond":{},"sent":{},)"
                               R"("received":{},"receiveSeconds":{},"retransmits":{},"jitterMs":{},"lost":{},"packets":{}}})",
                               streams.empty() ? "" : ",", stream.id, stream.isSender, own.endSeconds, own.bytes, bits,
                               sent.bytes, received.bytes, received.endSeconds, sent.retransmits, received.jitterSeconds * 1e3, received.lost,
                               sent.packets);
    }
    return fmt::format(R"("udp":{},"streams":[{}])", m_parameters.udp, streams);
}

} // namespace hopyard::services::iperf3

// The streams of an iperf 3 test, the same for client and server: sending and receiving over TCP and UDP, counting, the
// lines of each second and those at the end.
//
// Senders keep the socket's send buffer full, or keep to a rate. A UDP receiver counts losses, reordering and jitter as
// iperf 3 does (RFC 3550 section 6.4.1 for jitter).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/iperf3/protocol.h"
#include "core/services/iperf3/report.h"
#include "core/transport/application.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::services::iperf3 {

class Transfer {
public:
    Transfer() = default;
    Transfer(const Parameters &parameters, bool isClient) : m_parameters(parameters), m_isClient(isClient) {}

    const Parameters &parameters() const { return m_parameters; }
    /// Who sends in the streams, in the order in which they are opened.
    std::vector<bool> sendingRoles() const;

    /// `peer` is of meaning where streams share a socket: a UDP server's.
    void addStream(transport::SocketId socket, bool isSender, const transport::Endpoint &peer);
    std::size_t size() const { return m_streams.size(); }
    bool hasPeer(const transport::Endpoint &peer) const;

    void start(transport::AppContext &context);
    bool isRunning() const { return m_isRunning; }
    /// A socket became readable or writable. Not for a socket that streams share. After the end too: what still comes is
    /// taken and not counted, or a sender that waits for room would not hear that it is over.
    void ready(transport::AppContext &context, transport::SocketId socket);
    /// A datagram came out of a socket that streams share.
    void take(transport::AppContext &context, const transport::Received &received);
    /// Sends what is due, prints the lines of a second that is over.
    void expire(transport::AppContext &context, bool isQuiet);
    base::TimePoint nextDeadline() const;
    /// The time, bytes or blocks that were asked for are over.
    bool isComplete(base::TimePoint now) const;
    /// When the time is over; never where it goes by bytes.
    base::TimePoint endOfTime() const;
    /// Takes what has arrived and counts no further.
    void finish(transport::AppContext &context, bool isQuiet);

    Results results() const;
    void printSummary(transport::AppContext &context, const Results &other) const;
    std::uint64_t bytes(bool sent) const;
    /// {"seconds":10,"streams":[{"id":1,…}]}
    std::string json(const Results &other) const;

private:
    struct Counts {
        std::uint64_t bytes = 0;
        std::uint64_t packets = 0; ///< sent, or the greatest number seen
        std::uint64_t lost = 0;
        std::uint64_t retransmits = 0;
    };
    struct Stream {
        unsigned id = 0;
        transport::SocketId socket;
        transport::Endpoint peer;
        bool isSender = false;
        bool isOver = false;   ///< its socket failed or ended
        Counts now;
        Counts begin;          ///< when counting began: what was omitted
        Counts line;           ///< when the last line was printed
        std::uint64_t sentAll = 0; ///< bytes, the pattern's offset
        std::uint64_t datagramsDue = 0;
        double jitterSeconds = 0;
        base::Duration lastTransit;
        bool hasTransit = false;
    };

    void send(transport::AppContext &context, Stream &stream);
    void sendTcp(transport::AppContext &context, Stream &stream);
    void sendUdp(transport::AppContext &context, Stream &stream);
    void receive(transport::AppContext &context, Stream &stream);
    void takeDatagram(Stream &stream, base::TimePoint when, base::Bytes datagram);
    /// How many bytes this stream may have sent by now, by its rate and what is asked for in all.
    std::uint64_t allowance(base::TimePoint now, const Stream &stream) const;
    base::Duration offsetOf(std::uint64_t bytes) const; ///< when so many bytes of a stream are due
    base::BitRate rate() const;
    void readTcp(transport::AppContext &context, Stream &stream);
    void printLines(transport::AppContext &context);
    Line lineOf(transport::AppContext &context, const Stream &stream) const;
    StreamResult resultOf(const Stream &stream) const;
    std::uint64_t sentInAll() const;
    void noteNext(base::TimePoint now);

    Parameters m_parameters;
    bool m_isClient = true;
    std::vector<Stream> m_streams;
    std::vector<std::uint8_t> m_datagram; // a UDP sender's, filled once
    bool m_isRunning = false;
    bool m_hasEnded = false;
    bool m_isOmitting = false;
    bool m_hasHeading = false;
    base::TimePoint m_startedAt;  // of the streams
    base::TimePoint m_countsFrom; // once what is omitted is over
    base::TimePoint m_lineFrom, m_nextLine = base::TimePoint::never();
    base::TimePoint m_nextSend = base::TimePoint::never();
    base::TimePoint m_endedAt;
};

} // namespace hopyard::services::iperf3

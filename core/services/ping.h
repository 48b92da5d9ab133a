// ping: ICMP echo requests, and what comes back, in the words of iputils' ping.
//
// One request every interval; after the last, what is missing is waited for. Every answer, duplicate and ICMP error is
// a line; stop() and the end print the statistics. RFC 792, RFC 1122 section 3.2.2.6.
// Deliberately missing: flood, record route, names of who answers, IPv6 (follows with the stack's).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/services/client_application.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::services {

struct PingOptions {
    Target destination;
    base::IpAddress source;                             ///< not valid: by the route
    std::optional<std::uint64_t> count;                 ///< none: until stopped
    base::Duration interval = base::Duration::seconds(1); ///< at least 1 ms
    base::Duration timeout = base::Duration::seconds(10); ///< how long the last answers are waited for
    std::uint32_t size = 56;                            ///< bytes of data, 0..65,507
    std::uint8_t ttl = 64;                              ///< 1..255
    std::uint8_t tos = 0;
    bool dontFragment = false;
    bool quiet = false; ///< only the first line and the statistics
    bool operator==(const PingOptions &) const = default;
};

struct PingStatistics {
    std::uint64_t transmitted = 0;
    std::uint64_t received = 0;   ///< first answers
    std::uint64_t duplicates = 0; ///< further answers to the same request
    std::uint64_t errors = 0;     ///< ICMP errors and requests that could not be sent
    base::Duration minimum, maximum; ///< of the round trips; of no meaning while received == 0
    double sumMs = 0;        ///< of the round trips, in milliseconds
    double sumSquaresMs = 0; ///< of their squares
    double averageMs() const { return received ? sumMs / static_cast<double>(received) : 0; }
    double deviationMs() const; ///< what ping calls mdev: the root of the variance
    double lossPercent() const;
};

class Ping final : public ClientApplication {
public:
    explicit Ping(const PingOptions &options) : m_options(options) {}

    const PingOptions &options() const { return m_options; }
    const PingStatistics &statistics() const { return m_statistics; }

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Ping>(*this); }
    std::string_view name() const override { return "ping"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

protected:
    const Target &target() const override { return m_options.destination; }
    void begin(transport::AppContext &context) override;
    void socketReady(transport::AppContext &context, transport::SocketId socket) override;
    void deadline(transport::AppContext &context) override;
    base::TimePoint ownDeadline() const override;
    void end(transport::AppContext &context) override;

private:
    struct Request {
        base::TimePoint sentAt;
        bool isAnswered = false;
        bool hasFailed = false;
    };

    void sendRequest(transport::AppContext &context);
    void takeReply(transport::AppContext &context, const transport::Received &received);
    void takeError(transport::AppContext &context, const transport::ReceivedError &error);
    /// The latest request with these low 16 bits; end() where it is forgotten.
    std::map<std::uint64_t, Request>::iterator request(std::uint16_t sequence);
    bool isLastSent() const { return m_options.count && m_statistics.transmitted >= *m_options.count; }
    void finishWhenComplete(transport::AppContext &context);

    PingOptions m_options;
    PingStatistics m_statistics;
    transport::SocketId m_socket;
    base::TimePoint m_startedAt;
    base::TimePoint m_nextSend = base::TimePoint::never();
    base::TimePoint m_giveUpAt = base::TimePoint::never(); // after the last request
    std::map<std::uint64_t, Request> m_requests;           // the latest, by sequence number counted from 1
};

} // namespace hopyard::services

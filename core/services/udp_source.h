// udp-source: numbered UDP datagrams at an even rate.
//
// Datagram i leaves at start + i · interval, exactly; nothing drifts. Each carries a ProbePayload, so that udp-sink can
// tell loss, order and delay. After the last come three end marks, 100 ms apart, with the number that were sent.
// Deliberately missing: random gaps and sizes, congestion control (the network is to be measured, not spared).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/quantity.h"
#include "core/base/time.h"
#include "core/services/client_application.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::services {

struct UdpSourceOptions {
    Target destination;
    std::uint16_t port = 5001;
    base::BitRate rate = base::BitRate::bitsPerSecond(1'000'000); ///< of UDP payload; see packetsPerSecond
    std::optional<std::uint64_t> packetsPerSecond;                ///< 1..10,000,000; given, it takes the rate's place
    std::uint32_t size = 1'000;                                   ///< bytes of UDP payload, 32..65,507
    std::optional<base::Duration> duration;                       ///< none: until stopped, or count
    std::optional<std::uint64_t> count;                           ///< datagrams
    base::IpAddress source;                                       ///< not valid: by the route
    std::uint8_t ttl = 64;
    std::uint8_t tos = 0;
    bool dontFragment = false;
    bool operator==(const UdpSourceOptions &) const = default;

    /// When datagram `i` is due, counted from the first.
    base::Duration offsetOf(std::uint64_t i) const;
};

class UdpSource final : public ClientApplication {
public:
    explicit UdpSource(const UdpSourceOptions &options) : m_options(options) {}

    const UdpSourceOptions &options() const { return m_options; }
    std::uint64_t sent() const { return m_sent; }

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<UdpSource>(*this); }
    std::string_view name() const override { return "udp-source"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

protected:
    const Target &target() const override { return m_options.destination; }
    void begin(transport::AppContext &context) override;
    void socketReady(transport::AppContext &context, transport::SocketId socket) override;
    void deadline(transport::AppContext &context) override;
    base::TimePoint ownDeadline() const override { return m_next; }
    void end(transport::AppContext &context) override;

private:
    bool isLast(std::uint64_t i) const; ///< true where datagram `i` is not to be sent any more
    void sendDue(transport::AppContext &context);
    void endOfData(transport::AppContext &context);
    void sendEndMark(transport::AppContext &context);
    void noteError(transport::AppContext &context, transport::SocketError error);

    UdpSourceOptions m_options;
    transport::SocketId m_socket;
    std::vector<std::uint8_t> m_message;
    std::uint32_t m_stream = 0;
    base::TimePoint m_startedAt, m_endedAt;
    base::TimePoint m_next = base::TimePoint::never();
    std::uint64_t m_attempts = 0; // numbers used, also by those that could not be sent
    std::uint64_t m_sent = 0;
    std::uint64_t m_failed = 0;
    std::uint64_t m_errors = 0; // ICMP errors
    unsigned m_endMarks = 0;
    bool m_hasEnded = false;
    std::optional<transport::SocketError> m_lastError;
};

} // namespace hopyard::services

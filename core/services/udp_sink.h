// udp-sink: receives what udp-source sends, and tells loss, order, delay and jitter of each stream.
//
// A stream is a source's address, port and stream number. Datagrams that udp-source did not make are counted as bytes
// only. Delays compare world times of sending and arrival; within one world there is one clock, so they are exact.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/services/stream_statistics.h"
#include "core/transport/application.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::services {

struct UdpSinkOptions {
    std::uint16_t port = 5001;
    base::IpAddress address;                ///< to listen on; not valid: every IPv4 address
    std::optional<base::Duration> duration; ///< none: until stopped
    bool operator==(const UdpSinkOptions &) const = default;
};

class UdpSink final : public transport::Application {
public:
    struct StreamKey {
        transport::Endpoint source;
        std::uint32_t stream = 0;
        auto operator<=>(const StreamKey &) const = default;
    };
    struct Stream {
        StreamStatistics statistics;
        bool isReported = false;
    };

    explicit UdpSink(const UdpSinkOptions &options) : m_options(options) {}

    const UdpSinkOptions &options() const { return m_options; }
    const std::map<StreamKey, Stream> &streams() const { return m_streams; }

    void start(transport::AppContext &context) override;
    void ready(transport::AppContext &context, transport::SocketId socket) override;
    void expire(transport::AppContext &context) override { stop(context); }
    base::TimePoint nextDeadline() const override { return m_isFinished ? base::TimePoint::never() : m_end; }
    void stop(transport::AppContext &context) override;
    bool isFinished() const override { return m_isFinished; }
    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<UdpSink>(*this); }
    std::string_view name() const override { return "udp-sink"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

private:
    void take(transport::AppContext &context, const transport::Received &received);
    void report(transport::AppContext &context, const StreamKey &key, Stream &stream);

    UdpSinkOptions m_options;
    transport::SocketId m_socket;
    base::TimePoint m_end = base::TimePoint::never();
    std::map<StreamKey, Stream> m_streams;
    std::uint64_t m_otherDatagrams = 0; // not made by udp-source
    std::uint64_t m_otherBytes = 0;
    bool m_isFinished = false;
};

} // namespace hopyard::services

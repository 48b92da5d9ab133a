// netcat: says a text over TCP or UDP, or waits for somebody who says one, and prints what it hears.
//
// TCP: connects (or accepts one connection), sends its text and its end of file, prints lines until the other's end of
// file. UDP: sends its text as one datagram and prints the datagrams that come back for a while.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/client_application.h"
#include "core/services/stream_writer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::services {

struct NetcatOptions {
    Target destination;       ///< of no meaning where it listens
    std::uint16_t port = 0;
    bool listen = false;
    bool udp = false;
    bool keepOpen = false;    ///< TCP: no end of file of its own; listening: goes on after the first connection
    std::string text;
    std::optional<base::Duration> wait; ///< for so long after the last word; none: TCP for ever, UDP 3 s unless it listens
    bool operator==(const NetcatOptions &) const = default;
};

class Netcat final : public ClientApplication {
public:
    explicit Netcat(NetcatOptions options);

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Netcat>(*this); }
    std::string_view name() const override { return "netcat"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

protected:
    const Target &target() const override { return m_options.destination; }
    void begin(transport::AppContext &context) override;
    void socketReady(transport::AppContext &context, transport::SocketId socket) override;
    void deadline(transport::AppContext &context) override;
    base::TimePoint ownDeadline() const override { return m_deadline; }
    void end(transport::AppContext &context) override;

private:
    void take(transport::AppContext &context, base::Bytes bytes);
    void moveDatagrams(transport::AppContext &context);
    void acceptOne(transport::AppContext &context);
    void moveStream(transport::AppContext &context);
    void streamEnded(transport::AppContext &context, const StreamEnd &end);

    NetcatOptions m_options;
    transport::SocketId m_listener;
    transport::SocketId m_socket;
    StreamWriter m_out;
    bool m_isConnected = false;
    bool m_isShut = false;
    std::string m_line; // what has come of the line
    std::uint64_t m_received = 0;
    std::uint64_t m_sent = 0;
    base::TimePoint m_deadline = base::TimePoint::never();
};

} // namespace hopyard::services

// echo-server (RFC 862), discard-server (RFC 863), chargen-server (RFC 864): over TCP and UDP, at one port each.
//
// Deliberately different: a datagram from a port of these services is not answered, or two of them would talk to each
// other for ever.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/connections.h"
#include "core/transport/application.h"

#include <cstdint>
#include <memory>
#include <string>

namespace hopyard::services {

struct SmallServerOptions {
    enum class Kind : std::uint8_t { echo, discard, chargen };
    Kind kind = Kind::echo;
    std::uint16_t port = 7; ///< 7, 9 and 19 are the services' own
    bool operator==(const SmallServerOptions &) const = default;
};
std::uint16_t wellKnownPort(SmallServerOptions::Kind kind);

class SmallServer final : public transport::Application {
public:
    explicit SmallServer(const SmallServerOptions &options);

    void start(transport::AppContext &context) override;
    void ready(transport::AppContext &context, transport::SocketId socket) override;
    void expire(transport::AppContext &context) override { m_connections.expire(context); }
    base::TimePoint nextDeadline() const override { return m_connections.nextDeadline(); }
    void stop(transport::AppContext &context) override;
    bool isFinished() const override { return m_isFinished; }
    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<SmallServer>(*this); }
    std::string_view name() const override;
    std::string commandLine() const override;
    std::string resultJson() const override;

private:
    struct Connection {
        std::uint64_t sent = 0; ///< chargen: where in the pattern it is
    };
    void serveDatagrams(transport::AppContext &context);
    void serve(transport::AppContext &context, transport::SocketId socket, Connections<Connection>::Entry &entry);
    /// What a stream wants; false where it is over.
    bool echo(transport::AppContext &context, transport::SocketId socket);
    bool discard(transport::AppContext &context, transport::SocketId socket);
    bool generate(transport::AppContext &context, transport::SocketId socket, Connection &connection);

    SmallServerOptions m_options;
    transport::SocketId m_udp;
    Connections<Connection> m_connections;
    std::uint64_t m_accepted = 0;
    std::uint64_t m_datagrams = 0;
    std::uint64_t m_received = 0; // bytes, of both
    std::uint64_t m_sent = 0;
    bool m_isFinished = false;
};

} // namespace hopyard::services

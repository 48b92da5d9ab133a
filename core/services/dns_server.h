// dns-server: answers the names of the lab and those it is given, over UDP and TCP (RFC 1035, RFC 7766).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/connections.h"
#include "core/services/dns_zone.h"
#include "core/services/stream_writer.h"
#include "core/transport/application.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hopyard::services {

struct DnsServerOptions {
    std::uint16_t port = wire::DnsRepr::kPort;
    DnsZone zone;
    bool quiet = false; ///< no line for each question
};

class DnsServer final : public transport::Application {
public:
    explicit DnsServer(DnsServerOptions options);

    void start(transport::AppContext &context) override;
    void ready(transport::AppContext &context, transport::SocketId socket) override;
    void expire(transport::AppContext &context) override { m_connections.expire(context); }
    base::TimePoint nextDeadline() const override { return m_connections.nextDeadline(); }
    void stop(transport::AppContext &context) override;
    bool isFinished() const override { return m_isFinished; }
    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<DnsServer>(*this); }
    std::string_view name() const override { return "dns-server"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

private:
    struct Connection {
        std::vector<std::uint8_t> in; // questions with their lengths, as far as they have come
        StreamWriter out;
    };
    /// Nothing where the message is none that can be answered.
    std::vector<std::uint8_t> answerTo(transport::AppContext &context, base::Bytes message,
                                       const transport::Endpoint &from, std::size_t limit);
    void serve(transport::AppContext &context, transport::SocketId socket, Connections<Connection>::Entry &entry);

    DnsServerOptions m_options;
    transport::SocketId m_udp;
    Connections<Connection> m_connections;
    std::uint64_t m_questions = 0;
    std::uint64_t m_unknown = 0;   // names that do not exist
    std::uint64_t m_malformed = 0;
    bool m_isFinished = false;
};

} // namespace hopyard::services

// http-server: HTTP/1.1 over TCP; what it answers is in pages.h.
//
// Connections are kept and requests may be pipelined (exchange.h). Big answers are written from the pattern as the socket
// takes them, without being made first.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/connections.h"
#include "core/services/http/exchange.h"
#include "core/services/http/pages.h"
#include "core/transport/application.h"

#include <cstdint>
#include <memory>
#include <string>

namespace hopyard::services {

struct HttpServerOptions {
    std::uint16_t port = 80;
    std::map<std::string, http::Page> pages;
    bool quiet = false; ///< no line for each request
};

class HttpServer final : public transport::Application {
public:
    explicit HttpServer(HttpServerOptions options);

    void start(transport::AppContext &context) override;
    void ready(transport::AppContext &context, transport::SocketId socket) override;
    void expire(transport::AppContext &context) override { m_connections.expire(context); }
    base::TimePoint nextDeadline() const override { return m_connections.nextDeadline(); }
    void stop(transport::AppContext &context) override;
    bool isFinished() const override { return m_isFinished; }
    std::optional<std::string> pack(transport::SocketId socket) const override;
    bool unpacksAt(std::uint16_t port) const override { return port == m_options.port; }
    bool unpack(transport::AppContext &context, transport::SocketId socket, std::string_view packed) override;
    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<HttpServer>(*this); }
    std::string_view name() const override { return "http-server"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

private:
    using Entry = Connections<http::Exchange>::Entry;
    enum class Step : std::uint8_t { goOn, wait, close };

    void serve(transport::AppContext &context, transport::SocketId socket, Entry &entry);
    Step write(transport::AppContext &context, transport::SocketId socket, http::Exchange &exchange);
    Step read(transport::AppContext &context, transport::SocketId socket, Entry &entry);
    void note(transport::AppContext &context, const Entry &entry, const http::Exchange::Answered &answered);

    HttpServerOptions m_options;
    Connections<http::Exchange> m_connections;
    std::uint64_t m_accepted = 0;
    std::uint64_t m_requests = 0;
    std::uint64_t m_refused = 0; // answered with 400 or more
    std::uint64_t m_sent = 0;    // bytes of bodies that were taken by the sockets
    bool m_isFinished = false;
};

} // namespace hopyard::services

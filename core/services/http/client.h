// http: gets a page, as often as it is told, and tells the status, how much came and how fast.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/client_application.h"
#include "core/services/http/message.h"
#include "core/services/http/url.h"
#include "core/services/stream_writer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::services {

struct HttpOptions {
    http::Url url;
    std::uint64_t count = 1;
    bool head = false;
    std::optional<std::string> post; ///< the body
    std::string range;               ///< "0-99"; empty: all of it
    bool keepAlive = false; ///< all requests over one connection
    bool show = false;      ///< print what comes
    bool check = false;     ///< compare what comes with the pattern of /bytes/N
    bool quiet = false;     ///< one line at the end
    base::Duration timeout = base::Duration::seconds(60); ///< so long without a byte
    bool operator==(const HttpOptions &) const = default;
};

class Http final : public ClientApplication {
public:
    explicit Http(HttpOptions options) : m_options(std::move(options)) {}

    std::unique_ptr<transport::Application> clone() const override { return std::make_unique<Http>(*this); }
    std::string_view name() const override { return "http"; }
    std::string commandLine() const override;
    std::string resultJson() const override;

protected:
    const Target &target() const override { return m_options.url.host; }
    void begin(transport::AppContext &context) override;
    void socketReady(transport::AppContext &context, transport::SocketId socket) override;
    void deadline(transport::AppContext &context) override;
    base::TimePoint ownDeadline() const override { return m_lastByte + m_options.timeout; }
    void end(transport::AppContext &context) override;

private:
    http::Head request() const;
    void nextRequest(transport::AppContext &context);
    void take(transport::AppContext &context, base::Bytes body);
    /// Of one connection: reads what is there. True where it was the end of a response, or of the connection.
    bool move(transport::AppContext &context);
    void responseComplete(transport::AppContext &context);
    void failed(transport::AppContext &context, std::string_view why);
    void closeConnection(transport::AppContext &context);

    HttpOptions m_options;
    transport::SocketId m_socket;
    http::MessageReader m_reader{http::MessageReader::Kind::response};
    StreamWriter m_out;
    std::string m_line; // of what is shown
    base::TimePoint m_startedAt, m_requestAt, m_connectAt, m_lastByte;
    std::optional<base::TimePoint> m_connectedAt; // of this connection, for the first request over it
    std::optional<base::TimePoint> m_firstByteAt; // of this response
    std::uint64_t m_bodySize = 0;                 // of this response
    std::uint64_t m_sent = 0;                     // requests
    std::uint64_t m_succeeded = 0;                // answered with less than 400
    std::uint64_t m_failed = 0;                   // not answered
    std::uint64_t m_bytes = 0;
    std::uint64_t m_wrongBytes = 0;
    unsigned m_lastStatus = 0;
    base::Duration m_took; // from the first request to the latest response
};

} // namespace hopyard::services

// See server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/server.h"

#include "core/services/arguments.h"
#include "core/services/format.h"
#include "core/services/stream_writer.h"

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;
using transport::SocketId;

namespace {

constexpr base::Duration kIdleTime = base::Duration::seconds(75);
/// Unsent bytes in the socket: what lies there has to move with the connection.
constexpr std::int64_t kAhead = 128 * 1024;

} // namespace

HttpServer::HttpServer(HttpServerOptions options) : m_options(std::move(options)), m_connections(kIdleTime) {}

void HttpServer::start(AppContext &context)
{
    if (const auto listening = m_connections.listen(context, {{}, m_options.port}); !listening) {
        context.print(fmt::format("http-server: port {}: {}", m_options.port, toString(listening.error())));
        m_isFinished = true;
        return;
    }
    context.print(fmt::format("http-server: listening on port {}", m_options.port));
}

void HttpServer::ready(AppContext &context, SocketId socket)
{
    if (m_connections.isListener(socket)) {
        m_connections.acceptAll(context, [&](SocketId id, Entry &entry) {
            ++m_accepted;
            context.setOption(id, transport::SocketOption::notSentLowWater, kAhead);
            serve(context, id, entry);
        });
    } else if (Entry *entry = m_connections.find(context, socket)) {
        serve(context, socket, *entry);
    }
}

void HttpServer::serve(AppContext &context, SocketId socket, Entry &entry)
{
    for (;;) {
        Step step = write(context, socket, entry.connection);
        if (step == Step::goOn)
            step = read(context, socket, entry);
        if (step == Step::goOn)
            continue;
        if (step == Step::close)
            m_connections.close(context, socket);
        return;
    }
}

HttpServer::Step HttpServer::write(AppContext &context, SocketId socket, http::Exchange &exchange)
{
    for (base::Bytes bytes; !(bytes = exchange.output()).empty();) {
        const auto taken = writeSome(context, socket, bytes);
        if (!taken)
            return Step::close;
        if (*taken == 0)
            return Step::wait;
        m_sent += exchange.written(*taken);
    }
    if (exchange.phase() == http::Exchange::Phase::lastAnswer) {
        // Closing at once while the client still sends would reset the connection and lose it the answer (RFC 9112
        // section 9.6): end of file first, then what it says is read and thrown away.
        (void)context.shutdown(socket, transport::tcp::Direction::send);
        exchange.endOfFileSent();
    }
    return Step::goOn;
}

HttpServer::Step HttpServer::read(AppContext &context, SocketId socket, Entry &entry)
{
    http::Exchange &exchange = entry.connection;
    const StreamEnd end = readStream(context, socket, [&](base::Bytes bytes) { return exchange.take(bytes); });
    const http::Site site{context.names().self, m_options.pages};
    std::optional<http::Exchange::Answered> answered;
    const auto next = exchange.advance(site, transport::toString(entry.peer), answered);
    if (answered)
        note(context, entry, *answered);
    if (next == http::Exchange::Step::write)
        return Step::goOn;
    return end.state == StreamState::open ? Step::wait : Step::close;
}

void HttpServer::note(AppContext &context, const Entry &entry, const http::Exchange::Answered &answered)
{
    m_requests += !answered.isRefusal;
    m_refused += answered.status >= 400;
    m_sent += answered.textSize;
    if (!m_options.quiet)
        context.print(fmt::format("{} - - [{}] \"{}\" {} {}", base::toString(entry.peer.address), base::toString(context.now()),
                                  answered.line.empty() ? "-" : answered.line, answered.status, answered.size));
}

std::optional<std::string> HttpServer::pack(SocketId socket) const
{
    const Entry *entry = m_connections.find(socket);
    return entry ? std::optional(entry->connection.pack()) : std::nullopt;
}

bool HttpServer::unpack(AppContext &context, SocketId socket, std::string_view packed)
{
    auto exchange = http::Exchange::unpack(packed);
    if (!exchange)
        return false;
    ++m_accepted;
    Entry *entry = m_connections.adopt(context, socket, std::move(*exchange));
    if (entry) {
        context.setOption(socket, transport::SocketOption::notSentLowWater, kAhead);
        serve(context, socket, *entry);
    }
    return entry != nullptr;
}

void HttpServer::stop(AppContext &context)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    context.print(fmt::format("http-server: {} connections, {} requests, {} sent", m_accepted, m_requests,
                              byteText(m_sent)));
}

std::string HttpServer::commandLine() const
{
    std::string line = "http-server";
    if (m_options.port != 80)
        line += fmt::format(" port {}", m_options.port);
    if (m_options.quiet)
        line += " quiet";
    for (const auto &[path, page] : m_options.pages) {
        line += " path " + Arguments::quoted(path);
        line += page.text.empty() ? fmt::format(" size {}", page.patternSize) : " text " + Arguments::quoted(page.text);
    }
    return line;
}

std::string HttpServer::resultJson() const
{
    return fmt::format(R"({{"port":{},"connections":{},"open":{},"requests":{},"refused":{},"bytesSent":{}}})",
                       m_options.port, m_accepted, m_connections.size(), m_requests, m_refused, m_sent);
}

} // namespace hopyard::services

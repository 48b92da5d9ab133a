// See server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/http/server.h"

#include "core/services/arguments.h"
#include "core/services/format.h"
#include "core/services/pattern.h"

#include <algorithm>

#include <fmt/format.h>

namespace hopyard::services {

using http::MessageError;
using http::MessageReader;
using transport::AppContext;
using transport::SocketError;
using transport::SocketId;

namespace {

constexpr base::Duration kIdleTime = base::Duration::seconds(75);
constexpr std::size_t kMaxBody = 1024 * 1024;

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

HttpServer::Step HttpServer::write(AppContext &context, SocketId socket, Connection &c)
{
    if (!c.out.flush(context, socket))
        return Step::close;
    if (!c.out.isEmpty())
        return Step::wait;
    while (c.patternAt < c.patternTo) {
        const base::Bytes bytes = pattern(c.patternAt);
        const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), c.patternTo - c.patternAt));
        const auto taken = writeSome(context, socket, bytes.first(count));
        if (!taken)
            return Step::close;
        if (*taken == 0)
            return Step::wait;
        c.patternAt += *taken;
        m_sent += *taken;
    }
    if (c.phase == Connection::Phase::lastAnswer) {
        // Closing at once while the client still sends would reset the connection and lose it the answer (RFC 9112
        // section 9.6): end of file first, then what it says is read and thrown away.
        (void)context.shutdown(socket, transport::tcp::Direction::send);
        c.phase = Connection::Phase::draining;
    }
    return Step::goOn;
}

HttpServer::Step HttpServer::read(AppContext &context, SocketId socket, Entry &entry)
{
    Connection &c = entry.connection;
    const StreamEnd end = readStream(context, socket, [&](base::Bytes bytes) {
        return c.phase == Connection::Phase::draining ? bytes.size() : take(c, bytes);
    });
    if (c.phase == Connection::Phase::draining)
        return end.state == StreamState::open ? Step::wait : Step::close;
    const MessageReader::State state = c.reader.state();
    if (state == MessageReader::State::failed) {
        send(context, entry, http::refusal(c.reader.error()));
        return Step::goOn;
    }
    if (c.body.size() > kMaxBody || c.reader.contentLength().value_or(0) > kMaxBody) {
        send(context, entry, http::refusal(MessageError::contentTooLarge));
        return Step::goOn;
    }
    if (state == MessageReader::State::complete) {
        respond(context, entry);
        return Step::goOn;
    }
    if (state == MessageReader::State::body && !c.hasSeenHead) {
        c.hasSeenHead = true;
        if (c.reader.head().minorVersion >= 1 && c.reader.head().hasToken("Expect", "100-continue")) {
            c.out.append("HTTP/1.1 100 Continue\r\n\r\n");
            return Step::goOn;
        }
    }
    return end.state == StreamState::open ? Step::wait : Step::close;
}

std::size_t HttpServer::take(Connection &c, base::Bytes bytes)
{
    std::size_t taken = 0;
    const auto isOver = [&] {
        return c.reader.state() == MessageReader::State::complete || c.reader.state() == MessageReader::State::failed
            || c.body.size() > kMaxBody || c.reader.contentLength().value_or(0) > kMaxBody;
    };
    while (taken < bytes.size() && !isOver()) {
        const MessageReader::Step step = c.reader.take(bytes.subspan(taken));
        c.body += textOf(step.body);
        taken += step.taken;
    }
    return taken;
}

void HttpServer::respond(AppContext &context, Entry &entry)
{
    Connection &c = entry.connection;
    ++m_requests;
    http::Site site{context.names().self, m_options.pages};
    send(context, entry, http::answer(site, c.reader.head(), c.body, transport::toString(entry.peer)));
    c.reader.reset();
    c.body.clear();
    c.hasSeenHead = false;
}

void HttpServer::send(AppContext &context, Entry &entry, const http::Response &response)
{
    Connection &c = entry.connection;
    const http::Head &request = c.reader.head();
    m_refused += response.head.status >= 400;
    c.out.append(http::writeResponse(response.head));
    c.out.append(response.text);
    m_sent += response.text.size();
    c.patternAt = response.patternFrom;
    c.patternTo = response.patternTo;
    if (response.head.hasToken("Connection", "close"))
        c.phase = Connection::Phase::lastAnswer;
    if (m_options.quiet)
        return;
    const std::string line = request.method.empty()
                               ? std::string("-")
                               : fmt::format("{} {} HTTP/1.{}", request.method, request.target, request.minorVersion);
    context.print(fmt::format("{} - - [{}] \"{}\" {} {}", base::toString(entry.peer.address),
                              base::toString(context.now()), line, response.head.status,
                              response.text.size() + response.patternTo - response.patternFrom));
}

/// How far a request has been read, and an answer written: what TCP's own state does not tell.
std::optional<std::string> HttpServer::pack(SocketId socket) const
{
    const Entry *entry = m_connections.find(socket);
    if (!entry)
        return std::nullopt;
    const Connection &c = entry->connection;
    http::Packer packer;
    packer.number(static_cast<std::uint64_t>(c.phase));
    packer.number(c.hasSeenHead);
    packer.number(c.patternAt);
    packer.number(c.patternTo);
    packer.text(c.body);
    packer.text(textOf(c.out.rest()));
    c.reader.pack(packer);
    return packer.take();
}

bool HttpServer::unpack(AppContext &context, SocketId socket, std::string_view packed)
{
    http::Unpacker unpacker(packed);
    Connection c;
    const std::uint64_t phase = unpacker.number();
    c.hasSeenHead = unpacker.number() != 0;
    c.patternAt = unpacker.number();
    c.patternTo = unpacker.number();
    c.body = unpacker.text();
    c.out.append(unpacker.text());
    if (!c.reader.unpack(unpacker) || !unpacker.isOver() || phase > static_cast<std::uint64_t>(Connection::Phase::draining) ||
        c.body.size() > 2 * kMaxBody)
        return false;
    c.phase = static_cast<Connection::Phase>(phase);
    ++m_accepted;
    Entry *entry = m_connections.adopt(context, socket, std::move(c));
    if (entry)
        serve(context, socket, *entry);
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

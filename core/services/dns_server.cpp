// See dns_server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/dns_server.h"

#include <array>

#include <fmt/format.h>

namespace hopyard::services {

using transport::AppContext;
using transport::SocketError;

namespace {

constexpr base::Duration kIdleTime = base::Duration::seconds(30);
constexpr std::size_t kMostUnsent = 256 * 1024; // a client that asks and does not read is not listened to any more

} // namespace

DnsServer::DnsServer(DnsServerOptions options) : m_options(std::move(options)), m_connections(kIdleTime) {}

void DnsServer::start(AppContext &context)
{
    const auto give = [&](const char *call, SocketError error) {
        context.print(fmt::format("dns-server: {}: {}", call, toString(error)));
        m_isFinished = true;
    };
    const auto udp = context.socket(transport::SocketKind::udp, base::Family::ipv4);
    if (!udp)
        return give("socket", udp.error());
    m_udp = *udp;
    if (const auto bound = context.bind(m_udp, {{}, m_options.port}); !bound)
        return give("bind", bound.error());
    if (const auto listening = m_connections.listen(context, {{}, m_options.port}); !listening)
        return give("listen", listening.error());
    context.print(fmt::format("dns-server: listening on port {} with {} names of its own and those of the lab",
                              m_options.port, m_options.zone.size()));
}

std::vector<std::uint8_t> DnsServer::answerTo(AppContext &context, base::Bytes message, const transport::Endpoint &from,
                                              std::size_t limit)
{
    const auto view = wire::DnsView::parse(message);
    if (!view || view->isResponse()) { // an answer to an answer would go round and round
        ++m_malformed;
        return {};
    }
    const wire::DnsRepr query = wire::DnsRepr::parse(*view);
    const wire::DnsRepr reply = m_options.zone.answer(query, *context.names().hosts);
    ++m_questions;
    m_unknown += reply.code == wire::DnsCode::nameError;
    if (!m_options.quiet && !query.questions.empty())
        context.print(fmt::format("dns-server: {} asks for {} {}: {}, {} answers", transport::toString(from),
                                  toString(query.questions.front().type), query.questions.front().name,
                                  toString(reply.code), reply.answers.size()));
    return reply.emit(limit);
}

void DnsServer::ready(AppContext &context, transport::SocketId socket)
{
    if (socket == m_udp) {
        for (;;) {
            const auto received = context.sockets().receiveFrom(m_udp);
            if (!received)
                return;
            const std::vector<std::uint8_t> reply
                = answerTo(context, received->data.bytes(), received->from, wire::DnsRepr::kMaxUdp);
            if (!reply.empty())
                (void)context.sendTo(m_udp, reply, received->from); // who hears nothing asks again
        }
    }
    const auto serveOne = [&](transport::SocketId id, auto &entry) { serve(context, id, entry); };
    if (m_connections.isListener(socket))
        m_connections.acceptAll(context, serveOne);
    else if (auto *entry = m_connections.find(context, socket))
        serve(context, socket, *entry);
}

void DnsServer::serve(AppContext &context, transport::SocketId socket, Connections<Connection>::Entry &entry)
{
    Connection &c = entry.connection;
    const auto closeNow = [&] { m_connections.close(context, socket); };
    if (!c.out.flush(context, socket))
        return closeNow();
    const StreamEnd end = readStream(context, socket, [&](base::Bytes bytes) {
        if (c.out.size() > kMostUnsent)
            return std::size_t(0);
        c.in.insert(c.in.end(), bytes.begin(), bytes.end());
        std::size_t at = 0;
        while (c.in.size() - at >= 2) {
            const std::size_t length = base::loadU16(&c.in[at]);
            if (c.in.size() - at - 2 < length)
                break;
            const std::vector<std::uint8_t> reply
                = answerTo(context, base::Bytes(c.in).subspan(at + 2, length), entry.peer, 0xffff);
            at += 2 + length;
            if (reply.empty())
                continue;
            std::array<std::uint8_t, 2> size{};
            base::storeU16(size.data(), static_cast<std::uint16_t>(reply.size()));
            c.out.append(size);
            c.out.append(reply);
        }
        c.in.erase(c.in.begin(), c.in.begin() + static_cast<std::ptrdiff_t>(at));
        return bytes.size();
    });
    if (!c.out.flush(context, socket) || end.state == StreamState::failed
        || (end.state == StreamState::ended && c.out.isEmpty()))
        closeNow();
}

void DnsServer::stop(AppContext &context)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    context.print(fmt::format("dns-server: {} questions, {} for names that do not exist", m_questions, m_unknown));
}

std::string DnsServer::commandLine() const
{
    std::string line = "dns-server";
    if (m_options.port != wire::DnsRepr::kPort)
        line += fmt::format(" port {}", m_options.port);
    if (m_options.quiet)
        line += " quiet";
    for (const std::string &entry : m_options.zone.entries())
        line += " zone " + entry;
    return line;
}

std::string DnsServer::resultJson() const
{
    return fmt::format(R"({{"port":{},"questions":{},"unknownNames":{},"malformed":{}}})", m_options.port, m_questions,
                       m_unknown, m_malformed);
}

} // namespace hopyard::services

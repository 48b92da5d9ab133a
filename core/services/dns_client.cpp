// See dns_client.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/dns_client.h"

#include <algorithm>
#include <array>

namespace hopyard::services {

using transport::AppContext;
using wire::DnsCode;
using wire::DnsRepr;

namespace {

constexpr base::Duration kTimeout = base::Duration::seconds(5);
constexpr std::size_t kRounds = 2;

} // namespace

std::vector<std::uint8_t> DnsClient::query() const
{
    DnsRepr query;
    query.id = m_id;
    query.recursionDesired = true;
    query.questions = {m_question};
    return query.emit();
}

void DnsClient::ask(AppContext &context, wire::DnsQuestion question, std::vector<base::IpAddress> servers)
{
    cancel(context);
    m_question = std::move(question);
    m_servers = std::move(servers);
    m_try = 0;
    m_failure.reset();
    m_state = m_servers.empty() ? State::noServer : State::asking;
    if (isAsking())
        attempt(context);
}

void DnsClient::cancel(AppContext &context)
{
    if (m_socket.isValid())
        context.close(m_socket);
    m_socket = {};
    m_state = State::idle;
}

void DnsClient::attempt(AppContext &context)
{
    for (; m_try < m_servers.size() * kRounds; ++m_try) {
        m_deadline = context.now() + kTimeout;
        if (sendQuery(context))
            return;
    }
    cancel(context);
    m_state = m_failure ? State::answered : State::timedOut;
    if (m_failure)
        m_reply = std::move(*m_failure);
}

void DnsClient::nextServer(AppContext &context)
{
    ++m_try;
    attempt(context);
}

bool DnsClient::sendQuery(AppContext &context)
{
    if (m_socket.isValid())
        context.close(m_socket);
    m_socket = {};
    m_isStream = false;
    const auto socket = context.socket(transport::SocketKind::udp, server().family());
    if (!socket)
        return false;
    m_socket = *socket;
    m_id = static_cast<std::uint16_t>(context.random().next());
    return context.connect(m_socket, {server(), DnsRepr::kPort}) && context.send(m_socket, query());
}

bool DnsClient::openStream(AppContext &context)
{
    context.close(m_socket);
    m_socket = {};
    m_isStream = true;
    const auto socket = context.socket(transport::SocketKind::tcp, server().family());
    if (!socket)
        return false;
    m_socket = *socket;
    m_deadline = context.now() + kTimeout;
    const std::vector<std::uint8_t> message = query();
    std::array<std::uint8_t, 2> length{};
    base::storeU16(length.data(), static_cast<std::uint16_t>(message.size()));
    m_out.clear();
    m_out.append(length);
    m_out.append(message);
    m_in.clear();
    const auto connected = context.connect(m_socket, {server(), DnsRepr::kPort});
    return connected || connected.error() == transport::SocketError::inProgress;
}

void DnsClient::ready(AppContext &context)
{
    if (m_isStream)
        return moveStream(context);
    for (;;) {
        const auto received = context.sockets().receiveFrom(m_socket);
        if (!received && received.error() == transport::SocketError::wouldBlock)
            return;
        if (!received) // nobody is there
            return nextServer(context);
        if (take(context, received->data.bytes()))
            return;
    }
}

void DnsClient::moveStream(AppContext &context)
{
    if (!m_out.flush(context, m_socket))
        return nextServer(context);
    const StreamEnd end = readStream(context, m_socket, [&](base::Bytes bytes) {
        m_in.insert(m_in.end(), bytes.begin(), bytes.end());
        return bytes.size();
    });
    if (m_in.size() >= 2) {
        const std::size_t length = base::loadU16(m_in.data());
        if (m_in.size() - 2 >= length) {
            if (!take(context, base::Bytes(m_in).subspan(2, length)))
                nextServer(context);
            return;
        }
    }
    if (end.state != StreamState::open)
        nextServer(context);
}

bool DnsClient::take(AppContext &context, base::Bytes message)
{
    const auto view = wire::DnsView::parse(message);
    if (!view || !view->isResponse() || view->id() != m_id)
        return false;
    DnsRepr reply = DnsRepr::parse(*view);
    // A server that cannot read the question may leave it out (RFC 1035 section 4.1.1: FORMERR).
    const bool repeats = reply.questions.size() == 1 && reply.questions[0].type == m_question.type
                      && transport::canonicalName(reply.questions[0].name) == transport::canonicalName(m_question.name);
    if (!repeats && !(reply.questions.empty() && reply.code == DnsCode::formatError))
        return false;
    if (reply.truncated && !m_isStream) {
        if (!openStream(context))
            nextServer(context);
        return true;
    }
    if (reply.code != DnsCode::noError && reply.code != DnsCode::nameError) {
        m_failure = std::move(reply);
        nextServer(context);
        return true;
    }
    context.close(m_socket);
    m_socket = {};
    m_reply = std::move(reply);
    m_state = State::answered;
    return true;
}

void DnsClient::expire(AppContext &context)
{
    if (isAsking() && m_deadline <= context.now())
        nextServer(context);
}

} // namespace hopyard::services

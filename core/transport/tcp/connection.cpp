// The face of a connection; see connection.h. The work is done in Machine.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/tcp/connection.h"

#include "core/transport/tcp/connection_state.h"
#include "core/transport/tcp/machine.h"

#include <utility>

namespace hopyard::transport::tcp {

Connection::Connection() = default;
Connection::Connection(ConnectionState state) : m_state(std::move(state)) {}
Connection::Connection(const Connection &) = default;
Connection::Connection(Connection &&) noexcept = default;
Connection &Connection::operator=(const Connection &) = default;
Connection &Connection::operator=(Connection &&) noexcept = default;
Connection::~Connection() = default;

ConnectionState Connection::take() &&
{
    ConnectionState state = std::move(*m_state);
    m_state.reset();
    return state;
}

Connection Connection::open(Environment &env, const Settings &settings, const Endpoint &local, const Endpoint &remote,
                            const First &first, base::Bytes data, std::size_t &taken)
{
    Connection connection{ConnectionState()};
    ConnectionState &s = *connection.m_state;
    s.local = local;
    s.remote = remote;
    s.settings = settings;
    Machine{s, env}.open(first, data, taken);
    return connection;
}

Connection Connection::answer(Environment &env, const Settings &settings, SegmentIn &&segment, const Answer &answer)
{
    Connection connection{ConnectionState()};
    ConnectionState &s = *connection.m_state;
    s.local = segment.local;
    s.remote = segment.remote;
    s.settings = settings;
    Machine{s, env}.answer(std::move(segment), answer);
    return connection;
}

void Connection::handle(Environment &env, SegmentIn &&segment) { Machine{*m_state, env}.handle(std::move(segment)); }
void Connection::expire(Environment &env) { Machine{*m_state, env}.expire(); }
base::TimePoint Connection::nextDeadline() const { return nextDeadlineOf(*m_state); }

void Connection::end()
{
    m_state->finDeadline = base::TimePoint::never();
    m_state->state = TcpState::closed;
}

void Connection::report(Environment &env, const ip::ErrorReport &report, Sequence about)
{
    ConnectionState &s = *m_state;
    Machine machine{s, env};
    if (s.state == TcpState::closed || s.state == TcpState::timeWait)
        return;
    if (about < s.send.una || about >= s.send.next) // RFC 5927 section 4: not about anything under way
        return;
    if (report.kind == ip::ErrorKind::packetTooBig) {
        const std::uint32_t known = env.ip.mtuTo(s.remote.address);
        machine.onTooBig(report.mtu > 0 && (known == 0 || report.mtu < known) ? report.mtu : known);
        if (s.state != TcpState::synSent && s.state != TcpState::synReceived)
            machine.output();
        return;
    }
    const auto meaning = meaningOf(report.kind);
    if (!meaning)
        return;
    // While the connection is being opened every error ends the attempt, so that another address can be tried (RFC 5461
    // section 4.1); later they may pass (RFC 1122 section 4.2.3.9, RFC 5927 section 5.2).
    if (s.state == TcpState::synSent || s.state == TcpState::synReceived) {
        ++env.counters.attemptFails;
        machine.fail(meaning->error);
        return;
    }
    s.softError = meaning->error;
}

void Connection::resume(Environment &env)
{
    Machine machine{*m_state, env};
    if (isSynchronised(m_state->state))
        machine.onTooBig(env.ip.mtuTo(m_state->remote.address));
}

} // namespace hopyard::transport::tcp

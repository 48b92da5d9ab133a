// One question to the name servers of a node, by the rules of a stub resolver: servers in turn, time-outs, TCP where an
// answer over UDP was cut.
//
// As resolv.conf(5) has it by default: 5 s for each try, each server twice. A server that refuses, fails or is not there
// (ICMP) is passed over at once. The identifier and the port are random, and an answer must repeat the question
// (RFC 5452 section 9). RFC 1035 section 4.2, RFC 7766.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/stream_writer.h"
#include "core/transport/application.h"
#include "core/wire/dns.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::services {

class DnsClient {
public:
    enum class State : std::uint8_t { idle, asking, answered, noServer, timedOut };

    /// Begins; what was asked before is forgotten. Where there is no server, isAsking() is false afterwards.
    void ask(transport::AppContext &context, wire::DnsQuestion question, std::vector<base::IpAddress> servers);
    /// Closes what is open.
    void cancel(transport::AppContext &context);

    State state() const { return m_state; }
    bool isAsking() const { return m_state == State::asking; }
    /// Of meaning once answered; its code may be an error.
    const wire::DnsRepr &reply() const { return m_reply; }
    /// Who answered.
    const base::IpAddress &server() const { return m_servers[m_try % m_servers.size()]; }

    bool owns(transport::SocketId socket) const { return isAsking() && socket == m_socket; }
    void ready(transport::AppContext &context);
    void expire(transport::AppContext &context);
    base::TimePoint nextDeadline() const { return isAsking() ? m_deadline : base::TimePoint::never(); }

private:
    void attempt(transport::AppContext &context);
    void nextServer(transport::AppContext &context);
    bool sendQuery(transport::AppContext &context);
    bool openStream(transport::AppContext &context);
    void moveStream(transport::AppContext &context);
    /// Looks at a message; true where it decided something.
    bool take(transport::AppContext &context, base::Bytes message);
    std::vector<std::uint8_t> query() const;

    State m_state = State::idle;
    wire::DnsQuestion m_question;
    std::vector<base::IpAddress> m_servers;
    std::size_t m_try = 0; // counted over all servers
    std::uint16_t m_id = 0;
    transport::SocketId m_socket;
    bool m_isStream = false;
    StreamWriter m_out;               // stream: the query with its length
    std::vector<std::uint8_t> m_in;   // stream: what has come of the answer, length first
    base::TimePoint m_deadline = base::TimePoint::never();
    std::optional<wire::DnsRepr> m_failure; // an answer that says no, while other servers are still asked
    wire::DnsRepr m_reply;
};

} // namespace hopyard::services

// From a name to addresses, for applications: an address as text, localhost, the lab's hosts table, what name servers
// said lately, and last the name servers themselves (dns_client.h).
//
// One name at a time. An application asks with start() and, where isAsking() is true afterwards, hands on what concerns
// the resolver until it is not. IPv4 only, as the stack is for now; a name that has only IPv6 addresses in the lab
// resolves to those.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/services/dns_client.h"
#include "core/transport/application.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::services {

class Resolver {
public:
    void start(transport::AppContext &context, std::string_view name);
    bool isAsking() const { return m_client.isAsking(); }
    /// Those that can be reached by the node's routes first; empty: failure() says why.
    const std::vector<base::IpAddress> &addresses() const { return m_addresses; }
    /// "Name or service not known": as the tools of Linux say it.
    const std::string &failure() const { return m_failure; }

    bool owns(transport::SocketId socket) const { return m_client.owns(socket); }
    void ready(transport::AppContext &context);
    void expire(transport::AppContext &context);
    base::TimePoint nextDeadline() const { return m_client.nextDeadline(); }
    void cancel(transport::AppContext &context) { m_client.cancel(context); }

private:
    void takeReply(transport::AppContext &context);
    void found(transport::AppContext &context, std::vector<base::IpAddress> addresses);

    DnsClient m_client;
    std::string m_name;
    std::vector<base::IpAddress> m_addresses;
    std::string m_failure;
};

/// The addresses of `name` in an answer, aliases followed (at most 16), and how long they may be kept. An answer without
/// any: how long that may be believed (RFC 2308 section 5).
struct ResolvedAnswer {
    std::vector<base::IpAddress> addresses;
    base::Duration timeToLive;
};
ResolvedAnswer resolve(const wire::DnsRepr &reply, std::string_view name);

} // namespace hopyard::services

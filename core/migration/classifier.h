// The classifier's part of a node: accepts connections to a virtual address with this node's own TCP, reads what comes
// without taking it, and decides by the rules who shall answer. What follows from that the node does (node.h).
//
// Rules may be changed at any time: connections that wait are judged by the new ones, all others do not notice. Text that
// has errors is told with its lines, and the rules in force stay.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/around.h"
#include "core/migration/balance.h"
#include "core/migration/config.h"
#include "core/migration/health_checker.h"
#include "core/migration/rules.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace hopyard::migration {

class Classifier {
public:
    /// How long a client may keep the rules waiting; what is not known then does not hold.
    static constexpr base::Duration kPatience = base::Duration::seconds(5);
    static constexpr std::uint32_t kBacklog = 4'096;

    struct State {
        Service service;
        Rules rules;
        Balancer balancer;
        transport::SocketId listener;
        std::vector<bool> draining; ///< by host
        std::vector<std::uint64_t> decided; ///< by rule, since the rules are in force
    };
    void configure(const Around &around, std::vector<Service> services);

    struct Verdict {
        transport::SocketId socket;
        FourTuple flow;
        Service service;
        Peer host;
        std::string rule;
        std::vector<base::Ipv4Address> avoided; ///< hosts that did not take it before
    };
    /// Connections of each of a service's hosts, as far as is known.
    using Loads = std::function<std::vector<std::uint32_t>(const Service &)>;
    /// A socket of kSocketOwner has something. False where it is none of the classifier's.
    bool ready(const Around &around, transport::SocketId socket, const Loads &loads);
    void expire(const Around &around, const Loads &loads);
    base::TimePoint nextDeadline() const;
    /// What was decided since this was asked last.
    std::vector<Verdict> takeVerdicts() { return std::exchange(m_verdicts, {}); }

    /// New rules for a service; all mistakes where there are any, and the old ones stay.
    base::Result<void, std::vector<RuleError>> setRules(const Around &around, base::Ipv4Address address, std::uint16_t port,
                                                        const std::string &text);
    /// A host gets nothing new (or again). False: no service has such a host.
    bool setDraining(base::Ipv4Address host, bool draining);
    /// The host that was decided for did not take the connection: it is decided again, among the others.
    void again(const Around &around, const Verdict &verdict, const Loads &loads);

    const std::vector<State> &services() const { return m_services; }
    const HealthChecker &health() const { return m_health; }
    std::size_t waiting() const { return m_waiting.size(); }
    std::uint64_t refused() const { return m_refused; } ///< no host could take them

private:
    struct Waiting {
        std::size_t service = 0;
        FourTuple flow;
        base::TimePoint until;
        std::vector<base::Ipv4Address> avoid; ///< hosts that did not take it
    };
    void open(const Around &around, State &state);
    void consider(const Around &around, transport::SocketId socket, const Loads &loads, bool last);
    void takeHealth(const Around &around);

    std::vector<State> m_services;
    std::map<transport::SocketId, Waiting> m_waiting;
    HealthChecker m_health;
    std::vector<Verdict> m_verdicts;
    std::uint64_t m_refused = 0;
};

} // namespace hopyard::migration

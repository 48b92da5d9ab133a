// Asks machines in turn whether they are there: by opening a TCP connection, or by an HTTP GET, as a service says.
//
// One check of a machine at a time, begun every interval; without an answer after the time-out it has failed. What the
// checks say is counted by Health (rise and fall). Sockets belong to the node's part (owner.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/around.h"
#include "core/migration/balance.h"
#include "core/migration/config.h"

#include <string>
#include <vector>

namespace hopyard::migration {

class HealthChecker {
public:
    struct Target {
        base::Ipv4Address address;
        std::uint16_t port = 80;
        HealthCheck check;
        bool refusedIsGood = false; ///< an answer of RST is one: the machine is there
        bool operator==(const Target &) const = default;
    };
    /// Targets that stay keep what is known of them.
    void configure(const Around &around, std::vector<Target> targets);
    /// False: the socket is none of its own.
    bool ready(const Around &around, transport::SocketId socket);
    void expire(const Around &around);
    base::TimePoint nextDeadline() const { return m_next; }

    /// True for who is not checked.
    bool isUp(base::Ipv4Address address, std::uint16_t port) const;
    /// What changed since this was asked last.
    struct Change {
        base::Ipv4Address address;
        std::uint16_t port = 0;
        bool isUp = true;
    };
    std::vector<Change> takeChanges() { return std::exchange(m_changes, {}); }

private:
    struct One {
        Target target;
        Health health;
        transport::SocketId socket; ///< valid: a check is under way
        bool hasAsked = false;      ///< http: the request was sent
        std::string answer;
        base::TimePoint due; ///< the next check, or the end of this one
    };
    void begin(const Around &around, One &one);
    void finish(const Around &around, One &one, bool wasGood);
    void refresh();

    std::vector<One> m_targets;
    std::vector<Change> m_changes;
    base::TimePoint m_next = base::TimePoint::never();
};

} // namespace hopyard::migration

// The Rapid Spanning Tree Protocol (IEEE 802.1D-2004 clause 17) of one bridge, as a machine of its own: messages,
// carrier and time in; messages, ports to forget the addresses of, and changes out.
//
// The machines of clause 17 are here by their names, each a switch over its states: port receive, protocol migration,
// bridge detection, transmit, information, role transitions, state transitions, topology change, and for the bridge the
// role selection. After every input all of them run until none can move. Variables and procedures have the names of
// sections 17.19 and 17.21, so that the figures can be read beside the code.
// Files: spanning_tree.cpp calls and the order of the machines; spanning_tree_information.cpp what messages say, and
// roles chosen from it; spanning_tree_roles.cpp role transitions; spanning_tree_ports.cpp the other machines of a port.
//
// With `rapid` off it is a bridge of 802.1D-1998 to its neighbours (force protocol version 0): configuration messages,
// no handshakes, times instead.
//
// Deviations: a topology change empties the address table of a port at once, where 17.19.1 shortens the ageing time
// beside bridges without rapid spanning tree; recordDispute() is that of 802.1Q-2005, where the dispute is kept apart.
// Deliberately missing: one tree for each VLAN or group of them (802.1Q clause 13), guards for BPDUs and roots.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/wire/bpdu.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::link {

/// What a bridge is set to; table 17-1 and 17-2 give the usual values and the ranges.
struct SpanningTreeSettings {
    bool rapid = true;             ///< false: force protocol version 0
    std::uint16_t priority = 0x8000; ///< 0..61440 in steps of 4096
    int helloTime = 2;             ///< seconds, 1..10 (802.1D allows 1 and 2)
    int maxAge = 20;               ///< seconds, 6..40
    int forwardDelay = 15;         ///< seconds, 4..30
    int transmitHoldCount = 6;     ///< messages of a port a second, 1..10
    bool operator==(const SpanningTreeSettings &) const = default;
    /// 2 × (forward delay − 1 s) ≥ max age ≥ 2 × (hello time + 1 s), section 17.14.
    bool isConsistent() const { return 2 * (forwardDelay - 1) >= maxAge && maxAge >= 2 * (helloTime + 1); }
};

struct SpanningTreePortSettings {
    std::uint8_t priority = 128; ///< 0..240 in steps of 16
    std::uint32_t cost = 20'000; ///< 1..200,000,000; table 17-3: of 1 Gbit/s
    bool edge = false;           ///< AdminEdge: no bridge is behind it, so it forwards at once
    bool autoEdge = true;        ///< becomes one when no bridge is heard for three seconds
    bool pointToPoint = true;    ///< false: a hub may be behind it, and nothing is agreed upon
    bool operator==(const SpanningTreePortSettings &) const = default;
};
/// Table 17-3: 20,000 for 1 Gbit/s, and in proportion.
std::uint32_t spanningTreeCost(std::uint64_t bitsPerSecond);

enum class PortRole : std::uint8_t { disabled, root, designated, alternate, backup };
enum class PortState : std::uint8_t { discarding, learning, forwarding };
std::string_view toString(PortRole role);   ///< "disabled", "root", …
std::string_view toString(PortState state); ///< "discarding", "learning", "forwarding"

class SpanningTree {
public:
    SpanningTree(const SpanningTreeSettings &settings, const base::MacAddress &address);

    /// A port without carrier, the next by number. At most 4,095.
    void addPort(const SpanningTreePortSettings &settings);
    std::size_t portCount() const { return m_ports.size(); }
    /// Other settings: what follows from them follows, and no more.
    void configure(const SpanningTreeSettings &settings);
    void configurePort(base::PortIndex port, const SpanningTreePortSettings &settings);

    // --- movement ---
    void setCarrier(base::TimePoint now, base::PortIndex port, bool up);
    void receive(base::PortIndex port, const wire::BpduRepr &message);
    void expire(base::TimePoint now);
    /// The next second, while a port has carrier: all times of the standard are counted in seconds.
    base::TimePoint nextDeadline() const { return m_tickAt; }

    // --- what followed, taken by who moves it ---
    struct Message {
        base::PortIndex port;
        wire::BpduRepr message;
    };
    /// A port has another role, or does other things than before; what was only on the way is left out.
    struct Change {
        base::PortIndex port;
        PortRole fromRole = PortRole::disabled;
        PortRole role = PortRole::disabled;
        PortState fromState = PortState::discarding;
        PortState state = PortState::discarding;
    };
    struct Outcome {
        std::vector<Message> messages;
        std::vector<base::PortIndex> flushed; ///< addresses learnt there are no more
        std::vector<Change> changes;
    };
    Outcome takeOutcome();

    // --- what it says ---
    bool learns(base::PortIndex port) const { return m_ports[port.index()].learning; }
    bool forwards(base::PortIndex port) const { return m_ports[port.index()].forwarding; }
    struct PortView {
        PortRole role = PortRole::disabled;
        PortState state = PortState::discarding;
        std::uint32_t cost = 0;
        std::uint16_t id = 0;
        bool edge = false;
        bool pointToPoint = false;
        bool rapid = false;          ///< the neighbour speaks RSTP, or none was heard
        wire::BridgeId designated;   ///< of the segment behind it
        std::uint16_t designatedPort = 0;
        std::uint32_t designatedCost = 0;
    };
    PortView port(base::PortIndex port) const;
    const wire::BridgeId &bridgeId() const { return m_id; }
    const wire::BridgeId &root() const { return m_rootPriority.root; }
    std::uint32_t rootPathCost() const { return m_rootPriority.cost; }
    /// Not valid: the bridge is the root.
    base::PortIndex rootPort() const;
    bool isRoot() const { return root() == m_id; }
    const SpanningTreeSettings &settings() const { return m_settings; }
    /// Since the beginning: how often a port of this bridge began to carry traffic or said so for others.
    std::uint64_t topologyChanges() const { return m_topologyChanges; }

private:
    /// Section 17.5; the lower is the better.
    struct Priority {
        wire::BridgeId root;
        std::uint32_t cost = 0;
        wire::BridgeId bridge;
        std::uint16_t port = 0;
        auto operator<=>(const Priority &) const = default;
    };
    /// In seconds.
    struct Times {
        int messageAge = 0;
        int maxAge = 20;
        int helloTime = 2;
        int forwardDelay = 15;
        bool operator==(const Times &) const = default;
    };
    enum class Info : std::uint8_t { disabled, received, mine, aged };
    enum class Received : std::uint8_t { superiorDesignated, repeatedDesignated, inferiorDesignated, notDesignated, other };

    // The states of the machines of a port, figures 17-13 to 17-24. States that a machine only passes through are no
    // values here: what they do is done on the way.
    enum class Receive : std::uint8_t { discard, receive };
    enum class Migration : std::uint8_t { checkingRstp, selectingStp, sensing };
    enum class Information : std::uint8_t { disabled, aged, current };
    enum class RoleState : std::uint8_t { disablePort, disabledPort, rootPort, designatedPort, blockPort, alternatePort };
    enum class TopologyChange : std::uint8_t { inactive, learning, active };

    struct Port {
        SpanningTreePortSettings settings;
        std::uint16_t id = 0;
        bool portEnabled = false;

        // Section 17.17: seconds left.
        int edgeDelayWhile = 0, fdWhile = 0, helloWhen = 0, mdelayWhile = 0, rbWhile = 0, rcvdInfoWhile = 0, rrWhile = 0,
            tcWhile = 0;
        int txCount = 0;

        // Section 17.19.
        bool agree = false, agreed = false, disputed = false, fdbFlush = false, forward = false, forwarding = false,
             learn = false, learning = false, newInfo = false, operEdge = false, proposed = false, proposing = false,
             rcvdBpdu = false, rcvdMsg = false, rcvdRstp = false, rcvdStp = false, rcvdTc = false, rcvdTcAck = false,
             rcvdTcn = false, reRoot = false, reselect = true, selected = false, sendRstp = true, sync = true,
             synced = false, tcAck = false, tcProp = false, updtInfo = false;
        Info infoIs = Info::disabled;
        Priority designatedPriority, msgPriority, portPriority;
        Times designatedTimes, msgTimes, portTimes;
        PortRole role = PortRole::disabled, selectedRole = PortRole::disabled;
        wire::BpduRepr message; ///< that was received last

        Receive receive = Receive::discard;
        Migration migration = Migration::checkingRstp;
        Information information = Information::disabled;
        RoleState roleState = RoleState::disablePort;
        TopologyChange topologyChange = TopologyChange::inactive;
        PortState state = PortState::discarding;
        PortRole toldRole = PortRole::disabled; ///< as the last Change said
        PortState toldState = PortState::discarding;
    };

    // spanning_tree.cpp
    void begin(Port &port);
    void run();
    bool runPort(std::size_t index);
    void tick();

    // spanning_tree_information.cpp
    bool runInformation(std::size_t index);
    bool runRoleSelection();
    void updtRolesTree();
    void takeReceived(std::size_t index);
    Received rcvInfo(Port &port) const;
    bool betterOrSameInfo(const Port &port, Info of) const;
    void setTcFlags(Port &port);
    void updtRcvdInfoWhile(Port &port);

    // spanning_tree_roles.cpp
    bool runRole(std::size_t index);
    bool runDisabledRole(Port &port);
    bool runRootRole(std::size_t index);
    bool runDesignatedRole(Port &port);
    bool runAlternateRole(std::size_t index);
    bool allSynced() const;
    bool reRooted(std::size_t self) const;
    void setSyncTree();
    void setReRootTree();
    int forwardDelay(const Port &port) const;

    // spanning_tree_ports.cpp
    bool runReceive(Port &port);
    bool runMigration(Port &port);
    bool runBridgeDetection(Port &port);
    bool runTransmit(std::size_t index);
    bool runState(Port &port);
    bool runTopologyChange(std::size_t index);
    void newTcWhile(Port &port);
    void setTcPropTree(std::size_t self);
    wire::BpduRepr messageOf(const Port &port, wire::BpduType type) const;

    static constexpr int kMigrateTime = 3; // seconds, table 17-1

    SpanningTreeSettings m_settings;
    wire::BridgeId m_id;
    std::vector<Port> m_ports;
    Priority m_rootPriority;
    Times m_rootTimes;
    std::size_t m_rootPort = kNone;
    base::TimePoint m_tickAt = base::TimePoint::never();
    std::uint64_t m_topologyChanges = 0;
    Outcome m_outcome;

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

} // namespace hopyard::link

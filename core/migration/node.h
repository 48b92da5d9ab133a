// What a node has where connections move: the forwarder's, the classifier's and the host's part, and what moves
// connections between nodes (mover.h). It sits between IP and the sockets: VirtualRouter shows it what came up before
// the sockets get it, and tells it of its own sockets and of the time.
//
// docs/migration.md is the user's side. A plain value; most nodes have none.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/around.h"
#include "core/migration/classifier.h"
#include "core/migration/config.h"
#include "core/migration/control.h"
#include "core/migration/forwarder.h"
#include "core/migration/migrator.h"
#include "core/migration/mover.h"
#include "core/migration/replay.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::migration {

class Node {
public:
    static constexpr std::size_t kMovesAtOnce = 256; ///< of a host that is being drained
    static constexpr std::size_t kEventsKept = 1'000;

    explicit Node(base::Random random);
    // Defaulted in one place, as the router's.
    Node(const Node &);
    Node(Node &&) noexcept;
    Node &operator=(const Node &);
    Node &operator=(Node &&) noexcept;
    ~Node();
    void configure(const Around &around, const NodeConfig &config);
    const NodeConfig &config() const { return m_config; }

    // --- as the node moves it ---
    /// True: the datagram is dealt with. Else the sockets shall have it, restored where it was encapsulated.
    bool take(const Around &around, ip::Delivered &datagram);
    /// What take() will be shown next, in this order: looked up meanwhile.
    void expect(std::span<const ip::Delivered> datagrams)
    {
        if (datagrams.size() > 1 && !m_config.forwards.empty())
            m_forwarder.expect(datagrams);
    }
    /// A frame that will come in before long: what take() will look up is asked of memory meanwhile. First while others
    /// are still before it, then again shortly before. A hint that changes no answer.
    void lookAhead(base::Bytes frame, Forwarder::Ahead ahead) const
    {
        if (!m_config.forwards.empty())
            m_forwarder.lookAhead(frame, ahead);
    }
    bool report(const Around &around, const ip::ErrorReport &report);
    void ready(const Around &around, std::span<const transport::SocketLayer::Ready> ready);
    void expire(const Around &around);
    base::TimePoint nextDeadline() const;

    // --- as a person moves it ---
    /// `host` is a name of one of the services' hosts, or an address. What is wrong, in words.
    base::Result<void, base::Error> migrate(const Around &around, const FourTuple &flow, std::string_view host);
    /// A host gets nothing new, and what it has moves to the others; with `on` false it is a host as the others again.
    /// On a forwarder or classifier, or on the host itself.
    base::Result<void, base::Error> drain(const Around &around, std::string_view host, bool on);
    base::Result<void, std::vector<RuleError>> setRules(const Around &around, base::Ipv4Address address, std::uint16_t port,
                                                        const std::string &text);

    // --- looking inside ---
    const Forwarder &forwarder() const { return m_forwarder; }
    const Classifier &classifier() const { return m_classifier; }
    const Migrator &migrator() const { return m_migrator; }
    const Mover &mover() const { return m_mover; }
    const Replays &replays() const { return m_replays; }
    bool isDraining() const { return m_isDraining; }
    /// The latest phases of moves, the oldest first.
    const std::deque<MoveEvent> &events() const { return m_events; }

private:
    Mover::Around moverAround(const Around &around);
    bool takeOfFlow(const Around &around, ip::Delivered &datagram);
    void hear(const Around &around, const ip::Delivered &datagram);
    void hearDrain(const Around &around, base::Ipv4Address from, const ControlMessage &message);
    void settle(const Around &around);
    void act(const Around &around, const Classifier::Verdict &verdict);
    void act(const Around &around, const MoveEvent &event);
    void deliver(const Around &around, std::vector<packet::Packet> packets);
    void giveUp(const Around &around, const MoveEvent &event);
    void drainSome(const Around &around);
    std::optional<Mapping> mappingOf(const FourTuple &flow) const;
    Classifier::Loads loads() const;

    NodeConfig m_config;
    base::SipKey m_key;
    Forwarder m_forwarder;
    Classifier m_classifier;
    Migrator m_migrator;
    Mover m_mover;
    Replays m_replays;
    HealthChecker m_peers; // a forwarder's classifiers
    std::map<transport::SocketId, Classifier::Verdict> m_decided; // the classifier's, on their way to a host
    std::deque<MoveEvent> m_events;
    bool m_isDraining = false;
    base::TimePoint m_nextDrain = base::TimePoint::never();
};

} // namespace hopyard::migration

// A Linux namespace as a host of a service whose connections move (docs/migration.md): the migrator below its kernel.
//
// It stands between the network and the node's devices: every frame that the network brings is shown to it first. It
// unwraps what a forwarder sends, holds what comes for a connection that is on its way, sends on what comes for one that
// has gone, and talks to the other machines. What it has to say to them goes back the way by which their frames came a moment
// ago, at once, without the kernel, for which a client would have to wait; to who was not heard of lately it leaves through a
// raw socket of the node, by the node's own routes. Connections come into the kernel and out of it by TCP_REPAIR (linux_mover.h), and reach the node's
// programs over a Unix socket (server_link.h).
//
// While a connection is frozen, or has gone, the kernel may still send: what it acknowledges then nobody has, so such
// segments are dropped, and resets.
//
// Encapsulated packets that came in fragments are put together here, because only the first says whose they are; other
// fragments are the kernel's. ICMP errors that a forwarder passes on are shown to the kernel as if they had come here.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/reassembly.h"
#include "core/migration/config.h"
#include "core/migration/migrator.h"
#include "core/transport/socket_layer.h"
#include "core/world/world.h"
#include "emulation/linux/event.h"
#include "emulation/migration/linux_mover.h"
#include "emulation/migration/server_link.h"
#include "emulation/migration/socket_diag.h"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::migration {

class LinuxHost final : private LinuxMover::Servers {
public:
    static constexpr std::size_t kEventsKept = 1'000;
    /// For so long the way by which a machine's frames come is the way back to it.
    static constexpr base::Duration kWayKept = base::Duration::seconds(2);
    static constexpr std::size_t kWaysKept = 64;

    /// The namespace is lent for as long as this lives. `instance`: another number each time one is made.
    static linux::Result<std::unique_ptr<LinuxHost>> create(base::NodeId node, const linux::Fd &network, std::uint64_t instance);
    void configure(const NodeConfig &config);
    const NodeConfig &config() const { return m_config; }

    /// What it may use during a call.
    struct Now {
        base::TimePoint now;
        packet::PacketPool &pool;
        base::trace::Hub &trace;
    };
    /// A frame for the node, at a device of this MTU. False: it is dealt with; else write it to the device, changed as it may be.
    bool fromNetwork(const Now &now, base::PortIndex port, std::uint32_t mtu, packet::Packet &frame);
    /// A frame that the node's kernel sent. False: it must not leave.
    bool fromNode(const packet::Packet &frame);
    /// Frames to be written to the node's devices beside these: those that were held.
    struct Held {
        base::PortIndex port;
        packet::Packet frame;
    };
    std::vector<Held> takeHeld() { return std::exchange(m_toNode, {}); }
    /// Frames of the node's for the network, beside those of its kernel.
    std::vector<Held> takeAnswers() { return std::exchange(m_toNetwork, {}); }

    void expire(const Now &now);
    base::TimePoint nextDeadline() const { return std::min({m_nextPass, m_mover.nextDeadline(), m_fragments.nextDeadline()}); }

    /// Readable when a server says something: heard().
    int serversFd() const { return m_epoll->fd(); }
    void heard(const Now &now);

    base::Result<void, base::Error> migrate(const Now &now, const FourTuple &flow, std::string_view host);
    /// A console line about connections; nothing: it is none of these.
    std::optional<world::CommandAnswer> answer(const Now &now, std::string_view line);

private:
    LinuxHost(base::NodeId node, const linux::Fd &network, std::uint64_t instance);
    struct Line {
        ServerLink link;
        Skill skill = Skill::goesOn;
        std::uint64_t last = 0; ///< number given
        std::map<std::uint64_t, FourTuple> flows;
    };
    /// By which frames of a machine of the service came.
    struct Way {
        base::Ipv4Address from;
        base::PortIndex port;
        std::uint32_t mtu = 0;
        std::array<std::uint8_t, 14> back{}; ///< the header of a frame that goes there
        base::TimePoint heard;
    };
    class Output;
    template <class User>
    auto around(const Now &now, User &&user);
    void noteWay(const Now &now, base::Ipv4Address from, base::PortIndex port, std::uint32_t mtu, base::Bytes frame);

    // LinuxMover::Servers
    bool serves(std::uint16_t port, bool packed) override;
    bool ask(const FourTuple &flow) override;
    void stay(const FourTuple &flow) override;
    void gone(const FourTuple &flow) override;
    bool give(const FourTuple &flow, const linux::Fd &socket, std::string_view packed) override;
    linux::Fd freshSocket() override;
    void makeFreshSockets();

    bool isAlive(const FourTuple &flow) const;
    void forgetOld(const Around &around);
    void hear(const Around &around, const ip::Delivered &datagram);
    void hearError(const Around &around, base::Ipv4Address from, const ControlMessage &message);
    bool collect(const Now &now, packet::Packet &frame);
    void heardOne(const Around &around, std::uint16_t port, ServerMessage message);
    void settle(const Around &around);
    void act(const Around &around, const MoveEvent &event);
    void deliver(std::vector<packet::Packet> packets);
    void drain(const Around &around);
    void tell(const FourTuple &flow, ServerMessage::Kind kind);
    std::optional<std::pair<std::uint16_t, std::uint64_t>> numberOf(const FourTuple &flow) const;
    world::CommandAnswer showConnections(bool json) const;
    world::CommandAnswer showFlows(bool json) const;
    world::CommandAnswer showMoves(bool json) const;
    world::CommandAnswer showService(bool json) const;

    base::NodeId m_node;
    const linux::Fd &m_network;
    NodeConfig m_config;
    base::SipKey m_key;
    linux::Fd m_raw; ///< whole datagrams out
    std::optional<SocketDiag> m_diag;
    std::vector<linux::Fd> m_fresh; ///< sockets of the namespace, made beforehand: entering it takes time
    transport::SocketLayer m_noSockets; ///< what the parts from core would have their connections in
    Migrator m_migrator; ///< its own clearing up looks into `m_noSockets`, so forgetOld() does that
    std::map<FourTuple, base::TimePoint> m_over; ///< connections that are, and since when that is known
    base::TimePoint m_nextPass = base::TimePoint::never();
    LinuxMover m_mover;
    std::optional<linux::Epoll> m_epoll;     ///< of the lines
    std::map<std::uint16_t, Line> m_servers; ///< by port
    std::deque<MoveEvent> m_events;
    std::vector<Held> m_toNode, m_toNetwork;
    std::vector<Way> m_ways;
    std::uint16_t m_identification = 0; ///< of datagrams that go without the kernel
    ip::Reassembler m_fragments; ///< of encapsulated packets
    std::uint64_t m_reassembled = 0, m_fragmentsLost = 0, m_errorsShown = 0;
    std::vector<std::uint8_t> m_ethernet; ///< header of the latest datagram that came, for those that were held
    base::PortIndex m_port;
};

} // namespace hopyard::migration

// One host with one interface, in virtual time: IP packets go in and come out, and its sockets are lent.
//
// It reads no clock and knows no thread: host.h gives it both. Below the stack is an Ethernet with one neighbour, which
// has every address but ours, so that no packet waits for ARP.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/base/trace.h"
#include "core/link/device.h"
#include "core/packet/packet.h"
#include "core/router/virtual_router.h"
#include "emulation/packetdrill/flags.h"

#include <deque>

namespace hopyard::packetdrill {

class Node {
public:
    /// The clock begins at `start`.
    Node(const Flags &flags, base::TimePoint start);
    Node(const Node &) = delete;
    Node &operator=(const Node &) = delete;

    base::TimePoint now() const { return m_now; }
    base::TimePoint nextDeadline() const { return m_router.nextDeadline(); }
    /// Moves the clock to `to` and does what is due then; no deadline lies between now and `to`.
    void moveTo(base::TimePoint to);

    /// An IP packet for the node, of up to 65,535 bytes whatever the MTU: a network card may have joined segments.
    /// False where it is larger.
    bool inject(base::Bytes packet);
    struct Sent {
        base::TimePoint when;
        packet::Packet packet; ///< from the IP header on, checksums complete
    };
    std::deque<Sent> &sent() { return m_sent; }

    /// Calls user(SocketLayer &, IpOutput &) and does what follows from it.
    template <class User>
    void use(User &&user)
    {
        link::Context context = makeContext();
        m_router.useSockets(context, std::forward<User>(user));
        collect();
    }
    const transport::SocketLayer &sockets() const { return m_router.sockets(); }
    /// Sockets that something happened to, since this was asked last.
    std::vector<transport::SocketId> takeReady() { return m_router.takeOutsideReady(); }
    const base::MacAddress &mac() const { return m_mac; }

private:
    link::Context makeContext() { return {m_now, base::NodeId(0), m_pool, m_out, m_trace}; }
    void collect();

    base::TimePoint m_now;
    bool m_single;
    base::MacAddress m_mac;
    packet::PacketPool m_pool; // before everything that holds packets
    link::Outbox m_out;
    base::trace::Hub m_trace;
    router::VirtualRouter m_router;
    base::PortIndex m_port;
    std::deque<Sent> m_sent;
};

} // namespace hopyard::packetdrill

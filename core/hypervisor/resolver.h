// Hardware addresses on the adapter's side: ARP (RFC 826) done by the base portion for all its guests.
//
// The neighbour state machine is the stack's own (core/ip/neighbour.h); this drives it for one adapter. It sends nothing
// itself: what is to be asked, sent and given up it hands back as Actions, in the order in which they are to happen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/neighbour_table.h"
#include "core/sim/timer_heap.h"

#include <optional>
#include <vector>

namespace hopyard::hypervisor {

class Resolver {
public:
    struct Actions {
        struct Ask {
            base::Ipv4Address target;
            std::optional<base::MacAddress> only; ///< to that neighbour alone; none: to everybody
        };
        std::vector<Ask> ask;
        /// Frames that waited, and the hardware address they go to now.
        std::vector<std::pair<base::MacAddress, packet::Packet>> send;
        std::vector<packet::Packet> giveUp;
    };

    /// A frame wants to go to `target`. Its hardware address, or none: then the frame was taken to wait.
    std::optional<base::MacAddress> use(base::TimePoint now, base::Ipv4Address target, packet::Packet &frame, Actions &actions);
    /// An ARP message told an address pair. `answer`: it was a reply to us.
    void heard(base::TimePoint now, base::Ipv4Address address, const base::MacAddress &mac, bool answer, Actions &actions);
    void expire(base::TimePoint now, Actions &actions);
    base::TimePoint nextDeadline() const { return m_timers.nextDeadline(); }
    const ip::NeighbourTable &table() const { return m_table; }
    void clear() { *this = Resolver(); }

private:
    void event(base::TimePoint now, std::uint32_t slot, ip::NeighbourEvent event, const base::MacAddress *mac,
               packet::Packet *waiting, Actions &actions);

    ip::NeighbourTable m_table;
    ip::NeighbourSettings m_settings;
    sim::TimerHeap<std::uint32_t> m_timers; // of slots
};

} // namespace hopyard::hypervisor

// The neighbours of one interface: who has which hardware address, and the packets that wait to learn it.
//
// A store with a fast search; the machine is neighbour.h, and the stack (neighbour_events.cpp) moves it. A slot keeps
// its place while its entry lives, so that a forwarding path can remember it: slot and epoch together name an entry,
// and the epoch changes whenever an entry is removed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/ip/neighbour.h"
#include "core/packet/packet.h"
#include "core/sim/timer_heap.h"

#include <cstdint>
#include <vector>

namespace hopyard::ip {

struct Neighbour {
    base::IpAddress address;
    base::MacAddress mac; ///< meaningless while incomplete or failed
    NeighbourState state = NeighbourState::incomplete;
    std::uint8_t tries = 0;
    base::TimePoint since;      ///< when it came into its state
    base::TimePoint confirmed;  ///< when it was last known to be reachable
    sim::TimerHandle timer;
    std::vector<packet::Packet> queue; ///< frames whose link-layer header is still to be written, oldest first

    bool hasMac() const { return state != NeighbourState::incomplete && state != NeighbourState::failed; }
};

class NeighbourTable {
public:
    static constexpr std::uint32_t kNone = 0xffffffff;

    /// The slot of an address, or kNone.
    std::uint32_t find(const base::IpAddress &address) const;
    /// A new entry, incomplete; only where find() gives kNone. kNone where the table holds `limit` entries.
    std::uint32_t add(const base::IpAddress &address, unsigned limit);
    void remove(std::uint32_t slot);

    Neighbour &at(std::uint32_t slot) { return m_slots[slot]; }
    const Neighbour &at(std::uint32_t slot) const { return m_slots[slot]; }
    /// Changes whenever an entry is removed.
    std::uint32_t epoch() const { return m_epoch; }
    std::size_t size() const { return m_size; }

    /// The slots in use, ordered by address.
    std::vector<std::uint32_t> sorted() const;
    /// The entry that has been stale or failed for longest: the first to go when room is needed. kNone: none is.
    std::uint32_t oldestUnused() const;

private:
    static std::size_t hash(const base::IpAddress &address);
    void reindex();

    std::vector<Neighbour> m_slots;     // a free slot has an invalid address
    std::vector<std::uint32_t> m_index; // open addressing, a power of two, at most half full
    std::uint32_t m_size = 0;
    std::uint32_t m_epoch = 0;
};

} // namespace hopyard::ip

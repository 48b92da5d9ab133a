// One direction of a link: a line with a rate and a queue, a way with a delay, and what goes wrong on it.
//
// A packet first waits for the line (rate, queue with drop tail), then occupies it for its length, then travels for
// the delay. The delay is a place in time: any number of packets travel at once, so 100 ms at 1 Gbit/s carry 1 Gbit/s.
// Everything under way is kept here in order of (arrival, sequence), and the arrival of the first is the deadline: the
// world holds one heap entry for the direction however many packets travel.
//
// Impairments follow tc-netem(8): loss, duplication and corruption before the queue; jitter is uniform around the delay
// and may overtake; a reordered packet skips the delay.
// Deliberately missing: layer-1 overhead (preamble, check sequence, gap). A frame counts with its own bytes, as in tc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/impairment.h"
#include "core/base/random.h"
#include "core/base/ring.h"
#include "core/base/trace.h"
#include "core/packet/packet.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::link {

class LinkDirection {
public:
    LinkDirection(const base::Impairment &impairment, base::Random random);

    /// What became of a packet handed to transmit().
    struct Fate {
        std::optional<base::DropReason> dropped; ///< else the times below hold
        base::TimePoint departs;                 ///< last bit on the line
        base::TimePoint arrives;
        bool duplicated = false;
    };
    /// Takes a packet at the near end; it is left alone where it is dropped. `sequence` orders arrivals at the same moment and counts up by one for each packet
    /// put under way (two for a duplicated one).
    Fate transmit(base::TimePoint now, packet::Packet &&packet, std::uint64_t &sequence);

    base::TimePoint nextDeadline() const { return m_flight.isEmpty() ? base::TimePoint::never() : m_flight.front().arrives; }
    std::uint64_t nextSequence() const { return m_flight.isEmpty() ? 0 : m_flight.front().sequence; }
    /// True where a packet that stands for several may cross as one: nothing but the delay happens to it. With a rate,
    /// a queue or chance each has times and a fate of its own.
    bool carriesWhole(base::TimePoint now) const
    {
        return m_isPlain && m_impairment.rate.isUnlimited() && m_lineFreeAt <= now;
    }
    /// The packet whose arrival is the next deadline; only where there is one.
    packet::Packet takeArrival();
    /// A packet that is under way, counted from the one that arrives next; null: so many are not. They may be overtaken.
    const packet::Packet *upcoming(std::size_t i) const { return i < m_flight.size() ? &m_flight[i].packet : nullptr; }

    /// Changes the impairment. Packets still waiting for the line follow a new rate; those on the way are left alone,
    /// except that a link going down loses everything under way: they are returned, for the trace.
    std::vector<packet::Packet> configure(base::TimePoint now, const base::Impairment &impairment);
    const base::Impairment &impairment() const { return m_impairment; }

    struct Backlog {
        std::uint64_t packets = 0;
        std::uint64_t bytes = 0;
    };
    Backlog waiting(base::TimePoint now) const; ///< for the line, at this moment
    std::size_t inFlight() const { return m_flight.size(); } ///< everything not yet arrived, waiting included

private:
    struct Flying {
        base::TimePoint starts; // first bit on the line
        base::TimePoint departs;
        base::TimePoint arrives;
        std::uint64_t sequence = 0;
        packet::Packet packet;
    };
    struct Waiting {
        base::TimePoint starts;
        std::uint32_t bytes = 0;
    };

    std::optional<base::DropReason> lost();
    base::Duration travelTime();
    void insert(Flying flying);
    void forgetStarted(base::TimePoint now);
    bool queueIsFull(std::size_t bytes) const;

    base::Impairment m_impairment;
    base::Random m_random;
    bool m_burstIsBad = false;
    bool m_isPlain = true; // no chance is involved: the usual case costs no test for each impairment
    base::TimePoint m_lineFreeAt;
    base::Ring<Flying> m_flight;   // ordered by (arrives, sequence)
    base::Ring<Waiting> m_waiting; // ordered by starts; only those of a limited rate
    std::uint64_t m_waitingBytes = 0;
};

} // namespace hopyard::link

// The sequence graph of one direction of a TCP connection (time against sequence numbers, as tcptrace draws it): data as it
// is sent, once or again, what was acknowledged, the edge of the receiver's window, SACK blocks, and what was lost on the way.
// Fed with segments as they passed at one node; numbers are counted from the first that was seen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/tcp_protocol.h"
#include "app/gui/plot/plot.h"

#include <optional>

namespace hopyard::inspect {

class SequenceGraph {
public:
    /// Which end's data: that of the node where the segments were seen, or its peer's.
    enum class Way { out, in };
    /// Adds its lines to the plot, which outlives it.
    SequenceGraph(plot::Plot &plot, Way way);

    /// In order of time; what comes before the last one (seen again, of a moment of the past) is left out.
    void take(const client::TcpSegment &segment);
    void restart();
    std::uint64_t bytes() const { return m_bytes; } ///< of data seen, also again

private:
    double place(std::uint32_t sequence);

    plot::Plot &m_plot;
    Way m_way;
    int m_edge, m_data, m_again, m_sack, m_acknowledged, m_lost;
    std::optional<std::uint32_t> m_last; ///< the wire's number of m_place
    std::int64_t m_place = 0;            ///< counted on from the first, beyond 2^32
    std::uint64_t m_bytes = 0;
};

} // namespace hopyard::inspect

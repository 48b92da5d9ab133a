// See streams.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dissect/streams.h"

#include "core/wire/tcp.h"

#include <algorithm>

namespace hopyard::dissect {

void Streams::number(filter::PacketHead &head)
{
    const bool tcp = head.layers.has(filter::Layer::tcp);
    if (!tcp && !head.layers.has(filter::Layer::udp))
        return;
    End a{head.source, head.sourcePort};
    End b{head.destination, head.destinationPort};
    if (b < a)
        std::swap(a, b);
    const Key key{a, b, tcp};
    const wire::TcpFlags flags{head.tcpFlags};
    const bool begins = tcp && flags.has(wire::TcpFlags::syn) && !flags.has(wire::TcpFlags::ack);
    const auto [found, isNew] = m_streams.try_emplace(key);
    Stream &stream = found->second;
    if (isNew || (begins && stream.sawSyn && stream.firstSequence != head.tcpSequence)) {
        stream = {m_next[tcp]++, head.tcpSequence, begins};
        if (isNew)
            m_order.push_back(key);
    } else if (begins) {
        stream.firstSequence = head.tcpSequence;
        stream.sawSyn = true;
    }
    head.stream = stream.number;
    if (m_streams.size() > kMost) {
        m_streams.erase(m_order.front());
        m_order.pop_front();
    }
}

} // namespace hopyard::dissect

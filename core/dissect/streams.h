// Numbers for conversations: each pair of (address, port) of TCP, and of UDP, gets the next number when it is seen first,
// as Wireshark's tcp.stream and udp.stream do. A SYN without ACK between ports that were used before, with another
// sequence number, begins another conversation.
//
// A bounded memory: the conversation that was first seen longest ago is forgotten, and would get another number.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/packet_head.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <tuple>
#include <utility>

namespace hopyard::dissect {

class Streams {
public:
    static constexpr std::size_t kMost = 65'536; ///< conversations remembered

    /// Sets head.stream where it is TCP or UDP.
    void number(filter::PacketHead &head);
    void clear() { *this = {}; }

private:
    using End = std::pair<base::IpAddress, std::uint16_t>;
    using Key = std::tuple<End, End, bool>; ///< the smaller end first; whether it is TCP
    struct Stream {
        std::uint32_t number = 0;
        std::uint32_t firstSequence = 0; ///< of the SYN that began it
        bool sawSyn = false;
    };

    std::map<Key, Stream> m_streams;
    std::deque<Key> m_order; ///< by first sight
    std::array<std::uint32_t, 2> m_next{}; ///< UDP, TCP
};

} // namespace hopyard::dissect

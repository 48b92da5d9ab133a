// Fragments become datagrams again (RFC 791 section 3.2, RFC 815), within limits.
//
// Strict as RFC 5722 asks for IPv6 and as Linux does for both families: an exact repetition of a fragment is ignored,
// but an overlap discards the whole datagram, because it is an attack or a fault and either reading may be the wrong
// one (RFC 1858, RFC 3128). What has not come together after 30 s is dropped (RFC 1122 section 3.3.2 asks for 60 to
// 120; 30 is what Linux does and what people measure). Memory is bounded for the stack and for each source, so that
// one sender cannot keep the others from being heard.
//
// Family-neutral: who calls has parsed the header, and mends the header of the whole afterwards.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/packet/packet.h"

#include <cstdint>
#include <vector>

namespace hopyard::ip {

class Reassembler {
public:
    struct Limits {
        base::Duration timeout = base::Duration::seconds(30);
        std::size_t bytes = 4u << 20;           ///< held in all, counted in pages
        std::size_t bytesPerSource = 1u << 20;  ///< held from one source
        std::size_t datagramBytes = 65'535;     ///< header and payload of a whole
    };
    /// Which fragments belong together.
    struct Key {
        base::IpAddress source;
        base::IpAddress destination;
        std::uint32_t identification = 0;
        std::uint8_t protocol = 0;
        bool operator==(const Key &) const = default;
    };
    struct Fragment {
        std::uint32_t offset = 0;       ///< of its payload in the whole's, in bytes
        std::uint32_t headerLength = 0; ///< of the IP header that `packet` begins with
        bool more = false;              ///< others follow
        packet::Packet packet;          ///< header and payload, nothing behind
    };
    enum class Outcome : std::uint8_t {
        waiting,   ///< kept
        complete,  ///< `whole` is the datagram
        duplicate, ///< nothing new; ignored
        malformed, ///< impossible: empty, too long, or a middle piece that is not a multiple of 8
        overlap,   ///< contradicts what came before: everything of this datagram is discarded
        limit,     ///< no room
    };
    struct Result {
        Outcome outcome;
        packet::Packet whole; ///< the header of the first fragment, unchanged, and all payload
        std::uint32_t headerLength = 0;
        std::vector<packet::Packet> discarded; ///< with overlap: pieces held before and the new one
    };
    /// A datagram that ran out of time.
    struct Expired {
        std::vector<packet::Packet> pieces; ///< in order of their offsets
        bool hasFirst = false;              ///< pieces[0] is the fragment with offset 0: ICMP may be sent about it
    };

    explicit Reassembler(const Limits &limits) : m_limits(limits) {}

    Result add(base::TimePoint now, const Key &key, Fragment fragment, packet::PacketPool &pool);
    /// What is due at `now`.
    std::vector<Expired> expire(base::TimePoint now);
    base::TimePoint nextDeadline() const
    {
        return m_datagrams.empty() ? base::TimePoint::never() : m_datagrams.front().deadline;
    }

    std::size_t bytesHeld() const { return m_bytes; }
    std::size_t datagramsHeld() const { return m_datagrams.size(); }

private:
    struct Datagram {
        Key key;
        base::TimePoint deadline;
        std::vector<Fragment> pieces;   // sorted by offset, disjoint
        std::uint32_t payload = 0;      // bytes in pieces
        std::uint32_t end = 0;          // total payload, known once hasEnd
        bool hasEnd = false;
    };

    static std::uint32_t payloadOf(const Fragment &f) { return static_cast<std::uint32_t>(f.packet.size()) - f.headerLength; }
    static std::size_t charge(const packet::Packet &packet);
    Result discard(std::size_t index, Fragment fragment);
    Result assemble(std::size_t index, packet::PacketPool &pool);
    void forget(std::size_t index);
    std::size_t bytesFrom(const base::IpAddress &source) const;

    Limits m_limits;
    std::vector<Datagram> m_datagrams; // in order of their deadlines, which is that of their first fragments
    std::size_t m_bytes = 0;
};

} // namespace hopyard::ip

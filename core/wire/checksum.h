// The internet checksum: computed (RFC 1071), over a pseudo-header (RFC 9293 section 3.1, RFC 8200 section 8.1), and
// updated for a changed word (RFC 1624).
//
// The sum is formed in the machine's own byte order, eight bytes at a time, and turned once at the end: one's
// complement addition does not care (RFC 1071 section 2, B and C).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/wire/ip_protocol.h"

#include <cstdint>
#include <cstring>

namespace hopyard::wire {

/// Adds up pieces of a message. Every piece but the last has an even number of bytes.
class Checksum {
public:
    void add(base::Bytes bytes)
    {
        const std::uint8_t *p = bytes.data();
        std::size_t n = bytes.size();
        // Two sums of twice the width: carries are put aside, and neither waits for the other.
        Wide even = m_sum;
        Wide odd = 0;
        for (; n >= 32; n -= 32, p += 32) {
            even += loadNative<std::uint64_t>(p);
            odd += loadNative<std::uint64_t>(p + 8);
            even += loadNative<std::uint64_t>(p + 16);
            odd += loadNative<std::uint64_t>(p + 24);
        }
        for (; n >= 8; n -= 8, p += 8)
            even += loadNative<std::uint64_t>(p);
        if (n >= 4) {
            odd += loadNative<std::uint32_t>(p);
            n -= 4;
            p += 4;
        }
        if (n >= 2) {
            odd += loadNative<std::uint16_t>(p);
            n -= 2;
            p += 2;
        }
        if (n == 1) {
            const std::uint8_t last[2] = {*p, 0}; // padded with a zero byte
            odd += loadNative<std::uint16_t>(last);
        }
        even += odd;
        m_sum = static_cast<std::uint64_t>(even);
        addWord(static_cast<std::uint64_t>(even >> 64));
    }
    void addU16(std::uint16_t v) { addWord(toNative(v)); }
    void addU32(std::uint32_t v)
    {
        addU16(static_cast<std::uint16_t>(v >> 16));
        addU16(static_cast<std::uint16_t>(v));
    }
    /// What UDP, TCP and ICMPv6 put in front of their message. Addresses of one family; `length` in bytes.
    void addPseudoHeader(const base::IpAddress &source, const base::IpAddress &destination, IpProtocol protocol,
                         std::size_t length)
    {
        add(source.bytes());
        add(destination.bytes());
        addU16(static_cast<std::uint16_t>(protocol));
        addU32(static_cast<std::uint32_t>(length));
    }

    /// The sum folded to 16 bits, in host order. 0xffff over a message that contains its correct checksum.
    std::uint16_t sum() const
    {
        std::uint64_t s = (m_sum & 0xffffffff) + (m_sum >> 32);
        s = (s & 0xffff) + (s >> 16);
        s = (s & 0xffff) + (s >> 16);
        s = (s & 0xffff) + (s >> 16);
        return static_cast<std::uint16_t>(toNative(static_cast<std::uint16_t>(s)));
    }
    /// What goes into the checksum field: the complement of the sum.
    std::uint16_t value() const { return static_cast<std::uint16_t>(~sum()); }
    /// True where the message, its checksum field included, adds up.
    bool verifies() const { return sum() == 0xffff; }

private:
    using Wide = unsigned __int128;
    template <class T>
    static T loadNative(const std::uint8_t *p)
    {
        T v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }
    /// Host to memory order and back: the same exchange either way.
    static constexpr std::uint16_t toNative(std::uint16_t v)
    {
        if constexpr (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
            return static_cast<std::uint16_t>(v << 8 | v >> 8);
        else
            return v;
    }
    void addWord(std::uint64_t v)
    {
        m_sum += v;
        m_sum += m_sum < v; // the carry comes round to the other end
    }

    std::uint64_t m_sum = 0;
};

/// The checksum field's value for a message.
inline std::uint16_t checksumOf(base::Bytes bytes)
{
    Checksum c;
    c.add(bytes);
    return c.value();
}
/// True where a message that contains its checksum adds up.
inline bool checksumVerifies(base::Bytes bytes)
{
    Checksum c;
    c.add(bytes);
    return c.verifies();
}

/// The checksum after a 16-bit word it covers changed (RFC 1624, equation 3); all in host order.
constexpr std::uint16_t updateChecksum(std::uint16_t checksum, std::uint16_t oldWord, std::uint16_t newWord)
{
    std::uint32_t sum = static_cast<std::uint16_t>(~checksum);
    sum += static_cast<std::uint16_t>(~oldWord);
    sum += newWord;
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

} // namespace hopyard::wire

// Writes fields down compactly: a bit for each that says whether it is what it usually is, and a value for those that
// are not. What kinds of fields there are says core/transport/tcp/state_fields.h; docs/connection-state.md has the bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/packet/packet.h"
#include "core/transport/endpoint.h"
#include "core/transport/tcp/receive_queue.h"
#include "core/transport/tcp/send_queue.h"
#include "core/transport/tcp/sequence.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hopyard::migration {

/// Distances near zero, of either sign, as small numbers.
constexpr std::uint64_t zigzag(std::int64_t x) { return std::uint64_t(x) << 1 ^ static_cast<std::uint64_t>(x >> 63); }
constexpr std::int64_t unzigzag(std::uint64_t x) { return static_cast<std::int64_t>(x >> 1) ^ -static_cast<std::int64_t>(x & 1); }

class FieldWriter {
public:
    static constexpr bool reads = false;
    static constexpr std::size_t kTimes = 16; ///< moments that can be named again by their index

    /// Without `sendData` of the send queue only its place and length are written.
    explicit FieldWriter(base::TimePoint now, bool sendData = true)
        : m_now(now), m_before(now), m_bits(64), m_values(512), m_hasSendData(sendData)
    {
    }

    /// What comes next, in words: of no concern to who writes.
    void enter(std::string_view) {}
    FieldWriter &at(std::string_view) { return *this; }

    void flag(bool x, bool usual = false) { bit(x != usual); }
    template <class T>
    void number(const T &x, std::type_identity_t<T> usual = 0)
    {
        static_assert(std::is_unsigned_v<T>);
        bit(x != usual);
        if (x != usual)
            varint(x);
    }
    void integer(std::int32_t x)
    {
        bit(x != 0);
        if (x != 0)
            varint(zigzag(x));
    }
    template <class E>
    void choice(E x, E, E usual)
    {
        bit(x != usual);
        if (x != usual)
            varint(static_cast<std::uint8_t>(x));
    }
    void span(base::Duration x, base::Duration usual = {})
    {
        bit(x != usual);
        if (x != usual)
            varint(zigzag(x.ns()));
    }
    void deadline(base::TimePoint x)
    {
        bit(!x.isNever());
        if (!x.isNever())
            varint(zigzag((x - m_now).ns()));
    }
    void past(base::TimePoint x, base::TimePoint usual = {})
    {
        bit(x != usual);
        if (x == usual)
            return;
        for (std::size_t i = 0; i < m_timeCount; ++i)
            if (m_times[i] == x)
                return varint(i << 1 | 1);
        if (m_timeCount < kTimes)
            m_times[m_timeCount++] = x;
        varint(zigzag((m_before - x).ns()) << 1); // moments of one connection lie close together
        m_before = x;
    }
    void pastAfter(base::TimePoint x, std::optional<base::TimePoint> before)
    {
        if (!before)
            return varint(zigzag((m_now - x).ns()));
        bit(x != *before);
        if (x != *before)
            varint(zigzag((x - *before).ns()));
    }
    void milliseconds(std::uint32_t x, std::optional<std::uint32_t> before)
    {
        if (!before)
            return varint(zigzag(static_cast<std::int32_t>(nowMs() - x)));
        bit(x != *before);
        if (x != *before)
            varint(x - *before);
    }
    void stamp(std::uint32_t x, std::uint32_t offset) { varint(zigzag(static_cast<std::int32_t>(nowMs() + offset - x))); }
    void clock(std::uint32_t offset) { word(nowMs() + offset); }
    void origins(transport::tcp::Sequence sent, transport::tcp::Sequence received)
    {
        m_sent = sent;
        m_received = received;
        word(sent.value);
        word(received.value);
    }
    using Sequence = transport::tcp::Sequence;
    void sent(Sequence x) { near(x, m_sent, m_sent); }
    void sent(Sequence x, Sequence usual) { near(x, m_sent, usual); }
    void sentOrNone(Sequence x) { near(x, m_sent, Sequence()); }
    void received(Sequence x) { near(x, m_received, m_received); }
    void received(Sequence x, Sequence usual) { near(x, m_received, usual); }
    void receivedOrNone(Sequence x) { near(x, m_received, Sequence()); }
    void word(std::uint32_t x)
    {
        std::uint8_t bytes[4];
        base::storeU32(bytes, x);
        raw(bytes);
    }
    void address(const base::IpAddress &x)
    {
        bit(x.isV6());
        raw(x.bytes());
    }
    void endpoint(const transport::Endpoint &x)
    {
        address(x.address);
        const std::uint8_t port[2]{static_cast<std::uint8_t>(x.port >> 8), static_cast<std::uint8_t>(x.port)};
        raw(port);
    }
    void prefix(const base::IpPrefix &x)
    {
        address(x.address());
        varint(x.length());
    }
    void text(std::string_view x)
    {
        varint(x.size());
        raw({reinterpret_cast<const std::uint8_t *>(x.data()), x.size()});
    }
    template <class T, class Visit>
    void optional(const std::optional<T> &x, Visit visit)
    {
        bit(x.has_value());
        if (x)
            visit(*x, *this);
    }
    template <class B, class Visit>
    void box(const B &x, Visit visit)
    {
        bit(bool(x));
        if (x)
            visit(*x, *this);
    }
    template <class L, class Visit>
    void list(const L &x, Visit visit)
    {
        number(static_cast<std::uint32_t>(x.size()));
        for (std::size_t i = 0; i < x.size(); ++i)
            visit(x[i], i == 0 ? nullptr : &x[i - 1], *this);
    }
    template <class L, class From, class Data>
    void pieces(const L &x, From from, Data data)
    {
        number(static_cast<std::uint32_t>(x.size()));
        Sequence before = m_received;
        for (const auto &piece : x) {
            const packet::Packet &bytes = data(piece);
            varint(zigzag(from(piece) - before));
            varint(bytes.size());
            before = from(piece) + static_cast<std::uint32_t>(bytes.size());
            m_ahead.push_back(bytes.bytes());
            m_aheadSize += bytes.size();
        }
    }
    void sendQueue(const transport::tcp::SendQueue &queue)
    {
        sent(queue.begin());
        number(queue.size());
        m_sendQueue = &queue;
    }
    void receiveQueue(const transport::tcp::ReceiveQueue &queue)
    {
        number(static_cast<std::uint32_t>(queue.size()));
        m_receiveQueue = &queue;
    }

    /// Of eight bytes of bits each those that are not zero, behind a byte that says which they are.
    std::size_t bitBytes() const
    {
        const std::size_t all = (m_bitCount + 7) / 8;
        return (all + 7) / 8 + all - static_cast<std::size_t>(std::count(m_bits.begin(), m_bits.begin() + std::ptrdiff_t(all), 0));
    }
    std::size_t valueBytes() const { return m_at; }
    std::size_t sendBytes() const { return m_sendQueue && m_hasSendData ? m_sendQueue->size() : 0; }
    std::size_t receiveBytes() const { return m_receiveQueue ? m_receiveQueue->size() : 0; }
    std::size_t aheadBytes() const { return m_aheadSize; }
    /// Bits, values and data, each preceded by its length but for the last.
    std::size_t size() const
    {
        return lengthSize(bitBytes()) + bitBytes() + lengthSize(valueBytes()) + valueBytes() + sendBytes() + receiveBytes()
            + aheadBytes();
    }
    /// `into` has size() bytes.
    void finish(base::MutableBytes into) const
    {
        std::uint8_t *p = into.data();
        std::uint8_t *mask = nullptr;
        p = putLength(p, bitBytes());
        for (std::size_t i = 0; i < (m_bitCount + 7) / 8; ++i) {
            static constexpr std::size_t kGroup = 8;
            if (i % kGroup == 0) {
                mask = p++;
                *mask = 0;
            }
            if (m_bits[i] == 0)
                continue;
            *mask = static_cast<std::uint8_t>(*mask | 1u << i % kGroup);
            *p++ = m_bits[i];
        }
        p = putLength(p, valueBytes());
        p = std::copy_n(m_values.data(), valueBytes(), p);
        if (sendBytes() > 0)
            m_sendQueue->copy(m_sendQueue->begin(), {p, sendBytes()});
        p += sendBytes();
        if (m_receiveQueue)
            m_receiveQueue->copy(0, {p, receiveBytes()});
        p += receiveBytes();
        for (const base::Bytes piece : m_ahead)
            p = std::copy_n(piece.data(), piece.size(), p);
    }

private:
    static std::size_t lengthSize(std::size_t n) { return n < 0x80 ? 1 : 4; }
    /// Two forms: below 128 one byte; else four, the first with its highest bit set.
    static std::uint8_t *putLength(std::uint8_t *p, std::size_t n)
    {
        if (n < 0x80) {
            *p = static_cast<std::uint8_t>(n);
            return p + 1;
        }
        base::storeU32(p, static_cast<std::uint32_t>(n) | 0x80000000u);
        return p + 4;
    }
    std::uint32_t nowMs() const { return static_cast<std::uint32_t>(m_now.ns() / 1'000'000); }
    void near(Sequence x, Sequence origin, Sequence usual)
    {
        bit(x != usual);
        if (x != usual)
            varint(zigzag(x - origin));
    }
    void bit(bool set)
    {
        if (m_bitCount / 8 >= m_bits.size())
            m_bits.resize(m_bits.size() * 2);
        m_bits[m_bitCount / 8] = static_cast<std::uint8_t>(m_bits[m_bitCount / 8] | (set ? 1u : 0u) << (m_bitCount % 8));
        ++m_bitCount;
    }
    void varint(std::uint64_t x)
    {
        room(10);
        std::uint8_t *p = &m_values[m_at];
        const std::uint8_t *const start = p;
        for (; x >= 0x80; x >>= 7)
            *p++ = static_cast<std::uint8_t>(x | 0x80);
        *p++ = static_cast<std::uint8_t>(x);
        m_at += static_cast<std::size_t>(p - start);
    }
    void raw(base::Bytes bytes)
    {
        room(bytes.size());
        if (!bytes.empty())
            std::memcpy(&m_values[m_at], bytes.data(), bytes.size());
        m_at += bytes.size();
    }
    void room(std::size_t n)
    {
        if (m_values.size() - m_at < n)
            m_values.resize(2 * m_values.size() + n);
    }

    base::TimePoint m_now;
    base::TimePoint m_before;
    Sequence m_sent;
    Sequence m_received;
    std::vector<std::uint8_t> m_bits;
    std::vector<std::uint8_t> m_values;
    std::size_t m_bitCount = 0;
    std::size_t m_at = 0;
    std::array<base::TimePoint, kTimes> m_times;
    std::size_t m_timeCount = 0;
    const transport::tcp::SendQueue *m_sendQueue = nullptr;
    const transport::tcp::ReceiveQueue *m_receiveQueue = nullptr;
    std::vector<base::Bytes> m_ahead;
    std::size_t m_aheadSize = 0;
    bool m_hasSendData;
};

} // namespace hopyard::migration

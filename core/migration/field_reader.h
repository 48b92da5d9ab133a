// Reads what field_writer.h wrote. Whatever it is given it stays within its bytes, makes no more than those can stand
// for, and accepts one way only of writing a value: ok() says at the end whether it was that.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migration/field_writer.h"

#include <limits>
#include <string_view>

namespace hopyard::migration {

class FieldReader {
public:
    static constexpr bool reads = true;
    using Sequence = transport::tcp::Sequence;

    /// `frozen` is the moment at which the state was written, `now` the one from which its timers run on, both by the
    /// clock of who reads. `stock` has the data of the send queue where these were written without it; it is taken from there.
    FieldReader(base::Bytes bytes, base::TimePoint frozen, base::TimePoint now, packet::PacketPool &pool,
                transport::tcp::SendQueue *stock = nullptr)
        : m_frozen(frozen), m_before(frozen), m_now(now), m_pool(pool), m_stock(stock)
    {
        m_bits = part(bytes);
        m_values = part(bytes);
        m_data = bytes;
    }
    /// Everything was used up, and nothing was missing or out of range.
    bool isDone() const
    {
        return m_ok && m_at == m_values.size() && m_data.empty() && m_bitByteAt == m_bits.size()
            && (m_bitAt % 8 == 0 || m_bitByte >> (m_bitAt % 8) == 0)
            && m_bitMask >> ((m_bitAt + 7) / 8 % 8 == 0 ? 8 : (m_bitAt + 7) / 8 % 8) == 0;
    }
    void refuse() { m_ok = false; }

    /// What comes next, in words: of no concern to who reads.
    void enter(std::string_view) {}
    FieldReader &at(std::string_view) { return *this; }

    void flag(bool &x, bool usual = false) { x = bit() != usual; }
    template <class T>
    void number(T &x, std::type_identity_t<T> usual = 0)
    {
        static_assert(std::is_unsigned_v<T>);
        x = usual;
        if (!bit())
            return;
        const std::uint64_t value = varint();
        if (value == usual || value > std::numeric_limits<T>::max())
            return refuse();
        x = static_cast<T>(value);
    }
    void integer(std::int32_t &x)
    {
        x = bit() ? distance32() : 0;
    }
    template <class E>
    void choice(E &x, E last, E usual)
    {
        x = usual;
        if (!bit())
            return;
        const std::uint64_t value = varint();
        if (value > static_cast<std::uint8_t>(last) || value == static_cast<std::uint8_t>(usual))
            return refuse();
        x = static_cast<E>(value);
    }
    void span(base::Duration &x, base::Duration usual = {})
    {
        x = usual;
        if (bit())
            x = base::Duration::nanoseconds(limited(unzigzag(varint())));
        }
    void deadline(base::TimePoint &x)
    {
        x = bit() ? m_now + base::Duration::nanoseconds(limited(unzigzag(varint()))) : base::TimePoint::never();
    }
    void past(base::TimePoint &x, base::TimePoint usual = {})
    {
        x = usual;
        if (!bit())
            return;
        const std::uint64_t value = varint();
        if (value & 1) {
            if (value >> 1 >= m_timeCount)
                return refuse();
            x = m_times[value >> 1];
            return;
        }
        x = m_before - base::Duration::nanoseconds(limited(unzigzag(value >> 1)));
        if (x.ns() > kFarthest || x.ns() < -kFarthest) {
            x = {};
            return refuse();
        }
        m_before = x;
        if (m_timeCount < FieldWriter::kTimes)
            m_times[m_timeCount++] = x;
    }
    void pastAfter(base::TimePoint &x, std::optional<base::TimePoint> before)
    {
        if (!before)
            x = m_frozen - base::Duration::nanoseconds(limited(unzigzag(varint())));
        else
            x = bit() ? *before + base::Duration::nanoseconds(limited(unzigzag(varint()))) : *before;
        if (x.ns() > kFarthest || x.ns() < -kFarthest) {
            x = {};
            refuse();
        }
    }
    void milliseconds(std::uint32_t &x, std::optional<std::uint32_t> before)
    {
        if (!before) {
            x = frozenMs() - static_cast<std::uint32_t>(distance32());
            return;
        }
        x = *before;
        if (bit())
            x += static_cast<std::uint32_t>(varint());
    }
    void stamp(std::uint32_t &x, std::uint32_t offset) { x = frozenMs() + offset - static_cast<std::uint32_t>(distance32()); }
    /// The TSval that was next goes on from there: what a peer has seen is never told again.
    void clock(std::uint32_t &offset)
    {
        std::uint32_t told = 0;
        word(told);
        offset = told - frozenMs();
    }
    void origins(Sequence &sent, Sequence &received)
    {
        word(sent.value);
        word(received.value);
        m_sent = sent;
        m_received = received;
    }
    void sent(Sequence &x) { near(x, m_sent, m_sent); }
    void sent(Sequence &x, Sequence usual) { near(x, m_sent, usual); }
    void sentOrNone(Sequence &x) { near(x, m_sent, Sequence()); }
    void received(Sequence &x) { near(x, m_received, m_received); }
    void received(Sequence &x, Sequence usual) { near(x, m_received, usual); }
    void receivedOrNone(Sequence &x) { near(x, m_received, Sequence()); }
    void word(std::uint32_t &x)
    {
        const base::Bytes bytes = raw(4);
        x = bytes.empty() ? 0 : base::loadU32(bytes.data());
    }
    void address(base::IpAddress &x)
    {
        if (bit()) {
            std::array<std::uint8_t, 16> v6{};
            const base::Bytes bytes = raw(16);
            std::copy(bytes.begin(), bytes.end(), v6.begin());
            x = base::Ipv6Address(v6);
            return;
        }
        std::uint32_t v4 = 0;
        word(v4);
        x = base::Ipv4Address(v4);
    }
    void endpoint(transport::Endpoint &x)
    {
        address(x.address);
        const base::Bytes port = raw(2);
        x.port = port.empty() ? std::uint16_t(0) : base::loadU16(port.data());
    }
    void prefix(base::IpPrefix &x)
    {
        base::IpAddress network;
        address(network);
        const std::uint64_t length = varint();
        if (length > base::addressBits(network.family()))
            return refuse();
        x = base::IpPrefix(network, static_cast<unsigned>(length));
        if (x.address() != network)
            refuse();
    }
    void text(std::string &x)
    {
        const base::Bytes bytes = raw(varint());
        x.assign(bytes.begin(), bytes.end());
    }
    template <class T, class Visit>
    void optional(std::optional<T> &x, Visit visit)
    {
        x.reset();
        if (bit())
            visit(x.emplace(), *this);
    }
    template <class B, class Visit>
    void box(B &x, Visit visit)
    {
        x.reset();
        if (bit())
            visit(x.need(), *this);
    }
    template <class L, class Visit>
    void list(L &x, Visit visit)
    {
        std::uint32_t count = 0;
        number(count);
        using T = std::remove_cvref_t<decltype(x[0])>;
        T before{};
        for (std::uint32_t i = 0; i < count && m_ok; ++i) {
            T value{};
            visit(value, i == 0 ? nullptr : static_cast<const T *>(&before), *this);
            before = value;
            if constexpr (requires { x.pushBack(value); })
                x.pushBack(value);
            else
                x.push_back(value);
        }
    }
    template <class L, class From, class Data>
    void pieces(L &x, From from, Data data)
    {
        std::uint32_t count = 0;
        number(count);
        Sequence before = m_received;
        for (std::uint32_t i = 0; i < count && m_ok; ++i) {
            auto &piece = x.emplace_back();
            from(piece) = before + static_cast<std::uint32_t>(distance32());
            const base::Bytes bytes = takeData(varint());
            if (bytes.empty() || bytes.size() > packet::PacketPool::kMaxPacket)
                return refuse();
            data(piece) = m_pool.copyOf(bytes, 0);
            before = from(piece) + static_cast<std::uint32_t>(bytes.size());
        }
    }
    void sendQueue(transport::tcp::SendQueue &queue)
    {
        Sequence begin;
        std::uint32_t size = 0;
        sent(begin);
        number(size);
        if (m_stock) { // its data came before
            if (m_stock->end() != begin + size || begin < m_stock->begin() || size > m_stock->size())
                return refuse();
            queue = std::move(*m_stock);
            queue.dropBefore(begin);
            return;
        }
        queue.start(begin);
        if (const base::Bytes bytes = takeData(size); !bytes.empty())
            queue.append(m_pool, bytes);
    }
    void receiveQueue(transport::tcp::ReceiveQueue &queue)
    {
        constexpr std::size_t kPage = 65'536;
        std::uint32_t size = 0;
        number(size);
        for (base::Bytes bytes = takeData(size); !bytes.empty();) {
            const base::Bytes piece = bytes.first(std::min(bytes.size(), kPage));
            queue.append(m_pool, m_pool.copyOf(piece, 0));
            bytes = bytes.subspan(piece.size());
        }
    }

protected:
    static constexpr std::int64_t kFarthest = std::int64_t(1) << 61; // ns, some 73 years: sums of two stay in range

    base::Bytes part(base::Bytes &rest)
    {
        const auto broken = [this, &rest] {
            m_ok = false;
            rest = {};
            return base::Bytes();
        };
        if (rest.empty())
            return broken();
        std::size_t length = rest[0];
        std::size_t head = 1;
        if (length & 0x80) {
            head = 4;
            if (rest.size() < head)
                return broken();
            length = base::loadU32(rest.data()) & 0x7fffffff;
            if (length < 0x80)
                return broken();
        }
        if (rest.size() - head < length)
            return broken();
        const base::Bytes found = rest.subspan(head, length);
        rest = rest.subspan(head + length);
        return found;
    }
    std::int64_t limited(std::int64_t ns)
    {
        if (ns < kFarthest && ns > -kFarthest)
            return ns;
        refuse();
        return 0;
    }
    std::int32_t distance32()
    {
        const std::int64_t value = unzigzag(varint());
        if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
            refuse();
            return 0;
        }
        return static_cast<std::int32_t>(value);
    }
    std::uint32_t frozenMs() const { return static_cast<std::uint32_t>(m_frozen.ns() / 1'000'000); }
    void near(Sequence &x, Sequence origin, Sequence usual)
    {
        x = usual;
        if (!bit())
            return;
        x = origin + static_cast<std::uint32_t>(distance32());
        if (x == usual)
            refuse();
    }
    bool bit()
    {
        if (m_bitAt % 8 == 0 && !nextBits())
            return m_ok = false;
        const bool set = m_bitByte >> (m_bitAt % 8) & 1;
        ++m_bitAt;
        return set;
    }
    bool nextBits()
    {
        const auto take = [this](std::uint8_t &into) {
            if (m_bitByteAt >= m_bits.size())
                return false;
            into = m_bits[m_bitByteAt++];
            return true;
        };
        if (m_bitAt % 64 == 0 && !take(m_bitMask))
            return false;
        m_bitByte = 0;
        return (m_bitMask >> (m_bitAt / 8 % 8) & 1) == 0 || (take(m_bitByte) && m_bitByte != 0);
    }
    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && m_at < m_values.size(); shift += 7) {
            const std::uint8_t byte = m_values[m_at++];
            value |= std::uint64_t(byte & 0x7f) << shift;
            if (byte & 0x80)
                continue;
            if ((byte == 0 && shift > 0) || (shift == 63 && byte > 1))
                break; // longer than it need be
            return value;
        }
        m_ok = false;
        return 0;
    }
    base::Bytes raw(std::uint64_t n)
    {
        if (n > m_values.size() - m_at) {
            m_ok = false;
            return {};
        }
        m_at += n;
        return m_values.subspan(m_at - n, n);
    }
    base::Bytes takeData(std::uint64_t n)
    {
        if (n > m_data.size()) {
            m_ok = false;
            return {};
        }
        const base::Bytes bytes = m_data.first(n);
        m_data = m_data.subspan(n);
        return bytes;
    }

    base::TimePoint m_frozen;
    base::TimePoint m_before;
    base::TimePoint m_now;
    packet::PacketPool &m_pool;
    transport::tcp::SendQueue *m_stock;
    Sequence m_sent;
    Sequence m_received;
    base::Bytes m_bits;
    base::Bytes m_values;
    base::Bytes m_data;
    std::size_t m_bitAt = 0;
    std::size_t m_bitByteAt = 0;
    std::uint8_t m_bitMask = 0;
    std::uint8_t m_bitByte = 0;
    std::size_t m_at = 0;
    std::array<base::TimePoint, FieldWriter::kTimes> m_times;
    std::size_t m_timeCount = 0;
    bool m_ok = true;
};

} // namespace hopyard::migration

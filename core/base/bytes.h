// Reading and writing network byte order with the bounds checked once.
//
// A ByteReader that runs past its end yields zeros and remembers it: parse everything, then ask ok() once. So a parser
// is a list of fields instead of a list of checks, and cannot read outside its bytes whatever it is given.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace hopyard::base {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

constexpr std::uint16_t loadU16(const std::uint8_t *p) { return static_cast<std::uint16_t>(p[0] << 8 | p[1]); }
constexpr std::uint32_t loadU32(const std::uint8_t *p)
{
    return std::uint32_t(p[0]) << 24 | std::uint32_t(p[1]) << 16 | std::uint32_t(p[2]) << 8 | p[3];
}
constexpr std::uint64_t loadU64(const std::uint8_t *p) { return std::uint64_t(loadU32(p)) << 32 | loadU32(p + 4); }
constexpr void storeU16(std::uint8_t *p, std::uint16_t v)
{
    p[0] = static_cast<std::uint8_t>(v >> 8);
    p[1] = static_cast<std::uint8_t>(v);
}
constexpr void storeU32(std::uint8_t *p, std::uint32_t v)
{
    storeU16(p, static_cast<std::uint16_t>(v >> 16));
    storeU16(p + 2, static_cast<std::uint16_t>(v));
}
constexpr void storeU64(std::uint8_t *p, std::uint64_t v)
{
    storeU32(p, static_cast<std::uint32_t>(v >> 32));
    storeU32(p + 4, static_cast<std::uint32_t>(v));
}

class ByteReader {
public:
    explicit ByteReader(Bytes bytes) : m_bytes(bytes) {}

    std::uint8_t u8() { return take(1) ? m_bytes[m_at - 1] : 0; }
    std::uint16_t u16() { return take(2) ? loadU16(&m_bytes[m_at - 2]) : 0; }
    std::uint32_t u32() { return take(4) ? loadU32(&m_bytes[m_at - 4]) : 0; }
    std::uint64_t u64() { return take(8) ? loadU64(&m_bytes[m_at - 8]) : 0; }
    Bytes bytes(std::size_t n) { return take(n) ? m_bytes.subspan(m_at - n, n) : Bytes(); }
    void skip(std::size_t n) { take(n); }
    Bytes rest() const { return m_bytes.subspan(m_at); }
    std::size_t remaining() const { return m_bytes.size() - m_at; }
    std::size_t position() const { return m_at; }
    /// False once anything was asked for beyond the end.
    bool ok() const { return m_ok; }

private:
    bool take(std::size_t n)
    {
        if (n > remaining()) {
            m_ok = false;
            m_at = m_bytes.size();
            return false;
        }
        m_at += n;
        return true;
    }
    Bytes m_bytes;
    std::size_t m_at = 0;
    bool m_ok = true;
};

/// The counterpart: writes that do not fit are dropped and remembered.
class ByteWriter {
public:
    explicit ByteWriter(MutableBytes bytes) : m_bytes(bytes) {}

    void u8(std::uint8_t v) { if (auto *p = take(1)) *p = v; }
    void u16(std::uint16_t v) { if (auto *p = take(2)) storeU16(p, v); }
    void u32(std::uint32_t v) { if (auto *p = take(4)) storeU32(p, v); }
    void u64(std::uint64_t v) { if (auto *p = take(8)) storeU64(p, v); }
    void bytes(Bytes b) { if (auto *p = take(b.size()); p && !b.empty()) std::memcpy(p, b.data(), b.size()); }
    void zeros(std::size_t n) { if (auto *p = take(n); p && n) std::memset(p, 0, n); }
    std::size_t position() const { return m_at; }
    std::size_t remaining() const { return m_bytes.size() - m_at; }
    bool ok() const { return m_ok; }

private:
    std::uint8_t *take(std::size_t n)
    {
        if (n > remaining()) {
            m_ok = false;
            return nullptr;
        }
        m_at += n;
        return m_bytes.data() + m_at - n;
    }
    MutableBytes m_bytes;
    std::size_t m_at = 0;
    bool m_ok = true;
};

} // namespace hopyard::base

// Numbers and texts one behind the other in a string: what a program says of a connection that moves to another machine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hopyard::services::http {

class Packer {
public:
    /// Seven bits a byte, the low ones first.
    void number(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes += static_cast<char>(0x80 | (value & 0x7f));
        m_bytes += static_cast<char>(value);
    }
    void text(std::string_view text)
    {
        number(text.size());
        m_bytes += text;
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};

/// Beyond the end, and behind what makes no sense, everything is zero and empty, and isOver() is false.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : m_rest(bytes) {}
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_rest.empty())
                break;
            const auto byte = static_cast<std::uint8_t>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= std::uint64_t(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        m_isGood = false;
        return 0;
    }
    std::string text()
    {
        const std::uint64_t size = number();
        if (size > m_rest.size())
            m_isGood = false;
        const std::string text(m_rest.substr(0, m_isGood ? size : 0));
        m_rest.remove_prefix(text.size());
        return text;
    }
    bool isGood() const { return m_isGood; }
    bool isOver() const { return m_isGood && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_isGood = true;
};

} // namespace hopyard::services::http

// IPv4 options as a small value of at most 40 bytes (RFC 791 section 3.1), kept as they are on the wire and read one
// by one with their types.
//
// Understood further: router alert (RFC 2113). Record route and timestamp are typed but their contents stay bytes:
// routers of today forward them untouched, and so do we.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/wire/parse_error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace hopyard::wire {

/// The whole type octet, with copied flag, class and number (IANA "IP Option Numbers").
enum class Ipv4OptionType : std::uint8_t {
    end = 0,
    noOperation = 1,
    recordRoute = 7,
    timestamp = 68,
    looseSourceRoute = 131,
    strictSourceRoute = 137,
    routerAlert = 148,
};

struct Ipv4Option {
    Ipv4OptionType type = Ipv4OptionType::end;
    base::Bytes data; ///< without type and length

    /// True where every fragment carries it, not the first alone.
    bool isCopied() const { return (static_cast<std::uint8_t>(type) & 0x80) != 0; }
    /// The value of a router alert (0: every router looks at the packet).
    std::optional<std::uint16_t> routerAlert() const
    {
        if (type != Ipv4OptionType::routerAlert || data.size() != 2)
            return std::nullopt;
        return base::loadU16(data.data());
    }
};

/// Walks the options of a header. End-of-options and no-operation are stepped over.
class Ipv4OptionReader {
public:
    explicit Ipv4OptionReader(base::Bytes options) : m_rest(options) {}

    /// The next option, or nothing at the end and at the first that is malformed; ok() tells which.
    std::optional<Ipv4Option> next();
    bool ok() const { return m_ok; }

private:
    base::Bytes m_rest;
    bool m_ok = true;
};

class Ipv4Options {
public:
    static constexpr std::size_t kMaxLength = 40;

    Ipv4Options() = default;
    /// Takes options over from a header: checked, padding kept away.
    static base::Result<Ipv4Options, ParseError> parse(base::Bytes options);

    bool isEmpty() const { return m_length == 0; }
    /// The options without padding.
    base::Bytes bytes() const { return {m_bytes.data(), m_length}; }
    /// The length with padding to a multiple of four: what they add to the header.
    std::size_t paddedLength() const { return (m_length + 3u) & ~std::size_t(3); }
    Ipv4OptionReader read() const { return Ipv4OptionReader(bytes()); }
    std::optional<Ipv4Option> find(Ipv4OptionType type) const;
    /// False, and nothing is changed, where it does not fit any more.
    bool append(Ipv4OptionType type, base::Bytes data);
    bool appendRouterAlert(std::uint16_t value = 0);
    /// Those that a fragment other than the first carries (RFC 791 section 3.2).
    Ipv4Options copiedOnFragmentation() const;

    bool operator==(const Ipv4Options &o) const { return std::ranges::equal(bytes(), o.bytes()); }

private:
    std::array<std::uint8_t, kMaxLength> m_bytes{};
    std::uint8_t m_length = 0;
};

} // namespace hopyard::wire

// Text forms and prefix arithmetic; see address.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace hopyard::base {

namespace {

/// Reads all of `text` as a number in [0, max]; a sign, blanks or an empty text are refused.
std::optional<unsigned> number(std::string_view text, unsigned max, int radix = 10)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, radix);
    if (error != std::errc() || end != text.data() + text.size() || value > max)
        return std::nullopt;
    return value;
}

/// The text up to `separator`, removed from `text` together with it.
std::string_view takeUntil(std::string_view &text, char separator)
{
    const std::size_t at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return part;
}

struct SplitPrefix {
    IpAddress address;
    unsigned length;
};

std::optional<SplitPrefix> splitPrefix(std::string_view text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    const auto length = number(text.substr(slash + 1), addressBits(address->family()));
    if (!length)
        return std::nullopt;
    return SplitPrefix{*address, *length};
}

/// Compares the first `bits` bits.
bool sameBits(Bytes a, Bytes b, unsigned bits)
{
    const unsigned whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + whole, b.begin()))
        return false;
    const unsigned left = bits % 8;
    return left == 0 || ((a[whole] ^ b[whole]) >> (8 - left)) == 0;
}

} // namespace

MacAddress MacAddress::local(std::uint32_t number)
{
    return MacAddress({0x02, 0x48, static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                       static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)});
}

std::optional<MacAddress> MacAddress::parse(std::string_view text)
{
    if (text.size() != 17)
        return std::nullopt;
    std::array<std::uint8_t, 6> bytes{};
    for (std::size_t i = 0; i < 6; ++i) {
        if (i > 0 && (text[i * 3 - 1] != text[2] || (text[2] != ':' && text[2] != '-')))
            return std::nullopt;
        const auto byte = number(text.substr(i * 3, 2), 0xff, 16);
        if (!byte)
            return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(*byte);
    }
    return MacAddress(bytes);
}

MacAddress MacAddress::load(const std::uint8_t *bytes)
{
    MacAddress mac;
    std::copy_n(bytes, 6, mac.m_bytes.begin());
    return mac;
}

void MacAddress::store(std::uint8_t *bytes) const
{
    std::copy(m_bytes.begin(), m_bytes.end(), bytes);
}

std::string toString(const MacAddress &mac)
{
    return fmt::format("{:02x}", fmt::join(mac.bytes(), ":"));
}

std::optional<Ipv4Address> Ipv4Address::parse(std::string_view text)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        if ((i < 3) != (text.find('.') != std::string_view::npos))
            return std::nullopt;
        const std::string_view part = takeUntil(text, '.');
        // "010" is octal to some programs and decimal to others: refused, as inet_pton does.
        if (part.size() > 1 && part.front() == '0')
            return std::nullopt;
        const auto byte = number(part, 255);
        if (!byte)
            return std::nullopt;
        value = value << 8 | *byte;
    }
    return text.empty() ? std::optional(Ipv4Address(value)) : std::nullopt;
}

std::string toString(Ipv4Address address)
{
    const std::uint32_t v = address.value();
    return fmt::format("{}.{}.{}.{}", v >> 24, v >> 16 & 0xff, v >> 8 & 0xff, v & 0xff);
}

std::optional<Ipv6Address> Ipv6Address::parse(std::string_view text)
{
    std::array<std::uint8_t, 16> bytes{};
    std::size_t groups = 0;      // sixteen-bit groups read so far
    std::size_t gapAt = 9;       // group index where "::" stands; 9 is nowhere
    if (text.starts_with("::")) {
        gapAt = 0;
        text.remove_prefix(2);
    }
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        if (part.find('.') != std::string_view::npos) { // the last 32 bits in dotted form
            const auto v4 = Ipv4Address::parse(part);
            if (!v4 || colon != std::string_view::npos || groups > 6)
                return std::nullopt;
            v4->store(&bytes[groups * 2]);
            groups += 2;
            text = {};
            break;
        }
        const auto group = part.size() <= 4 ? number(part, 0xffff, 16) : std::nullopt;
        if (!group || groups == 8)
            return std::nullopt;
        storeU16(&bytes[groups * 2], static_cast<std::uint16_t>(*group));
        ++groups;
        if (colon == std::string_view::npos)
            break;
        text.remove_prefix(colon + 1);
        if (text.starts_with(":")) {
            if (gapAt != 9)
                return std::nullopt;
            gapAt = groups;
            text.remove_prefix(1);
        } else if (text.empty()) {
            return std::nullopt; // a single colon at the end
        }
    }
    if (gapAt == 9)
        return groups == 8 ? std::optional(Ipv6Address(bytes)) : std::nullopt;
    if (groups > 7)
        return std::nullopt;
    std::rotate(bytes.begin() + gapAt * 2, bytes.begin() + groups * 2, bytes.end());
    return Ipv6Address(bytes);
}

std::string toString(const Ipv6Address &address)
{
    // RFC 5952: lower case, the longest run of at least two zero groups (the first such) becomes "::".
    std::array<std::uint16_t, 8> groups{};
    for (std::size_t i = 0; i < 8; ++i)
        groups[i] = loadU16(&address.bytes()[i * 2]);
    std::size_t best = 8, bestLength = 1;
    for (std::size_t i = 0; i < 8;) {
        std::size_t end = i;
        while (end < 8 && groups[end] == 0)
            ++end;
        if (end - i > bestLength) {
            best = i;
            bestLength = end - i;
        }
        i = std::max(end, i + 1);
    }
    std::string out;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == best) {
            out += "::";
            i += bestLength - 1;
            continue;
        }
        if (!out.empty() && out.back() != ':')
            out += ':';
        out += fmt::format("{:x}", groups[i]);
    }
    return out;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    if (text.find(':') != std::string_view::npos) {
        const auto v6 = Ipv6Address::parse(text);
        return v6 ? std::optional(IpAddress(*v6)) : std::nullopt;
    }
    const auto v4 = Ipv4Address::parse(text);
    return v4 ? std::optional(IpAddress(*v4)) : std::nullopt;
}

bool IpAddress::isUnspecified() const
{
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), m_bytes.data(), sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

bool IpAddress::isLoopback() const
{
    if (isV4())
        return v4().isLoopback();
    return isV6() && m_bytes[15] == 1 && std::all_of(m_bytes.begin(), m_bytes.end() - 1, [](auto b) { return b == 0; });
}

std::string toString(const IpAddress &address)
{
    switch (address.family()) {
    case Family::ipv4: return toString(address.v4());
    case Family::ipv6: return toString(address.v6());
    case Family::none: break;
    }
    return "none";
}

IpPrefix::IpPrefix(const IpAddress &address, unsigned length)
    : m_length(static_cast<std::uint8_t>(std::min(length, addressBits(address.family()))))
{
    if (address.isV4()) {
        m_address = Ipv4Address(address.v4().value() & netmask4(m_length));
    } else if (address.isV6()) {
        auto bytes = address.v6().bytes();
        for (unsigned i = 0; i < 16; ++i) {
            const unsigned kept = m_length > i * 8 ? std::min(8u, m_length - i * 8) : 0;
            bytes[i] &= static_cast<std::uint8_t>(0xff00 >> kept);
        }
        m_address = Ipv6Address(bytes);
    }
}

std::optional<IpPrefix> IpPrefix::parse(std::string_view text, bool clearHostBits)
{
    const auto split = splitPrefix(text);
    if (!split)
        return std::nullopt;
    const IpPrefix prefix(split->address, split->length);
    if (!clearHostBits && prefix.address() != split->address)
        return std::nullopt;
    return prefix;
}

bool IpPrefix::contains(const IpAddress &address) const
{
    return isValid() && address.family() == family() && sameBits(m_address.bytes(), address.bytes(), m_length);
}

bool IpPrefix::contains(const IpPrefix &other) const
{
    return other.length() >= m_length && contains(other.address());
}

std::string toString(const IpPrefix &prefix)
{
    return fmt::format("{}/{}", toString(prefix.address()), prefix.length());
}

std::optional<InterfaceAddress> InterfaceAddress::parse(std::string_view text)
{
    const auto split = splitPrefix(text);
    if (!split)
        return std::nullopt;
    return InterfaceAddress{split->address, static_cast<std::uint8_t>(split->length)};
}

std::optional<Ipv4Address> InterfaceAddress::broadcast() const
{
    if (!address.isV4() || length >= 31)
        return std::nullopt;
    return Ipv4Address(address.v4().value() | ~netmask4(length));
}

std::string toString(const InterfaceAddress &address)
{
    return fmt::format("{}/{}", toString(address.address), address.length);
}

} // namespace hopyard::base

// Hardware and internet addresses, and prefixes, of both families.
//
// No interface may assume four bytes: IpAddress is either family; Ipv4Address and Ipv6Address exist for the places
// that by their nature are one (wire formats, ARP, ND). Text forms: RFC 4291 section 2.2 and RFC 5952 for IPv6.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::base {

class MacAddress {
public:
    constexpr MacAddress() = default;
    constexpr explicit MacAddress(std::array<std::uint8_t, 6> bytes) : m_bytes(bytes) {}
    static constexpr MacAddress broadcast() { return MacAddress({0xff, 0xff, 0xff, 0xff, 0xff, 0xff}); }
    /// A locally administered unicast address, 02:48:…, made from a 32-bit number.
    static MacAddress local(std::uint32_t number);
    static std::optional<MacAddress> parse(std::string_view text);
    /// `bytes` holds at least six.
    static MacAddress load(const std::uint8_t *bytes);
    void store(std::uint8_t *bytes) const;

    constexpr bool isBroadcast() const { return *this == broadcast(); }
    constexpr bool isMulticast() const { return m_bytes[0] & 1; } ///< group bit, so broadcast too
    constexpr const std::array<std::uint8_t, 6> &bytes() const { return m_bytes; }
    constexpr auto operator<=>(const MacAddress &) const = default;

private:
    std::array<std::uint8_t, 6> m_bytes{};
};
std::string toString(const MacAddress &mac);

class Ipv4Address {
public:
    constexpr Ipv4Address() = default;
    constexpr explicit Ipv4Address(std::uint32_t hostOrder) : m_value(hostOrder) {}
    constexpr Ipv4Address(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d)
        : m_value(std::uint32_t(a) << 24 | std::uint32_t(b) << 16 | std::uint32_t(c) << 8 | d) {}
    static constexpr Ipv4Address load(const std::uint8_t *bytes) { return Ipv4Address(loadU32(bytes)); }
    constexpr void store(std::uint8_t *bytes) const { storeU32(bytes, m_value); }
    static std::optional<Ipv4Address> parse(std::string_view text);

    constexpr std::uint32_t value() const { return m_value; } ///< in host order
    constexpr bool isUnspecified() const { return m_value == 0; }
    constexpr bool isLoopback() const { return m_value >> 24 == 127; }
    constexpr bool isMulticast() const { return m_value >> 28 == 0xe; }
    constexpr bool isLinkLocalMulticast() const { return m_value >> 8 == 0xe00000; } ///< 224.0.0.0/24
    constexpr bool isLimitedBroadcast() const { return m_value == 0xffffffff; }
    constexpr auto operator<=>(const Ipv4Address &) const = default;

private:
    std::uint32_t m_value = 0;
};
std::string toString(Ipv4Address address);

class Ipv6Address {
public:
    constexpr Ipv6Address() = default;
    constexpr explicit Ipv6Address(std::array<std::uint8_t, 16> bytes) : m_bytes(bytes) {}
    static std::optional<Ipv6Address> parse(std::string_view text);
    constexpr const std::array<std::uint8_t, 16> &bytes() const { return m_bytes; }
    constexpr bool isMulticast() const { return m_bytes[0] == 0xff; }
    constexpr auto operator<=>(const Ipv6Address &) const = default;

private:
    std::array<std::uint8_t, 16> m_bytes{};
};
std::string toString(const Ipv6Address &address);

enum class Family : std::uint8_t { none = 0, ipv4 = 4, ipv6 = 6 };

/// Bits in an address of the family: 32, 128, or 0 for none.
constexpr unsigned addressBits(Family f) { return f == Family::ipv4 ? 32 : f == Family::ipv6 ? 128 : 0; }

/// An address of either family, or none.
class IpAddress {
public:
    constexpr IpAddress() = default;
    constexpr IpAddress(Ipv4Address v4) : m_family(Family::ipv4) { v4.store(m_bytes.data()); } // NOLINT: a v4 is an Ip
    constexpr IpAddress(const Ipv6Address &v6) : m_bytes(v6.bytes()), m_family(Family::ipv6) {}
    static std::optional<IpAddress> parse(std::string_view text);

    constexpr Family family() const { return m_family; }
    constexpr bool isValid() const { return m_family != Family::none; }
    constexpr bool isV4() const { return m_family == Family::ipv4; }
    constexpr bool isV6() const { return m_family == Family::ipv6; }
    constexpr Ipv4Address v4() const { return Ipv4Address::load(m_bytes.data()); } ///< only where isV4()
    constexpr Ipv6Address v6() const { return Ipv6Address(m_bytes); }              ///< only where isV6()
    constexpr bool isMulticast() const { return isV4() ? v4().isMulticast() : isV6() && v6().isMulticast(); }
    bool isUnspecified() const;
    bool isLoopback() const;
    /// Network byte order, addressBits(family())/8 bytes.
    constexpr Bytes bytes() const { return Bytes(m_bytes.data(), addressBits(m_family) / 8); }
    constexpr auto operator<=>(const IpAddress &) const = default;

private:
    std::array<std::uint8_t, 16> m_bytes{}; // an IPv4 address is in the first four; the rest stay zero
    Family m_family = Family::none;
};
std::string toString(const IpAddress &address);

/// A network: address bits beyond the length are zero.
class IpPrefix {
public:
    constexpr IpPrefix() = default;
    /// Clears the bits beyond `length`, which is cut to the family's number of bits.
    IpPrefix(const IpAddress &address, unsigned length);
    /// "10.0.0.0/8", "2001:db8::/32". Bits beyond the length are refused unless `clearHostBits`.
    static std::optional<IpPrefix> parse(std::string_view text, bool clearHostBits = false);

    constexpr const IpAddress &address() const { return m_address; }
    constexpr unsigned length() const { return m_length; }
    constexpr Family family() const { return m_address.family(); }
    constexpr bool isValid() const { return m_address.isValid(); }
    bool contains(const IpAddress &address) const;
    bool contains(const IpPrefix &other) const;
    constexpr auto operator<=>(const IpPrefix &) const = default;

private:
    IpAddress m_address;
    std::uint8_t m_length = 0;
};
std::string toString(const IpPrefix &prefix);

/// An interface's address together with the length of its network: "10.0.1.10/24".
struct InterfaceAddress {
    IpAddress address;
    std::uint8_t length = 0;

    static std::optional<InterfaceAddress> parse(std::string_view text);
    IpPrefix network() const { return IpPrefix(address, length); }
    /// The subnet's directed broadcast address; none for IPv6 and for /31 and /32 (RFC 3021).
    std::optional<Ipv4Address> broadcast() const;
    constexpr auto operator<=>(const InterfaceAddress &) const = default;
};
std::string toString(const InterfaceAddress &address);

/// The netmask of an IPv4 prefix length in host order: 24 → 0xffffff00.
constexpr std::uint32_t netmask4(unsigned length) { return length == 0 ? 0 : ~std::uint32_t(0) << (32 - length); }

} // namespace hopyard::base

template <>
struct std::hash<hopyard::base::Ipv4Address> {
    std::size_t operator()(hopyard::base::Ipv4Address a) const noexcept { return a.value() * 0x9e3779b97f4a7c15u; }
};
template <>
struct std::hash<hopyard::base::MacAddress> {
    std::size_t operator()(const hopyard::base::MacAddress &m) const noexcept
    {
        std::uint64_t v = 0;
        for (const std::uint8_t b : m.bytes())
            v = v << 8 | b;
        return v * 0x9e3779b97f4a7c15u;
    }
};

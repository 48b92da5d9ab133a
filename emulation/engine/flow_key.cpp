// See flow_key.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/flow_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace hopyard::engine {

namespace {

constexpr std::size_t kEthernet = 14, kTag = 4, kIpv4 = 20, kIpv6 = 40;
constexpr std::uint8_t kTcp = 6, kUdp = 17;

std::uint16_t word(base::Bytes bytes, std::size_t at) { return static_cast<std::uint16_t>(bytes[at] << 8 | bytes[at + 1]); }

base::IpAddress v4(base::Bytes bytes, std::size_t at)
{
    return base::Ipv4Address(static_cast<std::uint32_t>(word(bytes, at)) << 16 | word(bytes, at + 2));
}

base::IpAddress v6(base::Bytes bytes, std::size_t at)
{
    std::array<std::uint8_t, 16> address{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), address.size(), address.begin());
    return base::Ipv6Address(address);
}

std::string endText(const base::IpAddress &address, std::uint16_t port)
{
    const std::string text = base::toString(address);
    if (port == 0)
        return text;
    return address.family() == base::Family::ipv6 ? fmt::format("[{}]:{}", text, port) : fmt::format("{}:{}", text, port);
}

} // namespace

std::uint32_t FlowKey::number() const
{
    std::uint32_t hash = 2166136261u; // FNV-1a
    const auto add = [&hash](std::uint8_t byte) { hash = (hash ^ byte) * 16777619u; };
    for (const base::IpAddress *address : {&a, &b})
        for (const std::uint8_t byte : address->bytes())
            add(byte);
    for (const std::uint16_t port : {portA, portB})
        add(static_cast<std::uint8_t>(port >> 8)), add(static_cast<std::uint8_t>(port));
    add(protocol);
    return hash == 0 ? 1 : hash;
}

std::string FlowKey::text() const { return fmt::format("{} – {}", endText(a, portA), endText(b, portB)); }

FlowKey flowOf(base::Bytes frame)
{
    FlowKey key;
    if (frame.size() < kEthernet + kTag)
        return key;
    std::size_t network = kEthernet;
    std::uint16_t type = word(frame, network - 2);
    if (type == 0x8100) { // IEEE 802.1Q
        network += kTag;
        type = word(frame, network - 2);
    }
    std::size_t transport = 0;
    bool hasPorts = true;
    if (type == 0x0800 && frame.size() >= network + kIpv4) {
        key.protocol = frame[network + 9];
        hasPorts = (word(frame, network + 6) & 0x1fff) == 0; // RFC 791 3.1: fragment offset
        key.a = v4(frame, network + 12);
        key.b = v4(frame, network + 16);
        transport = network + std::max<std::size_t>(kIpv4, std::size_t(frame[network] & 15) * 4);
    } else if (type == 0x86dd && frame.size() >= network + kIpv6) {
        key.protocol = frame[network + 6];
        key.a = v6(frame, network + 8);
        key.b = v6(frame, network + 24);
        transport = network + kIpv6;
    } else {
        return key;
    }
    if (hasPorts && (key.protocol == kTcp || key.protocol == kUdp) && frame.size() >= transport + 4) {
        key.portA = word(frame, transport);
        key.portB = word(frame, transport + 2);
    }
    if (std::pair(key.b, key.portB) < std::pair(key.a, key.portA)) {
        std::swap(key.a, key.b);
        std::swap(key.portA, key.portB);
    }
    return key;
}

} // namespace hopyard::engine

// See bridge_values.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/bridge_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 3> kModes{"off", "rapid", "plain"};
constexpr std::array<std::string_view, 5> kBridgeKeys{"spanning-tree", "priority", "hello", "max-age", "forward-delay"};
constexpr std::array<std::string_view, 7> kPortKeys{"vlan", "trunk", "native", "cost", "port-priority", "edge", "shared"};

auto wrong(std::string_view text, std::string_view right)
{
    return base::fail(fmt::format("'{:.60}' is not {}", text, right));
}

/// A number from low to high, a multiple of `step`, into `target`.
template <class T>
Parsed<void> setNumber(T &target, std::string_view text, std::uint32_t low, std::uint32_t high, std::uint32_t step,
                       std::string_view what)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high || value % step != 0)
        return wrong(text, step == 1 ? fmt::format("{}, a number from {} to {}", what, low, high)
                                     : fmt::format("{}, a number from {} to {} in steps of {}", what, low, high, step));
    if constexpr (requires { typename T::value_type; })
        target = static_cast<typename T::value_type>(value);
    else
        target = static_cast<T>(value);
    return {};
}

Parsed<void> setFlag(bool &target, std::string_view text)
{
    const auto flag = parseFlagValue(text);
    if (!flag)
        return base::fail(flag.error());
    target = *flag;
    return {};
}

Parsed<void> unknownKey(std::string_view what, std::string_view key, std::span<const std::string_view> known)
{
    return base::fail(fmt::format("'{:.60}' is nothing {} has; known are {}", key, what, fmt::join(known, ", ")));
}

} // namespace

std::string_view toString(TreeMode mode) { return kModes[static_cast<std::size_t>(mode)]; }

std::span<const std::string_view> bridgeKeys() { return kBridgeKeys; }
std::span<const std::string_view> bridgePortKeys() { return kPortKeys; }

Parsed<void> setBridgeValue(Bridge &bridge, std::string_view key, std::string_view text)
{
    if (key == "spanning-tree") {
        const auto mode = std::ranges::find(kModes, text);
        if (mode == kModes.end())
            return wrong(text, fmt::format("one of {}", fmt::join(kModes, ", ")));
        bridge.tree = static_cast<TreeMode>(mode - kModes.begin());
        return {};
    }
    if (key == "priority")
        return setNumber(bridge.priority, text, 0, 61'440, 4'096, "the priority of a bridge");
    if (key == "hello")
        return setNumber(bridge.hello, text, 1, 10, 1, "a number of seconds between messages");
    if (key == "max-age")
        return setNumber(bridge.maxAge, text, 6, 40, 1, "how many seconds a message holds");
    if (key == "forward-delay")
        return setNumber(bridge.forwardDelay, text, 4, 30, 1, "how many seconds a port listens and learns");
    return unknownKey("a bridge", key, kBridgeKeys);
}

std::string bridgeValue(const Bridge &bridge, std::string_view key)
{
    if (key == "spanning-tree")
        return std::string(toString(bridge.tree));
    if (key == "priority")
        return fmt::format("{}", bridge.priority);
    if (key == "hello")
        return fmt::format("{}", bridge.hello);
    if (key == "max-age")
        return fmt::format("{}", bridge.maxAge);
    if (key == "forward-delay")
        return fmt::format("{}", bridge.forwardDelay);
    return {};
}

Parsed<void> setBridgePortValue(BridgePort &port, std::string_view key, std::string_view text)
{
    if (key == "vlan")
        return setNumber(port.vlan, text, base::kFirstVlan, base::kLastVlan, 1, "a VLAN");
    if (key == "trunk") {
        port.trunk = base::VlanSet::parse(text);
        if (!port.trunk)
            return wrong(text, "a set of VLANs such as 1,10-20 or all");
        return {};
    }
    if (key == "native") {
        if (text == "none") {
            port.native = std::uint16_t(0);
            return {};
        }
        return setNumber(port.native, text, base::kFirstVlan, base::kLastVlan, 1, "a VLAN or none");
    }
    if (key == "cost")
        return setNumber(port.cost, text, 1, 200'000'000, 1, "what a port costs");
    if (key == "port-priority")
        return setNumber(port.priority, text, 0, 240, 16, "the priority of a port");
    if (key == "edge")
        return setFlag(port.edge, text);
    if (key == "shared")
        return setFlag(port.shared, text);
    return unknownKey("a port of a switch", key, kPortKeys);
}

std::string bridgePortValue(const BridgePort &port, std::string_view key)
{
    const auto number = [](const auto &value) { return value ? fmt::format("{}", *value) : std::string(); };
    if (key == "vlan")
        return number(port.vlan);
    if (key == "trunk")
        return port.trunk ? toString(*port.trunk) : std::string();
    if (key == "native")
        return port.native == std::uint16_t(0) ? "none" : number(port.native);
    if (key == "cost")
        return number(port.cost);
    if (key == "port-priority")
        return fmt::format("{}", port.priority);
    if (key == "edge")
        return port.edge ? "true" : "false";
    if (key == "shared")
        return port.shared ? "true" : "false";
    return {};
}

} // namespace hopyard::lab

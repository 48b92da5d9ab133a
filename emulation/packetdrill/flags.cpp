// See flags.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/flags.h"

#include <charconv>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace hopyard::packetdrill {

namespace {

constexpr std::uint8_t kDefaultLength = 16;

template <class T>
std::optional<T> number(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional<T>(value) : std::nullopt;
}

std::optional<base::InterfaceAddress> localAddress(std::string_view text)
{
    if (text.find('/') != std::string_view::npos)
        return base::InterfaceAddress::parse(text);
    const auto address = base::IpAddress::parse(text);
    if (!address)
        return std::nullopt;
    return base::InterfaceAddress{*address, kDefaultLength};
}

/// "192.0.2.1/24" is packetdrill's own way to write it; the length is of no use here.
std::optional<base::IpAddress> remoteAddress(std::string_view text)
{
    return base::IpAddress::parse(text.substr(0, text.find('/')));
}

} // namespace

base::Result<Flags, base::Error> parseFlags(std::string_view text)
{
    Flags flags;
    bool hasLocal = false;
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), item.size() + 1));
        const auto equals = item.find('=');
        if (equals == std::string_view::npos)
            return base::fail(base::Error{fmt::format("flag \"{}\" has no \"=\"", item)});
        const std::string_view key = item.substr(0, equals);
        const std::string_view value = item.substr(equals + 1);
        bool good = false;
        if (key == "local") {
            const auto address = localAddress(value);
            good = address && address->address.isV4();
            if (good && !hasLocal)
                flags.local.clear();
            if (good)
                flags.local.push_back(*address);
            hasLocal = true;
        } else if (key == "remote") {
            const auto address = remoteAddress(value);
            if ((good = address && address->isV4()))
                flags.remote = *address;
        } else if (key == "mtu") {
            const auto mtu = number<std::uint32_t>(value);
            if ((good = mtu && *mtu >= 68 && *mtu <= 65'535))
                flags.mtu = *mtu;
        } else if (key == "segments") {
            good = value == "single" || value == "whole";
            flags.singleSegments = value == "single";
        } else if (key == "sysctl") {
            good = value == "off" || value == "on" || value.starts_with('/');
            if (value != "on")
                flags.sysctlFolder = value == "off" ? "" : value;
        } else if (key == "seed") {
            const auto seed = number<std::uint64_t>(value);
            if ((good = seed.has_value()))
                flags.seed = *seed;
        } else {
            return base::fail(base::Error{fmt::format("unknown flag \"{}\" (known are local, remote, mtu, segments, "
                                                      "sysctl and seed)", key)});
        }
        if (!good)
            return base::fail(base::Error{fmt::format("flag {} cannot be \"{}\"", key, value)});
    }
    return flags;
}

} // namespace hopyard::packetdrill

// See service.h; and the single values of a service, as values.h declares them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/service.h"

#include "core/lab/values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 3> kEncapsulations{"ports", "shim", "ipip"};
constexpr std::array<std::string_view, 2> kModes{"migrate", "replay"};

template <class T, std::size_t N>
Parsed<T> oneOf(const std::array<std::string_view, N> &names, std::string_view text)
{
    const auto found = std::ranges::find(names, text);
    if (found == names.end())
        return base::fail(fmt::format("'{:.60}' is not one of {}", text, fmt::join(names, ", ")));
    return static_cast<T>(found - names.begin());
}

Parsed<std::uint32_t> number(std::string_view text, std::uint32_t from, std::uint32_t to, std::string_view what)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < from || value > to)
        return base::fail(fmt::format("'{:.60}' is not {}, a number from {} to {}", text, what, from, to));
    return value;
}

} // namespace

std::span<const std::string_view> serviceEncapsulationNames() { return kEncapsulations; }
std::span<const std::string_view> serviceModeNames() { return kModes; }
std::string_view toString(ServiceEncapsulation encapsulation) { return kEncapsulations[static_cast<std::size_t>(encapsulation)]; }
std::string_view toString(ServiceMode mode) { return kModes[static_cast<std::size_t>(mode)]; }

std::string toString(const ServiceCheck &check)
{
    switch (check.kind) {
    case ServiceCheck::Kind::none: return "none";
    case ServiceCheck::Kind::tcp: return "tcp";
    case ServiceCheck::Kind::http: return "http " + check.path;
    }
    return {};
}

Parsed<ServiceEncapsulation> parseEncapsulationValue(std::string_view text) { return oneOf<ServiceEncapsulation>(kEncapsulations, text); }
Parsed<ServiceMode> parseModeValue(std::string_view text) { return oneOf<ServiceMode>(kModes, text); }

Parsed<base::IpAddress> parseVirtualAddressValue(std::string_view text)
{
    const auto address = base::IpAddress::parse(text);
    if (address && address->isV4() && !address->isMulticast() && !address->isUnspecified() && !address->isLoopback())
        return *address;
    return base::fail(fmt::format("'{:.60}' is not an IPv4 address that machines can share, such as 10.0.0.80", text));
}

Parsed<std::uint16_t> parseServicePortValue(std::string_view text)
{
    const auto value = number(text, 1, 65'535, "a port");
    if (!value)
        return base::fail(value.error());
    return static_cast<std::uint16_t>(*value);
}

Parsed<std::uint32_t> parseInRowValue(std::string_view text) { return number(text, 1, 100, "a number of checks in a row"); }

Parsed<base::Duration> parseCheckTimeValue(std::string_view text)
{
    const auto time = base::parseDuration(text);
    if (time && *time >= base::Duration::milliseconds(10) && *time <= base::Duration::seconds(3'600))
        return *time;
    return base::fail(fmt::format("'{:.60}' is not a time from 10ms to 1 hour, such as 2s", text));
}

Parsed<ServiceCheck> parseCheckValue(std::string_view text)
{
    if (text == "none")
        return ServiceCheck{ServiceCheck::Kind::none, "/"};
    if (text == "tcp")
        return ServiceCheck{ServiceCheck::Kind::tcp, "/"};
    constexpr std::string_view http = "http ";
    if (text.starts_with(http) && text.substr(http.size()).starts_with('/') && text.find_first_of(" \t\r\n", http.size()) == std::string_view::npos)
        return ServiceCheck{ServiceCheck::Kind::http, std::string(text.substr(http.size()))};
    return base::fail(fmt::format("'{:.60}' is not a check: tcp, none, or http and a path, such as \"http /health\"", text));
}

} // namespace hopyard::lab

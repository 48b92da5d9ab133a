// See parameters.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/parameters.h"

#include "core/base/random.h"
#include "core/base/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace hopyard::lab {

namespace {

constexpr std::uint64_t kSeed = 8; // of all students; what differs is the name of the stream
constexpr std::string_view kOpen = "${";

std::uint64_t networksIn(const Parameter &parameter)
{
    return std::uint64_t(1) << (parameter.length - parameter.within.length());
}

base::IpPrefix networkAt(const Parameter &parameter, std::uint64_t number)
{
    const auto base = std::uint64_t(parameter.within.address().v4().value());
    const std::uint64_t address = base + (number << (32 - parameter.length));
    return base::IpPrefix(base::Ipv4Address(static_cast<std::uint32_t>(address)), parameter.length);
}

/// From the one that was drawn on, the first that lies apart from the others; the drawn one where there is no room.
base::IpPrefix freeNetwork(const Parameter &parameter, std::uint64_t drawn, const std::vector<base::IpPrefix> &taken)
{
    const std::uint64_t count = networksIn(parameter);
    // Each taken network can be in the way of at most as many as it holds; so many tries are enough in all but full ones.
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, 65'536); ++i) {
        const base::IpPrefix candidate = networkAt(parameter, (drawn + i) % count);
        if (std::ranges::none_of(taken, [&](const base::IpPrefix &t) { return t.contains(candidate) || candidate.contains(t); }))
            return candidate;
    }
    return networkAt(parameter, drawn);
}

/// "lan.1", "lan.length", "lan.mask" of a parameter whose value is a network.
Parsed<std::string> partOf(const base::IpPrefix &network, std::string_view part)
{
    if (part == "length")
        return fmt::format("{}", network.length());
    if (part == "mask")
        return toString(base::Ipv4Address(base::netmask4(network.length())));
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    const std::uint64_t room = std::uint64_t(1) << (32 - network.length());
    if (error != std::errc() || end != part.data() + part.size())
        return base::fail(fmt::format("'.{:.60}' is nothing that a network has: a number, length or mask", part));
    if (number >= room)
        return base::fail(fmt::format("{} has {} addresses, and '.{}' is beyond them", toString(network), room, number));
    return toString(base::Ipv4Address(network.address().v4().value() + number));
}

Parsed<std::string> valueOf(std::string_view name, const ParameterValues &values)
{
    const std::size_t dot = name.find('.');
    const auto found = values.find(name.substr(0, dot));
    if (found == values.end()) {
        std::vector<std::string_view> known;
        for (const auto &[key, value] : values)
            known.push_back(key);
        const std::string_view close = base::closestWord(name, known);
        return base::fail(fmt::format("there is no parameter '{:.60}'; {}; what is none is written $${{…}}", name,
                                      close.empty() ? fmt::format("known are {}", fmt::join(known, ", "))
                                                    : fmt::format("did you mean '{}'?", close)));
    }
    if (dot == std::string_view::npos)
        return found->second;
    const auto network = base::IpPrefix::parse(found->second);
    if (!network || !network->address().isV4())
        return base::fail(fmt::format("parameter '{}' is no network and has no parts", found->first));
    return partOf(*network, name.substr(dot + 1));
}

} // namespace

ParameterValues parameterValues(std::span<const Parameter> parameters, std::string_view student)
{
    ParameterValues values{{"student", std::string(student)}};
    std::vector<base::IpPrefix> taken;
    for (const Parameter &parameter : parameters) {
        // A stream of its own for each, so that a parameter more does not change the others.
        base::Random random = base::Random::derive(kSeed, fmt::format("student {} parameter {}", student, parameter.name));
        std::string &value = values[parameter.name];
        switch (parameter.kind) {
        case Parameter::Kind::choice:
            if (!parameter.choices.empty())
                value = parameter.choices[random.below(parameter.choices.size())];
            break;
        case Parameter::Kind::number: {
            const auto steps = static_cast<std::uint64_t>((parameter.to - parameter.from) / parameter.step) + 1;
            value = fmt::format("{}", parameter.from + static_cast<std::int64_t>(random.below(steps)) * parameter.step);
            break;
        }
        case Parameter::Kind::network:
            taken.push_back(freeNetwork(parameter, random.below(networksIn(parameter)), taken));
            value = toString(taken.back());
            break;
        }
    }
    return values;
}

Parsed<std::string> withValues(std::string_view text, const ParameterValues &values)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find(kOpen, at);
        if (open == std::string_view::npos) {
            out += text.substr(at);
            break;
        }
        if (open > at && text[open - 1] == '$') { // "$${": the sign itself
            out += text.substr(at, open - at - 1);
            out += kOpen;
            at = open + kOpen.size();
            continue;
        }
        out += text.substr(at, open - at);
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos)
            return base::fail(fmt::format("'{:.20}' has no '}}'; what is no parameter is written $${{", text.substr(open)));
        auto value = valueOf(text.substr(open + kOpen.size(), close - open - kOpen.size()), values);
        if (!value)
            return value;
        out += *value;
        at = close + 1;
    }
    return out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(kOpen))
            out += '$';
        out += text[i];
    }
    return out;
}

bool isParameterName(std::string_view name)
{
    return isNodeName(name) && name.find('.') == std::string_view::npos && !(name.front() >= '0' && name.front() <= '9')
           && name != "student";
}

} // namespace hopyard::lab

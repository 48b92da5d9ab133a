// See teaching_values.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/teaching_values.h"

#include "core/base/quantity.h"
#include "core/base/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace hopyard::lab {

namespace {

constexpr base::Duration kLongest = base::Duration::seconds(24 * 3'600);

template <class Number>
std::optional<Number> wholeNumber(std::string_view text)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Parsed<void> oneOf(std::string_view text, std::span<const std::string_view> names)
{
    if (std::ranges::find(names, text) != names.end())
        return {};
    const std::string_view close = base::closestWord(text, names);
    return base::fail(fmt::format("'{:.60}' is none of {}{}", text, fmt::join(names, ", "),
                                  close.empty() ? "" : fmt::format("; did you mean '{}'?", close)));
}

/// A node, or a guest of a hypervisor: "pc1/g1".
bool isPlaceName(std::string_view text)
{
    const std::size_t slash = text.find('/');
    return isNodeName(text.substr(0, slash)) && (slash == std::string_view::npos || isNodeName(text.substr(slash + 1)));
}

constexpr std::array<std::string_view, 6> kProtocols{"bgp", "connected", "ospf", "rip", "static", "local"};
constexpr std::array<std::string_view, 6> kAttributes{"as-path", "community", "local-preference", "med", "next-hop", "origin"};
constexpr std::array<std::string_view, 2> kSince{"start", "check"};

} // namespace

Parsed<std::uint32_t> parsePointsValue(std::string_view text)
{
    if (const auto points = wholeNumber<std::uint32_t>(text); points && *points <= Check::kMostPoints)
        return *points;
    return base::fail(fmt::format("'{:.60}' is not a number of points, 0 to {}", text, Check::kMostPoints));
}

Parsed<base::Duration> parseMomentValue(std::string_view text)
{
    const auto time = base::parseDuration(text);
    if (time && *time >= base::Duration() && *time <= kLongest)
        return *time;
    return base::fail(fmt::format("'{:.60}' is not a time from 0s to 24 hours, such as 30s", text));
}

Parsed<std::string> parseViewValue(std::string_view text)
{
    if (const auto known = oneOf(text, guideViews()); !known)
        return base::fail(known.error());
    return std::string(text);
}

Parsed<ProblemKind> parseProblemKindValue(std::string_view text)
{
    if (const auto kind = parseProblemKind(text))
        return *kind;
    std::vector<std::string_view> names(problemKindNames().begin(), problemKindNames().end());
    names.push_back("all");
    return base::fail(oneOf(text, names).error());
}

Parsed<CheckAction> parseActionValue(std::string_view text)
{
    constexpr std::string_view kRight = "\"wait 40s\", \"fail r1:eth1\", \"heal r1:eth1\", \"stop r2\", \"start r2\" or \"run h1: ping 10.0.0.2 count 1\"";
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    std::string_view rest = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
    while (rest.starts_with(' '))
        rest.remove_prefix(1);
    CheckAction action;
    action.at = rest;
    if (word == "wait") {
        const auto time = parseMomentValue(rest);
        if (!time)
            return base::fail(time.error());
        return CheckAction{CheckAction::Kind::wait, *time, {}, {}};
    }
    if (word == "fail" || word == "heal") {
        const auto end = parseEndValue(rest);
        if (!end)
            return base::fail(end.error());
        action.kind = word == "fail" ? CheckAction::Kind::fail : CheckAction::Kind::heal;
        return action;
    }
    if ((word == "stop" || word == "start") && isNodeName(rest)) {
        action.kind = word == "stop" ? CheckAction::Kind::stop : CheckAction::Kind::start;
        return action;
    }
    const std::size_t colon = rest.find(": ");
    if (word == "run" && colon != std::string_view::npos && isPlaceName(rest.substr(0, colon)) && colon + 2 < rest.size()
        && rest[colon + 2] != ' ')
        return CheckAction{CheckAction::Kind::run, {}, std::string(rest.substr(0, colon)), std::string(rest.substr(colon + 2))};
    return base::fail(fmt::format("'{:.60}' is not something to do; write {}", text, kRight));
}

Parsed<void> checkArgument(ArgumentKind kind, std::string_view text)
{
    const auto wrong = [&](std::string_view right) -> Parsed<void> { return base::fail(fmt::format("'{:.60}' is not {}", text, right)); };
    switch (kind) {
    case ArgumentKind::text: return {};
    case ArgumentKind::node: return isPlaceName(text) ? Parsed<void>() : wrong("the name of a node, or of a guest as pc1/g1");
    case ArgumentKind::address:
        return isPlaceName(text) || text == "*" || base::IpAddress::parse(text) ? Parsed<void>() : wrong("an address or a node");
    case ArgumentKind::end:
        if (const auto end = parseEndValue(text); !end)
            return base::fail(end.error());
        return {};
    case ArgumentKind::prefix:
        return base::IpPrefix::parse(text) ? Parsed<void>() : wrong("a network such as 10.0.2.0/24");
    case ArgumentKind::count: {
        const auto count = wholeNumber<std::uint32_t>(text);
        return count ? Parsed<void>() : wrong("a whole number");
    }
    case ArgumentKind::duration:
        if (const auto time = parseMomentValue(text); !time)
            return base::fail(time.error());
        return {};
    case ArgumentKind::rate: return base::parseBitRate(text) ? Parsed<void>() : wrong("a rate such as 10mbit");
    case ArgumentKind::probability: return base::parseProbability(text) ? Parsed<void>() : wrong("a part of all, such as 5%");
    case ArgumentKind::protocol: return oneOf(text, kProtocols);
    case ArgumentKind::flag:
        if (const auto flag = parseFlagValue(text); !flag)
            return base::fail(flag.error());
        return {};
    case ArgumentKind::attribute: return oneOf(text, kAttributes);
    case ArgumentKind::since: return oneOf(text, kSince);
    case ArgumentKind::status: {
        const auto status = wholeNumber<std::uint32_t>(text);
        return status && *status >= 100 && *status <= 599 ? Parsed<void>() : wrong("a status of HTTP, 100 to 599");
    }
    case ArgumentKind::command:
        return text.starts_with("show ") ? Parsed<void>() : wrong("a command that shows something, such as \"show ip route\"");
    }
    return {};
}

Parsed<std::int64_t> parseWholeNumberValue(std::string_view text)
{
    constexpr std::int64_t kMost = 1'000'000'000'000;
    if (const auto number = wholeNumber<std::int64_t>(text); number && *number >= -kMost && *number <= kMost)
        return *number;
    return base::fail(fmt::format("'{:.60}' is not a whole number", text));
}

Parsed<base::IpPrefix> parseWithinValue(std::string_view text)
{
    if (const auto prefix = base::IpPrefix::parse(text); prefix && prefix->address().isV4())
        return *prefix;
    return base::fail(fmt::format("'{:.60}' is not an IPv4 network such as 10.0.0.0/8", text));
}

Parsed<unsigned> parseLengthValue(std::string_view text)
{
    if (const auto length = wholeNumber<unsigned>(text); length && *length >= 1 && *length <= 32)
        return *length;
    return base::fail(fmt::format("'{:.60}' is not a prefix length, 1 to 32", text));
}

} // namespace hopyard::lab

// Splitting a command line and reading the values in it, with sentences about what is wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/arguments.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace hopyard::services {

Arguments::Arguments(std::string_view line)
{
    constexpr std::string_view blanks = " \t\r\n";
    for (std::size_t at = line.find_first_not_of(blanks); at != std::string_view::npos;) {
        const std::size_t end = std::min(line.find_first_of(blanks, at), line.size());
        m_words.push_back(line.substr(at, end - at));
        at = line.find_first_not_of(blanks, end);
    }
}

std::optional<std::string_view> Arguments::nextOption()
{
    if (m_error || m_at >= m_words.size())
        return std::nullopt;
    m_option = m_words[m_at++];
    return m_option;
}

void Arguments::fail(std::string message)
{
    if (!m_error)
        m_error = base::Error{fmt::format("{}: {}", command(), message)};
}

void Arguments::unknown(std::string_view known)
{
    fail(fmt::format("unknown word '{}'; it takes {}", m_option, known));
}

std::string_view Arguments::word()
{
    if (m_at < m_words.size())
        return m_words[m_at++];
    fail(m_option.empty() ? "needs an address" : fmt::format("a value is missing behind '{}'", m_option));
    return {};
}

base::IpAddress Arguments::address()
{
    const std::string_view text = word();
    const auto address = base::IpAddress::parse(text);
    if (!address)
        fail(fmt::format("'{}' is not an IP address, such as 10.0.2.10 (names are not known here)", text));
    return address.value_or(base::IpAddress());
}

std::uint64_t Arguments::number(std::uint64_t low, std::uint64_t high)
{
    const std::string_view text = word();
    std::uint64_t value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size() || value < low || value > high) {
        fail(fmt::format("'{}' behind '{}' is not a number from {} to {}", text, m_option, low, high));
        return low;
    }
    return value;
}

base::Duration Arguments::duration()
{
    const std::string_view text = word();
    auto duration = base::parseDuration(text);
    if (!duration)
        duration = base::parseDuration(std::string(text) + "s");
    if (!duration || duration->ns() < 0) {
        fail(fmt::format("'{}' behind '{}' is not a time, such as 200ms or 10s", text, m_option));
        return {};
    }
    return *duration;
}

base::BitRate Arguments::rate()
{
    const std::string_view text = word();
    const auto rate = base::parseBitRate(text);
    if (!rate || rate->isUnlimited()) {
        fail(fmt::format("'{}' behind '{}' is not a rate, such as 10mbit", text, m_option));
        return base::BitRate::bitsPerSecond(1);
    }
    return *rate;
}

} // namespace hopyard::services

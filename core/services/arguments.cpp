// Splitting a command line and reading the values in it, with sentences about what is wrong.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/services/arguments.h"

#include "core/transport/names.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace hopyard::services {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kEscapes = "\"\\nrt";
constexpr std::string_view kEscaped = "\"\\\n\r\t";

} // namespace

Arguments::Arguments(std::string_view line)
{
    for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;
         at = line.find_first_not_of(kBlanks, at)) {
        if (line[at] != '"') {
            const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
            m_words.emplace_back(line.substr(at, end - at));
            at = end;
            continue;
        }
        std::string &word = m_words.emplace_back();
        for (++at; at < line.size() && line[at] != '"'; ++at) {
            const std::size_t escape = line[at] == '\\' && at + 1 < line.size() ? kEscapes.find(line[at + 1])
                                                                               : std::string_view::npos;
            word += escape == std::string_view::npos ? line[at] : kEscaped[escape];
            at += escape != std::string_view::npos;
        }
        if (at == line.size())
            fail(fmt::format("the quote before '{:.40}' is not closed", word));
        else if (++at < line.size() && kBlanks.find(line[at]) == std::string_view::npos)
            fail(fmt::format("a blank is missing behind the quote that ends '{:.40}'", word));
    }
}

std::string Arguments::quoted(std::string_view text)
{
    if (!text.empty() && text.find_first_of(" \t\r\n\"\\") == std::string_view::npos)
        return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        const std::size_t escape = kEscaped.find(c);
        if (escape != std::string_view::npos)
            out += '\\';
        out += escape == std::string_view::npos ? c : kEscapes[escape];
    }
    return out + '"';
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
        fail(fmt::format("'{}' is not an IP address, such as 10.0.2.10", text));
    return address.value_or(base::IpAddress());
}

Target Arguments::target()
{
    const std::string_view text = word();
    if (const auto address = base::IpAddress::parse(text))
        return *address;
    // Digits and dots alone are a mistyped address: no name of a host looks so (RFC 1123 section 2.1).
    const bool isNumeric = text.find_first_not_of("0123456789.") == std::string_view::npos;
    if (!m_error && (isNumeric || !transport::isHostName(text)))
        fail(fmt::format("'{}' is neither an IP address, such as 10.0.2.10, nor a name", text));
    return Target(std::string(text));
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

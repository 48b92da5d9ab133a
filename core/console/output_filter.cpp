// See output_filter.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/output_filter.h"

#include "core/routing/policy/regular_expression.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace hopyard::console {

namespace {

using Kind = OutputFilter::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 4> kKinds{
    {{"include", Kind::include}, {"exclude", Kind::exclude}, {"begin", Kind::begin}, {"count", Kind::count}}};

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

/// In lists of AS paths '_' means more; here it is a letter.
std::string plain(std::string_view pattern)
{
    std::string out;
    bool inBracket = false, escaped = false;
    for (const char c : pattern) {
        if (c == '_' && !inBracket && !escaped)
            out += '\\';
        out += c;
        inBracket = !escaped && c == '[' ? true : c == ']' ? false : inBracket;
        escaped = !escaped && c == '\\';
    }
    return out;
}

} // namespace

std::optional<OutputFilter> takeFilter(std::string_view &line)
{
    const std::size_t bar = line.rfind(" | ");
    if (bar == line.npos)
        return {};
    const std::string_view rest = trimmed(line.substr(bar + 3));
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    for (const auto &[name, kind] : kKinds) {
        if (word.empty() || !name.starts_with(word))
            continue;
        OutputFilter filter{kind, std::string(trimmed(rest.substr(end)))};
        if (filter.pattern.empty() && kind != Kind::count)
            return {};
        line = trimmed(line.substr(0, bar));
        return filter;
    }
    return {};
}

bool filter(const OutputFilter &how, std::string &text)
{
    std::optional<routing::policy::RegularExpression> pattern;
    if (!how.pattern.empty()) {
        pattern = routing::policy::RegularExpression::compile(plain(how.pattern));
        if (!pattern)
            return false;
    }
    std::string out;
    std::size_t lines = 0;
    bool begun = false;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const bool isMatch = !pattern || pattern->matches(line);
        begun = begun || isMatch;
        lines += isMatch;
        if (how.kind == Kind::include ? isMatch : how.kind == Kind::exclude ? !isMatch : how.kind == Kind::begin && begun)
            out.append(line).push_back('\n');
    }
    text = how.kind == Kind::count ? fmt::format("{}\n", lines) : std::move(out);
    return true;
}

} // namespace hopyard::console

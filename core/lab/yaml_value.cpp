// Quoting and layout of YAML; see yaml_value.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/yaml_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace hopyard::lab {

namespace {

constexpr std::size_t kLineLength = 120;

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isOneOf(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

/// The code point at `at` and its length in bytes; length 0 where the bytes are no UTF-8.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};
CodePoint decode(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[at + k]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > text.size())
        return {};
    char32_t value = lead & (0xff >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
        if ((byte(k) & 0xc0) != 0x80)
            return {};
        value = value << 6 | (byte(k) & 0x3f);
    }
    constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
    if (value < kSmallest[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return {};
    return {value, length};
}

/// Characters that a person would not see, or that break lines in some YAML version.
bool needsEscape(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || (c >= 0x2000 && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202f) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff0 && c <= 0xffff) ||
           (c >= 0xe000 && c <= 0xf8ff) || c >= 0xe0000;
}

bool isPrintable(std::string_view text, std::string_view alsoAllowed)
{
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        if (c.length == 0 || (needsEscape(c.value) && !(c.value < 0x80 && isOneOf(text[at], alsoAllowed))))
            return false;
        at += c.length;
    }
    return true;
}

std::string quote(std::string_view text)
{
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        if (c.length == 0) {
            out += "\xef\xbf\xbd";
            ++at;
            continue;
        }
        if (c.value == '"' || c.value == '\\')
            out += fmt::format("\\{}", text[at]);
        else if (c.value == '\n')
            out += "\\n";
        else if (c.value == '\t')
            out += "\\t";
        else if (!needsEscape(c.value))
            out += text.substr(at, c.length);
        else if (c.value <= 0xff)
            out += fmt::format("\\x{:02x}", static_cast<unsigned>(c.value));
        else if (c.value <= 0xffff)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c.value));
        else
            out += fmt::format("\\U{:08x}", static_cast<unsigned>(c.value));
        at += c.length;
    }
    return out + '"';
}

/// True where the text may stand without quotes, also inside brackets.
bool isPlain(std::string_view text)
{
    if (text.empty() || !isPrintable(text, ""))
        return false;
    const auto isPart = [](char c) { return isLetterOrDigit(c) || static_cast<unsigned char>(c) >= 0x80; };
    if (!isPart(text.front()) && !isOneOf(text.front(), "/_.+-"))
        return false;
    if ((text.front() == '-' || text.front() == '.') && (text.size() < 2 || !isLetterOrDigit(text[1])))
        return false; // "- x" begins a list, "..." ends a document
    if (text.back() == ' ' || text.back() == ':')
        return false;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        const bool colon = c == ':' && (isLetterOrDigit(text[i + 1]) || text[i + 1] == ':');
        if (!isPart(c) && !colon && !isOneOf(c, " _./%+-()=;'"))
            return false;
    }
    return true;
}

/// True for what other YAML readers take for something else than a text: a number, a truth value, nothing.
bool looksTyped(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    constexpr std::array<std::string_view, 9> kWords{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    if (std::ranges::find(kWords, low) != kWords.end())
        return true;
    return isOneOf(low.front(), "0123456789.+-") &&
           low.find_first_not_of("0123456789abcdefxo_.:+-") == std::string::npos;
}

std::string scalarText(const YamlValue &value)
{
    const std::string &s = value.scalar;
    // A MAC address of digits alone is a number in base 60 to YAML 1.1.
    const bool sexagesimal = s.find(':') != std::string::npos && s.find_first_not_of("0123456789:") == std::string::npos;
    const bool plain = isPlain(s) && !sexagesimal && (value.kind == YamlValue::Kind::word || !looksTyped(s));
    return plain ? s : quote(s);
}

/// The "|" header with which a text of several lines is kept letter by letter; nothing where it must be quoted.
std::optional<std::string_view> literalHeader(const YamlValue &value)
{
    const std::string &s = value.scalar;
    if (value.kind != YamlValue::Kind::text || s.find('\n') == std::string::npos || !isPrintable(s, "\n\t"))
        return std::nullopt;
    if (isOneOf(s.front(), " \n\t") || s.ends_with("\n\n"))
        return std::nullopt;
    for (std::size_t line = 0; line < s.size();) {
        const std::size_t end = std::min(s.find('\n', line), s.size());
        if (end > line && (s[line] == '\t' || isOneOf(s[end - 1], " \t")))
            return std::nullopt; // blanks that one does not see are written so that one does
        line = end + 1;
    }
    return s.ends_with('\n') ? "|" : "|-";
}

bool hasLiteral(const YamlValue &value)
{
    return literalHeader(value) || std::ranges::any_of(value.items, hasLiteral) ||
           std::ranges::any_of(value.entries, [](const auto &entry) { return hasLiteral(entry.second); });
}

std::string literalLines(std::string_view text, std::size_t indent)
{
    std::string out;
    for (std::size_t line = 0; line < text.size();) {
        const std::size_t end = std::min(text.find('\n', line), text.size());
        if (end > line)
            out += std::string(indent, ' ') + std::string(text.substr(line, end - line));
        out += '\n';
        line = end + 1;
    }
    return out;
}

/// The lines of a list or a map, each at `indent`.
std::string blockLines(const YamlValue &value, std::size_t indent)
{
    std::string out;
    for (const auto &[key, entry] : value.entries)
        out += entryText(key, entry, indent);
    for (const YamlValue &item : value.items)
        out += itemText(item, indent);
    return out;
}

} // namespace

const YamlValue *YamlValue::find(std::string_view key) const
{
    const auto found = std::ranges::find_if(entries, [&](const auto &entry) { return entry.first == key; });
    return found == entries.end() ? nullptr : &found->second;
}

std::string flowText(const YamlValue &value)
{
    std::string out;
    switch (value.kind) {
    case YamlValue::Kind::word:
    case YamlValue::Kind::text: return scalarText(value);
    case YamlValue::Kind::list:
        for (const YamlValue &item : value.items)
            out += (out.empty() ? "" : ", ") + flowText(item);
        return '[' + out + ']';
    case YamlValue::Kind::map:
        for (const auto &[key, entry] : value.entries)
            out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", keyText(key), flowText(entry));
        return '{' + out + '}';
    }
    return out;
}

std::string keyText(std::string_view key)
{
    return scalarText(YamlValue::text(std::string(key)));
}

std::string entryText(std::string_view key, const YamlValue &value, std::size_t indent)
{
    const std::string margin(indent, ' ');
    if (const auto header = literalHeader(value))
        return fmt::format("{}{}: {}\n{}", margin, keyText(key), *header, literalLines(value.scalar, indent + 2));
    const std::string line = fmt::format("{}{}: {}\n", margin, keyText(key), flowText(value));
    const bool canBreak = !value.items.empty() || !value.entries.empty();
    if (!canBreak || (line.size() <= kLineLength + 1 && !hasLiteral(value)))
        return line;
    return fmt::format("{}{}:\n{}", margin, keyText(key), blockLines(value, indent + 2));
}

std::string itemText(const YamlValue &value, std::size_t indent)
{
    const std::string margin(indent, ' ');
    if (const auto header = literalHeader(value))
        return fmt::format("{}- {}\n{}", margin, *header, literalLines(value.scalar, indent + 2));
    const std::string line = fmt::format("{}- {}\n", margin, flowText(value));
    const bool canBreak = !value.items.empty() || !value.entries.empty();
    if (!canBreak || (line.size() <= kLineLength + 1 && !hasLiteral(value)))
        return line;
    std::string lines = blockLines(value, indent + 2);
    lines[indent] = '-'; // in the margin of the first of them
    return lines;
}

} // namespace hopyard::lab

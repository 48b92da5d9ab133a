// See config_lines.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/config_lines.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>

namespace hopyard::document {

namespace {

using Texts = std::vector<std::string>;

Texts split(const std::string &text)
{
    Texts lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(std::move(line));
    return lines;
}

std::string trimmed(const std::string &line)
{
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first == std::string::npos ? std::string() : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

/// The line has these words first, whole.
bool begins(const std::string &line, const std::string &words)
{
    const std::string text = trimmed(line);
    return text.starts_with(words) && (text.size() == words.size() || text[words.size()] == ' ');
}

bool endsBlock(const std::string &line)
{
    constexpr std::array<const char *, 12> kHeads{"interface", "router", "exit", "end", "route-map", "key", "line", "vrf", "hostname", "access-list",
                                                  "ip route", "ip prefix-list"};
    return std::any_of(kHeads.begin(), kHeads.end(), [&](const char *head) { return begins(line, head); });
}

/// Of each line whether it stands in a block with that head: there may be several, which are one.
std::vector<bool> inBlock(const Texts &lines, const std::string &head)
{
    std::vector<bool> in;
    bool isIn = false;
    for (const std::string &line : lines) {
        const bool isHead = begins(line, head);
        isIn = isIn && !isHead && !endsBlock(line);
        in.push_back(isIn);
        isIn = isIn || isHead;
    }
    return in;
}

} // namespace

Texts linesOf(const std::string &config, const std::string &head, const std::string &words)
{
    const Texts lines = split(config);
    const std::vector<bool> in = inBlock(lines, head);
    Texts found;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (in[i] && begins(lines[i], words))
            found.push_back(trimmed(lines[i]));
    return found;
}

void setLine(std::string &config, const std::string &head, const std::string &words, const std::string &line, const std::string &behind)
{
    const Texts lines = split(config);
    const std::vector<bool> in = inBlock(lines, head);
    const auto isOld = [&](std::size_t i) { return in[i] && (begins(lines[i], words) || begins(lines[i], "no " + words)); };
    std::optional<std::size_t> at; // before that line
    for (std::size_t i = 0; i < lines.size(); ++i)
        if ((!at && begins(lines[i], head)) || (in[i] && !behind.empty() && begins(lines[i], behind)))
            at = i + 1;
    for (std::size_t i = lines.size(); i-- > 0;)
        if (isOld(i))
            at = i;
    if (!at && line.empty())
        return;
    config.clear();
    for (std::size_t i = 0; i <= lines.size(); ++i) {
        if (at == i && !line.empty())
            config += line + '\n';
        if (i < lines.size() && !isOld(i))
            config += lines[i] + '\n';
    }
    if (!at)
        config += head + '\n' + line + '\n';
}

} // namespace hopyard::document

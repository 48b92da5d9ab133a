// See ospf_costs.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/ospf_costs.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace hopyard::document {

namespace {

/// Blanks, quotes, braces and semicolons set words apart, so that one loop reads both languages.
std::vector<std::string_view> wordsOf(std::string_view line)
{
    constexpr std::string_view kApart = " \t\r\";{}";
    std::vector<std::string_view> words;
    for (std::size_t at = line.find_first_not_of(kApart); at != std::string_view::npos; at = line.find_first_not_of(kApart, at)) {
        const std::size_t end = std::min(line.find_first_of(kApart, at), line.size());
        words.push_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

} // namespace

std::map<std::string, unsigned> ospfCosts(std::string_view config)
{
    std::map<std::string, unsigned> costs;
    std::string interface;
    for (std::size_t at = 0; at < config.size();) {
        const std::size_t end = std::min(config.find('\n', at), config.size());
        const std::string_view line = config.substr(at, end - at);
        at = end + 1;
        const auto words = wordsOf(line);
        if (words.empty() || words[0].front() == '!' || words[0].front() == '#')
            continue;
        if (words[0] == "router" || words[0] == "exit")
            interface.clear();
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            if (words[i] == "interface")
                interface = words[i + 1];
            const bool isCost = words[i] == "cost" && (i == 0 || words[i - 1] == "ospf" || i >= 2);
            unsigned cost = 0;
            if (isCost && !interface.empty()
                && std::from_chars(words[i + 1].data(), words[i + 1].data() + words[i + 1].size(), cost).ec == std::errc())
                costs[interface] = cost;
        }
    }
    return costs;
}

} // namespace hopyard::document

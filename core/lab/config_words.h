// The words of one line of a configuration in FRR's language. Internal to core/lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace hopyard::lab {

using ConfigWords = std::vector<std::string_view>;

/// Parts of `line`, which they look into.
inline ConfigWords configWords(std::string_view line)
{
    ConfigWords words;
    while (true) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (line.empty())
            return words;
        words.push_back(line.substr(0, line.find_first_of(" \t\r")));
        line.remove_prefix(words.back().size());
    }
}

/// The word at that place; empty beyond the last.
inline std::string_view wordAt(const ConfigWords &words, std::size_t i) { return i < words.size() ? words[i] : std::string_view(); }

} // namespace hopyard::lab

// See words.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/words.h"

#include <algorithm>

namespace hopyard::base {

std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
        const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
        if (end > begin)
            words.push_back(line.substr(begin, end - begin));
        line.remove_prefix(end);
    }
    return words;
}

bool isCommand(std::span<const std::string_view> words, std::initializer_list<std::string_view> command)
{
    return std::ranges::equal(command, words,
                              [](std::string_view full, std::string_view word) { return full.starts_with(word); });
}

} // namespace hopyard::base

// What may stand at the cursor of a display filter that is being typed: fields, comparisons, the words that join.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::filter {

struct Suggestion {
    std::string text;  ///< replaces the word at the cursor
    std::string about; ///< a few words
    bool operator==(const Suggestion &) const = default;
};

struct Completion {
    std::size_t position = 0; ///< of the word that is replaced, in bytes; `length` may be 0
    std::size_t length = 0;   ///< the whole word, also what of it stands behind the cursor
    std::vector<Suggestion> suggestions; ///< in the order in which to show them
};

/// `cursor` in bytes from the beginning; beyond the end counts as the end.
Completion complete(std::string_view filter, std::size_t cursor);

} // namespace hopyard::filter

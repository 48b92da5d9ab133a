// What stands behind a '|' of a console line: which lines of the answer are printed.
//
//     | include PATTERN   | exclude PATTERN   | begin PATTERN   | count [PATTERN]
// Patterns are regular expressions. Words may be shortened.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/console.h"

#include <optional>
#include <string>
#include <string_view>

namespace hopyard::console {

struct OutputFilter {
    enum class Kind : std::uint8_t { include, exclude, begin, count } kind = Kind::include;
    std::string pattern; ///< empty: every line
};

/// Takes a filter off the end of the line; nothing where there is none.
std::optional<OutputFilter> takeFilter(std::string_view &line);
/// Changes the answer's text. False where the pattern is not understood.
bool filter(const OutputFilter &filter, std::string &text);

} // namespace hopyard::console

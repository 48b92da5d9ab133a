// The single values of checks and parameters, each with the sentence that says what would be right; see values.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/teaching.h"
#include "core/lab/values.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::lab {

Parsed<std::uint32_t> parsePointsValue(std::string_view text);
Parsed<base::Duration> parseMomentValue(std::string_view text); ///< 0 to 24 hours
Parsed<std::string> parseViewValue(std::string_view text);
Parsed<ProblemKind> parseProblemKindValue(std::string_view text);
Parsed<CheckAction> parseActionValue(std::string_view text);
/// Whether an argument of that kind can be so; whether a node has that name is validate()'s question.
Parsed<void> checkArgument(ArgumentKind kind, std::string_view text);
Parsed<std::int64_t> parseWholeNumberValue(std::string_view text);
Parsed<base::IpPrefix> parseWithinValue(std::string_view text); ///< "10.0.0.0/8"
Parsed<unsigned> parseLengthValue(std::string_view text);       ///< 1 to 32

} // namespace hopyard::lab

// See to_find.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/to_find.h"

#include "core/lab/lab.h"

#include <array>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 7> kNames{"other", "addresses", "gateways", "routes", "protocols", "loops", "interfaces"};
static_assert(kNames.size() == static_cast<std::size_t>(ProblemKind::interfaces) + 1);

} // namespace

std::span<const std::string_view> problemKindNames() { return std::span(kNames).subspan(1); }

std::string_view toString(ProblemKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<ProblemKind> parseProblemKind(std::string_view text)
{
    const auto found = std::find(kNames.begin() + 1, kNames.end(), text);
    return found == kNames.end() ? std::nullopt : std::optional(static_cast<ProblemKind>(found - kNames.begin()));
}

bool isToFind(const Lab &lab, const Problem &problem)
{
    return problem.severity != Problem::Severity::error && lab.teaching.toFind.has(problem.kind);
}

} // namespace hopyard::lab

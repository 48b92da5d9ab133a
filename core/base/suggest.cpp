// Optimal string alignment distance (Damerau 1964, restricted); see suggest.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/suggest.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace hopyard::base {

namespace {

constexpr std::size_t kLongest = 64;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::size_t distance(std::string_view a, std::string_view b)
{
    std::array<std::array<std::size_t, kLongest + 1>, 3> rows{};
    for (std::size_t j = 0; j <= b.size(); ++j)
        rows[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto &row = rows[i % 3];
        const auto &above = rows[(i - 1) % 3];
        const auto &twoAbove = rows[(i + 1) % 3];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], twoAbove[j - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}

} // namespace

std::string_view closestWord(std::string_view word, std::span<const std::string_view> candidates)
{
    if (word.empty() || word.size() > kLongest)
        return {};
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(1, std::min<std::size_t>(3, (word.size() + 1) / 3)) + 1;
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > kLongest)
            continue;
        const std::size_t d = distance(word, candidate);
        if (d < bestDistance && d < candidate.size()) {
            best = candidate;
            bestDistance = d;
        }
    }
    return best;
}

} // namespace hopyard::base

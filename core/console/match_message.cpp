// See match_message.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/match_message.h"

#include "core/base/suggest.h"

#include <fmt/format.h>

#include <vector>

namespace hopyard::console {

namespace {

std::string wordsText(std::span<const Word> words)
{
    std::string out;
    for (const Word &word : words)
        out += (out.empty() ? "" : " ") + word.text;
    return out;
}

/// "a, b or c", cut where the list is too long to be read.
std::string listed(const std::vector<std::string> &names)
{
    constexpr std::size_t kMost = 12;
    std::string out;
    for (std::size_t i = 0; i < names.size() && i < kMost; ++i) {
        const bool last = i + 1 == names.size();
        out += (i == 0 ? "" : last ? " or " : ", ") + (names[i] == "<cr>" ? std::string("the end of the line") : names[i]);
    }
    return names.size() > kMost ? out + " …" : out;
}

} // namespace

std::string describeMismatch(const Match &match, std::span<const Word> words)
{
    const std::size_t at = std::min(match.stuckAt, words.size());
    const std::string before = wordsText(words.first(at));
    if (match.status == Match::Status::incomplete)
        return fmt::format("'{:.80}' is not complete: {} follows", before, listed(match.expected));
    const std::string &word = words[at].text;
    if (match.status == Match::Status::ambiguous)
        return fmt::format("'{:.60}' is ambiguous: {}", word, listed(match.expected));
    std::vector<std::string_view> candidates(match.expected.begin(), match.expected.end());
    const std::string_view close = base::closestWord(word, candidates);
    if (!close.empty() && close != "<cr>")
        return fmt::format("unknown '{:.60}'{}{:.80}{}; did you mean '{}'?", word, at == 0 ? "" : " after '", before,
                           at == 0 ? "" : "'", close);
    if (at == 0)
        return fmt::format("unknown command '{:.80}'", wordsText(words));
    return fmt::format("'{:.60}' cannot follow '{:.80}': {} is expected", word, before, listed(match.expected));
}

} // namespace hopyard::console

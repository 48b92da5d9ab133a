// See help_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/help_text.h"

#include "core/console/match_message.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::console {

std::string readable(std::string_view syntax)
{
    std::string out;
    for (std::size_t i = 0; i < syntax.size(); ++i) {
        if (syntax[i] == '$')
            while (i < syntax.size() && std::string_view(" |[]<>{}").find(syntax[i]) == std::string_view::npos)
                ++i;
        if (i < syntax.size())
            out += syntax[i];
    }
    return out;
}

std::string helpLine(std::string_view syntax, std::string_view text)
{
    constexpr std::size_t kColumn = 44;
    return syntax.size() < kColumn ? fmt::format("  {:<{}}{}\n", syntax, kColumn, text)
                                   : fmt::format("  {}\n  {:<{}}{}\n", syntax, "", kColumn, text);
}

Answer whatFollows(const CommandSet &commands, std::string_view line)
{
    Answer answer;
    for (const std::string &word : commands.next(splitWords(line)))
        answer.text += fmt::format("  {}\n", word == "<cr>" ? "<Enter>" : word);
    if (answer.text.empty())
        return {false, fmt::format("nothing can follow '{:.80}'\n", line), {}};
    return answer;
}

std::string explained(const Match &match, const std::vector<Word> &words)
{
    std::string why = describeMismatch(match, words);
    if (why.starts_with("unknown command"))
        why += "; \"help\" lists what there is";
    return why;
}

std::vector<std::string> completionsOf(const CommandSet &commands, std::string_view line, std::vector<std::string> first)
{
    std::vector<Word> words = splitWords(line);
    std::string begun;
    if (!words.empty() && !line.ends_with(' ')) {
        begun = std::move(words.back().text);
        words.pop_back();
    }
    std::vector<std::string> out = commands.next(words);
    if (words.empty())
        out.insert(out.end(), std::move_iterator(first.begin()), std::move_iterator(first.end()));
    std::erase_if(out, [&](const std::string &word) {
        const bool isKeyword = !word.empty() && word.front() >= 'a' && word.front() <= 'z';
        return !isKeyword || !word.starts_with(begun);
    });
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace hopyard::console

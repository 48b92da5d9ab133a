// See config_language.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/language/config_language.h"

#include "core/base/address.h"
#include "core/console/config_text.h"
#include "core/console/grammar.h"

#include <algorithm>

namespace hopyard::language {

namespace {

constexpr std::size_t kMostCached = 20'000; ///< lines; then the memory is begun anew

/// Calls `take(line, number)` for each line, the empty one behind a last line end included.
template <class Take>
void forEachLine(std::string_view text, Take take)
{
    for (int number = 0;; ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        take(text.substr(0, end), number);
        if (end == text.size())
            return;
        text.remove_prefix(end + 1);
    }
}

bool isKeyword(std::string_view word) { return !word.empty() && word.front() >= 'a' && word.front() <= 'z'; }

WordKind kindOfValue(const std::string &word)
{
    if (word.find_first_not_of("0123456789") == std::string::npos)
        return WordKind::number;
    if (base::IpAddress::parse(word) || base::IpPrefix::parse(word, true))
        return WordKind::address;
    return WordKind::name;
}

/// What each word is, as the block sees it that the reader stands in.
std::vector<Span> spansOf(const console::ConfigReader &reader, std::string_view line)
{
    std::vector<Span> spans;
    const std::vector<console::Word> words = console::splitWords(line);
    if (words.empty())
        return spans;
    if (const char first = words.front().text.front(); first == '!' || first == '#') {
        spans.push_back({static_cast<int>(words.front().column), static_cast<int>(line.size() - words.front().column),
                         WordKind::comment});
        return spans;
    }
    std::string before;
    bool known = true; // the grammar still follows
    for (const console::Word &word : words) {
        WordKind kind = kindOfValue(word.text);
        if (kind == WordKind::name && known && isKeyword(word.text)) {
            const std::vector<std::string> next = reader.next(before);
            if (std::ranges::find(next, word.text) != next.end())
                kind = WordKind::keyword;
            else if (before.empty()) // of a block around, or what ends one
                kind = WordKind::keyword;
            known = !next.empty();
        }
        spans.push_back({static_cast<int>(word.column), static_cast<int>(word.text.size()), kind});
        before += before.empty() ? word.text : ' ' + word.text;
    }
    return spans;
}

/// The piece of the line that a problem is about: the word at its column, the whole line where that is the first word,
/// the last word where something is missing behind it.
Mistake mistakeAt(std::string_view line, const console::ConfigProblem &problem, int number)
{
    const std::vector<console::Word> words = console::splitWords(line);
    Mistake mistake{number, 0, static_cast<int>(line.size()), problem.message};
    if (words.empty())
        return mistake;
    const auto at = static_cast<std::size_t>(std::max(problem.column - 1, 0));
    const console::Word *meant = &words.back();
    for (const console::Word &word : words)
        if (at >= word.column && at < word.column + word.text.size())
            meant = &word;
    const std::size_t end = meant == &words.front() ? words.back().column + words.back().text.size() : meant->column + meant->text.size();
    mistake.column = static_cast<int>(meant->column);
    mistake.length = static_cast<int>(end - meant->column);
    return mistake;
}

} // namespace

Analysis Analyser::analyse(std::string_view config)
{
    if (m_spans.size() > kMostCached)
        m_spans.clear();
    Analysis analysis;
    console::ConfigReader reader;
    forEachLine(config, [&](std::string_view line, int number) {
        std::pair<int, std::string> key(static_cast<int>(reader.mode()), line);
        auto found = m_spans.find(key);
        if (found == m_spans.end())
            found = m_spans.emplace(std::move(key), spansOf(reader, line)).first;
        analysis.lines.push_back(found->second);
        if (const auto taken = reader.take(line, number + 1); !taken)
            analysis.mistakes.push_back(mistakeAt(line, taken.error(), number));
    });
    return analysis;
}

Completions completionsAt(std::string_view above, std::string_view line)
{
    console::ConfigReader reader;
    forEachLine(above, [&](std::string_view text, int number) { (void)reader.take(text, number + 1); });
    Completions completions;
    std::vector<console::Word> words = console::splitWords(line);
    if (!words.empty() && (words.front().text.front() == '!' || words.front().text.front() == '#'))
        return completions;
    if (!words.empty() && line.back() != ' ' && line.back() != '\t') {
        completions.begun = std::move(words.back().text);
        words.pop_back();
    }
    std::string before;
    for (const console::Word &word : words)
        before += word.text + ' ';
    std::vector<std::string> next = reader.next(before);
    if (words.empty() && reader.mode() != console::ConfigMode::top) { // a line of the top ends the block
        for (std::string &word : console::ConfigReader().next({}))
            next.push_back(std::move(word));
        next.emplace_back("exit");
    }
    std::ranges::sort(next);
    next.erase(std::unique(next.begin(), next.end()), next.end());
    for (std::string &word : next) {
        if (!isKeyword(word))
            completions.placeholders.push_back(std::move(word));
        else if (word.starts_with(completions.begun))
            completions.words.push_back(std::move(word));
    }
    return completions;
}

std::string normalised(std::string_view config)
{
    const auto read = console::parseConfig(config);
    return read ? console::writeConfig(*read) : std::string();
}

} // namespace hopyard::language

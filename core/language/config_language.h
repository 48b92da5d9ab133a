// The configuration language for who edits it: what each word is, what is wrong and where, and what may stand at the
// cursor. The grammar is that of core/console; nothing of it shows here, so that an editor needs nothing else of the core.
//
// Columns are bytes of UTF-8 from 0. Words are not abbreviated in a file, so they are not completed from what they are short for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::language {

enum class WordKind : std::uint8_t { keyword, address, number, name, comment };

/// A piece of a line that is of one kind.
struct Span {
    int column = 0;
    int length = 0;
    WordKind kind = WordKind::name;
    bool operator==(const Span &) const = default;
};

/// What the reader says against a line, and the piece of it that is meant. `length` is at least 1 for a line with text.
struct Mistake {
    int line = 0; ///< from 0
    int column = 0;
    int length = 0;
    std::string message; ///< a sentence
    bool operator==(const Mistake &) const = default;
};

struct Analysis {
    std::vector<std::vector<Span>> lines; ///< one for each line of the text
    std::vector<Mistake> mistakes;        ///< in order of lines, at most one a line
};

/// Reads whole configurations again and again while they are typed: lines that stay as they are cost next to nothing.
class Analyser {
public:
    Analysis analyse(std::string_view config);

private:
    std::map<std::pair<int, std::string>, std::vector<Span>, std::less<>> m_spans; ///< by block and line
};

struct Completions {
    std::string begun;                     ///< the word at the cursor as far as it is written
    std::vector<std::string> words;        ///< keywords that go on with it, sorted
    std::vector<std::string> placeholders; ///< what else may stand there: "A.B.C.D/M", "INTERFACE", "(1-255)", "<cr>"
};
/// What may stand at the end of `line`, below the lines of `above`.
Completions completionsAt(std::string_view above, std::string_view line);

/// The configuration as `show running-config` prints it (without its frame); empty where it has mistakes. Two texts that
/// mean the same are the same then.
std::string normalised(std::string_view config);

} // namespace hopyard::language

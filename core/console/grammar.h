// Commands as text, and lines matched against them: the one place that knows how a command line is read.
//
// A command is written as FRR writes its own in its manuals and sources:
//     ip route A.B.C.D/M$prefix <A.B.C.D$gateway [INTERFACE$interface]|Null0> [{(1-255)$distance|tag (1-4294967295)$tag}]
//   word              a keyword
//   A.B.C.D           an IPv4 address;  A.B.C.D/M with prefix length;  X:X::X:X and X:X::X:X/M the same for IPv6
//   ADDRESS           an address of either family; PREFIX an address of either family with a length
//   INTERFACE, WORD   a name; any word
//   LINE              the rest of the line
//   (1-255)           a whole number within the range
//   TIME, SIZE, RATE  a number with its unit ("5ms", "64kB", "10mbit")
//   [a]  <a|b>  {a|b} optional; one of them; any of them, each once, in any order
//   token$name        the name under which the token's text is found; a keyword's name is the keyword
//
// All commands of a set are one automaton: a line is walked through it once, and where it gets stuck the automaton says
// what could have stood there, which is what error messages, completion and "?" are made of.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::console {

/// A line cut at blanks; quotes are letters, as in FRR.
struct Word {
    std::string text;
    std::size_t column = 0; ///< 0-based byte in the line
};
std::vector<Word> splitWords(std::string_view line);

/// What the tokens of a command were in a line.
class Arguments {
public:
    void add(std::string_view name, std::string text) { m_values.emplace_back(name, std::move(text)); }
    bool has(std::string_view name) const;
    /// Empty where the line had no such token.
    const std::string &get(std::string_view name) const;

private:
    std::vector<std::pair<std::string_view, std::string>> m_values; // names live as long as the CommandSet
};

struct Match {
    enum class Status : std::uint8_t {
        found,
        unknown,    ///< `stuckAt` is the word that fits nowhere
        incomplete, ///< every word fits, but the command needs more
        ambiguous,  ///< an abbreviation of several
    };
    Status status = Status::unknown;
    std::size_t command = 0; ///< place in the set, where found
    Arguments arguments;
    std::size_t stuckAt = 0;           ///< a word of the line (its number of words where incomplete)
    std::vector<std::string> expected; ///< what could have stood there, sorted
};

class CommandSet {
public:
    /// The syntax of each command; a mistake in one is our own and asserted.
    explicit CommandSet(std::span<const std::string_view> syntaxes);

    enum class Abbreviations : bool { no, yes };
    Match match(std::span<const Word> words, Abbreviations abbreviations = Abbreviations::no) const;
    /// What may stand after these words, sorted: keywords and the names of tokens ("A.B.C.D"); "<cr>" where a command
    /// ends there.
    std::vector<std::string> next(std::span<const Word> words) const;

    enum class TokenKind : std::uint8_t {
        keyword, ipv4, ipv4Prefix, ipv6, ipv6Prefix, address, prefix, interface, word, line, number, time, size, rate,
    };

private:
    struct Token {
        TokenKind kind = TokenKind::keyword;
        std::string text; ///< the keyword, or how the token is written
        std::string name; ///< for Arguments
        std::uint64_t low = 0, high = 0;
    };
    /// A state has either one token edge or any number of empty edges.
    struct State {
        std::size_t token = kNone;
        std::size_t after = kNone;        ///< state behind the token
        std::vector<std::size_t> empty;   ///< states reached without a word
        std::size_t command = kNone;      ///< accepts this command
    };
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    struct Fragment {
        std::size_t begin, end;
    };
    /// One way through the automaton so far.
    struct Thread {
        std::size_t state = 0;
        std::vector<int> fits; ///< of each word, for choosing between ways
        std::vector<std::pair<std::size_t, std::string>> taken; ///< token and word
    };
    class Compiler;

    void close(std::vector<Thread> &threads) const;
    /// How well a word fits a token: 0 not at all; more is better.
    static int fit(const Token &token, const std::string &word, Abbreviations abbreviations);
    std::vector<Thread> advance(const std::vector<Thread> &threads, const std::string &word, const std::string &rest,
                                Abbreviations abbreviations) const;
    std::vector<std::string> expected(const std::vector<Thread> &threads) const;

    std::vector<Token> m_tokens;
    std::vector<State> m_states;
    std::vector<Thread> m_initial; ///< before the first word
};

} // namespace hopyard::console

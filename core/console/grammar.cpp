// Compiling command syntaxes to an automaton and walking it; see grammar.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/grammar.h"

#include "core/base/address.h"
#include "core/base/quantity.h"
#include "core/base/time.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <optional>

namespace hopyard::console {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::optional<std::uint64_t> wholeNumber(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool isInterfaceName(std::string_view text)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return text.size() <= 15 && isLetter(text.front()) && text.find_first_of("/:") == std::string_view::npos;
}

struct TokenName {
    std::string_view text;
    CommandSet::TokenKind kind;
};
using K = CommandSet::TokenKind;
constexpr std::array<TokenName, 12> kTokenNames{{{"A.B.C.D", K::ipv4},
                                                 {"A.B.C.D/M", K::ipv4Prefix},
                                                 {"X:X::X:X", K::ipv6},
                                                 {"X:X::X:X/M", K::ipv6Prefix},
                                                 {"ADDRESS", K::address},
                                                 {"PREFIX", K::prefix},
                                                 {"INTERFACE", K::interface},
                                                 {"WORD", K::word},
                                                 {"LINE", K::line},
                                                 {"TIME", K::time},
                                                 {"SIZE", K::size},
                                                 {"RATE", K::rate}}};

/// How well each kind of token fits a word that it fits: a keyword before an address before a name. Higher is better.
enum Fit : int { kNoFit = 0, kAnyWord = 1, kName = 2, kTyped = 3, kShortKeyword = 4, kKeyword = 5 };

} // namespace

std::vector<Word> splitWords(std::string_view line)
{
    std::vector<Word> words;
    for (std::size_t at = 0; at < line.size();) {
        if (isBlank(line[at])) {
            ++at;
            continue;
        }
        Word word;
        word.column = at;
        while (at < line.size() && !isBlank(line[at]))
            word.text += line[at++];
        words.push_back(std::move(word));
    }
    return words;
}

bool Arguments::has(std::string_view name) const
{
    return std::ranges::any_of(m_values, [&](const auto &v) { return v.first == name; });
}

const std::string &Arguments::get(std::string_view name) const
{
    static const std::string kNothing;
    // The last of that name: in "tag (1-9)$tag" the number and not the keyword.
    const auto found = std::find_if(m_values.rbegin(), m_values.rend(), [&](const auto &v) { return v.first == name; });
    return found == m_values.rend() ? kNothing : found->second;
}

/// Recursive descent over a command's syntax.
class CommandSet::Compiler {
public:
    Compiler(CommandSet &set, std::string_view syntax) : m_set(set), m_rest(syntax) {}

    void compile(std::size_t command)
    {
        const Fragment all = sequence();
        assert(m_rest.empty() && "unbalanced brackets in the syntax of a command");
        m_set.m_states.front().empty.push_back(all.begin);
        m_set.m_states[all.end].command = command;
    }

private:
    std::size_t state()
    {
        m_set.m_states.emplace_back();
        return m_set.m_states.size() - 1;
    }
    void join(std::size_t from, std::size_t to) { m_set.m_states[from].empty.push_back(to); }
    void skipBlanks()
    {
        while (m_rest.starts_with(' '))
            m_rest.remove_prefix(1);
    }
    bool take(char c)
    {
        skipBlanks();
        if (!m_rest.starts_with(c))
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    /// Parts one after the other, up to a '|' or a closing bracket.
    Fragment sequence()
    {
        const std::size_t begin = state();
        std::size_t end = begin;
        for (skipBlanks(); !m_rest.empty() && m_rest.find_first_of("|]>}") != 0; skipBlanks()) {
            const Fragment next = part();
            join(end, next.begin);
            end = next.end;
        }
        return {begin, end};
    }

    Fragment part()
    {
        if (take('[')) {
            const Fragment inner = choices(']');
            join(inner.begin, inner.end);
            return inner;
        }
        if (take('<'))
            return choices('>');
        if (take('{')) { // any of them again and again; that each is taken once is checked when walking
            const Fragment inner = choices('}');
            join(inner.end, inner.begin);
            return inner;
        }
        return token();
    }

    Fragment choices(char close)
    {
        const Fragment all{state(), state()};
        do {
            const Fragment one = sequence();
            join(all.begin, one.begin);
            join(one.end, all.end);
        } while (take('|'));
        [[maybe_unused]] const bool closed = take(close);
        assert(closed && "unbalanced brackets in the syntax of a command");
        return all;
    }

    Fragment token()
    {
        const std::size_t length = std::min(m_rest.find_first_of(" |[]<>{}"), m_rest.size());
        assert(length > 0);
        const std::string_view written = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        const std::size_t dollar = written.find('$');
        const std::string_view text = written.substr(0, dollar);
        Token t;
        t.text = text;
        t.name = dollar == std::string_view::npos ? text : written.substr(dollar + 1);
        if (const auto known = std::ranges::find(kTokenNames, text, &TokenName::text); known != kTokenNames.end()) {
            t.kind = known->kind;
        } else if (text.starts_with('(')) {
            const std::size_t dash = text.find('-');
            t.kind = TokenKind::number;
            t.low = wholeNumber(text.substr(1, dash - 1)).value();
            t.high = wholeNumber(text.substr(dash + 1, text.size() - dash - 2)).value();
        }
        m_set.m_tokens.push_back(std::move(t));
        const Fragment fragment{state(), state()};
        m_set.m_states[fragment.begin].token = m_set.m_tokens.size() - 1;
        m_set.m_states[fragment.begin].after = fragment.end;
        return fragment;
    }

    CommandSet &m_set;
    std::string_view m_rest;
};

CommandSet::CommandSet(std::span<const std::string_view> syntaxes) : m_states(1)
{
    for (std::size_t i = 0; i < syntaxes.size(); ++i)
        Compiler(*this, syntaxes[i]).compile(i);
    m_initial.emplace_back();
    close(m_initial);
}

int CommandSet::fit(const Token &token, const std::string &word, Abbreviations abbreviations)
{
    using namespace base;
    switch (token.kind) {
    case TokenKind::keyword:
        if (word == token.text || (token.text == "Null0" && word == "null0")) // FRR takes that one either way
            return kKeyword;
        return abbreviations == Abbreviations::yes && !word.empty() && token.text.starts_with(word) ? kShortKeyword
                                                                                                   : kNoFit;
    case TokenKind::ipv4: return Ipv4Address::parse(word) ? kTyped : kNoFit;
    case TokenKind::ipv6: return Ipv6Address::parse(word) ? kTyped : kNoFit;
    case TokenKind::address: return IpAddress::parse(word) ? kTyped : kNoFit;
    case TokenKind::ipv4Prefix:
    case TokenKind::ipv6Prefix:
    case TokenKind::prefix: {
        const auto prefix = IpPrefix::parse(word, true);
        const bool right = prefix && (token.kind == TokenKind::prefix ||
                                      prefix->address().isV4() == (token.kind == TokenKind::ipv4Prefix));
        return right ? kTyped : kNoFit;
    }
    case TokenKind::number: {
        const auto n = wholeNumber(word);
        return n && *n >= token.low && *n <= token.high ? kTyped : kNoFit;
    }
    case TokenKind::time: return parseDuration(word).has_value() || wholeNumber(word) ? kTyped : kNoFit;
    case TokenKind::size: return parseByteCount(word) ? kTyped : kNoFit;
    case TokenKind::rate: return parseBitRate(word) ? kTyped : kNoFit;
    case TokenKind::interface: return !word.empty() && isInterfaceName(word) ? kName : kNoFit;
    case TokenKind::word:
    case TokenKind::line: return kAnyWord;
    }
    return kNoFit;
}

/// Follows the empty edges: afterwards every thread stands before a token or at the end of a command.
void CommandSet::close(std::vector<Thread> &threads) const
{
    std::vector<Thread> closed;
    for (Thread &thread : threads) {
        std::vector<std::size_t> open{thread.state};
        std::vector<std::size_t> seen;
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (std::ranges::find(seen, at) != seen.end())
                continue;
            seen.push_back(at);
            const State &state = m_states[at];
            open.insert(open.end(), state.empty.rbegin(), state.empty.rend());
            const bool taken = state.token != kNone &&
                               std::ranges::any_of(thread.taken, [&](const auto &t) { return t.first == state.token; });
            if ((state.token != kNone && !taken) || state.command != kNone) {
                Thread next = thread;
                next.state = at;
                closed.push_back(std::move(next));
            }
        }
    }
    threads = std::move(closed);
}

std::vector<CommandSet::Thread> CommandSet::advance(const std::vector<Thread> &threads, const std::string &word,
                                                    const std::string &rest, Abbreviations abbreviations) const
{
    std::vector<Thread> next; // few of hundreds fit: only those are copied
    for (const Thread &thread : threads) {
        const State &state = m_states[thread.state];
        if (state.token == kNone)
            continue;
        const Token &token = m_tokens[state.token];
        const int f = fit(token, word, abbreviations);
        if (f == kNoFit)
            continue;
        Thread &went = next.emplace_back(thread);
        went.fits.push_back(f);
        const bool takesRest = token.kind == TokenKind::line;
        went.taken.emplace_back(state.token, takesRest ? rest : token.kind == TokenKind::keyword ? token.text : word);
        went.state = state.after;
    }
    return next;
}

std::vector<std::string> CommandSet::expected(const std::vector<Thread> &threads) const
{
    std::vector<std::string> out;
    for (const Thread &thread : threads) {
        const State &state = m_states[thread.state];
        if (state.token != kNone)
            out.push_back(m_tokens[state.token].text);
        if (state.command != kNone)
            out.push_back("<cr>");
    }
    std::ranges::sort(out, [](const std::string &a, const std::string &b) {
        return std::pair(a == "<cr>", a) < std::pair(b == "<cr>", b); // the end of the line at the end of the list
    });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Match CommandSet::match(std::span<const Word> words, Abbreviations abbreviations) const
{
    Match match;
    std::vector<Thread> now;
    const std::vector<Thread> *threads = &m_initial;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string rest = words[i].text;
        for (std::size_t k = i + 1; k < words.size(); ++k)
            rest += ' ' + words[k].text;
        // A line of free text ends its command: its words are not looked at one by one.
        std::vector<Thread> ended;
        std::vector<Thread> next = advance(*threads, words[i].text, rest, abbreviations);
        for (const Thread &thread : next)
            if (m_tokens[thread.taken.back().first].kind == TokenKind::line)
                ended.push_back(thread);
        const bool onlyText = !ended.empty() && ended.size() == next.size();
        close(next);
        if (next.empty()) {
            match.stuckAt = i;
            match.expected = expected(*threads);
            return match;
        }
        now = std::move(next);
        threads = &now;
        if (onlyText)
            break;
    }
    // Ways that end here, the best fitting first: the first word that one fits better decides.
    std::vector<const Thread *> accepted;
    for (const Thread &thread : *threads)
        if (m_states[thread.state].command != kNone)
            accepted.push_back(&thread);
    if (accepted.empty()) {
        match.status = Match::Status::incomplete;
        match.stuckAt = words.size();
        match.expected = expected(*threads);
        return match;
    }
    std::ranges::stable_sort(accepted, [](const Thread *a, const Thread *b) { return a->fits > b->fits; });
    const Thread &best = *accepted.front();
    for (const Thread *other : accepted) {
        if (other->fits != best.fits)
            break;
        for (std::size_t i = 0; i < best.taken.size() && i < other->taken.size(); ++i) {
            const Token &a = m_tokens[best.taken[i].first], &b = m_tokens[other->taken[i].first];
            if (a.kind != TokenKind::keyword || a.text == b.text)
                continue;
            match.status = Match::Status::ambiguous;
            match.stuckAt = i;
            match.expected = {a.text, b.text};
            std::ranges::sort(match.expected);
            return match;
        }
    }
    match.status = Match::Status::found;
    match.command = m_states[best.state].command;
    for (const auto &[token, text] : best.taken)
        match.arguments.add(m_tokens[token].name, text);
    return match;
}

std::vector<std::string> CommandSet::next(std::span<const Word> words) const
{
    std::vector<Thread> threads = m_initial;
    for (const Word &word : words) {
        threads = advance(threads, word.text, word.text, Abbreviations::yes);
        // A word that is written out is that word, not the beginning of another: "ip" is not "ipv6".
        const auto isWrittenOut = [](const Thread &thread) { return thread.fits.back() == kKeyword; };
        if (std::ranges::any_of(threads, isWrittenOut))
            std::erase_if(threads, [](const Thread &thread) { return thread.fits.back() == kShortKeyword; });
        close(threads);
    }
    return expected(threads);
}

} // namespace hopyard::console

// See lexer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tcp/lexer.h"

#include <algorithm>

namespace hopyard::script {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}

    base::Result<Words, ParseFailure> run()
    {
        while (skip() && m_at < m_text.size())
            if (!word())
                break;
        if (!m_failure.message.empty())
            return base::fail(m_failure);
        m_words.all.push_back({Word::Kind::end, {}, m_line, true});
        return std::move(m_words);
    }

private:
    bool fail(std::string message)
    {
        m_failure = {m_line, std::move(message)};
        return false;
    }
    bool starts(std::string_view with) const { return m_text.substr(m_at).starts_with(with); }

    /// Space and comments.
    bool skip()
    {
        m_space = false;
        while (m_at < m_text.size()) {
            if (isSpace(m_text[m_at])) {
                m_line += m_text[m_at++] == '\n';
            } else if (starts("//") || (m_text[m_at] == '#')) {
                const auto end = std::min(m_text.find('\n', m_at), m_text.size());
                const std::size_t mark = m_text[m_at] == '#' ? 1 : 2;
                m_words.comments.emplace_back(m_text.substr(m_at + mark, end - m_at - mark));
                m_at = end;
            } else if (starts("/*")) {
                const auto end = m_text.find("*/", m_at + 2);
                if (end == std::string_view::npos)
                    return fail("a comment does not end");
                m_line += static_cast<int>(std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                                                      m_text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
                m_words.comments.emplace_back(m_text.substr(m_at + 2, end - m_at - 2));
                m_at = end + 2;
            } else {
                break;
            }
            m_space = true;
        }
        return true;
    }

    void push(Word::Kind kind, std::string_view text)
    {
        m_words.all.push_back({kind, std::string(text), m_line, m_space});
        m_line += static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    }

    bool enclosed(std::string_view open, std::string_view close, Word::Kind kind)
    {
        const auto end = m_text.find(close, m_at + open.size());
        if (end == std::string_view::npos)
            return fail("\"" + std::string(open) + "\" is not closed");
        push(kind, m_text.substr(m_at + open.size(), end - m_at - open.size()));
        m_at = end + close.size();
        return true;
    }

    template <class Wanted>
    void run(Word::Kind kind, Wanted wanted)
    {
        std::size_t end = m_at;
        while (end < m_text.size() && wanted(end))
            ++end;
        push(kind, m_text.substr(m_at, end - m_at));
        m_at = end;
    }

    bool word()
    {
        const char c = m_text[m_at];
        if (c == '`')
            return enclosed("`", "`", Word::Kind::command);
        if (c == '"')
            return enclosed("\"", "\"", Word::Kind::text);
        if (starts("%{"))
            return enclosed("%{", "}%", Word::Kind::code);
        if (starts("--")) {
            run(Word::Kind::option, [&](std::size_t i) { return !isSpace(m_text[i]); });
        } else if (starts("...")) {
            push(Word::Kind::sign, "...");
            m_at += 3;
        } else if (starts("0x")) {
            run(Word::Kind::number, [&](std::size_t i) { return isDigit(m_text[i]) || isLetter(m_text[i]); });
        } else if (isDigit(c) || (c == '.' && m_at + 1 < m_text.size() && isDigit(m_text[m_at + 1]))) {
            // A point belongs to the number where a digit follows: "0...0.1" is a number, "..." and a number.
            run(Word::Kind::number, [&](std::size_t i) {
                return isDigit(m_text[i]) || isLetter(m_text[i])
                    || (m_text[i] == '.' && i + 1 < m_text.size() && isDigit(m_text[i + 1]) && m_text[i + 1] != '.');
            });
        } else if (isLetter(c)) {
            run(Word::Kind::name, [&](std::size_t i) { return isDigit(m_text[i]) || isLetter(m_text[i]); });
        } else {
            push(Word::Kind::sign, m_text.substr(m_at, 1));
            ++m_at;
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
    bool m_space = false;
    Words m_words;
    ParseFailure m_failure;
};

} // namespace

base::Result<Words, ParseFailure> cutIntoWords(std::string_view text) { return Lexer(text).run(); }

} // namespace hopyard::script

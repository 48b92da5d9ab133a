// Identifiers, strings, comments; see dot_lexer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/dot_lexer.h"

#include <algorithm>

namespace hopyard::exchange {

namespace {

bool isIdStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

void DotLexer::skipBlanks()
{
    for (;;) {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
        const std::string_view rest = m_text.substr(m_at);
        const bool isPreprocessor = rest.starts_with('#') && (m_at == 0 || m_text[m_at - 1] == '\n');
        if (rest.starts_with("//") || isPreprocessor)
            m_at += std::min(rest.find('\n'), rest.size());
        else if (rest.starts_with("/*"))
            m_at += rest.find("*/") == std::string_view::npos ? rest.size() : rest.find("*/") + 2;
        else
            return;
    }
}

DotToken DotLexer::quotedString()
{
    DotToken token{DotToken::Kind::id, {}, true, m_at};
    for (;;) {
        for (++m_at;; ++m_at) {
            if (m_at >= m_text.size())
                return {DotToken::Kind::wrong, "a string that never ends", false, token.at};
            if (m_text[m_at] == '"')
                break;
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
                const char escaped = m_text[++m_at];
                if (escaped == 'n' || escaped == 'l' || escaped == 'r')
                    token.text += ' ';
                else if (escaped != '\n')
                    token.text += escaped == '"' || escaped == '\\' ? std::string(1, escaped) : std::string{'\\', escaped};
                continue;
            }
            token.text += m_text[m_at];
        }
        ++m_at;
        const std::size_t behind = m_at;
        skipBlanks();
        if (m_at < m_text.size() && m_text[m_at] == '+') {
            ++m_at;
            skipBlanks();
            if (m_at < m_text.size() && m_text[m_at] == '"')
                continue;
        }
        m_at = behind;
        return token;
    }
}

DotToken DotLexer::htmlString()
{
    DotToken token{DotToken::Kind::id, {}, true, m_at};
    int depth = 0;
    for (; m_at < m_text.size(); ++m_at) {
        const char c = m_text[m_at];
        if (c == '<')
            ++depth;
        else if (c == '>' && --depth == 0)
            break;
        else if (depth == 1 && c != '>')
            token.text += c;
        if (c == '>' && depth == 1)
            token.text += ' '; // between the tags
    }
    if (depth != 0)
        return {DotToken::Kind::wrong, "an HTML string that never ends", false, token.at};
    ++m_at;
    return token;
}

DotToken DotLexer::next()
{
    skipBlanks();
    if (m_at >= m_text.size())
        return {DotToken::Kind::end, {}, false, m_at};
    const std::size_t begin = m_at;
    const char c = m_text[m_at];
    if (c == '"')
        return quotedString();
    if (c == '<')
        return htmlString();
    if (c == '-' && m_at + 1 < m_text.size() && (m_text[m_at + 1] == '-' || m_text[m_at + 1] == '>')) {
        m_at += 2;
        return {DotToken::Kind::edge, std::string(m_text.substr(begin, 2)), false, begin};
    }
    if (isIdStart(c)) {
        while (m_at < m_text.size() && (isIdStart(m_text[m_at]) || isDigit(m_text[m_at])))
            ++m_at;
        return {DotToken::Kind::id, std::string(m_text.substr(begin, m_at - begin)), false, begin};
    }
    if (isDigit(c) || c == '.' || c == '-') {
        ++m_at;
        while (m_at < m_text.size() && (isDigit(m_text[m_at]) || m_text[m_at] == '.'))
            ++m_at;
        return {DotToken::Kind::id, std::string(m_text.substr(begin, m_at - begin)), true, begin};
    }
    ++m_at;
    if (std::string_view("{}[]=;,:").find(c) != std::string_view::npos)
        return {DotToken::Kind::symbol, std::string(1, c), false, begin};
    return {DotToken::Kind::wrong, std::string(1, c), false, begin};
}

} // namespace hopyard::exchange

// One pass over the characters; see shell_words.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/shell_words.h"

#include <utility>

namespace hopyard::exchange {

namespace {

class Splitter {
public:
    explicit Splitter(std::string_view script) : m_script(script) {}

    std::vector<ShellCommand> run()
    {
        while (m_at < m_script.size())
            step();
        endCommand();
        return std::move(m_commands);
    }

private:
    char peek(std::size_t ahead) const { return m_at + ahead < m_script.size() ? m_script[m_at + ahead] : '\0'; }

    void step()
    {
        const char c = m_script[m_at];
        if (c == '\\') {
            if (peek(1) != '\n')
                add(peek(1));
            m_at += 2;
        } else if (c == '\'') {
            quoted('\'');
        } else if (c == '"') {
            quoted('"');
        } else if (c == '\n' || c == ';') {
            endCommand();
            ++m_at;
            m_begin = m_at;
        } else if (c == '&' && peek(1) == '&') {
            endCommand();
            m_at += 2;
            m_begin = m_at;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            endWord();
            ++m_at;
        } else if (c == '#' && !m_inWord) {
            const std::size_t end = m_script.find('\n', m_at);
            endCommand();
            m_at = end == std::string_view::npos ? m_script.size() : end;
            m_begin = m_at;
        } else {
            if (c == '$' || c == '`' || c == '|' || c == '>' || c == '<' || c == '&' || c == '(' || c == ')')
                m_command.isPlain = false;
            add(c);
            ++m_at;
        }
    }

    void quoted(char quote)
    {
        m_inWord = true;
        for (++m_at; m_at < m_script.size() && m_script[m_at] != quote; ++m_at) {
            char c = m_script[m_at];
            if (quote == '"' && c == '\\' && (peek(1) == '"' || peek(1) == '\\' || peek(1) == '$'))
                c = m_script[++m_at];
            else if (quote == '"' && (c == '$' || c == '`'))
                m_command.isPlain = false;
            m_word += c;
        }
        ++m_at;
    }

    void add(char c)
    {
        m_inWord = true;
        if (c != '\0')
            m_word += c;
    }

    void endWord()
    {
        if (m_inWord)
            m_command.words.push_back(std::move(m_word));
        m_word.clear();
        m_inWord = false;
    }

    void endCommand()
    {
        endWord();
        if (!m_command.words.empty()) {
            std::string_view text = m_script.substr(m_begin, m_at - m_begin);
            const std::size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
            m_command.text = first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
            m_commands.push_back(std::move(m_command));
        }
        m_command = {};
    }

    std::string_view m_script;
    std::size_t m_at = 0;
    std::size_t m_begin = 0; // of the command
    bool m_inWord = false;
    std::string m_word;
    ShellCommand m_command;
    std::vector<ShellCommand> m_commands;
};

} // namespace

std::vector<ShellCommand> splitCommands(std::string_view script)
{
    return Splitter(script).run();
}

} // namespace hopyard::exchange

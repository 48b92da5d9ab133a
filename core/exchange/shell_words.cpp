// One pass over the characters; see shell_words.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/shell_words.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace hopyard::exchange {

namespace {

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

class Splitter {
public:
    explicit Splitter(std::string_view script) : m_script(script) {}

    std::vector<ShellCommand> run()
    {
        while (m_at < m_script.size())
            step();
        m_at = m_script.size(); // a backslash at the very end looks one further
        endCommand();
        if (m_blocks > 0) // never closed: what is there, as it stands
            emit();
        return std::move(m_commands);
    }

private:
    char peek(std::size_t ahead) const { return m_at + ahead < m_script.size() ? m_script[m_at + ahead] : '\0'; }
    /// True where ";" and "&&" part commands: not within "(…)", nor in a line whose here-document is still to come.
    bool parts() const { return m_parentheses == 0 && m_delimiter.empty(); }

    void step()
    {
        const char c = m_script[m_at];
        if (c == '\\') {
            if (peek(1) != '\n')
                add(peek(1));
            m_at += 2;
        } else if (c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '\n' && m_parentheses == 0) {
            endLine();
        } else if (c == ';' && parts()) {
            endCommand();
            ++m_at;
            m_begin = m_at;
        } else if (c == '&' && peek(1) == '&' && parts()) {
            endCommand();
            m_at += 2;
            m_begin = m_at;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            endWord();
            ++m_at;
        } else if (c == '#' && !m_inWord) {
            const std::size_t end = m_script.find('\n', m_at);
            if (parts())
                endCommand();
            m_at = std::min(end, m_script.size());
            if (parts())
                m_begin = m_at;
        } else if (c == '<' && peek(1) == '<' && peek(2) != '<' && m_delimiter.empty()) {
            hereDocument();
        } else {
            special(c);
            add(c);
            ++m_at;
        }
    }

    void special(char c)
    {
        if (c == '(')
            ++m_parentheses;
        else if (c == ')' && m_parentheses > 0)
            --m_parentheses; // without one it ends a pattern of `case`
        if (c == '$' || c == '`' || c == '|' || c == '>' || c == '<' || c == '&' || c == '(' || c == ')')
            m_command.isPlain = false;
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

    /// "<<EOF", "<<-'EOF'": what ends the lines that come behind this one.
    void hereDocument()
    {
        endWord();
        m_command.isPlain = false;
        m_at += 2;
        while (m_at < m_script.size() && (m_script[m_at] == '-' || m_script[m_at] == ' ' || m_script[m_at] == '\t'))
            ++m_at;
        while (m_at < m_script.size() && std::string_view(" \t\r\n;&|<>").find(m_script[m_at]) == std::string_view::npos) {
            if (m_script[m_at] != '\'' && m_script[m_at] != '"' && m_script[m_at] != '\\')
                m_delimiter += m_script[m_at];
            ++m_at;
        }
    }

    void endLine()
    {
        ++m_at;
        if (!m_delimiter.empty()) {
            std::string lines;
            while (m_at < m_script.size()) {
                const std::size_t end = std::min(m_script.find('\n', m_at), m_script.size());
                const std::string_view line = m_script.substr(m_at, end - m_at);
                m_at = std::min(end + 1, m_script.size());
                std::string_view bare = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
                if (bare.ends_with('\r'))
                    bare.remove_suffix(1);
                if (bare == m_delimiter)
                    break;
                lines += std::string(line) + '\n';
            }
            m_delimiter.clear();
            if (!m_command.hereDocument)
                m_command.hereDocument = std::move(lines);
        }
        endCommand();
        m_begin = m_at;
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

    /// How many blocks the command opens, less those that it ends.
    static int blocksOf(const std::vector<std::string> &words)
    {
        std::size_t first = 0;
        while (first < words.size() && isOneOf(words[first], {"do", "then", "else", "!", "time"}))
            ++first;
        if (first == words.size())
            return 0;
        if (isOneOf(words[first], {"for", "while", "until", "if", "case", "select", "{"}))
            return 1;
        if (isOneOf(words[first], {"done", "fi", "esac", "}"}))
            return -1;
        return words.size() > first + 1 && words.back() == "{" && (words[first].ends_with("()") || words[first] == "function") ? 1 : 0;
    }

    void endCommand()
    {
        endWord();
        if (m_command.words.empty()) {
            if (m_blocks == 0)
                m_command = {};
            return;
        }
        const int change = blocksOf(m_command.words);
        if (m_blocks == 0 && change <= 0) {
            m_blockBegin = m_begin;
            m_block = std::move(m_command);
            emit();
        } else {
            if (m_blocks == 0) {
                m_blockBegin = m_begin;
                m_block = m_command;
                m_block.isPlain = false;
                m_block.hereDocument.reset();
            }
            m_blocks += change;
            if (m_blocks == 0)
                emit();
        }
        m_command = {};
    }

    /// The command or the whole block.
    void emit()
    {
        std::string_view text = m_script.substr(m_blockBegin, m_at - m_blockBegin);
        const std::size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
        m_block.text = first == std::string_view::npos ? "" : text.substr(first, last - first + 1);
        m_commands.push_back(std::move(m_block));
        m_block = {};
        m_blocks = 0;
    }

    std::string_view m_script;
    std::size_t m_at = 0;
    std::size_t m_begin = 0;      // of the command
    std::size_t m_blockBegin = 0; // of the command that opened the block
    int m_blocks = 0;             // loops, conditions and functions that are open
    int m_parentheses = 0;
    std::string m_delimiter;      // of a here-document that begins with the next line
    bool m_inWord = false;
    std::string m_word;
    ShellCommand m_command;
    ShellCommand m_block;
    std::vector<ShellCommand> m_commands;
};

} // namespace

std::vector<ShellCommand> splitCommands(std::string_view script)
{
    return Splitter(script).run();
}

} // namespace hopyard::exchange

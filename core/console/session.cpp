// See session.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/session.h"

#include "core/console/console.h"
#include "core/console/grammar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace hopyard::console {

namespace {

std::string_view promptOf(ConfigMode mode)
{
    switch (mode) {
    case ConfigMode::interface: return "config-if";
    case ConfigMode::ospf:
    case ConfigMode::rip:
    case ConfigMode::bgp: return "config-router";
    case ConfigMode::bgpFamily: return "config-router-af";
    case ConfigMode::routeMap: return "config-route-map";
    case ConfigMode::keyChain: return "config-keychain";
    case ConfigMode::key: return "config-keychain-key";
    case ConfigMode::accessList: return "config-ext-nacl";
    case ConfigMode::dhcpPool: return "dhcp-config";
    case ConfigMode::top:
    case ConfigMode::unsupported: break;
    }
    return "config";
}

/// The word, or a clear beginning of it.
bool isShort(const std::string &word, std::string_view full, std::size_t least) { return word.size() >= least && full.starts_with(word); }

/// `terminal monitor`, `terminal no monitor`, `no terminal monitor`: whether the log is wanted.
std::optional<bool> monitorLine(std::vector<Word> words)
{
    const bool saysNo = std::erase_if(words, [](const Word &word) { return word.text == "no"; }) > 0;
    if (words.size() != 2 || !isShort(words[0].text, "terminal", 2) || !isShort(words[1].text, "monitor", 3))
        return std::nullopt;
    return !saysNo;
}

/// The line behind its first word.
std::string_view behindFirst(std::string_view line, const std::vector<Word> &words)
{
    return words.size() < 2 ? std::string_view() : line.substr(words[1].column);
}

} // namespace

std::string ConsoleSession::prompt(std::string_view hostname) const
{
    return m_configuring ? fmt::format("{}({})# ", hostname, promptOf(m_mode)) : fmt::format("{}# ", hostname);
}

/// A reader of an empty configuration that stands where we are.
ConfigReader ConsoleSession::inBlock() const
{
    ConfigReader reader;
    reader.allowAbbreviations();
    for (const std::string &line : m_blocks)
        (void)reader.take(line, 0);
    return reader;
}

ConsoleSession::Step ConsoleSession::take(std::string_view line)
{
    const std::vector<Word> words = splitWords(line);
    m_waits = false;
    if (words.empty() || words[0].text.front() == '!')
        return {};
    if (m_configuring)
        return takeConfiguration(line);
    const std::string &first = words[0].text;
    if (isShort(first, "configure", 4) && words.size() == 2 && isShort(words[1].text, "terminal", 1)) {
        m_configuring = true;
        return {};
    }
    if (words.size() == 1 && (first == "exit" || first == "quit" || first == "logout"))
        return {{}, {}, true, {}};
    if (words.size() == 1 && (first == "enable" || first == "disable" || first == "end"))
        return {};
    if (const auto monitors = monitorLine(words)) {
        Step step;
        step.monitors = monitors;
        return step;
    }
    return {std::string(line), {}, false, {}};
}

ConsoleSession::Step ConsoleSession::takeConfiguration(std::string_view line)
{
    const std::vector<Word> words = splitWords(line);
    const std::string &first = words[0].text;
    if (words.size() == 1 && first == "end") {
        *this = ConsoleSession();
        return {};
    }
    if (words.size() == 1 && (first == "exit" || first == "quit" || first == "exit-address-family")) {
        if (m_blocks.empty()) {
            *this = ConsoleSession();
            return {};
        }
        m_blocks.pop_back();
        m_mode = inBlock().mode();
        return {};
    }
    if (first == "do")
        return words.size() > 1 ? Step{std::string(behindFirst(line, words)), {}, false, {}}
                                : Step{{}, "do what?\n", false, {}};
    if (words.back().text == "?") {
        Step step;
        step.say = help(line.substr(0, words.back().column));
        return step;
    }
    // Where the line leads, its own reader knows; whether it is good only the router does, which knows what there is.
    ConfigReader reader = inBlock();
    const bool taken = bool(reader.take(line, 0));
    m_nextMode = reader.mode();
    m_nextBlocks.clear();
    if (taken && reader.hasEntered()) {
        if ((m_nextMode == ConfigMode::bgpFamily || m_nextMode == ConfigMode::key) && !m_blocks.empty())
            m_nextBlocks.push_back(m_blocks.front());
        m_nextBlocks.emplace_back(line);
    } else if (m_nextMode == m_mode) {
        m_nextBlocks = m_blocks;
    } else if (m_nextMode != ConfigMode::top && !m_blocks.empty()) {
        m_nextBlocks.push_back(m_blocks.front()); // a line of the block around ended the inner one
    }
    m_waits = true;
    std::string send = "configure ";
    for (const std::string &block : m_blocks)
        send += block + "; ";
    return {send + std::string(line), {}, false, {}};
}

void ConsoleSession::answered(bool ok)
{
    if (std::exchange(m_waits, false) && ok) {
        m_blocks = m_nextBlocks;
        m_mode = m_nextMode;
    }
}

std::string ConsoleSession::help(std::string_view line) const
{
    const std::vector<Word> words = splitWords(line);
    const bool isBegun = !words.empty() && !line.ends_with(' ');
    const bool atStart = words.size() <= (isBegun ? 1u : 0u);
    std::string text;
    if (m_configuring && !(words.size() > (isBegun ? 1u : 0u) && words[0].text == "do")) {
        for (const std::string &word : inBlock().next(isBegun ? line.substr(0, words.back().column) : line))
            if (!isBegun || word.starts_with(words.back().text))
                text += fmt::format("  {}\n", word == "<cr>" ? "<Enter>" : word);
    } else {
        text = console::whatFollows(m_configuring ? behindFirst(line, words) : line);
    }
    for (const std::string &word : sessionWords(line))
        if (atStart || !m_configuring)
            text += fmt::format("  {}\n", word);
    return text.empty() ? fmt::format("nothing can follow '{:.80}'\n", line) : text;
}

/// The words of the session itself that may stand here.
std::vector<std::string> ConsoleSession::sessionWords(std::string_view line) const
{
    struct Phrase {
        std::string_view before, word;
    };
    static constexpr std::array kLooking{Phrase{"", "configure"}, Phrase{"", "exit"}, Phrase{"", "terminal"},
                                         Phrase{"configure ", "terminal"}, Phrase{"terminal ", "monitor"},
                                         Phrase{"terminal ", "no"}, Phrase{"terminal no ", "monitor"}};
    static constexpr std::array kConfiguring{Phrase{"", "do"}, Phrase{"", "end"}, Phrase{"", "exit"}};
    std::vector<std::string> out;
    for (const Phrase &phrase :
         m_configuring ? std::span<const Phrase>(kConfiguring) : std::span<const Phrase>(kLooking))
        if (line.starts_with(phrase.before) && phrase.word.starts_with(line.substr(phrase.before.size())))
            out.emplace_back(phrase.word);
    return out;
}

std::vector<std::string> ConsoleSession::completions(std::string_view line) const
{
    if (!m_configuring) {
        std::vector<std::string> out = console::completions(line);
        for (std::string &word : sessionWords(line))
            out.push_back(std::move(word));
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }
    const std::vector<Word> words = splitWords(line);
    if (!words.empty() && words[0].text == "do" && line.size() > 2)
        return console::completions(behindFirst(line, words));
    const bool isBegun = !words.empty() && !line.ends_with(' ');
    const std::string begun = isBegun ? words.back().text : std::string();
    std::vector<std::string> out = inBlock().next(isBegun ? line.substr(0, words.back().column) : line);
    for (std::string &word : sessionWords(line))
        out.push_back(std::move(word));
    std::erase_if(out, [&](const std::string &word) {
        return word.empty() || word.front() < 'a' || word.front() > 'z' || !word.starts_with(begun);
    });
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace hopyard::console

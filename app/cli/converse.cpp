// See converse.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/converse.h"

#include "app/cli/line_editor.h"
#include "app/cli/manager_words.h"
#include "core/base/quantity.h"
#include "core/console/grammar.h"
#include "core/console/session.h"

#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr const char *kManagerPrompt = "manager> ";

/// A lab's time as routers print times: 00:01:05.123456.
std::string stamp(base::TimePoint time)
{
    const std::int64_t us = time.ns() / 1000, s = us / 1'000'000;
    return fmt::format("{:02}:{:02}:{:02}.{:06}", s / 3600, s / 60 % 60, s % 60, us % 1'000'000);
}

/// `wait 5s`: lets virtual time pass, where time stands still between lines.
bool takeWait(Hop &hop, ConsoleTalk &talk, const std::string &line)
{
    const std::vector<console::Word> words = console::splitWords(line);
    if (words.empty() || words[0].text != "wait")
        return false;
    const auto time = words.size() == 2 ? base::parseDuration(words[1].text) : std::nullopt;
    if (!time)
        hop.out.error("write: wait TIME, such as `wait 5s`");
    else if (!talk.wait(*time))
        hop.out.error("a lab that runs needs no wait: its time passes by itself");
    return true;
}

std::string keptIn(const std::string &node) { return node.empty() ? "manager_history" : "console_history"; }

class Conversation {
public:
    Conversation(Hop &hop, ConsoleTalk &talk, std::string node)
        : m_hop(hop), m_talk(talk), m_node(std::move(node)), m_words(talk),
          m_editor(keptIn(m_node), {[this](std::string_view line) { return completions(line); },
                                    [this](std::string_view line) { return help(line); }})
    {
        m_editor.watch(talk.descriptor(), [this] { m_talk.onReadable(); });
        talk.onLog = [this](const ConsoleTalk::LogLine &line) { showLog(line); };
    }
    ~Conversation() { m_talk.onLog = nullptr; }
    Conversation(const Conversation &) = delete;
    Conversation &operator=(const Conversation &) = delete;

    void run()
    {
        const bool beganAtManager = m_node.empty();
        while (const auto line = m_editor.read(m_node.empty() ? kManagerPrompt : m_session.prompt(m_node))) {
            const bool goesOn = m_node.empty() ? takeManagerLine(*line) : takeConsoleLine(*line);
            if (m_editor.isPerson())
                m_hop.exit = exitOk; // the person has read it
            if (goesOn)
                continue;
            if (m_node.empty() || !beganAtManager || m_isGone)
                return;
            m_node.clear(); // from a node's console back to the manager
        }
    }

private:
    std::vector<std::string> completions(std::string_view line) const
    {
        return m_node.empty() ? m_words.completions(line) : m_session.completions(line);
    }
    std::string help(std::string_view line) const { return m_node.empty() ? m_words.help(line) : m_session.help(line); }

    void showLog(const ConsoleTalk::LogLine &line)
    {
        if (m_monitored != line.node)
            return;
        m_editor.printAbove([&] {
            if (m_hop.out.json)
                m_hop.out.object({{"time", line.time.ns()}, {"node", line.node}, {"text", line.text}});
            else
                m_hop.out.line(stamp(line.time) + ' ' + line.text);
        });
    }

    /// False: the session is over.
    bool takeManagerLine(const std::string &line)
    {
        const std::vector<console::Word> words = console::splitWords(line);
        if (words.empty() || takeWait(m_hop, m_talk, line))
            return true;
        if (words.size() == 1 && (words[0].text == "exit" || words[0].text == "quit"))
            return false;
        if (words.size() == 2 && words[0].text == "login") {
            if (m_words.isNode(words[1].text))
                m_node = words[1].text;
            else
                m_hop.out.error("there is no router or host \"" + words[1].text + "\"; `list` has them");
            return true;
        }
        return send(line).has_value();
    }

    bool takeConsoleLine(const std::string &line)
    {
        if (!m_session.isConfiguring() && takeWait(m_hop, m_talk, line))
            return true;
        const console::ConsoleSession::Step step = m_session.take(line);
        if (step.leaves)
            return false;
        if (!step.say.empty())
            m_hop.out.line(std::string_view(step.say).substr(0, step.say.size() - 1));
        if (step.monitors) {
            m_monitored = *step.monitors ? m_node : std::string();
            m_talk.listen(*step.monitors);
        }
        if (step.send.empty())
            return true;
        const auto ok = send(step.send);
        m_session.answered(ok.value_or(false));
        return ok.has_value();
    }

    /// Whether the line was taken; nothing where nobody answers any more.
    std::optional<bool> send(const std::string &line)
    {
        const auto reply = m_talk.ask(m_node, line);
        if (!reply) {
            m_isGone = true;
            return std::nullopt;
        }
        printReply(m_hop, m_node, line, *reply);
        return reply->ok;
    }

    Hop &m_hop;
    ConsoleTalk &m_talk;
    std::string m_node; ///< empty: at the manager
    std::string m_monitored;
    bool m_isGone = false;
    console::ConsoleSession m_session;
    ManagerWords m_words;
    LineEditor m_editor;
};

} // namespace

void printReply(Hop &hop, const std::string &node, const std::string &line, const ConsoleTalk::Reply &reply)
{
    std::string_view text = reply.text;
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (hop.out.json)
        hop.out.object({{"node", node}, {"line", line}, {"ok", reply.ok}, {"text", reply.text}, {"json", reply.json}});
    else if (!reply.ok)
        hop.out.error(node.empty() ? std::string(text) : node + ": " + std::string(text));
    else if (!text.empty())
        hop.out.line(text);
    if (!reply.ok)
        hop.exit = exitFailed;
}

void converse(Hop &hop, ConsoleTalk &talk, const std::string &node) { Conversation(hop, talk, node).run(); }

} // namespace hopyard::cli

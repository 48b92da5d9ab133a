// Readline's callback interface under a loop of our own; see line_editor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/line_editor.h"

#include "app/cli/interrupt.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <utility>

#include <readline/history.h>
#include <readline/readline.h>

namespace hopyard::cli {
namespace {

constexpr int kRemembered = 1'000;
constexpr int kEndKey = 26; // Ctrl-Z

// What Readline's callbacks reach: they get no argument of ours.
const LineEditor::Language *g_language = nullptr;
std::optional<std::string> g_line;
bool g_isDone = false;
volatile std::sig_atomic_t g_resized = 0;
volatile std::sig_atomic_t g_end = 0;

/// The terminal's signals while a line is edited, in place of Readline's own handlers: those would end the program.
class TerminalSignals {
public:
    TerminalSignals()
    {
        struct sigaction action {};
        action.sa_handler = [](int) { g_resized = 1; };
        sigaction(SIGWINCH, &action, &m_resize);
        action.sa_handler = [](int) { g_end = 1; };
        sigaction(SIGTSTP, &action, &m_stop);
        // Blocked but while we wait, so that none comes between looking and waiting.
        sigset_t held;
        sigemptyset(&held);
        for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP})
            sigaddset(&held, number);
        sigprocmask(SIG_BLOCK, &held, &m_mask);
    }
    ~TerminalSignals()
    {
        sigprocmask(SIG_SETMASK, &m_mask, nullptr);
        sigaction(SIGWINCH, &m_resize, nullptr);
        sigaction(SIGTSTP, &m_stop, nullptr);
    }
    TerminalSignals(const TerminalSignals &) = delete;
    TerminalSignals &operator=(const TerminalSignals &) = delete;
    const sigset_t *whileWaiting() const { return &m_mask; }

private:
    struct sigaction m_resize {}, m_stop {};
    sigset_t m_mask{};
};

void lineTaken(char *text)
{
    g_isDone = true;
    g_line = text ? std::optional<std::string>(text) : std::nullopt;
    std::free(text);
    rl_callback_handler_remove(); // else the prompt of the next line would come before this one's answer
}

std::string beforeCursor() { return std::string(rl_line_buffer, static_cast<std::size_t>(rl_point)); }

char **complete(const char *, int, int)
{
    rl_attempted_completion_over = 1; // no names of files
    static std::vector<std::string> words;
    words = g_language->completions(beforeCursor());
    if (words.empty())
        return nullptr;
    static std::size_t next;
    next = 0;
    return rl_completion_matches("", [](const char *, int) -> char * {
        return next < words.size() ? strdup(words[next++].c_str()) : nullptr;
    });
}

int helpHere(int, int)
{
    const std::string help = g_language->help(beforeCursor());
    std::fprintf(rl_outstream, "?\n%s", help.c_str());
    std::fflush(rl_outstream);
    rl_on_new_line();
    rl_redisplay();
    return 0;
}

void showEnd()
{
    rl_replace_line("end", 0);
    rl_point = rl_end;
    rl_redisplay();
}

int endHere(int, int)
{
    showEnd();
    return rl_newline(1, '\n');
}

} // namespace

std::string LineEditor::statePath(const std::string &name)
{
    const char *state = std::getenv("XDG_STATE_HOME");
    const char *home = std::getenv("HOME");
    std::filesystem::path folder;
    if (state && state[0] == '/')
        folder = state;
    else if (home && home[0] == '/')
        folder = std::filesystem::path(home) / ".local" / "state";
    else
        return {};
    folder /= "hopyard";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    return error ? std::string() : (folder / name).string();
}

LineEditor::LineEditor(const std::string &history, Language language)
    : m_isPerson(isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1), m_language(std::move(language))
{
    if (!m_isPerson)
        return;
    g_language = &m_language;
    rl_readline_name = "hop";
    rl_outstream = stderr; // stdout is for data
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t";
    rl_completer_quote_characters = nullptr;
    rl_sort_completion_matches = 0;
    rl_initialize();
    rl_variable_bind("show-all-if-ambiguous", "on");
    rl_variable_bind("completion-query-items", "0");
    rl_variable_bind("page-completions", "off");
    rl_bind_key('?', helpHere); // Ctrl-V ? types one
    rl_bind_key(kEndKey, endHere);
    using_history();
    clear_history();
    stifle_history(kRemembered);
    m_historyFile = statePath(history);
    if (!m_historyFile.empty())
        read_history(m_historyFile.c_str()); // none yet: nothing is read
}

LineEditor::~LineEditor()
{
    if (g_language == &m_language)
        g_language = nullptr;
}

void LineEditor::watch(int descriptor, std::function<void()> ready)
{
    m_descriptor = descriptor;
    m_ready = std::move(ready);
}

void LineEditor::printAbove(const std::function<void()> &print)
{
    if (!m_isPerson || g_isDone)
        return print();
    rl_clear_visible_line();
    std::fflush(rl_outstream);
    print();
    rl_on_new_line();
    rl_redisplay();
}

void LineEditor::abandonLine()
{
    std::fputs("^C\n", rl_outstream);
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_replace_line("", 1);
    rl_point = rl_mark = 0;
    using_history(); // Up begins at the last line again
    rl_on_new_line();
    rl_redisplay();
}

std::optional<std::string> LineEditor::edit(const std::string &prompt)
{
    g_isDone = false;
    g_resized = 0;
    g_end = 0;
    const Interrupt interrupt;
    const TerminalSignals signals;
    rl_callback_handler_install(prompt.c_str(), lineTaken);
    for (int seen = 0; !g_isDone;) {
        pollfd waits[2] = {{STDIN_FILENO, POLLIN, 0}, {m_descriptor, POLLIN, 0}}; // poll() passes over -1
        const int ready = ppoll(waits, 2, nullptr, signals.whileWaiting());
        if (ready < 0 && errno != EINTR)
            break;
        if (std::exchange(g_resized, 0))
            rl_resize_terminal();
        if (std::exchange(g_end, 0)) { // a signal and no key: Readline does not take the line for us
            showEnd();
            std::fputc('\n', rl_outstream);
            lineTaken(strdup("end"));
        }
        if (std::exchange(seen, interrupt.count()) != interrupt.count()) {
            if (interrupt.lastSignal() != SIGINT)
                break;
            abandonLine();
        }
        if (ready <= 0 || g_isDone)
            continue;
        if (waits[1].revents)
            m_ready();
        if (waits[0].revents)
            rl_callback_read_char();
    }
    if (g_isDone)
        return std::exchange(g_line, std::nullopt);
    rl_callback_handler_remove();
    return std::nullopt;
}

std::optional<std::string> LineEditor::read(const std::string &prompt)
{
    if (!m_isPerson) {
        std::string line;
        return std::getline(std::cin, line) ? std::optional(std::move(line)) : std::nullopt;
    }
    auto line = edit(prompt);
    if (!line) {
        std::fputc('\n', rl_outstream);
        return line;
    }
    const HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : nullptr;
    if (line->find_first_not_of(" \t") == std::string::npos || (last && *line == last->line))
        return line;
    add_history(line->c_str());
    if (!m_historyFile.empty()) {
        if (append_history(1, m_historyFile.c_str()) != 0) // there is no file yet
            write_history(m_historyFile.c_str());
        history_truncate_file(m_historyFile.c_str(), kRemembered);
        chmod(m_historyFile.c_str(), S_IRUSR | S_IWUSR); // a configuration has passwords
    }
    return line;
}

} // namespace hopyard::cli

// Lines from a person at a terminal, with what a router's console has: editing keys, history over sessions, Ctrl-R, Tab
// that completes, and "?" that says at once what can follow. Where no person sits at a terminal, lines are read as they
// come. GNU Readline does the work (docs/dependencies.md).
//
// One at a time in a program: Readline has one state.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::cli {

class LineEditor {
public:
    /// What is known of the language that is typed. Both get the text before the cursor.
    struct Language {
        /// The words with which the last word goes on, or the next ones.
        std::function<std::vector<std::string>(std::string_view)> completions;
        /// Lines to print for "?".
        std::function<std::string(std::string_view)> help;
    };

    /// `history` names the file in the user's state directory that keeps the lines.
    LineEditor(const std::string &history, Language language);
    ~LineEditor();
    LineEditor(const LineEditor &) = delete;
    LineEditor &operator=(const LineEditor &) = delete;

    /// A person types, and sees what we print.
    bool isPerson() const { return m_isPerson; }
    /// The next line; nothing once there are no more: Ctrl-D on an empty line, the end of the input, a signal that ends
    /// programs. Ctrl-C gives up a line and begins another; Ctrl-Z is the line "end", as on a router.
    std::optional<std::string> read(const std::string &prompt);
    /// While a line is waited for, `ready` is called whenever the descriptor can be read. -1: none.
    void watch(int descriptor, std::function<void()> ready);
    /// Printed above the line that is being typed, for use by `ready`.
    void printAbove(const std::function<void()> &print);

    /// $XDG_STATE_HOME/hopyard/NAME, else below ~/.local/state; empty where the user has no home. Makes the directory.
    static std::string statePath(const std::string &name);

private:
    std::optional<std::string> edit(const std::string &prompt);
    void abandonLine();

    bool m_isPerson;
    Language m_language;
    std::string m_historyFile;
    int m_descriptor = -1;
    std::function<void()> m_ready;
};

} // namespace hopyard::cli

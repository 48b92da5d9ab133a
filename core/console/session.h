// A person at a router's console: the mode that the console is in, its prompt, what may be written, and what is sent.
//
// The console itself has no memory: a line in, text out. What makes a session of it is here, on the side of the person:
// `configure terminal` opens the configuration, whose lines go to the router one by one, each as `configure BLOCK; LINE`;
// words may be shortened; `do LINE` is a line of the console; `exit` and `end` leave. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/config_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::console {

class ConsoleSession {
public:
    struct Step {
        std::string send; ///< for the node's console; empty: nothing
        std::string say;  ///< answered here, lines
        bool leaves = false; ///< the session is over
        std::optional<bool> monitors = {}; ///< from now on lines of the node's log are wanted in between, or no longer
    };

    /// "r1# ", "r1(config-router)# ".
    std::string prompt(std::string_view hostname) const;
    /// What follows from a line. Where something is to be sent, answered() comes before the next line.
    Step take(std::string_view line);
    /// Whether the console took what was sent.
    void answered(bool ok);
    /// The words with which the line may go on: the last one where it is begun, else the next. For Tab.
    std::vector<std::string> completions(std::string_view line) const;
    /// What "?" says behind these words, as lines.
    std::string help(std::string_view line) const;
    bool isConfiguring() const { return m_configuring; }

private:
    ConfigReader inBlock() const;
    Step takeConfiguration(std::string_view line);
    std::vector<std::string> sessionWords(std::string_view line) const;

    bool m_configuring = false;
    std::vector<std::string> m_blocks; ///< the lines that opened the block we are in, outermost first
    ConfigMode m_mode = ConfigMode::top;
    std::vector<std::string> m_nextBlocks; ///< those after the line that was sent, where it is taken
    ConfigMode m_nextMode = ConfigMode::top;
    bool m_waits = false;
};

} // namespace hopyard::console

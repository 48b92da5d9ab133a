// hop manager: one line for the router manager of a run, which makes, wires, stops and destroys routers while it runs;
// or a session with it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/converse.h"

#include <memory>

#include <CLI/App.hpp>

namespace hopyard::cli {

void addManager(CLI::App &app, Hop &hop)
{
    struct Options {
        std::string run;
        std::vector<std::string> words;
    };
    const auto options = std::make_shared<Options>();
    CLI::App *manager =
        addCommand(app, hop, "manager", "Give the router manager of a run one line, or sit down at it",
                   "  hop manager                       # a session: list, login r1, on all show …, exit\n"
                   "  hop manager list\n"
                   "  hop manager create router r9\n"
                   "  hop manager attach r9 eth0 to s1 p9\n"
                   "  hop manager on r1,r2 show ip route");
    manager->add_option("line", options->words,
                        "The line (docs/console.md); 'help' lists them; none: lines are read from the terminal")
        ->expected(-1);
    manager->add_option("--run", options->run, "Name of the run; not needed where there is only one");
    manager->callback([&hop, options] {
        std::string line;
        for (const std::string &word : options->words)
            line += (line.empty() ? "" : " ") + word;
        const auto talk = talkToRun(hop, options->run);
        if (!talk)
            return;
        if (line.empty())
            return converse(hop, *talk, "");
        if (const auto reply = talk->ask("", line))
            printReply(hop, "", line, *reply);
    });
}

} // namespace hopyard::cli

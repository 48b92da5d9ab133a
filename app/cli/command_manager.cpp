// hop manager: one line for the router manager of a run, which makes, wires, stops and destroys routers while it runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"

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
    CLI::App *manager = addCommand(app, hop, "manager", "Give the router manager of a run one line",
                                   "  hop manager list\n"
                                   "  hop manager create router r9\n"
                                   "  hop manager attach r9 eth0 to s1 p9\n"
                                   "  hop manager on r1,r2 show ip route");
    manager->add_option("line", options->words, "The line (docs/console.md); 'help' lists them")->required()->expected(-1);
    manager->add_option("--run", options->run, "Name of the run; not needed where there is only one");
    manager->callback([&hop, options] {
        std::string line;
        for (const std::string &word : options->words)
            line += (line.empty() ? "" : " ") + word;
        const auto client = connectTo(hop, options->run);
        if (!client)
            return;
        const auto answer = ask(hop, *client, "manager.run", {{"line", line}});
        if (!answer)
            return;
        const bool ok = rpc::boolMember(*answer, "ok").value_or(false);
        std::string text = rpc::stringMember(*answer, "text").value_or("");
        if (text.ends_with('\n'))
            text.pop_back();
        if (hop.out.json)
            hop.out.object(*answer);
        else if (ok)
            hop.out.line(text);
        else
            hop.out.error(text);
        if (!ok)
            hop.exit = exitFailed;
    });
}

} // namespace hopyard::cli

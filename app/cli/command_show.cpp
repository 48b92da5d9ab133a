// hop show, console: asking a node of a run, or of a lab that is built for the question.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/converse.h"
#include "app/cli/duration_option.h"
#include "app/cli/exec_in_node.h"
#include "app/cli/exec_outside.h"
#include "app/cli/runs.h"

#include <memory>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

struct Options {
    std::string node, run, lab;
    std::vector<std::string> words;
    base::Duration at, follow;
};

std::string joined(const std::vector<std::string> &words)
{
    std::string line;
    for (const std::string &word : words)
        line += (line.empty() ? "" : " ") + word;
    return line;
}

/// To the run or the lab that the options say; null: it has been said why there is none, or no such node in it.
std::unique_ptr<ConsoleTalk> talkTo(Hop &hop, const Options &options)
{
    auto talk = options.lab.empty() ? talkToRun(hop, options.run) : talkToLab(hop, options.lab, options.at);
    if (talk && !talk->hasNode(options.node)) {
        hop.out.error("there is no node \"" + options.node + "\" in " + options.lab);
        hop.exit = exitNotFound;
        return nullptr;
    }
    return talk;
}

/// One line; then, where it is wanted, what the node prints for a while: a ping tells its replies one by one.
void askOnce(Hop &hop, const Options &options, const std::string &line)
{
    const auto talk = talkTo(hop, options);
    if (!talk)
        return;
    if (options.follow.ns() > 0) {
        talk->onLog = [&hop, &options](const ConsoleTalk::LogLine &entry) {
            if (entry.node != options.node)
                return;
            if (hop.out.json)
                hop.out.object({{"time", entry.time.ns()}, {"node", entry.node}, {"text", entry.text}});
            else
                hop.out.line(entry.text);
        };
        talk->listen(true);
    }
    const auto reply = talk->ask(options.node, line);
    if (!reply)
        return;
    printReply(hop, options.node, line, *reply);
    if (reply->ok && options.follow.ns() > 0)
        talk->follow(options.follow);
}

/// At the node's console until the person leaves.
void sitDown(Hop &hop, const Options &options)
{
    if (options.lab.empty()) {
        auto client = connectTo(hop, options.run);
        const std::string name = client ? kindOf(hop, *client, options.node) : std::string();
        if (name.empty())
            return;
        const auto kind = lab::parseNodeKind(name);
        if (kind && lab::isMachine(*kind)) // its console is a serial line and no lines of ours
            return execInNode(hop, *client, options.node, {"console"});
        return converse(hop, *talkOver(hop, std::move(client)), options.node);
    }
    if (const auto talk = talkTo(hop, options))
        converse(hop, *talk, options.node);
}

void addTarget(CLI::App &command, const std::shared_ptr<Options> &options)
{
    CLI::Option *run = command.add_option("--run", options->run, "Name of the run; not needed where there is only one");
    command.add_option("--lab", options->lab, "Ask a lab file instead: it is built in virtual time for the question")
        ->excludes(run);
    addDuration(command, "--at", options->at, "With --lab: let so much virtual time pass first");
}

} // namespace

void addShow(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *show = addCommand(app, hop, "show", "Print a table of a node, as its console's show does",
                                "  hop show r1 ip route\n"
                                "  hop show r1 ip arp --json\n"
                                "  hop show b1 ospf neighbors      # of a bird node: as birdc prints it\n"
                                "  hop show sw1 mac address-table --run classroom\n"
                                "  hop show r1 ip route --lab lab.yaml --at 5s");
    show->add_option("node", options->node, "Name of the node; pc1/g1: a guest of a hypervisor")->required();
    show->add_option("words", options->words, "What to show: ip route, ip arp, interface, … (docs/console.md); of a machine nothing more is needed")
        ->expected(-1);
    addTarget(*show, options);
    show->callback([&hop, options] { askOnce(hop, *options, options->words.empty() ? "show" : "show " + joined(options->words)); });

    CLI::App *console = addCommand(app, hop, "console", "Give a node's console one line, or sit down at it",
                                   "  hop console r1                   # a session: configure terminal, show …, exit\n"
                                   "  hop console r1 'show ip route 10.0.2.10'\n"
                                   "  hop console h1 ping 10.0.2.10 count 3 --follow 5s\n"
                                   "  hop console m1                   # of a machine: its serial console; Ctrl-] leaves\n"
                                   "  hop console m1 snapshot save clean");
    console->add_option("node", options->node, "Name of the node; pc1/g1: a guest of a hypervisor")->required();
    console->add_option("line", options->words, "The line, in one or several words; none: lines are read from the terminal")->expected(-1);
    addTarget(*console, options);
    addDuration(*console, "--follow", options->follow, "Then print the node's output for so long");
    console->callback([&hop, options] {
        if (!options->words.empty())
            return askOnce(hop, *options, joined(options->words));
        sitDown(hop, *options);
    });
}

} // namespace hopyard::cli

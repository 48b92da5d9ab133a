// hop show, console: asking a node of a run, or of a lab that is built for the question.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/duration_option.h"
#include "app/cli/exec_in_node.h"
#include "app/cli/exec_outside.h"
#include "app/cli/interrupt.h"
#include "app/cli/lab_file.h"
#include "app/cli/runs.h"

#include "core/console/session.h"
#include "core/world/world.h"
#include "emulation/route_files/load.h"

#include <unistd.h>

#include <iostream>
#include <memory>
#include <optional>

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

void print(Hop &hop, const Options &options, const std::string &line, bool ok, const std::string &text,
           const rpc::Json &json)
{
    if (hop.out.json) {
        hop.out.object({{"node", options.node}, {"line", line}, {"ok", ok}, {"text", text}, {"json", json}});
    } else if (!ok) {
        hop.out.error(options.node + ": " + text);
    } else if (!text.empty()) {
        hop.out.line(text.ends_with('\n') ? std::string_view(text).substr(0, text.size() - 1) : std::string_view(text));
    }
    if (!ok)
        hop.exit = exitFailed;
}

/// Lets lines of the node's applications come for a while: a ping tells its replies one by one.
void follow(Hop &hop, rpc::Client &client, base::Duration duration)
{
    const Interrupt interrupt;
    const Deadline deadline(duration);
    while (!interrupt.wanted() && !deadline.isOver() && client.isOpen())
        client.waitForEvents(deadline.wait());
    if (!client.isOpen()) {
        hop.out.error("the run has ended");
        hop.exit = exitFailed;
    }
}

void askRun(Hop &hop, const Options &options, const std::string &line)
{
    const auto client = connectTo(hop, options.run);
    if (!client)
        return;
    if (options.follow.ns() > 0) {
        client->onNotification = [&hop, &options](std::string_view method, const rpc::Json &params) {
            const rpc::Json *log = method == "telemetry" ? rpc::member(params, "log") : nullptr;
            if (!log || !log->is_array())
                return;
            for (const rpc::Json &entry : *log) {
                if (rpc::stringMember(entry, "node") != options.node)
                    continue;
                if (hop.out.json)
                    hop.out.object(entry);
                else
                    hop.out.line(rpc::stringMember(entry, "text").value_or(""));
            }
        };
        if (!ask(hop, *client, "telemetry.subscribe", {{"topics", {"log"}}, {"rate", 20}}))
            return;
    }
    const auto answer = ask(hop, *client, "console.run", {{"node", options.node}, {"line", line}});
    if (!answer)
        return;
    const rpc::Json *json = rpc::member(*answer, "json");
    const bool ok = rpc::boolMember(*answer, "ok").value_or(false);
    print(hop, options, line, ok, rpc::stringMember(*answer, "text").value_or(""), json ? *json : rpc::Json());
    if (ok && options.follow.ns() > 0)
        follow(hop, *client, options.follow);
}

/// A node of a lab that was run in virtual time for a while.
struct NodeOfLab {
    world::World world;
    base::NodeId node;
};

/// Nothing, and said why, where it cannot be built or has no such node.
std::optional<NodeOfLab> runLab(Hop &hop, const Options &options)
{
    const auto file = loadLab(hop, options.lab);
    if (!file)
        return std::nullopt;
    auto world = world::World::build(file->lab, 1);
    if (!world) {
        reportProblems(hop, world.error());
        return std::nullopt;
    }
    const base::NodeId node = world->findNode(options.node);
    if (!node.isValid()) {
        hop.out.error("there is no node \"" + options.node + "\" in " + options.lab);
        hop.exit = exitNotFound;
        return std::nullopt;
    }
    route_files::Loaded routes = route_files::load(file->lab, file->path);
    reportProblems(hop, routes.problems);
    world->setRouteFiles(std::move(routes.files));
    world->runUntil(base::TimePoint() + options.at);
    return NodeOfLab{std::move(*world), node};
}

void askLab(Hop &hop, const Options &options, const std::string &line)
{
    auto lab = runLab(hop, options);
    if (!lab)
        return;
    const world::CommandAnswer answer = lab->world.command(lab->node, line);
    print(hop, options, line, answer.ok, answer.text, rpc::parseJson(answer.json).value_or(rpc::Json()));
}

void ask(Hop &hop, const Options &options, const std::string &line)
{
    if (options.lab.empty())
        askRun(hop, options, line);
    else
        askLab(hop, options, line);
}

/// A session at the node's console: lines from stdin, with prompts where a person writes them.
void converse(Hop &hop, const Options &options)
{
    std::unique_ptr<rpc::Client> client;
    std::optional<world::World> world;
    base::NodeId node;
    if (options.lab.empty()) {
        client = connectTo(hop, options.run);
        if (!client)
            return;
    } else {
        auto lab = runLab(hop, options);
        if (!lab)
            return;
        world.emplace(std::move(lab->world));
        node = lab->node;
    }
    // Whether the console took the line; nothing where nobody answers any more.
    const auto send = [&](const std::string &line) -> std::optional<bool> {
        if (world) {
            const world::CommandAnswer answer = world->command(node, line);
            print(hop, options, line, answer.ok, answer.text, rpc::parseJson(answer.json).value_or(rpc::Json()));
            return answer.ok;
        }
        const auto answer = ask(hop, *client, "console.run", {{"node", options.node}, {"line", line}});
        if (!answer)
            return {};
        const bool ok = rpc::boolMember(*answer, "ok").value_or(false);
        const rpc::Json *json = rpc::member(*answer, "json");
        print(hop, options, line, ok, rpc::stringMember(*answer, "text").value_or(""), json ? *json : rpc::Json());
        return ok;
    };
    if (client) {
        const auto kind = lab::parseNodeKind(kindOf(hop, *client, options.node));
        if (kind && lab::isMachine(*kind)) // its console is a serial line and no lines of ours
            return execInNode(hop, *client, options.node, {"console"});
    }
    const bool isPerson = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    console::ConsoleSession session;
    for (std::string line;;) {
        if (isPerson)
            std::cerr << session.prompt(options.node) << std::flush;
        if (!std::getline(std::cin, line))
            return;
        const console::ConsoleSession::Step step = session.take(line);
        if (step.leaves)
            break;
        if (!step.say.empty())
            hop.out.line(std::string_view(step.say).substr(0, step.say.size() - 1));
        if (step.send.empty())
            continue;
        const auto ok = send(step.send);
        if (!ok)
            return;
        session.answered(*ok);
        if (isPerson)
            hop.exit = 0; // the person has read it
    }
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
    show->add_option("node", options->node, "Name of the node")->required();
    show->add_option("words", options->words, "What to show: ip route, ip arp, interface, … (docs/console.md); of a machine nothing more is needed")
        ->expected(-1);
    addTarget(*show, options);
    show->callback([&hop, options] { ask(hop, *options, options->words.empty() ? "show" : "show " + joined(options->words)); });

    CLI::App *console = addCommand(app, hop, "console", "Give a node's console one line, or sit down at it",
                                   "  hop console r1                   # a session: configure terminal, show …, exit\n"
                                   "  hop console r1 'show ip route 10.0.2.10'\n"
                                   "  hop console h1 ping 10.0.2.10 count 3 --follow 5s\n"
                                   "  hop console m1                   # of a machine: its serial console; Ctrl-] leaves\n"
                                   "  hop console m1 snapshot save clean");
    console->add_option("node", options->node, "Name of the node")->required();
    console->add_option("line", options->words, "The line, in one or several words; none: lines are read from the terminal")->expected(-1);
    addTarget(*console, options);
    addDuration(*console, "--follow", options->follow, "Then print the node's output for so long");
    console->callback([&hop, options] {
        options->words.empty() ? converse(hop, *options) : ask(hop, *options, joined(options->words));
    });
}

} // namespace hopyard::cli

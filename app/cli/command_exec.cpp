// hop exec, shell: a program in a node of a run, or of a lab that is started for it. In a namespace the program runs
// inside; of a host or router it gets the sockets, and stays where it is.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/consent.h"
#include "app/cli/engine_process.h"
#include "app/cli/exec_in_node.h"
#include "app/cli/exec_outside.h"
#include "app/cli/runs.h"
#include "core/lab/lab.h"

#include <memory>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

struct Options {
    std::string target, node;
    std::vector<std::string> rules;
    std::vector<std::string> command;
    bool allowPrograms = false;
};

/// A shell as a login at a terminal would have it, in whatever the machine has.
std::vector<std::string> shellCommand()
{
    return {"/bin/sh", "-c", "if command -v bash >/dev/null; then exec bash; else exec sh; fi"};
}

/// `replaces`: nobody waits for us to come back.
void execOn(Hop &hop, rpc::Client &client, const Options &options, bool replaces)
{
    const bool isKernels = options.node.empty() || options.node == "kernel";
    const std::string kind = isKernels ? std::string() : kindOf(hop, client, options.node);
    if (!isKernels && kind.empty())
        return;
    const auto known = lab::parseNodeKind(kind);
    if (known && lab::isMachine(*known) && options.command == shellCommand()) // its shell is on its serial console
        return execInNode(hop, client, options.node, {"console"});
    if (known && lab::isOutside(*known) && options.rules.empty())
        return execInNode(hop, client, options.node, options.command);
    execOutside(hop, client, {options.node, options.rules, options.command}, replaces);
}

void execInLab(Hop &hop, const Options &options)
{
    const auto file = loadLab(hop, options.target);
    if (!file || !mayRunPrograms(hop, file->lab, options.allowPrograms))
        return;
    if (!options.node.empty() && options.node != "kernel" && !file->lab.findNode(lab::splitGuestPlace(options.node).node)) {
        hop.out.error("there is no node \"" + options.node + "\" in " + options.target);
        hop.exit = exitNotFound;
        return;
    }
    const std::string name = freeRunName(file->path);
    auto engine = startEngine(hop, name);
    if (!engine)
        return;
    rpc::Client &client = *engine->client;
    if (loadInto(hop, client, *file, 1) && ask(hop, client, "run.start", {{"allowPrograms", true}}))
        execOn(hop, client, options, false);
    const int result = hop.exit;
    endEngine(hop, *engine);
    if (result != exitOk)
        hop.exit = result;
}

void exec(Hop &hop, const Options &options)
{
    if (options.command.empty() || (options.node.empty() && options.rules.empty())) {
        hop.out.error(options.command.empty() ? "which program? hop exec RUN --on NODE -- PROGRAM ARGUMENTS…"
                                              : "on which node? --on NODE, or --rule PREFIX=NODE");
        hop.exit = exitUsage;
        return;
    }
    if (looksLikeLabFile(options.target))
        return execInLab(hop, options);
    if (const auto client = connectTo(hop, options.target))
        execOn(hop, *client, options, true);
}

} // namespace

void addExec(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *exec_ = addCommand(app, hop, "exec", "Run a program in a node",
                                 "  hop exec first-hops --on client -- curl http://10.0.2.10/\n"
                                 "  hop exec --on r1 -- curl http://web/\n"
                                 "  hop exec --rule 10.0.2.0/24=r1 --rule 10.0.0.0/8=r2 -- firefox\n"
                                 "  hop exec lab.yaml --on client --allow-programs -- ping -c 3 10.0.2.10\n"
                                 "In a namespace the program runs inside. Of a host or router it gets the sockets: it runs here,\n"
                                 "and what it sends and receives goes through that node.\n"
                                 "The exit code is the program's (128 and the signal where one ended it).");
    exec_->add_option("run-or-lab", options->target,
                      "Name of a run, or a lab file that is started for the program and stopped after it; not needed "
                      "where there is only one run");
    exec_->add_option("--on", options->node, "The node; \"kernel\": sockets are this machine's unless a rule says else");
    exec_->add_option("--rule", options->rules,
                      "PREFIX=NODE or PREFIX=kernel: where sockets to these destinations live; the longest prefix decides");
    exec_->add_flag("--allow-programs", options->allowPrograms, "Run the programs that the lab file names, without asking");
    exec_->add_option("command", options->command, "The program and its arguments, after --")->expected(-1);
    exec_->callback([&hop, options] {
        options->command.insert(options->command.end(), hop.afterDashes.begin(), hop.afterDashes.end());
        exec(hop, *options);
    });

    CLI::App *shell = addCommand(app, hop, "shell", "Open a shell in a node",
                                 "  hop shell client\n  hop shell client --run first-hops");
    shell->add_option("node", options->node, "The node")->required();
    shell->add_option("--run", options->target, "Name of a run, or a lab file; not needed where there is only one run");
    shell->add_flag("--allow-programs", options->allowPrograms, "Run the programs that the lab file names, without asking");
    shell->callback([&hop, options] {
        options->command = shellCommand();
        exec(hop, *options);
    });
}

} // namespace hopyard::cli

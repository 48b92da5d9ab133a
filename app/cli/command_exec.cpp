// hop exec, shell: a program in a node of a run, or of a lab that is started for it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/consent.h"
#include "app/cli/engine_process.h"
#include "app/cli/exec_in_node.h"
#include "app/cli/runs.h"

#include <memory>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

struct Options {
    std::string target, node;
    std::vector<std::string> command;
    bool allowPrograms = false;
};

/// A shell as a login at a terminal would have it, in whatever the machine has.
std::vector<std::string> shellCommand()
{
    return {"/bin/sh", "-c", "if command -v bash >/dev/null; then exec bash; else exec sh; fi"};
}

void execInLab(Hop &hop, const Options &options)
{
    const auto file = loadLab(hop, options.target);
    if (!file || !mayRunPrograms(hop, file->lab, options.allowPrograms))
        return;
    if (!file->lab.findNode(options.node)) {
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
        execInNode(hop, client, options.node, options.command);
    const int result = hop.exit;
    endEngine(hop, *engine);
    if (result != exitOk)
        hop.exit = result;
}

void exec(Hop &hop, const Options &options)
{
    if (looksLikeLabFile(options.target))
        return execInLab(hop, options);
    if (const auto client = connectTo(hop, options.target))
        execInNode(hop, *client, options.node, options.command);
}

} // namespace

void addExec(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *exec_ = addCommand(app, hop, "exec", "Run a program in a node",
                                 "  hop exec first-hops --on client -- curl http://10.0.2.10/\n"
                                 "  hop exec lab.yaml --on client --allow-programs -- ping -c 3 10.0.2.10\n"
                                 "The exit code is the program's (128 and the signal where one ended it).");
    exec_->add_option("run-or-lab", options->target,
                      "Name of a run, or a lab file that is started for the program and stopped after it")
        ->required();
    exec_->add_option("--on", options->node, "The node")->required();
    exec_->add_flag("--allow-programs", options->allowPrograms, "Run the programs that the lab file names, without asking");
    exec_->add_option("command", options->command, "The program and its arguments, after --")->required()->expected(-1);
    exec_->callback([&hop, options] { exec(hop, *options); });

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

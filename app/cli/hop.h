// The frame that the commands share: one CLI11 application, one output, one exit code.
//
// Each command is a file of its own, which registers itself by an add…() below and does its work in the callback.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/cli/output.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hopyard::cli {

struct Hop {
    Output out;
    int exit = exitOk;
    std::vector<std::string> afterDashes; ///< what stood behind "--": never options or names of ours
};

/// Makes a command with --json and examples below its help (each a line "hop …").
CLI::App *addCommand(CLI::App &app, Hop &hop, const std::string &name, const std::string &what,
                     const std::string &examples);

void addRun(CLI::App &app, Hop &hop);
void addValidate(CLI::App &app, Hop &hop);
void addOpen(CLI::App &app, Hop &hop);
void addCheck(CLI::App &app, Hop &hop);
void addHandOut(CLI::App &app, Hop &hop);
void addGrade(CLI::App &app, Hop &hop);
void addImport(CLI::App &app, Hop &hop);
void addExport(CLI::App &app, Hop &hop);
void addGenerate(CLI::App &app, Hop &hop);
void addCompare(CLI::App &app, Hop &hop);
void addExec(CLI::App &app, Hop &hop);       ///< exec, shell
void addCapture(CLI::App &app, Hop &hop);
void addShow(CLI::App &app, Hop &hop);       ///< show, console
void addExplain(CLI::App &app, Hop &hop);
void addWhatIf(CLI::App &app, Hop &hop);
void addManager(CLI::App &app, Hop &hop);
void addMigrate(CLI::App &app, Hop &hop);    ///< connections, migrate
void addRuns(CLI::App &app, Hop &hop);       ///< ps, stop
void addControl(CLI::App &app, Hop &hop);    ///< pause, resume, step, speed
void addLink(CLI::App &app, Hop &hop);
void addReport(CLI::App &app, Hop &hop);
void addDoctor(CLI::App &app, Hop &hop);
void addReference(CLI::App &app, Hop &hop);
void addCompletion(CLI::App &app, Hop &hop);

/// Everything registered, ready to parse; for main() and for completion.
void addAll(CLI::App &app, Hop &hop);

/// What may stand where the last of `words` is being typed (all that follow "hop"), one a line.
void printCompletions(const CLI::App &app, Hop &hop, const std::vector<std::string> &words);

/// `hop ARGUMENTS…`; returns the exit code.
int run(int argc, char **argv);

} // namespace hopyard::cli

// Parsing the command line and handing it to a command; see hop.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hop.h"

#include "app/cli/command_schema.h"
#include "app/cli/grade_answer.h"
#include "core/base/suggest.h"
#include "emulation/engine/main.h"
#include "emulation/rpc/build_info.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <iostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace hopyard::cli {

CLI::App *addCommand(CLI::App &app, Hop &hop, const std::string &name, const std::string &what,
                     const std::string &examples)
{
    CLI::App *command = app.add_subcommand(name, what);
    command->add_flag("--json", hop.out.json, "Print JSON, one object a line");
    if (!examples.empty())
        command->footer("Examples:\n" + examples);
    return command;
}

void addAll(CLI::App &app, Hop &hop)
{
    app.require_subcommand(1);
    app.set_version_flag("--version", "hop " + std::string(rpc::buildInfo()));
    app.footer("Each command has its own --help with examples. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the lab has\n"
               "errors, 4 programs need consent, 5 no such run, node or link, 6 the system refused.");
    addRun(app, hop);
    addValidate(app, hop);
    addOpen(app, hop);
    addCheck(app, hop);
    addHandOut(app, hop);
    addGrade(app, hop);
    addSchema(app, hop);
    addImport(app, hop);
    addExport(app, hop);
    addGenerate(app, hop);
    addCompare(app, hop);
    addExec(app, hop);
    addShow(app, hop);
    addExplain(app, hop);
    addWhatIf(app, hop);
    addManager(app, hop);
    addMigrate(app, hop);
    addCapture(app, hop);
    addLink(app, hop);
    addRuns(app, hop);
    addControl(app, hop);
    addReport(app, hop);
    addDoctor(app, hop);
    addReference(app, hop);
    addCompletion(app, hop);
    app.add_subcommand("engine", "The process in which a lab runs (started by the others; see docs/rpc.md)");
}

namespace {

/// What is wrong with a first word that is no command; empty where it is one.
std::string noSuchCommand(const CLI::App &app, const std::string &name)
{
    std::vector<std::string> names;
    for (const CLI::App *command : app.get_subcommands([](const CLI::App *) { return true; }))
        names.push_back(command->get_name());
    if (name.starts_with('-') || std::ranges::find(names, name) != names.end())
        return {};
    const std::string_view close = base::closestWord(name, std::vector<std::string_view>(names.begin(), names.end()));
    return "there is no command '" + name + "'" + (close.empty() ? "." : "; did you mean '" + std::string(close) + "'?")
        + " `hop --help` lists them.";
}

/// What was printed has to have arrived: a script that reads a cut table must not take it for the whole.
int exitAfterPrinting(Hop &hop)
{
    int why = 0;
    if (hop.out.canWrite(&why))
        return hop.exit;
    if (why != EPIPE) // a reader that has gone knows
        hop.out.error(std::string("cannot write to standard output: ") + std::strerror(why));
    return hop.exit == exitOk ? exitFailed : hop.exit;
}

} // namespace

int run(int argc, char **argv)
{
    // The engine reads its own command line, and must be the first thing that its process does.
    if (argc > 1 && std::strcmp(argv[1], "engine") == 0)
        return engine::main(argc - 1, argv + 1);
    if (argc > 1 && std::strcmp(argv[1], "grade-answer") == 0) // started by `hop grade`, for one answer
        return gradeAnswer(argc - 1, argv + 1);
    Hop hop;
    try {
        CLI::App app("Hopyard: networks of virtual routers and real programs, in virtual or in real time", "hop");
        addAll(app, hop);
        if (argc > 1 && std::strcmp(argv[1], "complete") == 0) { // `hop complete -- WORDS…`, asked by the scripts
            printCompletions(app, hop, std::vector<std::string>(argv + std::min(argc, 3), argv + argc));
            return hop.exit;
        }
        if (const std::string wrong = argc > 1 ? noSuchCommand(app, argv[1]) : std::string(); !wrong.empty()) {
            hop.out.error(wrong);
            return exitUsage;
        }
        const bool isExec = argc > 1 && std::strcmp(argv[1], "exec") == 0;
        const auto dashes = isExec ? std::find(argv, argv + argc, std::string_view("--")) : argv + argc;
        hop.afterDashes.assign(std::min(dashes + 1, argv + argc), argv + argc);
        try {
            app.parse(static_cast<int>(dashes - argv), argv);
        } catch (const CLI::ParseError &error) {
            const int code = app.exit(error, std::cout, std::cerr);
            return code == 0 ? exitOk : exitUsage;
        }
    } catch (const std::exception &error) {
        hop.out.error(error.what());
        return exitFailed;
    }
    return exitAfterPrinting(hop);
}

} // namespace hopyard::cli

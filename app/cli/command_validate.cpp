// hop validate: says everything that is wrong with lab files, and runs nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/lab_file.h"

#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

void validate(Hop &hop, const std::vector<std::string> &paths)
{
    rpc::Json files = rpc::Json::array();
    bool allOk = true, allThere = true;
    for (const std::string &path : paths) {
        const LabCheck check = checkLab(path, true);
        allOk = allOk && check.file.has_value();
        allThere = allThere && check.readable;
        if (hop.out.json) {
            rpc::Json problems = rpc::Json::array();
            for (const lab::Problem &problem : check.problems)
                problems.push_back(toJson(problem));
            for (const lab::Problem &problem : check.toFind) {
                problems.push_back(toJson(problem));
                problems.back()["toFind"] = true;
            }
            files.push_back({{"file", path}, {"ok", check.file.has_value()}, {"problems", problems}});
            continue;
        }
        for (const lab::Problem &problem : check.problems)
            hop.out.problem(problem);
        for (lab::Problem problem : check.toFind) {
            problem.message += " (part of the exercise)";
            hop.out.problem(problem);
        }
        if (check.file) {
            const lab::Lab &lab = check.file->lab;
            hop.out.line(fmt::format("{}: ok ({} nodes, {} links)", path, lab.nodes.size(), lab.links.size()));
        }
    }
    if (hop.out.json)
        hop.out.object({{"ok", allOk}, {"files", files}});
    hop.exit = !allThere ? exitNotFound : !allOk ? exitLabErrors : exitOk;
}

} // namespace

void addValidate(CLI::App &app, Hop &hop)
{
    const auto paths = std::make_shared<std::vector<std::string>>();
    CLI::App *command = addCommand(app, hop, "validate", "Check lab files: every mistake with its line, and what would be right",
                                   "  hop validate lab.yaml\n"
                                   "  hop validate labs/*.yaml --json | jq '.files[] | select(.ok | not)'");
    command->add_option("labs", *paths, "Lab files")->required()->expected(-1);
    command->callback([&hop, paths] { validate(hop, *paths); });
}

} // namespace hopyard::cli

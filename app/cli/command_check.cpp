// hop check: a lab's own checks, in virtual time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checking.h"
#include "app/cli/lab_file.h"

#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

struct Options {
    std::string lab;
    std::uint64_t seed = 1;
    bool solution = false;
};

void print(Hop &hop, const checks::Report &report)
{
    for (const checks::CheckResult &result : report.results) {
        const Style style = result.verdict == checks::Verdict::passed ? Style::green : Style::red;
        hop.out.line(fmt::format("{} {:>3}/{:<3} {}", hop.out.styled(fmt::format("{:<7}", checks::toString(result.verdict)), style), result.earned,
                                 result.points, visible(result.title)));
        if (result.verdict == checks::Verdict::passed)
            continue;
        hop.out.line("                " + visible(result.sentence));
        if (result.seen != result.sentence && !result.seen.empty())
            hop.out.line("                " + hop.out.styled("seen: " + visible(result.seen), Style::dim));
    }
    hop.out.line(fmt::format("{} of {} points", report.earned, report.possible));
}

void check(Hop &hop, const Options &options)
{
    const auto file = loadLab(hop, options.lab, true);
    if (!file)
        return;
    if (file->lab.teaching.checks.empty()) {
        hop.out.error(fmt::format("{} has no checks; docs/checks.md says how they are written", options.lab));
        hop.exit = exitFailed;
        return;
    }
    const lab::Lab lab = options.solution ? file->lab.solved() : file->lab;
    const auto report = checks::runChecks(lab, lab.teaching.checks, checkOptions(options.seed));
    if (!report) {
        reportProblems(hop, report.error());
        return;
    }
    if (hop.out.json) {
        rpc::Json json = toJson(*report);
        json["ok"] = report->isAllPassed();
        json["lab"] = options.lab;
        json["student"] = lab.teaching.student;
        hop.out.object(json);
    } else {
        print(hop, *report);
    }
    hop.exit = report->isAllPassed() ? exitOk : exitFailed;
}

} // namespace

void addCheck(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(app, hop, "check", "Run a lab's checks, in virtual time",
                                   "  hop check lab.yaml\n"
                                   "  hop check lab.yaml --solution            # the teacher's: the lab with its solution in place\n"
                                   "  hop check lab.yaml --json | jq '.results[] | select(.verdict != \"passed\")'");
    command->add_option("lab", options->lab, "Lab file")->required();
    command->add_option("--seed", options->seed, "Seed of everything that is left to chance (default 1)");
    command->add_flag("--solution", options->solution, "Put the lab's solution in its place first");
    command->callback([&hop, options] { check(hop, *options); });
}

} // namespace hopyard::cli

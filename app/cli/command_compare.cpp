// hop compare: one lab with Hopyard's routers and with FRR's, and every difference of the final tables.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_runs.h"
#include "app/cli/duration_option.h"

#include "core/lab/write.h"
#include "core/world/check_lab.h"
#include "emulation/compare/variants.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

struct Options {
    std::string lab;
    base::Duration quiet, timeout = base::Duration::seconds(600);
    std::uint64_t seed = 1;
};

std::string routesText(const std::vector<compare::Route> &routes)
{
    std::string text;
    for (const compare::Route &route : routes)
        text += (text.empty() ? "" : " | ") + toString(route);
    return text.empty() ? "-" : text;
}

rpc::Json runJson(const SettledRun &run)
{
    return {{"stable", run.stable}, {"time", run.time.ns()}, {"wallSeconds", run.wallSeconds}, {"problems", run.problems}};
}

rpc::Json listJson(const std::vector<compare::Difference> &differences)
{
    rpc::Json list = rpc::Json::array();
    for (const compare::Difference &difference : differences)
        list.push_back(toJson(difference));
    return list;
}

void printList(Hop &hop, const std::vector<compare::Difference> &differences, std::string_view remark)
{
    for (const compare::Difference &difference : differences) {
        hop.out.line(fmt::format("{}{}", hop.out.styled(difference.node + " " + toString(difference.prefix), Style::bold), remark));
        hop.out.line("  Hopyard: " + routesText(difference.hopyard));
        hop.out.line("  FRR:     " + routesText(difference.frr));
    }
}

void print(Hop &hop, const SettledRun &ours, const SettledRun &frr, const std::vector<std::string> &routers, const compare::Owners &owners)
{
    std::size_t prefixes = 0;
    for (const std::string &router : routers) {
        const auto sizeOf = [&](const SettledRun &run) {
            const auto found = run.tables.find(router);
            return found == run.tables.end() ? 0 : found->second.size();
        };
        prefixes += std::max(sizeOf(ours), sizeOf(frr));
    }
    const compare::Comparison found = compare::compareTables(routers, ours.tables, frr.tables, owners);
    const bool equal = found.differences.empty() && ours.stable && frr.stable;
    if (hop.out.json) {
        hop.out.object({{"equal", equal}, {"routers", routers.size()}, {"prefixes", prefixes}, {"hopyard", runJson(ours)},
                        {"frr", runJson(frr)}, {"differences", listJson(found.differences)}, {"equalWays", listJson(found.equalWays)}});
    } else {
        for (const std::string &problem : frr.problems)
            hop.out.note("FRR: " + problem);
        printList(hop, found.equalWays, "  (equally far: RIP leaves the choice to the router)");
        printList(hop, found.differences, "");
        for (const auto &[name, run] : {std::pair("Hopyard", &ours), std::pair("FRR", &frr)})
            if (!run->stable)
                hop.out.line(fmt::format("{}: the tables still changed at the time-out (--timeout)", name));
        hop.out.line(fmt::format("{} routers, {} routes: {}{}", routers.size(), prefixes,
                                 found.differences.empty() ? "equal" : fmt::format("{} differ", found.differences.size()),
                                 found.equalWays.empty() ? "" : fmt::format(", {} by another way that is equally far", found.equalWays.size())));
        hop.out.note(fmt::format("Hopyard: last change after {:.0f} s of its time, {:.1f} s of yours. FRR: last change after {:.0f} s.",
                                 ours.time.inSeconds(), ours.wallSeconds, frr.time.inSeconds()));
    }
    if (!equal)
        hop.exit = exitFailed;
}

/// The lab of one side as the engine gets it.
LabFile asFile(const LabFile &file, lab::Lab lab)
{
    LabFile out;
    out.path = file.path;
    out.text = lab::write(lab);
    out.lab = std::move(lab);
    return out;
}

void compareLab(Hop &hop, const Options &options)
{
    const auto file = loadLab(hop, options.lab);
    if (!file)
        return;
    const std::vector<std::string> routers = compare::routersOf(file->lab);
    if (routers.empty()) {
        hop.out.error("the lab has no router to compare");
        hop.exit = exitFailed;
        return;
    }
    const LabFile ours = asFile(*file, compare::withHopyard(file->lab)), frrs = asFile(*file, compare::withFrr(file->lab));
    // The text of a frr node has not been read as a router's yet.
    if (const auto problems = world::checkLab(ours.lab, {}); lab::hasErrors(problems)) {
        reportProblems(hop, problems);
        return;
    }
    CompareLimits limits{options.quiet.ns() > 0 ? options.quiet : compare::quietTime(file->lab), options.timeout, options.seed};
    const Interrupt interrupt;
    Progress progress(hop);
    const bool hasBird = std::ranges::any_of(file->lab.nodes, [](const lab::Node &n) { return n.kind == lab::NodeKind::bird; });
    // Virtual time costs next to nothing: there the tables shall be still for twice as long.
    CompareLimits patient = limits;
    patient.quiet = limits.quiet * 2;
    patient.timeout = std::max(limits.timeout, patient.quiet * 2);
    const auto first = hasBird ? settleReal(hop, ours, "Hopyard", routers, limits, nullptr, interrupt, progress)
                               : settleVirtual(hop, ours.lab, routers, patient, interrupt, progress);
    if (!first)
        return;
    const compare::Owners owners = compare::ownersOf(ours.lab);
    const Expected expected{first->tables, owners};
    const auto second = settleReal(hop, frrs, "FRR", routers, limits, &expected, interrupt, progress);
    progress.clear();
    if (second)
        print(hop, *first, *second, routers, owners);
}

} // namespace

void addCompare(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(app, hop, "compare", "Run a lab with Hopyard's routers and with FRR's, and compare the tables",
                                   "  hop compare lab.yaml\n"
                                   "  hop compare lab.yaml --json | jq '.differences[]'\n"
                                   "Exit code 0: every table is equal; 1: they differ.");
    command->add_option("lab", options->lab, "Lab file")->required();
    addDuration(*command, "--quiet", options->quiet,
                "Tables that do not change for so long are final (default: by the timers in the configurations)");
    addDuration(*command, "--timeout", options->timeout, "Compare then, final or not (default 10m)");
    command->add_option("--seed", options->seed, "Seed of everything that is left to chance on Hopyard's side (default 1)");
    command->callback([&hop, options] { compareLab(hop, *options); });
}

} // namespace hopyard::cli

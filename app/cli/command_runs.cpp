// hop ps, stop: which labs are running, and ending them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs.h"

#include "core/base/time.h"
#include "emulation/linux/process.h"

#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

void list(Hop &hop)
{
    const std::vector<rpc::RunInfo> runs = rpc::listRuns();
    if (hop.out.json) {
        rpc::Json all = rpc::Json::array();
        for (const rpc::RunInfo &run : runs)
            all.push_back({{"run", run.run}, {"pid", run.pid}, {"socket", run.socket}, {"version", run.version},
                           {"status", run.status}});
        return hop.out.object({{"runs", all}});
    }
    if (runs.empty())
        return hop.out.note("No lab is running.");
    std::vector<std::vector<std::string>> rows{{"RUN", "STATE", "TIME", "SECONDS", "PID", "LAB"}};
    for (const rpc::RunInfo &run : runs) {
        const rpc::Json *lab = rpc::member(run.status, "lab");
        const auto now = base::TimePoint::fromNs(rpc::intMember(run.status, "now").value_or(0));
        rows.push_back({run.run, rpc::stringMember(run.status, "state").value_or("no answer"),
                        rpc::stringMember(run.status, "time").value_or(""), fmt::format("{:.1f}", now.ns() * 1e-9),
                        std::to_string(run.pid),
                        lab ? rpc::stringMember(*lab, "title").value_or("") : std::string()});
    }
    hop.out.table(rows);
}

/// Asks the engine to end. It answers first and goes away then; the end of its process says that everything is gone.
bool stopOne(Hop &hop, const rpc::RunInfo &run)
{
    const auto process = linux::openProcess(run.pid);
    const auto client = connect(hop, run);
    if (!client || !ask(hop, *client, "engine.shutdown"))
        return false;
    while (client->isOpen() && client->waitForEvents(base::Duration::seconds(10))) { }
    if (client->isOpen() || (process && !linux::waitForEnd(*process, base::Duration::seconds(10)))) {
        hop.out.error(run.run + " does not end (engine process " + std::to_string(run.pid) + ")");
        hop.exit = exitFailed;
        return false;
    }
    return true;
}

void stop(Hop &hop, const std::string &name, bool all)
{
    std::vector<rpc::RunInfo> runs;
    if (all) {
        runs = rpc::listRuns();
    } else if (auto run = findRun(hop, name)) {
        runs.push_back(std::move(*run));
    } else {
        return;
    }
    rpc::Json stopped = rpc::Json::array();
    for (const rpc::RunInfo &run : runs) {
        if (!stopOne(hop, run))
            continue;
        stopped.push_back(run.run);
        if (!hop.out.json)
            hop.out.note("Stopped " + run.run + ".");
    }
    if (hop.out.json)
        hop.out.object({{"stopped", stopped}});
}

struct Options {
    std::string run;
    bool all = false;
};

} // namespace

void addRuns(CLI::App &app, Hop &hop)
{
    CLI::App *ps = addCommand(app, hop, "ps", "List the labs that are running", "  hop ps\n  hop ps --json | jq -r '.runs[].run'");
    ps->callback([&hop] { list(hop); });

    const auto options = std::make_shared<Options>();
    CLI::App *stopping = addCommand(app, hop, "stop", "Stop a run and everything that belongs to it",
                                    "  hop stop first-hops\n  hop stop --all");
    CLI::Option *run = stopping->add_option("run", options->run, "Name of the run; not needed where there is only one");
    stopping->add_flag("--all", options->all, "Every run of yours")->excludes(run);
    stopping->callback([&hop, options] { stop(hop, options->run, options->all); });
}

} // namespace hopyard::cli

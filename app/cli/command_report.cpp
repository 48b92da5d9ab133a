// hop report: what a record tells of its run.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/hop.h"

#include "core/base/quantity.h"
#include "core/base/time.h"
#include "emulation/record/summary.h"

#include <ctime>
#include <memory>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

rpc::Json countsToJson(const std::vector<record::Summary::Count> &counts)
{
    rpc::Json json = rpc::Json::object();
    for (const auto &[name, count] : counts)
        json[name] = count;
    return json;
}

std::string countsToText(const std::vector<record::Summary::Count> &counts)
{
    std::string text;
    for (const auto &[name, count] : counts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, count);
    return text.empty() ? "none" : text;
}

std::string utc(std::int64_t ns)
{
    const std::time_t seconds = ns / 1'000'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return text;
}

void report(Hop &hop, const std::string &path, bool labOnly)
{
    const auto summary = record::readSummary(path);
    if (!summary) {
        hop.out.error(summary.error().message);
        hop.exit = exitNotFound;
        return;
    }
    if (labOnly) {
        std::fwrite(summary->labText.data(), 1, summary->labText.size(), stdout);
        return;
    }
    if (hop.out.json) {
        hop.out.object({{"run", summary->name},
                        {"lab", summary->labPath},
                        {"seed", summary->seed},
                        {"time", summary->timeMode},
                        {"version", summary->version},
                        {"started", summary->started},
                        {"ended", summary->ended < 0 ? rpc::Json() : rpc::Json(summary->ended)},
                        {"state", summary->state},
                        {"lost", summary->lost},
                        {"limit", summary->limit == 0 ? rpc::Json() : rpc::Json(summary->limit)},
                        {"removed", summary->removed},
                        {"since", summary->since < 0 ? rpc::Json() : rpc::Json(summary->since)},
                        {"nodes", summary->nodes},
                        {"links", summary->links},
                        {"packets", summary->packets},
                        {"events", summary->events},
                        {"snapshots", summary->snapshots},
                        {"routeFiles", summary->routeFiles},
                        {"protocols", countsToJson(summary->protocols)},
                        {"drops", countsToJson(summary->drops)},
                        {"output", summary->output}});
        return;
    }
    for (const std::string &line : summary->output)
        hop.out.line(line);
    hop.out.line(fmt::format("run       {}, {} time, seed {}, begun {}", summary->name, summary->timeMode, summary->seed,
                             utc(summary->started)));
    hop.out.line(fmt::format("lab       {}, {} nodes, {} links", summary->labPath, summary->nodes, summary->links));
    const char *what = summary->state == "complete" ? "complete"
        : summary->state == "broken"                ? "ends early: the disk gave out"
        : summary->state == "full"                  ? "ends early: what came in from outside filled its limit"
                                                    : "not closed: the run goes on, or was killed";
    hop.out.line(fmt::format("record    {}{}", what,
                             summary->ended < 0 ? std::string()
                                                : ", " + toString(base::TimePoint::fromNs(summary->ended)) + " s"));
    hop.out.line("sent      " + countsToText(summary->protocols));
    hop.out.line("dropped   " + countsToText(summary->drops));
    if (summary->snapshots != 0)
        hop.out.line(fmt::format("tables    {} of nodes in Linux, written down when they changed", summary->snapshots));
    for (const std::string &file : summary->routeFiles)
        hop.out.line("routes    of " + visible(file));
    if (summary->limit != 0)
        hop.out.line("limit     " + base::byteCountToString(summary->limit)
                     + (summary->since < 0
                            ? ", not reached"
                            : fmt::format(", reached: {} packets and events until {} s made room for newer ones",
                                          summary->removed, toString(base::TimePoint::fromNs(summary->since)))));
    if (summary->lost != 0)
        hop.out.line(fmt::format("missing   {} packets and events are not in the record", summary->lost));
}

} // namespace

void addReport(CLI::App &app, Hop &hop)
{
    struct Options {
        std::string file;
        bool lab = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(app, hop, "report", "Tell what a record says about its run",
                                   "  hop report first-hops.hopyard\n"
                                   "  hop report first-hops.hopyard --lab > again.yaml\n"
                                   "  sqlite3 first-hops.hopyard \"SELECT * FROM packet WHERE place = 'dropped'\"");
    command->add_option("file", options->file, "A file made with --record")->required();
    command->add_flag("--lab", options->lab, "Print the lab as it was, and nothing else");
    command->callback([&hop, options] { report(hop, options->file, options->lab); });
}

} // namespace hopyard::cli

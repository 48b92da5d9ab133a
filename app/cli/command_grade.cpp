// hop grade: many answers to a lab, each in a process of its own, as a report.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/grade_report.h"
#include "app/cli/import_source.h"
#include "app/cli/interrupt.h"
#include "app/cli/lab_file.h"

#include <poll.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/App.hpp>
#include <fmt/format.h>

namespace hopyard::cli {
namespace {

struct Options {
    std::string lab;
    std::vector<std::string> answers;
    std::string html, csv, junit;
    unsigned jobs = 0; ///< 0: as many as there are processors
    bool overwrite = false;
    GradeLimits limits;
};

/// Waits until one of them has said something, a moment at most.
void waitFor(const std::vector<std::unique_ptr<Grader>> &running)
{
    constexpr int kMoment = 200; // milliseconds
    std::vector<pollfd> entries;
    for (const auto &grader : running)
        if (grader)
            entries.push_back({grader->descriptor(), POLLIN, 0});
    (void)poll(entries.data(), entries.size(), kMoment);
}

/// In the order of the answers, whichever was done first. Nothing: interrupted.
std::optional<std::vector<GradedAnswer>> gradeAll(const Options &options, const std::string &lab)
{
    const Interrupt interrupt;
    const std::size_t count = options.answers.size();
    const std::size_t jobs = std::clamp<std::size_t>(options.jobs ? options.jobs : std::thread::hardware_concurrency(), 1, 256);
    std::vector<GradedAnswer> rows(count);
    std::vector<std::unique_ptr<Grader>> running(count);
    std::size_t started = 0, done = 0, atOnce = 0;
    while (done < count) {
        for (; started < count && atOnce < jobs; ++started, ++atOnce)
            running[started] = std::make_unique<Grader>(options.answers[started], lab, options.limits);
        for (std::size_t i = 0; i < started; ++i) {
            if (!running[i])
                continue;
            if (running[i]->isRunning() && interrupt.wanted())
                running[i]->stop("interrupted");
            if (running[i]->isRunning())
                running[i]->look();
            if (running[i]->isRunning())
                continue;
            rows[i] = running[i]->takeRow();
            running[i].reset();
            ++done;
            --atOnce;
        }
        if (interrupt.wanted() && atOnce == 0)
            return std::nullopt;
        if (atOnce > 0 && (atOnce == jobs || started == count))
            waitFor(running);
    }
    return rows;
}

bool writeReports(Hop &hop, const Options &options, const std::string &title, const std::vector<GradedAnswer> &rows)
{
    return (options.html.empty() || writeWhole(hop, options.html, toHtml(title, rows), options.overwrite))
        && (options.csv.empty() || writeWhole(hop, options.csv, toCsv(rows), options.overwrite))
        && (options.junit.empty() || writeWhole(hop, options.junit, toJunit(title, rows), options.overwrite));
}

void grade(Hop &hop, Options &options)
{
    const auto file = loadLab(hop, options.lab);
    if (!file)
        return;
    if (file->lab.teaching.checks.empty()) {
        hop.out.error(fmt::format("{} has no checks to grade by", options.lab));
        hop.exit = exitFailed;
        return;
    }
    options.limits.picture = !options.html.empty();
    const auto rows = gradeAll(options, file->path);
    if (!rows) {
        hop.exit = exitInterrupted;
        return;
    }
    const std::string title = file->lab.title.empty() ? options.lab : file->lab.title;
    if (!writeReports(hop, options, title, *rows))
        return;
    if (hop.out.json)
        hop.out.object(toJson(options.lab, *rows));
    else
        printTable(hop, *rows);
}

} // namespace

void addGrade(CLI::App &app, Hop &hop)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = addCommand(app, hop, "grade", "Grade answers to a lab: each in virtual time, in a process of its own with limits",
                                   "  hop grade lab.yaml answers/*.yaml\n"
                                   "  hop grade lab.yaml answers/*.yaml --html report.html --csv points.csv\n"
                                   "  hop grade lab.yaml ada.yaml --json | jq '.answers[0].earned'");
    command->add_option("lab", options->lab, "The teacher's lab, whose checks count")->required();
    command->add_option("answers", options->answers, "Labs that students handed in")->required()->expected(-1);
    command->add_option("--html", options->html, "Write a page with pictures of what failed");
    command->add_option("--csv", options->csv, "Write a table for spreadsheets");
    command->add_option("--junit", options->junit, "Write JUnit's XML, for test servers");
    command->add_option("-j,--jobs", options->jobs, "So many at once (default: one for each processor)")->check(CLI::Range(1, 256));
    command->add_option("--cpu", options->limits.seconds, "Seconds of processor time for each answer (default 60)")->check(CLI::Range(1, 3'600));
    command->add_option("--memory", options->limits.memoryMiB, "MiB of memory for each answer (default 2048)")->check(CLI::Range(256, 65'536));
    command->add_option("--seed", options->limits.seed, "Seed of everything that is left to chance (default 1)");
    command->add_flag("--overwrite", options->overwrite, "Replace existing files");
    command->callback([&hop, options] { grade(hop, *options); });
}

} // namespace hopyard::cli

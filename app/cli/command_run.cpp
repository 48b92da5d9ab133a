// hop run: a lab, in real or in virtual time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/byte_option.h"
#include "app/cli/consent.h"
#include "app/cli/duration_option.h"
#include "app/cli/engine_process.h"
#include "app/cli/run_options.h"
#include "app/cli/run_real.h"
#include "app/cli/run_virtual.h"
#include "emulation/rpc/run_directory.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include <CLI/App.hpp>

namespace hopyard::cli {
namespace {

/// What of the command line contradicts itself; empty where nothing does.
std::string contradiction(const RunOptions &options)
{
    if (options.isVirtual() && options.detach)
        return "--detach is for real time; a run in virtual time ends by itself";
    if (options.isVirtual() && (options.paused || options.speed != 1))
        return "--paused and --speed are for real time; virtual time goes as fast as it can";
    if (options.recordLimit && options.record.empty())
        return "--record-limit is for a record; name its file with --record";
    if (!options.name.empty() && !rpc::isRunName(options.name))
        return "\"" + options.name + "\" cannot name a run; use letters, digits, '-', '_' and '.'";
    const bool toStdout = std::any_of(options.captures.begin(), options.captures.end(),
                                      [](const CaptureSpec &spec) { return spec.file == "-"; });
    if (toStdout && isatty(STDOUT_FILENO))
        return "a capture is no text for a terminal; name a file, or use a pipe";
    return {};
}

void run(Hop &hop, RunOptions &options, const std::vector<std::string> &captures)
{
    for (const std::string &text : captures) {
        auto spec = parseCaptureSpec(text);
        if (!spec) {
            hop.out.error(spec.error().message);
            hop.exit = exitUsage;
            return;
        }
        hop.out.stdoutIsTaken = hop.out.stdoutIsTaken || spec->file == "-";
        options.captures.push_back(std::move(*spec));
    }
    if (const std::string wrong = contradiction(options); !wrong.empty()) {
        hop.out.error(wrong);
        hop.exit = exitUsage;
        return;
    }
    if (!options.record.empty()) // the engine stands in another directory
        options.record = std::filesystem::absolute(options.record).string();
    const auto file = loadLab(hop, options.lab);
    if (!file)
        return;
    if (options.name.empty())
        options.name = options.isVirtual() ? std::filesystem::path(file->path).stem().string() : freeRunName(file->path);
    if (options.isVirtual())
        return runVirtual(hop, *file, options);
    if (!mayRunPrograms(hop, file->lab, options.allowPrograms))
        return;
    options.allowPrograms = true; // by the command line or by the answer
    runReal(hop, *file, options);
}

} // namespace

void addRun(CLI::App &app, Hop &hop)
{
    struct Settings {
        RunOptions options;
        std::vector<std::string> captures;
        base::Duration duration = base::Duration::max();
    };
    const auto settings = std::make_shared<Settings>();
    RunOptions &options = settings->options;
    CLI::App *command = addCommand(app, hop, "run", "Run a lab",
                                   "  hop run lab.yaml                                     # real time, until Ctrl-C\n"
                                   "  hop run lab.yaml --for 10s --allow-programs --record run.hopyard\n"
                                   "  hop run lab.yaml --time virtual --for 60s --seed 7   # the same bytes every time\n"
                                   "  hop run lab.yaml --capture r1:eth1=r1.pcap --capture r1:eth1=line.pcap,after\n"
                                   "  hop run lab.yaml --detach                            # then: hop ps, hop exec, hop stop");
    command->add_option("lab", options.lab, "Lab file")->required();
    command->add_option("--time", options.time, "real: with the clock on the wall; virtual: as fast as it goes, the same every time")
        ->check(CLI::IsMember({"real", "virtual"}));
    addDuration(*command, "--for", settings->duration,
                "End after so much of the lab's time (real time: else at Ctrl-C; virtual time: else when nothing is left to "
                "happen, or after 60s)");
    command->add_option("--seed", options.seed, "Seed of everything that is left to chance (default 1)");
    command->add_option("--record", options.record, "Record the run in this file (SQLite, docs/record.md)");
    addByteLimit(
        *command, "--record-limit", options.recordLimit,
        "Bytes that the record may take, such as 500MB (default 4GB), or none: at the limit its oldest packets and "
        "events make room for the newest");
    command->add_flag("--overwrite", options.overwrite, "The file of --record may be an earlier record");
    command->add_option("--capture", settings->captures,
                        "END=FILE[,before|after]: capture at an end of a link to a pcap file; may be given several times")
        ->type_name("END=FILE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command->add_option("--filter,-f", options.filter, "Capture only packets that match, in the language of pcap-filter(7)");
    command->add_flag("--allow-programs", options.allowPrograms, "Run the programs that the lab names, without asking");
    command->add_flag("--paused", options.paused, "Begin paused; `hop resume` and `hop step` go on");
    command->add_option("--speed", options.speed, "Slower (0.01 to 1) or, without Linux nodes, faster than real time (to 1000)")
        ->check(CLI::Range(0.01, 1000.0));
    command->add_option("--name", options.name, "Name of the run (default: the file's)");
    command->add_flag("--detach", options.detach, "Come back at once; the lab runs on until `hop stop`");
    command->callback([&hop, settings] {
        if (settings->duration != base::Duration::max())
            settings->options.duration = settings->duration;
        run(hop, settings->options, settings->captures);
    });
}

} // namespace hopyard::cli

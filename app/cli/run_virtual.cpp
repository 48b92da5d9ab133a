// A run in virtual time; see run_virtual.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_virtual.h"

#include "app/cli/interrupt.h"
#include "app/cli/run_report.h"
#include "app/cli/runs.h"
#include "core/lab/computer_values.h"
#include "emulation/engine/session.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fcntl.h>

namespace hopyard::cli {
namespace {

namespace trace = base::trace;

/// Ends a run that nobody gave an end; long enough for a first look.
constexpr base::Duration kDefaultDuration = base::Duration::seconds(60);
/// Between two looks at whether Ctrl-C was pressed.
constexpr base::Duration kSlice = base::Duration::milliseconds(100);

/// Prints what applications say, and notices.
class Watcher final : public trace::Sink {
public:
    explicit Watcher(RunReport &report) : m_report(report) {}
    void watch(world::World &world)
    {
        m_world = &world;
        world.trace().add(this, kinds());
    }
    static trace::Kinds kinds()
    {
        return trace::kindOf<trace::ApplicationOutput>() | trace::kindOf<trace::Notice>();
    }
    void event(base::TimePoint time, const trace::Event &event) override
    {
        if (const auto *output = std::get_if<trace::ApplicationOutput>(&event)) {
            m_report.line(time, lab::speakerOf(m_world->name(output->node), output->application), "output", output->line);
        } else if (const auto *notice = std::get_if<trace::Notice>(&event)) {
            const std::string node = notice->node.isValid() ? m_world->name(notice->node) : std::string();
            const char *level = notice->level == trace::Notice::Level::info ? "info"
                : notice->level == trace::Notice::Level::warning            ? "warning"
                                                                            : "error";
            m_report.line(time, node, level, notice->text);
        }
    }

private:
    RunReport &m_report;
    const world::World *m_world = nullptr;
};

class Listener final : public engine::SessionListener {
public:
    explicit Listener(RunReport &report) : m_report(report) {}
    void problem(const lab::Problem &problem) override
    {
        const bool isError = problem.severity == lab::Problem::Severity::error;
        m_report.problem(isError ? "error" : "warning", problem.message);
    }
    void captureEnded(capture::CaptureId, const std::string &reason) override
    {
        m_report.problem(reason == "the reader has gone" ? "warning" : "error", "capture: " + reason);
    }

private:
    RunReport &m_report;
};

struct Files {
    std::vector<std::pair<capture::CaptureId, const CaptureSpec *>> captures;
};

bool openFiles(Hop &hop, engine::Session &session, const RunOptions &options, Files &files)
{
    for (const CaptureSpec &spec : options.captures) {
        capture::Request request;
        request.at = spec.at;
        request.where = spec.where;
        request.filter = options.filter;
        if (spec.file == "-")
            request.descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        else
            request.file = spec.file;
        const auto id = session.startCapture(std::move(request));
        if (!id) {
            report(hop, id.error());
            return false;
        }
        files.captures.emplace_back(*id, &spec);
    }
    if (options.record.empty())
        return true;
    if (const auto started = session.startRecord(options.record, options.overwrite,
                                                         options.recordLimit.value_or(record::kDefaultLimit));
        !started) {
        report(hop, started.error());
        return false;
    }
    return true;
}

void move(engine::Session &session, const RunOptions &options)
{
    const Interrupt interrupt;
    const base::TimePoint end = base::TimePoint() + options.duration.value_or(kDefaultDuration);
    while (session.now() < end && !interrupt.wanted()) {
        if (!options.duration && session.world()->nextDeadline().isNever())
            break; // nothing will ever happen again
        (void)session.runToTheEnd(std::min(end, session.now() + kSlice));
    }
}

} // namespace

void runVirtual(Hop &hop, const LabFile &file, const RunOptions &options)
{
    auto loop = engine::EventLoop::create();
    if (!loop) {
        hop.out.error(toString(loop.error()));
        hop.exit = exitSystem;
        return;
    }
    RunReport runReport(hop);
    Listener listener(runReport);
    Watcher watcher(runReport); // before the session, whose end it still hears
    engine::SessionOptions sessionOptions;
    sessionOptions.run = options.name;
    engine::Session session(*loop, std::move(sessionOptions), listener);
    engine::LoadRequest request;
    request.text = file.text;
    request.path = file.path;
    request.seed = options.seed;
    request.time = engine::TimeMode::virtual_;
    if (const auto loaded = session.load(request); !loaded)
        return report(hop, loaded.error());
    if (const auto started = session.start(options.allowPrograms, true); !started)
        return report(hop, started.error());
    watcher.watch(*session.world());
    const auto begin = std::chrono::steady_clock::now();
    Files files;
    if (!openFiles(hop, session, options, files))
        return;
    move(session, options);

    RunSummary summary;
    summary.run = options.name;
    summary.timeMode = "virtual";
    summary.seed = options.seed;
    summary.end = session.now();
    const world::World &world = *session.world();
    for (const base::LinkId link : world.links()) {
        ++summary.links;
        for (const base::Direction direction : {base::Direction::forward, base::Direction::backward}) {
            const world::DirectionCounters counters = world.counters(link, direction);
            summary.packets += counters.packets;
            summary.bytes += counters.bytes;
        }
    }
    summary.drops = session.drops().byReason();
    for (const auto &[reason, count] : summary.drops)
        summary.dropped += count;
    for (const auto &[id, spec] : files.captures)
        if (const auto counters = session.stopCapture(id)) // one that ended early has said so
            summary.captures.push_back({toString(spec->at), spec->file, counters->packets, counters->dropped});
    if (!options.record.empty())
        if (const auto totals = session.stopRecord())
            summary.records.push_back({options.record, totals->packets, totals->events, totals->lost, totals->removed});
    (void)session.stop();
    summary.wallSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    runReport.summary(summary);
}

} // namespace hopyard::cli

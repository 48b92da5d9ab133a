// A run in real time; see run_real.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_real.h"

#include "app/cli/duration_option.h"
#include "app/cli/engine_process.h"
#include "app/cli/interrupt.h"
#include "app/cli/run_report.h"
#include "app/cli/runs.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fcntl.h>

namespace hopyard::cli {
namespace {

class RealRun {
public:
    RealRun(Hop &hop, const RunOptions &options) : m_hop(hop), m_options(options), m_report(hop) {}

    void run(const LabFile &file)
    {
        auto engine = startEngine(m_hop, m_options.name);
        if (!engine)
            return;
        m_engine = std::move(*engine);
        // Where the reader of our output goes (`hop run lab | head`), writing shall fail and the run end in order,
        // instead of this process alone. Not before the engine is started: programs would inherit it.
        std::signal(SIGPIPE, SIG_IGN);
        m_client = m_engine.client.get();
        m_client->onNotification = [this](std::string_view method, const rpc::Json &params) { notified(method, params); };
        if (!begin(file))
            return endEngine(m_hop, m_engine);
        if (m_options.detach)
            return detach();
        watch();
        end();
    }

private:
    bool begin(const LabFile &file)
    {
        m_begin = std::chrono::steady_clock::now();
        if (!loadInto(m_hop, *m_client, file, m_options.seed))
            return false;
        // Paused first, so that captures and the record miss nothing.
        if (!m_options.detach && !ask("telemetry.subscribe", {{"topics", {"log"}}, {"rate", 20}}))
            return false;
        if (!ask("run.start", {{"allowPrograms", m_options.allowPrograms}, {"paused", true}}))
            return false;
        if (m_options.speed != 1 && !ask("run.speed", {{"factor", m_options.speed}}))
            return false;
        if (!startCaptures())
            return false;
        if (!m_options.record.empty()) {
            rpc::Json params = {{"file", m_options.record}, {"replace", m_options.overwrite}};
            if (m_options.recordLimit)
                params["limit"] = *m_options.recordLimit;
            if (!ask("record.start", std::move(params)))
                return false;
        }
        if (m_options.duration && !m_options.paused)
            return ask("run.until", {{"time", m_options.duration->ns()}}).has_value();
        return m_options.paused || ask("run.resume");
    }

    std::optional<rpc::Json> ask(std::string_view method, rpc::Json params = rpc::Json::object(),
                                 std::vector<rpc::OwnedFd> descriptors = {})
    {
        return cli::ask(m_hop, *m_client, method, std::move(params), std::move(descriptors));
    }

    bool startCaptures()
    {
        for (const CaptureSpec &spec : m_options.captures) {
            rpc::Json params = {{"at", toString(spec.at)}, {"where", toString(spec.where)}};
            if (!m_options.filter.empty())
                params["filter"] = m_options.filter;
            std::vector<rpc::OwnedFd> descriptors;
            if (spec.file == "-")
                descriptors.emplace_back(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
            else
                params["file"] = spec.file;
            const auto answer = ask("capture.start", std::move(params), std::move(descriptors));
            if (!answer)
                return false;
            const rpc::Json *id = rpc::member(*answer, "capture");
            m_captures.emplace_back(id ? *id : rpc::Json(), &spec);
        }
        return true;
    }

    void detach()
    {
        if (m_hop.out.json)
            m_hop.out.object({{"type", "detached"}, {"run", m_options.name}, {"pid", m_engine.pid}});
        else
            m_hop.out.line(m_options.name);
    }

    void notified(std::string_view method, const rpc::Json &params)
    {
        if (method == "telemetry") {
            const rpc::Json *log = rpc::member(params, "log");
            if (!log || !log->is_array())
                return;
            for (const rpc::Json &entry : *log)
                m_report.line(base::TimePoint::fromNs(rpc::intMember(entry, "time").value_or(0)),
                              rpc::stringMember(entry, "node").value_or(""),
                              rpc::stringMember(entry, "level").value_or("output"),
                              rpc::stringMember(entry, "text").value_or(""));
        } else if (method == "problem") {
            m_report.problem(rpc::stringMember(params, "severity").value_or("error"),
                             rpc::stringMember(params, "message").value_or(""));
        } else if (method == "capture.ended" && !m_ending) {
            const std::string reason = rpc::stringMember(params, "reason").value_or("");
            m_report.problem(reason == "the reader has gone" ? "warning" : "error", "capture: " + reason);
        } else if (method == "state") {
            const std::string state = rpc::stringMember(params, "state").value_or("");
            const base::TimePoint now = base::TimePoint::fromNs(rpc::intMember(params, "now").value_or(0));
            // Somebody else may stop it, too: the workbench, or `hop stop`.
            m_over = m_over || state == "stopped" || state == "empty"
                || (state == "paused" && m_options.duration && now >= base::TimePoint() + *m_options.duration);
        }
    }

    void watch()
    {
        if (!m_hop.out.json)
            m_hop.out.note("Running as " + m_options.name + (m_options.paused ? ", paused" : "")
                           + "; Ctrl-C stops it.");
        const Interrupt interrupt;
        while (!m_over && !interrupt.wanted() && m_client->isOpen() && m_hop.out.canWrite())
            m_client->waitForEvents(base::Duration::milliseconds(100));
        m_interrupted = interrupt.wanted();
    }

    void end()
    {
        m_ending = true;
        if (!m_client->isOpen()) {
            m_report.problem("error", "the engine has ended; what was recorded until then is safe");
            return;
        }
        RunSummary summary;
        summary.run = m_options.name;
        summary.timeMode = "real";
        summary.seed = m_options.seed;
        if (const auto status = m_client->call("run.pause"))
            summary.end = base::TimePoint::fromNs(rpc::intMember(*status, "now").value_or(0));
        tellCounters(summary);
        for (const auto &[id, spec] : m_captures)
            if (const auto counters = m_client->call("capture.stop", {{"capture", id}})) // one that has ended has said so
                summary.captures.push_back({toString(spec->at), spec->file, number(*counters, "packets"),
                                            number(*counters, "dropped")});
        if (!m_options.record.empty())
            if (const auto totals = m_client->call("record.stop"))
                summary.records.push_back({m_options.record, number(*totals, "packets"), number(*totals, "events"),
                                           number(*totals, "lost"), number(*totals, "removed")});
        summary.wallSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
        endEngine(m_hop, m_engine);
        m_report.summary(summary);
        if (m_interrupted && m_options.duration && m_hop.exit == exitOk)
            m_hop.exit = exitInterrupted; // it was to run longer
    }

    static std::uint64_t number(const rpc::Json &json, std::string_view key)
    {
        return static_cast<std::uint64_t>(rpc::intMember(json, key).value_or(0));
    }

    void tellCounters(RunSummary &summary)
    {
        const auto answer = m_client->call("link.counters");
        const rpc::Json *links = answer ? rpc::member(*answer, "links") : nullptr;
        if (!links || !links->is_array())
            return;
        for (const rpc::Json &link : *links) {
            ++summary.links;
            for (const char *direction : {"forward", "backward"}) {
                const rpc::Json *counters = rpc::member(link, direction);
                if (!counters)
                    continue;
                summary.packets += number(*counters, "packets");
                summary.bytes += number(*counters, "bytes");
            }
        }
        const rpc::Json *drops = rpc::member(*answer, "drops");
        if (!drops || !drops->is_object())
            return;
        for (const auto &[reason, count] : drops->items()) {
            if (!count.is_number_unsigned())
                continue;
            summary.drops[reason] = count.get<std::uint64_t>();
            summary.dropped += summary.drops[reason];
        }
    }

    Hop &m_hop;
    const RunOptions &m_options;
    RunReport m_report;
    EngineProcess m_engine;
    rpc::Client *m_client = nullptr; // m_engine's
    std::vector<std::pair<rpc::Json, const CaptureSpec *>> m_captures;
    std::chrono::steady_clock::time_point m_begin;
    bool m_over = false, m_ending = false, m_interrupted = false;
};

} // namespace

void runReal(Hop &hop, const LabFile &file, const RunOptions &options)
{
    RealRun(hop, options).run(file);
}

} // namespace hopyard::cli

// Printing a run; see run_report.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_report.h"

#include <fmt/format.h>

namespace hopyard::cli {

void RunReport::line(base::TimePoint time, std::string_view node, std::string_view level, std::string_view text)
{
    Output &out = m_hop.out;
    if (out.json)
        return out.object({{"type", "line"}, {"time", time.ns()}, {"node", node}, {"level", level}, {"text", text}});
    const Style style = level == "error" ? Style::red : level == "warning" ? Style::yellow : Style::plain;
    const std::string stamp = fmt::format("{:12.6f}", time.ns() * 1e-9);
    out.line(out.styled(stamp, Style::dim) + " "
             + (node.empty() ? std::string() : out.styled(std::string(node) + ":", Style::bold) + " ")
             + (level == "output" ? out.styled(text, style) : out.styled(visible(text), style)));
}

void RunReport::problem(std::string_view severity, std::string_view message)
{
    if (m_hop.out.json)
        m_hop.out.object({{"type", "problem"}, {"severity", severity}, {"message", message}});
    else if (severity == "error")
        m_hop.out.error(message);
    else
        m_hop.out.note(visible(message));
    if (severity == "error")
        m_hop.exit = exitFailed;
}

void RunReport::summary(const RunSummary &summary)
{
    Output &out = m_hop.out;
    if (out.json) {
        rpc::Json captures = rpc::Json::array();
        for (const RunSummary::Capture &capture : summary.captures)
            captures.push_back({{"at", capture.at}, {"file", capture.file}, {"packets", capture.packets},
                                {"dropped", capture.dropped}});
        rpc::Json json = {{"type", "summary"}, {"run", summary.run}, {"time", summary.timeMode},
                          {"seed", summary.seed}, {"now", summary.end.ns()}, {"wallSeconds", summary.wallSeconds},
                          {"links", summary.links}, {"packets", summary.packets}, {"bytes", summary.bytes},
                          {"dropped", summary.dropped}, {"drops", summary.drops}, {"captures", captures}};
        for (const RunSummary::Record &record : summary.records)
            json["record"] = {{"file", record.file}, {"packets", record.packets}, {"events", record.events},
                              {"lost", record.lost}, {"removed", record.removed}};
        return out.object(json);
    }
    out.line(out.styled(fmt::format("-- {}: {:.3f} s of {} time in {:.3f} s", summary.run, summary.end.ns() * 1e-9,
                                    summary.timeMode, summary.wallSeconds),
                        Style::bold));
    out.line(fmt::format("   {} packets ({} bytes) delivered over {} links", summary.packets, summary.bytes,
                         summary.links));
    std::string reasons;
    for (const auto &[reason, count] : summary.drops)
        reasons += fmt::format("{}{} {}", reasons.empty() ? ": " : ", ", reason, count);
    out.line(fmt::format("   {} dropped{}", summary.dropped, reasons));
    for (const RunSummary::Capture &capture : summary.captures)
        out.line(fmt::format("   captured {} packets at {} in {}{}", capture.packets, capture.at, capture.file,
                             capture.dropped ? fmt::format(", {} dropped", capture.dropped) : std::string()));
    for (const RunSummary::Record &record : summary.records)
        out.line(
            fmt::format("   recorded {} packets and {} events in {}{}{}", record.packets, record.events, record.file,
                        record.removed ? fmt::format(", {} older ones made room for them at its limit", record.removed)
                                       : std::string(),
                        record.lost ? fmt::format(", {} lost", record.lost) : std::string()));
}

} // namespace hopyard::cli

// The report as a page; see grade_report.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/grade_report.h"

#include "core/base/xml_text.h"
#include "emulation/rpc/base64.h"

#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr std::string_view kStyle = R"(body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:68em;padding:0 1em;color:#0f172a;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35em .7em;border-bottom:1px solid #e2e8f0;vertical-align:top}
td.n{text-align:right;white-space:nowrap}.passed{color:#15803d}.failed,.error{color:#b91c1c}details{margin:1em 0;border:1px solid #e2e8f0;border-radius:8px;padding:.6em 1em}
summary{cursor:pointer;font-weight:600}img{max-width:100%;max-height:30em;display:block;margin:1em 0}small{color:#64748b;display:block})";

std::string rowOf(const GradedAnswer &answer, const std::string &remark, std::size_t number)
{
    const bool isGood = isFull(answer);
    const std::string points = answer.mistake.empty() ? fmt::format("{} / {}", answer.earned, answer.possible) : "–";
    return fmt::format("<tr><td><a href=\"#a{}\">{}</a></td><td>{}</td><td class=\"n\">{}</td><td class=\"{}\">{}{}</td></tr>\n", number,
                       base::xmlText(answer.file), base::xmlText(answer.student), points, isGood ? "passed" : "failed",
                       base::xmlText(!answer.mistake.empty() ? answer.mistake : isGood ? "all passed" : "not all passed"),
                       remark.empty() ? "" : fmt::format("<small>{}</small>", base::xmlText(remark)));
}

std::string detailsOf(const GradedAnswer &answer, std::size_t number)
{
    std::string out = fmt::format("<details id=\"a{}\"{}><summary>{} {}</summary>\n", number, isFull(answer) ? "" : " open", base::xmlText(answer.file),
                                  base::xmlText(answer.student));
    if (!answer.mistake.empty())
        out += fmt::format("<p class=\"error\">{}</p>\n", base::xmlText(answer.mistake));
    if (!answer.checks.empty())
        out += "<table><tr><th>Check</th><th>Points</th><th>Result</th></tr>\n";
    for (const GradedCheck &check : answer.checks)
        out += fmt::format("<tr><td>{}</td><td class=\"n\">{} / {}</td><td><span class=\"{}\">{}</span> {}<small>{}</small></td></tr>\n",
                           base::xmlText(check.title), check.earned, check.points, base::xmlText(check.verdict), base::xmlText(check.verdict), base::xmlText(check.sentence),
                           base::xmlText(check.seen));
    if (!answer.checks.empty())
        out += "</table>\n";
    if (!answer.picture.empty())
        out += fmt::format("<img alt=\"The network of {}; what did not pass is marked\" src=\"data:image/svg+xml;base64,{}\">\n", base::xmlText(answer.file),
                           rpc::encodeBase64({reinterpret_cast<const std::uint8_t *>(answer.picture.data()), answer.picture.size()}));
    return out + "</details>\n";
}

} // namespace

std::string toHtml(std::string_view title, const std::vector<GradedAnswer> &answers)
{
    const std::vector<std::string> remarks = remarksOn(answers);
    // Whatever slips through: a page without scripts, and with nothing from elsewhere.
    std::string out = fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
                                  "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><title>{0}</title>\n<style>{1}</style>"
                                  "</head><body>\n<h1>{0}</h1>\n<table><tr><th>Answer</th><th>Student</th><th>Points</th><th>Result</th></tr>\n",
                                  base::xmlText(title), kStyle);
    for (std::size_t i = 0; i < answers.size(); ++i)
        out += rowOf(answers[i], remarks[i], i);
    out += "</table>\n";
    for (std::size_t i = 0; i < answers.size(); ++i)
        out += detailsOf(answers[i], i);
    return out + "</body></html>\n";
}

} // namespace hopyard::cli

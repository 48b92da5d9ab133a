// See grade_report.h; the page is grade_html.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/grade_report.h"

#include "core/base/xml_text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace hopyard::cli {
namespace {

/// A field of RFC 4180. What a spreadsheet would take for a formula is begun with an apostrophe.
std::string field(std::string text)
{
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, 1, '\'');
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2))
        text.insert(at, 1, '"');
    return '"' + text + '"';
}

/// What is wrong in short: the mistake, or the checks that did not pass.
std::string summary(const GradedAnswer &answer)
{
    if (!answer.mistake.empty())
        return answer.mistake;
    std::string failed;
    for (const GradedCheck &check : answer.checks)
        if (check.verdict != "passed")
            failed += (failed.empty() ? "" : ", ") + check.id;
    return failed.empty() ? "all passed" : "not passed: " + failed;
}

std::string oneLine(std::string text)
{
    std::ranges::replace(text, '\n', ' ');
    return text;
}

} // namespace

bool isFull(const GradedAnswer &answer)
{
    return answer.mistake.empty() && std::ranges::all_of(answer.checks, [](const GradedCheck &c) { return c.verdict == "passed"; });
}

std::vector<std::string> remarksOn(const std::vector<GradedAnswer> &answers)
{
    std::map<std::string, std::vector<std::size_t>> byStudent;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!answers[i].student.empty())
            byStudent[answers[i].student].push_back(i);
    std::vector<std::string> remarks(answers.size());
    for (const auto &[student, places] : byStudent)
        for (std::size_t k = 0; places.size() > 1 && k < places.size(); ++k)
            remarks[places[k]] = fmt::format("says it is from the same student as {}", answers[places[k == 0 ? 1 : 0]].file);
    return remarks;
}

void printTable(Hop &hop, const std::vector<GradedAnswer> &answers)
{
    const std::vector<std::string> remarks = remarksOn(answers);
    std::vector<std::vector<std::string>> rows{{"Answer", "Student", "Points", "Result"}};
    std::size_t full = 0;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const GradedAnswer &answer = answers[i];
        full += isFull(answer);
        const std::string points = answer.mistake.empty() ? fmt::format("{}/{}", answer.earned, answer.possible) : "-";
        rows.push_back({visible(answer.file), visible(oneLine(answer.student)), points,
                        visible(oneLine(summary(answer) + (remarks[i].empty() ? "" : "; " + remarks[i])))});
    }
    hop.out.table(rows);
    hop.out.line(fmt::format("{} of {} answers have all points", full, answers.size()));
}

rpc::Json toJson(const std::string &lab, const std::vector<GradedAnswer> &answers)
{
    const std::vector<std::string> remarks = remarksOn(answers);
    rpc::Json list = rpc::Json::array();
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const GradedAnswer &answer = answers[i];
        rpc::Json results = rpc::Json::array();
        for (const GradedCheck &c : answer.checks)
            results.push_back({{"id", c.id}, {"title", c.title}, {"verdict", c.verdict}, {"points", c.points}, {"earned", c.earned},
                               {"sentence", c.sentence}, {"seen", c.seen}});
        rpc::Json row{{"file", answer.file}, {"student", answer.student}, {"ok", isFull(answer)}, {"earned", answer.earned},
                      {"possible", answer.possible}, {"results", std::move(results)}};
        if (!answer.mistake.empty())
            row["mistake"] = answer.mistake;
        if (!remarks[i].empty())
            row["remark"] = remarks[i];
        list.push_back(std::move(row));
    }
    return {{"lab", lab}, {"ok", std::ranges::all_of(answers, isFull)}, {"answers", std::move(list)}};
}

std::string toCsv(const std::vector<GradedAnswer> &answers)
{
    std::vector<std::string> ids; // of the first that has any: all have the same
    for (const GradedAnswer &answer : answers)
        if (ids.empty())
            for (const GradedCheck &check : answer.checks)
                ids.push_back(check.id);
    std::string out = "answer,student,earned,possible,mistake";
    for (const std::string &id : ids)
        out += ',' + field(id);
    out += "\r\n";
    for (const GradedAnswer &answer : answers) {
        out += fmt::format("{},{},{},{},{}", field(answer.file), field(answer.student), answer.earned, answer.possible, field(answer.mistake));
        for (const std::string &id : ids) {
            const auto check = std::ranges::find(answer.checks, id, &GradedCheck::id);
            out += check == answer.checks.end() ? "," : fmt::format(",{}", check->earned);
        }
        out += "\r\n";
    }
    return out;
}

std::string toJunit(std::string_view title, const std::vector<GradedAnswer> &answers)
{
    std::string out = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\">\n", base::xmlText(title));
    for (const GradedAnswer &answer : answers) {
        const auto count = [&](std::string_view verdict) { return std::ranges::count(answer.checks, verdict, &GradedCheck::verdict); };
        const bool isRead = answer.mistake.empty();
        const std::string suite = base::xmlText(answer.file);
        out += fmt::format("<testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n", suite,
                           isRead ? answer.checks.size() : 1, count("failed"), count("error") + (isRead ? 0 : 1));
        if (!isRead)
            out += fmt::format("<testcase classname=\"{}\" name=\"graded\"><error message=\"{}\"/></testcase>\n", suite, base::xmlText(answer.mistake));
        for (const GradedCheck &check : answer.checks) {
            out += fmt::format("<testcase classname=\"{}\" name=\"{}\">", suite, base::xmlText(check.title));
            if (check.verdict != "passed")
                out += fmt::format("<{0} message=\"{1}\">{2}</{0}>", check.verdict == "error" ? "error" : "failure", base::xmlText(check.sentence), base::xmlText(check.seen));
            out += "</testcase>\n";
        }
        out += "</testsuite>\n";
    }
    return out + "</testsuites>\n";
}

} // namespace hopyard::cli

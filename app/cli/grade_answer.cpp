// The inside of the process that grades one answer; see grade_answer.h. Its outside is grader.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/grade_answer.h"

#include "app/cli/checking.h"
#include "core/lab/read.h"
#include "core/world/check_lab.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <optional>

#include <fmt/format.h>

namespace hopyard::cli {
namespace {

constexpr int kLabDescriptor = 3;
constexpr std::size_t kLongestAnswer = 16u << 20; ///< bytes; as the longest lab
constexpr std::size_t kMostNodes = 2'000;

std::optional<std::string> readAll(int descriptor)
{
    std::string text;
    std::array<char, 65'536> part;
    for (ssize_t size = 0; (size = read(descriptor, part.data(), part.size())) > 0 || (size < 0 && errno == EINTR);) {
        if (size > 0)
            text.append(part.data(), static_cast<std::size_t>(size));
        if (text.size() > kLongestAnswer)
            return std::nullopt;
    }
    return text;
}

rpc::Json mistake(std::string why)
{
    return {{"mistake", std::move(why)}};
}

rpc::Json firstError(const std::vector<lab::Problem> &problems)
{
    for (const lab::Problem &problem : problems)
        if (problem.severity == lab::Problem::Severity::error)
            return mistake(problem.line > 0 ? fmt::format("line {}: {}", problem.line, problem.message) : problem.message);
    return mistake("it cannot be read");
}

rpc::Json grade(std::uint64_t seed, bool picture)
{
    const auto answerText = readAll(0), labText = readAll(kLabDescriptor);
    if (!answerText || !labText)
        return mistake("it is longer than a lab may be");
    const world::CheckedText answer = world::checkText(*answerText, {});
    if (!answer.lab || lab::hasErrors(answer.problems))
        return firstError(answer.problems);
    const lab::Lab &lab = answer.lab->lab();
    const std::string &student = lab.teaching.student;
    if (lab.nodes.size() > kMostNodes) {
        rpc::Json json = mistake(fmt::format("it has {} nodes, and {} are graded at most", lab.nodes.size(), kMostNodes));
        json["student"] = student;
        return json;
    }
    // The checks are the teacher's, with the values of whom the answer says it is from.
    const auto teachers = lab::readFor(*labText, student);
    if (!teachers)
        return mistake("the teacher's lab cannot be read");
    const auto report = checks::runChecks(lab, teachers->teaching.checks, checkOptions(seed));
    rpc::Json json = report ? toJson(*report) : firstError(report.error());
    json["student"] = student;
    if (report && picture)
        json["picture"] = pictureOf(lab, *report);
    return json;
}

} // namespace

int gradeAnswer(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    rpc::Json json;
    try { // of the libraries below us: one answer must not be a crash where it can be a sentence
        json = grade(std::strtoull(argv[1], nullptr, 10), std::strcmp(argv[2], "picture") == 0);
    } catch (const std::bad_alloc &) {
        json = mistake("it needs more memory than an answer is given");
    } catch (const std::exception &error) {
        json = mistake(error.what());
    }
    const std::string text = rpc::printJson(json);
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t size = write(STDOUT_FILENO, text.data() + at, text.size() - at);
        if (size < 0 && errno != EINTR)
            return 1;
        at += size > 0 ? static_cast<std::size_t>(size) : 0;
    }
    return 0;
}

} // namespace hopyard::cli

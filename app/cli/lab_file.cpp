// Labs from files; see lab_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/lab_file.h"

#include "core/lab/network_checks.h"
#include "core/world/check_lab.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace hopyard::cli {
namespace {

bool isError(const lab::Problem &problem) { return problem.severity == lab::Problem::Severity::error; }

LabCheck unreadable(const std::string &path, const std::string &why)
{
    lab::Problem problem;
    problem.file = path;
    problem.message = "cannot read the lab: " + why;
    return {{problem}, {}, std::nullopt, false};
}

} // namespace

LabCheck checkLab(const std::string &path, bool asNetwork)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error))
        return unreadable(path, "it is a directory");
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return unreadable(path, std::generic_category().message(errno));
    LabFile file;
    file.path = std::filesystem::absolute(path, error).lexically_normal().string();
    file.text.assign(std::istreambuf_iterator<char>(stream), {});
    world::CheckedText read = world::checkText(file.text, path);
    LabCheck check;
    check.problems = std::move(read.problems);
    if (!read.lab)
        return check;
    file.lab = read.lab->lab();
    if (asNetwork) {
        for (lab::Problem &problem : lab::checkNetwork(file.lab, read.lab->places()))
            check.problems.push_back(std::move(problem));
        std::ranges::stable_sort(check.problems, {}, [](const lab::Problem &p) { return std::pair(p.line, p.column); });
    }
    const auto toFind = std::ranges::stable_partition(check.problems, [&](const lab::Problem &each) { return !lab::isToFind(file.lab, each); });
    check.toFind.assign(toFind.begin(), toFind.end());
    check.problems.erase(toFind.begin(), toFind.end());
    if (std::none_of(check.problems.begin(), check.problems.end(), isError))
        check.file = std::move(file);
    return check;
}

void reportProblems(Hop &hop, const std::vector<lab::Problem> &problems)
{
    for (const lab::Problem &problem : problems)
        hop.out.problem(problem);
    if (std::any_of(problems.begin(), problems.end(), isError))
        hop.exit = exitLabErrors;
}

std::optional<LabFile> loadLab(Hop &hop, const std::string &path, bool asNetwork)
{
    LabCheck check = checkLab(path, asNetwork);
    reportProblems(hop, check.problems);
    if (asNetwork && !check.toFind.empty())
        hop.out.note(check.toFind.size() == 1 ? "This lab keeps 1 problem for you to find."
                                              : fmt::format("This lab keeps {} problems for you to find.", check.toFind.size()));
    if (!check.readable)
        hop.exit = exitNotFound;
    return std::move(check.file);
}

bool looksLikeLabFile(const std::string &text)
{
    std::error_code error;
    return text.ends_with(".yaml") || text.ends_with(".yml") || std::filesystem::is_regular_file(text, error);
}

} // namespace hopyard::cli

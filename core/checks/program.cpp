// See program.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::checks {

namespace {

constexpr base::Duration kLook = base::Duration::milliseconds(100); // between two looks at whether it is finished

Json applicationsOf(Course &course, std::string_view place)
{
    return askJson(course, place, "show applications json").value_or(Json::array());
}

std::uint64_t numberOfRow(const Json &row)
{
    const Json *number = member(row, "application");
    return number && number->is_number_unsigned() ? number->get<std::uint64_t>() : 0;
}

} // namespace

std::optional<Program> Program::launch(Course &course, std::string_view place, const std::string &line, std::string *why)
{
    const world::CommandAnswer answer = course.world().command(place, line);
    if (!answer.ok) {
        *why = fmt::format("{}: {}", place, answer.text.substr(0, answer.text.find('\n')));
        return std::nullopt;
    }
    Program program;
    program.m_place = place;
    bool isThere = false;
    for (const Json &row : applicationsOf(course, place)) {
        program.m_number = std::max(program.m_number, numberOfRow(row));
        isThere = true;
    }
    if (isThere)
        return program;
    *why = fmt::format("{} runs no programs", place);
    return std::nullopt;
}

Json Program::row(Course &course) const
{
    for (const Json &row : applicationsOf(course, m_place))
        if (numberOfRow(row) == m_number)
            return row;
    return Json::object();
}

std::optional<Json> Program::result(Course &course, base::Duration most) const
{
    const base::TimePoint end = course.now() + most;
    Json now = row(course);
    while (textOf(member(now, "state")) == "running" && course.now() < end) {
        if (!course.advanceTo(std::min(end, course.now() + kLook)))
            return std::nullopt;
        now = row(course);
    }
    const Json *result = member(now, "result");
    return result ? *result : Json::object();
}

Finding outOfLimits(Course &course)
{
    return impossible(course.budget().isSpent ? "too much happens in this network: the limit of events was reached"
                                              : "the limit of the lab's time was reached");
}

} // namespace hopyard::checks

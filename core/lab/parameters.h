// Parameters: what differs from student to student, drawn from the student's name.
//
// The same name gives the same values everywhere and always. In the lab's text "${cost}" stands for a value, "${lan}" for a
// network, "${lan.1}" for its first address, "${lan.length}" and "${lan.mask}" for its prefix length and mask, "${student}"
// for the name, and "$${" for "${" itself. Only in labs with parameters: elsewhere "${" is text as any other.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/teaching.h"
#include "core/lab/values.h"

#include <map>
#include <span>
#include <string>
#include <string_view>

namespace hopyard::lab {

using ParameterValues = std::map<std::string, std::string, std::less<>>;

/// What the parameters are for that student, and "student" itself. Networks lie apart from each other where there is room.
ParameterValues parameterValues(std::span<const Parameter> parameters, std::string_view student);

/// The text with the values in the places of their names; an unknown name is a mistake, said as a sentence.
Parsed<std::string> withValues(std::string_view text, const ParameterValues &values);
/// The reverse for a text without names of parameters: "${" as "$${".
std::string escaped(std::string_view text);

/// Names of parameters are letters, digits, '-' and '_', a letter first, at most 63.
bool isParameterName(std::string_view name);

} // namespace hopyard::lab

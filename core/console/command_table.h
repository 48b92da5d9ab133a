// What every table of commands gives, whatever its commands are called with: a grammar, a list for a person, lines of the
// reference. A command has a `syntax` and a `help`. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/help_text.h"
#include "core/console/reference.h"

#include <string>
#include <string_view>
#include <vector>

namespace hopyard::console {

template <class Table>
CommandSet commandSetOf(const Table &commands)
{
    std::vector<std::string_view> syntaxes;
    for (const auto &command : commands)
        syntaxes.push_back(command.syntax);
    return CommandSet(syntaxes);
}

template <class Table>
std::string helpOf(const Table &commands)
{
    std::string text;
    for (const auto &command : commands)
        text += helpLine(readable(command.syntax), command.help);
    return text;
}

template <class Table>
std::vector<ReferenceLine> referenceOf(const Table &commands)
{
    std::vector<ReferenceLine> lines;
    for (const auto &command : commands)
        lines.push_back({{}, readable(command.syntax), std::string(command.help)});
    return lines;
}

} // namespace hopyard::console

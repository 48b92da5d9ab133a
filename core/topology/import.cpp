// Which parser a text is for; see import.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/import.h"

#include "core/topology/gml.h"
#include "core/topology/graphml.h"

#include <string>

namespace hopyard::topology {

std::optional<Format> parseFormat(std::string_view text)
{
    return text == "graphml" ? std::optional(Format::graphml) : text == "gml" ? std::optional(Format::gml) : std::nullopt;
}

std::optional<Format> guessFormat(std::string_view text)
{
    // UTF-16 has zeros between its letters and a mark before them; both are not looked at here.
    std::string head;
    for (const char c : text.substr(0, 4'000))
        if (c != '\0' && (head.size() > 4 || (c & 0x80) == 0))
            head += c;
    const std::size_t start = head.find_first_not_of(" \t\r\n");
    if (start == std::string::npos)
        return std::nullopt;
    if (head[start] == '<')
        return Format::graphml;
    // Comments and keys like Creator "igraph version 1" may stand before the graph.
    for (std::size_t graph = head.find("graph"); graph != std::string::npos; graph = head.find("graph", graph + 5)) {
        const std::size_t bracket = head.find_first_not_of(" \t\r\n", graph + 5);
        if (bracket != std::string::npos && head[bracket] == '[')
            return Format::gml;
    }
    return std::nullopt;
}

Parsed parseTopology(std::string_view text, std::string_view fileName, std::optional<Format> format)
{
    if (!format)
        format = guessFormat(text);
    if (format == Format::graphml)
        return parseGraphml(text, fileName);
    if (format == Format::gml)
        return parseGml(text, fileName);
    Parsed parsed;
    parsed.problems.push_back({lab::Problem::Severity::error, std::string(fileName), 1, 1,
                               "this is neither GraphML nor GML: it begins with no '<' and has no 'graph ['", {}});
    return parsed;
}

} // namespace hopyard::topology

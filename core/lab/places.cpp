// Look-ups by path and by offset; see places.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/places.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::lab {

void Places::addConfig(std::string node, Place first, bool lineByLine)
{
    m_configs.insert_or_assign(std::move(node), ConfigText{first, lineByLine});
}

Place Places::find(std::string_view path) const
{
    while (true) {
        if (const auto found = m_places.find(path); found != m_places.end())
            return found->second;
        const std::size_t slash = path.rfind('/');
        if (slash == std::string_view::npos)
            return {};
        path = path.substr(0, slash);
    }
}

Place Places::configPlace(std::string_view node, int line, int column) const
{
    const auto found = m_configs.find(node);
    if (found == m_configs.end())
        return find(fmt::format("nodes/{}/config", node));
    const auto &[first, lineByLine] = found->second;
    if (!lineByLine)
        return first;
    return {first.line + line - 1, first.column + column - 1};
}

Problem Places::problem(Problem::Severity severity, std::string_view path, std::string message, std::string node,
                        ProblemKind kind) const
{
    const Place place = find(path);
    return {severity, m_file, place.line, place.column, std::move(message), std::move(node), kind};
}

LineIndex::LineIndex(std::string_view text) : m_text(text), m_starts{0}
{
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n')
            m_starts.push_back(i + 1);
}

Place LineIndex::place(std::size_t offset) const
{
    offset = std::min(offset, m_text.size());
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    const std::size_t start = *(after - 1);
    const auto isCharacter = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    const bool goesOn = m_lastOffset >= start && m_lastOffset <= offset;
    const std::size_t from = goesOn ? m_lastOffset : start;
    const auto column = (goesOn ? m_lastColumn : 0) +
                        std::count_if(m_text.begin() + static_cast<std::ptrdiff_t>(from),
                                      m_text.begin() + static_cast<std::ptrdiff_t>(offset), isCharacter);
    m_lastOffset = offset;
    m_lastColumn = column;
    return {static_cast<int>(after - m_starts.begin()), static_cast<int>(column) + 1};
}

} // namespace hopyard::lab

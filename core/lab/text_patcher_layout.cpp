// Where things begin and end in the text, and the change of single fields; see text_patcher.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/text_patcher.h"

#include <algorithm>

namespace hopyard::lab {

// --- fields of a mapping ---

bool TextPatcher::patchMap(const YamlNode &map, const YamlValue &before, const YamlValue &after,
                           std::vector<Edit> &edits) const
{
    if (map.kind != YamlNode::Kind::map || map.items.empty())
        return false;
    std::size_t removed = 0;
    for (const auto &[key, value] : before.entries) {
        if (after.find(key))
            continue;
        std::size_t index = 0;
        while (index < map.entries() && map.keyAt(index).value != key)
            ++index;
        // Of several in brackets the commas would get in each other's way.
        if (index == map.entries() || (map.flow && ++removed > 1) || !removeField(map, index, edits))
            return false;
    }
    for (const auto &[key, value] : after.entries) {
        const YamlValue *old = before.find(key);
        if ((!old || *old != value) && !patchField(map, key, old, value, edits))
            return false;
    }
    return true;
}

bool TextPatcher::patchField(const YamlNode &map, const std::string &key, const YamlValue *before,
                             const YamlValue &after, std::vector<Edit> &edits) const
{
    for (std::size_t i = 0; i < map.entries(); ++i) {
        if (map.keyAt(i).value != key)
            continue;
        if (before && before->kind == YamlValue::Kind::map && after.kind == YamlValue::Kind::map) {
            std::vector<Edit> inner;
            if (patchMap(map.valueAt(i), *before, after, inner)) {
                edits.insert(edits.end(), inner.begin(), inner.end());
                return true;
            }
        }
        return replaceField(map, i, after, edits);
    }
    // Written in another way than we write it (`addresses` with one address): no place to put the change.
    return !before && addField(map, map.entries() - 1, key, after, edits);
}

bool TextPatcher::replaceField(const YamlNode &map, std::size_t index, const YamlValue &value,
                               std::vector<Edit> &edits) const
{
    const YamlNode &old = map.valueAt(index);
    const std::string line = flowText(value);
    const bool wasEmpty = old.begin == old.end;
    if (map.flow) {
        edits.push_back({old.begin, old.end, (wasEmpty ? " " : "") + line});
        return true;
    }
    // In place where old and new stand on one line, so that a comment behind the value stays; else the field's lines.
    const std::size_t key = map.keyAt(index).begin, indent = columnOf(key);
    const std::string lines = entryText(map.keyAt(index).value, value, indent).substr(indent);
    const bool oneLine = std::ranges::count(lines, '\n') == 1 && slice(key, old.end).find('\n') == std::string_view::npos;
    if (oneLine)
        edits.push_back({old.begin, old.end, (wasEmpty ? " " : "") + line});
    else
        edits.push_back({key, fieldEnd(map, index), fit(lines)});
    return true;
}

bool TextPatcher::addField(const YamlNode &map, std::size_t behind, const std::string &key, const YamlValue &value,
                           std::vector<Edit> &edits) const
{
    const YamlNode &last = map.valueAt(behind);
    if (map.flow) {
        edits.push_back({last.end, last.end, ", " + keyText(key) + ": " + flowText(value)});
        return true;
    }
    const std::size_t at = fieldEnd(map, behind);
    const bool needsBreak = at > 0 && m_text[at - 1] != '\n';
    edits.push_back({at, at, fit((needsBreak ? "\n" : "") + entryText(key, value, columnOf(map.begin)))});
    return true;
}

bool TextPatcher::removeField(const YamlNode &map, std::size_t index, std::vector<Edit> &edits) const
{
    if (map.entries() < 2)
        return false;
    const std::size_t key = map.keyAt(index).begin;
    if (map.flow) {
        if (index == 0)
            edits.push_back({key, map.keyAt(1).begin, ""});
        else
            edits.push_back({map.valueAt(index - 1).end, map.valueAt(index).end, ""});
        return true;
    }
    const std::size_t line = lineStart(key);
    if (slice(line, key).find_first_not_of(' ') != std::string_view::npos)
        return false; // behind the dash of a list
    const std::size_t limit = index == 0 ? line : fieldEnd(map, index - 1);
    edits.push_back({commentsAbove(line, columnOf(key), limit), fieldEnd(map, index), ""});
    return true;
}

// --- layout ---

std::vector<TextPatcher::Chunk> TextPatcher::chunksOf(const YamlNode &section, std::size_t begin, std::size_t end) const
{
    const bool isMap = section.kind == YamlNode::Kind::map;
    const std::size_t count = isMap ? section.entries() : section.items.size();
    const std::size_t indent = columnOf(section.begin);
    std::vector<Chunk> chunks;
    std::size_t previous = begin;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t line = std::max(entryLine(section, i), previous);
        const std::size_t limit = i + 1 < count ? entryLine(section, i + 1) : end;
        Chunk chunk;
        chunk.glue = previous;
        chunk.begin = commentsAbove(line, indent, previous);
        chunk.end = withoutTail(std::max(limit, line), indent, nextLine(line));
        previous = chunk.end;
        chunks.push_back(chunk);
    }
    return chunks;
}

/// The line on which an entry of a section begins: that of its key, or of its dash.
std::size_t TextPatcher::entryLine(const YamlNode &section, std::size_t index) const
{
    if (section.kind == YamlNode::Kind::map)
        return lineStart(section.keyAt(index).begin);
    const std::size_t indent = columnOf(section.begin);
    std::size_t line = lineStart(section.items[index].begin);
    while (line > section.begin && (line + indent >= m_text.size() || m_text[line + indent] != '-'))
        line = lineStart(line - 1); // "-" alone on its line
    return line;
}

/// Behind the lines of a field; of a field in brackets, behind its value.
std::size_t TextPatcher::fieldEnd(const YamlNode &map, std::size_t index) const
{
    const std::size_t end = std::max(map.valueAt(index).end, map.keyAt(index).end);
    if (map.flow || (end > 0 && m_text[end - 1] == '\n'))
        return end;
    return nextLine(end);
}

/// Behind what belongs to a key at the top of the lab.
std::size_t TextPatcher::topEnd(std::size_t index) const
{
    const YamlNode &root = m_read.tree;
    if (index + 1 == root.entries())
        return m_text.size();
    const std::size_t line = lineStart(root.keyAt(index + 1).begin);
    return commentsAbove(line, 0, nextLine(root.keyAt(index).begin));
}

std::size_t TextPatcher::lineStart(std::size_t at) const
{
    const std::size_t lineBreak = at == 0 ? std::string_view::npos : m_text.rfind('\n', at - 1);
    return lineBreak == std::string_view::npos ? 0 : lineBreak + 1;
}

std::size_t TextPatcher::nextLine(std::size_t at) const
{
    const std::size_t lineBreak = m_text.find('\n', at);
    return lineBreak == std::string_view::npos ? m_text.size() : lineBreak + 1;
}

TextPatcher::LineKind TextPatcher::lineKind(std::size_t line, std::size_t indent) const
{
    const std::size_t first = std::min(m_text.find_first_not_of(" \t\r", line), m_text.size());
    if (first == m_text.size() || m_text[first] == '\n')
        return LineKind::blank;
    return m_text[first] == '#' && first - line <= indent ? LineKind::comment : LineKind::other;
}

/// Where the comment lines right above a line begin.
std::size_t TextPatcher::commentsAbove(std::size_t line, std::size_t indent, std::size_t limit) const
{
    while (line > limit) {
        const std::size_t above = lineStart(line - 1);
        if (above < limit || lineKind(above, indent) != LineKind::comment)
            break;
        line = above;
    }
    return line;
}

/// An end moved up over blank lines and comments that belong to what comes next.
std::size_t TextPatcher::withoutTail(std::size_t end, std::size_t indent, std::size_t limit) const
{
    while (end > limit) {
        const std::size_t above = lineStart(end - 1);
        if (above < limit || lineKind(above, indent) == LineKind::other)
            break;
        end = above;
    }
    return end;
}

} // namespace hopyard::lab

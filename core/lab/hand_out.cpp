// See hand_out.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/hand_out.h"

#include "core/lab/parameters.h"
#include "core/lab/read.h"
#include "core/lab/reader.h"
#include "core/lab/write.h"
#include "core/lab/yaml_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace hopyard::lab {

namespace {

using Kind = YamlNode::Kind;

struct Change {
    std::size_t begin, end;
    std::string text;
};

bool isTeachers(std::string_view key) { return key == "parameters" || key == "solution"; }

std::size_t nextLine(std::string_view text, std::size_t at)
{
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::string_view lineAt(std::string_view text, std::size_t at)
{
    return text.substr(at, nextLine(text, at) - at);
}

bool isComment(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t");
    return first != std::string_view::npos && line[first] == '#';
}

/// Where the comment lines right above a line begin.
std::size_t commentsAbove(std::string_view text, std::size_t line)
{
    while (line > 0) {
        const std::size_t before = line < 2 ? 0 : text.rfind('\n', line - 2) + 1;
        if (!isComment(lineAt(text, before)))
            break;
        line = before;
    }
    return line;
}

/// Everything down to the next key, but for comments at the margin: those are the next one's.
std::size_t sectionEnd(std::string_view text, std::size_t contentEnd, std::size_t nextKey)
{
    std::size_t at = contentEnd > 0 && text[contentEnd - 1] == '\n' ? contentEnd : nextLine(text, contentEnd);
    while (at < nextKey && !lineAt(text, at).starts_with('#'))
        at = nextLine(text, at);
    return std::min(at, nextKey);
}

void putValues(const YamlNode &node, std::string_view text, const ParameterValues &values, std::vector<Change> &changes)
{
    const std::string_view raw = text.substr(node.begin, node.end - node.begin);
    if (node.kind == Kind::scalar && raw.find("${") != std::string_view::npos)
        if (auto put = withValues(raw, values))
            changes.push_back({node.begin, node.end, std::move(*put)});
    const bool isMap = node.kind == Kind::map;
    for (std::size_t i = isMap ? 1 : 0; i < node.items.size(); i += isMap ? 2 : 1)
        putValues(node.items[i], text, values, changes);
}

std::string changedText(std::string_view text, const YamlNode &root, const ParameterValues &values, bool hasParameters, const std::string &student)
{
    std::vector<Change> changes;
    const std::string name = entryText("student", YamlValue::text(student), 0);
    bool isNamed = student.empty();
    for (std::size_t i = 0; i < root.entries(); ++i) {
        const YamlNode &key = root.keyAt(i), &value = root.valueAt(i);
        const std::size_t next = i + 1 < root.entries() ? root.keyAt(i + 1).begin : text.size();
        if (isTeachers(key.value) || key.value == "student") {
            const bool keepsPlace = key.value == "student" && !std::exchange(isNamed, true);
            const std::size_t begin = key.value == "student" ? key.begin : commentsAbove(text, key.begin);
            changes.push_back({begin, sectionEnd(text, value.end, next), keepsPlace ? name : ""});
        } else if (hasParameters) {
            putValues(value, text, values, changes);
        }
    }
    if (!isNamed) {
        const std::size_t behind = nextLine(text, root.find("hopyard")->end);
        changes.push_back({behind, behind, name});
    }
    std::ranges::stable_sort(changes, {}, &Change::begin);
    std::string out;
    std::size_t at = 0;
    for (const Change &change : changes) {
        if (change.begin < at)
            continue; // overlaps another: what comes out is read again, and found wrong
        out += text.substr(at, change.begin - at);
        out += change.text;
        at = change.end;
    }
    return out += text.substr(at);
}

} // namespace

base::Result<Lab, std::vector<Problem>> labFor(std::string_view text, const std::string &student, std::string_view fileName)
{
    auto lab = readFor(text, student, fileName);
    if (!lab)
        return lab;
    lab->solution = {};
    lab->teaching.parameters.clear();
    return lab;
}

base::Result<std::string, std::vector<Problem>> handOut(std::string_view text, const std::string &student, std::string_view fileName)
{
    text = withoutMark(text);
    auto expected = labFor(text, student, fileName);
    if (!expected)
        return base::fail(std::move(expected.error()));
    const auto read = readWithPlaces(text, fileName, student);
    const auto tree = parseYaml(text); // the reader's has the values in it, this one the names
    if (read && tree && tree->kind == Kind::map && !tree->flow) {
        const auto &parameters = read->lab.teaching.parameters;
        std::string out = changedText(text, *tree, parameterValues(parameters, student), !parameters.empty(), student);
        if (const auto again = lab::read(out); again && *again == *expected)
            return out;
    }
    return write(*expected);
}

} // namespace hopyard::lab

// See map_reader.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/map_reader.h"

#include "core/base/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace hopyard::lab {

using Kind = YamlNode::Kind;

namespace {

constexpr std::size_t kMostProblems = 100;

} // namespace

std::string_view shapeName(Kind kind)
{
    switch (kind) {
    case Kind::null: return "empty";
    case Kind::scalar: return "a single value";
    case Kind::list: return "a list";
    case Kind::map: return "a mapping";
    }
    return {};
}

void MapReader::problem(std::size_t offset, std::string message)
{
    const Place place = m_index.place(offset);
    m_problems.push_back({Problem::Severity::error, m_places.file(), place.line, place.column, std::move(message), m_node});
}

std::vector<Problem> MapReader::takeProblems()
{
    std::ranges::stable_sort(m_problems, {}, [](const Problem &p) { return std::pair(p.line, p.column); });
    if (m_problems.size() > kMostProblems) {
        const std::size_t more = m_problems.size() - kMostProblems;
        m_problems.resize(kMostProblems);
        m_problems.push_back({Problem::Severity::error, m_places.file(), 0, 0, fmt::format("and {} more", more), {}});
    }
    return std::move(m_problems);
}

bool MapReader::isShape(const YamlNode &node, Kind kind, std::string_view what)
{
    if (node.kind == kind)
        return true;
    problem(node, fmt::format("{} must be {}, but it is {}", what, shapeName(kind), shapeName(node.kind)));
    return false;
}

void MapReader::readMap(const YamlNode &map, std::string_view what, const std::string &path, const Keys &keys)
{
    if (map.kind == Kind::null || !isShape(map, Kind::map, what))
        return;
    readNames(map, what, path, [&](const std::string &name, const YamlNode &value) {
        const auto key = std::ranges::find(keys, name, &Key::name);
        if (key != keys.end()) {
            key->take(value);
            return;
        }
        std::vector<std::string_view> known;
        for (const Key &k : keys)
            known.push_back(k.name);
        const std::string_view close = base::closestWord(name, known);
        const YamlNode &at = *(&value - 1); // the key stands before its value
        problem(at, fmt::format("unknown key '{:.60}' in {}; {}", name, what,
                                close.empty() ? fmt::format("known are {}", fmt::join(known, ", "))
                                              : fmt::format("did you mean '{}'?", close)));
    });
}

void MapReader::readNames(const YamlNode &map, std::string_view what, const std::string &path,
                       const std::function<void(const std::string &, const YamlNode &)> &take)
{
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < map.entries(); ++i) {
        const YamlNode &key = map.keyAt(i);
        if (key.kind != Kind::scalar) {
            problem(key, fmt::format("a key in {} must be a word, but it is {}", what, shapeName(key.kind)));
            continue;
        }
        const auto [first, isNew] = seen.emplace(key.value, key.begin);
        if (!isNew) {
            problem(key, fmt::format("'{:.60}' stands twice in {}; the first is on line {}", key.value, what,
                                     m_index.place(first->second).line));
            continue;
        }
        const std::string prefix = path.empty() ? "" : path + '/';
        m_places.add(prefix + key.value, m_index.place(key.begin));
        take(key.value, map.valueAt(i));
    }
}

void MapReader::readList(const YamlNode &list, std::string_view what, const std::string &path,
                      const std::function<void(const YamlNode &, std::size_t)> &take)
{
    if (list.kind == Kind::scalar) {
        m_places.add(path + "/0", m_index.place(list.begin));
        take(list, 0);
        return;
    }
    if (list.kind == Kind::null || !isShape(list, Kind::list, what))
        return;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        m_places.add(fmt::format("{}/{}", path, i), m_index.place(list.items[i].begin));
        take(list.items[i], i);
    }
}

MapReader::Key MapReader::textKey(std::string_view name, std::string &out)
{
    return {name, [this, name, &out](const YamlNode &node) {
                if (node.kind == Kind::null && node.begin == node.end)
                    return; // "note:" with nothing behind it
                if (node.kind == Kind::null)
                    out = m_text.substr(node.begin, node.end - node.begin); // the word null
                else if (isShape(node, Kind::scalar, fmt::format("'{}'", name)))
                    out = node.value;
            }};
}

MapReader::Key MapReader::textsKey(std::string_view name, const std::string &path, std::vector<std::string> &out)
{
    return {name, [this, name, path, &out](const YamlNode &list) {
                readList(list, fmt::format("'{}'", name), fmt::format("{}/{}", path, name), [&](const YamlNode &item, std::size_t) {
                    if (isShape(item, Kind::scalar, fmt::format("an entry of '{}'", name)))
                        out.push_back(item.value);
                });
            }};
}

} // namespace hopyard::lab

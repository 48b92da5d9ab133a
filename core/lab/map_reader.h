// Walking the YAML tree of a lab: what is the same for all of its mappings, lists and values. Internal to core/lab.
//
// Each mapping of the format is a table of its keys. A table is walked by readMap(), which does what is the same for
// all: unknown keys, keys given twice, wrong shapes. Readers of parts of the format (read.cpp, read_teaching.cpp) share one
// list of problems and of places.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/places.h"
#include "core/lab/values.h"
#include "core/lab/yaml_tree.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::lab {

/// "a list", for messages.
std::string_view shapeName(YamlNode::Kind kind);

class MapReader {
public:
    MapReader(std::string_view text, std::string_view file) : m_text(text), m_index(text), m_places(std::string(file)) {}

    /// What may stand at one key; called with its value.
    struct Key {
        std::string_view name;
        std::function<void(const YamlNode &)> take;
    };
    using Keys = std::vector<Key>;

    void problem(std::size_t offset, std::string message);
    void problem(const YamlNode &node, std::string message) { problem(node.begin, std::move(message)); }
    /// By place, and not more than a person reads.
    std::vector<Problem> takeProblems();
    std::size_t problemCount() const { return m_problems.size(); }
    bool isGood() const { return m_problems.empty(); }
    Places takePlaces() { return std::move(m_places); }

    bool isShape(const YamlNode &node, YamlNode::Kind kind, std::string_view what);
    /// Walks a mapping by the table of its keys. An empty value ("eth0:") is a mapping without keys.
    void readMap(const YamlNode &map, std::string_view what, const std::string &path, const Keys &keys);
    /// Walks a mapping whose keys may be any names; each key once.
    void readNames(const YamlNode &map, std::string_view what, const std::string &path,
                   const std::function<void(const std::string &, const YamlNode &)> &take);
    /// Walks a list; a value that stands alone is a list of one.
    void readList(const YamlNode &list, std::string_view what, const std::string &path,
                  const std::function<void(const YamlNode &, std::size_t)> &take);

    /// A key with one text.
    Key textKey(std::string_view name, std::string &out);
    /// A key with one text or a list of texts.
    Key textsKey(std::string_view name, const std::string &path, std::vector<std::string> &out);
    /// A key with one value that `parse` understands.
    template <class T, class Out>
    Key valueKey(std::string_view name, Out &out, Parsed<T> (*parse)(std::string_view))
    {
        return {name, [this, name, &out, parse](const YamlNode &node) {
                    if (auto value = readValue(node, fmt::format("'{}'", name), parse))
                        out = std::move(*value);
                }};
    }
    template <class T>
    std::optional<T> readValue(const YamlNode &node, std::string_view what, Parsed<T> (*parse)(std::string_view))
    {
        if (!isShape(node, YamlNode::Kind::scalar, what))
            return std::nullopt;
        auto value = parse(node.value);
        if (value)
            return std::move(*value);
        problem(node, fmt::format("{}: {}", what, value.error()));
        return std::nullopt;
    }

    std::string_view text() const { return m_text; }
    Place placeOf(std::size_t offset) const { return m_index.place(offset); }
    Places &places() { return m_places; }
    /// The node that problems concern from now on; empty: none.
    void setNode(std::string name) { m_node = std::move(name); }
    const std::string &node() const { return m_node; }

protected:
    std::string_view m_text;
    LineIndex m_index;
    Places m_places;
    std::string m_node; // being read, for the problems

private:
    std::vector<Problem> m_problems;
};

} // namespace hopyard::lab

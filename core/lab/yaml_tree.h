// A YAML text as a tree whose every node knows the bytes it was read from.
//
// yaml-cpp parses; this keeps what its own tree drops (where a value ends, how it was written), which the reader needs
// for its messages and LabText for saving what it read. Input is hostile until read: what is not UTF-8 text, too long,
// too deep or too much is refused, and so are anchors, aliases and tags, which a lab has no use for and which make a
// short text a huge tree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

struct YamlNode {
    enum class Kind : std::uint8_t { null, scalar, list, map };
    Kind kind = Kind::null;
    bool flow = false; ///< a list or map written with brackets
    bool literal = false; ///< a scalar written as "|"
    std::string value; ///< of a scalar
    /// Bytes of the text: [begin, end). A map in block style begins at its first key.
    std::size_t begin = 0;
    std::size_t end = 0;
    /// Items of a list; of a map key, value, key, value, …
    std::vector<YamlNode> items;

    std::size_t entries() const { return items.size() / 2; }
    const YamlNode &keyAt(std::size_t i) const { return items[i * 2]; }
    const YamlNode &valueAt(std::size_t i) const { return items[i * 2 + 1]; }
    /// The value of a key in a map; null pointer where there is none or this is no map.
    const YamlNode *find(std::string_view keyText) const;
};

struct YamlError {
    std::size_t offset = 0; ///< byte of the text
    std::string message;
};

constexpr std::size_t kLongestLab = 16u << 20; ///< bytes
constexpr int kDeepestLab = 32;                ///< lists and maps in each other
constexpr std::size_t kMostYamlNodes = 1'000'000;

base::Result<YamlNode, YamlError> parseYaml(std::string_view text);

} // namespace hopyard::lab

// Where each thing of a lab stands in its text: what makes "line 12, column 7" of a message.
//
// Things are named by paths: "title", "nodes/r1", "nodes/r1/interfaces/eth0/address", "links/3", "links/3/ends/1"
// (links and list items counted from 0). A path that was not written falls back to the nearest thing around it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// 1-based line, and column in characters; 0 where a thing has no place.
struct Place {
    int line = 0;
    int column = 0;
    bool operator==(const Place &) const = default;
};

class Places {
public:
    Places() = default;
    explicit Places(std::string file) : m_file(std::move(file)) {}

    const std::string &file() const { return m_file; }
    void add(std::string path, Place place) { m_places.insert_or_assign(std::move(path), place); }
    /// Says that the first line of a node's configuration stands at `first`. Where `lineByLine` (a "|" scalar) the
    /// second stands below it, and so on; else the text was written on one line or folded, and all have one place.
    void addConfig(std::string node, Place first, bool lineByLine);

    Place find(std::string_view path) const;
    /// The place in the lab's text of line and column (1-based) of a node's configuration.
    Place configPlace(std::string_view node, int line, int column = 1) const;

    /// A problem at the place of `path`.
    Problem problem(Problem::Severity severity, std::string_view path, std::string message,
                    std::string node = {}, ProblemKind kind = ProblemKind::other) const;

private:
    struct ConfigText {
        Place first;
        bool lineByLine = false;
    };
    std::string m_file;
    std::map<std::string, Place, std::less<>> m_places;
    std::map<std::string, ConfigText, std::less<>> m_configs;
};

/// Byte offsets of a text to lines and columns.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);
    Place place(std::size_t offset) const;

private:
    std::string_view m_text; // lent by the caller for this object's life
    std::vector<std::size_t> m_starts;
    // Where the last question was answered: places are asked for in order, and a line may be the whole text.
    mutable std::size_t m_lastOffset = 0;
    mutable std::ptrdiff_t m_lastColumn = 0;
};

} // namespace hopyard::lab

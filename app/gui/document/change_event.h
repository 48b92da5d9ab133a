// What an edit, its undo or its redo did to the document, said once and typed. Whoever shows a part of the document
// listens to LabDocument::changed and brings its part up to date; the values are read from the document.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <optional>
#include <string>
#include <vector>

namespace hopyard::document {

/// The name of a link: its two ends, in the order of the file.
struct LinkEnds {
    lab::End a, b;
    auto operator<=>(const LinkEnds &) const = default;
};
inline LinkEnds endsOf(const lab::Link &link) { return {link.a, link.b}; }

/// Both names: changed (or renamed, where they differ). Only `after`: added. Only `before`: removed.
struct NodeChange {
    std::string before;
    std::string after;
};
/// Both: changed or re-plugged. Only `after`: added. Only `before`: removed.
struct LinkChange {
    std::optional<LinkEnds> before;
    std::optional<LinkEnds> after;
};

struct ChangeEvent {
    bool reset = false; ///< another lab altogether: read everything again; the lists are empty
    bool head = false;  ///< title, description, or which problems the student is to find
    bool drawing = false; ///< shapes, layers, groups or the ways of links
    std::vector<NodeChange> nodes; ///< in the order in which things happened
    std::vector<LinkChange> links;
};

} // namespace hopyard::document

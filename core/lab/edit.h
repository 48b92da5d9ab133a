// Changes of a lab as values: what turns one lab into another.
//
// diff() and apply() are what the workbench's undo stack, the engine's `lab.apply` and the running world share. Nodes
// are found by name and links by their two ends, so a rename, or a link plugged elsewhere, is a removal and an addition.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/lab.h"

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace hopyard::lab {

struct SetTitle {
    std::string title;
    bool operator==(const SetTitle &) const = default;
};
struct SetDescription {
    std::string description;
    bool operator==(const SetDescription &) const = default;
};
/// Guide, checks, parameters and student become these.
struct SetTeaching {
    Teaching teaching;
    bool operator==(const SetTeaching &) const = default;
};
struct SetSolution {
    Solution solution;
    bool operator==(const SetSolution &) const = default;
};
struct AddNode {
    Node node;
    std::size_t position = static_cast<std::size_t>(-1); ///< among the nodes; beyond the last: at the end
    bool operator==(const AddNode &) const = default;
};
struct RemoveNode {
    std::string name; ///< its links must be gone
    bool operator==(const RemoveNode &) const = default;
};
/// The node of the same name becomes this.
struct ReplaceNode {
    Node node;
    bool operator==(const ReplaceNode &) const = default;
};
struct AddLink {
    Link link;
    std::size_t position = static_cast<std::size_t>(-1);
    bool operator==(const AddLink &) const = default;
};
struct RemoveLink {
    End a, b;
    bool operator==(const RemoveLink &) const = default;
};
/// The link with the same two ends, in that order, becomes this.
struct ReplaceLink {
    Link link;
    bool operator==(const ReplaceLink &) const = default;
};
/// Puts a node (a link) at another place in the file; nothing else changes.
struct MoveNode {
    std::string name;
    std::size_t position = 0;
    bool operator==(const MoveNode &) const = default;
};
struct MoveLink {
    End a, b;
    std::size_t position = 0;
    bool operator==(const MoveLink &) const = default;
};

using Edit = std::variant<SetTitle, SetDescription, RemoveLink, RemoveNode, AddNode, ReplaceNode, AddLink, ReplaceLink,
                          MoveNode, MoveLink, SetTeaching, SetSolution>;

enum class EditError : std::uint8_t { noSuchNode, noSuchLink, nameTaken, nodeHasLinks };

/// The edits that turn `from` into `to`, in an order in which they can be applied one by one: links go before nodes,
/// nodes come before links. Both labs have unique node names and no two links with the same ends. O(n log n) where the
/// order of what stays is the same.
std::vector<Edit> diff(const Lab &from, const Lab &to);

/// Makes the change, or says why not and changes nothing.
base::Result<void, EditError> apply(Lab &lab, const Edit &edit);

} // namespace hopyard::lab

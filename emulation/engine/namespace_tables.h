// Tables of a namespace node: what its kernel says over netlink and in /proc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace hopyard::engine {

/// route, neighbour, interface or tcp; invalidParams for others. Of more than `most` rows the first, and then it is cut.
Answer<Table> readNamespaceTable(nodes::NamespaceNode &node, std::string_view name, std::size_t most = ~std::size_t(0));

struct NamedTable {
    std::string_view name;
    Table table;
};
/// All of them at once, which costs a fraction of one after the other; those that could be read.
std::vector<NamedTable> readNamespaceTables(nodes::NamespaceNode &node, std::size_t most);

} // namespace hopyard::engine

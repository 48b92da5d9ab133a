// Tables of a namespace node: what its kernel says over netlink and in /proc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace hopyard::engine {

/// route, neighbour, interface or tcp; invalidParams for others. Of more than `most` rows the first, and then it is cut.
Answer<Table> readNamespaceTable(nodes::NamespaceNode &node, std::string_view name, std::size_t most = ~std::size_t(0));
/// What readNamespaceTable() knows.
inline constexpr std::array<std::string_view, 4> kNamespaceTables{"route", "neighbour", "interface", "tcp"};

} // namespace hopyard::engine

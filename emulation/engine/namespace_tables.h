// Tables of a namespace node: what its kernel says over netlink and in /proc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

namespace hopyard::engine {

/// route, interface or tcp; invalidParams for others.
Answer<Table> readNamespaceTable(nodes::NamespaceNode &node, std::string_view name);

} // namespace hopyard::engine

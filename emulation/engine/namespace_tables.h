// Tables of a namespace node: what its kernel says over netlink, sock_diag and in /proc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/endpoint.h"
#include "emulation/engine/tables.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::engine {

/// route, neighbour, interface, socket, tcp or counter; invalidParams for others. Of more than `most` rows the first, and
/// then it is cut.
Answer<Table> readNamespaceTable(const nodes::NamespaceNode &node, std::string_view name,
                                 std::size_t most = ~std::size_t(0));
/// What the kernel knows of that connection now, as a member of `show tcp json`; nothing where it has none such.
std::optional<rpc::Json> readNamespaceConnection(const nodes::NamespaceNode &node, const transport::Endpoint &local,
                                                 const transport::Endpoint &peer);

struct NamedTable {
    std::string_view name;
    Table table;
};
/// Those that are written down for the past (route, neighbour, interface, tcp) at once, which costs a fraction of one after
/// the other; those that could be read.
std::vector<NamedTable> readNamespaceTables(nodes::NamespaceNode &node, std::size_t most);

} // namespace hopyard::engine

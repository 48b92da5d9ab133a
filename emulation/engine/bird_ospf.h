// What BIRD 2 says of its OSPF in the shape of FRR's JSON, which inspectors read: interfaces, neighbours, and the link
// state database.
//
// BIRD lists the heads of advertisements (show ospf lsadb) apart from what they say (show ospf state all), which it
// writes as a graph of what can be reached: what of the database is not in that graph has its head alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "emulation/engine/bird_text.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::engine {

/// The node's own address on an interface, within a network.
using OwnAddress =
    std::function<std::optional<base::InterfaceAddress>(std::string_view interface, const base::IpPrefix &network)>;

/// Of `show ospf interface`, and `show status` for the router's id: {"interfaces": {…}}, as `show ip ospf interface json`.
rpc::OrderedJson birdOspfInterfaces(std::string_view text, const OwnAddress &own, std::string_view status = {});
/// Of `show ospf neighbors`: {"neighbors": {ID: […]}}, as `show ip ospf neighbor json`.
rpc::OrderedJson birdOspfNeighbours(std::string_view text);
/// Of `show ospf lsadb`, `show ospf state all` and `show status`, as `show ip ospf database detail json`.
rpc::OrderedJson birdOspfDatabase(std::string_view heads, std::string_view state, std::string_view status);

} // namespace hopyard::engine

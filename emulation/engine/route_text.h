// Routes in the shape of FRR's `show ip route json`, whoever they come from, and the text that FRR prints of them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/tables.h"

#include <nlohmann/json.hpp>

#include <string>

namespace hopyard::rpc {
using OrderedJson = nlohmann::ordered_json;
}

namespace hopyard::engine {

/// {"10.0.0.0/8": [{"prefix", "protocol", "selected", "distance", "metric", "nexthops": [{"ip", "interfaceName"}]}]} of a
/// kernel's own table (readNamespaceTable()): routes without a next hop are connected, the others the kernel's. IPv4.
rpc::OrderedJson kernelRoutes(const Table &table);
/// As FRR prints them, with the legend of the codes that occur.
std::string routeText(const rpc::OrderedJson &routes);
/// Of readNamespaceTable(…, "interface").
std::string interfaceText(const Table &table);

} // namespace hopyard::engine

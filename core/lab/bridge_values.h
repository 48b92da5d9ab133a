// The single values of a switch and its ports by name, each with the sentence that says what would be right.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/bridge.h"
#include "core/lab/values.h"

#include <span>
#include <string>
#include <string_view>

namespace hopyard::lab {

/// spanning-tree, priority, hello, max-age, forward-delay.
std::span<const std::string_view> bridgeKeys();
Parsed<void> setBridgeValue(Bridge &bridge, std::string_view key, std::string_view text);
std::string bridgeValue(const Bridge &bridge, std::string_view key);

/// vlan, trunk, native, cost, port-priority, edge, shared.
std::span<const std::string_view> bridgePortKeys();
Parsed<void> setBridgePortValue(BridgePort &port, std::string_view key, std::string_view text);
/// Empty where there is none.
std::string bridgePortValue(const BridgePort &port, std::string_view key);

} // namespace hopyard::lab

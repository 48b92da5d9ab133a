// The single values of a lab file, each with the sentence that says what would be right.
//
// The reader, the engine's `link.set` and the workbench's property fields all go through these, so that a value means
// the same, and a mistake is answered the same, wherever it is typed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/lab/lab.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hopyard::lab {

/// A value, or what is wrong with the text and what would be right.
template <class T>
using Parsed = base::Result<T, std::string>;

Parsed<NodeKind> parseKindValue(std::string_view text);
Parsed<base::InterfaceAddress> parseAddressValue(std::string_view text); ///< "10.0.1.10/24"
Parsed<base::IpAddress> parseGatewayValue(std::string_view text);
Parsed<HostRoute> parseRouteValue(std::string_view text); ///< "192.168.0.0/16 via 10.0.0.1"
Parsed<base::MacAddress> parseMacValue(std::string_view text);
Parsed<std::uint32_t> parseMtuValue(std::string_view text);
Parsed<std::uint32_t> parseMemoryValue(std::string_view text); ///< "128MiB", "1GiB": MiB
Parsed<std::uint32_t> parseProcessorsValue(std::string_view text);
Parsed<MachineAccel> parseAccelValue(std::string_view text);
Parsed<MachineNetwork> parseNetworkValue(std::string_view text);
Parsed<MachineCard> parseCardValue(std::string_view text);
Parsed<MachineDisk> parseDiskValue(std::string_view text);
// service.cpp
Parsed<base::IpAddress> parseVirtualAddressValue(std::string_view text);
Parsed<std::uint16_t> parseServicePortValue(std::string_view text);
Parsed<ServiceEncapsulation> parseEncapsulationValue(std::string_view text);
Parsed<ServiceMode> parseModeValue(std::string_view text);
Parsed<ServiceCheck> parseCheckValue(std::string_view text); ///< "tcp", "none", "http /health"
Parsed<base::Duration> parseCheckTimeValue(std::string_view text);
Parsed<std::uint32_t> parseInRowValue(std::string_view text);

Parsed<bool> parseFlagValue(std::string_view text); ///< "true", "false"
Parsed<double> parseCoordinateValue(std::string_view text);
Parsed<End> parseEndValue(std::string_view text); ///< "r1:eth0"

/// The keys of an impairment that hold a single value: delay, jitter, rate, queue, loss, duplicate, reorder, corrupt,
/// down; in the order in which they are written.
std::span<const std::string_view> impairmentKeys();
/// The keys of `burst`: enter, leave, good, bad.
std::span<const std::string_view> burstKeys();
/// Sets one of impairmentKeys(), or "burst.enter" and so on (which switches burst loss on), or "burst" to "off".
Parsed<void> setImpairmentValue(base::Impairment &impairment, std::string_view key, std::string_view text);
/// The value of one of impairmentKeys() or "burst.enter" and so on, as setImpairmentValue() reads it back.
std::string impairmentValue(const base::Impairment &impairment, std::string_view key);

/// Names of nodes are letters, digits, '-', '_' and '.', at most 63, none first but a letter or digit.
bool isNodeName(std::string_view name);
/// Names of interfaces are as on Linux: at most 15 characters, no blank, '/' or ':', and not "." or "..".
bool isInterfaceName(std::string_view name);

} // namespace hopyard::lab

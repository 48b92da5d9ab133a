// The single values of a computer and its guests by name, each with the sentence that says what would be right; see
// values.h for those of nodes and links.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/computer.h"
#include "core/lab/values.h"

#include <span>
#include <string>
#include <string_view>

namespace hopyard::lab {

/// memory, processors, shares, dma, lend, mode, receive, header-split; in the order in which they are written.
std::span<const std::string_view> computerKeys();
Parsed<void> setComputerValue(Computer &computer, std::string_view key, std::string_view text);
std::string computerValue(const Computer &computer, std::string_view key);

/// packet, packet-kib, timer, carry, copy-kib, clear-kib, map, unmap, interrupt, exit.
std::span<const std::string_view> costKeys();
/// Sets one of costKeys().
Parsed<void> setCostValue(Computer &computer, std::string_view key, std::string_view text);

/// kind, memory, share, gateway, forwarding, release, state.
std::span<const std::string_view> guestKeys();
Parsed<void> setGuestValue(Guest &guest, std::string_view key, std::string_view text);
/// Empty where there is none (gateway).
std::string guestValue(const Guest &guest, std::string_view key);

Parsed<std::uint16_t> parseVlanValue(std::string_view text); ///< "10"
Parsed<std::uint16_t> parsePortValue(std::string_view text); ///< "8080"
Parsed<bool> parseIsUdpValue(std::string_view text);         ///< "tcp" or "udp"
/// "g1:80" or "10.0.1.11:80" into the row's `to` and `toPort`.
Parsed<void> setPortTarget(PortRow &row, std::string_view text);
/// Who speaks: what a program in a guest says is traced as of "GUEST/PROGRAM", and told as of "NODE/GUEST".
std::string speakerOf(std::string node, std::string_view application);
/// "256MiB": what parses back to the same number of bytes.
std::string memoryText(std::uint64_t bytes);

} // namespace hopyard::lab

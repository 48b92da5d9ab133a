// The content of a conversation out of what the packet log keeps, seen at one place: on the link of the packet that was
// picked, and of the other direction, where that goes another way, on the link where it was seen first.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/engine/packet_log.h"
#include "emulation/rpc/json.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hopyard::engine {

constexpr std::size_t kDefaultStreamBytes = 1u << 20, kMostStreamBytes = 4u << 20;

/// The answer of docs/rpc.md, `packets.stream`; nothing where that row is of no conversation of TCP or UDP.
std::optional<rpc::Json> streamJson(const PacketLog &log, const PacketLog::Entry &row, std::size_t mostBytes);

} // namespace hopyard::engine

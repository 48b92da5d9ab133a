// A packet's way through the network in sentences: what each link and node did to it, and what of its headers is other
// than it was at the hop before.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "emulation/engine/packet_log.h"
#include "emulation/rpc/json.h"

#include <string>
#include <vector>

namespace hopyard::world {
class World;
}

namespace hopyard::engine {

/// What `after` has other than `before`, both frames of one packet: "TTL 64 → 63", "source 10.0.0.2 → 192.0.2.1",
/// "encapsulated: IP in IP". Empty where only what says nothing differs (checksums).
std::vector<std::string> changesBetween(base::Bytes before, base::Bytes after);

/// The steps of docs/rpc.md, `packets.path`.
rpc::Json stepsJson(const PacketLog &log, std::uint64_t packetId, const world::World &world);

} // namespace hopyard::engine

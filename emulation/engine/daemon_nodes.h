// Nodes of kind frr and bird: from the lab's node to the programs in it, and what these write.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"
#include "emulation/nodes/routing_daemons.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

/// In the order in which they are started; none for other kinds.
std::vector<nodes::Daemon> daemonsOf(const lab::Node &node);
/// Why the node cannot be started here, as a sentence.
std::optional<std::string> daemonMissing(const lab::Node &node);

struct DaemonLine {
    std::string text;       ///< empty: nothing worth reading
    bool isMistake = false; ///< about the configuration
};
/// A line that `program` wrote: without FRR's own time, without what it says at every start, and with mistakes of the
/// configuration said so that they can be found in the lab.
DaemonLine readDaemonLine(std::string_view program, std::string_view line);

} // namespace hopyard::engine

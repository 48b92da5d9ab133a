// The mounts of a node, made by its init in a mount namespace of the node's own: /proc, /sys, a tmpfs on /run, and its
// own /etc/hosts, /etc/resolv.conf and /etc/hostname; for routing daemons their directories and /etc/group. All of it is memory; nothing is written to a disk.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/nodes/init_protocol.h"

#include <string>
#include <vector>

namespace hopyard::nodes {

/// Makes them. What cannot be made is left as it was outside and gives a sentence.
std::vector<std::string> mountNode(const protocol::SetUp &setUp);
/// Writes the files again. Programs see the change when they next open them.
void writeNodeFiles(const std::string &hosts, const std::string &resolvConf);

} // namespace hopyard::nodes

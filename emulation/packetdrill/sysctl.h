// TCP's settings of a node from the kernel's: scripts set net.ipv4.tcp_* with sysctl, in the namespace they run in, and
// expect the stack to obey.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/settings.h"

#include <string>

namespace hopyard::packetdrill {

/// Sets what `folder` has a file of that name for; what is not there or cannot be read keeps its value. Of tcp_rmem and
/// tcp_wmem the default and the largest count.
void applySysctl(transport::tcp::NodeSettings &settings, const std::string &folder);

} // namespace hopyard::packetdrill

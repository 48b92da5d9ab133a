// The numbers of sockets and of those who own them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"

namespace hopyard::transport {

/// Counted up and not used again within one socket layer.
using SocketId = base::Id<struct SocketTag>;
/// Who opened a socket: an application's number. Not valid: somebody outside of the world.
using ApplicationId = base::Id<struct ApplicationTag>;

} // namespace hopyard::transport

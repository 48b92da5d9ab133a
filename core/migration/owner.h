// Under which number the sockets of a node's migration parts are owned: above those of applications, below those of
// routing processes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/socket_id.h"

namespace hopyard::migration {

inline constexpr transport::ApplicationId kSocketOwner{0xfffffe00};

} // namespace hopyard::migration

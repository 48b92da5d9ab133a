// Descriptors handed over in the manner of systemd (sd_listen_fds(3)): LISTEN_FDS of them from 3 on, meant for the process
// that LISTEN_PID names.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/fd.h"

#include <vector>

namespace hopyard::web {

/// Takes them over, once; none where they are another's.
std::vector<linux::Fd> takeInherited();

} // namespace hopyard::web

// Wireshark as the reader of a pipe: it is started with the pipe's read end as its standard input, and whoever writes
// packets gets the other end.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "emulation/rpc/owned_fd.h"

#include <QString>

namespace hopyard::docks {

/// Where the program is; empty where it is not installed.
QString findWireshark();

/// Starts `program` reading pcap from its standard input; returns the end to write to. It outlives the workbench.
base::Result<rpc::OwnedFd, base::Error> openInWireshark(const QString &program);

} // namespace hopyard::docks

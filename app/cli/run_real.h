// `hop run` in real time: an engine of its own, driven over its socket.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/lab_file.h"
#include "app/cli/run_options.h"

namespace hopyard::cli {

void runReal(Hop &hop, const LabFile &file, const RunOptions &options);

} // namespace hopyard::cli

// `hop run --time virtual`: in this process, as fast as it goes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/lab_file.h"
#include "app/cli/run_options.h"

namespace hopyard::cli {

void runVirtual(Hop &hop, const LabFile &file, const RunOptions &options);

} // namespace hopyard::cli

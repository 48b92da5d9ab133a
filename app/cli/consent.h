// Programs named in a lab run on the user's computer only with the user's consent.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"

namespace hopyard::cli {

/// True where the lab names no programs, or `allowed`, or the user at the terminal says yes. Otherwise it has said which
/// programs and what to do, and the exit code is set.
bool mayRunPrograms(Hop &hop, const lab::Lab &lab, bool allowed);

} // namespace hopyard::cli

// What this build is: for --version, reports of mistakes and everybody who asks the engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace hopyard::rpc {

/// "0.1.0 (3960875, GNU 12.2.0, RelWithDebInfo)"; without the commit where it was not built from a clone, with "+" behind
/// it where files had been changed.
std::string_view buildInfo();

} // namespace hopyard::rpc

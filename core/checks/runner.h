// What carrying checks out in virtual time (runner.cpp) and looking at them live (live.cpp) share. Internal to core/checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/condition.h"

#include <string>
#include <vector>

namespace hopyard::checks {

/// The frames that checks are about, and what keeps a check from being looked at.
struct Prepared {
    Watches watches;
    std::vector<std::string> mistakes; ///< by check; empty: none
};
Prepared prepare(const std::vector<lab::Check> &checks, const FilterMaker &filters);

/// Does what the check wants done on a copy of its own, then asks; `limit` of the copy's time.
Finding actAndEvaluate(const Course &at, const lab::Check &check, base::Duration limit);
CheckResult resultOf(const lab::Check &check, Finding finding);

} // namespace hopyard::checks

// What the files about packet filters and NAT have in common: config_access_list.cpp, config_gate.cpp, show_gate.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/config_commands.h"

#include <cstdint>
#include <string>

namespace hopyard::console {

constexpr std::uint32_t kMostSequence = 2'147'483'647;

/// "permit tcp any host 10.0.0.1 eq 80": the line of its list without the number.
std::string accessRuleText(const ip::AccessRule &rule);

/// Changes what the router says of filters and NAT, and forgets it where that is nothing any more.
template <class Change>
Outcome changeGate(const ConfigAction &a, Change change)
{
    base::Box<router::GateConfig> &box = a.config().gate;
    Outcome outcome = change(box.need());
    if (*box == router::GateConfig())
        box.reset();
    return outcome;
}

} // namespace hopyard::console

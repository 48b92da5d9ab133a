// Whether a lab makes sense: links to nowhere, an address used twice, a loop of switches, …
//
// A lab that read() accepts has the right shape; this says what would go wrong when it runs. What stands in the
// configurations of routers is read by whoever knows the language (core/console): it is handed in as a function, so
// that a router's addresses take part in the checks and its mistakes get their place in the lab's text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/lab/lab.h"
#include "core/lab/places.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// What a router's configuration says, as far as it matters to the lab. Lines and columns count in the configuration.
struct ConfigFacts {
    struct Address {
        std::string interface;
        base::InterfaceAddress address;
        int line = 0; ///< 1-based; 0: unknown
    };
    struct Issue {
        Problem::Severity severity = Problem::Severity::error;
        int line = 0;
        int column = 0;
        std::string message;
    };
    std::vector<std::string> interfaces;
    std::vector<Address> addresses;
    std::vector<Issue> issues;
};
using ConfigFactsReader = std::function<ConfigFacts(std::string_view config)>;

/// Every problem at once, sorted by place; empty: nothing to say. With errors a lab cannot run (hasErrors()).
/// `places` gives problems their lines (lab_text.h has them); without, they have none. O(n log n).
std::vector<Problem> validate(const Lab &lab, const Places &places = {}, const ConfigFactsReader &readConfig = {});

} // namespace hopyard::lab

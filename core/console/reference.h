// Every line that a router understands, out of the tables that understand them: what a book prints is what is parsed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace hopyard::console {

struct ReferenceLine {
    std::string block;  ///< of a configuration: the line that opens the block it stands in; "" for the top
    std::string syntax; ///< as grammar.h writes it, without the names of tokens
    std::string help;   ///< a sentence; of configuration lines empty
};

/// Lines of a configuration, block by block, the top first.
std::vector<ReferenceLine> configurationReference();
/// Commands of a router's or host's console, programs among them.
std::vector<ReferenceLine> consoleReference();
/// Commands of a hypervisor's console.
std::vector<ReferenceLine> hypervisorReference();

} // namespace hopyard::console

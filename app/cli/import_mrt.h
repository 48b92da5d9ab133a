// hop import --mrt: the table of a route collector as a lab with speakers, or as an account of what is in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"

#include <cstdint>
#include <string>
#include <vector>

namespace hopyard::cli {

struct ImportMrtOptions {
    std::string file;
    std::string output;             ///< empty: the account only
    std::vector<std::string> peers; ///< addresses or numbers; none: the one with most routes; "all": every one
    std::uint64_t limit = 0;        ///< prefixes of each; 0: all
    bool overwrite = false;
};
void importMrt(Hop &hop, const ImportMrtOptions &options);

} // namespace hopyard::cli

// hop import of GNS3's appliances (*.gns3a): a lab of one node, which is a template, and the images that it needs found and verified.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"

#include <string>
#include <vector>

namespace hopyard::cli {

struct ImportApplianceOptions {
    std::string file;
    std::string output;
    std::string version;             ///< empty: the newest whose images are there
    std::vector<std::string> images; ///< folders to look in first
    bool overwrite = false;
};

void importAppliance(Hop &hop, const std::string &text, const ImportApplianceOptions &options);

} // namespace hopyard::cli

// hop import of labs that other tools wrote (containerlab, Kathara, CORE, GNS3, MiniEdit): the lab, and what it could not keep.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/hop.h"
#include "core/exchange/import.h"

#include <optional>
#include <string>

namespace hopyard::cli {

struct ImportLabOptions {
    std::string file; ///< a folder's path, a file's, or "-"
    std::string output;
    bool overwrite = false;
};

/// In a folder: the file that its lab is in (lab.conf, *.clab.yml, *.gns3). Nothing: said, and the exit code is set.
std::optional<std::string> labOfFolder(Hop &hop, const std::string &folder);

void importLab(Hop &hop, exchange::Format format, const std::string &text, const ImportLabOptions &options);
/// A project in an archive (.gns3project).
void importArchive(Hop &hop, const std::string &bytes, const ImportLabOptions &options);

} // namespace hopyard::cli

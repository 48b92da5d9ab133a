// What `hop import` reads from the disk: the folder around a foreign lab, and projects in an archive (.gns3project).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/foreign.h"

#include "core/base/result.h"

#include <string>

namespace hopyard::cli {

/// Files in a folder and below; links that lead out of it are not followed. A file of more than 4 MiB is not there.
class DiskFolder final : public exchange::Folder {
public:
    explicit DiskFolder(const std::string &path);
    std::optional<std::string> read(std::string_view path) const override;
    std::vector<std::string> files(std::string_view path) const override;
    std::vector<std::string> folders(std::string_view path) const override;

private:
    std::optional<std::string> inside(std::string_view path) const; ///< the real path

    std::string m_root; ///< without symbolic links; empty: there is no such folder
};

/// True where the bytes begin as a zip archive does.
bool looksLikeZip(std::string_view bytes);
/// The files of a zip (or tar) archive, at most 64 MiB and 10,000 of them; other files than texts (images of disks) are left
/// aside where they are longer than 4 MiB. Or why it cannot be read.
base::Result<exchange::FileSet, std::string> readArchive(std::string_view bytes);

} // namespace hopyard::cli

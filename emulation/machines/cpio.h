// An archive of files for a kernel's initial file system: cpio in the "newc" form (Linux, buffer-format in
// Documentation/driver-api/early-userspace). Several may stand one behind the other; what comes later wins.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::machines {

class CpioArchive {
public:
    void addDirectory(std::string_view path);
    /// `mode` is the permission bits; `path` without a leading slash. Its directories must have been added.
    void addFile(std::string_view path, std::string_view contents, std::uint32_t mode = 0644);
    /// A character device, as /dev/console, which the kernel opens before anything is mounted.
    void addCharacterDevice(std::string_view path, std::uint32_t major, std::uint32_t minor);
    /// Ends the archive: the bytes, a multiple of 512 long.
    std::string finish();

private:
    void add(std::string_view path, std::uint32_t mode, std::string_view contents, std::uint32_t major = 0, std::uint32_t minor = 0);

    std::string m_bytes;
    std::uint32_t m_inode = 0;
};

} // namespace hopyard::machines

// See cpio.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/cpio.h"

#include <fmt/format.h>

namespace hopyard::machines {

namespace {
constexpr std::uint32_t kDirectory = 0040000, kRegular = 0100000, kCharacter = 0020000;
constexpr std::size_t kAlign = 4, kBlock = 512;

void pad(std::string &bytes, std::size_t to)
{
    bytes.append((to - bytes.size() % to) % to, '\0');
}
} // namespace

void CpioArchive::add(std::string_view path, std::uint32_t mode, std::string_view contents, std::uint32_t major, std::uint32_t minor)
{
    // magic, inode, mode, uid, gid, links, time, size, device (2), its own numbers (2), length of the name, checksum
    m_bytes += fmt::format("070701{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}{:08X}", ++m_inode, mode,
                           0, 0, 1, 0, contents.size(), 0, 0, major, minor, path.size() + 1, 0);
    m_bytes += path;
    m_bytes += '\0';
    pad(m_bytes, kAlign);
    m_bytes += contents;
    pad(m_bytes, kAlign);
}

void CpioArchive::addDirectory(std::string_view path)
{
    add(path, kDirectory | 0755, {});
}

void CpioArchive::addFile(std::string_view path, std::string_view contents, std::uint32_t mode)
{
    add(path, kRegular | mode, contents);
}

void CpioArchive::addCharacterDevice(std::string_view path, std::uint32_t major, std::uint32_t minor)
{
    add(path, kCharacter | 0600, {}, major, minor);
}

std::string CpioArchive::finish()
{
    add("TRAILER!!!", 0, {});
    pad(m_bytes, kBlock);
    return std::move(m_bytes);
}

} // namespace hopyard::machines

// See descriptor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/descriptor.h"

#include "emulation/preload/real.h"

#include <dirent.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace hopyard::preload {

namespace {

constexpr int kMaxDescriptors = 1 << 20; // the kernel's own limit by default; pages are only used where touched
std::uint8_t g_hints[kMaxDescriptors];
pid_t g_owner = 0;

constexpr std::uint8_t kKinds = kStream | kMessages;

bool readName(int fd, remote::SocketName &name)
{
    sockaddr_un address;
    socklen_t size = sizeof address;
    if (real().getsockname(fd, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return false;
    if (size != offsetof(sockaddr_un, sun_path) + 1 + sizeof name || address.sun_family != AF_UNIX
        || address.sun_path[0] != '\0')
        return false;
    std::memcpy(&name, address.sun_path + 1, sizeof name);
    return std::memcmp(name.magic, remote::kSocketNameMagic, sizeof name.magic) == 0;
}

} // namespace

SavedErrno::SavedErrno() : m_saved(errno) {}
SavedErrno::~SavedErrno() { errno = m_saved; }

std::uint8_t hintOf(int fd)
{
    return fd >= 0 && fd < kMaxDescriptors ? __atomic_load_n(&g_hints[fd], __ATOMIC_RELAXED) : std::uint8_t(kUnknown);
}

void setHint(int fd, std::uint8_t hint)
{
    if (fd >= 0 && fd < kMaxDescriptors)
        __atomic_store_n(&g_hints[fd], hint, __ATOMIC_RELAXED);
}

void addHint(int fd, std::uint8_t bits)
{
    if (fd >= 0 && fd < kMaxDescriptors)
        __atomic_fetch_or(&g_hints[fd], bits, __ATOMIC_RELAXED);
}

bool isOurs(int fd, remote::SocketName &name)
{
    const SavedErrno saved;
    const std::uint8_t hint = hintOf(fd);
    if (!readName(fd, name)) {
        if ((hint & kKinds) != 0)
            setHint(fd, kUnknown);
        return false;
    }
    const std::uint8_t kind = name.kind == remote::Kind::tcp ? kStream : kMessages;
    if ((hint & kKinds) != kind)
        setHint(fd, kind);
    return true;
}

bool hasMessages(int fd)
{
    remote::SocketName name;
    return (hintOf(fd) & kMessages) != 0 && isOurs(fd, name) && name.kind != remote::Kind::tcp;
}

bool ownsTable() { return getpid() == g_owner; }

void ownTable() { g_owner = getpid(); }

void findInherited()
{
    const SavedErrno saved;
    DIR *folder = opendir("/proc/self/fd");
    if (!folder)
        return;
    remote::SocketName name;
    while (const dirent *entry = readdir(folder))
        if (entry->d_name[0] != '.')
            (void)isOurs(std::atoi(entry->d_name), name);
    closedir(folder);
}

} // namespace hopyard::preload

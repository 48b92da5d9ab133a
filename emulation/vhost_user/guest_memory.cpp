// See guest_memory.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/vhost_user/guest_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <limits>

namespace hopyard::vhost_user {

void GuestMemory::clear()
{
    for (const Mapped &region : m_regions)
        munmap(region.mapping, region.mappingSize);
    m_regions.clear();
}

bool GuestMemory::fits(std::uint64_t guestAddress, std::uint64_t userAddress, std::uint64_t size) const
{
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    if (size == 0 || guestAddress > kMost - size || userAddress > kMost - size)
        return false;
    return std::none_of(m_regions.begin(), m_regions.end(), [&](const Mapped &r) {
        return guestAddress < r.guestAddress + r.size && r.guestAddress < guestAddress + size;
    });
}

base::Result<void, MemoryError> GuestMemory::add(const MemoryRegion &region, const linux::Fd &file)
{
    constexpr std::uint64_t kLargest = std::uint64_t(1) << 46;
    if (!fits(region.guestAddress, region.userAddress, region.size) || region.size > kLargest || region.fileOffset > kLargest)
        return base::fail(MemoryError::badRegion);
    struct stat about {};
    const std::uint64_t end = region.fileOffset + region.size;
    if (fstat(file.get(), &about) < 0 || about.st_size < 0 || static_cast<std::uint64_t>(about.st_size) < end)
        return base::fail(MemoryError::fileTooShort);
    if (const int seals = fcntl(file.get(), F_GET_SEALS); seals < 0 || !(seals & F_SEAL_SHRINK))
        return base::fail(MemoryError::mayShrink);
    // From the beginning: an offset need not be a whole number of (huge) pages.
    void *mapping = mmap(nullptr, end, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file.get(), 0);
    if (mapping == MAP_FAILED)
        return base::fail(MemoryError::cannotMap);
    m_regions.push_back({region.guestAddress, region.userAddress, region.size,
                         static_cast<std::uint8_t *>(mapping) + region.fileOffset, mapping, static_cast<std::size_t>(end)});
    return {};
}

bool GuestMemory::find(std::uint64_t guestAddress, std::uint64_t length, std::vector<Piece> &pieces) const
{
    const std::size_t before = pieces.size();
    while (length > 0) {
        const auto region = std::find_if(m_regions.begin(), m_regions.end(), [&](const Mapped &r) {
            return guestAddress >= r.guestAddress && guestAddress - r.guestAddress < r.size;
        });
        if (region == m_regions.end()) {
            pieces.resize(before);
            return false;
        }
        const std::uint64_t offset = guestAddress - region->guestAddress;
        const std::uint64_t here = std::min(length, region->size - offset);
        pieces.push_back({region->bytes + offset, static_cast<std::size_t>(here)});
        guestAddress += here;
        length -= here;
    }
    return true;
}

std::uint8_t *GuestMemory::findUser(std::uint64_t userAddress, std::uint64_t length) const
{
    for (const Mapped &r : m_regions)
        if (userAddress >= r.userAddress && userAddress - r.userAddress < r.size && length <= r.size - (userAddress - r.userAddress))
            return r.bytes + (userAddress - r.userAddress);
    return nullptr;
}

} // namespace hopyard::vhost_user

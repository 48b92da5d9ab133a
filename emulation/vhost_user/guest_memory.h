// A guest's memory, as its vhost-user front end shares it: regions of files, mapped here. Nothing that comes from the guest
// is used as an address before it was looked up in this table, whole length and all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "emulation/linux/fd.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::vhost_user {

/// As the front end describes a region (VHOST_USER_SET_MEM_TABLE).
struct MemoryRegion {
    std::uint64_t guestAddress; ///< guest-physical
    std::uint64_t size;
    std::uint64_t userAddress;  ///< where the front end has it, which is how it names the rings
    std::uint64_t fileOffset;
};

enum class MemoryError : std::uint8_t {
    badRegion,   ///< empty, beyond what an address can be, or overlapping another
    fileTooShort,
    mayShrink,   ///< the file is not sealed against shrinking: reading it could end this process
    cannotMap,
};

/// A part of a guest's buffer, here.
struct Piece {
    std::uint8_t *data;
    std::size_t size;
};

class GuestMemory {
public:
    GuestMemory() = default;
    GuestMemory(const GuestMemory &) = delete;
    GuestMemory &operator=(const GuestMemory &) = delete;
    ~GuestMemory() { clear(); }

    void clear();
    /// Maps a region of a file, which need not stay open.
    base::Result<void, MemoryError> add(const MemoryRegion &region, const linux::Fd &file);
    bool isEmpty() const { return m_regions.empty(); }

    /// Appends the pieces of a guest-physical range. False where any byte of it is in no region; then nothing is appended.
    bool find(std::uint64_t guestAddress, std::uint64_t length, std::vector<Piece> &pieces) const;
    /// A range by the front end's address, in one piece; null where it is in no region or in two.
    std::uint8_t *findUser(std::uint64_t userAddress, std::uint64_t length) const;

private:
    struct Mapped {
        std::uint64_t guestAddress, userAddress, size;
        std::uint8_t *bytes;
        void *mapping = nullptr;
        std::size_t mappingSize = 0;
    };
    bool fits(std::uint64_t guestAddress, std::uint64_t userAddress, std::uint64_t size) const;

    std::vector<Mapped> m_regions;
};

} // namespace hopyard::vhost_user

// The memory of a computer with virtual machines as a file of the kernel that lies in memory (memfd), so that any of
// its pages can be mapped at any address: the pool of host pages in real time.
//
// The base portion sees all of it, always, in one mapping of its own: what a guest's window shows changes nothing
// there. Three kinds of pages: of 4 KiB; of 4 KiB, with the kernel asked to lay huge ones under them where it can
// (shared memory's transparent huge pages); of 2 MiB from the kernel's reserve (hugetlb). What one asks for may not
// be had: then it is the next one down, and kind() says so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hopyard::guest_memory {

enum class PageKind : std::uint8_t { base, transparent, huge };
std::string_view toString(PageKind kind);

class MemoryFile {
public:
    /// `bytes` is made a whole number of pages. Memory is taken when a page is first touched, but for PageKind::huge,
    /// where the reserve is asked for at once.
    static linux::Result<MemoryFile> create(std::size_t bytes, PageKind wanted = PageKind::base);
    MemoryFile(MemoryFile &&other) noexcept;
    MemoryFile &operator=(MemoryFile &&other) noexcept;
    ~MemoryFile();

    int fd() const { return m_fd.get(); }
    PageKind kind() const { return m_kind; }
    std::size_t pageSize() const { return m_pageSize; } ///< of what can be mapped, in bytes
    std::size_t size() const { return m_size; }
    std::uint8_t *data() const { return m_data; } ///< the base portion's mapping
    /// The kernel's number of the file, as /proc/self/maps shows it.
    std::uint64_t inode() const { return m_inode; }
    /// Gives the memory of whole pages back; they read as zeros.
    bool release(std::size_t offset, std::size_t length);
    std::size_t residentBytes() const;

private:
    MemoryFile() = default;

    linux::Fd m_fd;
    PageKind m_kind = PageKind::base;
    std::size_t m_pageSize = 4096;
    std::size_t m_size = 0;
    std::uint8_t *m_data = nullptr;
    std::uint64_t m_inode = 0;
};

} // namespace hopyard::guest_memory

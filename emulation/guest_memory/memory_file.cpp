// See memory_file.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/memory_file.h"

#include <fcntl.h>
#include <linux/memfd.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <utility>

namespace hopyard::guest_memory {

namespace {
constexpr std::size_t kHugePage = 2u << 20;
}

std::string_view toString(PageKind kind)
{
    switch (kind) {
    case PageKind::base: return "pages of 4 KiB";
    case PageKind::transparent: return "pages of 4 KiB on huge ones where the kernel can";
    case PageKind::huge: return "pages of 2 MiB";
    }
    return "unknown";
}

linux::Result<MemoryFile> MemoryFile::create(std::size_t bytes, PageKind wanted)
{
    MemoryFile file;
    file.m_kind = wanted;
    const bool huge = wanted == PageKind::huge;
    file.m_pageSize = huge ? kHugePage : 4096;
    file.m_size = (bytes + file.m_pageSize - 1) / file.m_pageSize * file.m_pageSize;
    file.m_fd = linux::Fd(::memfd_create("hopyard-guests", MFD_CLOEXEC | (huge ? MFD_HUGETLB | MFD_HUGE_2MB : 0u)));
    void *at = MAP_FAILED;
    if (file.m_fd && ::ftruncate(file.m_fd.get(), static_cast<off_t>(file.m_size)) == 0)
        at = ::mmap(nullptr, file.m_size, PROT_READ | PROT_WRITE, MAP_SHARED | (huge ? 0 : MAP_NORESERVE),
                    file.m_fd.get(), 0);
    if (at == MAP_FAILED) {
        if (huge) // none in the kernel's reserve (vm.nr_hugepages)
            return create(bytes, PageKind::transparent);
        return linux::sysFail("make a memory file for a computer's pages");
    }
    file.m_data = static_cast<std::uint8_t *>(at);
    if (wanted == PageKind::transparent && ::madvise(at, file.m_size, MADV_HUGEPAGE) != 0)
        file.m_kind = PageKind::base; // a kernel without them
    struct stat status {};
    if (::fstat(file.m_fd.get(), &status) == 0)
        file.m_inode = status.st_ino;
    return file;
}

MemoryFile::MemoryFile(MemoryFile &&other) noexcept
    : m_fd(std::move(other.m_fd)), m_kind(other.m_kind), m_pageSize(other.m_pageSize), m_size(other.m_size),
      m_data(std::exchange(other.m_data, nullptr)), m_inode(other.m_inode)
{
}

MemoryFile &MemoryFile::operator=(MemoryFile &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_kind, other.m_kind);
    std::swap(m_pageSize, other.m_pageSize);
    std::swap(m_size, other.m_size);
    std::swap(m_data, other.m_data);
    std::swap(m_inode, other.m_inode);
    return *this;
}

MemoryFile::~MemoryFile()
{
    if (m_data)
        ::munmap(m_data, m_size);
}

bool MemoryFile::release(std::size_t offset, std::size_t length)
{
    return ::fallocate(m_fd.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                       static_cast<off_t>(length))
           == 0;
}

std::size_t MemoryFile::residentBytes() const
{
    struct stat status {};
    return ::fstat(m_fd.get(), &status) == 0 ? static_cast<std::size_t>(status.st_blocks) * 512 : 0;
}

} // namespace hopyard::guest_memory

// See remap_ways.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/remap_ways.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

namespace hopyard::bench {

using guest_memory::MemoryFile;
using guest_memory::PageKind;
using guest_memory::Window;

namespace {

// Of Linux 6.8; headers of older kernels do not have it.
struct MoveRequest {
    std::uint64_t to, from, length, mode;
    std::int64_t moved;
};
constexpr unsigned long kMove = _IOWR(UFFDIO, 0x05, MoveRequest);
constexpr std::uint64_t kFeatureMove = 1 << 16;

/// A stretch of addresses, unmapped at the end.
class Stretch {
public:
    Stretch(std::size_t length, int rights, int flags, int fd = -1)
        : m_length(length), m_at(::mmap(nullptr, length, rights, flags, fd, 0))
    {
    }
    /// Begins at a multiple of `alignment`; what is too much is given back.
    Stretch(std::size_t length, std::size_t alignment)
        : m_length(length), m_at(::mmap(nullptr, length + alignment, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    {
        if (!isValid())
            return;
        const std::size_t skip = (alignment - reinterpret_cast<std::uintptr_t>(m_at) % alignment) % alignment;
        if (skip != 0)
            ::munmap(m_at, skip);
        m_at = static_cast<std::uint8_t *>(m_at) + skip;
        if (skip != alignment)
            ::munmap(data() + length, alignment - skip);
    }
    Stretch(Stretch &&) = delete;
    ~Stretch()
    {
        if (isValid())
            ::munmap(m_at, m_length);
    }
    bool isValid() const { return m_at != MAP_FAILED; }
    std::uint8_t *data() const { return static_cast<std::uint8_t *>(m_at); }
    std::size_t length() const { return m_length; }

private:
    std::size_t m_length;
    void *m_at;
};

bool reserve(std::uint8_t *at, std::size_t length)
{
    return ::mmap(at, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) != MAP_FAILED;
}

std::unique_ptr<MemoryFile> filledFile(std::size_t bytes, PageKind kind, std::string &why)
{
    auto file = MemoryFile::create(bytes, kind);
    if (!file) {
        why = toString(file.error());
        return nullptr;
    }
    std::memset(file->data(), 0x5a, file->size());
    return std::make_unique<MemoryFile>(std::move(*file));
}

class Copy final : public Way {
public:
    Copy(const Shape &shape, std::unique_ptr<MemoryFile> from, std::unique_ptr<MemoryFile> into)
        : m_shape(shape), m_from(std::move(from)), m_into(std::move(into))
    {
    }
    bool give(std::size_t first, std::size_t count) override
    {
        for (std::size_t i = first; i < first + count; ++i)
            std::memcpy(m_into->data() + i * m_shape.slot, m_from->data() + i * m_shape.slot, m_shape.size);
        return true;
    }
    bool takeBack(std::size_t, std::size_t) override { return true; }
    const std::uint8_t *place(std::size_t i) const override { return m_into->data() + i * m_shape.slot; }
    std::uint8_t *landing(std::size_t) const override { return nullptr; }

private:
    Shape m_shape;
    std::unique_ptr<MemoryFile> m_from, m_into;
};

std::unique_ptr<Way> copyOver(const Shape &shape, PageKind kind, std::string &why)
{
    auto from = filledFile(shape.slot * shape.slots, kind, why), into = filledFile(shape.slot * shape.slots, kind, why);
    return from && into ? std::make_unique<Copy>(shape, std::move(from), std::move(into)) : nullptr;
}

class MapEachPage final : public Way {
public:
    MapEachPage(const Shape &shape, std::unique_ptr<MemoryFile> file)
        : m_shape(shape), m_file(std::move(file)),
          m_window(shape.slot * shape.slots, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
    {
    }
    bool give(std::size_t first, std::size_t count) override
    {
        bool all = true;
        for (std::size_t at = first * m_shape.slot; at < (first + count) * m_shape.slot; at += 4096)
            all = ::mmap(m_window.data() + at, 4096, PROT_READ, MAP_SHARED | MAP_FIXED, m_file->fd(),
                         static_cast<off_t>(at))
                      != MAP_FAILED
                  && all;
        return all;
    }
    bool takeBack(std::size_t first, std::size_t count) override
    {
        bool all = true;
        for (std::size_t at = first * m_shape.slot; at < (first + count) * m_shape.slot; at += 4096)
            all = reserve(m_window.data() + at, 4096) && all;
        return all;
    }
    const std::uint8_t *place(std::size_t i) const override { return m_window.data() + i * m_shape.slot; }
    std::uint8_t *landing(std::size_t i) const override { return m_file->data() + i * m_shape.slot; }

private:
    Shape m_shape;
    std::unique_ptr<MemoryFile> m_file;
    Stretch m_window;
};

/// show(), at(); what is taken back is undone in one go for the whole batch, or, deferred, when the window thinks fit:
/// that is what the engine does, whose guests get at no place but through the window.
class Windowed final : public Way {
public:
    Windowed(const Shape &shape, std::unique_ptr<MemoryFile> file, std::unique_ptr<Window> window, bool deferred)
        : m_shape(shape), m_deferred(deferred), m_pages(shape.slot / file->pageSize()), m_file(std::move(file)),
          m_window(std::move(window))
    {
    }
    bool give(std::size_t first, std::size_t count) override
    {
        // Deferred, each round has other pages at the places: else the old ones would be there already, and be right.
        if (m_deferred && first == 0)
            m_shift = (m_shift + count) % m_shape.slots;
        for (std::size_t i = 0; i < count * m_pages; ++i)
            m_window->show(first * m_pages + i, slotAt(first) * m_pages + i, false);
        return m_window->at(first * m_pages) != nullptr;
    }
    bool takeBack(std::size_t first, std::size_t count) override
    {
        for (std::size_t page = first * m_pages; page < (first + count) * m_pages; ++page)
            m_window->hide(page);
        return m_deferred || m_window->settle();
    }
    const std::uint8_t *place(std::size_t i) const override { return m_window->data() + i * m_shape.slot; }
    std::uint8_t *landing(std::size_t i) const override { return m_file->data() + slotAt(i) * m_shape.slot; }

private:
    std::size_t slotAt(std::size_t place) const { return (place + m_shift) % m_shape.slots; }
    Shape m_shape;
    bool m_deferred;
    std::size_t m_shift = 0; ///< slots; a whole number of batches
    std::size_t m_pages;
    std::unique_ptr<MemoryFile> m_file;
    std::unique_ptr<Window> m_window;
};

std::unique_ptr<Way> windowOver(const Shape &shape, PageKind kind, std::string &why, bool deferred = false)
{
    auto file = filledFile(shape.slot * shape.slots, kind, why);
    if (!file)
        return nullptr;
    if (kind == PageKind::huge && file->kind() != PageKind::huge) {
        why = "the kernel has no huge pages in reserve (vm.nr_hugepages)";
        return nullptr;
    }
    auto window = Window::reserve(*file, shape.slot * shape.slots / file->pageSize());
    if (!window) {
        why = toString(window.error());
        return nullptr;
    }
    return std::make_unique<Windowed>(shape, std::move(file), std::move(*window), deferred);
}

/// The pages lie mapped on a shelf, for reading; their entries in the processor's tables move with them, so nothing
/// faults. Each move leaves a hole, which is reserved again at once, or something else might be mapped there.
class MoveMapping final : public Way {
public:
    MoveMapping(const Shape &shape, std::unique_ptr<MemoryFile> file)
        : m_shape(shape), m_file(std::move(file)),
          m_shelf(m_file->size(), PROT_READ, MAP_SHARED | MAP_POPULATE, m_file->fd()),
          m_window(m_file->size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
    {
    }
    bool give(std::size_t first, std::size_t count) override { return move(m_shelf, m_window, first, count); }
    bool takeBack(std::size_t first, std::size_t count) override { return move(m_window, m_shelf, first, count); }
    const std::uint8_t *place(std::size_t i) const override { return m_window.data() + i * m_shape.slot; }
    std::uint8_t *landing(std::size_t i) const override { return m_file->data() + i * m_shape.slot; }

private:
    bool move(const Stretch &from, const Stretch &to, std::size_t first, std::size_t count)
    {
        const std::size_t at = first * m_shape.slot, length = count * m_shape.slot;
        return ::mremap(from.data() + at, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, to.data() + at) != MAP_FAILED
               && reserve(from.data() + at, length);
    }
    Shape m_shape;
    std::unique_ptr<MemoryFile> m_file;
    Stretch m_shelf, m_window;
};

linux::Fd openUserfault(std::uint64_t features, std::string &why)
{
    linux::Fd fd(static_cast<int>(::syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY)));
    uffdio_api api{UFFD_API, features, 0};
    if (fd && ::ioctl(fd.get(), UFFDIO_API, &api) == 0)
        return fd;
    why = "the kernel's userfaultfd does not have that here";
    return {};
}

bool watch(const linux::Fd &fd, const Stretch &stretch, std::uint64_t mode)
{
    uffdio_register request{{reinterpret_cast<std::uintptr_t>(stretch.data()), stretch.length()}, mode, 0};
    return ::ioctl(fd.get(), UFFDIO_REGISTER, &request) == 0;
}

constexpr std::size_t kHugePage = 2u << 20;

/// How much of the stretch lies in huge pages, as the kernel says (proc(5), smaps).
std::size_t hugeBytesOf(const Stretch &stretch)
{
    std::ifstream smaps("/proc/self/smaps");
    std::size_t bytes = 0;
    bool inside = false;
    for (std::string line; std::getline(smaps, line);) {
        unsigned long begin = 0, end = 0, kib = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2) {
            const auto at = reinterpret_cast<std::uintptr_t>(stretch.data());
            inside = begin >= at && end <= at + stretch.length();
        } else if (inside && std::sscanf(line.c_str(), "AnonHugePages: %lu kB", &kib) == 1) {
            bytes += kib * 1024;
        }
    }
    return bytes;
}

/// Anonymous pages change hands: what was in the landing area is in the guest's, and the landing area is empty. Small
/// pages or huge ones, whatever the kernel would like: huge ones move whole where both sides are aligned alike.
class MovePages final : public Way {
public:
    MovePages(const Shape &shape, linux::Fd fd, bool huge)
        : m_shape(shape), m_fd(std::move(fd)), m_huge(huge), m_landing(shape.slot * shape.slots, kHugePage),
          m_window(shape.slot * shape.slots, kHugePage)
    {
        const int advice = huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE;
        ::madvise(m_landing.data(), m_landing.length(), advice);
        ::madvise(m_window.data(), m_window.length(), advice);
        std::memset(m_landing.data(), 0x5a, m_landing.length());
    }
    bool isAsAsked() const { return !m_huge || hugeBytesOf(m_landing) == m_landing.length(); }
    bool begin()
    {
        return watch(m_fd, m_landing, UFFDIO_REGISTER_MODE_MISSING)
               && watch(m_fd, m_window, UFFDIO_REGISTER_MODE_MISSING);
    }
    bool give(std::size_t first, std::size_t count) override { return move(m_landing, m_window, first, count); }
    bool takeBack(std::size_t first, std::size_t count) override { return move(m_window, m_landing, first, count); }
    const std::uint8_t *place(std::size_t i) const override { return m_window.data() + i * m_shape.slot; }
    std::uint8_t *landing(std::size_t i) const override { return m_landing.data() + i * m_shape.slot; }

private:
    bool move(const Stretch &from, const Stretch &to, std::size_t first, std::size_t count)
    {
        std::size_t at = first * m_shape.slot;
        for (const std::size_t end = at + count * m_shape.slot; at < end;) { // it may be asked to try again part way
            MoveRequest request{reinterpret_cast<std::uintptr_t>(to.data() + at),
                                reinterpret_cast<std::uintptr_t>(from.data() + at), end - at, 0, 0};
            if (::ioctl(m_fd.get(), kMove, &request) != 0 && errno != EAGAIN)
                return false;
            if (request.moved > 0)
                at += static_cast<std::size_t>(request.moved);
        }
        return true;
    }
    Shape m_shape;
    linux::Fd m_fd;
    bool m_huge;
    Stretch m_landing, m_window;
};

/// Every place has its page for ever and only whether it is there changes: less than remapping, and shown beside it.
class Continue final : public Way {
public:
    Continue(const Shape &shape, linux::Fd fd, std::unique_ptr<MemoryFile> file)
        : m_shape(shape), m_fd(std::move(fd)), m_file(std::move(file)),
          m_window(m_file->size(), PROT_READ, MAP_SHARED, m_file->fd())
    {
    }
    bool begin() { return watch(m_fd, m_window, UFFDIO_REGISTER_MODE_MINOR); }
    bool give(std::size_t first, std::size_t count) override
    {
        uffdio_continue request{};
        request.range = {reinterpret_cast<std::uintptr_t>(place(first)), count * m_shape.slot};
        return ::ioctl(m_fd.get(), UFFDIO_CONTINUE, &request) == 0;
    }
    bool takeBack(std::size_t first, std::size_t count) override
    {
        return ::madvise(m_window.data() + first * m_shape.slot, count * m_shape.slot, MADV_DONTNEED) == 0;
    }
    const std::uint8_t *place(std::size_t i) const override { return m_window.data() + i * m_shape.slot; }
    std::uint8_t *landing(std::size_t i) const override { return m_file->data() + i * m_shape.slot; }

private:
    Shape m_shape;
    linux::Fd m_fd;
    std::unique_ptr<MemoryFile> m_file;
    Stretch m_window;
};

} // namespace

std::unique_ptr<Way> makeCopy(const Shape &shape, std::string &why)
{
    return copyOver(shape, PageKind::base, why);
}
std::unique_ptr<Way> makeCopyHuge(const Shape &shape, std::string &why)
{
    return copyOver(shape, PageKind::huge, why);
}
std::unique_ptr<Way> makeWindow(const Shape &shape, std::string &why)
{
    return windowOver(shape, PageKind::base, why);
}
std::unique_ptr<Way> makeWindowHuge(const Shape &shape, std::string &why)
{
    return windowOver(shape, PageKind::huge, why);
}
std::unique_ptr<Way> makeWindowDeferred(const Shape &shape, std::string &why)
{
    return windowOver(shape, PageKind::base, why, true);
}
std::unique_ptr<Way> makeWindowHugeDeferred(const Shape &shape, std::string &why)
{
    return windowOver(shape, PageKind::huge, why, true);
}

std::unique_ptr<Way> makeMapEachPage(const Shape &shape, std::string &why)
{
    auto file = filledFile(shape.slot * shape.slots, PageKind::base, why);
    return file ? std::make_unique<MapEachPage>(shape, std::move(file)) : nullptr;
}

std::unique_ptr<Way> makeMoveMapping(const Shape &shape, std::string &why)
{
    auto file = filledFile(shape.slot * shape.slots, PageKind::base, why);
    return file ? std::make_unique<MoveMapping>(shape, std::move(file)) : nullptr;
}

namespace {
std::unique_ptr<Way> movePages(const Shape &shape, bool huge, std::string &why)
{
    linux::Fd fd = openUserfault(kFeatureMove, why);
    if (!fd)
        return nullptr;
    auto way = std::make_unique<MovePages>(shape, std::move(fd), huge);
    if (!way->begin()) {
        why = "the kernel would not watch anonymous memory";
        return nullptr;
    }
    if (!way->isAsAsked()) {
        why = "the kernel gave no huge pages for anonymous memory";
        return nullptr;
    }
    return way;
}
} // namespace

std::unique_ptr<Way> makeMovePages(const Shape &shape, std::string &why)
{
    return movePages(shape, false, why);
}
std::unique_ptr<Way> makeMoveHuge(const Shape &shape, std::string &why)
{
    return movePages(shape, true, why);
}

std::unique_ptr<Way> makeContinue(const Shape &shape, std::string &why)
{
    linux::Fd fd = openUserfault(UFFD_FEATURE_MINOR_SHMEM, why);
    auto file = fd ? filledFile(shape.slot * shape.slots, PageKind::base, why) : nullptr;
    if (!file)
        return nullptr;
    auto way = std::make_unique<Continue>(shape, std::move(fd), std::move(file));
    if (way->begin())
        return way;
    why = "the kernel would not watch shared memory";
    return nullptr;
}

} // namespace hopyard::bench

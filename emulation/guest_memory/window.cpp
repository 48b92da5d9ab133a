// See window.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/guest_memory/window.h"

#include "emulation/guest_memory/maps.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace hopyard::guest_memory {

WindowCounters &WindowCounters::operator+=(const WindowCounters &o)
{
    calls += o.calls;
    pages += o.pages;
    spared += o.spared;
    failed += o.failed;
    return *this;
}

linux::Result<std::unique_ptr<Window>> Window::reserve(const MemoryFile &file, std::size_t places)
{
    // Huge pages are mapped only at multiples of their size.
    const std::size_t length = places * file.pageSize() + kBehind, slack = file.pageSize() > 4096 ? file.pageSize() : 0;
    void *at = ::mmap(nullptr, length + slack, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED)
        return linux::sysFail("reserve addresses for a guest's memory");
    auto *begin = static_cast<std::uint8_t *>(at);
    if (slack != 0) {
        const std::size_t skip = (slack - reinterpret_cast<std::uintptr_t>(begin) % slack) % slack;
        if (skip != 0)
            ::munmap(begin, skip);
        ::munmap(begin + skip + length, slack - skip);
        begin += skip;
    }
    return std::unique_ptr<Window>(new Window(file, begin, places, length));
}

Window::Window(const MemoryFile &file, std::uint8_t *data, std::size_t places, std::size_t length)
    : m_file(file), m_data(data), m_length(length), m_pageSize(file.pageSize()), m_places(places),
      m_guard(std::make_unique<FaultGuard>(data, length, file.pageSize()))
{
}

Window::~Window()
{
    m_guard.reset(); // nobody watches addresses that will be somebody else's
    ::munmap(m_data, m_length);
}

void Window::show(std::size_t place, std::size_t page, bool writable)
{
    want(place, static_cast<Code>((page + 1) << 1 | (writable ? 1 : 0)));
}

void Window::hide(std::size_t place)
{
    want(place, kNothing);
}

void Window::want(std::size_t place, Code code)
{
    assert(place < m_places);
    if (place >= m_wanted.size()) {
        m_wanted.resize(place + 1, kNothing);
        m_real.resize(place + 1, kNothing);
        m_isStale.resize(place + 1, 0);
    }
    const bool wasRight = m_wanted[place] == m_real[place];
    m_wanted[place] = code;
    if (m_real[place] == code) {
        m_counters.spared += wasRight ? 0 : 1;
        return;
    }
    if (m_real[place] == kNothing || std::exchange(m_isStale[place], std::uint8_t(1)) != 0)
        return; // it shows nothing, which harms nobody; or is in the list
    m_stale.push_back(static_cast<std::uint32_t>(place));
    if (m_stale.size() > kDeferred)
        settle();
}

bool Window::settle(std::size_t place)
{
    // As long a run around it as one call can make right.
    const Code code = m_wanted[place];
    const Code step = code == kNothing ? 0 : 2;
    std::size_t first = place, end = place + 1;
    while (first > 0 && m_wanted[first - 1] == m_wanted[first] - step && m_real[first - 1] != m_wanted[first - 1]
           && (code == kNothing || m_wanted[first - 1] > 1))
        --first;
    while (end < m_wanted.size() && m_wanted[end] == m_wanted[end - 1] + step && m_real[end] != m_wanted[end])
        ++end;
    return mapRun(first, end - first);
}

bool Window::mapRun(std::size_t first, std::size_t count)
{
    const Code code = m_wanted[first];
    std::uint8_t *at = m_data + first * m_pageSize;
    const std::size_t length = count * m_pageSize;
    ++m_counters.calls;
    m_counters.pages += count;
    void *done;
    if (code == kNothing) {
        done = ::mmap(at, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
    } else {
        const bool writable = (code & 1) != 0;
        const std::size_t offset = ((code >> 1) - 1) * m_pageSize;
        // What is lent has been written and will be read: into the processor's tables at once. Of its own memory a
        // guest may never touch most, and what is entered is taken.
        done = ::mmap(at, length, writable ? PROT_READ | PROT_WRITE : PROT_READ,
                      MAP_SHARED | MAP_FIXED | (writable ? MAP_NORESERVE : MAP_POPULATE), m_file.fd(),
                      static_cast<off_t>(offset));
    }
    if (done == MAP_FAILED) {
        ++m_counters.failed;
        return false;
    }
    std::copy_n(m_wanted.begin() + static_cast<std::ptrdiff_t>(first), count,
                m_real.begin() + static_cast<std::ptrdiff_t>(first));
    return true;
}

bool Window::settle()
{
    std::sort(m_stale.begin(), m_stale.end());
    bool all = true;
    for (const std::uint32_t place : std::exchange(m_stale, {})) {
        m_isStale[place] = 0;
        if (m_real[place] != m_wanted[place] && !settle(place))
            all = false;
    }
    return all;
}

bool Window::settleAll()
{
    bool all = settle();
    for (std::size_t place = 0; place < m_wanted.size(); ++place)
        if (m_real[place] != m_wanted[place] && !settle(place))
            all = false;
    return all;
}

std::optional<FaultGuard::Fault> Window::takeFault()
{
    if (m_guard->takeOverflow()) { // the guard's pages are anywhere but where the guest may write: all anew
        for (std::size_t place = 0; place < m_real.size(); ++place)
            if ((m_wanted[place] & 1) == 0)
                m_real[place] = kForeign;
        settleAll();
        const std::size_t behind = m_real.size() * m_pageSize;
        ::mmap(m_data + behind, m_length - behind, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE,
               -1, 0);
    }
    const auto fault = m_guard->take();
    if (!fault)
        return std::nullopt;
    const std::size_t place = fault->offset / m_pageSize;
    if (place < m_real.size()) {
        m_real[place] = kForeign;
        settle(place);
    } else {
        ::mmap(m_data + place * m_pageSize, m_pageSize, PROT_NONE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
    }
    return fault;
}

std::optional<std::string> Window::verify()
{
    if (!settleAll())
        return "the kernel refused to map a guest's page";
    std::vector<Code> shown(m_wanted.size(), kNothing);
    for (const Mapping &mapping : mappingsIn(reinterpret_cast<std::uintptr_t>(m_data), m_length)) {
        if (!mapping.readable && !mapping.writable)
            continue;
        if (mapping.end > reinterpret_cast<std::uintptr_t>(m_data) + shown.size() * m_pageSize)
            return "a window shows something behind its last place";
        const std::size_t first = (mapping.begin - reinterpret_cast<std::uintptr_t>(m_data)) / m_pageSize;
        const std::size_t count = (mapping.end - mapping.begin) / m_pageSize;
        for (std::size_t i = 0; i < count; ++i)
            shown[first + i] =
                mapping.inode == m_file.inode()
                    ? static_cast<Code>((mapping.offset / m_pageSize + i + 1) << 1 | (mapping.writable ? 1 : 0))
                    : kForeign;
    }
    for (std::size_t place = 0; place < shown.size(); ++place)
        if (shown[place] != m_wanted[place])
            return fmt::format("place {} of a window shows {:#x} and is to show {:#x}", place, shown[place],
                               m_wanted[place]);
    return std::nullopt;
}

} // namespace hopyard::guest_memory

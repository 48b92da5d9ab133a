// A guest's memory in real time: a range of addresses in which every page is a mapping of some page of the memory file.
//
// What the window is to show is written down at once (show(), hide()); the kernel is told when it matters, at the
// moment when somebody looks at the place (at()), or when many places are stale. That is where the cost of remapping
// goes down:
//   runs     places that follow each other and show pages that follow each other are one system call;
//   deferral a loan that ends and is followed by another at the same place is one change and not two, and a page that
//            comes back to where it was is none; what stays over is undone in runs;
//   populate pages lent for reading are entered in the processor's tables in the same call: no fault on first touch.
// Deferring is safe because nobody gets at a place but by at(), which settles it first. A guest that really runs beside
// us (a virtual processor) has no such door: settle() before its pages are given to anybody else.
//
// Behind the places lies a stretch where nothing is ever mapped: what points a little past the end is a fault, too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/guest_memory/fault_guard.h"
#include "emulation/guest_memory/memory_file.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::guest_memory {

struct WindowCounters {
    std::uint64_t calls = 0;  ///< system calls that changed mappings
    std::uint64_t pages = 0;  ///< pages mapped or unmapped by them
    std::uint64_t spared = 0; ///< changes that were never made, because the place came to be as it still was
    std::uint64_t failed = 0; ///< calls that the kernel refused (too many mappings)
    WindowCounters &operator+=(const WindowCounters &o);
};

class Window {
public:
    static constexpr std::size_t kDeferred = 64;         ///< places that may be stale at the same time
    static constexpr std::size_t kBehind = 256ull << 20; ///< bytes behind the last place, never mapped

    /// Reserves addresses for so many places, each of the file's page size. The file outlives the window.
    static linux::Result<std::unique_ptr<Window>> reserve(const MemoryFile &file, std::size_t places);
    Window(const Window &) = delete;
    Window &operator=(const Window &) = delete;
    ~Window();

    /// From now on the place shows this page of the file; and nothing.
    void show(std::size_t place, std::size_t page, bool writable);
    void hide(std::size_t place);
    /// The place as it is to be, for touching; null where the kernel refused, or nothing was ever shown there.
    std::uint8_t *at(std::size_t place)
    {
        return place < m_real.size() && (m_real[place] == m_wanted[place] || settle(place))
                   ? m_data + place * m_pageSize
                   : nullptr;
    }
    /// Makes all that is stale as it is to be. False where the kernel refused some of it.
    bool settle();
    /// Every place that is not as it is to be, also those that show nothing yet.
    bool settleAll();

    std::uint8_t *data() const { return m_data; }
    std::size_t places() const { return m_places; }
    std::size_t length() const { return m_length; } ///< of all addresses, in bytes
    /// The page that the place is to show; none: nothing.
    std::optional<std::size_t> shown(std::size_t place) const
    {
        return place >= m_wanted.size() || m_wanted[place] == kNothing
                   ? std::nullopt
                   : std::optional<std::size_t>((m_wanted[place] >> 1) - 1);
    }
    std::size_t stale() const { return m_stale.size(); }
    const WindowCounters &counters() const { return m_counters; }

    /// A touch that was caught since this was asked last, as an offset; the place is as it should be again.
    std::optional<FaultGuard::Fault> takeFault();
    std::uint64_t faults() const { return m_guard->count(); }
    bool isGuarded() const { return m_guard->isWatching(); }

    /// Asks the kernel (/proc/self/maps) what every place shows, after settling all. Nothing, or what differs.
    std::optional<std::string> verify();

private:
    /// Page and whether it may be written: (page + 1) * 2 + writable.
    using Code = std::uint32_t;
    static constexpr Code kNothing = 0;
    static constexpr Code kForeign = ~Code(0); ///< the guard's page, or who knows

    Window(const MemoryFile &file, std::uint8_t *data, std::size_t places, std::size_t length);
    void want(std::size_t place, Code code);
    bool settle(std::size_t place);
    bool mapRun(std::size_t first, std::size_t count);

    const MemoryFile &m_file;
    std::uint8_t *m_data;
    std::size_t m_length;
    std::size_t m_pageSize;
    std::size_t m_places;               // reserved; what is noted of them grows with those that are used
    std::vector<Code> m_wanted, m_real; // by place
    std::vector<std::uint32_t> m_stale; // places that show what they should not, each once
    std::vector<std::uint8_t> m_isStale;
    std::unique_ptr<FaultGuard> m_guard;
    WindowCounters m_counters;
};

} // namespace hopyard::guest_memory

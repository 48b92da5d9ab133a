// Waits for descriptors and for a point in time, to the nanosecond, and calls back. One thread, level-triggered.
//
// A wait with a limit costs the kernel a timer started and taken back, and a virtual machine an exit or two for that:
// more than all the rest of a frame's way. So a distant limit is left to a timer of our own, which stays set over any
// number of waits; where the limit has moved on when it runs off, that was one turn for nothing.
//
// Being woken costs as much again. Where the last waits were so short that looking again and again would have met their
// ends (two programs that answer each other), the loop looks for a while before it sleeps, at most kLongestLook; a wait
// that was long makes that while shorter, so an idle loop never spins (as KVM's halt polling does).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/error.h"
#include "emulation/linux/event.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace hopyard::engine {

class EventLoop {
public:
    /// Gets epoll's events (EPOLLIN…).
    using Callback = std::function<void(std::uint32_t events)>;
    using WatchId = std::uint64_t; ///< not reused
    static constexpr base::Duration kLongestLook = base::Duration::microseconds(50);
    static constexpr WatchId kNoWatch = ~WatchId(0);

    static linux::Result<EventLoop> create();

    /// `callback` may watch and unwatch anything, itself too.
    linux::Result<WatchId> watch(int fd, std::uint32_t events, Callback callback);
    /// Waits for other events from now on; errors and hang-ups are always told.
    void change(WatchId id, std::uint32_t events);
    /// Before the descriptor is closed. kNoWatch and ids that are gone are no error.
    void unwatch(WatchId id);
    /// For a descriptor that has been closed already: epoll has let go of it, its number may be another's by now.
    void forget(WatchId id);

    /// Waits at most `timeout` (nothing: without end) and calls back for what is ready. The number of callbacks made.
    linux::Result<std::size_t> runOnce(std::optional<base::Duration> timeout);

private:
    struct Slot {
        std::uint32_t generation = 0;
        int fd = -1; ///< negative: free
        std::shared_ptr<Callback> callback; ///< shared with the call under way, which may end its own watch
    };
    EventLoop(linux::Epoll epoll, linux::Fd timer) : m_epoll(std::move(epoll)), m_timer(std::move(timer)) {}
    Slot *find(WatchId id);
    linux::Result<std::size_t> wait(std::span<epoll_event> ready, std::optional<base::Duration> timeout);
    void noteWait(std::int64_t took);
    linux::Result<void> setTimer(std::int64_t now, std::int64_t deadline);

    linux::Epoll m_epoll;
    linux::Fd m_timer;
    std::int64_t m_look = 0;    ///< nanoseconds to look before sleeping
    std::int64_t m_timerAt = 0; ///< monotonicNs() at which it runs off; past: it is not set, or has run off
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
};

} // namespace hopyard::engine

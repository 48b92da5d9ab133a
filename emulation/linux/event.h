// Waiting for descriptors, signals and points in time. Thin: one function for each kernel facility the engine uses.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <sys/epoll.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>

namespace hopyard::linux {

/// epoll(7), level-triggered unless `events` has EPOLLET. The key comes back in epoll_event::data.u64.
class Epoll {
public:
    static Result<Epoll> create();
    Result<void> add(int fd, std::uint32_t events, std::uint64_t key);
    Result<void> change(int fd, std::uint32_t events, std::uint64_t key);
    /// A descriptor that was closed has left by itself: not an error.
    void remove(int fd);
    /// How many of `ready` were filled. Waits at most `timeout` (to the nanosecond; epoll_pwait2), for ever where there
    /// is none. A signal that interrupts it counts as nothing ready.
    Result<std::size_t> wait(std::span<epoll_event> ready, std::optional<base::Duration> timeout);
    int fd() const { return m_fd.get(); }

private:
    Fd m_fd;
};

/// CLOCK_MONOTONIC in nanoseconds.
std::int64_t monotonicNs();
/// A timer on CLOCK_MONOTONIC; readable once it has run off.
Result<Fd> makeTimer();
/// Sets it to run off at `deadlineNs` of monotonicNs(), at once where that has passed; nothing: disarms it.
Result<void> armTimer(const Fd &timer, std::optional<std::int64_t> deadlineNs);
/// Blocks the signals for this thread (and those it makes) and reads them from the descriptor instead.
Result<Fd> makeSignalFd(std::initializer_list<int> numbers);
/// The next signal that came, or nothing.
std::optional<int> readSignal(const Fd &signalFd);
/// eventfd(2), non-blocking: how another thread wakes the loop.
Result<Fd> makeEventFd();
void wake(const Fd &eventFd);
/// Takes what a timer or event descriptor counted, so that it is no longer readable. 0 where it had nothing.
std::uint64_t drain(const Fd &fd);

} // namespace hopyard::linux

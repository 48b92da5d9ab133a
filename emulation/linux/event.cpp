// epoll, timerfd, signalfd, eventfd; see event.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/event.h"

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include <csignal>
#include <ctime>

namespace hopyard::linux {

namespace {
constexpr std::int64_t kNsPerSecond = 1'000'000'000;

timespec toTimespec(std::int64_t ns) { return {ns / kNsPerSecond, ns % kNsPerSecond}; }

Result<void> control(int epoll, int operation, int fd, std::uint32_t events, std::uint64_t key)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = key;
    if (epoll_ctl(epoll, operation, fd, &event) < 0)
        return sysFail("watch a descriptor");
    return {};
}
} // namespace

Result<Epoll> Epoll::create()
{
    Epoll epoll;
    epoll.m_fd.reset(epoll_create1(EPOLL_CLOEXEC));
    if (!epoll.m_fd)
        return sysFail("make an epoll instance");
    return epoll;
}

Result<void> Epoll::add(int fd, std::uint32_t events, std::uint64_t key)
{
    return control(m_fd.get(), EPOLL_CTL_ADD, fd, events, key);
}

Result<void> Epoll::change(int fd, std::uint32_t events, std::uint64_t key)
{
    return control(m_fd.get(), EPOLL_CTL_MOD, fd, events, key);
}

void Epoll::remove(int fd) { epoll_ctl(m_fd.get(), EPOLL_CTL_DEL, fd, nullptr); }

Result<std::size_t> Epoll::wait(std::span<epoll_event> ready, std::optional<base::Duration> timeout)
{
    timespec limit{};
    if (timeout && timeout->ns() > 0)
        limit = toTimespec(timeout->ns());
    const int n =
        epoll_pwait2(m_fd.get(), ready.data(), static_cast<int>(ready.size()), timeout ? &limit : nullptr, nullptr);
    if (n >= 0)
        return static_cast<std::size_t>(n);
    if (errno == EINTR)
        return std::size_t(0);
    return sysFail("wait for events", errno == ENOSYS ? "Linux 5.11 or later is needed (epoll_pwait2)." : "");
}

std::int64_t monotonicNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * kNsPerSecond + now.tv_nsec;
}

Result<Fd> makeTimer()
{
    Fd fd(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
    if (!fd)
        return sysFail("make a timer");
    return fd;
}

Result<void> armTimer(const Fd &timer, std::optional<std::int64_t> deadlineNs)
{
    itimerspec when{}; // all zero disarms it; a deadline of zero or less therefore becomes one nanosecond
    if (deadlineNs)
        when.it_value = toTimespec(*deadlineNs > 0 ? *deadlineNs : 1);
    if (timerfd_settime(timer.get(), TFD_TIMER_ABSTIME, &when, nullptr) < 0)
        return sysFail("set a timer");
    return {};
}

Result<Fd> makeSignalFd(std::initializer_list<int> numbers)
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : numbers)
        sigaddset(&set, signal);
    if (const int code = pthread_sigmask(SIG_BLOCK, &set, nullptr))
        return sysFail("block signals", {}, code);
    Fd fd(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!fd)
        return sysFail("make a signal descriptor");
    return fd;
}

std::optional<int> readSignal(const Fd &signalFd)
{
    signalfd_siginfo info{};
    if (read(signalFd.get(), &info, sizeof info) != sizeof info)
        return std::nullopt;
    return static_cast<int>(info.ssi_signo);
}

Result<Fd> makeEventFd()
{
    Fd fd(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!fd)
        return sysFail("make an event descriptor");
    return fd;
}

void wake(const Fd &eventFd)
{
    // Cannot fail in a way that matters: a counter that is full is readable already.
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t n = write(eventFd.get(), &one, sizeof one);
}

std::uint64_t drain(const Fd &fd)
{
    std::uint64_t count = 0;
    return read(fd.get(), &count, sizeof count) == sizeof count ? count : 0;
}

} // namespace hopyard::linux

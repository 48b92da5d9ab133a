// See event_loop.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/event_loop.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace hopyard::engine {

namespace {
constexpr std::uint64_t kTimerKey = EventLoop::kNoWatch;
constexpr base::Duration kDistant = base::Duration::milliseconds(1);
} // namespace

linux::Result<EventLoop> EventLoop::create()
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    auto timer = linux::makeTimer();
    if (!timer)
        return base::fail(timer.error());
    if (auto added = epoll->add(timer->get(), EPOLLIN, kTimerKey); !added)
        return base::fail(added.error());
    return EventLoop(std::move(*epoll), std::move(*timer));
}

/// Sees to it that the loop wakes at `deadline` at the latest.
linux::Result<void> EventLoop::setTimer(std::int64_t now, std::int64_t deadline)
{
    if (m_timerAt > now && m_timerAt <= deadline)
        return {};
    m_timerAt = deadline;
    return linux::armTimer(m_timer, deadline);
}

linux::Result<EventLoop::WatchId> EventLoop::watch(int fd, std::uint32_t events, Callback callback)
{
    std::uint32_t index;
    if (m_free.empty()) {
        index = static_cast<std::uint32_t>(m_slots.size());
        m_slots.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Slot &slot = m_slots[index];
    const WatchId id = WatchId(slot.generation) << 32 | index;
    if (auto added = m_epoll.add(fd, events, id); !added) {
        m_free.push_back(index);
        return base::fail(added.error());
    }
    slot.fd = fd;
    slot.callback = std::make_shared<Callback>(std::move(callback));
    return id;
}

EventLoop::Slot *EventLoop::find(WatchId id)
{
    const auto index = static_cast<std::uint32_t>(id);
    if (index >= m_slots.size() || m_slots[index].fd < 0 || m_slots[index].generation != id >> 32)
        return nullptr;
    return &m_slots[index];
}

void EventLoop::change(WatchId id, std::uint32_t events)
{
    if (const Slot *slot = find(id))
        (void)m_epoll.change(slot->fd, events, id);
}

void EventLoop::unwatch(WatchId id)
{
    if (const Slot *slot = find(id))
        m_epoll.remove(slot->fd);
    forget(id);
}

void EventLoop::forget(WatchId id)
{
    Slot *slot = find(id);
    if (!slot)
        return;
    slot->fd = -1;
    slot->callback.reset();
    ++slot->generation;
    m_free.push_back(static_cast<std::uint32_t>(id));
}

/// Adapts how long to look to how long the wait for a descriptor took.
void EventLoop::noteWait(std::int64_t took)
{
    constexpr std::int64_t kFirst = 10'000;
    if (took <= m_look)
        return;
    if (took <= kLongestLook.ns())
        m_look = std::clamp(2 * m_look, kFirst, kLongestLook.ns());
    else
        m_look = m_look > kFirst ? m_look / 2 : 0;
}

linux::Result<std::size_t> EventLoop::wait(std::span<epoll_event> ready, std::optional<base::Duration> timeout)
{
    if (timeout && timeout->ns() <= 0)
        return m_epoll.wait(ready, timeout);
    const std::int64_t began = linux::monotonicNs();
    const std::int64_t limit = timeout ? began + timeout->ns() : std::numeric_limits<std::int64_t>::max();
    std::int64_t now = began;
    for (const std::int64_t end = std::min(limit, began + m_look); now < end; now = linux::monotonicNs())
        if (auto count = m_epoll.wait(ready, base::Duration()); !count || *count > 0)
            return count;
    if (now >= limit)
        return std::size_t(0);
    if (timeout && limit - now >= kDistant.ns()) {
        if (auto set = setTimer(now, limit); !set)
            return base::fail(set.error());
        timeout.reset();
    }
    if (timeout)
        timeout = base::Duration::nanoseconds(limit - now);
    auto count = m_epoll.wait(ready, timeout);
    if (count && *count > 0)
        noteWait(linux::monotonicNs() - began);
    return count;
}

linux::Result<std::size_t> EventLoop::runOnce(std::optional<base::Duration> timeout)
{
    std::array<epoll_event, 64> ready;
    const auto count = wait(ready, timeout);
    if (!count)
        return base::fail(count.error());
    std::size_t called = 0;
    for (std::size_t i = 0; i < *count; ++i) {
        if (ready[i].data.u64 == kTimerKey) {
            linux::drain(m_timer);
            continue;
        }
        const Slot *slot = find(ready[i].data.u64);
        if (!slot)
            continue; // unwatched by a callback before it
        const std::shared_ptr<Callback> callback = slot->callback;
        (*callback)(ready[i].events);
        ++called;
    }
    return called;
}

} // namespace hopyard::engine

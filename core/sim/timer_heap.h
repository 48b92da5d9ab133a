// The scheduler: who is due next. Order is (time, sequence) and nothing else.
//
// An indexed four-ary heap: setting, moving and cancelling a timer cost O(log n) and touch no allocator once the heap
// has grown to its working size; asking for the next deadline costs O(1). Two timers for the same moment go off in the
// order in which they were set. The sequence number may be given from outside where one order spans several heaps
// (the world's).
//
// Timers are data: a slot holds a payload that says what is to be done, never a callback, so a heap is a value and a
// copy of it is a checkpoint.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cassert>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace hopyard::sim {

/// Names a set timer; stale once it went off or was cancelled (and then harmless: slots carry a generation).
struct TimerHandle {
    std::uint32_t slot = 0xffffffff;
    std::uint32_t generation = 0;
    bool operator==(const TimerHandle &) const = default;
};

template <class Payload>
class TimerHeap {
public:
    struct Due {
        base::TimePoint when;
        Payload payload;
    };

    /// Sets a timer. Never for `when == never()`: that is no timer; a default handle comes back.
    TimerHandle set(base::TimePoint when, Payload payload) { return set(when, m_nextSequence++, std::move(payload)); }
    TimerHandle set(base::TimePoint when, std::uint64_t sequence, Payload payload)
    {
        if (when.isNever())
            return {};
        std::uint32_t slot;
        if (m_freeSlot != kNone) {
            slot = m_freeSlot;
            m_freeSlot = m_slots[slot].position;
        } else {
            slot = static_cast<std::uint32_t>(m_slots.size());
            m_slots.emplace_back();
        }
        m_slots[slot].payload = std::move(payload);
        m_heap.push_back(Entry{when, sequence, slot});
        siftUp(m_heap.size() - 1);
        return {slot, m_slots[slot].generation};
    }

    bool isSet(TimerHandle handle) const
    {
        return handle.slot < m_slots.size() && m_slots[handle.slot].generation == handle.generation;
    }
    /// When it goes off; never() where it is not set.
    base::TimePoint deadline(TimerHandle handle) const
    {
        return isSet(handle) ? m_heap[m_slots[handle.slot].position].when : base::TimePoint::never();
    }

    /// Moves a set timer to another moment, behind those already set for it. False where the handle is stale.
    bool move(TimerHandle handle, base::TimePoint when) { return move(handle, when, m_nextSequence++); }
    bool move(TimerHandle handle, base::TimePoint when, std::uint64_t sequence)
    {
        if (!isSet(handle))
            return false;
        if (when.isNever())
            return cancel(handle);
        const std::size_t at = m_slots[handle.slot].position;
        m_heap[at].when = when;
        m_heap[at].sequence = sequence;
        siftUp(siftDown(at));
        return true;
    }

    /// False where it went off or was cancelled before.
    bool cancel(TimerHandle handle)
    {
        if (!isSet(handle))
            return false;
        removeAt(m_slots[handle.slot].position);
        return true;
    }

    base::TimePoint nextDeadline() const { return m_heap.empty() ? base::TimePoint::never() : m_heap.front().when; }
    std::uint64_t nextSequence() const { return m_heap.empty() ? ~std::uint64_t(0) : m_heap.front().sequence; }
    /// The payload that is due first; only where !isEmpty().
    const Payload &next() const { return m_slots[m_heap.front().slot].payload; }
    Payload &next() { return m_slots[m_heap.front().slot].payload; }

    /// Takes the first timer that is due at or before `now`.
    std::optional<Due> popDue(base::TimePoint now)
    {
        if (m_heap.empty() || m_heap.front().when > now)
            return std::nullopt;
        const Entry first = m_heap.front();
        std::optional<Due> due(Due{first.when, std::move(m_slots[first.slot].payload)});
        removeAt(0);
        return due;
    }

    bool isEmpty() const { return m_heap.empty(); }
    std::size_t size() const { return m_heap.size(); }

private:
    static constexpr std::uint32_t kNone = 0xffffffff;
    struct Entry {
        base::TimePoint when;
        std::uint64_t sequence;
        std::uint32_t slot;
        bool before(const Entry &o) const { return when != o.when ? when < o.when : sequence < o.sequence; }
    };
    struct Slot {
        Payload payload{};
        std::uint32_t generation = 0;
        std::uint32_t position = kNone; // in the heap while set, next free slot while free
    };

    void place(std::size_t at, const Entry &entry)
    {
        m_heap[at] = entry;
        m_slots[entry.slot].position = static_cast<std::uint32_t>(at);
    }
    std::size_t siftUp(std::size_t at)
    {
        const Entry entry = m_heap[at];
        while (at > 0) {
            const std::size_t parent = (at - 1) / 4;
            if (!entry.before(m_heap[parent]))
                break;
            place(at, m_heap[parent]);
            at = parent;
        }
        place(at, entry);
        return at;
    }
    std::size_t siftDown(std::size_t at)
    {
        const Entry entry = m_heap[at];
        for (;;) {
            const std::size_t first = at * 4 + 1;
            if (first >= m_heap.size())
                break;
            std::size_t best = first;
            const std::size_t last = first + 4 < m_heap.size() ? first + 4 : m_heap.size();
            for (std::size_t child = first + 1; child < last; ++child)
                if (m_heap[child].before(m_heap[best]))
                    best = child;
            if (!m_heap[best].before(entry))
                break;
            place(at, m_heap[best]);
            at = best;
        }
        place(at, entry);
        return at;
    }
    void removeAt(std::size_t at)
    {
        Slot &slot = m_slots[m_heap[at].slot];
        const std::uint32_t freed = m_heap[at].slot;
        slot.payload = Payload{};
        ++slot.generation;
        slot.position = m_freeSlot;
        m_freeSlot = freed;
        const Entry last = m_heap.back();
        m_heap.pop_back();
        if (at < m_heap.size()) {
            place(at, last);
            siftUp(siftDown(at));
        }
    }

    std::vector<Entry> m_heap;
    std::vector<Slot> m_slots;
    std::uint32_t m_freeSlot = kNone;
    std::uint64_t m_nextSequence = 0;
};

} // namespace hopyard::sim

// See split_queue.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/vhost_user/split_queue.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace hopyard::vhost_user {

namespace {

static_assert(std::endian::native == std::endian::little, "rings are read as they lie");

constexpr std::uint16_t kNext = 1, kWrite = 2, kIndirect = 4; // VIRTQ_DESC_F_…
constexpr std::uint16_t kNoInterrupt = 1;                     // VIRTQ_AVAIL_F_NO_INTERRUPT
constexpr std::uint16_t kNoNotify = 1;                        // VIRTQ_USED_F_NO_NOTIFY

/// A descriptor, copied once.
struct Descriptor {
    std::uint64_t address;
    std::uint32_t length;
    std::uint16_t flags;
    std::uint16_t next;
};
static_assert(sizeof(Descriptor) == 16);

/// The record of what is in flight (QueueRegionSplit, DescStateSplit of the protocol).
struct FlightHead {
    std::uint64_t features;
    std::uint16_t version;
    std::uint16_t entries;
    std::uint16_t lastBatch; ///< head of the newest chain given back
    std::uint16_t usedIndex; ///< of the used ring, when that was written down
};
struct Flight {
    std::uint8_t inFlight;
    std::uint8_t padding[5];
    std::uint16_t next; ///< the chain of the same batch before
    std::uint64_t counter;
};
static_assert(sizeof(FlightHead) == 16 && sizeof(Flight) == 16);
constexpr std::uint16_t kFlightVersion = 1;

FlightHead *headOf(std::uint8_t *record)
{
    return reinterpret_cast<FlightHead *>(record);
}

Flight *flightOf(std::uint8_t *record, std::uint16_t head)
{
    return reinterpret_cast<Flight *>(record + sizeof(FlightHead)) + head;
}

std::uint16_t loadAcquire(const std::uint8_t *p)
{
    return __atomic_load_n(reinterpret_cast<const std::uint16_t *>(p), __ATOMIC_ACQUIRE);
}

std::uint16_t loadRelaxed(const std::uint8_t *p)
{
    return __atomic_load_n(reinterpret_cast<const std::uint16_t *>(p), __ATOMIC_RELAXED);
}

void storeRelease(std::uint8_t *p, std::uint16_t value)
{
    __atomic_store_n(reinterpret_cast<std::uint16_t *>(p), value, __ATOMIC_RELEASE);
}

/// Whoever writes an index and then reads what the other side asked for must not have them swapped.
void fullBarrier()
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/// Keeps the compiler from moving what the record of flights says about the rings: another process reads it after ours.
void inOrder()
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}

} // namespace

std::size_t inflightSize(std::uint16_t queueSize)
{
    constexpr std::size_t kAlign = 64;
    return (sizeof(FlightHead) + queueSize * sizeof(Flight) + kAlign - 1) / kAlign * kAlign;
}

bool SplitQueue::start(const Rings &rings, std::uint16_t next)
{
    const bool possible = rings.size != 0 && rings.size <= kMostEntries && std::has_single_bit(rings.size) && rings.descriptors
        && rings.available && rings.used && reinterpret_cast<std::uintptr_t>(rings.descriptors) % 8 == 0
        && reinterpret_cast<std::uintptr_t>(rings.available) % 2 == 0 && reinterpret_cast<std::uintptr_t>(rings.used) % 4 == 0;
    if (!possible)
        return false;
    m_rings = rings;
    m_broken = false;
    m_next = next;
    m_used = loadRelaxed(rings.used + 2);
    m_signalledValid = false;
    m_again.clear();
    if (rings.inflight)
        recover();
    return true;
}

/// What another back end had taken and not given back is to be taken again, in its order.
void SplitQueue::recover()
{
    FlightHead *head = headOf(m_rings.inflight);
    if (head->version != kFlightVersion || head->entries != m_rings.size) {
        std::memset(m_rings.inflight, 0, inflightSize(m_rings.size));
        head->version = kFlightVersion;
        head->entries = m_rings.size;
        head->usedIndex = m_used;
        m_counter = 0;
        return;
    }
    // The last batch was shown to the driver, but perhaps not taken out of the record any more.
    std::uint16_t batch = head->lastBatch;
    for (std::uint16_t i = static_cast<std::uint16_t>(m_used - head->usedIndex); i != 0 && i <= m_rings.size; --i) {
        if (batch >= m_rings.size)
            break;
        flightOf(m_rings.inflight, batch)->inFlight = 0;
        batch = flightOf(m_rings.inflight, batch)->next;
    }
    head->usedIndex = m_used;
    std::vector<std::pair<std::uint64_t, std::uint16_t>> flights;
    for (std::uint16_t i = 0; i < m_rings.size; ++i)
        if (const Flight *flight = flightOf(m_rings.inflight, i); flight->inFlight == 1) {
            flights.emplace_back(flight->counter, i);
            m_counter = std::max(m_counter, flight->counter + 1);
        }
    std::sort(flights.rbegin(), flights.rend());
    for (const auto &[counter, index] : flights)
        m_again.push_back(index);
    m_next = static_cast<std::uint16_t>(m_used + flights.size());
}

std::uint16_t SplitQueue::stop()
{
    const auto next = static_cast<std::uint16_t>(m_next - m_again.size());
    m_rings = {};
    m_again.clear();
    return next;
}

std::uint16_t SplitQueue::availableIndex() const
{
    return loadAcquire(m_rings.available + 2);
}

SplitQueue::Taken SplitQueue::take(const GuestMemory &memory, Chain &chain)
{
    if (!isStarted() || m_broken)
        return m_broken ? Taken::broken : Taken::none;
    const bool again = !m_again.empty();
    if (again) {
        chain.head = m_again.back();
    } else {
        const auto waiting = static_cast<std::uint16_t>(availableIndex() - m_next);
        if (waiting == 0)
            return Taken::none;
        if (waiting > m_rings.size)
            return fail();
        chain.head = loadRelaxed(m_rings.available + 4 + (m_next & mask()) * 2);
    }
    chain.readable.clear();
    chain.writable.clear();
    chain.readableBytes = chain.writableBytes = 0;
    std::uint16_t at = chain.head;
    for (std::uint16_t steps = 0;; ++steps) {
        if (at >= m_rings.size || steps >= m_rings.size)
            return fail(); // outside, or a circle
        Descriptor d;
        std::memcpy(&d, m_rings.descriptors + at * sizeof d, sizeof d);
        const bool isWritable = d.flags & kWrite;
        if ((d.flags & kIndirect) || (!isWritable && !chain.writable.empty()) // what the device reads comes first
            || d.length > kLongestChain - chain.readableBytes - chain.writableBytes)
            return fail();
        if (!memory.find(d.address, d.length, isWritable ? chain.writable : chain.readable))
            return fail();
        (isWritable ? chain.writableBytes : chain.readableBytes) += d.length;
        if (!(d.flags & kNext))
            break;
        at = d.next;
    }
    if (again)
        m_again.pop_back();
    else
        ++m_next;
    if (m_rings.inflight) {
        Flight *flight = flightOf(m_rings.inflight, chain.head);
        flight->counter = m_counter++;
        inOrder();
        flight->inFlight = 1;
    }
    return Taken::chain;
}

void SplitQueue::undo(const Chain &chain)
{
    if (m_rings.inflight)
        flightOf(m_rings.inflight, chain.head)->inFlight = 0;
    m_again.push_back(chain.head); // its place in the available ring is behind us
}

void SplitQueue::use(std::span<const Used> chains)
{
    if (!isStarted() || chains.empty())
        return;
    for (const Used &used : chains) {
        const std::uint32_t entry[2] = {used.head, used.length};
        std::memcpy(m_rings.used + 4 + (m_used & mask()) * 8, entry, sizeof entry);
        ++m_used;
        if (m_rings.inflight) {
            FlightHead *head = headOf(m_rings.inflight);
            flightOf(m_rings.inflight, used.head)->next = head->lastBatch;
            head->lastBatch = used.head;
        }
    }
    inOrder();
    storeRelease(m_rings.used + 2, m_used);
    if (!m_rings.inflight)
        return;
    inOrder();
    for (const Used &used : chains)
        flightOf(m_rings.inflight, used.head)->inFlight = 0;
    inOrder();
    headOf(m_rings.inflight)->usedIndex = m_used;
}

bool SplitQueue::mustInterrupt()
{
    if (!isStarted())
        return false;
    fullBarrier();
    const std::uint16_t before = std::exchange(m_signalled, m_used);
    const bool wasValid = std::exchange(m_signalledValid, true);
    if (!m_rings.eventIndex)
        return (!wasValid || before != m_used) && !(loadRelaxed(m_rings.available) & kNoInterrupt);
    if (!wasValid)
        return true;
    const std::uint16_t event = loadRelaxed(m_rings.available + 4 + m_rings.size * 2); // used_event
    return static_cast<std::uint16_t>(m_used - event - 1) < static_cast<std::uint16_t>(m_used - before);
}

bool SplitQueue::wantKicks(bool wanted)
{
    if (!isStarted() || m_broken)
        return false;
    if (m_rings.eventIndex) {
        // avail_event: the entry whose arrival is to be told. An old one is never reached again soon.
        if (wanted)
            storeRelease(m_rings.used + 4 + m_rings.size * 8, m_next);
    } else {
        storeRelease(m_rings.used, wanted ? 0 : kNoNotify);
    }
    if (!wanted)
        return false;
    fullBarrier();
    return availableIndex() != m_next;
}

} // namespace hopyard::vhost_user

// Processor time: which guest runs, what it does in one go, and what that costs it.
//
// In one go a guest takes the interrupt, reads up to a batch of frames out of its input buffers into its stack, lets
// timers go off, and hands its frames to the base portion; what all that takes by the cost model keeps its processor
// busy afterwards, and with it everybody who waits for it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/hypervisor/inside.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace hopyard::hypervisor {

using base::Duration;
using base::TimePoint;

namespace {
constexpr std::size_t kWarm = 8; // frames that are read and handed to the stack together: they stay in the nearest cache
constexpr Duration kPause = Duration::microseconds(1); // where nothing takes time and guests answer each other without end
}

void Hypervisor::noteGuest(TimePoint now, Guest &guest)
{
    const GuestId id = guest.memory.guest();
    const bool runs = guest.state == GuestState::running && guest.router;
    const TimePoint wake = runs ? guest.router->nextDeadline() : TimePoint::never();
    m_scheduler.setReady(id, runs && (guest.interrupted || guest.askedToRelease || wake <= now));
    sim::TimerHandle &timer = m_wakeUpOf[id.index()];
    const TimePoint later = wake <= now ? TimePoint::never() : wake;
    if (m_wakeUps.deadline(timer) != later && !m_wakeUps.move(timer, later))
        timer = m_wakeUps.set(later, id);
}

void Hypervisor::schedule(Context &context)
{
    m_runAt = TimePoint::never();
    for (std::size_t rounds = 0; m_scheduler.anyReady(); ++rounds) {
        const auto processor = std::min_element(m_busyUntil.begin(), m_busyUntil.end());
        if (*processor > context.now)
            break;
        if (rounds >= kMaxRounds) {
            *processor = context.now + kPause;
            continue;
        }
        const GuestId id = m_scheduler.pick(context.now, [&](GuestId g) { return m_guests[g.index()].busyUntil <= context.now; });
        if (!id.isValid())
            break;
        Guest &guest = m_guests[id.index()];
        const Duration spent = run(context, guest);
        m_scheduler.charge(id, spent);
        guest.busyUntil = *processor = context.now + spent;
    }
    if (!m_scheduler.anyReady())
        return;
    const TimePoint processor = *std::min_element(m_busyUntil.begin(), m_busyUntil.end());
    TimePoint free = TimePoint::never();
    for (const Guest &guest : m_guests)
        if (guest.exists && m_scheduler.isReady(guest.memory.guest()))
            free = std::min(free, guest.busyUntil);
    m_runAt = std::max(processor, free);
}

Duration Hypervisor::run(Context &context, Guest &guest)
{
    const CostModel &model = m_spec.costs;
    std::int64_t work = 0;
    const auto worked = [&](std::size_t packets, std::size_t bytes) {
        work += model.packet * static_cast<std::int64_t>(packets) + model.packetKiB * static_cast<std::int64_t>(bytes) / 1024;
    };
    Inside inside(context, m_fromGuest, guest.spec.name);
    if (guest.askedToRelease) {
        guest.askedToRelease = false;
        for (Nic &one : guest.nics)
            if (const auto released = one.driver.release(m_pool, guest.memory); !released)
                fault(context, guest, released.error());
    }
    guest.interrupted = false;
    for (Nic &one : guest.nics) {
        bool more = one.driver.hasInput(m_pool, guest.memory); // a ring that is only looked at stays shared with checkpoints
        for (std::size_t n = 0; n < kBatch && more;) {
            std::array<packet::Packet, kWarm> frames;
            std::size_t count = 0;
            auto ring = one.driver.openInput(m_pool, guest.memory);
            if (!ring) {
                fault(context, guest, ring.error());
                more = false;
                break;
            }
            while (more && count < std::min(kWarm, kBatch - n)) {
                auto frame = one.driver.receive(m_pool, guest.memory, *ring, context.pool);
                if (!frame)
                    fault(context, guest, frame.error());
                more = frame && !frame->isNull();
                if (!more)
                    break;
                worked(1, frame->size());
                frames[count++] = std::move(*frame);
            }
            n += count;
            if (count != 0)
                guest.router->handleAll(inside.context, one.port, std::span(frames).first(count));
        }
        if (more)
            guest.interrupted = true; // there may be more: it takes its turn again
    }
    if (guest.router->nextDeadline() <= context.now) {
        work += model.timer;
        guest.router->expire(inside.context);
    }
    for (const link::Outbox::Item &item : m_fromGuest.items())
        worked(1, item.packet.size());
    hand(context, guest);
    takeFaults(context);
    noteGuest(context.now, guest);
    const Duration spent = Duration::nanoseconds(work) + std::exchange(guest.owed, {});
    return spent;
}

// What the processor itself caught, by the name that the guest's page table gives it.
void Hypervisor::takeFaults(Context &context)
{
    while (const auto caught = m_pool.store().takeFault()) {
        Guest &guest = m_guests[caught->guest.index()];
        fault(context, guest, guest.memory.mistake(m_pool, caught->address, caught->forWriting)
                                  .value_or(Fault{Fault::Kind::notPresent, caught->address}));
    }
}

// What the guest's stack sent goes through its output buffers to the base portion.
void Hypervisor::hand(Context &context, Guest &guest)
{
    if (m_fromGuest.takeAttention())
        context.out.callAttention();
    std::vector<link::Outbox::Item> &items = m_fromGuest.items();
    const Nic *opened = nullptr; // whose output ring that is
    std::optional<RingWriter> output;
    for (link::Outbox::Item &item : items) {
        const auto one = std::find_if(guest.nics.begin(), guest.nics.end(), [&](const Nic &n) { return n.port == item.port; });
        if (one == guest.nics.end() || item.packet.size() > packet::PacketPool::kMaxPacket)
            continue;
        if (!one->driver.hasRoom(item.packet.size())) {
            kick(context, guest);
            opened = nullptr;
        }
        if (opened != &*one) {
            const auto ring = one->driver.openOutput(m_pool, guest.memory);
            if (!ring) {
                fault(context, guest, ring.error());
                break;
            }
            output = *ring;
            opened = &*one;
        }
        if (const auto sent = one->driver.send(m_pool, guest.memory, *output, item.packet); !sent) {
            fault(context, guest, sent.error());
            break;
        }
    }
    items.clear();
    kick(context, guest);
}

// The guest tells the base portion that there is something in its rings: packets, or buffers posted again.
void Hypervisor::kick(Context &context, Guest &guest)
{
    bool something = false;
    for (std::uint16_t i = 0; i < guest.nics.size(); ++i) {
        const Nic &one = guest.nics[i];
        const auto output = guest.memory.baseRead(m_pool, addressOf(one.driver.outputRing()), kPageSize);
        const auto input = guest.memory.baseRead(m_pool, addressOf(one.driver.inputRing()), kPageSize);
        if (!output || !input)
            continue;
        const bool frames = RingReader(*output).availableIndex() != one.outputTaken;
        const bool buffers = RingReader(*input).availableIndex() != one.inputLooked;
        if (!frames && !buffers)
            continue;
        if (!something) {
            something = true;
            ++costs().exits;
            spend(&guest, m_spec.costs.exit);
            step(context, "exit", &guest, {}, {}, 0);
        }
        if (buffers)
            lookForReturns(context, guest, i);
        if (frames)
            takeOutput(context, guest, i);
        if (!guest.spec.isScheduled())
            continue; // its driver is its own
        if (const auto reaped = guest.nics[i].driver.reap(m_pool, guest.memory); !reaped)
            fault(context, guest, reaped.error());
    }
}

void Hypervisor::interrupt(Context &context, NicId to)
{
    Guest &guest = m_guests[to.guest.index()];
    if (guest.interrupted || guest.state == GuestState::stopped)
        return; // it has not taken the last one yet: one is enough
    guest.interrupted = true;
    ++costs().interrupts;
    spend(&guest, m_spec.costs.interrupt);
    step(context, "interrupt", &guest, {}, {}, 0);
    if (guest.state == GuestState::running && guest.spec.isScheduled())
        m_scheduler.setReady(to.guest, true);
}

// Buffers run short: every guest that holds lent pages is told to give them back.
void Hypervisor::askForRelease(Context &context)
{
    for (Guest &guest : m_guests) {
        if (guest.loans.empty() || guest.askedToRelease)
            continue;
        guest.askedToRelease = true;
        step(context, "asked", &guest, {}, {}, 0);
        if (guest.state == GuestState::running && guest.spec.isScheduled())
            m_scheduler.setReady(guest.memory.guest(), true);
    }
}

} // namespace hopyard::hypervisor

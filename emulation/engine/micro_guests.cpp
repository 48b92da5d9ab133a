// See micro_guests.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/micro_guests.h"

#include <fmt/format.h>

#include <fcntl.h>

#include <algorithm>
#include <utility>

namespace hopyard::engine {

using micro_guest::HypervisorGuest;
using micro_guest::VirtualProcessor;
using Wish = world::World::OutsideGuest::Wish;

void MicroGuests::follow(world::World &world)
{
    const std::vector<world::World::MicroGuest> guests = world.microGuests();
    std::vector<MachineId> gone;
    for (const auto &[id, entry] : m_guests) {
        const auto wanted = std::find_if(guests.begin(), guests.end(), [&i = id](const auto &g) { return g.node == i.node && g.name == i.guest; });
        if (wanted == guests.end() || wanted->wish == Wish::stopped || wanted->id != entry.guest->spec().guest || !entry.guest->processor())
            gone.push_back(id);
    }
    for (const MachineId &id : gone)
        remove(id);
    for (const world::World::MicroGuest &wanted : guests) {
        if (wanted.wish == Wish::stopped)
            continue;
        const MachineId id(wanted.node, wanted.name);
        if (!m_guests.contains(id))
            add(id, wanted);
        const auto found = m_guests.find(id);
        if (found == m_guests.end())
            continue;
        found->second.guest->setAddress(wanted.address);
        if (wanted.wish == Wish::paused)
            found->second.guest->processor()->pause();
        else
            found->second.guest->processor()->resume();
    }
}

void MicroGuests::add(const MachineId &id, const world::World::MicroGuest &wanted)
{
    auto made = HypervisorGuest::create(*wanted.store, {wanted.id, wanted.memory, wanted.mac, wanted.address});
    if (!made)
        return m_listener.microGuestOver(id, made.error());
    Entry &entry = m_guests[id];
    entry.guest = std::move(*made);
    entry.kicks.reset(::fcntl(entry.guest->processor()->kicks(), F_DUPFD_CLOEXEC, 0));
    const auto watch = m_loop.watch(entry.kicks.get(), m_reading ? std::uint32_t(EPOLLIN) : 0u, [this, e = &entry](std::uint32_t) {
        e->isReady = m_hasKicks = true;
    });
    if (!watch) {
        m_guests.erase(id);
        return m_listener.microGuestOver(id, toString(watch.error()));
    }
    entry.watch = *watch;
    entry.guest->start();
}

void MicroGuests::remove(const MachineId &key)
{
    const auto found = m_guests.find(key);
    if (found == m_guests.end())
        return;
    m_loop.unwatch(found->second.watch);
    m_guests.erase(found);
}

void MicroGuests::setReading(bool reading)
{
    if (std::exchange(m_reading, reading) == reading)
        return;
    for (const auto &[id, entry] : m_guests)
        m_loop.change(entry.watch, reading ? std::uint32_t(EPOLLIN) : 0u);
}

void MicroGuests::takeKicks(world::World &world)
{
    if (!m_reading)
        return;
    m_hasKicks = false;
    std::vector<std::pair<MachineId, std::string>> over; // told afterwards: the base portion then stops them
    for (auto &[id, entry] : m_guests) {
        if (!std::exchange(entry.isReady, false) || !entry.guest->processor())
            continue;
        (void)entry.guest->processor()->takeKicks();
        world.microGuestKicked(id.node, entry.guest->spec().guest);
        const VirtualProcessor *const processor = entry.guest->processor();
        if (!processor) {
            over.emplace_back(id, "the kernel would not map its pages any more");
        } else if (processor->state() == VirtualProcessor::State::faulted) {
            const auto fault = processor->fault().value_or(VirtualProcessor::Fault());
            world.microGuestTouched(id.node, entry.guest->spec().guest, fault.address);
            over.emplace_back(id, fmt::format("its processor touched {:#x}, where it has no page", fault.address));
        } else if (processor->state() == VirtualProcessor::State::ended) {
            over.emplace_back(id, "its processor ended: " + processor->why());
        }
    }
    for (const auto &[id, why] : over) {
        remove(id);
        m_listener.microGuestOver(id, why);
    }
}

void MicroGuests::wake()
{
    for (const auto &[id, entry] : m_guests)
        if (VirtualProcessor *processor = entry.guest->processor())
            processor->wake();
}

void MicroGuests::stopAll()
{
    while (!m_guests.empty())
        remove(m_guests.begin()->first);
    m_hasKicks = false;
}

std::optional<rpc::Json> MicroGuests::describe(const MachineId &id) const
{
    const auto found = m_guests.find(id);
    const VirtualProcessor *processor = found == m_guests.end() ? nullptr : found->second.guest->processor();
    if (!processor)
        return std::nullopt;
    return rpc::Json{{"state", toString(processor->state())}, {"exits", processor->exits()}, {"faults", processor->faults()}};
}

} // namespace hopyard::engine

// The device and its settings; see hypervisor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/hypervisor/inside.h"
#include "core/hypervisor/outside_port.h"

#include <algorithm>
#include <cassert>

namespace hopyard::hypervisor {

using base::DropReason;
using base::PortIndex;
using base::TimePoint;
namespace trace = base::trace;

std::string_view toString(Refusal refusal)
{
    switch (refusal) {
    case Refusal::nameTaken: return "another guest has that name";
    case Refusal::noMemory: return "the computer has not that much memory left";
    case Refusal::tooSmall: return "that is not enough memory for its buffers";
    case Refusal::noShares: return "the computer has not that many shares left";
    case Refusal::noAdapter: return "the computer has no such adapter";
    case Refusal::addressTaken: return "another guest has that address";
    case Refusal::noSuchGuest: return "there is no such guest";
    case Refusal::wrongState: return "the guest is in another state";
    case Refusal::badVlan: return "a VLAN is 1 to 4094, or 0 for none";
    case Refusal::otherMachine: return "that would be another machine; remove the guest and add it anew";
    }
    return "unknown";
}

Hypervisor::Hypervisor(const HypervisorSpec &spec, base::Random random, std::unique_ptr<PageStore> store)
    : m_spec(spec), m_random(random),
      m_pool(store ? std::move(store) : std::make_unique<MemoryPageStore>(spec.memory / kPageSize)),
      m_scheduler(std::max(spec.processors, 1u)), m_busyUntil(std::max(spec.processors, 1u))
{
    // What the base portion needs for itself comes first; a computer too small for that has no guests and drops all.
    while (m_base.size() < Carried::kMaxPieces)
        if (const auto page = m_pool.giveToBase())
            m_base.push_back(*page);
        else
            break;
    for (std::uint32_t i = 0; i < spec.dmaPages && m_pool.list(); ++i) {}
}

Hypervisor::Hypervisor(const Hypervisor &) = default;
Hypervisor::Hypervisor(Hypervisor &&) noexcept = default;
Hypervisor &Hypervisor::operator=(const Hypervisor &) = default;
Hypervisor &Hypervisor::operator=(Hypervisor &&) noexcept = default;
Hypervisor::~Hypervisor() = default;

std::unique_ptr<link::Device> Hypervisor::clone() const { return std::make_unique<Hypervisor>(*this); }

Hypervisor::Adapter *Hypervisor::adapterAt(PortIndex port)
{
    const auto found = std::find_if(m_adapters.begin(), m_adapters.end(),
                                    [port](const Adapter &a) { return a.exists && a.port == port; });
    return found == m_adapters.end() ? nullptr : &*found;
}

void Hypervisor::addAdapter(PortIndex port, const AdapterSpec &spec)
{
    assert(!adapterAt(port));
    m_adapters.push_back({.spec = spec, .port = port, .resolver = {}});
    configureAdapter(*std::prev(m_adapters.end()), spec);
}

void Hypervisor::configureAdapter(Adapter &adapter, const AdapterSpec &spec)
{
    adapter.spec = spec;
    // The one address outside is the first of the first adapter that has one.
    base::Ipv4Address outside;
    for (auto it = m_adapters.rbegin(); it != m_adapters.rend(); ++it)
        for (auto own = it->spec.addresses.rbegin(); it->exists && own != it->spec.addresses.rend(); ++own)
            if (own->address.isV4())
                outside = own->address.v4();
    m_nat.setOutside(outside);
}

void Hypervisor::configureAdapter(Context &context, PortIndex port, const AdapterSpec &spec)
{
    Adapter *adapter = adapterAt(port);
    if (!adapter || adapter->spec == spec)
        return;
    configureAdapter(*adapter, spec);
    announceAll(context);
}

void Hypervisor::removeAdapter(Context &, PortIndex port)
{
    if (Adapter *adapter = adapterAt(port)) {
        adapter->exists = false;
        adapter->resolver.clear();
        std::erase_if(m_learnt, [port](const auto &entry) { return entry.second.port == port; });
    }
}

void Hypervisor::setMode(Context &context, Mode mode)
{
    if (mode == m_spec.mode)
        return;
    m_spec.mode = mode;
    m_learnt.clear();
    for (Guest &guest : m_guests) {
        if (guest.exists && guest.spec.isOutside()) {
            ++guest.replugs;
            say(context, guest, "plugged anew");
        }
        if (guest.router)
            for (const bool up : {false, true})
                for (const Nic &one : guest.nics) {
                    Inside inside(context, m_fromGuest, guest.spec.name);
                    guest.router->carrierChanged(inside.context, one.port, up);
                    hand(context, guest);
                }
    }
    announceAll(context);
    schedule(context);
}

void Hypervisor::handle(Context &context, PortIndex port, packet::Packet frame)
{
    if (isOutsidePort(port)) {
        takeFromOutside(context, nicAt(port), frame);
        schedule(context);
        return;
    }
    Adapter *adapter = adapterAt(port);
    if (!adapter)
        return;
    ++adapter->inPackets;
    adapter->inBytes += frame.size();
    receive(context, *adapter, std::move(frame));
    schedule(context);
}

void Hypervisor::expire(Context &context)
{
    while (const auto due = m_wakeUps.popDue(context.now))
        if (Guest *guest = find(due->payload); guest && guest->state == GuestState::running)
            m_scheduler.setReady(due->payload, true);
    for (Adapter &adapter : m_adapters)
        if (adapter.resolver.nextDeadline() <= context.now) {
            Resolver::Actions actions;
            adapter.resolver.expire(context.now, actions);
            act(context, adapter, actions);
        }
    m_nat.expire(context.now);
    schedule(context);
}

TimePoint Hypervisor::nextDeadline() const
{
    TimePoint next = std::min({m_wakeUps.nextDeadline(), m_nat.nextDeadline(), m_runAt});
    for (const Adapter &adapter : m_adapters)
        next = std::min(next, adapter.resolver.nextDeadline());
    return next;
}

void Hypervisor::carrierChanged(Context &context, PortIndex port, bool up)
{
    Adapter *adapter = adapterAt(port);
    if (!adapter || adapter->carrier == up)
        return;
    adapter->carrier = up;
    adapter->resolver.clear();
    std::erase_if(m_learnt, [port](const auto &entry) { return entry.second.port == port; });
    if (up)
        announceAll(context);
}

void Hypervisor::drop(Context &context, DropReason reason, const Carried *carried, std::uint64_t packetId, base::Bytes bytes)
{
    ++m_drops[static_cast<std::size_t>(reason)];
    if (context.trace.wants<trace::PacketDropped>())
        context.trace.emit(context.now, trace::PacketDropped{context.self, {}, {}, reason, packetId,
                                                             carried && carried->count > 0 ? carried->start() : bytes});
}

void Hypervisor::drop(Context &context, DropReason reason, const Carried &carried)
{
    drop(context, reason, &carried, carried.packetId, {});
}

void Hypervisor::step(Context &context, std::string_view what, const Guest *guest, HostPage host, GuestPage at,
                      std::uint64_t packetId, base::Bytes bytes)
{
    if (context.trace.wants<trace::BufferStep>()) [[unlikely]]
        context.trace.emit(context.now, trace::BufferStep{context.self, what, guest ? std::string_view(guest->spec.name) : "",
                                                          host.value(), at.value(), packetId, bytes});
}

void Hypervisor::spend(Guest *who, std::int64_t nanoseconds)
{
    const base::Duration time = base::Duration::nanoseconds(nanoseconds);
    costs().time += time;
    if (who && who->spec.isScheduled()) // else its processor time is the computer's that we run on
        who->owed += time;
}

} // namespace hopyard::hypervisor

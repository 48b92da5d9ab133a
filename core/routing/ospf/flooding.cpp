// Where advertisements go: out of which interfaces, in which packets, again after a while. See flooding.h; what becomes
// of those received is in receive_update.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/flooding.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/ageing.h"
#include "core/routing/ospf/exchange.h"
#include "core/routing/ospf/packets.h"
#include "core/routing/ospf/route_calculation.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

base::Duration retransmitInterval(const Interface &interface) { return base::Duration::seconds(interface.config.timers.retransmit); }

bool isOpaque(wire::LsaType type) { return type >= wire::LsaType::opaqueLink; }

/// Section 13.3, the interfaces that an advertisement of this database goes out of.
bool isEligible(const Instance &r, const Interface &interface, DbRef ref)
{
    if (!interface.isUp() || interface.state == InterfaceState::loopback)
        return false;
    if (ref.isLink())
        return ref.serial() == interface.serial;
    if (ref.isArea())
        return ref.serial() == interface.area;
    const auto area = r.areas.find(interface.area);
    return !interface.isVirtual() && area != r.areas.end() && area->second.takesExternals();
}

/// One neighbour's part of step 1. True where the advertisement goes on its retransmission list.
bool isFor(Context &c, Interface &interface, Neighbour &n, const wire::LsaHeader &header, const Neighbour *from)
{
    if (n.state < NeighbourState::exchange)
        return false;
    if (n.state != NeighbourState::full) {
        const auto it = n.requests.find(header.key);
        if (it != n.requests.end()) {
            const int newer = compareInstances(header, it->second.header);
            if (newer < 0)
                return false;
            forgetRequest(n, header.key);
            if (&n != from) // the sender's requests go on when its packet is done
                continueRequests(c, interface, n);
            if (newer == 0)
                return false;
        }
    }
    if (&n == from)
        return false;
    return !isOpaque(header.key.type) || (n.options & wire::OspfOptions::o);
}

void addRetransmission(Context &c, Interface &interface, Neighbour &n, DbRef ref, Lsdb::Slot slot, base::TimePoint sent)
{
    if (n.retransmit.set(placeOf(ref, slot), sent))
        ++c.r.db(ref)->at(slot).waiting;
    if (!c.r.timers.isSet(n.retransmitTimer))
        startTimer(c, n.retransmitTimer, retransmitInterval(interface), {Timer::Kind::retransmit, interface.serial, n.serial});
}

} // namespace

DbRef databaseOf(const Interface &interface, wire::LsaType type)
{
    switch (type) {
    case wire::LsaType::external:
    case wire::LsaType::opaqueAs: return DbRef::as();
    case wire::LsaType::opaqueLink: return DbRef::link(interface.serial);
    default: return DbRef::area(interface.area);
    }
}

FloodItem toSend(const Context &c, const Interface &interface, const StoredLsa &lsa)
{
    const unsigned age = lsa.age(c.now) + unsigned(interface.config.timers.transmitDelay);
    return {lsa.bytes, static_cast<std::uint16_t>(std::min<unsigned>(age, wire::LsaHeader::kMaxAge))};
}

bool flood(Context &c, DbRef ref, Lsdb::Slot slot, Interface *in, Neighbour *from)
{
    const wire::LsaHeader header = c.r.db(ref)->at(slot).header(c.now);
    bool back = false;
    for (auto &[serial, interface] : c.r.interfaces) {
        if (!isEligible(c.r, interface, ref))
            continue;
        bool any = false;
        for (auto &[key, n] : interface.neighbours) {
            if (!isFor(c, interface, n, header, from))
                continue;
            addRetransmission(c, interface, n, ref, slot, c.now);
            any = true;
        }
        if (!any)
            continue;
        if (&interface == in && interface.electsDr()) {
            const bool fromDr = from->address == interface.dr || from->address == interface.bdr;
            if (fromDr || interface.state == InterfaceState::backup)
                continue; // who sent it, or the DR, tells the others
        }
        interface.toFlood.push_back(toSend(c, interface, c.r.db(ref)->at(slot)));
        back = back || &interface == in;
    }
    return back;
}

void sendUpdates(Context &c, Interface &interface, const std::vector<FloodItem> &items, base::Ipv4Address destination)
{
    const std::size_t room = roomOn(c.r, interface);
    for (std::size_t i = 0; i < items.size();) {
        PacketWriter packet(c, interface, wire::OspfType::update);
        std::vector<std::uint8_t> &buffer = packet.buffer();
        buffer.resize(buffer.size() + 4);
        std::uint32_t count = 0;
        for (; i < items.size(); ++i) {
            const base::Bytes bytes = viewOf(items[i].bytes).bytes();
            if (count > 0 && packet.payloadSize() + bytes.size() > room)
                break;
            const std::size_t at = buffer.size();
            buffer.insert(buffer.end(), bytes.begin(), bytes.end());
            base::storeU16(&buffer[at], items[i].age);
            ++count;
        }
        base::storeU32(packet.payload(), count);
        packet.send(destination);
    }
}

void sendFlooded(Context &c)
{
    for (auto &[serial, interface] : c.r.interfaces) {
        if (interface.toFlood.empty())
            continue;
        if (!floodsByUnicast(interface)) {
            sendUpdates(c, interface, interface.toFlood, floodAddress(interface));
        } else {
            for (const auto &[key, n] : interface.neighbours)
                if (n.state >= NeighbourState::exchange)
                    sendUpdates(c, interface, interface.toFlood, n.address);
        }
        interface.toFlood.clear();
    }
}

void sendDelayedAcks(Context &c, Interface &interface)
{
    std::vector<wire::LsaHeader> headers;
    headers.swap(interface.delayedAcks);
    const std::size_t most = roomOn(c.r, interface) / wire::LsaHeader::kLength;
    const auto sendTo = [&](base::Ipv4Address destination) {
        for (std::size_t i = 0; i < headers.size();) {
            PacketWriter packet(c, interface, wire::OspfType::acknowledgment);
            for (std::size_t n = 0; n < most && i < headers.size(); ++n)
                wire::append(packet.buffer(), headers[i++]);
            packet.send(destination);
        }
    };
    if (!floodsByUnicast(interface))
        return sendTo(floodAddress(interface));
    for (const auto &[key, n] : interface.neighbours)
        if (n.state >= NeighbourState::exchange)
            sendTo(n.address);
}

void retransmitTo(Context &c, Interface &interface, Neighbour &neighbour, DbRef ref, Lsdb::Slot slot)
{
    // As if sent long ago: the timer sends it.
    addRetransmission(c, interface, neighbour, ref, slot, c.now - retransmitInterval(interface));
    startTimer(c, neighbour.retransmitTimer, base::Duration(), {Timer::Kind::retransmit, interface.serial, neighbour.serial});
}

void retransmitTimer(Context &c, Interface &interface, Neighbour &neighbour)
{
    if (neighbour.retransmit.isEmpty())
        return;
    const base::Duration interval = retransmitInterval(interface);
    base::TimePoint next = base::TimePoint::never();
    std::vector<std::uint64_t> due;
    neighbour.retransmit.forEach([&](std::uint64_t place, base::TimePoint &sent) {
        if (sent + interval <= c.now) {
            due.push_back(place);
            sent = c.now;
        }
        next = std::min(next, sent + interval);
    });
    std::sort(due.begin(), due.end()); // the map has no order
    std::vector<FloodItem> items;
    items.reserve(due.size());
    for (const std::uint64_t place : due)
        items.push_back(toSend(c, interface, c.r.db(dbOf(place))->at(slotOf(place))));
    if (!items.empty())
        sendUpdates(c, interface, items, addressOf(interface, neighbour));
    startTimer(c, neighbour.retransmitTimer, next - c.now, {Timer::Kind::retransmit, interface.serial, neighbour.serial});
}

void forgetRetransmissions(Context &c, Neighbour &neighbour)
{
    neighbour.retransmit.forEach([&](std::uint64_t place, base::TimePoint &) {
        if (Lsdb *db = c.r.db(dbOf(place)))
            --db->at(slotOf(place)).waiting;
    });
    neighbour.retransmit.clear();
    stopTimer(c, neighbour.retransmitTimer);
}

void forgetRetransmission(Context &c, DbRef ref, Lsdb::Slot slot)
{
    StoredLsa &lsa = c.r.db(ref)->at(slot);
    if (lsa.waiting == 0)
        return;
    forEachNeighbour(c.r, [&](Interface &, Neighbour &n) {
        if (n.retransmit.erase(placeOf(ref, slot)))
            --lsa.waiting;
    });
}

Lsdb::Slot install(Context &c, DbRef ref, StoredLsa lsa)
{
    Lsdb &db = *c.r.db(ref);
    const wire::LsaView now = lsa.view();
    const Lsdb::Slot known = db.find(now.key());
    bool changed = true;
    if (known != Lsdb::kNone) {
        const StoredLsa &old = db.at(known);
        const wire::LsaView before = old.view();
        changed = old.maxAge != lsa.maxAge || before.options() != now.options()
               || !std::equal(before.body().begin(), before.body().end(), now.body().begin(), now.body().end());
        forgetRetransmission(c, ref, known);
    }
    const bool maxAge = lsa.maxAge;
    const wire::LsaKey key = now.key();
    const Lsdb::Slot slot = db.install(std::move(lsa));
    if (maxAge)
        noteMaxAge(c, db, slot);
    else
        planAgeing(c, db, db.at(slot));
    if (changed)
        planCalculation(c, key.type);
    return slot;
}

void flush(Context &c, DbRef ref, Lsdb::Slot slot)
{
    Lsdb &db = *c.r.db(ref);
    StoredLsa &lsa = db.at(slot);
    if (lsa.maxAge)
        return;
    forgetRetransmission(c, ref, slot);
    lsa.maxAge = true;
    noteMaxAge(c, db, slot);
    if (lsa.own) {
        const wire::LsaHeader header = lsa.header(c.now);
        const Area *area = ref.isArea() ? c.r.areaOf(ref.serial()) : nullptr;
        c.out.events.push_back(event::Originated{static_cast<std::uint8_t>(header.key.type), header.key.id,
                                                 area ? area->id : AreaId(), header.sequence, true});
    }
    planCalculation(c, lsa.key().type);
    flood(c, ref, slot);
}

} // namespace hopyard::routing::ospf

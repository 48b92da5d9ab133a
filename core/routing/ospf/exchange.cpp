// See exchange.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/exchange.h"

#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/packets.h"

namespace hopyard::routing::ospf {

namespace {

using wire::OspfDescription;

base::Duration retransmitInterval(const Interface &interface) { return base::Duration::seconds(interface.config.timers.retransmit); }

std::uint8_t descriptionOptions(const Instance &r, const Interface &interface)
{
    const auto area = r.areas.find(interface.area);
    return static_cast<std::uint8_t>(area->second.options() | (r.config.opaque ? wire::OspfOptions::o : 0));
}

void sendAgain(Context &c, Interface &interface, Neighbour &neighbour)
{
    PacketWriter packet(c, interface, wire::OspfType::description);
    packet.buffer().insert(packet.buffer().end(), neighbour.sentDescription.begin(), neighbour.sentDescription.end());
    packet.send(addressOf(interface, neighbour));
}

/// Puts a description together and sends it; the master waits for an answer.
void sendDescription(Context &c, Interface &interface, Neighbour &neighbour, bool first)
{
    std::vector<std::uint8_t> &payload = neighbour.sentDescription;
    payload.clear();
    OspfDescription d;
    d.mtu = interface.isVirtual() ? 0 : static_cast<std::uint16_t>(interface.port.mtu);
    d.options = descriptionOptions(c.r, interface);
    d.sequence = neighbour.ddSequence;
    d.append(payload);
    if (!first) {
        const std::size_t room = roomOn(c.r, interface);
        while (!neighbour.summary.empty() && payload.size() + wire::LsaHeader::kLength <= room) {
            const std::uint64_t place = neighbour.summary.back();
            neighbour.summary.pop_back();
            const Lsdb *db = c.r.db(dbOf(place));
            if (db && db->isUsed(slotOf(place)) && !db->at(slotOf(place)).maxAge)
                wire::append(payload, db->at(slotOf(place)).header(c.now));
        }
    }
    const bool more = first || !neighbour.summary.empty();
    neighbour.sentFlags = static_cast<std::uint8_t>((first ? OspfDescription::kInit : 0) | (more ? OspfDescription::kMore : 0)
                                                    | (neighbour.weAreMaster ? OspfDescription::kMaster : 0));
    payload[3] = neighbour.sentFlags;
    sendAgain(c, interface, neighbour);
    if (neighbour.weAreMaster)
        startTimer(c, neighbour.descriptionTimer, retransmitInterval(interface),
                   {Timer::Kind::description, interface.serial, neighbour.serial});
}

/// True where the neighbour describes something that it must not, or that nobody can.
bool mayDescribe(const Instance &r, const Area &area, const wire::LsaHeader &header)
{
    switch (header.key.type) {
    case wire::LsaType::external: return area.takesExternals();
    case wire::LsaType::opaqueAs: return area.takesExternals() && r.config.opaque;
    case wire::LsaType::nssa: return area.config.type == AreaType::nssa;
    default: return wire::isKnown(header.key.type);
    }
}

/// Notes what is newer than ours. False: the description is none.
bool takeHeaders(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes headers)
{
    const Area &area = *c.r.areaOf(interface.area);
    for (std::size_t at = 0; at < headers.size(); at += wire::LsaHeader::kLength) {
        const wire::LsaHeader header = wire::LsaHeader::load(&headers[at]);
        if (!mayDescribe(c.r, area, header))
            return false;
        const Lsdb *db = c.r.db(databaseOf(interface, header.key.type));
        const Lsdb::Slot slot = db->find(header.key);
        if (slot == Lsdb::kNone || compareInstances(header, db->at(slot).header(c.now)) > 0)
            neighbour.requests.try_emplace(header.key, Request{header, false});
    }
    return true;
}

void take(Context &c, Interface &interface, Neighbour &neighbour, const OspfDescription &d, base::Bytes headers)
{
    neighbour.lastFlags = d.flags;
    neighbour.lastOptions = d.options;
    neighbour.lastSequence = d.sequence;
    neighbour.lastValid = true;
    if (!takeHeaders(c, interface, neighbour, headers))
        return neighbourEvent(c, interface, neighbour, NeighbourEvent::seqNumberMismatch);
    const bool theyHaveMore = d.flags & OspfDescription::kMore;
    if (neighbour.weAreMaster) {
        ++neighbour.ddSequence;
        if (!theyHaveMore && !(neighbour.sentFlags & OspfDescription::kMore))
            neighbourEvent(c, interface, neighbour, NeighbourEvent::exchangeDone);
        else
            sendDescription(c, interface, neighbour, false);
    } else {
        neighbour.ddSequence = d.sequence;
        sendDescription(c, interface, neighbour, false);
        if (!theyHaveMore && !(neighbour.sentFlags & OspfDescription::kMore))
            neighbourEvent(c, interface, neighbour, NeighbourEvent::exchangeDone);
    }
    continueRequests(c, interface, neighbour);
}

/// Who is master is settled here.
void negotiate(Context &c, Interface &interface, Neighbour &neighbour, const OspfDescription &d, base::Bytes headers)
{
    constexpr std::uint8_t all = OspfDescription::kInit | OspfDescription::kMore | OspfDescription::kMaster;
    if ((d.flags & all) == all && headers.empty() && neighbour.id > c.r.config.routerId) {
        neighbour.weAreMaster = false;
        neighbour.ddSequence = d.sequence;
        stopTimer(c, neighbour.descriptionTimer);
    } else if (!(d.flags & (OspfDescription::kInit | OspfDescription::kMaster)) && d.sequence == neighbour.ddSequence
               && neighbour.id < c.r.config.routerId) {
        neighbour.weAreMaster = true;
    } else {
        return;
    }
    neighbour.options = d.options;
    neighbourEvent(c, interface, neighbour, NeighbourEvent::negotiationDone);
    take(c, interface, neighbour, d, headers);
}

void goOn(Context &c, Interface &interface, Neighbour &neighbour, const OspfDescription &d, base::Bytes headers)
{
    const bool same = neighbour.lastValid && d.flags == neighbour.lastFlags && d.options == neighbour.lastOptions
                   && d.sequence == neighbour.lastSequence;
    if (same) {
        if (!neighbour.weAreMaster)
            sendAgain(c, interface, neighbour);
        return;
    }
    const bool theyAreMaster = d.flags & OspfDescription::kMaster;
    const bool next = neighbour.weAreMaster ? d.sequence == neighbour.ddSequence : d.sequence == neighbour.ddSequence + 1;
    if (neighbour.state != NeighbourState::exchange || theyAreMaster == neighbour.weAreMaster
        || (d.flags & OspfDescription::kInit) || d.options != neighbour.lastOptions || !next)
        return neighbourEvent(c, interface, neighbour, NeighbourEvent::seqNumberMismatch);
    take(c, interface, neighbour, d, headers);
}

void sendRequest(Context &c, Interface &interface, Neighbour &neighbour)
{
    PacketWriter packet(c, interface, wire::OspfType::request);
    const std::size_t most = roomOn(c.r, interface) / wire::kOspfRequestLength;
    neighbour.asked = 0;
    for (auto &[key, request] : neighbour.requests) {
        request.asked = neighbour.asked < most;
        if (!request.asked)
            continue;
        ++neighbour.asked;
        wire::append(packet.buffer(), key);
    }
    packet.send(addressOf(interface, neighbour));
    startTimer(c, neighbour.requestTimer, retransmitInterval(interface), {Timer::Kind::request, interface.serial, neighbour.serial});
}

} // namespace

std::vector<DbRef> sharedDatabases(const Instance &r, const Interface &interface)
{
    std::vector<DbRef> all{DbRef::area(interface.area), DbRef::link(interface.serial)};
    const auto area = r.areas.find(interface.area);
    if (area != r.areas.end() && area->second.takesExternals() && !interface.isVirtual())
        all.push_back(DbRef::as());
    return all;
}

void sendFirstDescription(Context &c, Interface &interface, Neighbour &neighbour)
{
    sendDescription(c, interface, neighbour, true);
}

void listDatabase(Context &c, Interface &interface, Neighbour &neighbour)
{
    neighbour.summary.clear();
    const bool opaque = neighbour.options & wire::OspfOptions::o;
    for (const DbRef ref : sharedDatabases(c.r, interface))
        c.r.db(ref)->forEach([&](Lsdb::Slot slot, const StoredLsa &lsa) {
            // Those at MaxAge are sent right away instead (section 10.3, NegotiationDone).
            if (lsa.maxAge)
                retransmitTo(c, interface, neighbour, ref, slot);
            else if (opaque || lsa.view().type() < wire::LsaType::opaqueLink)
                neighbour.summary.push_back(placeOf(ref, slot));
        });
}

void receiveDescription(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload)
{
    const auto d = OspfDescription::parse(payload);
    if (!d)
        return dropPacket(c, interface, neighbour.address, PacketError::malformed);
    if (d->mtu > interface.port.mtu && !interface.config.mtuIgnore && !interface.isVirtual())
        return dropPacket(c, interface, neighbour.address, PacketError::mtuTooLarge);
    if (neighbour.state == NeighbourState::init)
        neighbourEvent(c, interface, neighbour, NeighbourEvent::twoWayReceived);
    const base::Bytes headers = payload.subspan(OspfDescription::kLength);
    switch (neighbour.state) {
    case NeighbourState::down:
    case NeighbourState::attempt:
    case NeighbourState::init:
    case NeighbourState::twoWay: return dropPacket(c, interface, neighbour.address, PacketError::wrongState);
    case NeighbourState::exStart: return negotiate(c, interface, neighbour, *d, headers);
    case NeighbourState::exchange:
    case NeighbourState::loading:
    case NeighbourState::full: return goOn(c, interface, neighbour, *d, headers);
    }
}

void descriptionTimer(Context &c, Interface &interface, Neighbour &neighbour)
{
    if (neighbour.state != NeighbourState::exStart && neighbour.state != NeighbourState::exchange)
        return;
    sendAgain(c, interface, neighbour);
    startTimer(c, neighbour.descriptionTimer, retransmitInterval(interface),
               {Timer::Kind::description, interface.serial, neighbour.serial});
}

void receiveRequest(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload)
{
    if (neighbour.state < NeighbourState::exchange)
        return dropPacket(c, interface, neighbour.address, PacketError::wrongState);
    const auto keys = wire::parseOspfRequest(payload);
    if (!keys)
        return dropPacket(c, interface, neighbour.address, PacketError::malformed);
    std::vector<FloodItem> answer;
    answer.reserve(keys->size());
    for (const wire::LsaKey &key : *keys) {
        const DbRef ref = databaseOf(interface, key.type);
        const Lsdb *db = c.r.db(ref);
        const Lsdb::Slot slot = wire::isKnown(key.type) && db ? db->find(key) : Lsdb::kNone;
        if (slot == Lsdb::kNone)
            return neighbourEvent(c, interface, neighbour, NeighbourEvent::badLsReq);
        answer.push_back(toSend(c, interface, db->at(slot)));
    }
    sendUpdates(c, interface, answer, addressOf(interface, neighbour));
}

void forgetRequest(Neighbour &neighbour, const wire::LsaKey &key)
{
    const auto it = neighbour.requests.find(key);
    if (it == neighbour.requests.end())
        return;
    neighbour.asked -= it->second.asked;
    neighbour.requests.erase(it);
}

void continueRequests(Context &c, Interface &interface, Neighbour &neighbour)
{
    if (neighbour.state < NeighbourState::exchange || neighbour.asked > 0)
        return;
    if (!neighbour.requests.empty())
        return sendRequest(c, interface, neighbour);
    stopTimer(c, neighbour.requestTimer);
    if (neighbour.state == NeighbourState::loading)
        neighbourEvent(c, interface, neighbour, NeighbourEvent::loadingDone);
}

void requestTimer(Context &c, Interface &interface, Neighbour &neighbour)
{
    if (neighbour.state >= NeighbourState::exchange && !neighbour.requests.empty())
        sendRequest(c, interface, neighbour);
}

} // namespace hopyard::routing::ospf

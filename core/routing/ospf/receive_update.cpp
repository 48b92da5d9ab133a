// What becomes of advertisements and acknowledgments that are received (RFC 2328 sections 13, 13.5, 13.7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/adjacency.h"
#include "core/routing/ospf/exchange.h"
#include "core/routing/ospf/flooding.h"
#include "core/routing/ospf/graceful_helper.h"
#include "core/routing/ospf/originate.h"
#include "core/routing/ospf/packets.h"

#include <algorithm>

namespace hopyard::routing::ospf {

namespace {

constexpr base::Duration kAckDelay = base::Duration::seconds(1);

bool belongsHere(const Instance &r, const Area &area, wire::LsaType type)
{
    switch (type) {
    case wire::LsaType::external: return area.takesExternals();
    case wire::LsaType::nssa: return area.config.type == AreaType::nssa;
    case wire::LsaType::opaqueAs: return r.config.opaque && area.takesExternals();
    case wire::LsaType::opaqueLink:
    case wire::LsaType::opaqueArea: return r.config.opaque;
    default: return true;
    }
}

bool isFromDr(const Interface &interface, const Neighbour &n) { return interface.electsDr() && n.address == interface.dr; }

void delayAck(Context &c, Interface &interface, const wire::LsaHeader &header)
{
    interface.delayedAcks.push_back(header);
    if (!c.r.timers.isSet(interface.ackTimer))
        startTimer(c, interface.ackTimer, kAckDelay, {Timer::Kind::delayedAck, interface.serial, 0});
}

/// One update packet's advertisements.
class Update {
public:
    Update(Context &c, Interface &interface, Neighbour &neighbour) : m_c(c), m_interface(interface), m_neighbour(neighbour) {}

    /// False: the rest of the packet is not looked at.
    bool take(base::Bytes bytes)
    {
        const auto view = wire::LsaView::parse(bytes);
        if (!view || !view->checksumOk() || !belongsHere(m_c.r, *m_c.r.areaOf(m_interface.area), view->type())) {
            ++m_interface.dropped[static_cast<std::size_t>(PacketError::badLsa)];
            return true;
        }
        wire::LsaHeader header = view->header();
        header.age = std::min<std::uint16_t>(header.age & ~wire::LsaHeader::kDoNotAge, wire::LsaHeader::kMaxAge);
        const DbRef ref = databaseOf(m_interface, header.key.type);
        Lsdb &db = *m_c.r.db(ref);
        const Lsdb::Slot slot = db.find(header.key);
        if (slot == Lsdb::kNone) {
            if (header.age == wire::LsaHeader::kMaxAge && m_c.r.exchanging == 0) {
                m_direct.push_back(header); // step 4: nobody has it, nobody asks for it
                return true;
            }
            takeNew(ref, *view, header);
            return true;
        }
        const int newer = compareInstances(header, db.at(slot).header(m_c.now));
        if (newer > 0) {
            if (!db.at(slot).own && m_c.now - db.at(slot).installed < m_c.r.config.lsaMinArrival)
                return true;
            takeNew(ref, *view, header);
            return true;
        }
        if (m_neighbour.requests.contains(header.key)) {
            neighbourEvent(m_c, m_interface, m_neighbour, NeighbourEvent::badLsReq);
            return false;
        }
        if (newer == 0)
            takeSame(ref, slot, header);
        else
            answerOlder(db.at(slot));
        return true;
    }

    void finish()
    {
        if (!m_direct.empty()) {
            const std::size_t most = roomOn(m_c.r, m_interface) / wire::LsaHeader::kLength;
            for (std::size_t i = 0; i < m_direct.size();) {
                PacketWriter packet(m_c, m_interface, wire::OspfType::acknowledgment);
                for (std::size_t n = 0; n < most && i < m_direct.size(); ++n)
                    wire::append(packet.buffer(), m_direct[i++]);
                packet.send(addressOf(m_interface, m_neighbour));
            }
        }
        if (!m_back.empty())
            sendUpdates(m_c, m_interface, m_back, addressOf(m_interface, m_neighbour));
        continueRequests(m_c, m_interface, m_neighbour);
    }

private:
    /// Step 5.
    void takeNew(DbRef ref, const wire::LsaView &view, const wire::LsaHeader &header)
    {
        StoredLsa lsa;
        lsa.bytes = makeLsaBytes(view.bytes());
        lsa.birth = m_c.now - base::Duration::seconds(header.age);
        lsa.installed = m_c.now;
        lsa.maxAge = header.age == wire::LsaHeader::kMaxAge;
        const bool topology = header.key.type <= wire::LsaType::nssa && changesTopology(ref, header.key, view);
        const Lsdb::Slot slot = install(m_c, ref, std::move(lsa));
        if (topology)
            topologyChanged(m_c, ref);
        const bool back = flood(m_c, ref, slot, &m_interface, &m_neighbour);
        if (!back && (m_interface.state != InterfaceState::backup || isFromDr(m_interface, m_neighbour)))
            delayAck(m_c, m_interface, header);
        if (header.key.type == wire::LsaType::opaqueLink)
            graceReceived(m_c, m_interface, m_neighbour, view, header.age);
        if (isOwn(m_c.r, header.key))
            answerOwn(m_c, ref, header.key);
    }
    bool changesTopology(DbRef ref, const wire::LsaKey &key, const wire::LsaView &view) const
    {
        const Lsdb &db = *m_c.r.db(ref);
        const Lsdb::Slot slot = db.find(key);
        if (slot == Lsdb::kNone)
            return true;
        const base::Bytes before = db.at(slot).view().body();
        return !std::equal(before.begin(), before.end(), view.body().begin(), view.body().end());
    }
    /// Step 7: a duplicate, or an acknowledgment by what it says.
    void takeSame(DbRef ref, Lsdb::Slot slot, const wire::LsaHeader &header)
    {
        if (!m_neighbour.retransmit.erase(placeOf(ref, slot))) {
            m_direct.push_back(header);
            return;
        }
        --m_c.r.db(ref)->at(slot).waiting;
        if (m_interface.state == InterfaceState::backup && isFromDr(m_interface, m_neighbour))
            delayAck(m_c, m_interface, header);
    }
    /// Step 8: it has an older one; ours is sent back.
    void answerOlder(StoredLsa &ours)
    {
        if (ours.maxAge && ours.view().sequence() == wire::LsaHeader::kMaxSequence)
            return; // the number wraps, and this one is on its way out
        if (m_c.now - ours.sentBack < m_c.r.config.lsaMinArrival)
            return;
        ours.sentBack = m_c.now;
        m_back.push_back(toSend(m_c, m_interface, ours));
    }

    Context &m_c;
    Interface &m_interface;
    Neighbour &m_neighbour;
    std::vector<wire::LsaHeader> m_direct;
    std::vector<FloodItem> m_back;
};

} // namespace

void receiveUpdate(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload)
{
    if (neighbour.state < NeighbourState::exchange)
        return dropPacket(c, interface, neighbour.address, PacketError::wrongState);
    wire::OspfUpdateReader reader(payload);
    Update update(c, interface, neighbour);
    for (base::Bytes lsa = reader.next(); !lsa.empty(); lsa = reader.next())
        if (!update.take(lsa))
            break;
    if (!reader.ok())
        dropPacket(c, interface, neighbour.address, PacketError::malformed);
    update.finish();
}

void receiveAcknowledgment(Context &c, Interface &interface, Neighbour &neighbour, base::Bytes payload)
{
    if (neighbour.state < NeighbourState::exchange)
        return dropPacket(c, interface, neighbour.address, PacketError::wrongState);
    if (payload.size() % wire::LsaHeader::kLength != 0)
        return dropPacket(c, interface, neighbour.address, PacketError::malformed);
    for (std::size_t at = 0; at < payload.size() && !neighbour.retransmit.isEmpty(); at += wire::LsaHeader::kLength) {
        const wire::LsaHeader header = wire::LsaHeader::load(&payload[at]);
        if (!wire::isKnown(header.key.type))
            continue;
        const DbRef ref = databaseOf(interface, header.key.type);
        Lsdb &db = *c.r.db(ref);
        const Lsdb::Slot slot = db.find(header.key);
        if (slot != Lsdb::kNone && compareInstances(header, db.at(slot).header(c.now)) == 0
            && neighbour.retransmit.erase(placeOf(ref, slot)))
            --db.at(slot).waiting;
    }
    if (neighbour.retransmit.isEmpty())
        stopTimer(c, neighbour.retransmitTimer);
}

} // namespace hopyard::routing::ospf

// See migrator.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/migrator.h"

#include "core/link/segmentation.h"
#include "core/transport/tcp/connection_state.h"
#include "core/wire/tcp.h"

#include <algorithm>
#include <set>

namespace hopyard::migration {

namespace {

FourTuple tupleOf(const ip::Delivered &datagram)
{
    const base::Bytes tcp = datagram.payload();
    return {datagram.source.v4(), base::loadU16(tcp.data()), datagram.destination.v4(), base::loadU16(tcp.data() + 2)};
}

/// What the stack said of an encapsulated datagram, said of what was in it.
void refresh(ip::Delivered &datagram)
{
    const auto view = wire::Ipv4View::parse(datagram.datagram.bytes());
    datagram.source = view->source();
    datagram.destination = view->destination();
    datagram.protocol = view->protocol();
    datagram.ttl = view->ttl();
    datagram.tos = view->tos();
    datagram.payloadOffset = static_cast<std::uint16_t>(view->headerLength());
}

} // namespace

std::string_view Migrator::toString(Phase phase)
{
    switch (phase) {
    case Phase::announced: return "announced";
    case Phase::here: return "here";
    case Phase::frozen: return "frozen";
    case Phase::arriving: return "arriving";
    case Phase::gone: return "gone";
    case Phase::ended: return "ended";
    }
    return "unknown";
}

void Migrator::configure(const NodeConfig &config, const base::SipKey &key)
{
    m_config = config;
    m_key = key;
    m_trusted.clear();
    m_forwarders.clear();
    for (const auto *services : {&config.forwards, &config.classifies, &config.serves}) {
        for (const Service &service : *services) {
            m_forwarders.push_back(service.forwarder.address);
            m_trusted.push_back(service.forwarder.address);
            for (const auto *peers : {&service.classifiers, &service.hosts})
                for (const Peer &peer : *peers)
                    m_trusted.push_back(peer.address);
        }
    }
    std::sort(m_trusted.begin(), m_trusted.end());
    std::sort(m_forwarders.begin(), m_forwarders.end());
}

bool Migrator::isTrusted(base::Ipv4Address address) const
{
    return std::binary_search(m_trusted.begin(), m_trusted.end(), address);
}

bool Migrator::isForwarder(base::Ipv4Address address) const
{
    return std::binary_search(m_forwarders.begin(), m_forwarders.end(), address);
}

const Migrator::Flow *Migrator::find(const FourTuple &flow) const
{
    const auto at = m_flows.find(flow);
    return at == m_flows.end() ? nullptr : &at->second;
}

Migrator::Fate Migrator::take(const Around &around, ip::Delivered &datagram)
{
    if (!datagram.destination.isV4() || (m_flows.empty() && datagram.protocol == wire::IpProtocol::tcp && !isTrusted(datagram.source.v4())))
        return Fate::deliver;
    const auto claim = claimOf(datagram.datagram.bytes());
    // The ports way looks like TCP: it is ours to judge where it comes from a forwarder, or names a flow that we have.
    const bool looksPlain = !claim || claim->way == Encapsulation::ports;
    const auto drop = [&](std::uint64_t &counter) {
        ++counter;
        around.drop(base::DropReason::filtered, datagram.datagram);
        return Fate::gone;
    };
    std::map<FourTuple, Flow>::iterator at = m_flows.end();
    if (claim && datagram.destination.v4() == m_config.own && (!looksPlain || isForwarder(claim->forwarder))) {
        if (!isTrusted(claim->forwarder))
            return drop(m_counters.wrongForwarder);
        if (claim->way == Encapsulation::ipip) {
            at = m_flows.find(claim->flow);
        } else if (const auto named = m_byId.find(keyOf(claim->forwarder, claim->id)); named != m_byId.end()) {
            at = m_flows.find(named->second);
        }
        if (at == m_flows.end())
            return drop(m_counters.unknownFlow);
        if (!restore(*claim, datagram.datagram, at->first))
            return drop(m_counters.malformed);
        refresh(datagram);
        ++m_counters.restored;
    } else if (claim && looksPlain && datagram.destination.v4() == m_config.own &&
               std::any_of(m_forwarders.begin(), m_forwarders.end(), [&](base::Ipv4Address forwarder) {
                   return m_byId.count(keyOf(forwarder, claim->id)) != 0;
               })) {
        return drop(m_counters.wrongForwarder);
    } else {
        if (datagram.protocol != wire::IpProtocol::tcp || datagram.payload().size() < wire::TcpView::kMinHeaderLength)
            return Fate::deliver;
        at = m_flows.find(tupleOf(datagram)); // this node is the forwarder too, and its own packets come as they are
        if (at == m_flows.end())
            return Fate::deliver;
    }
    Flow &flow = at->second;
    ++flow.packets;
    switch (flow.phase) {
    case Phase::frozen:
    case Phase::arriving:
        if (flow.held.size() >= kMaxHeld)
            return drop(m_counters.holdFull);
        ++m_counters.held;
        if (flow.phase == Phase::frozen)
            m_heldLast = {flow.mapping, datagram.datagram};
        flow.held.push_back(std::move(datagram.datagram));
        return Fate::gone;
    case Phase::gone:
        sendOn(around, flow, std::move(datagram.datagram));
        return Fate::gone;
    case Phase::here:
        if (flow.firstIsAwaited) {
            flow.firstIsAwaited = false;
            around.step("first packet", flow.mapping, m_config.own, {});
        }
        return Fate::deliver;
    case Phase::announced:
    case Phase::ended: return Fate::deliver;
    }
    return Fate::deliver;
}

/// To the machine that has the flow now: as IP in IP, which says of itself whose packet it is.
void Migrator::sendOn(const Around &around, const Flow &flow, packet::Packet packet)
{
    if (packet.isNull() || packet.bytes()[8] <= 1)
        return;
    wire::decrementTtl(packet.writable());
    const Tunnel tunnel{m_config.own, flow.next, flow.mapping.id};
    const auto one = [&](packet::Packet piece) {
        if (encapsulate(Encapsulation::ipip, piece, tunnel) && around.sendWhole(std::move(piece)))
            ++m_counters.sentOn;
    };
    if (packet.isFinished())
        one(std::move(packet));
    else
        link::splitIntoSegments(std::move(packet), around.link.pool, one, link::Layer::ip);
}

void Migrator::hear(const Around &around, base::Ipv4Address from, const ControlMessage &message)
{
    if (!isForwarder(from)) {
        ++m_counters.badControl;
        return;
    }
    const Mapping mapping{message.id, message.epoch, message.flow, from};
    switch (message.kind) {
    case ControlMessage::Kind::announced: {
        const Flow *known = find(message.flow);
        m_loads = message.loads;
        if (known && known->mapping.id == message.id && known->mapping.forwarder == from)
            return; // again
        need(around.now(), mapping, Phase::announced).way = message.way;
        break;
    }
    case ControlMessage::Kind::error: {
        const Flow *known = find(message.flow);
        if (!known || known->mapping.id != message.id)
            return;
        ip::ErrorReport report;
        report.type = message.icmpType;
        report.code = message.icmpCode;
        report.kind = ip::errorKindOfIcmp4(static_cast<wire::IcmpType>(message.icmpType), message.icmpCode);
        report.mtu = message.mtu;
        report.reporter = from;
        report.source = message.flow.destination;
        report.destination = message.flow.source;
        report.protocol = wire::IpProtocol::tcp;
        base::storeU16(report.transport.data(), message.flow.destinationPort);
        base::storeU16(report.transport.data() + 2, message.flow.sourcePort);
        base::storeU32(report.transport.data() + 4, message.sequence);
        report.transportLength = 8;
        around.sockets.report(around.ip, report);
        break;
    }
    case ControlMessage::Kind::ended:
    case ControlMessage::Kind::drain: break; // the forwarder's part hears these
    }
}

Migrator::Flow &Migrator::need(base::TimePoint now, const Mapping &mapping, Phase phase)
{
    if (const auto old = m_flows.find(mapping.flow); old != m_flows.end() && old->second.mapping != mapping)
        m_byId.erase(keyOf(old->second.mapping.forwarder, old->second.mapping.id));
    Flow &flow = m_flows[mapping.flow];
    flow.mapping = mapping;
    flow.phase = phase;
    flow.since = now;
    m_byId[keyOf(mapping.forwarder, mapping.id)] = mapping.flow;
    if (m_nextPass.isNever())
        m_nextPass = now + kPass;
    return flow;
}

void Migrator::frozen(base::TimePoint now, const Mapping &mapping, base::Ipv4Address to)
{
    need(now, mapping, Phase::frozen).next = to;
}

void Migrator::arriving(base::TimePoint now, const Mapping &mapping)
{
    need(now, mapping, Phase::arriving);
}

std::vector<packet::Packet> Migrator::here(base::TimePoint now, const Mapping &mapping, bool hasArrived)
{
    Flow &flow = need(now, mapping, Phase::here);
    flow.firstIsAwaited = hasArrived && flow.held.empty();
    std::vector<packet::Packet> held(std::make_move_iterator(flow.held.begin()), std::make_move_iterator(flow.held.end()));
    flow.held.clear();
    flow.ahead = 0;
    return held;
}

void Migrator::gone(const Around &around, const FourTuple &tuple, base::Ipv4Address to)
{
    const auto at = m_flows.find(tuple);
    if (at == m_flows.end())
        return;
    Flow &flow = at->second;
    flow.phase = Phase::gone;
    flow.since = around.now();
    flow.next = to;
    const std::size_t ahead = std::exchange(flow.ahead, 0);
    std::deque<packet::Packet> held = std::exchange(flow.held, {});
    for (std::size_t i = ahead; i < held.size(); ++i)
        sendOn(around, flow, std::move(held[i]));
}

void Migrator::wentAhead(const FourTuple &flow)
{
    if (const auto at = m_flows.find(flow); at != m_flows.end())
        ++at->second.ahead;
}

void Migrator::forget(const FourTuple &flow)
{
    if (const auto at = m_flows.find(flow); at != m_flows.end())
        erase(at);
}

void Migrator::erase(std::map<FourTuple, Flow>::iterator at)
{
    const auto named = m_byId.find(keyOf(at->second.mapping.forwarder, at->second.mapping.id));
    if (named != m_byId.end() && named->second == at->first)
        m_byId.erase(named);
    m_flows.erase(at);
}

/// Once in kPass: which connections are over, and the forwarder is told; which entries have been remembered long enough.
void Migrator::expire(const Around &around)
{
    if (m_nextPass > around.now())
        return;
    std::set<FourTuple> alive;
    for (const transport::tcp::ConnectionInfo &info : around.sockets.tcp().connections())
        if (info.id.isValid() && info.local.address.isV4() && info.remote.address.isV4() &&
            info.state != transport::tcp::TcpState::timeWait)
            alive.insert({info.remote.address.v4(), info.remote.port, info.local.address.v4(), info.local.port});
    for (auto at = m_flows.begin(); at != m_flows.end();) {
        const auto next = std::next(at);
        Flow &flow = at->second;
        const bool isAlive = alive.count(at->first) != 0;
        if (flow.phase == Phase::announced && isAlive) {
            flow.phase = Phase::here;
            flow.since = around.now();
        } else if (flow.phase == Phase::here && !isAlive) {
            ControlMessage over;
            over.kind = ControlMessage::Kind::ended;
            over.way = flow.way;
            over.id = flow.mapping.id;
            over.epoch = flow.mapping.epoch;
            over.flow = at->first;
            around.sendControl(m_config.own, flow.mapping.forwarder, over.write(m_key));
            flow.phase = Phase::ended;
            flow.since = around.now();
        } else if ((flow.phase == Phase::announced || flow.phase == Phase::gone || flow.phase == Phase::ended) &&
                   around.now() - flow.since >= kMemory) {
            erase(at);
        }
        at = next;
    }
    m_nextPass = m_flows.empty() ? base::TimePoint::never() : around.now() + kPass;
}

} // namespace hopyard::migration

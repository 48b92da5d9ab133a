// See forwarder.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migration/forwarder.h"

#include "core/link/segmentation.h"
#include "core/wire/ethernet.h"
#include "core/wire/icmp.h"
#include "core/wire/ipv4.h"
#include "core/wire/tcp.h"

#include <algorithm>

namespace hopyard::migration {

namespace {

constexpr base::Duration kPathAge = base::Duration::seconds(1);
constexpr std::size_t kMaxPaths = 4'096;

} // namespace

std::string_view toString(Mode mode)
{
    return mode == Mode::migrate ? "migrate" : "replay";
}

void Forwarder::configure(base::Ipv4Address own, std::vector<Service> services, const base::SipKey &key)
{
    m_own = own;
    m_services = std::move(services);
    m_key = key;
    m_paths.clear();
}

const Service *Forwarder::findService(base::Ipv4Address address, std::uint16_t port) const
{
    for (const Service &service : m_services)
        if (service.isAt(address, port))
            return &service;
    return nullptr;
}

/// This node where it classifies itself, or where every classifier is down: it then refuses.
base::Ipv4Address Forwarder::classifierFor(const Service &service, const FourTuple &flow) const
{
    std::vector<base::Ipv4Address> addresses;
    for (const Peer &peer : service.classifiers)
        addresses.push_back(peer.address);
    const auto chosen = rendezvous(flow, addresses, [&](std::size_t i) {
        return std::find(m_downClassifiers.begin(), m_downClassifiers.end(), addresses[i]) == m_downClassifiers.end();
    });
    return chosen ? addresses[*chosen] : m_own;
}

void Forwarder::setClassifierUp(base::Ipv4Address classifier, bool up)
{
    std::erase(m_downClassifiers, classifier);
    if (!up)
        m_downClassifiers.push_back(classifier);
}

Forwarder::Fate Forwarder::take(const Around &around, ip::Delivered &datagram)
{
    const base::Bytes payload = datagram.payload();
    if (datagram.protocol != wire::IpProtocol::tcp || payload.size() < wire::TcpView::kMinHeaderLength)
        return Fate::other;
    const FourTuple flow{datagram.source.v4(), base::loadU16(payload.data()), datagram.destination.v4(),
                         base::loadU16(payload.data() + 2)};
    const Service *service = findService(flow.destination, flow.destinationPort);
    if (!service)
        return Fate::other;
    const wire::TcpFlags flags{payload[13]};
    const bool isSyn = flags.has(wire::TcpFlags::syn) && !flags.has(wire::TcpFlags::ack);
    const bool wasExpected = m_nextExpected < m_expected.size() && m_expected[m_nextExpected].flow == flow;
    const std::uint32_t hash = wasExpected ? m_expected[m_nextExpected++].hash : m_table.hashOf(flow);
    const FlowTable::Entry *entry = m_table.find(flow, hash);
    if (!entry || (isSyn && entry->isOver())) {
        if (isSyn)
            entry = m_table.insert(around.now(), flow, classifierFor(*service, flow), service->encapsulation);
        if (!entry) {
            m_counters.unknown += !isSyn;
            return isSyn ? Fate::gone : Fate::ours;
        }
    }
    m_table.seen(around.now(), *entry, flags);
    if (entry->host() == m_own)
        return Fate::ours;
    if (isSyn) { // the classifier knows nothing of the flow yet
        announce(around, *service, *entry);
        sendOn(around, *entry, Encapsulation::ipip, datagram);
    } else {
        sendOn(around, *entry, entry->encapsulation(), datagram);
    }
    return Fate::gone;
}

void Forwarder::expect(std::span<const ip::Delivered> datagrams)
{
    m_expected.clear();
    m_nextExpected = 0;
    for (const ip::Delivered &datagram : datagrams) {
        const base::Bytes payload = datagram.payload();
        if (datagram.protocol != wire::IpProtocol::tcp || payload.size() < wire::TcpView::kMinHeaderLength)
            continue;
        const FourTuple flow{datagram.source.v4(), base::loadU16(payload.data()), datagram.destination.v4(),
                             base::loadU16(payload.data() + 2)};
        if (!findService(flow.destination, flow.destinationPort))
            continue;
        m_expected.push_back({flow, m_table.hashOf(flow)});
        m_table.prefetchPlace(m_expected.back().hash);
    }
    for (const Expected &one : m_expected)
        m_table.prefetchEntry(one.hash);
}

void Forwarder::lookAhead(base::Bytes frame, Ahead ahead) const
{
    const auto ethernet = wire::EthernetView::parse(frame);
    if (!ethernet || ethernet->etherType() != wire::EtherType::ipv4)
        return;
    const auto ip = wire::Ipv4View::parseQuoted(ethernet->payload());
    if (!ip || ip->protocol() != wire::IpProtocol::tcp || ip->payload().size() < 4)
        return;
    const std::uint8_t *ports = ip->payload().data();
    const FourTuple flow{ip->source(), base::loadU16(ports), ip->destination(), base::loadU16(ports + 2)};
    if (!findService(flow.destination, flow.destinationPort))
        return;
    const std::uint32_t hash = m_table.hashOf(flow);
    if (ahead == Ahead::place)
        m_table.prefetchPlace(hash);
    else
        m_table.prefetchEntry(hash);
}

void Forwarder::announce(const Around &around, const Service &service, const FlowTable::Entry &entry) const
{
    ControlMessage message;
    message.way = entry.encapsulation();
    message.id = entry.id();
    message.epoch = entry.epoch();
    message.flow = entry.flow();
    message.loads = loads(service);
    around.sendControl(m_own, entry.host(), message.write(m_key));
}

std::vector<std::uint32_t> Forwarder::loads(const Service &service) const
{
    std::vector<std::uint32_t> counts;
    for (const Peer &host : service.hosts)
        counts.push_back(m_table.countOf(host.address));
    return counts;
}

std::uint32_t Forwarder::mtuTo(const Around &around, base::Ipv4Address host)
{
    const auto known = std::find_if(m_paths.begin(), m_paths.end(), [&](const Path &path) { return path.host == host; });
    if (known != m_paths.end() && around.now() - known->asked < kPathAge)
        return known->mtu;
    if (m_paths.size() >= kMaxPaths)
        m_paths.clear();
    const Path path{host, around.ip.mtuTo(host), around.now()};
    if (known != m_paths.end())
        *known = path;
    else
        m_paths.push_back(path);
    return path.mtu;
}

void Forwarder::sendOn(const Around &around, const FlowTable::Entry &entry, Encapsulation way, ip::Delivered &datagram)
{
    const Tunnel tunnel{m_own, entry.host(), entry.id()};
    const auto one = [&](packet::Packet packet) {
        if (base::loadU16(packet.bytes().data() + 6) & 0x4000) { // DF
            const std::size_t size = packet.isFinished() ? packet.size() : link::longestSegment(packet, link::Layer::ip);
            if (const std::uint32_t mtu = mtuTo(around, tunnel.host); size + overheadOf(way) > mtu && mtu) {
                ++m_counters.tooBig;
                tellTooBig(around, packet, mtu - static_cast<std::uint32_t>(overheadOf(way)));
                return;
            }
        }
        if (packet.bytes()[8] <= 1) {
            ++m_counters.dropped;
            around.drop(base::DropReason::ttlExceeded, packet);
            return;
        }
        const std::size_t before = packet.size();
        wire::decrementTtl(packet.writable());
        if (!encapsulate(way, packet, tunnel)) {
            ++m_counters.dropped;
            around.drop(base::DropReason::malformed, packet);
            return;
        }
        m_counters.bytes += before;
        m_counters.added += packet.size() - std::min(packet.size(), before);
        if (around.sendWhole(std::move(packet)))
            ++m_counters.packets;
        else
            ++m_counters.dropped;
    };
    if (way == Encapsulation::ports || datagram.datagram.isFinished())
        one(std::move(datagram.datagram));
    else
        link::splitIntoSegments(std::move(datagram.datagram), around.link.pool, one, link::Layer::ip);
}

/// "Fragmentation needed" (RFC 792, RFC 1191 section 4) from the virtual address.
void Forwarder::tellTooBig(const Around &around, const packet::Packet &datagram, std::uint32_t mtu)
{
    const base::Bytes about = datagram.bytes();
    const auto view = wire::Ipv4View::parse(about);
    if (!view)
        return;
    const base::Bytes quoted = about.first(std::min<std::size_t>(about.size(), view->headerLength() + 8u));
    ip::Datagram error;
    error.source = view->destination();
    error.destination = view->source();
    error.protocol = wire::IpProtocol::icmp;
    error.tos = 0xc0;
    error.payload = around.link.pool.make(wire::IcmpRepr::headerLength() + quoted.size());
    const base::MutableBytes bytes = error.payload.writable();
    std::copy(quoted.begin(), quoted.end(), bytes.begin() + wire::IcmpRepr::headerLength());
    wire::IcmpUnreachable unreachable;
    unreachable.code = wire::UnreachableCode::fragmentationNeeded;
    unreachable.nextHopMtu = static_cast<std::uint16_t>(std::min<std::uint32_t>(mtu, 0xffff));
    wire::IcmpRepr{unreachable}.emit(bytes);
    static_cast<void>(around.ip.send(std::move(error)));
}

void Forwarder::ended(base::TimePoint now, base::Ipv4Address from, const ControlMessage &message)
{
    if (const FlowTable::Entry *entry = m_table.find(message.id); entry && entry->host() == from)
        m_table.ended(now, message.id, message.epoch);
}

bool Forwarder::report(const Around &around, const ip::ErrorReport &report)
{
    if (!report.source.isV4() || !report.destination.isV4())
        return false;
    if (report.source.v4() == m_own) { // about an encapsulated packet: the path's MTU is learnt anew
        const bool isOurs = flowOfError(report).isValid() && m_table.find(flowOfError(report));
        if (report.kind == ip::ErrorKind::packetTooBig)
            m_paths.clear();
        return isOurs;
    }
    if (report.protocol != wire::IpProtocol::tcp || report.transportLength < 8)
        return false;
    const std::uint16_t ownPort = base::loadU16(report.transport.data());
    const FlowTable::Entry *entry = m_table.find(
        {report.destination.v4(), base::loadU16(report.transport.data() + 2), report.source.v4(), ownPort});
    if (!entry || entry->host() == m_own)
        return false;
    ControlMessage message;
    message.kind = ControlMessage::Kind::error;
    message.id = entry->id();
    message.epoch = entry->epoch();
    message.flow = entry->flow();
    message.icmpType = report.type;
    message.icmpCode = report.code;
    message.mtu = report.mtu;
    message.sequence = base::loadU32(report.transport.data() + 4);
    around.sendControl(m_own, entry->host(), message.write(m_key));
    ++m_counters.errorsPassed;
    return true;
}

std::optional<Mapping> Forwarder::mapping(const FourTuple &flow) const
{
    const FlowTable::Entry *entry = m_table.find(flow);
    if (!entry)
        return std::nullopt;
    return Mapping{entry->id(), entry->epoch(), flow, m_own};
}

} // namespace hopyard::migration

// RIP: what is checked of a message, and requests (RFC 2453 sections 3.9.1, 3.9.2, 4 and 5.2). See rip.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/authentication.h"
#include "core/routing/rip/rip.h"
#include "core/routing/rip/writer.h"

#include <algorithm>
#include <bit>

namespace hopyard::routing::rip {

namespace {

/// Neighbours that are remembered: a flood of senders must not fill the memory.
constexpr std::size_t kMaxPeers = 4096;

std::optional<unsigned> lengthOfMask(std::uint32_t mask)
{
    const auto length = static_cast<unsigned>(std::popcount(mask));
    return base::netmask4(length) == mask ? std::optional(length) : std::nullopt;
}

bool hasHostBits(base::Ipv4Address address, unsigned length)
{
    return (address.value() & ~base::netmask4(length)) != 0;
}

/// Version 1 has no masks: the interface's own within its classful network, else the class's; RFC 1058 section 3.2.
unsigned guessLength(const InterfaceConfig &interface, base::Ipv4Address address)
{
    if (address.isUnspecified())
        return 0;
    unsigned length = classfulLength(address);
    for (const base::InterfaceAddress &own : interface.addresses)
        if (base::IpPrefix(own.address, length).contains(base::IpAddress(address)) && own.length >= length) {
            length = own.length;
            break;
        }
    return hasHostBits(address, length) ? 32 : length;
}

/// The prefix of an entry; not valid where it can be none.
base::IpPrefix prefixOf(const InterfaceConfig &interface, const wire::RipEntry &entry, std::uint8_t version)
{
    if (entry.family != wire::RipEntry::kInternet)
        return {};
    const std::uint32_t first = entry.address.value() >> 24;
    const bool isDefault = entry.address.isUnspecified();
    if (first >= 224 || entry.address.isLoopback() || (first == 0 && !isDefault))
        return {};
    if (version == 1 || (entry.mask == 0 && !isDefault))
        return {entry.address, guessLength(interface, entry.address)};
    const auto length = lengthOfMask(entry.mask);
    if (!length || hasHostBits(entry.address, *length) || (isDefault && *length != 0))
        return {};
    return {entry.address, *length};
}

bool isOwn(const InterfaceConfig &interface, base::Ipv4Address address)
{
    return std::any_of(interface.addresses.begin(), interface.addresses.end(),
                       [&](const base::InterfaceAddress &own) { return own.address == base::IpAddress(address); });
}

const base::InterfaceAddress *onLink(const InterfaceConfig &interface, base::Ipv4Address address)
{
    for (const base::InterfaceAddress &own : interface.addresses)
        if (own.network().contains(base::IpAddress(address)))
            return &own;
    return nullptr;
}

bool listsPermit(const Filters &filters, const RouteFilter &filter, const base::IpPrefix &prefix)
{
    return (filter.accessList.empty() || filters.accessListPermits(filter.accessList, prefix).value_or(true)) &&
           (filter.prefixList.empty() || filters.prefixListPermits(filter.prefixList, prefix).value_or(true));
}

bool isWholeTable(const wire::RipView &request)
{
    return request.size() == 1 && request.entry(0).family == 0 && request.entry(0).metric == kInfinity;
}

} // namespace

unsigned classfulLength(base::Ipv4Address address)
{
    const std::uint32_t first = address.value() >> 24;
    return first < 128 ? 8 : first < 192 ? 16 : 24;
}

bool passes(const Filters &filters, const Direction &interface, const Direction &all, const base::IpPrefix &prefix)
{
    return listsPermit(filters, interface.filter, prefix) && listsPermit(filters, all.filter, prefix);
}

std::optional<std::uint8_t> offsetFor(const Filters &filters, const Direction &interface, const Direction &all,
                                      const base::IpPrefix &prefix)
{
    const std::optional<Offset> &offset = interface.offset ? interface.offset : all.offset;
    if (!offset || !filters.accessListPermits(offset->accessList, prefix).value_or(false))
        return std::nullopt;
    return offset->metric;
}

void Rip::drop(const Call &call, const ReceivedMessage &message, PacketError error)
{
    ++m_dropped[static_cast<std::size_t>(error)];
    if (const auto it = m_peers.find(message.source); it != m_peers.end())
        ++(error == PacketError::badRoute ? it->second.badRoutes : it->second.badPackets);
    call.out.events.push_back(event::Dropped{message.port, message.source, error});
}

std::optional<PacketError> Rip::check(const Call &, const InterfaceConfig &interface, const ReceivedMessage &message,
                                      const wire::RipView &view)
{
    if (view.command() == wire::RipCommand::response && message.sourcePort != wire::kRipPort)
        return PacketError::wrongPort;
    if (!(view.version() == 1 ? interface.receive.v1 : interface.receive.v2))
        return PacketError::wrongVersion;
    if (view.version() == 1) {
        bool isClean = view.mustBeZero() == 0;
        for (std::size_t i = 0; i < view.size(); ++i)
            isClean = isClean && view.isVersion1Clean(i);
        if (!isClean)
            return PacketError::notZero;
    }
    if (const auto error = checkAuthentication(interface.authentication, view))
        return error;
    const auto signedBy =
        interface.authentication.type == Authentication::cryptographic ? view.digestHeader() : std::nullopt;
    if (const auto known = m_peers.find(message.source); signedBy && known != m_peers.end()) {
        const auto last = known->second.sequences.find(signedBy->keyId);
        if (last != known->second.sequences.end() && signedBy->sequence < last->second)
            return PacketError::replayed;
    }
    return std::nullopt;
}

void Rip::receive(const Call &call, const ReceivedMessage &message)
{
    if (!isRunning(message.port))
        return drop(call, message, PacketError::notNeighbour);
    const InterfaceConfig &interface = m_config.interfaces.at(message.port);
    if (isOwn(interface, message.source))
        return; // our own words, heard again
    if (!onLink(interface, message.source))
        return drop(call, message, PacketError::notNeighbour);
    const auto view = wire::RipView::parse(message.bytes);
    if (!view)
        return drop(call, message, PacketError::malformed);
    if (const auto error = check(call, interface, message, *view))
        return drop(call, message, *error);
    if (message.sourcePort == wire::kRipPort && (m_peers.contains(message.source) || m_peers.size() < kMaxPeers)) {
        Peer &known = m_peers[message.source];
        known.port = message.port;
        known.version = view->version();
        known.heard = call.now;
        if (const auto signedBy = view->digestHeader())
            known.sequences[signedBy->keyId] = signedBy->sequence;
        noteDeadline(call.now + kPeerMemory);
    }
    if (view->command() == wire::RipCommand::response)
        takeResponse(call, interface, message, *view);
    else if (!interface.passive || message.sourcePort != wire::kRipPort) // who only listens answers questions of people
        answer(call, interface, message, *view);
    finish(call);
}

/// Lists, the route map and offsets; the metric gets the cost of the link unless an offset stands in its place.
bool Rip::passesInwards(const Call &call, const InterfaceConfig &interface, Heard &heard) const
{
    if (!passes(call.filters, interface.in, m_config.in, heard.prefix))
        return false;
    std::uint32_t metric = heard.metric;
    if (!interface.in.routeMap.empty()) {
        MappedRoute mapped{heard.prefix, metric, false, heard.tag, heard.gateway, interface.name, heard.from};
        if (!call.filters.routeMapPermits(interface.in.routeMap, mapped))
            return false;
        metric = mapped.metric;
        heard.tag = mapped.tag;
        heard.gateway = mapped.nextHop;
    }
    metric += offsetFor(call.filters, interface.in, m_config.in, heard.prefix).value_or(1);
    heard.metric = static_cast<std::uint8_t>(std::min<std::uint32_t>(metric, kInfinity));
    return true;
}

void Rip::takeResponse(const Call &call, const InterfaceConfig &interface, const ReceivedMessage &message,
                       const wire::RipView &view)
{
    for (std::size_t i = 0; i < view.size(); ++i) {
        const wire::RipEntry entry = view.entry(i);
        Heard heard;
        heard.prefix = prefixOf(interface, entry, view.version());
        if (!heard.prefix.isValid() || entry.metric < 1 || entry.metric > kInfinity) {
            drop(call, message, PacketError::badRoute);
            continue;
        }
        heard.port = message.port;
        heard.from = heard.gateway = message.source;
        if (view.version() != 1 && !entry.nextHop.isUnspecified()) {
            if (isOwn(interface, entry.nextHop))
                continue; // the way there is we
            if (onLink(interface, entry.nextHop)) // else the sender itself: RFC 2453 section 4.4
                heard.gateway = entry.nextHop;
        }
        heard.metric = static_cast<std::uint8_t>(entry.metric);
        heard.tag = entry.tag;
        heard.distance = distanceOf(call, heard.prefix, message.source);
        if (passesInwards(call, interface, heard))
            learn(call, heard);
    }
}

void Rip::answer(const Call &call, const InterfaceConfig &interface, const ReceivedMessage &message,
                 const wire::RipView &view)
{
    if (view.size() == 0)
        return;
    const base::InterfaceAddress own = *onLink(interface, message.source);
    const std::uint8_t version = std::min<std::uint8_t>(view.version(), 2);
    Writer writer(call.out, interface.authentication, [&] { return nextSequence(call.now); });
    writer.begin(message.port, own, {message.source, message.sourcePort}, {wire::RipCommand::response, version});
    if (isWholeTable(view)) {
        sendTable(call, writer, interface, What::all);
    } else {
        for (std::size_t i = 0; i < view.size(); ++i) {
            wire::RipEntry entry = view.entry(i);
            const auto known = m_table.find(prefixOf(interface, entry, version));
            entry.metric = known == m_table.end() ? kInfinity : known->second.announcedMetric();
            writer.add(entry);
        }
    }
    writer.end();
}

} // namespace hopyard::routing::rip

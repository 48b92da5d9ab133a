// RIP: updates and requests that go out, split horizon (RFC 2453 sections 3.4.3, 3.10). See rip.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/rip/authentication.h"
#include "core/routing/rip/rip.h"
#include "core/routing/rip/writer.h"

#include <algorithm>

namespace hopyard::routing::rip {

namespace {

/// Version 1 tells networks without their masks: only those whose mask the others can guess.
bool fitsVersion1(const base::InterfaceAddress &source, const base::IpPrefix &prefix)
{
    const base::Ipv4Address address = prefix.address().v4();
    const unsigned length = classfulLength(source.address.v4());
    if (source.length > length && base::IpPrefix(source.address, length).contains(prefix.address()))
        return prefix.length() == source.length || prefix.length() == 32;
    return prefix.length() == (address.isUnspecified() ? 0 : classfulLength(address));
}

base::Ipv4Address broadcastOf(const base::InterfaceAddress &address)
{
    return address.broadcast().value_or(base::Ipv4Address(255, 255, 255, 255));
}

} // namespace

Writer::Writer(Output &out, const AuthenticationConfig &authentication, std::function<std::uint32_t()> sequence)
    : m_out(out), m_authentication(authentication), m_sequence(std::move(sequence))
{
}

/// Version 1 has no place for it.
const AuthenticationConfig &Writer::authentication() const
{
    static const AuthenticationConfig none;
    return m_header.version == 1 ? none : m_authentication;
}

void Writer::begin(base::PortIndex port, const base::InterfaceAddress &source, const Destination &destination,
                   const wire::RipHeader &header)
{
    end();
    m_port = port;
    m_source = source;
    m_destination = destination;
    m_header = header;
}

void Writer::add(const wire::RipEntry &entry)
{
    std::vector<std::uint8_t> &bytes = m_out.buffer;
    // The room in front is in the buffer already.
    const std::size_t behind = authenticationRoom(authentication()) -
                               (authentication().type == Authentication::none ? 0 : wire::RipEntry::kLength);
    if (m_isOpen && bytes.size() - m_offset + wire::RipEntry::kLength + behind > wire::RipView::kMaxLength)
        end();
    if (!m_isOpen) {
        m_isOpen = true;
        m_offset = bytes.size();
        m_header.append(bytes);
        beginAuthentication(authentication(), authentication().type == Authentication::cryptographic ? m_sequence() : 0,
                            bytes);
    }
    entry.append(bytes);
}

void Writer::end()
{
    if (!m_isOpen)
        return;
    m_isOpen = false;
    endAuthentication(authentication(), m_offset, m_out.buffer);
    m_out.messages.push_back({m_port, m_source.address.v4(), m_destination.address, m_destination.port,
                              static_cast<std::uint32_t>(m_offset),
                              static_cast<std::uint32_t>(m_out.buffer.size() - m_offset)});
}

std::uint32_t Rip::nextSequence(base::TimePoint now)
{
    m_sequence = std::max(m_sequence + 1, static_cast<std::uint32_t>(now.ns() / 1'000'000'000));
    return m_sequence;
}

/// What is said of a route on one interface; none: nothing.
std::optional<wire::RipEntry> Rip::entryFor(const Call &call, const Writer &writer, const InterfaceConfig &interface,
                                            const base::IpPrefix &prefix, const Entry &entry) const
{
    if (writer.version() == 1 && !fitsVersion1(writer.source(), prefix))
        return std::nullopt;
    const bool isOfThisNetwork =
        entry.local && entry.local->kind == Local::Kind::connected && writer.source().network() == prefix;
    const bool isFromHere = entry.leadsOutBy(writer.port());
    if ((isOfThisNetwork && interface.splitHorizon != SplitHorizon::none) ||
        (isFromHere && interface.splitHorizon == SplitHorizon::simple))
        return std::nullopt;
    if (!passes(call.filters, interface.out, m_config.out, prefix))
        return std::nullopt;

    MappedRoute mapped;
    mapped.prefix = prefix;
    mapped.metric = entry.announcedMetric();
    mapped.tag = entry.announcedTag();
    mapped.interface = interface.name;
    if (entry.local && entry.local->port == writer.port())
        mapped.nextHop = entry.local->nextHop;
    else if (isFromHere)
        mapped.nextHop = entry.paths.front().gateway;
    if (!writer.source().network().contains(base::IpAddress(mapped.nextHop))
        || mapped.nextHop == writer.source().address.v4())
        mapped.nextHop = {};
    if (!interface.out.routeMap.empty() && !call.filters.routeMapPermits(interface.out.routeMap, mapped))
        return std::nullopt;
    if (entry.announcedMetric() < kInfinity)
        mapped.metric += offsetFor(call.filters, interface.out, m_config.out, prefix).value_or(0);
    if (isFromHere && interface.splitHorizon == SplitHorizon::poisonedReverse)
        mapped.metric = kInfinity;

    wire::RipEntry out;
    out.address = prefix.address().v4();
    out.metric = std::clamp<std::uint32_t>(mapped.metric, 1, kInfinity);
    if (writer.version() != 1) {
        out.mask = base::netmask4(prefix.length());
        out.tag = mapped.tag;
        out.nextHop = mapped.nextHop;
    }
    return out;
}

void Rip::sendTable(const Call &call, Writer &writer, const InterfaceConfig &interface, What what) const
{
    for (const auto &[prefix, entry] : m_table) {
        if ((what == What::changed && !entry.changed) || (what == What::poison && !entry.isAlive()))
            continue;
        auto out = entryFor(call, writer, interface, prefix, entry);
        if (!out)
            continue;
        if (what == What::poison)
            out->metric = kInfinity;
        writer.add(*out);
    }
    writer.end();
}

void Rip::sendOn(const Call &call, base::PortIndex port, const InterfaceConfig &interface, What what)
{
    if (interface.passive)
        return;
    Writer writer(call.out, interface.authentication, [&] { return nextSequence(call.now); });
    for (const base::InterfaceAddress &address : interface.addresses) {
        if (interface.send.v1) {
            writer.begin(port, address, {broadcastOf(address)}, {wire::RipCommand::response, 1});
            sendTable(call, writer, interface, what);
        }
        if (interface.send.v2) {
            writer.begin(port, address, {interface.v2Broadcast ? broadcastOf(address) : wire::kRipRouters},
                         {wire::RipCommand::response, 2});
            sendTable(call, writer, interface, what);
        }
    }
}

void Rip::sendUpdates(const Call &call, What what)
{
    for (const base::PortIndex port : running()) {
        const InterfaceConfig &interface = m_config.interfaces.at(port);
        sendOn(call, port, interface, what);
        Writer writer(call.out, interface.authentication, [&] { return nextSequence(call.now); });
        for (const base::Ipv4Address neighbour : m_config.neighbours)
            for (const base::InterfaceAddress &address : interface.addresses)
                if (address.network().contains(base::IpAddress(neighbour)) && address.address.v4() != neighbour) {
                    writer.begin(port, address, {neighbour}, {wire::RipCommand::response, 2});
                    sendTable(call, writer, interface, what);
                    break;
                }
    }
}

/// Asks for everything (RFC 2453 section 3.9.1): on a port that came up.
void Rip::sendRequest(const Call &call, base::PortIndex port)
{
    const InterfaceConfig &interface = m_config.interfaces.at(port);
    wire::RipEntry everything;
    everything.family = 0;
    everything.metric = kInfinity;
    Writer writer(call.out, interface.authentication, [&] { return nextSequence(call.now); });
    const auto ask = [&](const base::InterfaceAddress &address, base::Ipv4Address destination, std::uint8_t version) {
        writer.begin(port, address, {destination}, {wire::RipCommand::request, version});
        writer.add(everything);
    };
    for (const base::InterfaceAddress &address : interface.addresses) {
        if (interface.send.v1 && !interface.passive)
            ask(address, broadcastOf(address), 1);
        if (interface.send.v2 && !interface.passive)
            ask(address, interface.v2Broadcast ? broadcastOf(address) : wire::kRipRouters, 2);
        for (const base::Ipv4Address neighbour : m_config.neighbours)
            if (address.network().contains(base::IpAddress(neighbour)) && address.address.v4() != neighbour)
                ask(address, neighbour, 2);
    }
    writer.end();
}

} // namespace hopyard::routing::rip

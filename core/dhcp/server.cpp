// See server.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dhcp/server.h"

#include <algorithm>
#include <utility>

namespace hopyard::dhcp {

using base::Ipv4Address;
using base::TimePoint;
using wire::DhcpRepr;
using wire::DhcpType;

namespace {

constexpr Ipv4Address kEverybody(0xffffffff);

/// By which a client is known (RFC 2131 section 4.2). A hardware address is written as an identifier of its type would be.
std::vector<std::uint8_t> clientOf(const DhcpRepr &message)
{
    if (!message.clientIdentifier.empty())
        return message.clientIdentifier;
    std::vector<std::uint8_t> client{1};
    client.insert(client.end(), message.clientMac.bytes().begin(), message.clientMac.bytes().end());
    return client;
}

TimePoint endOf(TimePoint now, std::uint32_t seconds)
{
    return seconds == kForEver ? TimePoint::never() : now + base::Duration::seconds(seconds);
}

/// The server's own, or the relay's.
bool isTaken(const DhcpRepr &message, const Arrival &arrival, Ipv4Address address)
{
    return address == arrival.self || address == message.relay || std::ranges::any_of(arrival.interface, [&](const base::InterfaceAddress &own) {
               return own.address == base::IpAddress(address);
           });
}

} // namespace

std::string_view toString(Binding::State state)
{
    switch (state) {
    case Binding::State::offered: return "offered";
    case Binding::State::bound: return "bound";
    case Binding::State::released: return "released";
    case Binding::State::declined: return "declined";
    }
    return "unknown";
}

DhcpRepr answerTo(const DhcpRepr &request, DhcpType type, Ipv4Address server)
{
    DhcpRepr answer; // RFC 2131 section 4.3.1, table 3
    answer.type = type;
    answer.transaction = request.transaction;
    answer.broadcast = request.broadcast;
    answer.relay = request.relay;
    answer.clientMac = request.clientMac;
    answer.serverIdentifier = server;
    return answer;
}

Reply addressed(DhcpRepr answer, const DhcpRepr &request)
{
    if (!request.relay.isUnspecified()) {
        const Ipv4Address relay = request.relay;
        return {std::move(answer), relay, wire::kDhcpServerPort};
    }
    if (answer.type != DhcpType::nak && !request.clientAddress.isUnspecified())
        return {std::move(answer), request.clientAddress};
    return {std::move(answer), kEverybody};
}

void Server::configure(const ServerConfig &config)
{
    m_config = config;
    std::erase_if(m_bindings, [&](const auto &one) {
        const auto pool = m_config.pools.find(one.second.pool);
        return pool == m_config.pools.end() || !isGivenOut(pool->second, one.first);
    });
}

bool Server::isGivenOut(const PoolConfig &pool, Ipv4Address address) const
{
    if (!pool.network.contains(base::IpAddress(address)))
        return false;
    const std::uint32_t hosts = ~base::netmask4(pool.network.length());
    const std::uint32_t host = address.value() & hosts;
    if (pool.network.length() < 31 && (host == 0 || host == hosts))
        return false;
    if (std::ranges::find(pool.routers, address) != pool.routers.end())
        return false;
    return pool.reserved.contains(address)
           || std::ranges::none_of(m_config.excluded, [&](const ExcludedRange &range) { return range.contains(address); });
}

std::uint64_t Server::sizeOf(const PoolConfig &pool) const
{
    if (!pool.network.isValid())
        return 0;
    const unsigned length = pool.network.length();
    const std::uint64_t first = pool.network.address().v4().value() + (length < 31 ? 1u : 0u);
    const std::uint64_t last = (pool.network.address().v4().value() | ~base::netmask4(length)) - (length < 31 ? 1u : 0u);
    std::uint64_t size = last + 1 - first, behind = first; // ranges may overlap: what is behind has been counted
    for (const ExcludedRange &range : m_config.excluded) {
        const std::uint64_t low = std::max<std::uint64_t>(range.low.value(), behind);
        const std::uint64_t high = std::min<std::uint64_t>(range.high.value(), last);
        if (low > high)
            continue;
        size -= high + 1 - low;
        behind = high + 1;
    }
    const auto isExcluded = [&](Ipv4Address address) {
        return std::ranges::any_of(m_config.excluded, [&](const ExcludedRange &range) { return range.contains(address); });
    };
    for (const auto &[address, mac] : pool.reserved)
        size += isExcluded(address) && isGivenOut(pool, address);
    for (const Ipv4Address &router : pool.routers)
        size -= pool.network.contains(base::IpAddress(router)) && !isExcluded(router);
    return size;
}

const Server::Pools::value_type *Server::poolWith(Ipv4Address address) const
{
    const Pools::value_type *best = nullptr; // of networks within each other the smallest
    for (const auto &one : m_config.pools)
        if (one.second.network.isValid() && one.second.network.contains(base::IpAddress(address))
            && (!best || one.second.network.length() > best->second.network.length()))
            best = &one;
    return best;
}

const Server::Pools::value_type *Server::poolFor(const DhcpRepr &message, const Arrival &arrival) const
{
    if (!message.relay.isUnspecified())
        return poolWith(message.relay);
    if (!message.clientAddress.isUnspecified())
        if (const auto *pool = poolWith(message.clientAddress))
            return pool;
    for (const base::InterfaceAddress &own : arrival.interface)
        if (own.address.isV4())
            if (const auto *pool = poolWith(own.address.v4()))
                return pool;
    return nullptr;
}

Server::Bindings::iterator Server::bindingOf(const std::vector<std::uint8_t> &client, const std::string &pool)
{
    return std::find_if(m_bindings.begin(), m_bindings.end(), [&](const auto &one) {
        return one.second.client == client && one.second.pool == pool && one.second.state != Binding::State::declined;
    });
}

/// The address is the client's, or free for it.
bool Server::mayHave(TimePoint now, const Pools::value_type &pool, Ipv4Address address, const DhcpRepr &message,
                     const Arrival &arrival) const
{
    if (!isGivenOut(pool.second, address) || isTaken(message, arrival, address))
        return false;
    const auto reserved = pool.second.reserved.find(address);
    if (reserved != pool.second.reserved.end() && reserved->second != message.clientMac)
        return false;
    const auto binding = m_bindings.find(address);
    return binding == m_bindings.end() || !binding->second.isHeld(now)
           || (binding->second.client == clientOf(message) && binding->second.state != Binding::State::declined);
}

std::optional<Ipv4Address> Server::choose(TimePoint now, const Pools::value_type &pool, const DhcpRepr &message,
                                          const Arrival &arrival) const
{
    const std::vector<std::uint8_t> client = clientOf(message);
    const auto may = [&](Ipv4Address address) { return mayHave(now, pool, address, message, arrival); };
    for (const auto &[address, mac] : pool.second.reserved)
        if (mac == message.clientMac && may(address))
            return address;
    for (const auto &[address, binding] : m_bindings)
        if (binding.client == client && binding.pool == pool.first && may(address))
            return address;
    if (message.requestedAddress && may(*message.requestedAddress))
        return message.requestedAddress;
    const std::uint32_t low = pool.second.network.address().v4().value();
    const std::uint32_t high = low | ~base::netmask4(pool.second.network.length());
    auto known = m_bindings.lower_bound(Ipv4Address(low));
    std::optional<Ipv4Address> longestOver;
    TimePoint since = TimePoint::never();
    for (std::uint64_t value = low; value <= high; ++value) {
        const Ipv4Address address(static_cast<std::uint32_t>(value));
        if (known != m_bindings.end() && known->first == address) {
            if (!known->second.isHeld(now) && known->second.expires < since && may(address)) {
                longestOver = address;
                since = known->second.expires;
            }
            ++known;
            continue;
        }
        const auto excluded = std::ranges::find_if(m_config.excluded, [&](const ExcludedRange &r) { return r.contains(address); });
        if (excluded != m_config.excluded.end() && !pool.second.reserved.contains(address)) {
            const auto reserved = pool.second.reserved.upper_bound(address); // over the range, but not over what is reserved in it
            std::uint64_t end = excluded->high.value();
            if (reserved != pool.second.reserved.end())
                end = std::min<std::uint64_t>(end, reserved->first.value() - 1);
            while (known != m_bindings.end() && known->first.value() <= end)
                ++known;
            value = end;
            continue;
        }
        if (m_bindings.size() < kMostBindings && may(address))
            return address;
    }
    return longestOver;
}

std::optional<Reply> Server::receive(TimePoint now, const DhcpRepr &message, const Arrival &arrival)
{
    switch (message.type) {
    case DhcpType::discover: return discover(now, message, arrival);
    case DhcpType::request: return request(now, message, arrival);
    case DhcpType::decline:
    case DhcpType::release: {
        if (message.serverIdentifier && *message.serverIdentifier != arrival.self)
            return std::nullopt;
        const bool isDecline = message.type == DhcpType::decline;
        const auto at = m_bindings.find(isDecline ? message.requestedAddress.value_or(Ipv4Address()) : message.clientAddress);
        if (at == m_bindings.end() || at->second.client != clientOf(message))
            return std::nullopt;
        at->second.state = isDecline ? Binding::State::declined : Binding::State::released;
        at->second.expires = isDecline ? now + kDeclinedTime : now;
        return std::nullopt;
    }
    case DhcpType::inform: { // who has an address, and wants to know the rest (RFC 2131 section 4.3.5)
        const auto *pool = poolFor(message, arrival);
        if (!pool || message.clientAddress.isUnspecified())
            return std::nullopt;
        DhcpRepr answer = answerTo(message, DhcpType::ack, arrival.self);
        answer.clientAddress = message.clientAddress;
        tell(pool->second, answer);
        return Reply{std::move(answer), message.clientAddress};
    }
    case DhcpType::offer:
    case DhcpType::ack:
    case DhcpType::nak: break; // a server's
    }
    return std::nullopt;
}

std::optional<Reply> Server::discover(TimePoint now, const DhcpRepr &message, const Arrival &arrival)
{
    const auto *pool = poolFor(message, arrival);
    if (!pool)
        return std::nullopt;
    const auto address = choose(now, *pool, message, arrival);
    if (!address) {
        ++m_refusedForLack;
        return std::nullopt;
    }
    return give(now, DhcpType::offer, *pool, *address, message, arrival);
}

/// RFC 2131 section 4.3.2: what the fields say tells the client's state.
std::optional<Reply> Server::request(TimePoint now, const DhcpRepr &message, const Arrival &arrival)
{
    const std::vector<std::uint8_t> client = clientOf(message);
    const auto *pool = poolFor(message, arrival);
    if (message.serverIdentifier && *message.serverIdentifier != arrival.self) {
        std::erase_if(m_bindings, [&](const auto &one) { // another server was chosen
            return one.second.client == client && one.second.state == Binding::State::offered;
        });
        return std::nullopt;
    }
    if (!pool)
        return std::nullopt;
    const bool isSelecting = message.serverIdentifier.has_value();
    const bool isRenewing = !isSelecting && !message.clientAddress.isUnspecified();
    if (!isRenewing && !message.requestedAddress)
        return std::nullopt;
    const Ipv4Address wanted = isRenewing ? message.clientAddress : *message.requestedAddress;
    if (!pool->second.network.contains(base::IpAddress(wanted)))
        return refuse(message, arrival, "the address is of another network");
    const auto own = bindingOf(client, pool->first);
    if (own == m_bindings.end() && !isSelecting) {
        // Of clients that it does not know a server says nothing, for another may know them; but what it knows to be
        // somebody else's it says.
        const auto others = m_bindings.find(wanted);
        if (others != m_bindings.end() && others->second.isHeld(now))
            return refuse(message, arrival, "the address is somebody else's");
        return std::nullopt;
    }
    if (own == m_bindings.end() || own->first != wanted || !mayHave(now, *pool, wanted, message, arrival))
        return refuse(message, arrival, "the address is not yours");
    return give(now, DhcpType::ack, *pool, wanted, message, arrival);
}

Reply Server::give(TimePoint now, DhcpType type, const Pools::value_type &pool, Ipv4Address address, const DhcpRepr &message,
                   const Arrival &arrival)
{
    const bool isOffer = type == DhcpType::offer;
    const std::vector<std::uint8_t> client = clientOf(message);
    std::erase_if(m_bindings, [&](const auto &one) { // one address for each client of a pool
        return one.first != address && one.second.client == client && one.second.pool == pool.first
               && one.second.state != Binding::State::declined;
    });
    Binding &binding = m_bindings[address];
    const bool isRenewed = binding.client == client && binding.state == Binding::State::bound && now < binding.expires;
    if (!isOffer || !isRenewed) { // an offer of what it has takes nothing from it
        binding.state = isOffer ? Binding::State::offered : Binding::State::bound;
        binding.expires = isOffer ? now + kOfferTime : endOf(now, pool.second.leaseSeconds);
    }
    binding.client = client;
    binding.mac = message.clientMac;
    if (!message.hostName.empty())
        binding.hostName = message.hostName;
    binding.pool = pool.first;

    DhcpRepr answer = answerTo(message, type, arrival.self);
    if (!isOffer)
        answer.clientAddress = message.clientAddress;
    answer.yourAddress = address;
    answer.leaseTime = pool.second.leaseSeconds;
    if (pool.second.leaseSeconds != kForEver) {
        answer.renewalTime = pool.second.leaseSeconds / 2; // section 4.4.5
        answer.rebindingTime = static_cast<std::uint32_t>(std::uint64_t(pool.second.leaseSeconds) * 7 / 8);
    }
    tell(pool.second, answer);
    return addressed(std::move(answer), message);
}

Reply Server::refuse(const DhcpRepr &message, const Arrival &arrival, const char *why) const
{
    DhcpRepr answer = answerTo(message, DhcpType::nak, arrival.self);
    answer.text = why;
    if (!message.relay.isUnspecified())
        answer.broadcast = true; // section 4.3.2: the client has no address that is good for anything
    return addressed(std::move(answer), message);
}

void Server::tell(const PoolConfig &pool, DhcpRepr &answer) const
{
    answer.prefixLength = static_cast<std::uint8_t>(pool.network.length());
    answer.routers = pool.routers;
    answer.nameServers = pool.nameServers;
    answer.domainName = pool.domainName;
}

bool Server::clear(std::optional<Ipv4Address> address)
{
    if (address)
        return m_bindings.erase(*address) > 0;
    const bool had = !m_bindings.empty();
    m_bindings.clear();
    return had;
}

} // namespace hopyard::dhcp

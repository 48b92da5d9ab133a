// Routes and their lookup; see forwarding_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/forwarding_table.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace hopyard::ip {

namespace {

unsigned __int128 key6(const base::IpAddress &address)
{
    const auto bytes = address.bytes();
    return static_cast<unsigned __int128>(base::loadU64(bytes.data())) << 64 | base::loadU64(bytes.data() + 8);
}

} // namespace

std::string_view toString(RouteKind kind)
{
    switch (kind) {
    case RouteKind::unicast: return "unicast";
    case RouteKind::local: return "local";
    case RouteKind::broadcast: return "broadcast";
    case RouteKind::blackhole: return "blackhole";
    case RouteKind::unreachable: return "unreachable";
    case RouteKind::prohibit: return "prohibit";
    }
    return "?";
}

std::string_view toString(RouteProtocol protocol)
{
    switch (protocol) {
    case RouteProtocol::local: return "local";
    case RouteProtocol::connected: return "connected";
    case RouteProtocol::static_: return "static";
    case RouteProtocol::rip: return "rip";
    case RouteProtocol::ospf: return "ospf";
    case RouteProtocol::bgp: return "bgp";
    }
    return "?";
}

char routeCode(RouteProtocol protocol)
{
    switch (protocol) {
    case RouteProtocol::local: return 'L';
    case RouteProtocol::connected: return 'C';
    case RouteProtocol::static_: return 'S';
    case RouteProtocol::rip: return 'R';
    case RouteProtocol::ospf: return 'O';
    case RouteProtocol::bgp: return 'B';
    }
    return '?';
}

bool ForwardingTable::set(Route route)
{
    const base::IpPrefix prefix = route.prefix;
    if (!prefix.isValid())
        return false;
    if (const std::uint32_t index = indexOf(prefix); index != kNone) {
        m_routes[index] = std::move(route);
        return true;
    }
    std::uint32_t index;
    if (m_free.empty()) {
        index = static_cast<std::uint32_t>(m_routes.size());
        m_routes.push_back(std::move(route));
    } else {
        index = m_free.back();
        m_free.pop_back();
        m_routes[index] = std::move(route);
    }
    if (prefix.address().isV4())
        m_v4.insert(prefix.address().v4().value(), prefix.length(), index);
    else
        m_v6.insert(key6(prefix.address()), prefix.length(), index);
    return true;
}

bool ForwardingTable::remove(const base::IpPrefix &prefix)
{
    const std::uint32_t index = indexOf(prefix);
    if (index == kNone)
        return false;
    if (prefix.address().isV4())
        m_v4.erase(prefix.address().v4().value(), prefix.length());
    else
        m_v6.erase(key6(prefix.address()), prefix.length());
    m_routes[index] = Route();
    m_free.push_back(index);
    return true;
}

void ForwardingTable::clear() { *this = ForwardingTable(); }

const Route *ForwardingTable::find(const base::IpPrefix &prefix) const
{
    const std::uint32_t index = indexOf(prefix);
    return index == kNone ? nullptr : &m_routes[index];
}

const Route *ForwardingTable::lookup(const base::IpAddress &destination) const
{
    if (destination.isV4())
        return lookup(destination.v4());
    if (!destination.isV6())
        return nullptr;
    const std::uint32_t index = m_v6.lookup(key6(destination));
    return index == kNone ? nullptr : &m_routes[index];
}

std::size_t ForwardingTable::choosePath(const Route &route, std::uint32_t flowHash)
{
    if (route.paths.size() <= 1)
        return 0;
    std::uint64_t total = 0;
    for (const Path &path : route.paths)
        total += path.weight;
    std::uint64_t at = flowHash * total >> 32;
    for (std::size_t i = 0; i < route.paths.size(); ++i) {
        if (at < route.paths[i].weight)
            return i;
        at -= route.paths[i].weight;
    }
    return 0; // all weights are zero
}

Explanation ForwardingTable::explain(const base::IpAddress &destination, std::uint32_t flowHash) const
{
    Explanation answer;
    answer.destination = destination;
    answer.flowHash = flowHash;
    std::array<bool, 129> lengths{};
    for (const Route &route : m_routes)
        if (route.prefix.isValid() && route.prefix.family() == destination.family())
            lengths[route.prefix.length()] = true;
    for (unsigned length = base::addressBits(destination.family()) + 1; length-- > 0;) {
        if (!lengths[length])
            continue;
        const base::IpPrefix prefix(destination, length);
        const Route *route = find(prefix);
        answer.tried.push_back({prefix, route != nullptr});
        if (route && !answer.matched)
            answer.matched = *route;
    }
    if (answer.matched && !answer.matched->paths.empty())
        answer.path = choosePath(*answer.matched, flowHash);
    return answer;
}

std::vector<const Route *> ForwardingTable::routes() const
{
    std::vector<const Route *> all;
    all.reserve(size());
    for (const Route &route : m_routes)
        if (route.prefix.isValid())
            all.push_back(&route);
    std::sort(all.begin(), all.end(), [](const Route *a, const Route *b) {
        return std::tuple(a->prefix.family(), a->prefix) < std::tuple(b->prefix.family(), b->prefix);
    });
    return all;
}

std::size_t ForwardingTable::heapBytes() const
{
    std::size_t bytes = m_v4.heapBytes() + m_v6.heapBytes() + m_routes.capacity() * sizeof(Route) +
                        m_free.capacity() * sizeof(std::uint32_t);
    for (const Route &route : m_routes)
        bytes += route.paths.capacity() * sizeof(Path);
    return bytes;
}

std::uint32_t ForwardingTable::indexOf(const base::IpPrefix &prefix) const
{
    switch (prefix.family()) {
    case base::Family::ipv4: return m_v4.find(prefix.address().v4().value(), prefix.length());
    case base::Family::ipv6: return m_v6.find(key6(prefix.address()), prefix.length());
    case base::Family::none: break;
    }
    return kNone;
}

} // namespace hopyard::ip

// Multicast memberships of sockets (RFC 3678 section 4.1, ip(7)); what all of them together want goes down to IP.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/socket_layer.h"

#include <algorithm>
#include <utility>

namespace hopyard::transport {

namespace {

auto failure(SocketError error) { return base::fail(error); }

} // namespace

/// RFC 3376 section 3.2: the interface's filter is that of all sockets that are members.
void SocketLayer::updateGroup(IpOutput &ip, const base::IpAddress &group, base::PortIndex on)
{
    ip::GroupFilter all;
    for (const auto &[id, s] : m_sockets)
        if (s.memberships)
            for (const Membership &m : *s.memberships)
                if (m.group == group && m.on == on)
                    all = merged(all, m.filter);
    ip.setGroupFilter(on, group, all);
}

void SocketLayer::leaveGroups(IpOutput &ip, Socket &s)
{
    if (!s.memberships)
        return;
    const std::vector<Membership> left = std::move(*s.memberships);
    s.memberships.reset();
    for (const Membership &m : left)
        updateGroup(ip, m.group, m.on);
}

/// Where the membership stands among the socket's; the number of them where it is none. noSuchDevice where no interface
/// can be found for it.
base::Result<std::size_t, SocketError> SocketLayer::findMembership(IpOutput &ip, Socket &s,
                                                                   const base::IpAddress &group,
                                                                   base::PortIndex &on) const
{
    if (s.kind == SocketKind::tcp)
        return failure(SocketError::protocolError);
    if (!group.isMulticast() || group.family() != s.family)
        return failure(SocketError::invalidArgument);
    if (!on.isValid())
        on = ip.interfaceFor(group);
    if (!on.isValid())
        return failure(SocketError::noSuchDevice);
    const std::vector<Membership> &all = s.memberships.need();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Membership &m) { return m.group == group && m.on == on; });
    return static_cast<std::size_t>(at - all.begin());
}

base::Result<void, SocketError> SocketLayer::joinGroup(IpOutput &ip, SocketId id, const base::IpAddress &group,
                                                       base::PortIndex on)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    const auto at = findMembership(ip, *s, group, on);
    if (!at)
        return failure(at.error());
    if (*at < s->memberships->size())
        return failure(SocketError::addressInUse);
    if (*at >= kMaxMemberships)
        return failure(SocketError::noBufferSpace);
    s->memberships->push_back({group, on, ip::GroupFilter::all()});
    updateGroup(ip, group, on);
    return {};
}

base::Result<void, SocketError> SocketLayer::leaveGroup(IpOutput &ip, SocketId id, const base::IpAddress &group,
                                                        base::PortIndex on)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    const auto at = findMembership(ip, *s, group, on);
    if (!at)
        return failure(at.error());
    if (*at == s->memberships->size())
        return failure(SocketError::addressNotAvailable);
    s->memberships->erase(s->memberships->begin() + static_cast<std::ptrdiff_t>(*at));
    updateGroup(ip, group, on);
    return {};
}

/// Joining and leaving sources is for memberships that include, blocking and unblocking for those that exclude
/// (RFC 3678 section 4.1.3).
base::Result<void, SocketError> SocketLayer::changeSource(IpOutput &ip, SocketId id, SourceChange change,
                                                          const base::IpAddress &group, const base::IpAddress &source,
                                                          base::PortIndex on)
{
    Socket *s = find(id);
    if (!s)
        return failure(SocketError::badSocket);
    const auto at = findMembership(ip, *s, group, on);
    if (!at)
        return failure(at.error());
    if (source.family() != s->family || source.isMulticast() || source.isUnspecified())
        return failure(SocketError::invalidArgument);
    std::vector<Membership> &all = *s->memberships;
    const bool isMember = *at < all.size();
    if (!isMember) {
        if (change != SourceChange::join)
            return failure(change == SourceChange::leave ? SocketError::addressNotAvailable
                                                         : SocketError::invalidArgument);
        if (all.size() >= kMaxMemberships)
            return failure(SocketError::noBufferSpace);
        all.push_back({group, on, {}});
    }
    ip::GroupFilter &filter = all[*at].filter;
    const bool adds = change == SourceChange::join || change == SourceChange::block;
    if (filter.isExclude != (change == SourceChange::block || change == SourceChange::unblock))
        return failure(SocketError::invalidArgument);
    if (filter.names(source) == adds)
        return failure(SocketError::addressNotAvailable);
    if (adds && filter.sources.size() >= kMaxSources)
        return failure(SocketError::noBufferSpace);
    if (adds)
        filter.add(source);
    else
        filter.remove(source);
    if (filter.isNothing())
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(*at));
    updateGroup(ip, group, on);
    return {};
}

} // namespace hopyard::transport

// socket() to shutdown(). See host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "emulation/packetdrill/addresses.h"
#include "emulation/packetdrill/host.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include <netinet/in.h>

namespace hopyard::packetdrill {

namespace {

using transport::Endpoint;
using transport::IpOutput;
using transport::SocketError;
using transport::SocketKind;
using transport::SocketLayer;

struct KindOf {
    std::optional<SocketKind> kind;
    int error = 0;
};

KindOf kindOf(int type, int protocol)
{
    switch (type) {
    case SOCK_STREAM:
        if (protocol == 0 || protocol == IPPROTO_TCP)
            return {SocketKind::tcp};
        return {std::nullopt, EPROTONOSUPPORT};
    case SOCK_DGRAM:
        if (protocol == 0 || protocol == IPPROTO_UDP)
            return {SocketKind::udp};
        if (protocol == IPPROTO_ICMP)
            return {SocketKind::icmpEcho};
        return {std::nullopt, EPROTONOSUPPORT};
    case SOCK_RAW:
        if (protocol > 0 && protocol < 256)
            return {SocketKind::raw};
        return {std::nullopt, EPROTONOSUPPORT};
    default: return {std::nullopt, ESOCKTNOSUPPORT};
    }
}

} // namespace

long Host::socket(int domain, int type, int protocol)
{
    const Lock lock(m_mutex);
    readSysctl();
    if (domain != AF_INET)
        return -EAFNOSUPPORT;
    const auto [kind, error] = kindOf(type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC), protocol);
    if (!kind)
        return -error;
    auto file = std::make_shared<SocketFile>();
    file->kind = *kind;
    file->nonBlocking = type & SOCK_NONBLOCK;
    long result = 0;
    m_node.use([&, kind = *kind](SocketLayer &sockets, IpOutput &) {
        const auto id = sockets.socket(kind, base::Family::ipv4, {}, static_cast<wire::IpProtocol>(protocol));
        if (id)
            file->id = *id;
        else
            result = -transport::errnoNumber(id.error());
    });
    if (result < 0)
        return result;
    return enter(std::move(file));
}

long Host::bind(int fd, const sockaddr *address, socklen_t length)
{
    const Lock lock(m_mutex);
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    const auto local = readAddress(address, length);
    if (!local)
        return -local.error();
    long result = 0;
    m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
        if (const auto bound = sockets.bind(ip, file->id, *local); !bound)
            result = -transport::errnoNumber(bound.error());
    });
    return result;
}

long Host::listen(int fd, int backlog)
{
    const Lock lock(m_mutex);
    readSysctl();
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    long result = 0;
    m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
        // A negative backlog is the largest (listen(2) compares it unsigned).
        if (const auto done = sockets.listen(ip, file->id, static_cast<std::uint32_t>(backlog)); !done)
            result = -transport::errnoNumber(done.error());
    });
    return result;
}

long Host::accept(int fd, sockaddr *address, socklen_t *length)
{
    Lock lock(m_mutex);
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    return run(lock, !file->nonBlocking, after(file->receiveTimeout), [this, file, address, length](bool last) -> long {
        long result = 0;
        auto accepted = std::make_shared<SocketFile>();
        m_node.use([&](SocketLayer &sockets, IpOutput &) {
            const auto connection = sockets.accept(file->id);
            if (!connection) {
                const SocketError error = connection.error();
                result = error == SocketError::wouldBlock && !last ? kAgain : -transport::errnoNumber(error);
                return;
            }
            accepted->id = connection->socket;
            writeAddress(connection->peer, address, length);
        });
        if (result != 0)
            return result;
        accepted->zeroCopy = file->zeroCopy;
        accepted->sendTimeout = file->sendTimeout;
        accepted->receiveTimeout = file->receiveTimeout;
        return enter(std::move(accepted));
    });
}

long Host::connect(int fd, const sockaddr *address, socklen_t length)
{
    Lock lock(m_mutex);
    readSysctl();
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    const auto peer = readAddress(address, length);
    if (!peer)
        return -peer.error();
    // The first try begins; the later ones ask how it went, as a program that calls connect() again does.
    return run(lock, !file->nonBlocking, after(file->sendTimeout),
               [this, id = file->id, peer = *peer, begun = false](bool last) mutable -> long {
                   long result = 0;
                   m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
                       const auto done = sockets.connect(ip, id, peer);
                       if (done)
                           return;
                       const SocketError error = done.error();
                       const bool underWay =
                           error == SocketError::inProgress || error == SocketError::alreadyInProgress;
                       if (underWay && !last)
                           result = kAgain;
                       else // SO_SNDTIMEO is over: it goes on without the caller
                           result = -transport::errnoNumber(underWay && begun ? SocketError::inProgress : error);
                   });
                   begun = true;
                   return result;
               });
}

long Host::shutdown(int fd, int how)
{
    const Lock lock(m_mutex);
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR)
        return -EINVAL;
    const auto direction = how == SHUT_RD ? transport::tcp::Direction::receive
                         : how == SHUT_WR ? transport::tcp::Direction::send
                                          : transport::tcp::Direction::both;
    long result = 0;
    m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
        if (const auto done = sockets.shutdown(ip, file->id, direction); !done)
            result = -transport::errnoNumber(done.error());
    });
    afterMovement();
    return result;
}

} // namespace hopyard::packetdrill

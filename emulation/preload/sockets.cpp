// See sockets.h; and socket(2) itself.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/sockets.h"

#include "emulation/preload/address.h"
#include "emulation/preload/control.h"
#include "emulation/preload/descriptor.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace hopyard::preload {

namespace {

using remote::Kind;
using remote::Op;

constexpr int kTypeFlags = SOCK_NONBLOCK | SOCK_CLOEXEC;

/// 0, or the errno that says why there is no such socket.
int bodyOf(int domain, int type, int protocol, bool pinned, remote::SocketBody &body)
{
    body = {};
    body.family = domain == AF_INET6 ? 6 : 4;
    body.pinned = pinned ? 1 : 0;
    switch (type & ~kTypeFlags) {
    case SOCK_STREAM:
        if (protocol != 0 && protocol != IPPROTO_TCP)
            return EPROTONOSUPPORT;
        body.kind = Kind::tcp;
        return 0;
    case SOCK_DGRAM:
        if (protocol == IPPROTO_ICMPV6)
            return EAFNOSUPPORT; // programs then do without
        if (protocol != 0 && protocol != IPPROTO_UDP && protocol != IPPROTO_ICMP)
            return EPROTONOSUPPORT;
        body.kind = protocol == IPPROTO_ICMP ? Kind::icmp : Kind::udp;
        return 0;
    case SOCK_RAW:
        if (domain == AF_INET6)
            return EAFNOSUPPORT;
        body.kind = Kind::raw;
        body.protocol = static_cast<std::uint8_t>(protocol);
        return protocol > 0 && protocol < 256 ? 0 : EPROTONOSUPPORT;
    default: return ESOCKTNOSUPPORT;
    }
}

struct Kept {
    int level;
    int name;
};
/// What goes along when a socket moves between kernel and node. (Between nodes the engine knows them all.)
constexpr Kept kKept[] = {{SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_KEEPALIVE}, {SOL_SOCKET, SO_BROADCAST},
                          {IPPROTO_TCP, TCP_NODELAY}, {IPPROTO_TCP, TCP_KEEPIDLE}, {IPPROTO_TCP, TCP_KEEPINTVL},
                          {IPPROTO_TCP, TCP_KEEPCNT}, {IPPROTO_IP, IP_TOS},        {IPPROTO_IP, IP_TTL}};

bool isTcpOnly(const Kept &kept) { return kept.level == IPPROTO_TCP; }

int setOnNode(const remote::SocketName &name, int level, int option, const void *value, std::size_t size)
{
    const remote::OptionBody body{level, option, static_cast<std::uint32_t>(size)};
    return ask(Op::setOption, &name, 0, {&body, sizeof body}, {value, size}).error;
}

int getOnNode(const remote::SocketName &name, int level, int option, int &value)
{
    const remote::OptionBody body{level, option, sizeof value};
    return ask(Op::getOption, &name, 0, {&body, sizeof body}, {}, &value, sizeof value).error;
}

/// Puts `made` in the place of `fd`, with the flags that were there. 0 or an errno.
int replace(int fd, int made)
{
    const int status = real().fcntl(fd, F_GETFL);
    const int flags = real().fcntl(fd, F_GETFD);
    real().fcntl(made, F_SETFL, status);
    const int done = real().dup3(made, fd, (flags & FD_CLOEXEC) != 0 ? O_CLOEXEC : 0);
    const int error = errno;
    ::close(made);
    return done < 0 ? error : 0;
}

int toNode(int fd, const char *node, bool pinned)
{
    int domain = 0, type = 0, protocol = 0;
    socklen_t size = sizeof domain;
    if (real().getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0
        || real().getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0
        || real().getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) != 0)
        return errno;
    if (domain != AF_INET && domain != AF_INET6)
        return EAFNOSUPPORT;
    const int made = makeSocket(node, domain, type | SOCK_CLOEXEC, protocol, pinned);
    remote::SocketName name;
    if (made < 0 || !isOurs(made, name))
        return made < 0 ? errno : ENETDOWN;
    for (const Kept &kept : kKept) {
        int value = 0;
        socklen_t length = sizeof value;
        if ((type == SOCK_STREAM || !isTcpOnly(kept))
            && real().getsockopt(fd, kept.level, kept.name, &value, &length) == 0 && length == sizeof value)
            (void)setOnNode(name, kept.level, kept.name, &value, sizeof value);
    }
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    remote::Address address{};
    if (real().getsockname(fd, reinterpret_cast<sockaddr *>(&bound), &length) == 0
        && toAddress(reinterpret_cast<sockaddr *>(&bound), length, address) && address.port != 0 && type != SOCK_RAW) {
        if (const int error = ask(Op::bind, &name, 0, {&address, sizeof address}).error) {
            ::close(made);
            return error;
        }
    }
    const std::uint8_t hint = hintOf(made);
    if (const int error = replace(fd, made))
        return error;
    setHint(fd, hint);
    return 0;
}

int toKernel(int fd, const remote::SocketName &name)
{
    const int type = name.kind == Kind::tcp ? SOCK_STREAM : name.kind == Kind::raw ? SOCK_RAW : SOCK_DGRAM;
    const int protocol = name.kind == Kind::icmp ? IPPROTO_ICMP : name.kind == Kind::raw ? name.protocol : 0;
    const int made = real().socket(name.family == 6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC, protocol);
    if (made < 0)
        return errno;
    for (const Kept &kept : kKept) {
        int value = 0;
        if ((type == SOCK_STREAM || !isTcpOnly(kept)) && getOnNode(name, kept.level, kept.name, value) == 0)
            (void)real().setsockopt(made, kept.level, kept.name, &value, sizeof value);
    }
    remote::Address address{};
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (name.kind != Kind::raw && ask(Op::localName, &name, 0, {}, {}, &address, sizeof address).error == 0
        && address.port != 0) {
        fromAddress(address, name.family, reinterpret_cast<sockaddr *>(&bound), &length);
        if (real().bind(made, reinterpret_cast<sockaddr *>(&bound), length) < 0) {
            const int error = errno;
            ::close(made);
            return error;
        }
    }
    if (const int error = replace(fd, made))
        return error;
    setHint(fd, kUnknown);
    return 0;
}

} // namespace

int makeSocket(const char *node, int domain, int type, int protocol, bool pinned)
{
    remote::SocketBody body;
    if (const int error = bodyOf(domain, type, protocol, pinned, body)) {
        errno = error;
        return -1;
    }
    const Answer answer = ask(Op::socket, nullptr, 0, {&body, sizeof body}, {node, std::strlen(node)});
    if (answer.error != 0 || answer.descriptor < 0) {
        errno = answer.error != 0 ? answer.error : ENETDOWN;
        return -1;
    }
    const int fd = answer.descriptor;
    if ((type & SOCK_CLOEXEC) == 0)
        real().fcntl(fd, F_SETFD, 0);
    if ((type & SOCK_NONBLOCK) != 0)
        real().fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
    setHint(fd, body.kind == Kind::tcp ? kStream : kMessages);
    return fd;
}

int moveSocket(int fd, const char *node, bool pinned)
{
    remote::SocketName name;
    const bool isKernel = std::strcmp(node, remote::kKernel) == 0;
    if (!isOurs(fd, name))
        return isKernel ? 0 : toNode(fd, node, pinned);
    return isKernel ? toKernel(fd, name)
                    : ask(Op::move, &name, pinned ? remote::kMoveAndPin : remote::kMove, {node, std::strlen(node)}).error;
}

} // namespace hopyard::preload

using namespace hopyard::preload;

HOPYARD_INTERPOSED int socket(int domain, int type, int protocol)
{
    if (domain != AF_INET && domain != AF_INET6)
        return real().socket(domain, type, protocol);
    if (const char *node = targetNode())
        return makeSocket(node, domain, type, protocol, isChosen());
    const int fd = real().socket(domain, type, protocol);
    if (fd >= 0)
        setHint(fd, hasRules() && !isChosen() ? kUndecided : kUnknown);
    return fd;
}

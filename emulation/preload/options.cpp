// setsockopt, getsockopt, ioctl.
//
// Time-outs and low-water marks are the pair's own, what the descriptor is stands in its name, and all else is asked from
// the node. SO_BINDTODEVICE with a node's name moves the socket there; "r1:eth0" names an interface of r1, too.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/control.h"
#include "emulation/preload/descriptor.h"
#include "emulation/preload/interfaces.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"
#include "emulation/preload/sockets.h"

#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>

namespace hopyard::preload {

namespace {

using remote::Op;

int fail(int error)
{
    errno = error;
    return -1;
}
int result(int error) { return error == 0 ? 0 : fail(error); }

bool isThePairs(int level, int option)
{
    if (level != SOL_SOCKET)
        return false;
    switch (option) {
    case SO_RCVTIMEO_OLD:
    case SO_SNDTIMEO_OLD:
    case SO_RCVTIMEO_NEW:
    case SO_SNDTIMEO_NEW:
    case SO_RCVLOWAT:
    case SO_COOKIE:
    case SO_INCOMING_CPU: return true;
    default: return false;
    }
}

/// Switches that hardly fail and whose effect nobody waits for: set without waiting for the answer.
bool isSetInPassing(int level, int option)
{
    if (level == IPPROTO_TCP)
        return option == TCP_NODELAY || option == TCP_QUICKACK || option == TCP_KEEPIDLE || option == TCP_KEEPINTVL
            || option == TCP_KEEPCNT;
    return level == SOL_SOCKET && option == SO_KEEPALIVE;
}

int setOnNode(const remote::SocketName &name, int level, int option, const void *value, socklen_t size)
{
    if (size > remote::kMaxOption)
        return EINVAL;
    const remote::OptionBody body{level, option, size};
    if (isSetInPassing(level, option) && size == sizeof(int)) {
        tell(Op::setOption, name, {&body, sizeof body}, {value, size});
        return 0;
    }
    return ask(Op::setOption, &name, 0, {&body, sizeof body}, {value, size}).error;
}

/// SO_BINDTODEVICE: a node, a node and its interface, or an interface of the node on which the socket is. False: none of
/// these, so it is the kernel's affair.
bool bindToDevice(int fd, const void *value, socklen_t size, int &error)
{
    char wanted[remote::kMaxNodeName + 1] = "";
    std::memcpy(wanted, value, size < sizeof wanted ? size : sizeof wanted - 1);
    remote::SocketName name;
    const bool ours = isOurs(fd, name);
    if (wanted[0] == '\0') { // bound to nothing: as the environment says
        if (!ours)
            return false;
        const char *node = targetNode();
        error = moveSocket(fd, node ? node : remote::kKernel, false);
        return true;
    }
    if (std::strcmp(wanted, remote::kKernel) == 0) {
        error = moveSocket(fd, wanted, true);
        return true;
    }
    char *interface = std::strchr(wanted, ':');
    if (interface)
        *interface++ = '\0';
    if (ask(Op::findNode, nullptr, 0, {wanted, std::strlen(wanted)}).error == 0) {
        error = moveSocket(fd, wanted, true);
        if (error == 0 && interface && isOurs(fd, name))
            error = setOnNode(name, SOL_SOCKET, SO_BINDTODEVICE, interface,
                              static_cast<socklen_t>(std::strlen(interface)));
        return true;
    }
    if (!ours)
        return false;
    error = setOnNode(name, SOL_SOCKET, SO_BINDTODEVICE, wanted, static_cast<socklen_t>(std::strlen(wanted)));
    return true;
}

void giveInt(int number, void *value, socklen_t *size)
{
    const socklen_t room = *size < sizeof number ? *size : sizeof number;
    std::memcpy(value, &number, room);
    *size = room;
}

int getOurs(const remote::SocketName &name, int level, int option, void *value, socklen_t *size)
{
    if (level == SOL_SOCKET) {
        switch (option) {
        case SO_TYPE:
            giveInt(name.kind == remote::Kind::tcp   ? SOCK_STREAM
                    : name.kind == remote::Kind::raw ? SOCK_RAW
                                                     : SOCK_DGRAM,
                    value, size);
            return 0;
        case SO_DOMAIN: giveInt(name.family == 6 ? AF_INET6 : AF_INET, value, size); return 0;
        case SO_PROTOCOL:
            giveInt(name.kind == remote::Kind::tcp    ? int(IPPROTO_TCP)
                    : name.kind == remote::Kind::udp  ? int(IPPROTO_UDP)
                    : name.kind == remote::Kind::icmp ? int(IPPROTO_ICMP)
                                                      : int(name.protocol),
                    value, size);
            return 0;
        case SO_BINDTODEVICE: {
            const Answer answer = ask(Op::nodeOf, &name, 0, {}, {}, value, *size);
            *size = static_cast<socklen_t>(answer.size);
            return result(answer.error);
        }
        default: break;
        }
    }
    const remote::OptionBody body{level, option, *size};
    const Answer answer = ask(Op::getOption, &name, 0, {&body, sizeof body}, {}, value, *size);
    if (answer.error != 0)
        return fail(answer.error);
    *size = static_cast<socklen_t>(answer.size);
    return 0;
}

/// FIONREAD of messages: the size of the next.
int nextSize(int fd)
{
    const ssize_t size = real().recv(fd, nullptr, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    const auto head = static_cast<ssize_t>(sizeof(remote::DatagramHead));
    return size > head ? static_cast<int>(size - head) : 0;
}

} // namespace

} // namespace hopyard::preload

using namespace hopyard;
using namespace hopyard::preload;

HOPYARD_INTERPOSED int setsockopt(int fd, int level, int option, const void *value, socklen_t size) noexcept
{
    if (level == SOL_SOCKET && option == SO_BINDTODEVICE && value && *enginePath() != '\0') {
        int error = 0;
        if (bindToDevice(fd, value, size, error))
            return result(error);
        return real().setsockopt(fd, level, option, value, size);
    }
    remote::SocketName name;
    if (!isOurs(fd, name) || isThePairs(level, option))
        return real().setsockopt(fd, level, option, value, size);
    if (!value)
        return fail(EFAULT);
    return result(setOnNode(name, level, option, value, size));
}

HOPYARD_INTERPOSED int getsockopt(int fd, int level, int option, void *value, socklen_t *size) noexcept
{
    remote::SocketName name;
    if (!isOurs(fd, name) || isThePairs(level, option))
        return real().getsockopt(fd, level, option, value, size);
    if (!value || !size)
        return fail(EFAULT);
    return getOurs(name, level, option, value, size);
}

HOPYARD_INTERPOSED int ioctl(int fd, unsigned long request, ...) noexcept
{
    va_list list;
    va_start(list, request);
    void *argument = va_arg(list, void *);
    va_end(list);
    remote::SocketName name;
    if (hintOf(fd) == kUnknown || !isOurs(fd, name))
        return real().ioctl(fd, request, argument);
    switch (request) {
    case FIONREAD: // SIOCINQ
        if (name.kind == remote::Kind::tcp)
            break;
        *static_cast<int *>(argument) = nextSize(fd);
        return 0;
    case SIOCOUTQ:
        if (name.kind == remote::Kind::tcp)
            break;
        *static_cast<int *>(argument) = 0;
        return 0;
    case SIOCATMARK: *static_cast<int *>(argument) = 0; return 0;
    default:
        if (request >= SIOCGIFNAME && request <= SIOCGIFCOUNT)
            return result(interfaceRequest(name, request, argument));
        break;
    }
    return real().ioctl(fd, request, argument);
}

// bind, connect, listen, accept, getsockname, getpeername, shutdown.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/address.h"
#include "emulation/preload/control.h"
#include "emulation/preload/descriptor.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"
#include "emulation/preload/sockets.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
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

bool isBlocking(int fd) { return (real().fcntl(fd, F_GETFL) & O_NONBLOCK) == 0; }

/// How long the program lets a call block, in milliseconds; -1: for ever.
int timeoutOf(int fd)
{
    timeval limit{};
    socklen_t size = sizeof limit;
    if (real().getsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, &size) != 0 || (limit.tv_sec == 0 && limit.tv_usec == 0))
        return -1;
    return static_cast<int>(limit.tv_sec * 1000 + (limit.tv_usec + 999) / 1000);
}

/// The bytes that keep a descriptor from being writable before it is connected: Linux calls it so while a quarter of its
/// buffer at most is taken. The engine takes them out when the connection stands.
std::uint32_t fillUp(int fd)
{
    static const char kNothing[64 * 1024] = {};
    std::uint32_t sent = 0;
    for (int i = 0; i < 256; ++i) {
        pollfd room{fd, POLLOUT, 0};
        if (real().poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0)
            break;
        const ssize_t n = real().send(fd, kNothing, sizeof kNothing, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += static_cast<std::uint32_t>(n);
    }
    return sent;
}

int waitForConnection(int fd, const remote::SocketName &name)
{
    pollfd waiting{fd, POLLOUT, 0};
    const int ready = real().poll(&waiting, 1, timeoutOf(fd));
    if (ready < 0)
        return errno; // EINTR: it goes on by itself, as on Linux
    if (ready == 0)
        return EINPROGRESS;
    const Answer answer = ask(Op::takeError, &name);
    return answer.error != 0 ? answer.error : static_cast<int>(answer.value);
}

int connectOurs(int fd, const remote::SocketName &name, const sockaddr *address, socklen_t size)
{
    remote::ConnectBody body{};
    const bool undo = address && size >= sizeof address->sa_family && address->sa_family == AF_UNSPEC;
    if (!undo && !toAddress(address, size, body.to))
        return address && address->sa_family != AF_INET && address->sa_family != AF_INET6 ? EAFNOSUPPORT : EINVAL;
    if (!undo && name.family == 4 && address->sa_family != AF_INET)
        return EAFNOSUPPORT;
    const char *rule = undo ? nullptr : ruleFor(body.to);
    const bool isStream = name.kind == remote::Kind::tcp;
    const bool blocks = isBlocking(fd);
    if (isStream) {
        body.waiting = blocks ? 1 : 0;
        if ((hintOf(fd) & kConnected) == 0)
            body.filler = fillUp(fd);
        addHint(fd, kConnected);
    } else if (!undo) {
        addHint(fd, kConnected);
    }
    const Answer answer =
        ask(Op::connect, &name, 0, {&body, sizeof body}, {rule, rule ? std::strlen(rule) : 0});
    if (answer.error == remote::kUseKernel) {
        if (const int error = moveSocket(fd, remote::kKernel, false))
            return error;
        return real().connect(fd, address, size) == 0 ? 0 : errno;
    }
    if (!isStream)
        return answer.error;
    int error = answer.error;
    if (blocks && (error == EINPROGRESS || error == EALREADY))
        error = waitForConnection(fd, name);
    if (error != 0 && blocks && error != EINTR && error != EINPROGRESS && error != EISCONN)
        setHint(fd, kStream); // it may be tried again
    return error;
}

int connectKernels(int fd, const sockaddr *address, socklen_t size)
{
    remote::Address to;
    if ((hintOf(fd) & kUndecided) != 0 && toAddress(address, size, to))
        if (const char *rule = ruleFor(to); rule && std::strcmp(rule, remote::kKernel) != 0) {
            if (const int error = moveSocket(fd, rule, false))
                return fail(error);
            return ::connect(fd, address, size);
        }
    return real().connect(fd, address, size);
}

int acceptOurs(int fd, const remote::SocketName &listener, sockaddr *address, socklen_t *size, int flags)
{
    if (listener.kind != remote::Kind::tcp)
        return fail(EOPNOTSUPP);
    if (listener.accepted != 0 || (flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) != 0)
        return fail(EINVAL);
    if ((hintOf(fd) & kListening) == 0) { // perhaps another process called listen()
        int listening = 0;
        const remote::OptionBody body{SOL_SOCKET, SO_ACCEPTCONN, sizeof listening};
        if (ask(Op::getOption, &listener, 0, {&body, sizeof body}, {}, &listening, sizeof listening).error != 0
            || listening == 0)
            return fail(EINVAL);
        addHint(fd, kListening);
    }
    remote::AcceptRecord record{};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    iovec part{&record, sizeof record};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t got = real().recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    if (got < 0)
        return -1;
    if (got == 0)
        return fail(EINVAL); // shut down, or the node is gone
    const cmsghdr *part_ = CMSG_FIRSTHDR(&message);
    if (!part_ || part_->cmsg_type != SCM_RIGHTS)
        return fail(EMFILE); // it came, and there was no number free for it
    int accepted = -1;
    std::memcpy(&accepted, CMSG_DATA(part_), sizeof accepted);
    if ((flags & SOCK_CLOEXEC) == 0)
        real().fcntl(accepted, F_SETFD, 0);
    if ((flags & SOCK_NONBLOCK) != 0)
        real().fcntl(accepted, F_SETFL, O_RDWR | O_NONBLOCK);
    setHint(accepted, kStream | kConnected);
    remote::SocketName name;
    if (address && size && isOurs(accepted, name))
        fromAddress(name.peer, name.family, address, size);
    return accepted;
}

int nameOf(int fd, const remote::SocketName &name, bool peer, sockaddr *address, socklen_t *size)
{
    if (!address || !size)
        return fail(EFAULT);
    remote::Address found{};
    if (name.accepted != 0) {
        found = peer ? name.peer : name.local;
        if (peer) { // of a connection that is over there is none
            pollfd state{fd, 0, 0};
            if (real().poll(&state, 1, 0) == 1 && (state.revents & POLLHUP) != 0)
                return fail(ENOTCONN);
        }
    } else if (const int error = ask(peer ? Op::peerName : Op::localName, &name, 0, {}, {}, &found, sizeof found).error) {
        return fail(error == EBADF ? ENOTCONN : error);
    }
    fromAddress(found, name.family, address, size);
    return 0;
}

} // namespace

} // namespace hopyard::preload

using namespace hopyard;
using namespace hopyard::preload;

HOPYARD_INTERPOSED int bind(int fd, const sockaddr *address, socklen_t size)
{
    remote::SocketName name;
    if (!isOurs(fd, name))
        return real().bind(fd, address, size);
    remote::Address to;
    if (!toAddress(address, size, to))
        return fail(address && address->sa_family != AF_INET && address->sa_family != AF_INET6 ? EAFNOSUPPORT : EINVAL);
    if ((name.family == 6) != (address->sa_family == AF_INET6))
        return fail(name.family == 6 ? EINVAL : EAFNOSUPPORT);
    return result(ask(remote::Op::bind, &name, 0, {&to, sizeof to}).error);
}

HOPYARD_INTERPOSED int connect(int fd, const sockaddr *address, socklen_t size)
{
    remote::SocketName name;
    if (isOurs(fd, name))
        return result(connectOurs(fd, name, address, size));
    return connectKernels(fd, address, size);
}

HOPYARD_INTERPOSED int listen(int fd, int backlog) noexcept
{
    remote::SocketName name;
    if (!isOurs(fd, name))
        return real().listen(fd, backlog);
    const int error = ask(remote::Op::listen, &name, backlog > 0 ? static_cast<std::uint64_t>(backlog) : 0).error;
    if (error == 0)
        addHint(fd, kListening);
    return result(error);
}

HOPYARD_INTERPOSED int accept4(int fd, sockaddr *address, socklen_t *size, int flags)
{
    remote::SocketName name;
    if (isOurs(fd, name))
        return acceptOurs(fd, name, address, size, flags);
    const int accepted = real().accept4(fd, address, size, flags);
    if (accepted >= 0)
        setHint(accepted, kUnknown);
    return accepted;
}

HOPYARD_INTERPOSED int accept(int fd, sockaddr *address, socklen_t *size) { return accept4(fd, address, size, 0); }

HOPYARD_INTERPOSED int getsockname(int fd, sockaddr *address, socklen_t *size) noexcept
{
    remote::SocketName name;
    return isOurs(fd, name) ? nameOf(fd, name, false, address, size) : real().getsockname(fd, address, size);
}

HOPYARD_INTERPOSED int getpeername(int fd, sockaddr *address, socklen_t *size) noexcept
{
    remote::SocketName name;
    return isOurs(fd, name) ? nameOf(fd, name, true, address, size) : real().getpeername(fd, address, size);
}

// shutdown(2) does on a pair what it does on a connection, and the engine sees it; so it is not taken.

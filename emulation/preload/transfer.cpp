// read, write and their kin: turned where the descriptor is a socket on a node, else passed on after one look at a table.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/address.h"
#include "emulation/preload/descriptor.h"
#include "emulation/preload/messages.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"
#include "emulation/preload/sockets.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace hopyard::preload {

namespace {

enum class Way { plain, stream, messages };

/// `strictly`: where taking something else for a stream would lose what comes with the bytes.
Way wayOf(int fd, bool strictly = false)
{
    const std::uint8_t hint = hintOf(fd);
    remote::SocketName name;
    if ((hint & kStream) != 0)
        return !strictly || isOurs(fd, name) ? Way::stream : Way::plain;
    return (hint & kMessages) != 0 && hasMessages(fd) ? Way::messages : Way::plain;
}

msghdr messageOf(iovec *parts, std::size_t count)
{
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    return message;
}

/// Descriptors that come from another process may be sockets on nodes.
void noteDescriptors(msghdr &message)
{
    remote::SocketName name;
    for (cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        for (std::size_t at = CMSG_LEN(0); at + sizeof(int) <= part->cmsg_len; at += sizeof(int)) {
            int fd;
            std::memcpy(&fd, reinterpret_cast<const char *>(part) + at, sizeof fd);
            (void)isOurs(fd, name);
        }
    }
}

/// A datagram from a socket of the kernel to a place that a rule gives to a node.
void decide(int fd, const sockaddr *address, socklen_t size)
{
    remote::Address to;
    if ((hintOf(fd) & kUndecided) == 0 || !address || !toAddress(address, size, to))
        return;
    const SavedErrno saved;
    if (const char *rule = ruleFor(to); rule && std::strcmp(rule, remote::kKernel) != 0)
        (void)moveSocket(fd, rule, false);
}

ssize_t sendAny(int fd, const msghdr &message, int flags)
{
    decide(fd, static_cast<const sockaddr *>(message.msg_name), message.msg_namelen);
    switch (wayOf(fd, message.msg_name || message.msg_control)) {
    case Way::stream: return sendStream(fd, message, flags);
    case Way::messages: return sendDatagram(fd, message, flags);
    case Way::plain: break;
    }
    return real().sendmsg(fd, &message, flags);
}

ssize_t receiveAny(int fd, msghdr &message, int flags)
{
    switch (wayOf(fd, message.msg_name || message.msg_control)) {
    case Way::stream: return receiveStream(fd, message, flags);
    case Way::messages: return receiveDatagram(fd, message, flags);
    case Way::plain: break;
    }
    const ssize_t got = real().recvmsg(fd, &message, flags);
    if (got >= 0 && message.msg_controllen > 0)
        noteDescriptors(message);
    return got;
}

bool hasPassed(const timespec &end)
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec);
}

} // namespace

} // namespace hopyard::preload

using namespace hopyard::preload;

HOPYARD_INTERPOSED ssize_t read(int fd, void *into, size_t size)
{
    if (hintOf(fd) == kUnknown)
        return real().read(fd, into, size);
    iovec part{into, size};
    msghdr message = messageOf(&part, 1);
    switch (wayOf(fd)) {
    case Way::stream: return readStream(fd, &part, 1);
    case Way::messages: return receiveDatagram(fd, message, 0);
    case Way::plain: break;
    }
    return real().read(fd, into, size);
}

HOPYARD_INTERPOSED ssize_t write(int fd, const void *from, size_t size)
{
    if (hintOf(fd) == kUnknown)
        return real().write(fd, from, size);
    iovec part{const_cast<void *>(from), size};
    const msghdr message = messageOf(&part, 1);
    switch (wayOf(fd)) {
    case Way::stream: return writeStream(fd, &part, 1);
    case Way::messages: return sendDatagram(fd, message, 0);
    case Way::plain: break;
    }
    return real().write(fd, from, size);
}

HOPYARD_INTERPOSED ssize_t readv(int fd, const iovec *parts, int count)
{
    if (hintOf(fd) == kUnknown || count < 0)
        return real().readv(fd, parts, count);
    msghdr message = messageOf(const_cast<iovec *>(parts), static_cast<std::size_t>(count));
    switch (wayOf(fd)) {
    case Way::stream: return readStream(fd, parts, count);
    case Way::messages: return receiveDatagram(fd, message, 0);
    case Way::plain: break;
    }
    return real().readv(fd, parts, count);
}

HOPYARD_INTERPOSED ssize_t writev(int fd, const iovec *parts, int count)
{
    if (hintOf(fd) == kUnknown || count < 0)
        return real().writev(fd, parts, count);
    const msghdr message = messageOf(const_cast<iovec *>(parts), static_cast<std::size_t>(count));
    switch (wayOf(fd)) {
    case Way::stream: return writeStream(fd, parts, count);
    case Way::messages: return sendDatagram(fd, message, 0);
    case Way::plain: break;
    }
    return real().writev(fd, parts, count);
}

HOPYARD_INTERPOSED ssize_t recvfrom(int fd, void *into, size_t size, int flags, sockaddr *address, socklen_t *length)
{
    if (hintOf(fd) == kUnknown)
        return real().recvfrom(fd, into, size, flags, address, length);
    iovec part{into, size};
    msghdr message = messageOf(&part, 1);
    message.msg_name = length ? address : nullptr;
    message.msg_namelen = address && length ? *length : 0;
    const ssize_t got = receiveAny(fd, message, flags);
    if (got >= 0 && length)
        *length = message.msg_namelen;
    return got;
}

HOPYARD_INTERPOSED ssize_t recv(int fd, void *into, size_t size, int flags)
{
    if (hintOf(fd) == kUnknown)
        return real().recv(fd, into, size, flags);
    return recvfrom(fd, into, size, flags, nullptr, nullptr);
}

HOPYARD_INTERPOSED ssize_t sendto(int fd, const void *from, size_t size, int flags, const sockaddr *address,
                                  socklen_t length)
{
    if (hintOf(fd) == kUnknown)
        return real().sendto(fd, from, size, flags, address, length);
    iovec part{const_cast<void *>(from), size};
    msghdr message = messageOf(&part, 1);
    message.msg_name = const_cast<sockaddr *>(address);
    message.msg_namelen = address ? length : 0;
    return sendAny(fd, message, flags);
}

HOPYARD_INTERPOSED ssize_t send(int fd, const void *from, size_t size, int flags)
{
    if (hintOf(fd) == kUnknown)
        return real().send(fd, from, size, flags);
    return sendto(fd, from, size, flags, nullptr, 0);
}

HOPYARD_INTERPOSED ssize_t recvmsg(int fd, msghdr *message, int flags)
{
    return message ? receiveAny(fd, *message, flags) : real().recvmsg(fd, message, flags);
}

HOPYARD_INTERPOSED ssize_t sendmsg(int fd, const msghdr *message, int flags)
{
    return message && hintOf(fd) != kUnknown ? sendAny(fd, *message, flags) : real().sendmsg(fd, message, flags);
}

HOPYARD_INTERPOSED int sendmmsg(int fd, mmsghdr *messages, unsigned count, int flags)
{
    if (hintOf(fd) == kUnknown)
        return real().sendmmsg(fd, messages, count, flags);
    unsigned done = 0;
    for (; done < count; ++done) {
        const ssize_t sent = sendAny(fd, messages[done].msg_hdr, flags);
        if (sent < 0)
            break;
        messages[done].msg_len = static_cast<unsigned>(sent);
    }
    return done > 0 || count == 0 ? static_cast<int>(done) : -1;
}

HOPYARD_INTERPOSED int recvmmsg(int fd, mmsghdr *messages, unsigned count, int flags, timespec *timeout)
{
    if (wayOf(fd) == Way::plain)
        return real().recvmmsg(fd, messages, count, flags, timeout);
    timespec end{};
    if (timeout) {
        clock_gettime(CLOCK_MONOTONIC, &end);
        end.tv_sec += timeout->tv_sec + (end.tv_nsec + timeout->tv_nsec) / 1'000'000'000;
        end.tv_nsec = (end.tv_nsec + timeout->tv_nsec) % 1'000'000'000;
    }
    unsigned done = 0;
    while (done < count) {
        const int wait = done > 0 && (flags & MSG_WAITFORONE) != 0 ? MSG_DONTWAIT : 0;
        const ssize_t got = receiveAny(fd, messages[done].msg_hdr, (flags & ~MSG_WAITFORONE) | wait);
        if (got < 0)
            break;
        messages[done++].msg_len = static_cast<unsigned>(got);
        if (timeout && hasPassed(end)) // looked at between messages only, as the kernel does it
            break;
    }
    return done > 0 || count == 0 ? static_cast<int>(done) : -1;
}

// What programs built with _FORTIFY_SOURCE call instead.
HOPYARD_INTERPOSED ssize_t __read_chk(int fd, void *into, size_t size, size_t room)
{
    if (size > room)
        std::abort();
    return read(fd, into, size);
}

HOPYARD_INTERPOSED ssize_t __recv_chk(int fd, void *into, size_t size, size_t room, int flags)
{
    if (size > room)
        std::abort();
    return recv(fd, into, size, flags);
}

HOPYARD_INTERPOSED ssize_t __recvfrom_chk(int fd, void *into, size_t size, size_t room, int flags, sockaddr *address,
                                          socklen_t *length)
{
    if (size > room)
        std::abort();
    return recvfrom(fd, into, size, flags, address, length);
}

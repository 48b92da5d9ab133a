// See messages.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/messages.h"

#include "emulation/preload/address.h"
#include "emulation/preload/control.h"
#include "emulation/preload/descriptor.h"
#include "emulation/preload/policy.h"
#include "emulation/preload/real.h"
#include "emulation/preload/sockets.h"

#include <linux/errqueue.h>
#include <netinet/in.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <ctime>

namespace hopyard::preload {

namespace {

using remote::DatagramHead;
using remote::Op;

constexpr std::size_t kMaxUdp = 65'507;

int fail(int error)
{
    errno = error;
    return -1;
}

std::size_t roomOf(const msghdr &message)
{
    std::size_t room = 0;
    for (std::size_t i = 0; i < message.msg_iovlen; ++i)
        room += message.msg_iov[i].iov_len;
    return room;
}

/// Appends control messages to what a receiving program gave room for.
class ControlWriter {
public:
    explicit ControlWriter(msghdr &message)
        : m_message(message), m_room(message.msg_control ? message.msg_controllen : 0)
    {
        m_message.msg_controllen = 0;
    }
    void add(int level, int type, const void *data, std::size_t size)
    {
        if (m_message.msg_controllen + CMSG_SPACE(size) > m_room) {
            m_message.msg_flags |= MSG_CTRUNC;
            return;
        }
        auto *header =
            reinterpret_cast<cmsghdr *>(static_cast<char *>(m_message.msg_control) + m_message.msg_controllen);
        header->cmsg_level = level;
        header->cmsg_type = type;
        header->cmsg_len = CMSG_LEN(size);
        std::memcpy(CMSG_DATA(header), data, size);
        m_message.msg_controllen += CMSG_SPACE(size);
    }

private:
    msghdr &m_message;
    std::size_t m_room;
};

in_addr v4Of(const remote::Address &address)
{
    in_addr v4{};
    if (address.family == 4)
        std::memcpy(&v4, address.bytes, sizeof v4);
    return v4;
}

void writeControl(msghdr &message, const DatagramHead &head)
{
    ControlWriter control(message);
    if ((head.flags & DatagramHead::wantsTime) != 0) {
        const timeval time{time_t(head.timeNs / 1'000'000'000), suseconds_t(head.timeNs % 1'000'000'000 / 1000)};
        control.add(SOL_SOCKET, SO_TIMESTAMP, &time, sizeof time);
    }
    if ((head.flags & DatagramHead::wantsTimeNs) != 0) {
        const timespec time{time_t(head.timeNs / 1'000'000'000), long(head.timeNs % 1'000'000'000)};
        control.add(SOL_SOCKET, SO_TIMESTAMPNS, &time, sizeof time);
    }
    if ((head.flags & DatagramHead::wantsInfo) != 0) {
        in_pktinfo info{};
        info.ipi_ifindex = static_cast<int>(head.interface);
        info.ipi_addr = info.ipi_spec_dst = v4Of(head.local);
        control.add(IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
    }
    if ((head.flags & DatagramHead::wantsTtl) != 0) {
        const int ttl = head.ttl;
        control.add(IPPROTO_IP, IP_TTL, &ttl, sizeof ttl);
    }
    if ((head.flags & DatagramHead::wantsTos) != 0)
        control.add(IPPROTO_IP, IP_TOS, &head.tos, sizeof head.tos);
    if ((head.flags & DatagramHead::wantsOrigin) != 0) {
        sockaddr_in origin{};
        origin.sin_family = AF_INET;
        origin.sin_addr = v4Of(head.local);
        control.add(IPPROTO_IP, IP_ORIGDSTADDR, &origin, sizeof origin);
    }
}

/// What a sending program chooses for this message.
void readControl(const msghdr &message, DatagramHead &head)
{
    if (!message.msg_control)
        return;
    for (const cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(const_cast<msghdr *>(&message), const_cast<cmsghdr *>(part))) {
        if (part->cmsg_level != IPPROTO_IP)
            continue;
        const std::size_t size = part->cmsg_len - CMSG_LEN(0);
        int value = 0;
        std::memcpy(&value, CMSG_DATA(part), size < sizeof value ? size : sizeof value);
        if (part->cmsg_type == IP_PKTINFO && size >= sizeof(in_pktinfo)) {
            in_pktinfo info;
            std::memcpy(&info, CMSG_DATA(part), sizeof info);
            head.interface = static_cast<std::uint32_t>(info.ipi_ifindex);
            if (info.ipi_spec_dst.s_addr != 0) {
                head.local.family = 4;
                std::memcpy(head.local.bytes, &info.ipi_spec_dst, 4);
            }
        } else if (part->cmsg_type == IP_TTL && size > 0) {
            head.ttl = static_cast<std::uint8_t>(value);
        } else if (part->cmsg_type == IP_TOS && size > 0) {
            head.tos = static_cast<std::uint8_t>(value);
            head.flags |= DatagramHead::wantsTos;
        }
    }
}

/// A rule may speak of the first destination of a socket that is not connected: it moves there for good.
int followRule(int fd, const remote::SocketName &name, const remote::Address &to)
{
    const char *rule = ruleFor(to);
    if (!rule)
        return 0;
    // The engine knows whether the program chose its node itself.
    const int error = ask(Op::move, &name, remote::kUnlessPinned, {rule, std::strlen(rule)}).error;
    return error == remote::kUseKernel ? moveSocket(fd, remote::kKernel, false) : error;
}

ssize_t receiveQueued(const remote::SocketName &name, msghdr &message)
{
    struct {
        DatagramHead head;
        unsigned char sent[64];
    } answer{};
    const Answer got = ask(Op::takeQueued, &name, 0, {}, {}, &answer, sizeof answer);
    if (got.error != 0 || got.size < sizeof answer.head)
        return fail(got.error != 0 ? got.error : EAGAIN);
    struct {
        sock_extended_err error;
        sockaddr_in offender;
    } extended{};
    extended.error.ee_errno = static_cast<std::uint32_t>(answer.head.errorNumber);
    extended.error.ee_origin = answer.head.origin;
    extended.error.ee_type = answer.head.icmpType;
    extended.error.ee_code = answer.head.icmpCode;
    extended.error.ee_info = answer.head.info;
    if (answer.head.offender.family == 4) {
        extended.offender.sin_family = AF_INET;
        extended.offender.sin_addr = v4Of(answer.head.offender);
    }
    message.msg_flags = MSG_ERRQUEUE;
    ControlWriter(message).add(IPPROTO_IP, IP_RECVERR, &extended, sizeof extended);
    fromAddress(answer.head.address, name.family, static_cast<sockaddr *>(message.msg_name), &message.msg_namelen);
    std::size_t left = got.size - sizeof answer.head;
    ssize_t copied = 0;
    for (std::size_t i = 0; i < message.msg_iovlen && left > 0; ++i) {
        const std::size_t size = left < message.msg_iov[i].iov_len ? left : message.msg_iov[i].iov_len;
        std::memcpy(message.msg_iov[i].iov_base, answer.sent + copied, size);
        copied += static_cast<ssize_t>(size);
        left -= size;
    }
    return copied;
}

/// Why the pair ended: an errno, 0 for an orderly end.
int errorOf(const remote::SocketName &name)
{
    const Answer answer = ask(Op::takeError, &name);
    if (answer.error == EBADF) // so long ago that the engine has forgotten it
        return 0;
    if (answer.error != 0) // the engine is gone
        return name.kind == remote::Kind::tcp ? ECONNRESET : ENETDOWN;
    return static_cast<int>(answer.value);
}

/// What a sending call that failed with `reason` (EPIPE, …) says to the program.
ssize_t sendFailed(int fd, int reason, bool signals)
{
    remote::SocketName name;
    if (isOurs(fd, name)) {
        if (const int error = errorOf(name))
            return fail(error);
    } else if (reason != EPIPE) {
        return fail(reason);
    }
    if (signals)
        raise(SIGPIPE);
    return fail(EPIPE);
}

/// What a receiving call that gave `got` (0, or -1 with `reason`) says to the program.
ssize_t receiveEnded(int fd, ssize_t got, int reason)
{
    if (got == 0) {
        pollfd state{fd, 0, 0};
        if (real().poll(&state, 1, 0) != 1 || (state.revents & POLLHUP) == 0)
            return 0; // the peer has sent all it had to
    }
    remote::SocketName name;
    if (!isOurs(fd, name)) {
        errno = reason;
        return got;
    }
    const int error = errorOf(name);
    if (error != 0)
        return fail(error);
    return got < 0 ? fail(ECONNRESET) : 0;
}

bool isOver(int error) { return error == EPIPE || error == ECONNRESET || error == ENOTCONN; }

/// SIGPIPE of a write within its life is kept from the program.
class PipeSignalWaits {
public:
    PipeSignalWaits()
    {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~PipeSignalWaits()
    {
        const SavedErrno saved;
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    /// Takes the signal that a write brought; true where it would have reached the program.
    bool take()
    {
        const SavedErrno saved;
        if (sigismember(&m_before, SIGPIPE) == 1)
            return false; // it stays pending, as it would have
        const timespec now{};
        while (sigtimedwait(&m_pipe, nullptr, &now) < 0 && errno == EINTR) {
        }
        return true;
    }

private:
    sigset_t m_pipe, m_before;
};

} // namespace

ssize_t writeStream(int fd, const iovec *parts, int count)
{
    PipeSignalWaits wait;
    const ssize_t sent = count == 1 ? real().write(fd, parts->iov_base, parts->iov_len) : real().writev(fd, parts, count);
    if (sent >= 0 || !isOver(errno))
        return sent;
    const int reason = errno;
    const bool signals = reason == EPIPE && wait.take();
    return sendFailed(fd, reason, signals); // raised while it is blocked, it comes when `wait` ends
}

ssize_t readStream(int fd, const iovec *parts, int count)
{
    const ssize_t got = count == 1 ? real().read(fd, parts->iov_base, parts->iov_len) : real().readv(fd, parts, count);
    if (got > 0 || (got < 0 && errno != ECONNRESET))
        return got;
    msghdr asked{};
    asked.msg_iov = const_cast<iovec *>(parts);
    asked.msg_iovlen = static_cast<std::size_t>(count);
    return got == 0 && roomOf(asked) == 0 ? 0 : receiveEnded(fd, got, errno);
}

ssize_t sendDatagram(int fd, const msghdr &message, int flags)
{
    remote::SocketName name;
    if (!isOurs(fd, name))
        return real().sendmsg(fd, &message, flags);
    if ((flags & MSG_OOB) != 0)
        return fail(EOPNOTSUPP);
    if (message.msg_iovlen >= IOV_MAX || roomOf(message) > kMaxUdp)
        return fail(EMSGSIZE);
    DatagramHead head{};
    readControl(message, head);
    if (message.msg_name && message.msg_namelen > 0) {
        if (!toAddress(static_cast<const sockaddr *>(message.msg_name), message.msg_namelen, head.address))
            return fail(EINVAL);
        if (head.address.family == 6) // no node speaks IPv6 yet
            return fail(ENETUNREACH);
        head.flags |= DatagramHead::hasAddress;
        if (hasRules() && (hintOf(fd) & (kConnected | kPlaced)) == 0) {
            addHint(fd, kPlaced);
            if (const int error = followRule(fd, name, head.address))
                return fail(error);
            if (!isOurs(fd, name))
                return real().sendmsg(fd, &message, flags);
        }
    } else if ((hintOf(fd) & kConnected) == 0) {
        if (ask(Op::peerName, &name).error != 0)
            return fail(EDESTADDRREQ);
        addHint(fd, kConnected);
    }
    iovec parts[message.msg_iovlen + 1];
    parts[0] = {&head, sizeof head};
    std::memcpy(parts + 1, message.msg_iov, message.msg_iovlen * sizeof(iovec));
    msghdr whole{};
    whole.msg_iov = parts;
    whole.msg_iovlen = message.msg_iovlen + 1;
    const ssize_t sent = real().sendmsg(fd, &whole, (flags & MSG_DONTWAIT) | MSG_NOSIGNAL);
    if (sent >= 0)
        return sent - static_cast<ssize_t>(sizeof head);
    if (errno == EPIPE) { // the node is gone
        const int error = errorOf(name);
        return fail(error != 0 ? error : ENETDOWN);
    }
    return -1;
}

ssize_t receiveDatagram(int fd, msghdr &message, int flags)
{
    remote::SocketName name;
    if (!isOurs(fd, name))
        return real().recvmsg(fd, &message, flags);
    if ((flags & MSG_ERRQUEUE) != 0)
        return receiveQueued(name, message);
    if ((flags & MSG_OOB) != 0 || message.msg_iovlen >= IOV_MAX)
        return fail(EOPNOTSUPP);
    DatagramHead head{};
    iovec parts[message.msg_iovlen + 1];
    parts[0] = {&head, sizeof head};
    std::memcpy(parts + 1, message.msg_iov, message.msg_iovlen * sizeof(iovec));
    msghdr whole{};
    whole.msg_iov = parts;
    whole.msg_iovlen = message.msg_iovlen + 1;
    const ssize_t got = real().recvmsg(fd, &whole, (flags & (MSG_DONTWAIT | MSG_PEEK)) | MSG_TRUNC);
    if (got < 0)
        return -1;
    if (got < static_cast<ssize_t>(sizeof head)) { // the engine has let go
        const int error = errorOf(name);
        return fail(error != 0 ? error : ENETDOWN);
    }
    if (head.kind == DatagramHead::error) {
        if ((flags & MSG_PEEK) != 0)
            (void)real().recvmsg(fd, &whole, MSG_DONTWAIT);
        return fail(head.errorNumber);
    }
    const std::size_t size = static_cast<std::size_t>(got) - sizeof head;
    const std::size_t room = roomOf(message);
    message.msg_flags = size > room ? MSG_TRUNC : 0;
    writeControl(message, head);
    if (message.msg_name)
        fromAddress(head.address, name.family, static_cast<sockaddr *>(message.msg_name), &message.msg_namelen);
    return static_cast<ssize_t>((flags & MSG_TRUNC) != 0 || size < room ? size : room);
}

ssize_t sendStream(int fd, const msghdr &message, int flags)
{
    remote::SocketName name;
    if ((flags & MSG_OOB) != 0 && isOurs(fd, name)) {
        const std::size_t size = roomOf(message);
        if (message.msg_iovlen != 1 || size == 0)
            return fail(EINVAL);
        const auto *bytes = static_cast<const char *>(message.msg_iov[0].iov_base);
        msghdr before{};
        iovec part{message.msg_iov[0].iov_base, size - 1};
        before.msg_iov = &part;
        before.msg_iovlen = 1;
        if (size > 1 && sendStream(fd, before, flags & ~MSG_OOB) != static_cast<ssize_t>(size - 1))
            return fail(EAGAIN);
        const int error = ask(Op::sendUrgent, &name, 0, {bytes + size - 1, 1}).error;
        return error != 0 ? fail(error) : static_cast<ssize_t>(size);
    }
    msghdr plain = message;
    plain.msg_name = nullptr; // of a connected stream it is ignored
    plain.msg_namelen = 0;
    plain.msg_control = nullptr;
    plain.msg_controllen = 0;
    const ssize_t sent = real().sendmsg(fd, &plain, (flags & (MSG_DONTWAIT | MSG_MORE)) | MSG_NOSIGNAL);
    if (sent >= 0 || !isOver(errno))
        return sent;
    return sendFailed(fd, errno, (flags & MSG_NOSIGNAL) == 0);
}

ssize_t receiveStream(int fd, msghdr &message, int flags)
{
    remote::SocketName name;
    if ((flags & (MSG_OOB | MSG_ERRQUEUE)) != 0 && isOurs(fd, name)) {
        if ((flags & MSG_ERRQUEUE) != 0)
            return fail(EAGAIN);
        const Answer answer = ask(Op::takeUrgent, &name);
        if (answer.error != 0)
            return fail(answer.error);
        if (roomOf(message) == 0)
            return 0;
        *static_cast<unsigned char *>(message.msg_iov[0].iov_base) = static_cast<unsigned char>(answer.value);
        message.msg_flags = MSG_OOB;
        message.msg_namelen = 0;
        message.msg_controllen = 0;
        return 1;
    }
    const ssize_t got = real().recvmsg(fd, &message, flags & (MSG_DONTWAIT | MSG_PEEK | MSG_WAITALL | MSG_CMSG_CLOEXEC));
    if (got > 0) {
        message.msg_namelen = 0; // of a stream there is none
        return got;
    }
    if (got < 0 && errno != ECONNRESET)
        return -1;
    return got == 0 && roomOf(message) == 0 ? 0 : receiveEnded(fd, got, errno);
}

} // namespace hopyard::preload

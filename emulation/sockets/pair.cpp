// See pair.h. unix(7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/sockets/pair.h"

#include "emulation/linux/unix_socket.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>

namespace hopyard::remote {

linux::Result<Pair> makePair(const SocketName &name)
{
    const int type = name.kind == Kind::tcp ? SOCK_STREAM : SOCK_SEQPACKET;
    std::array<int, 2> fds{-1, -1};
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds.data()) < 0)
        return linux::sysFail("make a pair of sockets");
    Pair pair{linux::Fd(fds[0]), linux::Fd(fds[1])};
    if (auto set = linux::setNonBlocking(pair.ours); !set)
        return base::fail(set.error());
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, &name, sizeof name);
    constexpr socklen_t size = offsetof(sockaddr_un, sun_path) + 1 + sizeof name;
    if (::bind(pair.theirs.get(), reinterpret_cast<const sockaddr *>(&address), size) < 0)
        return linux::sysFail("name a socket");
    return pair;
}

void limitListener(const linux::Fd &ours)
{
    const int bytes = 32 * 1024; // the kernel doubles it; a record counts for some 800
    ::setsockopt(ours.get(), SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

Transferred sendSome(const linux::Fd &ours, base::Bytes head, base::Bytes bytes)
{
    std::array<iovec, 2> parts{iovec{const_cast<std::uint8_t *>(head.data()), head.size()},
                               iovec{const_cast<std::uint8_t *>(bytes.data()), bytes.size()}};
    msghdr message{};
    message.msg_iov = head.empty() ? &parts[1] : parts.data();
    message.msg_iovlen = head.empty() ? 1 : 2;
    ssize_t n;
    do
        n = ::sendmsg(ours.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n >= 0)
        return {Transferred::Outcome::some, static_cast<std::size_t>(n)};
    if (errno == EAGAIN || errno == ENOBUFS || errno == ENOMEM)
        return {Transferred::Outcome::wouldBlock, 0};
    return {Transferred::Outcome::end, 0};
}

Transferred receiveSome(const linux::Fd &ours, base::MutableBytes into)
{
    // Descriptors that a program sends along have no place to go, so the kernel closes them.
    ssize_t n;
    do
        n = ::recv(ours.get(), into.data(), into.size(), MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n > 0)
        return {Transferred::Outcome::some, static_cast<std::size_t>(n)};
    if (n == 0)
        return {Transferred::Outcome::end, 0};
    if (errno == EAGAIN)
        return {Transferred::Outcome::wouldBlock, 0};
    return {Transferred::Outcome::reset, 0};
}

} // namespace hopyard::remote

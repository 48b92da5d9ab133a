// sendmsg and recvmsg with their control messages; see unix_socket.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/unix_socket.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace hopyard::linux {

namespace {
constexpr std::size_t kMaxFds = 16;

/// Room for the descriptors and one set of credentials, aligned as cmsghdr wants it.
struct ControlBuffer {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxFds) + CMSG_SPACE(sizeof(ucred))> bytes{};
};

void append(msghdr &message, std::size_t &used, int type, const void *data, std::size_t size)
{
    auto *header = reinterpret_cast<cmsghdr *>(static_cast<char *>(message.msg_control) + used);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(header), data, size);
    used += CMSG_SPACE(size);
}
} // namespace

Result<std::pair<Fd, Fd>> makeMessagePair()
{
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds) < 0)
        return sysFail("make a pair of sockets");
    return std::pair(Fd(fds[0]), Fd(fds[1]));
}

Result<void> setNonBlocking(const Fd &fd)
{
    const int flags = fcntl(fd.get(), F_GETFL);
    if (flags < 0 || fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) < 0)
        return sysFail("make a descriptor non-blocking");
    return {};
}

Result<void> receivePids(const Fd &socket)
{
    const int on = 1;
    if (setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) < 0)
        return sysFail("ask for credentials on a socket");
    return {};
}

Result<void> sendMessage(int socket, base::Bytes bytes, std::span<const int> fds, std::optional<pid_t> pid)
{
    if (bytes.size() > kMaxMessage || fds.size() > kMaxFds)
        return sysFail("send a message", {}, EMSGSIZE);
    ControlBuffer control;
    iovec part{const_cast<std::uint8_t *>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    std::size_t used = 0;
    if (!fds.empty())
        append(message, used, SCM_RIGHTS, fds.data(), fds.size_bytes());
    if (pid) {
        const ucred credentials{*pid, getuid(), getgid()};
        append(message, used, SCM_CREDENTIALS, &credentials, sizeof credentials);
    }
    message.msg_controllen = used;
    if (used == 0)
        message.msg_control = nullptr;
    ssize_t n;
    do
        n = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return sysFail("send a message");
    return {};
}

Result<Message> receiveMessage(int socket)
{
    ssize_t n;
    do
        n = recv(socket, nullptr, 0, MSG_PEEK | MSG_TRUNC); // how long it is
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return sysFail("receive a message");
    Message result;
    result.bytes.resize(std::min(static_cast<std::size_t>(n), kMaxMessage));
    ControlBuffer control;
    iovec part{result.bytes.data(), result.bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    do
        n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return sysFail("receive a message");
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET)
            continue;
        if (header->cmsg_type == SCM_RIGHTS) {
            for (std::size_t at = CMSG_LEN(0); at + sizeof(int) <= header->cmsg_len; at += sizeof(int)) {
                int fd;
                std::memcpy(&fd, reinterpret_cast<const char *>(header) + at, sizeof fd);
                result.fds.emplace_back(fd);
            }
        } else if (header->cmsg_type == SCM_CREDENTIALS) {
            ucred credentials;
            std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
            result.pid = credentials.pid;
        }
    }
    if (n == 0)
        return sysFail("receive a message", {}, ECONNRESET);
    if (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))
        return sysFail("receive a message", {}, EMSGSIZE);
    return result;
}

} // namespace hopyard::linux

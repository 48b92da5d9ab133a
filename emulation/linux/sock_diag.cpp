// See sock_diag.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/sock_diag.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <utility>

namespace hopyard::linux {

namespace {

constexpr std::size_t kReceiveBuffer = 32 * 1024; ///< the kernel cuts a dump to what recv() is given, at most this

struct Request {
    nlmsghdr head{};
    inet_diag_req_v2 body{};
};

Request requestOf(std::uint8_t family, std::uint8_t protocol, std::uint16_t flags)
{
    Request request;
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.head.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    request.body.sdiag_family = family;
    request.body.sdiag_protocol = protocol;
    request.body.idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_CONG - 1);
    request.body.idiag_states = ~0U;
    return request;
}

void putAddress(const base::IpAddress &address, __be32 (&words)[4])
{
    std::array<std::uint8_t, 16> bytes{};
    if (address.isV4())
        address.v4().store(bytes.data());
    else
        bytes = address.v6().bytes();
    std::memcpy(words, bytes.data(), bytes.size());
}

} // namespace

Result<SockDiag> SockDiag::open()
{
    Fd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!socket)
        return sysFail("open a netlink socket for sock_diag");
    // The kernel answers within the call; this is against a kernel that forgets to.
    const timeval limit{2, 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    return SockDiag(std::move(socket));
}

Result<SocketDump> SockDiag::ask(const void *request, std::size_t size)
{
    nlmsghdr head;
    std::memcpy(&head, request, sizeof head);
    if (send(m_socket.get(), request, size, 0) < 0)
        return sysFail("ask for sockets");
    SocketDump dump;
    const bool isDump = (head.nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
    std::array<std::uint8_t, kReceiveBuffer> buffer;
    while (!dump.isOver && (isDump || dump.sockets.empty())) {
        const ssize_t received = recv(m_socket.get(), buffer.data(), buffer.size(), 0);
        if (received < 0 && errno == EINTR)
            continue;
        if (received <= 0)
            return sysFail("read the list of sockets");
        if (!readSocketDump(base::Bytes(buffer.data(), static_cast<std::size_t>(received)), head.nlmsg_seq, dump))
            return sysFail("read the list of sockets", "The kernel's answer is cut off.", EBADMSG);
    }
    if (dump.error != 0)
        return sysFail("ask for sockets",
                       dump.error == ENOENT && isDump ? "The kernel has no tcp_diag or udp_diag." : "", dump.error);
    return dump;
}

Result<std::vector<SocketEntry>> SockDiag::both(std::uint8_t protocol)
{
    std::vector<SocketEntry> all;
    for (const std::uint8_t family : {AF_INET, AF_INET6}) {
        Request request = requestOf(family, protocol, NLM_F_DUMP);
        request.head.nlmsg_seq = ++m_sequence;
        auto dump = ask(&request, sizeof request);
        if (!dump && family == AF_INET6 && !all.empty())
            break; // a kernel without IPv6
        if (!dump)
            return base::fail(dump.error());
        all.insert(all.end(), std::make_move_iterator(dump->sockets.begin()),
                   std::make_move_iterator(dump->sockets.end()));
    }
    return all;
}

Result<std::vector<SocketEntry>> SockDiag::tcp()
{
    return both(IPPROTO_TCP);
}
Result<std::vector<SocketEntry>> SockDiag::udp()
{
    return both(IPPROTO_UDP);
}

Result<std::optional<SocketEntry>> SockDiag::tcp(const base::IpAddress &local, std::uint16_t localPort,
                                                 const base::IpAddress &peer, std::uint16_t peerPort)
{
    Request request = requestOf(local.isV4() ? AF_INET : AF_INET6, IPPROTO_TCP, 0);
    request.head.nlmsg_seq = ++m_sequence;
    request.body.id.idiag_sport = htons(localPort);
    request.body.id.idiag_dport = htons(peerPort);
    putAddress(local, request.body.id.idiag_src);
    putAddress(peer, request.body.id.idiag_dst);
    request.body.id.idiag_cookie[0] = request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    auto dump = ask(&request, sizeof request);
    if (!dump && dump.error().code == ENOENT)
        return std::optional<SocketEntry>();
    if (!dump)
        return base::fail(dump.error());
    // A listener is the kernel's answer where there is no such connection.
    const SocketEntry *entry = dump->sockets.empty() ? nullptr : &dump->sockets.front();
    const bool isIt = entry && entry->local == local && entry->localPort == localPort && entry->peer == peer
                      && entry->peerPort == peerPort;
    return isIt ? std::optional(*entry) : std::nullopt;
}

} // namespace hopyard::linux

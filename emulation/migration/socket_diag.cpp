// See socket_diag.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/socket_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

namespace hopyard::migration {

bool KernelConnection::isOver() const { return state == TCP_TIME_WAIT || state == TCP_CLOSE; }

linux::Result<SocketDiag> SocketDiag::open()
{
    linux::Fd fd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!fd)
        return linux::sysFail("ask the kernel about its sockets");
    return SocketDiag(std::move(fd));
}

std::optional<KernelConnection> SocketDiag::find(const FourTuple &flow) const
{
    struct {
        nlmsghdr head;
        inet_diag_req_v2 body;
    } request{};
    request.head.nlmsg_len = sizeof request;
    request.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.head.nlmsg_flags = NLM_F_REQUEST;
    request.body.sdiag_family = AF_INET;
    request.body.sdiag_protocol = IPPROTO_TCP;
    request.body.idiag_states = ~0u;
    request.body.id.idiag_sport = htons(flow.destinationPort);
    request.body.id.idiag_dport = htons(flow.sourcePort);
    request.body.id.idiag_src[0] = htonl(flow.destination.value());
    request.body.id.idiag_dst[0] = htonl(flow.source.value());
    std::memset(request.body.id.idiag_cookie, 0xff, sizeof request.body.id.idiag_cookie); // whichever it is
    if (::send(m_fd.get(), &request, sizeof request, 0) < 0)
        return std::nullopt;
    alignas(nlmsghdr) std::array<char, 4'096> buffer;
    const ssize_t n = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0); // answered before send() returned
    nlmsghdr head{};
    inet_diag_msg answer{};
    if (n < static_cast<ssize_t>(sizeof head + sizeof answer))
        return std::nullopt;
    std::memcpy(&head, buffer.data(), sizeof head);
    std::memcpy(&answer, buffer.data() + sizeof head, sizeof answer);
    if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY || answer.idiag_state == TCP_LISTEN)
        return std::nullopt;
    return KernelConnection{answer.idiag_state, answer.idiag_rqueue, answer.idiag_wqueue};
}

} // namespace hopyard::migration

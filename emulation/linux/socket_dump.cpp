// See socket_dump.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/linux/socket_dump.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace hopyard::linux {

namespace {

/// As the kernel numbers them from 1; 12 is a connection that a listener has not taken yet.
constexpr std::array<std::string_view, 12> kStates{"ESTABLISHED", "SYN-SENT",  "SYN-RECEIVED", "FIN-WAIT-1",
                                                   "FIN-WAIT-2",  "TIME-WAIT", "CLOSED",       "CLOSE-WAIT",
                                                   "LAST-ACK",    "LISTEN",    "CLOSING",      "SYN-RECEIVED"};
constexpr std::uint8_t kListen = 10;

/// The bytes are in this computer's order, and anywhere.
template <class T>
std::optional<T> at(base::Bytes bytes, std::size_t offset)
{
    if (offset > bytes.size() || bytes.size() - offset < sizeof(T))
        return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

std::size_t padded(std::size_t length)
{
    return (length + 3) & ~std::size_t(3);
}

/// Offsets in struct tcp_info, which only ever grows at its end; our headers may be older than the kernel.
std::optional<TcpFigures> figuresOf(base::Bytes info)
{
    constexpr std::size_t kLeast = 104; // up to tcpi_total_retrans, as Linux 2.6 had it
    if (info.size() < kLeast)
        return std::nullopt;
    const auto word = [info](std::size_t offset) { return *at<std::uint32_t>(info, offset); };
    TcpFigures f;
    f.congestionState = info[1];
    f.retransmits = info[2];
    f.probes = info[3];
    f.sendScale = info[6] & 0x0f; // bit fields: the first has the low bits
    f.receiveScale = info[6] >> 4;
    f.rto = word(8);
    f.sendMss = word(16);
    f.receiveMss = word(20);
    f.unacknowledged = word(24);
    f.selectivelyAcknowledged = word(28);
    f.lost = word(32);
    f.retransmitted = word(36);
    f.pathMtu = word(60);
    f.rtt = word(68);
    f.rttVariation = word(72);
    f.slowStartThreshold = word(76);
    f.congestionWindow = word(80);
    f.totalRetransmissions = word(100);
    f.bytesAcked = at<std::uint64_t>(info, 120);
    f.bytesReceived = at<std::uint64_t>(info, 128);
    f.segmentsOut = at<std::uint32_t>(info, 136);
    f.segmentsIn = at<std::uint32_t>(info, 140);
    f.minimumRtt = at<std::uint32_t>(info, 148);
    if (f.minimumRtt == 0xffffffff) // none yet
        f.minimumRtt.reset();
    f.deliveryRate = at<std::uint64_t>(info, 160);
    f.bytesSent = at<std::uint64_t>(info, 200);
    f.sendWindow = at<std::uint32_t>(info, 228);
    f.receiveWindow = at<std::uint32_t>(info, 232);
    return f;
}

std::optional<base::IpAddress> addressOf(std::uint8_t family, const __be32 (&words)[4])
{
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), words, bytes.size());
    if (family == 2) // AF_INET
        return base::IpAddress(base::Ipv4Address::load(bytes.data()));
    if (family != 10) // AF_INET6
        return std::nullopt;
    constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0,    0,
                                                   0, 0, 0, 0, 0xff, 0xff}; // RFC 4291 section 2.5.5.2
    if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin()))
        return base::IpAddress(base::Ipv4Address::load(bytes.data() + 12));
    return base::IpAddress(base::Ipv6Address(bytes));
}

std::uint16_t portOf(__be16 port)
{
    std::array<std::uint8_t, 2> bytes;
    std::memcpy(bytes.data(), &port, bytes.size());
    return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

std::optional<SocketEntry> entryOf(base::Bytes payload)
{
    const auto head = at<inet_diag_msg>(payload, 0);
    if (!head || tcpStateName(head->idiag_state).empty())
        return std::nullopt;
    const auto local = addressOf(head->idiag_family, head->id.idiag_src),
               peer = addressOf(head->idiag_family, head->id.idiag_dst);
    if (!local || !peer)
        return std::nullopt;
    SocketEntry entry;
    entry.state = head->idiag_state;
    entry.local = *local;
    entry.peer = *peer;
    entry.localPort = portOf(head->id.idiag_sport);
    entry.peerPort = portOf(head->id.idiag_dport);
    entry.receiveQueue = head->idiag_rqueue;
    entry.sendQueue = head->idiag_wqueue;
    entry.inode = head->idiag_inode;
    for (std::size_t offset = sizeof(inet_diag_msg); const auto attribute = at<nlattr>(payload, offset);) {
        if (attribute->nla_len < sizeof(nlattr) || attribute->nla_len > payload.size() - offset)
            break;
        const base::Bytes value = payload.subspan(offset + sizeof(nlattr), attribute->nla_len - sizeof(nlattr));
        if (attribute->nla_type == INET_DIAG_INFO && entry.state != kListen)
            entry.tcp = figuresOf(value);
        else if (attribute->nla_type == INET_DIAG_CONG)
            entry.congestionControl.assign(value.begin(), std::find(value.begin(), value.end(), 0));
        offset += padded(attribute->nla_len);
    }
    return entry;
}

} // namespace

bool readSocketDump(base::Bytes datagram, std::uint32_t sequence, SocketDump &dump)
{
    for (std::size_t offset = 0; offset < datagram.size();) {
        const auto head = at<nlmsghdr>(datagram, offset);
        if (!head || head->nlmsg_len < sizeof(nlmsghdr) || head->nlmsg_len > datagram.size() - offset)
            return false;
        const base::Bytes payload = datagram.subspan(offset + sizeof(nlmsghdr), head->nlmsg_len - sizeof(nlmsghdr));
        offset += padded(head->nlmsg_len);
        if (head->nlmsg_seq != sequence)
            continue;
        if (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR) {
            dump.isOver = true;
            const auto code = at<std::int32_t>(payload, 0);
            dump.error = code && *code < 0 && *code > -4096 ? -*code : 0;
            return true;
        }
        if (head->nlmsg_type == SOCK_DIAG_BY_FAMILY)
            if (auto entry = entryOf(payload))
                dump.sockets.push_back(std::move(*entry));
    }
    return true;
}

std::string_view tcpStateName(std::uint8_t state)
{
    return state >= 1 && state <= kStates.size() ? kStates[state - 1] : std::string_view();
}

} // namespace hopyard::linux

// The system calls of TCP_REPAIR; see repair.h. The order matters: queues' numbers before connect(), options after it, the
// clock of the timestamps after those, data last, the window at the very end.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/migration/repair.h"

#include <algorithm>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace hopyard::migration {

using linux::Fd;
using linux::sysFail;
using transport::Endpoint;

namespace {

constexpr std::uint32_t kMaxSegment = 2, kWindow = 3, kSackPermitted = 4, kTimestamp = 8; // option kinds
constexpr std::uint8_t kHasTimestamps = 1, kHasSack = 2, kHasScale = 4;                   // tcpi_options
constexpr std::uint8_t kEstablished = 1, kCloseWait = 8;                                  // tcpi_state

bool set(const Fd &fd, int option, const void *value, socklen_t size)
{
    return ::setsockopt(fd.get(), IPPROTO_TCP, option, value, size) == 0;
}
bool set(const Fd &fd, int option, int value) { return set(fd, option, &value, sizeof value); }
template <class T>
bool get(const Fd &fd, int option, T &value)
{
    socklen_t size = sizeof value;
    return ::getsockopt(fd.get(), IPPROTO_TCP, option, &value, &size) == 0;
}
bool setSequence(const Fd &fd, int queue, std::uint32_t sequence)
{
    return set(fd, TCP_REPAIR_QUEUE, queue) && set(fd, TCP_QUEUE_SEQ, &sequence, sizeof sequence);
}

Endpoint endpointOf(const sockaddr_in &address)
{
    return {base::Ipv4Address(ntohl(address.sin_addr.s_addr)), ntohs(address.sin_port)};
}
sockaddr_in addressOf(const Endpoint &endpoint)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(endpoint.address.v4().value());
    address.sin_port = htons(endpoint.port);
    return address;
}

bool readQueue(const Fd &fd, int queue, std::uint32_t &sequence, std::vector<std::uint8_t> &data, std::size_t count)
{
    if (!set(fd, TCP_REPAIR_QUEUE, queue) || !get(fd, TCP_QUEUE_SEQ, sequence))
        return false;
    data.resize(count);
    return count == 0 || ::recv(fd.get(), data.data(), count, MSG_PEEK | MSG_DONTWAIT) == static_cast<ssize_t>(count);
}

bool writeAll(const Fd &fd, const std::vector<std::uint8_t> &data)
{
    for (std::size_t at = 0; at < data.size();) {
        const ssize_t n = ::send(fd.get(), data.data() + at, data.size() - at, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n <= 0)
            return false;
        at += static_cast<std::size_t>(n);
    }
    return true;
}

/// Both queues have to fit at once, and what the peer was allowed to send. The kernel doubles what is asked for, and
/// grows the buffers by itself again once they are unlocked (Linux 5.16; before, they stay as they are).
void makeRoom(const Fd &fd, const LinuxConnection &c)
{
    constexpr std::size_t kAlways = 8'192, kMost = 256u << 20;
    const auto force = [&](int option, std::size_t size) {
        const int bytes = static_cast<int>(std::min(size, kMost));
        ::setsockopt(fd.get(), SOL_SOCKET, option, &bytes, sizeof bytes);
    };
    const std::size_t out = c.sent.size() + c.unsent.size(), in = c.received.size() + c.receiveWindow;
    if (out > kAlways)
        force(SO_SNDBUFFORCE, out + 65'536);
    if (in > kAlways)
        force(SO_RCVBUFFORCE, in + 65'536);
    const int unlocked = 0;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_BUF_LOCK, &unlocked, sizeof unlocked);
}

/// All that is asked while the socket is in repair mode.
bool dump(const Fd &fd, const tcp_info &info, LinuxConnection &c)
{
    int inQueue = 0, outQueue = 0, notSent = 0;
    tcp_repair_window window{};
    if (::ioctl(fd.get(), SIOCINQ, &inQueue) != 0 || ::ioctl(fd.get(), SIOCOUTQ, &outQueue) != 0
        || ::ioctl(fd.get(), SIOCOUTQNSD, &notSent) != 0 || !get(fd, TCP_REPAIR_WINDOW, window)
        || !get(fd, TCP_TIMESTAMP, c.timestamp)
        || !readQueue(fd, TCP_RECV_QUEUE, c.receiveNext, c.received, static_cast<std::size_t>(inQueue))
        || !readQueue(fd, TCP_SEND_QUEUE, c.sendEnd, c.sent, static_cast<std::size_t>(outQueue)))
        return false;
    c.unsent.assign(c.sent.end() - notSent, c.sent.end());
    c.sent.resize(c.sent.size() - c.unsent.size());
    c.windowSequence = window.snd_wl1;
    c.sendWindow = window.snd_wnd;
    c.maxWindow = window.max_window;
    c.receiveWindow = window.rcv_wnd;
    c.toldAt = window.rcv_wup;
    c.peerClosed = info.tcpi_state == kCloseWait;
    c.timestamps = info.tcpi_options & kHasTimestamps;
    c.sack = info.tcpi_options & kHasSack;
    c.windowScaling = info.tcpi_options & kHasScale;
    c.sendScale = c.windowScaling ? info.tcpi_snd_wscale : std::uint8_t(0);
    c.receiveScale = c.windowScaling ? info.tcpi_rcv_wscale : std::uint8_t(0);
    c.mss = info.tcpi_snd_mss;
    std::uint32_t clamp = 0; // what the peer's SYN allowed, as Linux keeps it under repair
    c.peerMss = get(fd, TCP_MAXSEG, clamp) && clamp > c.mss ? clamp : c.mss + (c.timestamps ? 12u : 0u);
    c.advertisedMss = info.tcpi_advmss + (c.timestamps ? 12u : 0u);
    c.pathMtu = info.tcpi_pmtu;
    c.roundTripUs = info.tcpi_rtt;
    return true;
}

} // namespace

linux::Result<LinuxConnection> freeze(const Fd &fd)
{
    LinuxConnection c;
    sockaddr_in local{}, remote{};
    socklen_t size = sizeof local;
    if (::getsockname(fd.get(), reinterpret_cast<sockaddr *>(&local), &size) != 0 || local.sin_family != AF_INET)
        return sysFail("read the socket's address", "Only TCP over IPv4 moves.");
    size = sizeof remote;
    if (::getpeername(fd.get(), reinterpret_cast<sockaddr *>(&remote), &size) != 0)
        return sysFail("read the peer's address");
    c.local = endpointOf(local);
    c.remote = endpointOf(remote);
    tcp_info info{};
    if (!get(fd, TCP_INFO, info))
        return sysFail("read TCP_INFO");
    if (info.tcpi_state != kEstablished && info.tcpi_state != kCloseWait)
        return sysFail("take the connection out", "Only established connections move, and those whose peer has closed.", EINVAL);
    if (!set(fd, TCP_REPAIR, TCP_REPAIR_ON))
        return sysFail("set TCP_REPAIR", "It needs CAP_NET_ADMIN in the socket's namespace.");
    if (!dump(fd, info, c)) {
        const int code = errno;
        set(fd, TCP_REPAIR, TCP_REPAIR_OFF);
        return sysFail("read the socket under TCP_REPAIR", {}, code);
    }
    return c;
}

linux::Result<void> thaw(const Fd &fd)
{
    if (!set(fd, TCP_REPAIR_QUEUE, TCP_NO_QUEUE) || !set(fd, TCP_REPAIR, TCP_REPAIR_OFF))
        return sysFail("end TCP_REPAIR");
    return {};
}

void dissolve(Fd &fd)
{
    // In repair mode neither FIN nor RST leaves; others who have the descriptor find ECONNABORTED.
    sockaddr none{};
    none.sa_family = AF_UNSPEC;
    ::connect(fd.get(), &none, sizeof none);
    set(fd, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP);
    fd.reset();
}

linux::Result<LinuxConnection> takeOut(Fd &fd)
{
    auto c = freeze(fd);
    if (c)
        fd.reset(); // in repair mode: without a packet
    return c;
}

linux::Result<Fd> prepare(const LinuxConnection &c, Fd fd)
{
    if (c.peerClosed)
        return sysFail("put the connection into a socket", "Linux cannot be told of the peer's FIN.", EOPNOTSUPP);
    if (!fd)
        fd.reset(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd)
        return sysFail("make a socket");
    const int on = 1;
    ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!set(fd, TCP_REPAIR, TCP_REPAIR_ON))
        return sysFail("set TCP_REPAIR", "It needs CAP_NET_ADMIN in the socket's namespace.");
    const sockaddr_in local = addressOf(c.local), remote = addressOf(c.remote);
    if (::bind(fd.get(), reinterpret_cast<const sockaddr *>(&local), sizeof local) != 0)
        return sysFail("bind " + toString(c.local));
    const auto received = static_cast<std::uint32_t>(c.received.size());
    const auto queued = static_cast<std::uint32_t>(c.sent.size() + c.unsent.size());
    if (!setSequence(fd, TCP_RECV_QUEUE, c.receiveNext - received) || !setSequence(fd, TCP_SEND_QUEUE, c.sendEnd - queued))
        return sysFail("set the queues' sequence numbers");
    if (::connect(fd.get(), reinterpret_cast<const sockaddr *>(&remote), sizeof remote) != 0)
        return sysFail("connect to " + toString(c.remote) + " under TCP_REPAIR");
    std::vector<tcp_repair_opt> options{{kMaxSegment, c.peerMss}};
    if (c.windowScaling)
        options.push_back({kWindow, std::uint32_t(c.sendScale) | std::uint32_t(c.receiveScale) << 16});
    if (c.sack)
        options.push_back({kSackPermitted, 0});
    if (c.timestamps)
        options.push_back({kTimestamp, 0});
    if (!set(fd, TCP_REPAIR_OPTIONS, options.data(), static_cast<socklen_t>(options.size() * sizeof options[0])))
        return sysFail("set the options under TCP_REPAIR");
    if (c.timestamps && !set(fd, TCP_TIMESTAMP, &c.timestamp, sizeof c.timestamp))
        return sysFail("set the clock of the timestamps");
    makeRoom(fd, c);
    if (!set(fd, TCP_REPAIR_QUEUE, TCP_RECV_QUEUE) || !writeAll(fd, c.received) || !set(fd, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
        || !writeAll(fd, c.sent))
        return sysFail("fill the queues under TCP_REPAIR");
    const tcp_repair_window window{c.windowSequence, c.sendWindow, c.maxWindow, c.receiveWindow, c.toldAt};
    if (!set(fd, TCP_REPAIR_WINDOW, &window, sizeof window))
        return sysFail("set the windows under TCP_REPAIR");
    return fd;
}

linux::Result<void> begin(const Fd &fd, const LinuxConnection &c)
{
    // A probe of the window leaves here: it acknowledges what was held on the way.
    if (!set(fd, TCP_REPAIR, TCP_REPAIR_OFF))
        return sysFail("end TCP_REPAIR");
    if (!writeAll(fd, c.unsent)) // as if its program wrote it now
        return sysFail("queue what was not sent");
    return {};
}

linux::Result<Fd> putBack(const LinuxConnection &c)
{
    auto fd = prepare(c);
    if (!fd)
        return fd;
    if (auto begun = begin(*fd, c); !begun)
        return base::fail(begun.error());
    return fd;
}

} // namespace hopyard::migration

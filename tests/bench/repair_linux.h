// A Linux socket taken out and put back by TCP_REPAIR, as CRIU does it: what moving a connection between Linux machines
// costs, beside ours in one run. Needs CAP_NET_ADMIN. 
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace hopyard::bench {

struct RepairedSocket {
    sockaddr_in local{}, remote{};
    std::uint32_t sendSequence = 0, receiveSequence = 0, timestamp = 0;
    tcp_info info{};
    tcp_repair_window window{};
    int mss = 0;
    std::vector<std::uint8_t> sent, received;
};

inline bool setInt(int fd, int option, int value) { return setsockopt(fd, IPPROTO_TCP, option, &value, sizeof value) == 0; }
inline bool getInt(int fd, int option, std::uint32_t &value)
{
    socklen_t size = sizeof value;
    return getsockopt(fd, IPPROTO_TCP, option, &value, &size) == 0;
}

/// Takes everything out; the socket is closed without a packet.
inline bool takeOut(int fd, RepairedSocket &out)
{
    if (!setInt(fd, TCP_REPAIR, 1))
        return false;
    socklen_t size = sizeof out.local;
    getsockname(fd, reinterpret_cast<sockaddr *>(&out.local), &size);
    size = sizeof out.remote;
    getpeername(fd, reinterpret_cast<sockaddr *>(&out.remote), &size);
    size = sizeof out.info;
    getsockopt(fd, IPPROTO_TCP, TCP_INFO, &out.info, &size);
    size = sizeof out.window;
    getsockopt(fd, IPPROTO_TCP, TCP_REPAIR_WINDOW, &out.window, &size);
    size = sizeof out.mss;
    getsockopt(fd, IPPROTO_TCP, TCP_MAXSEG, &out.mss, &size);
    getInt(fd, TCP_TIMESTAMP, out.timestamp);
    const auto queue = [fd](int which, int request, std::uint32_t &sequence, std::vector<std::uint8_t> &data) {
        int count = 0;
        if (ioctl(fd, static_cast<unsigned long>(request), &count) != 0 || !setInt(fd, TCP_REPAIR_QUEUE, which)
            || !getInt(fd, TCP_QUEUE_SEQ, sequence))
            return false;
        data.resize(static_cast<std::size_t>(count));
        return count == 0 || recv(fd, data.data(), data.size(), MSG_PEEK | MSG_DONTWAIT) == count;
    };
    if (!queue(TCP_RECV_QUEUE, SIOCINQ, out.receiveSequence, out.received)
        || !queue(TCP_SEND_QUEUE, SIOCOUTQ, out.sendSequence, out.sent))
        return false;
    return close(fd) == 0;
}

/// A socket with all of it; negative: it did not work.
inline int putBack(const RepairedSocket &in)
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto sequence = [fd](int which, std::uint32_t value) {
        return setInt(fd, TCP_REPAIR_QUEUE, which) && setInt(fd, TCP_QUEUE_SEQ, static_cast<int>(value));
    };
    bool ok = setInt(fd, TCP_REPAIR, 1) && bind(fd, reinterpret_cast<const sockaddr *>(&in.local), sizeof in.local) == 0
        && sequence(TCP_RECV_QUEUE, in.receiveSequence - static_cast<std::uint32_t>(in.received.size()))
        && sequence(TCP_SEND_QUEUE, in.sendSequence - static_cast<std::uint32_t>(in.sent.size()))
        && connect(fd, reinterpret_cast<const sockaddr *>(&in.remote), sizeof in.remote) == 0;
    std::vector<tcp_repair_opt> options;
    options.push_back({TCPOPT_MAXSEG, static_cast<std::uint32_t>(in.mss)});
    if (in.info.tcpi_options & TCPI_OPT_WSCALE)
        options.push_back({TCPOPT_WINDOW, static_cast<std::uint32_t>(in.info.tcpi_snd_wscale | in.info.tcpi_rcv_wscale << 16)});
    if (in.info.tcpi_options & TCPI_OPT_SACK)
        options.push_back({TCPOPT_SACK_PERMITTED, 0});
    if (in.info.tcpi_options & TCPI_OPT_TIMESTAMPS)
        options.push_back({TCPOPT_TIMESTAMP, 0});
    ok = ok && setsockopt(fd, IPPROTO_TCP, TCP_REPAIR_OPTIONS, options.data(),
                          static_cast<socklen_t>(options.size() * sizeof(tcp_repair_opt))) == 0;
    if (in.info.tcpi_options & TCPI_OPT_TIMESTAMPS)
        ok = ok && setInt(fd, TCP_TIMESTAMP, static_cast<int>(in.timestamp));
    const auto fill = [fd](int which, const std::vector<std::uint8_t> &data) {
        if (!setInt(fd, TCP_REPAIR_QUEUE, which))
            return false;
        for (std::size_t at = 0; at < data.size();) {
            const ssize_t n = send(fd, data.data() + at, data.size() - at, 0);
            if (n <= 0)
                return false;
            at += static_cast<std::size_t>(n);
        }
        return true;
    };
    ok = ok && fill(TCP_RECV_QUEUE, in.received) && fill(TCP_SEND_QUEUE, in.sent)
        && setsockopt(fd, IPPROTO_TCP, TCP_REPAIR_WINDOW, &in.window, sizeof in.window) == 0 && setInt(fd, TCP_REPAIR, 0);
    if (!ok)
        close(fd);
    return ok ? fd : -1;
}

/// This process gets a network of its own, with a loopback that is up.
inline bool enterOwnNetwork()
{
    if (unshare(CLONE_NEWNET) != 0)
        return false;
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    const bool up = fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
    close(fd);
    return up;
}

/// Both ends of a connection on loopback; fds[1] was accepted.
inline bool connectedPair(int fds[2])
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    if (bind(listener, reinterpret_cast<sockaddr *>(&at), size) != 0 || listen(listener, 1) != 0
        || getsockname(listener, reinterpret_cast<sockaddr *>(&at), &size) != 0)
        return false;
    fds[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fds[0], reinterpret_cast<sockaddr *>(&at), size) != 0)
        return false;
    fds[1] = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    close(listener);
    return fds[1] >= 0;
}

} // namespace hopyard::bench

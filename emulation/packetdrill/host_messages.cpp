// recvmsg() and sendmsg(): the error queue and control messages. See host.h.
//
// Told: ICMP errors (IP_RECVERR), finished MSG_ZEROCOPY sends, TCP_INQ. Taken: nothing but data. Missing: time stamps
// (SO_TIMESTAMPING), IP_PKTINFO and its like on datagram sockets.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "emulation/packetdrill/addresses.h"
#include "emulation/packetdrill/host.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

namespace hopyard::packetdrill {

namespace {

/// Appends control messages to what a program gave room for.
class ControlWriter {
public:
    ControlWriter(msghdr *message, std::size_t room) : m_message(message), m_room(room) { message->msg_controllen = 0; }

    void add(int level, int type, base::Bytes data)
    {
        const std::size_t space = CMSG_SPACE(data.size());
        if (!m_message->msg_control || space > m_room - m_message->msg_controllen) {
            m_message->msg_flags |= MSG_CTRUNC;
            return;
        }
        cmsghdr header{};
        header.cmsg_len = CMSG_LEN(data.size());
        header.cmsg_level = level;
        header.cmsg_type = type;
        auto *at = static_cast<std::uint8_t *>(m_message->msg_control) + m_message->msg_controllen;
        std::memset(at, 0, space);
        std::memcpy(at, &header, sizeof header);
        std::memcpy(at + CMSG_LEN(0), data.data(), data.size());
        m_message->msg_controllen += space;
    }

private:
    msghdr *m_message;
    std::size_t m_room;
};

template <class T>
base::Bytes bytesOf(const T &value)
{
    return {reinterpret_cast<const std::uint8_t *>(&value), sizeof value};
}

} // namespace

long Host::receiveMessage(int fd, msghdr *message, int flags)
{
    Lock lock(m_mutex);
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    if (flags & MSG_ERRQUEUE)
        return receiveError(*file, message);
    std::size_t size = 0;
    for (std::size_t i = 0; i < message->msg_iovlen; ++i)
        size += message->msg_iov[i].iov_len;
    std::vector<std::uint8_t> bytes(size);
    Incoming incoming;
    const long result = readSome(lock, *file, bytes, flags, incoming);
    if (result < 0)
        return result;
    scatter(base::Bytes(bytes).first(std::min<std::size_t>(static_cast<std::size_t>(result), size)), message->msg_iov,
            message->msg_iovlen);
    message->msg_flags = incoming.truncated ? MSG_TRUNC : 0;
    if (message->msg_name && incoming.from.address.isValid())
        writeAddress(incoming.from, static_cast<sockaddr *>(message->msg_name), &message->msg_namelen);
    else
        message->msg_namelen = 0;
    ControlWriter control(message, message->msg_controllen);
    if (file->inqueueMessages) {
        const int rest = static_cast<int>(queues(*file).receive);
        control.add(IPPROTO_TCP, TCP_CM_INQ, bytesOf(rest));
    }
    return result;
}

/// The error queue: finished zero-copy sends, in one message as far as their numbers follow each other
/// (Documentation/networking/msg_zerocopy.rst), else what ICMP brought.
long Host::receiveError(SocketFile &file, msghdr *message)
{
    ControlWriter control(message, message->msg_controllen);
    message->msg_flags = MSG_ERRQUEUE;
    message->msg_namelen = 0;
    if (!file.zeroCopyDone.empty()) {
        sock_extended_err error{};
        error.ee_origin = SO_EE_ORIGIN_ZEROCOPY;
        error.ee_code = SO_EE_CODE_ZEROCOPY_COPIED;
        error.ee_info = file.zeroCopyDone.front();
        error.ee_data = file.zeroCopyDone.back(); // they finish in order
        file.zeroCopyDone.clear();
        control.add(SOL_IP, IP_RECVERR, bytesOf(error));
        return 0;
    }
    long result = 0;
    m_node.use([&](transport::SocketLayer &sockets, transport::IpOutput &) {
        const auto error = sockets.receiveError(file.id);
        if (!error) {
            result = -EAGAIN;
            return;
        }
        control.add(SOL_IP, IP_RECVERR, transport::linuxExtendedError(*error));
        if (message->msg_name) {
            message->msg_namelen = sizeof(sockaddr_in);
            writeAddress(error->destination, static_cast<sockaddr *>(message->msg_name), &message->msg_namelen);
        }
    });
    return result;
}

long Host::sendMessage(int fd, const msghdr *message, int flags)
{
    return send(fd, message->msg_iov, message->msg_iovlen, flags, static_cast<const sockaddr *>(message->msg_name),
                message->msg_namelen);
}

} // namespace hopyard::packetdrill

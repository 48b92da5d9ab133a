// fcntl(), ioctl(), getsockopt(), setsockopt(), and the node's settings. See host.h.
//
// Options are core/transport/linux_options.h's, but for those that are of this face alone: time-outs of blocking calls,
// and what recvmsg() tells.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "emulation/packetdrill/host.h"
#include "emulation/packetdrill/sysctl.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

namespace hopyard::packetdrill {

namespace {

using transport::errnoNumber;
using transport::IpOutput;
using transport::SocketLayer;

base::Result<base::Duration, int> readTimeout(const void *value, socklen_t length)
{
    timeval time{};
    if (length < sizeof time)
        return base::fail(EINVAL);
    std::memcpy(&time, value, sizeof time);
    if (time.tv_usec < 0 || time.tv_usec >= 1'000'000)
        return base::fail(EDOM);
    if (time.tv_sec < 0 || time.tv_sec > 1'000'000'000)
        return base::Duration(); // for ever, as Linux takes it
    return base::Duration::seconds(time.tv_sec) + base::Duration::microseconds(time.tv_usec);
}

template <class T>
long give(const T &what, void *value, socklen_t *length)
{
    *length = static_cast<socklen_t>(std::min<std::size_t>(*length, sizeof what));
    std::memcpy(value, &what, *length);
    return 0;
}

timeval toTimeval(base::Duration time) { return {time.ns() / 1'000'000'000, time.ns() % 1'000'000'000 / 1'000}; }

} // namespace

long Host::control(int fd, int command, long argument)
{
    const Lock lock(m_mutex);
    const auto file = find(fd);
    if (!file)
        return -EBADF;
    switch (command) {
    case F_GETFL: {
        const auto *end = dynamic_cast<const PipeFile *>(file.get());
        const int mode = !end ? O_RDWR : end->isWriter ? O_WRONLY : O_RDONLY;
        return mode | (file->nonBlocking ? O_NONBLOCK : 0);
    }
    case F_SETFL: file->nonBlocking = argument & O_NONBLOCK; return 0;
    case F_GETFD: return FD_CLOEXEC;
    case F_SETFD: return 0;
    default: return -EINVAL;
    }
}

Host::Queues Host::queues(const SocketFile &file) const
{
    Queues queues;
    const SocketLayer &sockets = m_node.sockets();
    if (!file.isStream()) {
        queues.receive = sockets.peek(file.id).size();
        return queues;
    }
    const auto local = sockets.localName(file.id);
    const auto remote = sockets.peerName(file.id);
    if (!local || !remote)
        return queues;
    for (const transport::tcp::ConnectionInfo &connection : sockets.tcp().connections())
        if (!connection.listener.isValid() && connection.local == *local && connection.remote == *remote)
            queues = {connection.receiveQueue, connection.sendQueue};
    return queues;
}

long Host::ioctl(int fd, unsigned long request, void *argument)
{
    const Lock lock(m_mutex);
    const auto file = find(fd);
    if (!file)
        return -EBADF;
    if (!argument)
        return -EFAULT;
    int value = 0;
    if (request == FIONBIO) {
        std::memcpy(&value, argument, sizeof value);
        file->nonBlocking = value != 0;
        return 0;
    }
    const auto socket = findAs<SocketFile>(fd);
    if (!socket)
        return -ENOTTY;
    switch (request) {
    case SIOCINQ: value = static_cast<int>(queues(*socket).receive); break;
    case SIOCOUTQ: value = static_cast<int>(queues(*socket).send); break;
    case SIOCOUTQNSD: {
        const auto info = m_node.sockets().tcpInfo(socket->id, m_node.now());
        value = info ? static_cast<int>(info->notSent) : 0;
        break;
    }
    default: return -ENOTTY;
    }
    std::memcpy(argument, &value, sizeof value);
    return 0;
}

long Host::option(int fd, int level, int name, void *value, socklen_t *length)
{
    const Lock lock(m_mutex);
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    if (!value || !length)
        return -EFAULT;
    if (level == SOL_SOCKET && name == SO_RCVTIMEO)
        return give(toTimeval(file->receiveTimeout), value, length);
    if (level == SOL_SOCKET && name == SO_SNDTIMEO)
        return give(toTimeval(file->sendTimeout), value, length);
    if (level == SOL_SOCKET && name == SO_ZEROCOPY)
        return give(static_cast<int>(file->zeroCopy), value, length);
    if (level == IPPROTO_TCP && name == TCP_INQ)
        return give(static_cast<int>(file->inqueueMessages), value, length);
    long result = 0;
    m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
        const auto bytes = transport::getLinuxOption(sockets, ip, file->id, level, name, *length);
        if (!bytes) {
            result = -errnoNumber(bytes.error());
            return;
        }
        *length = static_cast<socklen_t>(std::min<std::size_t>(*length, bytes->size()));
        if (*length > 0)
            std::memcpy(value, bytes->data(), *length);
    });
    afterMovement();
    return result;
}

long Host::setOption(int fd, int level, int name, const void *value, socklen_t length)
{
    const Lock lock(m_mutex);
    const auto file = findAs<SocketFile>(fd);
    if (!file)
        return missing(fd);
    if (!value && length > 0)
        return -EFAULT;
    if (level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO)) {
        const auto timeout = readTimeout(value, length);
        if (!timeout)
            return -timeout.error();
        (name == SO_RCVTIMEO ? file->receiveTimeout : file->sendTimeout) = *timeout;
        return 0;
    }
    if ((level == SOL_SOCKET && name == SO_ZEROCOPY) || (level == IPPROTO_TCP && name == TCP_INQ)) {
        int on = 0;
        if (length < sizeof on)
            return -EINVAL;
        std::memcpy(&on, value, sizeof on);
        if (on != 0 && on != 1)
            return -EINVAL;
        (name == SO_ZEROCOPY ? file->zeroCopy : file->inqueueMessages) = on;
        return 0;
    }
    long result = 0;
    m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
        const base::Bytes bytes(static_cast<const std::uint8_t *>(value), length);
        if (const auto set = transport::setLinuxOption(sockets, ip, file->id, level, name, bytes); !set)
            result = -errnoNumber(set.error());
    });
    afterMovement();
    return result;
}

void Host::readSysctl()
{
    if (!m_sysctlFolder.empty())
        m_node.use([this](SocketLayer &sockets, IpOutput &) {
            applySysctl(sockets.tcp().nodeSettings(), m_sysctlFolder);
        });
}

} // namespace hopyard::packetdrill

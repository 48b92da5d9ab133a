// Data in and out of sockets and pipes. See host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transport/linux_options.h"
#include "emulation/packetdrill/addresses.h"
#include "emulation/packetdrill/host.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include <sys/uio.h>

namespace hopyard::packetdrill {

namespace {

using transport::errnoNumber;
using transport::IpOutput;
using transport::SocketError;
using transport::SocketLayer;

constexpr std::size_t kMaxTransfer = 64 * 1024 * 1024; // no script moves more in one call

/// The bytes of all pieces together; nothing where the sum is absurd.
std::optional<std::size_t> sizeOf(const iovec *pieces, std::size_t count)
{
    std::size_t size = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (pieces[i].iov_len > kMaxTransfer - size)
            return std::nullopt;
        size += pieces[i].iov_len;
    }
    return size;
}

std::vector<std::uint8_t> gather(const iovec *pieces, std::size_t count, std::size_t size)
{
    std::vector<std::uint8_t> bytes(size);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (pieces[i].iov_len > 0)
            std::memcpy(bytes.data() + at, pieces[i].iov_base, pieces[i].iov_len);
        at += pieces[i].iov_len;
    }
    return bytes;
}

} // namespace

void scatter(base::Bytes bytes, const iovec *pieces, std::size_t count)
{
    for (std::size_t i = 0; i < count && !bytes.empty(); ++i) {
        const std::size_t n = std::min(bytes.size(), pieces[i].iov_len);
        if (n > 0)
            std::memcpy(pieces[i].iov_base, bytes.data(), n);
        bytes = bytes.subspan(n);
    }
}

long Host::receive(int fd, const iovec *into, std::size_t count, int flags, sockaddr *from, socklen_t *length)
{
    Lock lock(m_mutex);
    if (!find(fd))
        return -EBADF;
    const auto size = sizeOf(into, count);
    if (!size)
        return -EINVAL;
    std::vector<std::uint8_t> bytes(*size);
    Incoming incoming;
    long result = 0;
    if (const auto socket = findAs<SocketFile>(fd))
        result = readSome(lock, *socket, bytes, flags, incoming);
    else if (const auto pipe = findAs<PipeFile>(fd))
        result = readPipe(lock, pipe, bytes);
    else
        result = -EINVAL;
    if (result > 0)
        scatter(base::Bytes(bytes).first(std::min<std::size_t>(static_cast<std::size_t>(result), bytes.size())), into,
                count);
    if (result >= 0 && from && length) {
        if (incoming.from.address.isValid())
            writeAddress(incoming.from, from, length);
        else
            *length = 0; // a stream does not say (recvfrom(2))
    }
    return result;
}

long Host::readSome(Lock &lock, SocketFile &file, base::MutableBytes into, int flags, Incoming &incoming)
{
    if (flags & MSG_ERRQUEUE)
        return -EAGAIN; // only recvmsg() has room for what is there
    const transport::tcp::ReceiveFlags how{(flags & MSG_PEEK) != 0, (flags & MSG_OOB) != 0};
    const bool mayWait = !file.nonBlocking && !(flags & (MSG_DONTWAIT | MSG_OOB));
    const base::TimePoint deadline = after(file.receiveTimeout);
    if (!file.isStream()) {
        return run(lock, mayWait, deadline, [this, id = file.id, into, flags, &incoming](bool last) -> long {
            long result = 0;
            m_node.use([&](SocketLayer &sockets, IpOutput &) {
                auto message = sockets.receiveFrom(id, flags & MSG_PEEK);
                if (!message) {
                    const bool wait = message.error() == SocketError::wouldBlock && !last;
                    result = wait ? kAgain : -errnoNumber(message.error());
                    return;
                }
                const base::Bytes data = message->data.bytes();
                const std::size_t n = std::min(data.size(), into.size());
                if (n > 0)
                    std::memcpy(into.data(), data.data(), n);
                incoming.truncated = n < data.size();
                result = static_cast<long>(flags & MSG_TRUNC ? data.size() : n);
                incoming.from = message->from;
                incoming.message = std::move(*message);
            });
            return result;
        });
    }
    const bool all = (flags & MSG_WAITALL) && !(flags & (MSG_PEEK | MSG_OOB));
    return run(lock, mayWait, deadline,
               [this, id = file.id, into, how, all, done = std::size_t(0)](bool last) mutable -> long {
                   long result = 0;
                   m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
                       while (true) {
                           const auto got = sockets.read(ip, id, into.subspan(done), how);
                           if (got)
                               done += *got;
                           const bool blocked = !got && got.error() == SocketError::wouldBlock;
                           if (got && all && *got > 0 && done < into.size())
                               continue;
                           if (blocked && !last && (done == 0 || all))
                               result = kAgain;
                           else if (got || done > 0)
                               result = static_cast<long>(done);
                           else
                               result = -errnoNumber(got.error());
                           return;
                       }
                   });
                   return result;
               });
}

long Host::send(int fd, const iovec *data, std::size_t count, int flags, const sockaddr *to, socklen_t length)
{
    Lock lock(m_mutex);
    if (!find(fd))
        return -EBADF;
    const auto size = sizeOf(data, count);
    if (!size)
        return -EMSGSIZE;
    const std::vector<std::uint8_t> bytes = gather(data, count, *size);
    if (const auto pipe = findAs<PipeFile>(fd))
        return writePipe(lock, pipe, bytes);
    const auto socket = findAs<SocketFile>(fd);
    if (!socket)
        return -EINVAL;
    if (!to)
        return writeSome(lock, *socket, bytes, flags, nullptr);
    const auto endpoint = readAddress(to, length);
    if (!endpoint)
        return -endpoint.error();
    return writeSome(lock, *socket, bytes, flags, &*endpoint);
}

/// sendto() with MSG_FASTOPEN: connect() whose SYN carries data where there is a cookie for the peer. How many bytes it
/// took; EINPROGRESS: none.
long Host::beginFastOpen(SocketFile &file, const transport::Endpoint &to, base::Bytes data)
{
    long result = 0;
    m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
        const auto taken = sockets.connectWith(ip, file.id, to, data);
        result = taken ? static_cast<long>(*taken) : -errnoNumber(taken.error());
    });
    return result;
}

long Host::writeSome(Lock &lock, SocketFile &file, base::Bytes data, int flags, const transport::Endpoint *to)
{
    const bool mayWait = !file.nonBlocking && !(flags & MSG_DONTWAIT);
    if (!file.isStream()) {
        long result = static_cast<long>(data.size());
        m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
            const auto sent = to && to->address.isValid() ? sockets.sendTo(ip, file.id, data, *to)
                                                          : sockets.send(ip, file.id, data);
            if (!sent)
                result = -errnoNumber(sent.error());
        });
        afterMovement();
        return result;
    }
    std::size_t inSyn = 0;
    if (flags & MSG_FASTOPEN) {
        if (!to)
            return -EINVAL;
        const long begun = beginFastOpen(file, *to, data);
        if (begun < 0 && (begun != -EINPROGRESS || !mayWait)) {
            afterMovement();
            return begun;
        }
        inSyn = begun > 0 ? static_cast<std::size_t>(begun) : 0;
    }
    const transport::tcp::SendFlags how{(flags & MSG_OOB) != 0, (flags & MSG_MORE) != 0};
    const bool wantsNotice = (flags & MSG_ZEROCOPY) && file.zeroCopy;
    const long sent = run(
        lock, mayWait, after(file.sendTimeout),
        [this, id = file.id, data, how, mayWait, done = inSyn](bool last) mutable -> long {
            long result = 0;
            m_node.use([&](SocketLayer &sockets, IpOutput &ip) {
                while (true) {
                    if (done == data.size() && done > 0) { // all of it went with the SYN
                        result = static_cast<long>(done);
                        return;
                    }
                    const auto taken = sockets.write(ip, id, data.subspan(done), how);
                    if (taken)
                        done += *taken;
                    if (taken && *taken > 0 && done < data.size())
                        continue;
                    const bool blocked = !taken && (taken.error() == SocketError::wouldBlock
                                                    || taken.error() == SocketError::inProgress);
                    if (blocked && mayWait && !last)
                        result = kAgain;
                    else if (taken || done > 0)
                        result = static_cast<long>(done);
                    else
                        result = -errnoNumber(taken.error());
                    return;
                }
            });
            return result;
        });
    if (sent > 0) {
        file.written += static_cast<std::uint64_t>(sent);
        if (wantsNotice)
            file.zeroCopyPending.push_back({file.nextZeroCopy++, file.written});
    }
    return sent;
}

/// The stack copied the bytes long ago; it tells when the peer has them, as Linux does, and that they were copied.
void Host::finishZeroCopy(SocketFile &file)
{
    if (file.zeroCopyPending.empty())
        return;
    const std::uint64_t acknowledged = file.written - std::min<std::uint64_t>(file.written, queues(file).send);
    while (!file.zeroCopyPending.empty() && file.zeroCopyPending.front().end <= acknowledged) {
        file.zeroCopyDone.push_back(file.zeroCopyPending.front().number);
        file.zeroCopyPending.pop_front();
        ++file.activity;
    }
}

} // namespace hopyard::packetdrill

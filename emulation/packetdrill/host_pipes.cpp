// Pipes, and splice() between a pipe and a socket. See host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/host.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>

namespace hopyard::packetdrill {

long Host::pipe(int ends[2])
{
    const Lock lock(m_mutex);
    const auto shared = std::make_shared<Pipe>();
    const int reader = enter(std::make_shared<PipeFile>(shared, false));
    if (reader < 0)
        return reader;
    const int writer = enter(std::make_shared<PipeFile>(shared, true));
    if (writer < 0)
        return writer;
    ends[0] = reader;
    ends[1] = writer;
    return 0;
}

long Host::readPipe(Lock &lock, const std::shared_ptr<PipeFile> &end, base::MutableBytes into)
{
    if (end->isWriter)
        return -EBADF;
    return run(lock, !end->nonBlocking, base::TimePoint::never(), [end, into](bool last) -> long {
        Pipe &pipe = *end->pipe;
        if (pipe.bytes.empty() && !pipe.writerGone && !into.empty())
            return last ? -EAGAIN : kAgain;
        const std::size_t n = std::min(into.size(), pipe.bytes.size());
        std::copy_n(pipe.bytes.begin(), n, into.begin());
        pipe.bytes.erase(pipe.bytes.begin(), pipe.bytes.begin() + static_cast<std::ptrdiff_t>(n));
        return static_cast<long>(n);
    });
}

long Host::writePipe(Lock &lock, const std::shared_ptr<PipeFile> &end, base::Bytes data)
{
    if (!end->isWriter)
        return -EBADF;
    return run(lock, !end->nonBlocking, base::TimePoint::never(),
               [end, data, done = std::size_t(0)](bool last) mutable -> long {
                   Pipe &pipe = *end->pipe;
                   if (pipe.readerGone)
                       return done > 0 ? static_cast<long>(done) : -EPIPE;
                   const base::Bytes rest = data.subspan(done);
                   const std::size_t n = std::min(rest.size(), pipe.room());
                   pipe.bytes.insert(pipe.bytes.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(n));
                   done += n;
                   if (done < data.size() && !last)
                       return kAgain;
                   return done == 0 && !data.empty() ? -EAGAIN : static_cast<long>(done);
               });
}

/// What one end had to give goes to the other, as far as the pipe has room: nothing is lost in between.
long Host::splice(int from, int to, std::size_t size, unsigned flags)
{
    Lock lock(m_mutex);
    if (!find(from) || !find(to))
        return -EBADF;
    const auto source = findAs<PipeFile>(from);
    const auto target = findAs<PipeFile>(to);
    if (!source && !target)
        return -EINVAL;
    const int how = flags & SPLICE_F_NONBLOCK ? MSG_DONTWAIT : 0;
    std::vector<std::uint8_t> bytes;
    if (target) {
        if (!target->isWriter)
            return -EBADF;
        bytes.resize(std::min(size, target->pipe->room()));
        if (bytes.empty())
            return size == 0 ? 0 : -EAGAIN;
        Incoming incoming;
        const auto socket = findAs<SocketFile>(from);
        if (!source && !socket)
            return -EINVAL;
        const long got = source ? readPipe(lock, source, bytes) : readSome(lock, *socket, bytes, how, incoming);
        if (got <= 0)
            return got;
        bytes.resize(static_cast<std::size_t>(got));
        return writePipe(lock, target, bytes);
    }
    const auto socket = findAs<SocketFile>(to);
    if (!socket)
        return -EINVAL;
    if (source->isWriter)
        return -EBADF;
    Pipe &pipe = *source->pipe;
    const std::size_t n = std::min(size, pipe.bytes.size());
    if (n == 0)
        return pipe.writerGone || size == 0 ? 0 : -EAGAIN;
    bytes.assign(pipe.bytes.begin(), pipe.bytes.begin() + static_cast<std::ptrdiff_t>(n));
    const int more = flags & SPLICE_F_MORE ? MSG_MORE : 0;
    const long sent = writeSome(lock, *socket, bytes, how | more, nullptr);
    if (sent > 0)
        pipe.bytes.erase(pipe.bytes.begin(), pipe.bytes.begin() + sent);
    return sent;
}

} // namespace hopyard::packetdrill

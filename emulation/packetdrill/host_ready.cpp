// poll() and epoll. See host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/host.h"

#include <algorithm>
#include <cerrno>

namespace hopyard::packetdrill {

static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT && EPOLLERR == POLLERR && EPOLLHUP == POLLHUP
                  && EPOLLPRI == POLLPRI && EPOLLRDHUP == POLLRDHUP && EPOLLRDNORM == POLLRDNORM
                  && EPOLLWRNORM == POLLWRNORM,
              "events of poll() and epoll are the same bits");

short Host::events(const File &file) const
{
    short events = 0;
    if (const auto *socket = dynamic_cast<const SocketFile *>(&file)) {
        const transport::tcp::Readiness ready = m_node.sockets().readiness(socket->id);
        if (ready.readable)
            events |= POLLIN | POLLRDNORM;
        if (ready.writable)
            events |= POLLOUT | POLLWRNORM;
        if (ready.priority)
            events |= POLLPRI;
        if (ready.hangUp)
            events |= POLLHUP;
        if (ready.peerClosed)
            events |= POLLRDHUP;
        if (ready.error || !socket->zeroCopyDone.empty())
            events |= POLLERR;
    } else if (const auto *end = dynamic_cast<const PipeFile *>(&file)) {
        if (!end->isWriter && !end->pipe->bytes.empty())
            events |= POLLIN | POLLRDNORM;
        if (!end->isWriter && end->pipe->writerGone)
            events |= POLLHUP;
        if (end->isWriter && end->pipe->room() > 0)
            events |= POLLOUT | POLLWRNORM;
        if (end->isWriter && end->pipe->readerGone)
            events |= POLLERR;
    } else if (const auto *epoll = dynamic_cast<const EpollFile *>(&file)) {
        for (const auto &[fd, watch] : epoll->watches)
            if (const auto watched = watch.file.lock();
                watched && (this->events(*watched) & (watch.events | POLLERR | POLLHUP)))
                events |= POLLIN | POLLRDNORM;
    }
    return events;
}

long Host::poll(pollfd *fds, nfds_t count, int timeout)
{
    Lock lock(m_mutex);
    return run(lock, timeout != 0, afterMilliseconds(timeout), [this, fds, count](bool last) -> long {
        long ready = 0;
        for (nfds_t i = 0; i < count; ++i) {
            fds[i].revents = 0;
            if (fds[i].fd < 0)
                continue;
            const auto file = find(fds[i].fd);
            if (!file)
                fds[i].revents = POLLNVAL;
            else
                fds[i].revents = static_cast<short>(events(*file) & (fds[i].events | POLLERR | POLLHUP));
            ready += fds[i].revents != 0;
        }
        return ready > 0 || last ? ready : kAgain;
    });
}

long Host::epollCreate()
{
    const Lock lock(m_mutex);
    return enter(std::make_shared<EpollFile>());
}

long Host::epollControl(int epoll, int operation, int fd, const epoll_event *event)
{
    const Lock lock(m_mutex);
    const auto set = findAs<EpollFile>(epoll);
    const auto file = find(fd);
    if (!file || !find(epoll))
        return -EBADF;
    if (!set || file == set)
        return -EINVAL;
    const auto at = set->watches.find(fd);
    const bool known = at != set->watches.end() && !at->second.file.expired();
    switch (operation) {
    case EPOLL_CTL_ADD:
        if (known)
            return -EEXIST;
        if (!event)
            return -EFAULT;
        set->watches[fd] = {file, event->events, event->data.u64, 0, 0};
        break;
    case EPOLL_CTL_MOD:
        if (!known)
            return -ENOENT;
        if (!event)
            return -EFAULT;
        at->second = {file, event->events, event->data.u64, 0, 0};
        break;
    case EPOLL_CTL_DEL:
        if (!known)
            return -ENOENT;
        set->watches.erase(at);
        break;
    default: return -EINVAL;
    }
    afterMovement(); // whoever waits on the set
    return 0;
}

long Host::collectEvents(EpollFile &epoll, epoll_event *into, int room)
{
    constexpr std::uint32_t kModes = EPOLLET | EPOLLONESHOT | EPOLLEXCLUSIVE | EPOLLWAKEUP;
    std::erase_if(epoll.watches, [](const auto &entry) { return entry.second.file.expired(); });
    int count = 0;
    for (auto &[fd, watch] : epoll.watches) {
        if (count == room)
            break;
        if ((watch.events & ~kModes) == 0)
            continue; // a one-shot that was reported
        const auto file = watch.file.lock();
        const auto now = static_cast<std::uint32_t>(static_cast<std::uint16_t>(events(*file)))
                       & (watch.events | EPOLLERR | EPOLLHUP);
        if (now == 0) {
            watch.reported = 0;
            continue;
        }
        // An edge: something new holds, or something happened again to what holds.
        if ((watch.events & EPOLLET) && (now & ~watch.reported) == 0 && watch.seen == file->activity)
            continue;
        watch.reported = now;
        watch.seen = file->activity;
        if (watch.events & EPOLLONESHOT)
            watch.events &= kModes;
        into[count].events = now;
        into[count].data.u64 = watch.data;
        ++count;
    }
    return count;
}

long Host::epollWait(int epoll, epoll_event *into, int room, int timeout)
{
    Lock lock(m_mutex);
    const auto set = findAs<EpollFile>(epoll);
    if (!find(epoll))
        return -EBADF;
    if (!set || room <= 0)
        return -EINVAL;
    return run(lock, timeout != 0, afterMilliseconds(timeout), [this, set, into, room](bool last) -> long {
        const long ready = collectEvents(*set, into, room);
        return ready > 0 || last ? ready : kAgain;
    });
}

} // namespace hopyard::packetdrill

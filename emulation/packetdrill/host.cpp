// The clock, calls that wait, and descriptors. See host.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/host.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hopyard::packetdrill {

namespace {

/// An arbitrary fixed date: packetdrill only takes differences.
constexpr base::TimePoint kStart = base::TimePoint::fromNs(1'700'000'000'000'000'000);
constexpr base::Duration kTick = base::Duration::microseconds(1);
/// Where the stack has deadlines but sends nothing for so long, nothing will come.
constexpr base::Duration kPatience = base::Duration::seconds(24 * 3600);

int currentThread() { return static_cast<int>(::syscall(SYS_gettid)); }

} // namespace

Host::Host(const Flags &flags) : m_sysctlFolder(flags.sysctlFolder), m_node(flags, kStart) {}

Host::~Host()
{
    Lock lock(m_mutex);
    while (!m_waiters.empty())
        end(*m_waiters.front(), -EINTR);
    m_allGone.wait(lock, [&] { return m_threadsInside == 0; });
    for (const auto &[fd, file] : m_files)
        ::syscall(SYS_close, fd);
}

// --- waiting ---

long Host::run(Lock &lock, bool mayWait, base::TimePoint deadline, Attempt attempt)
{
    const bool last = !mayWait || deadline <= m_node.now();
    const long first = attempt(last);
    afterMovement();
    if (first != kAgain)
        return first;
    Waiter waiter{std::move(attempt), deadline, currentThread(), kAgain, {}, {}};
    m_waiters.push_back(&waiter);
    ++m_threadsInside;
    waiter.wake.wait(lock, [&] { return waiter.result != kAgain; });
    m_returned[waiter.thread] = waiter.doneAt;
    if (--m_threadsInside == 0)
        m_allGone.notify_all();
    return waiter.result;
}

void Host::end(Waiter &waiter, long result)
{
    waiter.result = result;
    waiter.doneAt = m_node.now();
    std::erase(m_waiters, &waiter);
    waiter.wake.notify_one();
}

/// Something may have happened to any socket: whoever waits tries again, until nobody gets any further.
void Host::afterMovement()
{
    bool progress = true;
    while (progress) {
        progress = false;
        for (const transport::SocketId id : m_node.takeReady())
            if (const auto at = m_bySocket.find(id); at != m_bySocket.end())
                ++at->second->activity;
        for (auto &[id, file] : m_bySocket)
            finishZeroCopy(*file);
        for (std::size_t i = 0; i < m_waiters.size(); ++i) {
            Waiter &waiter = *m_waiters[i];
            const long result = waiter.attempt(waiter.deadline <= m_node.now());
            if (result == kAgain)
                continue;
            end(waiter, result);
            progress = true;
            break; // the list is another now
        }
    }
}

// --- time ---

base::TimePoint Host::nextDeadline() const
{
    base::TimePoint next = m_node.nextDeadline();
    for (const Waiter *waiter : m_waiters)
        next = std::min(next, waiter->deadline);
    return next;
}

void Host::moveTo(base::TimePoint to)
{
    while (true) {
        const base::TimePoint next = std::max(std::min(nextDeadline(), to), m_node.now());
        m_node.moveTo(next);
        afterMovement();
        if (next >= to)
            return;
    }
}

long Host::sleep(std::uint64_t microseconds)
{
    const Lock lock(m_mutex);
    moveTo(m_node.now() + base::Duration::microseconds(static_cast<std::int64_t>(microseconds)));
    return 0;
}

timeval Host::timeOfDay()
{
    const Lock lock(m_mutex);
    base::TimePoint time;
    if (const auto returned = m_returned.find(currentThread()); returned != m_returned.end()) {
        time = returned->second;
        m_returned.erase(returned);
    } else {
        moveTo(m_node.now() + kTick);
        time = m_node.now();
    }
    const std::int64_t us = time.ns() / 1'000;
    return {us / 1'000'000, us % 1'000'000};
}

long Host::netdevSend(const void *packet, std::size_t size)
{
    const Lock lock(m_mutex);
    readSysctl();
    const bool taken = m_node.inject({static_cast<const std::uint8_t *>(packet), size});
    afterMovement();
    return taken ? 0 : -EMSGSIZE;
}

long Host::netdevReceive(void *into, std::size_t *size, long long *microseconds)
{
    const Lock lock(m_mutex);
    const base::TimePoint end = m_node.now() + kPatience;
    while (m_node.sent().empty()) {
        const base::TimePoint next = nextDeadline();
        if (next > end) {
            *size = 0;
            *microseconds = m_node.now().ns() / 1'000;
            return 0;
        }
        moveTo(next);
    }
    const Node::Sent sent = std::move(m_node.sent().front());
    m_node.sent().pop_front();
    const base::Bytes bytes = sent.packet.bytes();
    *size = std::min(*size, bytes.size());
    std::memcpy(into, bytes.data(), *size);
    *microseconds = sent.when.ns() / 1'000;
    return 0;
}

base::TimePoint Host::after(base::Duration timeout) const
{
    return timeout == base::Duration() ? base::TimePoint::never() : m_node.now() + timeout;
}

base::TimePoint Host::afterMilliseconds(int timeout) const
{
    return timeout < 0 ? base::TimePoint::never() : m_node.now() + base::Duration::milliseconds(timeout);
}

// --- descriptors ---

/// Each has a real one of the kernel's behind it, which only keeps its number: so no number is used twice, and a
/// close() that goes past us does no harm.
int Host::enter(std::shared_ptr<File> file)
{
    const int fd = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC, 0));
    if (fd < 0)
        return -errno;
    if (const auto stale = m_files.find(fd); stale != m_files.end()) { // closed without us
        release(*stale->second);
        m_files.erase(stale);
    }
    if (auto *socket = dynamic_cast<SocketFile *>(file.get()))
        m_bySocket[socket->id] = socket;
    m_files[fd] = std::move(file);
    return fd;
}

std::shared_ptr<File> Host::find(int fd)
{
    const auto at = m_files.find(fd);
    return at == m_files.end() ? nullptr : at->second;
}

long Host::missing(int fd) { return find(fd) ? -ENOTSOCK : -EBADF; }

void Host::release(File &file)
{
    auto *socket = dynamic_cast<SocketFile *>(&file);
    if (!socket)
        return;
    m_bySocket.erase(socket->id);
    m_node.use([&](transport::SocketLayer &sockets, transport::IpOutput &ip) { (void)sockets.close(ip, socket->id); });
}

long Host::close(int fd)
{
    const Lock lock(m_mutex);
    const auto at = m_files.find(fd);
    if (at == m_files.end())
        return -EBADF;
    release(*at->second);
    m_files.erase(at);
    ::syscall(SYS_close, fd);
    afterMovement();
    return 0;
}

bool Host::owns(int fd)
{
    const Lock lock(m_mutex);
    return m_files.contains(fd);
}

int Host::blockedCalls(int thread)
{
    const Lock lock(m_mutex);
    return static_cast<int>(std::count_if(m_waiters.begin(), m_waiters.end(), [thread](const Waiter *waiter) {
        return thread == 0 || waiter->thread == thread;
    }));
}

} // namespace hopyard::packetdrill

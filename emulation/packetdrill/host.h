// The POSIX face of the node: descriptors, calls that block, and the virtual clock, safe for several threads.
//
// One mutex guards everything. A call that has to wait leaves behind what it would try ("attempt"), and whoever moves
// the node afterwards (a packet, a deadline, another call) tries it at once: so a blocked call ends at an exact time,
// however late its thread runs. That thread's next look at the clock is answered with that time.
//
// Time moves by usleep() and netdevReceive(), which go from deadline to deadline, and by a microsecond at each
// gettimeofday(), because packetdrill spins on it.
//
// Answers are what the POSIX call returns, or -errno. Files: host.cpp clock, waiting, descriptors; host_sockets.cpp
// socket() to shutdown(); host_transfer.cpp data; host_messages.cpp recvmsg() and sendmsg(); host_control.cpp options;
// host_ready.cpp poll() and epoll; host_pipes.cpp.
//
// Missing: IPv6 (EAFNOSUPPORT), signals (SIGPIPE, F_SETOWN), dup(), close() that lingers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "emulation/packetdrill/files.h"
#include "emulation/packetdrill/node.h"

#include <climits>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>

namespace hopyard::packetdrill {

class Host {
public:
    explicit Host(const Flags &flags);
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;
    /// Calls that are blocked end with EINTR first.
    ~Host();

    long socket(int domain, int type, int protocol);
    long bind(int fd, const sockaddr *address, socklen_t length);
    long listen(int fd, int backlog);
    long accept(int fd, sockaddr *address, socklen_t *length);
    long connect(int fd, const sockaddr *address, socklen_t length);
    long shutdown(int fd, int how);
    long close(int fd);

    /// One of these for each call of its family: read() is one piece and no flags.
    long receive(int fd, const iovec *into, std::size_t count, int flags, sockaddr *from, socklen_t *length);
    long send(int fd, const iovec *data, std::size_t count, int flags, const sockaddr *to, socklen_t length);
    long receiveMessage(int fd, msghdr *message, int flags);
    long sendMessage(int fd, const msghdr *message, int flags);

    long control(int fd, int command, long argument);        ///< fcntl()
    long ioctl(int fd, unsigned long request, void *argument);
    long option(int fd, int level, int name, void *value, socklen_t *length);
    long setOption(int fd, int level, int name, const void *value, socklen_t length);

    long poll(pollfd *fds, nfds_t count, int timeout);
    long epollCreate();
    long epollControl(int epoll, int operation, int fd, const epoll_event *event);
    long epollWait(int epoll, epoll_event *events, int room, int timeout);
    long pipe(int ends[2]);
    long splice(int from, int to, std::size_t size, unsigned flags);

    long netdevSend(const void *packet, std::size_t size);
    long netdevReceive(void *into, std::size_t *size, long long *microseconds);
    long sleep(std::uint64_t microseconds);
    timeval timeOfDay();

    bool owns(int fd);
    /// How many calls are blocked, or of one thread (gettid).
    int blockedCalls(int thread);

private:
    using Lock = std::unique_lock<std::mutex>;
    static constexpr long kAgain = LONG_MIN; // an attempt's "not yet"
    /// Tries a call. Told `last`, it has to come to an end: time is over, or it may not wait.
    using Attempt = std::function<long(bool last)>;
    struct Waiter {
        Attempt attempt;
        base::TimePoint deadline;
        int thread = 0;
        long result = kAgain;
        base::TimePoint doneAt;
        std::condition_variable wake;
    };

    // host.cpp
    long run(Lock &lock, bool mayWait, base::TimePoint deadline, Attempt attempt);
    void end(Waiter &waiter, long result);
    void afterMovement();
    void moveTo(base::TimePoint to);
    base::TimePoint nextDeadline() const;
    base::TimePoint after(base::Duration timeout) const; ///< never for 0
    base::TimePoint afterMilliseconds(int timeout) const; ///< as poll() says it: negative is never
    int enter(std::shared_ptr<File> file);
    std::shared_ptr<File> find(int fd); // null: there is none
    template <class T>
    std::shared_ptr<T> findAs(int fd)
    {
        return std::dynamic_pointer_cast<T>(find(fd));
    }
    long missing(int fd); // EBADF or ENOTSOCK
    void release(File &file);

    // host_transfer.cpp
    struct Incoming {
        transport::Endpoint from;
        bool truncated = false;
        std::optional<transport::Received> message; // of a datagram socket
    };
    long readSome(Lock &lock, SocketFile &file, base::MutableBytes into, int flags, Incoming &incoming);
    long writeSome(Lock &lock, SocketFile &file, base::Bytes data, int flags, const transport::Endpoint *to);
    long beginFastOpen(SocketFile &file, const transport::Endpoint &to, base::Bytes data);
    void finishZeroCopy(SocketFile &file);

    // host_pipes.cpp
    long readPipe(Lock &lock, const std::shared_ptr<PipeFile> &end, base::MutableBytes into);
    long writePipe(Lock &lock, const std::shared_ptr<PipeFile> &end, base::Bytes data);

    // host_messages.cpp
    long receiveError(SocketFile &file, msghdr *message);

    // host_control.cpp
    struct Queues {
        std::size_t receive = 0; ///< bytes that can be read; of a datagram socket, of the first datagram
        std::size_t send = 0;    ///< bytes that the peer has not acknowledged
    };
    Queues queues(const SocketFile &file) const;
    void readSysctl();

    // host_ready.cpp
    short events(const File &file) const;
    long collectEvents(EpollFile &epoll, epoll_event *events, int room);

    std::mutex m_mutex;
    std::string m_sysctlFolder; // empty: settings stay as they are
    Node m_node;
    std::map<int, std::shared_ptr<File>> m_files;
    std::map<transport::SocketId, SocketFile *> m_bySocket;
    std::vector<Waiter *> m_waiters;            // in the order in which they began to wait
    std::map<int, base::TimePoint> m_returned;  // thread → when its blocked call ended, until it asks the clock
    int m_threadsInside = 0;                    // blocked, or woken and not gone yet
    std::condition_variable m_allGone;
};

/// Copies to the pieces, in order; the rest that finds no room is left away.
void scatter(base::Bytes bytes, const iovec *pieces, std::size_t count);

} // namespace hopyard::packetdrill

// The exported symbols of libhopyard-packetdrill.so: the table's functions, and libc's close() and getsockopt() for
// preloading, because a script's code calls those directly on descriptors that are ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/packetdrill/host.h"
#include "emulation/packetdrill/packetdrill_interface.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using hopyard::packetdrill::Host;

/// Whose descriptors the preloaded calls look at: packetdrill starts one stack a process.
std::atomic<Host *> g_host = nullptr;

Host &hostOf(void *userdata) { return *static_cast<Host *>(userdata); }

/// -errno becomes errno and -1.
long answer(long result)
{
    if (result >= 0)
        return result;
    errno = static_cast<int>(-result);
    return -1;
}
int answerInt(long result) { return static_cast<int>(answer(result)); }

iovec piece(const void *data, std::size_t size) { return {const_cast<void *>(data), size}; }

int callFcntl(void *u, int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    const long argument = va_arg(arguments, long);
    va_end(arguments);
    return answerInt(hostOf(u).control(fd, command, argument));
}

int callIoctl(void *u, int fd, unsigned long request, ...)
{
    va_list arguments;
    va_start(arguments, request);
    void *const argument = va_arg(arguments, void *);
    va_end(arguments);
    return answerInt(hostOf(u).ioctl(fd, request, argument));
}

void fill(packetdrill_interface &table)
{
    table.free = [](void *u) {
        Host *host = static_cast<Host *>(u);
        Host *expected = host;
        g_host.compare_exchange_strong(expected, nullptr);
        delete host;
    };
    table.socket = [](void *u, int domain, int type, int protocol) {
        return answerInt(hostOf(u).socket(domain, type, protocol));
    };
    table.bind = [](void *u, int fd, const sockaddr *address, socklen_t length) {
        return answerInt(hostOf(u).bind(fd, address, length));
    };
    table.listen = [](void *u, int fd, int backlog) { return answerInt(hostOf(u).listen(fd, backlog)); };
    table.accept = [](void *u, int fd, sockaddr *address, socklen_t *length) {
        return answerInt(hostOf(u).accept(fd, address, length));
    };
    table.connect = [](void *u, int fd, const sockaddr *address, socklen_t length) {
        return answerInt(hostOf(u).connect(fd, address, length));
    };
    table.read = [](void *u, int fd, void *into, size_t size) -> ssize_t {
        const iovec one = piece(into, size);
        return answer(hostOf(u).receive(fd, &one, 1, 0, nullptr, nullptr));
    };
    table.readv = [](void *u, int fd, const iovec *into, int count) -> ssize_t {
        return answer(count < 0 ? -EINVAL
                                : hostOf(u).receive(fd, into, static_cast<std::size_t>(count), 0, nullptr, nullptr));
    };
    table.recv = [](void *u, int fd, void *into, size_t size, int flags) -> ssize_t {
        const iovec one = piece(into, size);
        return answer(hostOf(u).receive(fd, &one, 1, flags, nullptr, nullptr));
    };
    table.recvfrom = [](void *u, int fd, void *into, size_t size, int flags, sockaddr *from,
                        socklen_t *length) -> ssize_t {
        const iovec one = piece(into, size);
        return answer(hostOf(u).receive(fd, &one, 1, flags, from, length));
    };
    table.recvmsg = [](void *u, int fd, msghdr *message, int flags) -> ssize_t {
        return answer(hostOf(u).receiveMessage(fd, message, flags));
    };
    table.write = [](void *u, int fd, const void *data, size_t size) -> ssize_t {
        const iovec one = piece(data, size);
        return answer(hostOf(u).send(fd, &one, 1, 0, nullptr, 0));
    };
    table.writev = [](void *u, int fd, const iovec *data, int count) -> ssize_t {
        return answer(count < 0 ? -EINVAL : hostOf(u).send(fd, data, static_cast<std::size_t>(count), 0, nullptr, 0));
    };
    table.send = [](void *u, int fd, const void *data, size_t size, int flags) -> ssize_t {
        const iovec one = piece(data, size);
        return answer(hostOf(u).send(fd, &one, 1, flags, nullptr, 0));
    };
    table.sendto = [](void *u, int fd, const void *data, size_t size, int flags, const sockaddr *to,
                      socklen_t length) -> ssize_t {
        const iovec one = piece(data, size);
        return answer(hostOf(u).send(fd, &one, 1, flags, to, length));
    };
    table.sendmsg = [](void *u, int fd, const msghdr *message, int flags) -> ssize_t {
        return answer(hostOf(u).sendMessage(fd, message, flags));
    };
    table.fcntl = callFcntl;
    table.ioctl = callIoctl;
    table.close = [](void *u, int fd) { return answerInt(hostOf(u).close(fd)); };
    table.shutdown = [](void *u, int fd, int how) { return answerInt(hostOf(u).shutdown(fd, how)); };
    table.getsockopt = [](void *u, int fd, int level, int name, void *value, socklen_t *length) {
        return answerInt(hostOf(u).option(fd, level, name, value, length));
    };
    table.setsockopt = [](void *u, int fd, int level, int name, const void *value, socklen_t length) {
        return answerInt(hostOf(u).setOption(fd, level, name, value, length));
    };
    table.poll = [](void *u, pollfd *fds, nfds_t count, int timeout) {
        return answerInt(hostOf(u).poll(fds, count, timeout));
    };
    table.netdev_send = [](void *u, const void *packet, size_t size) {
        return answerInt(hostOf(u).netdevSend(packet, size));
    };
    table.netdev_receive = [](void *u, void *into, size_t *size, long long *microseconds) {
        return answerInt(hostOf(u).netdevReceive(into, size, microseconds));
    };
    table.usleep = [](void *u, useconds_t microseconds) { return answerInt(hostOf(u).sleep(microseconds)); };
    table.gettimeofday = [](void *u, timeval *time, struct timezone *zone) {
        *time = hostOf(u).timeOfDay();
        if (zone)
            *zone = {};
        return 0;
    };
    table.epoll_create = [](void *u, int size) { return answerInt(size > 0 ? hostOf(u).epollCreate() : -EINVAL); };
    table.epoll_ctl = [](void *u, int epoll, int operation, int fd, epoll_event *event) {
        return answerInt(hostOf(u).epollControl(epoll, operation, fd, event));
    };
    table.epoll_wait = [](void *u, int epoll, epoll_event *events, int room, int timeout) {
        return answerInt(hostOf(u).epollWait(epoll, events, room, timeout));
    };
    table.pipe = [](void *u, int ends[2]) { return answerInt(hostOf(u).pipe(ends)); };
    table.splice = [](void *u, int from, loff_t *, int to, loff_t *, size_t size, unsigned int flags) -> int {
        constexpr std::size_t largest = 1 << 30; // the table's answer is an int
        return answerInt(hostOf(u).splice(from, to, std::min(size, largest), flags));
    };
}

} // namespace

extern "C" {

[[gnu::visibility("default")]] void packetdrill_interface_init(const char *flags, packetdrill_interface *table)
{
    *table = {};
    const auto parsed = hopyard::packetdrill::parseFlags(flags ? flags : "");
    if (!parsed) {
        fmt::print(stderr, "libhopyard-packetdrill: {}\n", parsed.error().message);
        return;
    }
    fill(*table);
    auto host = std::make_unique<Host>(*parsed);
    g_host = host.get();
    table->userdata = host.release(); // table->free deletes it
}

[[gnu::visibility("default")]] int hopyard_packetdrill_blocked(const packetdrill_interface *table, int thread)
{
    return hostOf(table->userdata).blockedCalls(thread);
}

[[gnu::visibility("default")]] int close(int fd)
{
    if (Host *host = g_host.load(); host && host->owns(fd))
        return answerInt(host->close(fd));
    return static_cast<int>(::syscall(SYS_close, fd));
}

[[gnu::visibility("default")]] int getsockopt(int fd, int level, int name, void *__restrict value,
                                              socklen_t *__restrict length) noexcept
{
    if (Host *host = g_host.load(); host && host->owns(fd))
        return answerInt(host->option(fd, level, name, value, length));
    return static_cast<int>(::syscall(SYS_getsockopt, fd, level, name, value, length));
}

} // extern "C"

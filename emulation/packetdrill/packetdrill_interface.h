// The table of functions through which packetdrill drives a stack that lives in a shared library (its options
// --so_filename and --so_flags), as a declaration of our own: the order and the types are the agreement.
//
// packetdrill loads the library and calls packetdrill_interface_init(flags, table), which fills the table in. Every
// function is given `userdata` first and then the arguments of the POSIX call of its name, answers as that call does,
// and sets errno. All of packetdrill's time goes through gettimeofday and usleep here, so the clock may be virtual.
// Plain C, so that a test can be written against it in either language.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

struct packetdrill_interface {
    void *userdata;
    void (*free)(void *userdata);
    int (*socket)(void *userdata, int domain, int type, int protocol);
    int (*bind)(void *userdata, int fd, const struct sockaddr *address, socklen_t length);
    int (*listen)(void *userdata, int fd, int backlog);
    int (*accept)(void *userdata, int fd, struct sockaddr *address, socklen_t *length);
    int (*connect)(void *userdata, int fd, const struct sockaddr *address, socklen_t length);
    ssize_t (*read)(void *userdata, int fd, void *into, size_t size);
    ssize_t (*readv)(void *userdata, int fd, const struct iovec *into, int count);
    ssize_t (*recv)(void *userdata, int fd, void *into, size_t size, int flags);
    ssize_t (*recvfrom)(void *userdata, int fd, void *into, size_t size, int flags, struct sockaddr *from,
                        socklen_t *length);
    ssize_t (*recvmsg)(void *userdata, int fd, struct msghdr *message, int flags);
    ssize_t (*write)(void *userdata, int fd, const void *data, size_t size);
    ssize_t (*writev)(void *userdata, int fd, const struct iovec *data, int count);
    ssize_t (*send)(void *userdata, int fd, const void *data, size_t size, int flags);
    ssize_t (*sendto)(void *userdata, int fd, const void *data, size_t size, int flags, const struct sockaddr *to,
                      socklen_t length);
    ssize_t (*sendmsg)(void *userdata, int fd, const struct msghdr *message, int flags);
    int (*fcntl)(void *userdata, int fd, int command, ...);
    int (*ioctl)(void *userdata, int fd, unsigned long request, ...);
    int (*close)(void *userdata, int fd);
    int (*shutdown)(void *userdata, int fd, int how);
    int (*getsockopt)(void *userdata, int fd, int level, int name, void *value, socklen_t *length);
    int (*setsockopt)(void *userdata, int fd, int level, int name, const void *value, socklen_t length);
    int (*poll)(void *userdata, struct pollfd *fds, nfds_t count, int timeout);
    /* A whole IP packet into the stack: 0, or -1. */
    int (*netdev_send)(void *userdata, const void *packet, size_t size);
    /* The next IP packet out of the stack: 0, or -1. `size` is the room in `into` and then the packet's size, 0 where
       none came; `microseconds` is when it left, on the clock of gettimeofday. */
    int (*netdev_receive)(void *userdata, void *into, size_t *size, long long *microseconds);
    int (*usleep)(void *userdata, useconds_t microseconds);
    int (*gettimeofday)(void *userdata, struct timeval *time, struct timezone *zone);
    int (*epoll_create)(void *userdata, int size);
    int (*epoll_ctl)(void *userdata, int epoll, int operation, int fd, struct epoll_event *event);
    int (*epoll_wait)(void *userdata, int epoll, struct epoll_event *events, int room, int timeout);
    int (*pipe)(void *userdata, int ends[2]);
    int (*splice)(void *userdata, int from, loff_t *from_offset, int to, loff_t *to_offset, size_t size,
                  unsigned int flags);
};

/* What the library exports. Where `flags` cannot be read or nothing can be started it says why on standard error and
   leaves a table whose `userdata` is null. */
void packetdrill_interface_init(const char *flags, struct packetdrill_interface *table);
typedef void (*packetdrill_interface_init_t)(const char *flags, struct packetdrill_interface *table);

/* An extra that packetdrill does not know: how many calls are blocked now, and 1 where a call of thread `thread`
   (gettid) is among them. Tests use it to know that a call on another thread has begun to wait. */
int hopyard_packetdrill_blocked(const struct packetdrill_interface *table, int thread);

#ifdef __cplusplus
}
#endif

// The C library's own functions, under the names that we take from it.
//
// Looked up in libc itself and not "next": this library may be loaded twice, preloaded and as libhopyard-socket, and the
// second must not see its calls turned again by the first.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ifaddrs.h>
#include <netdb.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

namespace hopyard::preload {

struct Real {
    int (*socket)(int, int, int);
    int (*bind)(int, const sockaddr *, socklen_t);
    int (*connect)(int, const sockaddr *, socklen_t);
    int (*listen)(int, int);
    int (*accept4)(int, sockaddr *, socklen_t *, int);
    int (*getsockname)(int, sockaddr *, socklen_t *);
    int (*getpeername)(int, sockaddr *, socklen_t *);
    int (*getsockopt)(int, int, int, void *, socklen_t *);
    int (*setsockopt)(int, int, int, const void *, socklen_t);
    int (*shutdown)(int, int);
    ssize_t (*read)(int, void *, size_t);
    ssize_t (*write)(int, const void *, size_t);
    ssize_t (*readv)(int, const iovec *, int);
    ssize_t (*writev)(int, const iovec *, int);
    ssize_t (*recv)(int, void *, size_t, int);
    ssize_t (*send)(int, const void *, size_t, int);
    ssize_t (*recvfrom)(int, void *, size_t, int, sockaddr *, socklen_t *);
    ssize_t (*sendto)(int, const void *, size_t, int, const sockaddr *, socklen_t);
    ssize_t (*recvmsg)(int, msghdr *, int);
    ssize_t (*sendmsg)(int, const msghdr *, int);
    int (*recvmmsg)(int, mmsghdr *, unsigned, int, timespec *);
    int (*sendmmsg)(int, mmsghdr *, unsigned, int);
    int (*ioctl)(int, unsigned long, ...);
    int (*fcntl)(int, int, ...);
    int (*close)(int);
    int (*dup)(int);
    int (*dup2)(int, int);
    int (*dup3)(int, int, int);
    int (*poll)(pollfd *, nfds_t, int);
    int (*getaddrinfo)(const char *, const char *, const addrinfo *, addrinfo **);
    hostent *(*gethostbyname)(const char *);
    hostent *(*gethostbyname2)(const char *, int);
    int (*gethostbyname_r)(const char *, hostent *, char *, size_t, hostent **, int *);
    int (*gethostbyname2_r)(const char *, int, hostent *, char *, size_t, hostent **, int *);
    int (*getifaddrs)(ifaddrs **);
    int (*execve)(const char *, char *const *, char *const *);
    int (*execvpe)(const char *, char *const *, char *const *);
    int (*fexecve)(int, char *const *, char *const *);
    int (*posix_spawn)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const *,
                       char *const *);
    int (*posix_spawnp)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
                        char *const *, char *const *);
};

/// Looked up at the first call; may be called before any constructor ran.
const Real &real();

} // namespace hopyard::preload

/// A function that takes the place of the C library's.
#define HOPYARD_INTERPOSED extern "C" __attribute__((visibility("default")))

// See real.h. dlsym(3).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/preload/real.h"

#include <dlfcn.h>

#include <cstdlib>

namespace hopyard::preload {

namespace {

Real g_real;
bool g_ready = false; // several threads may fill the table at once: with the same

void *const *libc()
{
    static void *handle = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
    return &handle;
}

template <class Function>
void look(Function &into, const char *name)
{
    void *found = *libc() ? dlsym(*libc(), name) : dlsym(RTLD_NEXT, name);
    if (!found)
        std::abort(); // no C library that we know lacks one of them
    into = reinterpret_cast<Function>(found);
}

void fill(Real &r)
{
    look(r.socket, "socket");
    look(r.bind, "bind");
    look(r.connect, "connect");
    look(r.listen, "listen");
    look(r.accept4, "accept4");
    look(r.getsockname, "getsockname");
    look(r.getpeername, "getpeername");
    look(r.getsockopt, "getsockopt");
    look(r.setsockopt, "setsockopt");
    look(r.shutdown, "shutdown");
    look(r.read, "read");
    look(r.write, "write");
    look(r.readv, "readv");
    look(r.writev, "writev");
    look(r.recv, "recv");
    look(r.send, "send");
    look(r.recvfrom, "recvfrom");
    look(r.sendto, "sendto");
    look(r.recvmsg, "recvmsg");
    look(r.sendmsg, "sendmsg");
    look(r.recvmmsg, "recvmmsg");
    look(r.sendmmsg, "sendmmsg");
    look(r.ioctl, "ioctl");
    look(r.fcntl, "fcntl");
    look(r.close, "close");
    look(r.dup, "dup");
    look(r.dup2, "dup2");
    look(r.dup3, "dup3");
    look(r.poll, "poll");
    look(r.getaddrinfo, "getaddrinfo");
    look(r.gethostbyname, "gethostbyname");
    look(r.gethostbyname2, "gethostbyname2");
    look(r.gethostbyname_r, "gethostbyname_r");
    look(r.gethostbyname2_r, "gethostbyname2_r");
    look(r.getifaddrs, "getifaddrs");
    look(r.execve, "execve");
    look(r.execvpe, "execvpe");
    look(r.fexecve, "fexecve");
    look(r.posix_spawn, "posix_spawn");
    look(r.posix_spawnp, "posix_spawnp");
}

} // namespace

const Real &real()
{
    if (!__atomic_load_n(&g_ready, __ATOMIC_ACQUIRE)) {
        fill(g_real);
        __atomic_store_n(&g_ready, true, __ATOMIC_RELEASE);
    }
    return g_real;
}

} // namespace hopyard::preload

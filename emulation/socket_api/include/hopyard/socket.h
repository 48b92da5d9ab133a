// Sockets on the nodes of a running Hopyard lab, chosen one by one at run time.
//
// A program that links with libhopyard-socket (before the C library, as linkers do by themselves), or that runs under
// `hop exec --on NODE`, can have its TCP, UDP, ICMP and raw sockets on any host or router of a lab, and on the kernel,
// at the same time. What comes back is an ordinary descriptor: read, write, poll, epoll, dup, fork and the others work.
//
// Every function sets errno where it fails. "kernel" as a node's name is the kernel.
// docs/remote-sockets.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef HOPYARD_SOCKET_H
#define HOPYARD_SOCKET_H

#ifdef __cplusplus
extern "C" {
#endif

// As socket(2), on that node, whatever else is selected; rules by destination do not move it. ENODEV: there is no such
// node, or it cannot have sockets; ENETDOWN: no engine answers.
int hopyard_socket(const char *node, int domain, int type, int protocol);

// Where socket(2) makes the sockets of this thread from now on. NULL: as the environment says (HOPYARD_NODE). -1 with
// ENODEV or ENETDOWN, and nothing is changed, where there is no such node.
int hopyard_select(const char *node);

// The node on which the socket lives, "kernel" for any other descriptor: writes at most `size` bytes, the closing NUL
// among them, and returns the length of the whole name, or -1.
int hopyard_node_of(int descriptor, char *name, unsigned long size);

// Which engine to talk to: the path of its socket for programs ("sockets" in `hop ps --json`). NULL: as the environment
// says (HOPYARD_SOCKETS), else the only run that this user has. To be called before the first socket is made.
int hopyard_engine(const char *path);

#ifdef __cplusplus
} // extern "C"

#include <string>
#include <utility>

#include <unistd.h>

namespace hopyard {

// A descriptor that closes itself.
class Socket {
public:
    Socket() = default;
    explicit Socket(int descriptor) : m_descriptor(descriptor) {}
    // isOpen() tells whether it worked; errno, why not.
    Socket(const std::string &node, int domain, int type, int protocol = 0)
        : m_descriptor(hopyard_socket(node.c_str(), domain, type, protocol))
    {
    }
    Socket(Socket &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    Socket &operator=(Socket &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~Socket()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    bool isOpen() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }
    int release() { return std::exchange(m_descriptor, -1); }
    // "r1", "kernel"; empty where it is not open.
    std::string node() const
    {
        char name[256] = "";
        return hopyard_node_of(m_descriptor, name, sizeof name) < 0 ? std::string() : std::string(name);
    }

private:
    int m_descriptor = -1;
};

// Selects a node for this thread while it lives, and the environment's choice afterwards.
class Selected {
public:
    explicit Selected(const std::string &node) : m_ok(hopyard_select(node.c_str()) == 0) {}
    Selected(const Selected &) = delete;
    Selected &operator=(const Selected &) = delete;
    ~Selected() { hopyard_select(nullptr); }
    bool isOk() const { return m_ok; }

private:
    bool m_ok;
};

} // namespace hopyard
#endif

#endif

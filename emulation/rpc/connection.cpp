// See connection.h. sendmsg(2), recvmsg(2), cmsg(3), unix(7).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/rpc/connection.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>

namespace hopyard::rpc {
namespace {

constexpr std::size_t kReadSize = 64u << 10;
constexpr int kReadsAtOnce = 4;
// Room for more than is allowed, so that "too many" is told apart from "cut by the kernel".
constexpr std::size_t kControlDescriptors = kMaxDescriptors * 2;

} // namespace

Connection::Connection(OwnedFd socket, std::size_t maxLine)
    : m_socket(std::move(socket)), m_splitter(maxLine), m_readBuffer(kReadSize)
{
    const int flags = ::fcntl(m_socket.get(), F_GETFL);
    m_open = flags >= 0 && ::fcntl(m_socket.get(), F_SETFL, flags | O_NONBLOCK) == 0;
}

void Connection::close()
{
    m_open = false;
    m_socket.reset();
    m_queue.clear();
    m_queuedBytes = 0;
}

void Connection::cut()
{
    ::shutdown(m_socket.get(), SHUT_RDWR);
    m_queue.clear();
    m_queuedBytes = 0;
    m_writeFailed = true;
}

void Connection::onReadable()
{
    for (int i = 0; i < kReadsAtOnce && m_open && framingError() == FramingError::none; ++i)
        if (!readOnce())
            return;
}

/// False where there is nothing more to read now.
bool Connection::readOnce()
{
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kControlDescriptors)> control;
    iovec piece{m_readBuffer.data(), m_readBuffer.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t count;
    do
        count = ::recvmsg(m_socket.get(), &message, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return false;
    if (count <= 0) {
        m_open = false;
        return false;
    }

    std::vector<OwnedFd> descriptors;
    for (cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < n; ++i) {
            int fd;
            std::memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
            descriptors.emplace_back(fd);
        }
    }
    m_splitter.feed({m_readBuffer.data(), static_cast<std::size_t>(count)}, std::move(descriptors));
    return static_cast<std::size_t>(count) == m_readBuffer.size();
}

void Connection::send(std::string line, std::vector<OwnedFd> descriptors)
{
    if (!m_open || m_writeFailed)
        return;
    line += '\n';
    m_queuedBytes += line.size();
    m_queue.push_back({std::move(line), std::move(descriptors), 0});
    if (m_queue.size() == 1)
        onWritable();
}

void Connection::onWritable()
{
    while (m_open && !m_queue.empty()) {
        const long count = writeFront();
        if (count < 0) {
            if (errno == EINTR)
                continue;
            if (errno != EAGAIN && errno != EWOULDBLOCK) {
                // What the other end said before it went can still be read; reading finds the end.
                m_writeFailed = true;
                m_queue.clear();
                m_queuedBytes = 0;
            }
            return;
        }
        Outgoing &front = m_queue.front();
        front.descriptors.clear();
        front.written += static_cast<std::size_t>(count);
        m_queuedBytes -= static_cast<std::size_t>(count);
        if (front.written == front.bytes.size())
            m_queue.pop_front();
    }
}

/// One line a message: that is how the receiver knows which line the descriptors belong to.
long Connection::writeFront()
{
    Outgoing &front = m_queue.front();
    iovec piece{front.bytes.data() + front.written, front.bytes.size() - front.written};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * kMaxDescriptors)> control{};
    if (!front.descriptors.empty()) {
        const std::size_t n = front.descriptors.size() < kMaxDescriptors ? front.descriptors.size() : kMaxDescriptors;
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(sizeof(int) * n);
        cmsghdr *c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * n);
        for (std::size_t i = 0; i < n; ++i) {
            const int fd = front.descriptors[i].get();
            std::memcpy(CMSG_DATA(c) + i * sizeof(int), &fd, sizeof(int));
        }
    }
    return ::sendmsg(m_socket.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

} // namespace hopyard::rpc

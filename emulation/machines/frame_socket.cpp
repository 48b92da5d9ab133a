// See frame_socket.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/frame_socket.h"

#include "core/link/segmentation.h"

#include <sys/socket.h>

#include <cerrno>

namespace hopyard::machines {

namespace {
constexpr std::size_t kEthernetHeader = 14;
constexpr int kQueueBytes = 256 << 10; ///< that wait in the kernel, each way
} // namespace

linux::Result<FrameSocket::Made> FrameSocket::create(std::uint32_t mtu)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) < 0)
        return linux::sysFail("make a pair of sockets for a network card");
    linux::Fd ours(ends[0]), theirs(ends[1]);
    for (const linux::Fd *end : {&ours, &theirs})
        setsockopt(end->get(), SOL_SOCKET, SO_SNDBUF, &kQueueBytes, sizeof kQueueBytes);
    auto made = over(std::move(ours), mtu, WhenFull::wait);
    if (!made)
        return base::fail(made.error());
    return Made{std::move(*made), std::move(theirs)};
}

linux::Result<std::unique_ptr<FrameSocket>> FrameSocket::over(linux::Fd socket, std::uint32_t mtu, WhenFull whenFull)
{
    auto epoll = linux::Epoll::create();
    if (!epoll)
        return base::fail(epoll.error());
    if (auto added = epoll->add(socket.get(), EPOLLIN, 0); !added)
        return base::fail(added.error());
    return std::unique_ptr<FrameSocket>(new FrameSocket(std::move(socket), std::move(*epoll), mtu, whenFull));
}

PortOutcome FrameSocket::read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget,
                              std::size_t byteBudget)
{
    sendWaiting();
    m_buffer.resize(longestFrame(m_mtu) + 1); // a byte more tells a frame that is too long
    for (std::size_t taken = 0, bytes = 0; taken < budget && bytes < byteBudget; ++taken) {
        const ssize_t n = recv(m_socket.get(), m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (n < 0) {
            if (errno == EINTR)
                continue;
            return errno == EAGAIN ? PortOutcome::wouldBlock : PortOutcome::gone;
        }
        const auto size = static_cast<std::size_t>(n);
        if (size < kEthernetHeader || size > longestFrame(m_mtu)) {
            ++m_counters.badIn;
            continue;
        }
        ++m_counters.framesIn;
        m_counters.bytesIn += size;
        bytes += size;
        frames.push_back(pool.copyOf(base::Bytes(m_buffer.data(), size)));
    }
    return PortOutcome::done;
}

PortOutcome FrameSocket::write(const packet::Packet &frame, packet::PacketPool &pool)
{
    if (frame.isFinished())
        return accept(frame);
    PortOutcome outcome = PortOutcome::done;
    link::splitIntoSegments(frame, pool, [&](const packet::Packet &piece) { outcome = accept(piece); });
    return outcome;
}

PortOutcome FrameSocket::accept(const packet::Packet &frame)
{
    const int code = m_waiting.empty() ? send(frame.bytes()) : EAGAIN;
    if (code == 0)
        return PortOutcome::done;
    if (code == EAGAIN && m_whenFull == WhenFull::wait && m_waiting.size() < kMostWaiting) {
        if (m_waiting.empty())
            (void)m_epoll.change(m_socket.get(), EPOLLIN | EPOLLOUT, 0);
        m_waiting.push_back(frame);
        return PortOutcome::done;
    }
    ++m_counters.droppedOut;
    return code == EAGAIN ? PortOutcome::wouldBlock : code == EMSGSIZE ? PortOutcome::refused : PortOutcome::gone;
}

void FrameSocket::sendWaiting()
{
    if (m_waiting.empty())
        return;
    for (; !m_waiting.empty(); m_waiting.pop_front()) {
        const int code = send(m_waiting.front().bytes());
        if (code == EAGAIN)
            return;
        if (code != 0)
            ++m_counters.droppedOut;
    }
    (void)m_epoll.change(m_socket.get(), EPOLLIN, 0);
}

int FrameSocket::send(base::Bytes frame)
{
    ssize_t n;
    do
        n = ::send(m_socket.get(), frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n >= 0) {
        ++m_counters.framesOut;
        m_counters.bytesOut += frame.size();
        return 0;
    }
    return errno == ENOBUFS || errno == ENOMEM ? EAGAIN : errno;
}

} // namespace hopyard::machines

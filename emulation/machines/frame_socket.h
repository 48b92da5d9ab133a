// A machine's network card over a pair of AF_UNIX datagram sockets, one frame a datagram: QEMU's `-netdev dgram` and
// User-mode Linux's `transport=fd`. Needs no privileges, no device and no namespace.
//
// Frames for a guest that is busy wait in the kernel, and what has no room there waits here, as many as a network card
// would hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/event.h"
#include "emulation/linux/fd.h"
#include "emulation/machines/frame_port.h"

#include <deque>
#include <memory>
#include <utility>

namespace hopyard::machines {

class FrameSocket final : public FramePort {
public:
    struct Made {
        std::unique_ptr<FrameSocket> ours;
        linux::Fd machines; ///< the machine's end
    };
    static linux::Result<Made> create(std::uint32_t mtu);
    /// What is done with a frame that the other side has no room for at the moment.
    enum class WhenFull : std::uint8_t { wait, drop };
    /// Over another socket on which a datagram is a frame.
    static linux::Result<std::unique_ptr<FrameSocket>> over(linux::Fd socket, std::uint32_t mtu, WhenFull whenFull);

    int fd() const override { return m_epoll.fd(); }
    PortOutcome read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget,
                     std::size_t byteBudget) override;
    PortOutcome write(const packet::Packet &frame, packet::PacketPool &pool) override;

private:
    static constexpr std::size_t kMostWaiting = 512; ///< frames

    FrameSocket(linux::Fd socket, linux::Epoll epoll, std::uint32_t mtu, WhenFull whenFull)
        : m_socket(std::move(socket)), m_epoll(std::move(epoll)), m_mtu(mtu), m_whenFull(whenFull)
    {}
    PortOutcome accept(const packet::Packet &frame);
    /// Nothing where it was sent; else errno.
    int send(base::Bytes frame);
    void sendWaiting();

    linux::Fd m_socket;
    linux::Epoll m_epoll; ///< of the socket: to read, and to write while something waits
    std::deque<packet::Packet> m_waiting;
    std::uint32_t m_mtu;
    WhenFull m_whenFull;
    std::vector<std::uint8_t> m_buffer;
};

} // namespace hopyard::machines

// A machine's network card over vhost-user: its virtio rings are served here, in the guest's own memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/frame_port.h"
#include "emulation/vhost_user/server.h"

#include <deque>
#include <memory>

namespace hopyard::machines {

class VhostPort final : public FramePort {
public:
    VhostPort(std::unique_ptr<vhost_user::Server> server, std::uint32_t mtu) : m_server(std::move(server)), m_mtu(mtu) {}

    /// Its control connection is to be served whatever becomes of the frames.
    vhost_user::Server &server() { return *m_server; }

    int fd() const override { return m_server->kickFd(); }
    PortOutcome read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget,
                     std::size_t byteBudget) override;
    PortOutcome write(const packet::Packet &frame, packet::PacketPool &pool) override;
    void flush() override { m_server->backend().interrupt(); }

private:
    static constexpr std::size_t kMostWaiting = 1024; ///< frames for which the guest has no buffer yet

    PortOutcome accept(const packet::Packet &frame);
    vhost_user::Backend::Delivered deliver(const packet::Packet &frame);
    void deliverWaiting();
    bool isWithinMtu(const packet::Packet &frame) const;

    std::unique_ptr<vhost_user::Server> m_server;
    std::uint32_t m_mtu;
    std::deque<packet::Packet> m_waiting;
};

} // namespace hopyard::machines

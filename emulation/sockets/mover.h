// Moves bytes and messages between the pairs and the nodes' sockets, as far as both sides have room.
//
// Back-pressure both ways: nothing is read from a pair that the node's socket does not take, and nothing is taken from the
// node's socket that the pair does not take, so the program's socket buffers and TCP's windows do what they do on any
// machine. Work is bounded in each call, so that one socket cannot keep the others waiting.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/ip_output.h"
#include "core/transport/socket_layer.h"
#include "emulation/sockets/remote_socket.h"

#include <cstdint>
#include <vector>

namespace hopyard::remote {

struct Verdict {
    enum class What : std::uint8_t {
        idle, ///< nothing to do until something changes
        more, ///< the call's share was used up
        gone, ///< the program has let go: close the node's socket
        lost, ///< the node's socket failed with `error`: tell the program and close both
    };
    What what = What::idle;
    int error = 0; ///< an errno
};

class Mover {
public:
    static constexpr std::size_t kShare = 1024 * 1024; ///< bytes of one socket in one call, each way
    static constexpr int kDatagrams = 64;              ///< messages of one socket in one call, each way

    Mover();
    /// Listeners are not moved here: accepting makes sockets (server.h).
    Verdict move(RemoteSocket &socket, transport::SocketLayer &layer, transport::IpOutput &ip);
    /// Takes the filler out of the pair, so that the program's end becomes writable.
    void dropFiller(RemoteSocket &socket);

private:
    Verdict moveStream(RemoteSocket &socket, transport::SocketLayer &layer, transport::IpOutput &ip);
    Verdict moveDatagrams(RemoteSocket &socket, transport::SocketLayer &layer, transport::IpOutput &ip);
    Verdict toProgram(RemoteSocket &socket, transport::SocketLayer &layer, transport::IpOutput &ip);
    Verdict fromProgram(RemoteSocket &socket, transport::SocketLayer &layer, transport::IpOutput &ip);
    /// What write() takes of `bytes`; the rest is kept. False: it failed, and `failing` says how.
    bool writeOrKeep(RemoteSocket &socket, transport::SocketLayer &layer, transport::IpOutput &ip, base::Bytes bytes);

    std::vector<std::uint8_t> m_scratch;
};

} // namespace hopyard::remote

// One socket of a program outside: which node's socket it is, our end of its pair, and how far each direction is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/transport/endpoint.h"
#include "core/transport/socket_id.h"
#include "core/transport/socket_layer.h"
#include "emulation/linux/fd.h"
#include "emulation/socket_api/protocol.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace hopyard::remote {

/// What one client (a connection for requests) has. Shared by its sockets, because they may outlive it: a child that was
/// forked, a descriptor that was passed on.
struct Account {
    std::size_t sockets = 0;
};

/// An option as the program set it, to be set again where the socket moves to another node.
struct KeptOption {
    int level = 0;
    int name = 0;
    std::vector<std::uint8_t> value;
};

struct RemoteSocket {
    /// Of a TCP socket. The others are always open.
    enum class Phase : std::uint8_t { idle, listening, connecting, open };

    std::uint64_t number = 0;
    std::uint64_t token = 0;
    std::shared_ptr<Account> account;
    Kind kind = Kind::tcp;
    std::uint8_t family = 4; ///< as the program sees it
    std::uint8_t protocol = 0;
    bool isPinned = false; ///< chosen explicitly: rules do not move it

    base::NodeId node;
    transport::SocketId socket;
    Phase phase = Phase::idle;
    bool onlyV6 = false; ///< IPV6_V6ONLY: bound and listening for nothing, as long as nodes speak IPv4
    bool isBound = false;
    std::optional<transport::Endpoint> boundTo; ///< what the program asked for
    std::vector<KeptOption> options;

    linux::Fd pair;
    bool canRead = false;  ///< there may be something in the pair
    bool canWrite = true;  ///< there may be room in the pair
    bool isEnding = false; ///< the program sends no more: the pair's end is near
    bool hungUp = false;   ///< the program closed its last descriptor, or shut both directions
    bool isQueued = false; ///< has something to be moved

    // TCP
    std::uint32_t filler = 0;     ///< bytes in front of the pair that are nobody's
    bool isWaiting = false;       ///< who called connect() waits for its end
    transport::Endpoint connectTo;
    bool connectIsTold = false;   ///< connect() has answered 0 once since
    bool sendOver = false;        ///< the program sends no more, and the node's socket knows
    bool receiveOver = false;     ///< the peer sends no more, and the program's end knows
    bool discards = false;        ///< the program receives no more
    int failing = 0;              ///< errno of a write that failed; what has come in goes out before
    int error = 0;                ///< SO_ERROR of a connect that failed
    std::vector<std::uint8_t> leftover; ///< out of the pair, not yet taken by the node's socket

    // the others
    std::uint8_t wants = 0; ///< DatagramHead::Flag
    std::optional<transport::Received> held; ///< out of the node's socket, did not fit the pair

    // listeners: accepted, did not fit the pair
    linux::Fd heldDescriptor;
};

} // namespace hopyard::remote

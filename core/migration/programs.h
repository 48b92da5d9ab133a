// Programs of a node, which know more of a connection than TCP does: what they have to say of one that goes, and who goes
// on with one that comes (transport::Application).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/socket_id.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::migration {

class Programs {
public:
    virtual ~Programs() = default;
    /// What the socket's program knows of the connection; nothing: no program has something to say of it.
    virtual std::optional<std::string> pack(transport::SocketId socket) const = 0;
    /// The program that goes on with connections to this local port; not valid: none.
    virtual transport::ApplicationId programFor(std::uint16_t port) const = 0;
    /// The connection is in this socket of the program's now. False: it cannot make sense of it.
    virtual bool unpack(transport::ApplicationId program, transport::SocketId socket, std::string_view packed) = 0;
};

} // namespace hopyard::migration

// The line to a server in a namespace that takes connections which come from other machines, and lets them go again.
//
// A Unix socket in the abstract name space, "hopyard-connections-80" for port 80: such names belong to a network
// namespace, so only programs of the node can listen there. Who can begin with a connection only, and not go on where
// another program left off, listens at "hopyard-arrivals-80" instead. SOCK_SEQPACKET; each message is a line, then what the
// program that had the connection knows of it beyond TCP's state (may be empty, any bytes):
//
//   to the server    take N ADDRESS:PORT   with the connection's descriptor: it is yours
//                    leave N               neither read nor write any more, and answer
//                    stay N                go on: it does not leave after all
//                    gone N                another machine has it: close your descriptor
//   from the server  left N                with the descriptor again
//                    over N                there is no such connection any more
//
// N numbers connections of one line. docs/linux-servers.md is the user's side.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hopyard::migration {

/// What a server can make of a connection: take it over in the middle of a request or an answer, or only from the
/// beginning of a request.
enum class Skill : std::uint8_t { goesOn, begins };
/// "hopyard-connections-80", without the zero byte in front.
std::string serverSocketName(std::uint16_t port, Skill skill);

struct ServerMessage {
    enum class Kind : std::uint8_t { take, leave, stay, gone, left, over } kind = Kind::over;
    std::uint64_t number = 0;
    std::string peer;   ///< take
    std::string packed; ///< take, left
    linux::Fd socket;   ///< take, left
};

class ServerLink {
public:
    /// What a message may be long, with all that is packed.
    static constexpr std::size_t kLongest = 120 * 1024;

    /// To whoever listens at the port's name in the calling thread's network namespace. ECONNREFUSED: nobody.
    static linux::Result<ServerLink> connect(std::uint16_t port, Skill skill);
    /// A server's end, accepted.
    explicit ServerLink(linux::Fd socket) : m_socket(std::move(socket)) {}

    int fd() const { return m_socket.get(); } ///< readable: receive()
    /// `socket` is lent.
    linux::Result<void> send(ServerMessage::Kind kind, std::uint64_t number, std::string_view peer = {},
                             std::string_view packed = {}, int socket = -1);
    /// Nothing where none is there. ECONNRESET: the other end is gone; EPROTO: it says what makes no sense.
    linux::Result<std::optional<ServerMessage>> receive();

private:
    linux::Fd m_socket;
};

/// Listens at the port's name, non-blocking.
linux::Result<linux::Fd> listenForConnections(std::uint16_t port, Skill skill);

} // namespace hopyard::migration

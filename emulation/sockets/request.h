// Requests of programs as they come in: read and checked, once, here.
//
// What a client sends is any bytes. A request that is accepted has a known operation, a body of exactly the size that
// the operation wants, and addresses whose family is one of ours; nothing else is believed of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/transport/endpoint.h"
#include "emulation/socket_api/protocol.h"

#include <cstdint>
#include <string_view>

namespace hopyard::remote {

enum class BadRequest : std::uint8_t {
    length,    ///< shorter than its head, or not as long as its operation wants
    operation, ///< no such operation, or unknown flags
    hello,     ///< another protocol or version
    value,     ///< a member that has no meaning
};

/// Valid as long as the bytes that it was read from.
struct Request {
    Op op = Op::hello;
    bool isAnswered = true;
    std::uint32_t serial = 0;
    std::uint64_t socket = 0;
    std::uint64_t token = 0;
    std::uint64_t value = 0;
    // by operation
    transport::Endpoint endpoint; ///< bind, connect; no address: undo
    SocketBody body{};            ///< socket
    std::uint32_t filler = 0;     ///< connect
    bool isWaiting = false;       ///< connect
    OptionBody option{};          ///< setOption, getOption
    base::Bytes bytes;            ///< setOption, sendUrgent
    std::string_view name;        ///< a node's, or a host's to resolve; may be empty for connect
};

base::Result<Request, BadRequest> parseRequest(base::Bytes message);

/// A message on the pair of a datagram socket, from the program.
struct OutgoingDatagram {
    bool hasAddress = false;
    transport::Endpoint to;
    base::IpAddress source; ///< not valid: as ever
    std::uint32_t interface = 0;
    std::uint8_t ttl = 0; ///< 0: as ever
    std::uint8_t tos = 0;
    bool hasTos = false;
    base::Bytes payload;
};
base::Result<OutgoingDatagram, BadRequest> parseDatagram(base::Bytes message);

/// Family 0 is no address; IPv6-mapped IPv4 becomes IPv4. False for other families.
bool toEndpoint(const Address &from, transport::Endpoint &to);
Address toAddress(const transport::Endpoint &endpoint);
Address toAddress(const base::IpAddress &address);

} // namespace hopyard::remote

// Control messages between machines that move connections: one datagram each, authenticated.
//
//   0  "HM", version (1), kind
//   4  what it says
//   …  SipHash-2-4 of all before it with the lab's key, 8 bytes
//
// Who does not have the key cannot make one; a stray, damaged or forged datagram is dropped and counted by who opens it.
// What was sent once can be sent again by anybody (replay): each kind says why that does no harm. Nothing here is secret
// from who can listen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/siphash.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace hopyard::migration {

enum class MessageKind : std::uint8_t {
    piece = 1,    ///< transfer.h: a part of a blob
    received = 2, ///< transfer.h: which parts arrived
    claim = 3,    ///< handover.h, from here on
    owner = 4,
    unknown = 5,
    refused = 6,
    hello = 7,    ///< mover.h: which instance are you?
    here = 8,
    ahead = 9,    ///< ahead.h: a client's packet, for a connection that is on its way
    answer = 10,  ///< ahead.h: a claim, and what the connection answers
};

struct Outgoing {
    base::Ipv4Address to;
    std::vector<std::uint8_t> bytes; ///< of a UDP datagram to port kControlPort
};

struct Opened {
    MessageKind kind;
    base::Bytes body;
};

constexpr std::size_t kMessageHead = 4, kMessageDigest = 8;

/// `body` with head and digest around it.
std::vector<std::uint8_t> seal(const base::SipKey &key, MessageKind kind, base::Bytes body);
/// Nothing where it is not of this version or not by somebody with the key. The body lies in `datagram`.
std::optional<Opened> open(const base::SipKey &key, base::Bytes datagram);

} // namespace hopyard::migration

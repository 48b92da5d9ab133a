// A connection out of a Linux socket and into one, by TCP_REPAIR (tcp(7) does not tell; net/ipv4/tcp.c and CRIU do).
//
// What Linux gives and takes: addresses, sequence numbers, the data of both queues, windows, the options of the SYNs, the
// clock of the timestamps. Not: congestion window and threshold, round trip and RTO (given by TCP_INFO, not taken), SACK
// scoreboard and data ahead of a gap (neither). Out of Linux comes what is in ESTABLISHED or
// CLOSE-WAIT, into it goes what is in ESTABLISHED: it cannot be told of FINs.
//
// Needs CAP_NET_ADMIN over the socket's network namespace.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/packet/packet.h"
#include "core/transport/tcp/connection_state.h"
#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hopyard::migration {

/// What TCP_REPAIR knows of a connection.
struct LinuxConnection {
    transport::Endpoint local, remote;
    bool peerClosed = false;            ///< its FIN was received
    std::uint32_t sendEnd = 0;          ///< one behind the last byte of the send queue
    std::uint32_t receiveNext = 0;      ///< RCV.NXT, the FIN included
    std::uint32_t timestamp = 0;        ///< TSval of now
    std::uint32_t mss = 536;            ///< payload of a full segment, with options taken off
    std::uint32_t peerMss = 536, advertisedMss = 536; ///< without options
    std::uint32_t pathMtu = 1'500;
    std::uint8_t sendScale = 0, receiveScale = 0;
    bool windowScaling = false, sack = false, timestamps = false;
    std::uint32_t windowSequence = 0;   ///< SND.WL1
    std::uint32_t sendWindow = 0, maxWindow = 0;
    std::uint32_t receiveWindow = 0, toldAt = 0; ///< offered, and what RCV.NXT was then
    std::uint32_t roundTripUs = 0;      ///< smoothed; 0: none. Not taken by Linux
    std::vector<std::uint8_t> sent;     ///< under way, then
    std::vector<std::uint8_t> unsent;
    std::vector<std::uint8_t> received; ///< and not read
    bool operator==(const LinuxConnection &) const = default;
};

/// Takes the connection out; the socket is closed and nothing is sent. Where it fails the socket is as it was.
linux::Result<LinuxConnection> takeOut(linux::Fd &socket);
/// A socket that has the connection. Its address must be one of the namespace's.
linux::Result<linux::Fd> putBack(const LinuxConnection &connection);

// The same in two steps, for a hand-over that may still fail: a connection is frozen first, then thawed or dissolved; one
// is prepared first, then begun or closed, both without a packet.
/// The socket sends nothing by itself from now on.
linux::Result<LinuxConnection> freeze(const linux::Fd &socket);
/// It goes on as if nothing had been.
linux::Result<void> thaw(const linux::Fd &socket);
/// The frozen connection is another machine's: nothing is sent, and whoever else has the descriptor finds ECONNABORTED.
void dissolve(linux::Fd &socket);
/// A socket with all of the connection but its unsent data, which sends nothing yet: `fresh`, or one made in the calling
/// thread's namespace.
linux::Result<linux::Fd> prepare(const LinuxConnection &connection, linux::Fd fresh = {});
/// It lives. An acknowledgement leaves, and what was not sent.
linux::Result<void> begin(const linux::Fd &socket, const LinuxConnection &connection);

/// As a state of our own. An acknowledgement is due at once: what was under way to the socket may have met nobody.
transport::tcp::ConnectionState toState(const LinuxConnection &connection, base::TimePoint now, packet::PacketPool &pool);
/// The other way; a sentence where Linux has no place for it.
base::Result<LinuxConnection, base::Error> fromState(const transport::tcp::ConnectionState &state, base::TimePoint now);

} // namespace hopyard::migration

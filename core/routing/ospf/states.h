// States and events of OSPF's two state machines (RFC 2328 sections 9.1, 9.2, 10.1, 10.2), and why packets are refused.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace hopyard::routing::ospf {

enum class InterfaceState : std::uint8_t { down, loopback, waiting, pointToPoint, drOther, backup, dr };
enum class InterfaceEvent : std::uint8_t { interfaceUp, waitTimer, backupSeen, neighbourChange, loopInd, unloopInd, interfaceDown };

enum class NeighbourState : std::uint8_t { down, attempt, init, twoWay, exStart, exchange, loading, full };
enum class NeighbourEvent : std::uint8_t {
    helloReceived, start, twoWayReceived, negotiationDone, exchangeDone, badLsReq, loadingDone, adjOk, seqNumberMismatch,
    oneWayReceived, killNbr, inactivityTimer, llDown,
};

/// "Down", "Waiting", "Point-To-Point", "DROther", "Backup", "DR": as FRR prints them.
std::string_view toString(InterfaceState state);
std::string_view toString(InterfaceEvent event);
/// "Down", "Attempt", "Init", "2-Way", "ExStart", "Exchange", "Loading", "Full".
std::string_view toString(NeighbourState state);
std::string_view toString(NeighbourEvent event);

/// Why a packet went no further. Each is counted for its interface.
enum class PacketError : std::uint8_t {
    malformed, badVersion, badChecksum, wrongArea, wrongAuthenticationType, authenticationFailed, replayed, ownRouterId,
    notForUs, wrongSource, wrongMask, wrongHelloInterval, wrongDeadInterval, wrongOptions, unknownNeighbour, wrongState,
    mtuTooLarge, badLsa, passive, kCount,
};
std::string_view toString(PacketError error);

} // namespace hopyard::routing::ospf

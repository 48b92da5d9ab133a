// Names of states, events and errors.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/states.h"

#include "core/routing/ospf/config.h"
#include "core/routing/ospf/output.h"

namespace hopyard::routing::ospf {

std::string_view toString(NetworkType type)
{
    switch (type) {
    case NetworkType::broadcast: return "BROADCAST";
    case NetworkType::nbma: return "NBMA";
    case NetworkType::pointToPoint: return "POINTOPOINT";
    case NetworkType::pointToMultipoint: return "POINTOMULTIPOINT";
    case NetworkType::loopback: return "LOOPBACK";
    case NetworkType::virtualLink: return "VIRTUALLINK";
    }
    return "unknown";
}

std::string_view routeCode(RouteType type)
{
    switch (type) {
    case RouteType::intraArea: return "O";
    case RouteType::interArea: return "O IA";
    case RouteType::external1: return "O E1";
    case RouteType::external2: return "O E2";
    case RouteType::nssa1: return "O N1";
    case RouteType::nssa2: return "O N2";
    }
    return "O";
}

std::string_view toString(InterfaceState state)
{
    switch (state) {
    case InterfaceState::down: return "Down";
    case InterfaceState::loopback: return "Loopback";
    case InterfaceState::waiting: return "Waiting";
    case InterfaceState::pointToPoint: return "Point-To-Point";
    case InterfaceState::drOther: return "DROther";
    case InterfaceState::backup: return "Backup";
    case InterfaceState::dr: return "DR";
    }
    return "unknown";
}

std::string_view toString(InterfaceEvent event)
{
    switch (event) {
    case InterfaceEvent::interfaceUp: return "InterfaceUp";
    case InterfaceEvent::waitTimer: return "WaitTimer";
    case InterfaceEvent::backupSeen: return "BackupSeen";
    case InterfaceEvent::neighbourChange: return "NeighborChange";
    case InterfaceEvent::loopInd: return "LoopInd";
    case InterfaceEvent::unloopInd: return "UnloopInd";
    case InterfaceEvent::interfaceDown: return "InterfaceDown";
    }
    return "unknown";
}

std::string_view toString(NeighbourState state)
{
    switch (state) {
    case NeighbourState::down: return "Down";
    case NeighbourState::attempt: return "Attempt";
    case NeighbourState::init: return "Init";
    case NeighbourState::twoWay: return "2-Way";
    case NeighbourState::exStart: return "ExStart";
    case NeighbourState::exchange: return "Exchange";
    case NeighbourState::loading: return "Loading";
    case NeighbourState::full: return "Full";
    }
    return "unknown";
}

std::string_view toString(NeighbourEvent event)
{
    switch (event) {
    case NeighbourEvent::helloReceived: return "HelloReceived";
    case NeighbourEvent::start: return "Start";
    case NeighbourEvent::twoWayReceived: return "2-WayReceived";
    case NeighbourEvent::negotiationDone: return "NegotiationDone";
    case NeighbourEvent::exchangeDone: return "ExchangeDone";
    case NeighbourEvent::badLsReq: return "BadLSReq";
    case NeighbourEvent::loadingDone: return "LoadingDone";
    case NeighbourEvent::adjOk: return "AdjOK?";
    case NeighbourEvent::seqNumberMismatch: return "SeqNumberMismatch";
    case NeighbourEvent::oneWayReceived: return "1-WayReceived";
    case NeighbourEvent::killNbr: return "KillNbr";
    case NeighbourEvent::inactivityTimer: return "InactivityTimer";
    case NeighbourEvent::llDown: return "LLDown";
    }
    return "unknown";
}

std::string_view toString(PacketError error)
{
    switch (error) {
    case PacketError::malformed: return "malformed";
    case PacketError::badVersion: return "bad version";
    case PacketError::badChecksum: return "bad checksum";
    case PacketError::wrongArea: return "wrong area";
    case PacketError::wrongAuthenticationType: return "wrong authentication type";
    case PacketError::authenticationFailed: return "authentication failed";
    case PacketError::replayed: return "replayed";
    case PacketError::ownRouterId: return "our own router id";
    case PacketError::notForUs: return "not for us";
    case PacketError::wrongSource: return "source of another network";
    case PacketError::wrongMask: return "wrong network mask";
    case PacketError::wrongHelloInterval: return "wrong hello interval";
    case PacketError::wrongDeadInterval: return "wrong dead interval";
    case PacketError::wrongOptions: return "another kind of area";
    case PacketError::unknownNeighbour: return "unknown neighbour";
    case PacketError::wrongState: return "neighbour in no state for it";
    case PacketError::mtuTooLarge: return "larger MTU";
    case PacketError::badLsa: return "bad advertisement";
    case PacketError::passive: return "passive interface";
    case PacketError::kCount: break;
    }
    return "unknown";
}

} // namespace hopyard::routing::ospf

// The state machine of one BGP connection (RFC 4271 section 8.2.2) as a table.
//
// A function of state and event alone; session.cpp does what it says. A peer may have two connections for a while, one
// in each direction, each with a state of its own; the collision of section 6.8 is settled when an OPEN comes.
// Left out are the optional DelayOpen timer and events, and the counter of retries; what the RFC calls IdleHold is the
// start timer that `retry` sets.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace hopyard::routing::bgp {

enum class State : std::uint8_t { idle, connect, active, openSent, openConfirm, established };
constexpr std::size_t kStates = 6;
std::string_view toString(State state); ///< "Idle"…

enum class FsmEvent : std::uint8_t {
    start,          ///< 1, 3: by command or by the start timer
    startPassive,   ///< 4, 5: without connecting
    stop,           ///< 2, 8: by command, or because of the configuration
    connectRetryExpired, ///< 9
    holdExpired,    ///< 10
    keepaliveDue,   ///< 11
    tcpOpened,      ///< 16, 17: ours was answered, or theirs accepted
    tcpFailed,      ///< 18: refused, reset or ended
    open,           ///< 19
    headerError,    ///< 21
    openError,      ///< 22
    collision,      ///< 23: this one loses
    versionNotification, ///< 24
    notification,   ///< 25
    keepalive,      ///< 26
    update,         ///< 27; a ROUTE-REFRESH likewise
    updateError,    ///< 28: one that ends the session
};
std::string_view toString(FsmEvent event);

/// What is to be done, in this order.
struct FsmStep {
    bool sendOpen = false;
    bool sendKeepalive = false;
    /// A NOTIFICATION before the connection ends: that of the error at hand, or of the machine (code 5 with the
    /// subcode of RFC 6608), the hold timer, or a cease.
    enum class Notify : std::uint8_t { none, ofError, fsm, holdTimer, cease } notify = Notify::none;
    bool drop = false;         ///< the connection is closed, its timers stop, its routes go. Towards Active: the
                               ///< connect retry timer is set
    bool connect = false;      ///< a connection is asked for, and the connect retry timer set
    bool retry = false;        ///< the start timer is set: idle for a while
    bool startHold = false;    ///< with the large value of the RFC (4 minutes)
    bool agreeTimers = false;  ///< hold and keepalive timers with the agreed values
    bool restartHold = false;
    bool restartKeepalive = false;
    bool process = false;      ///< the message is for the routes
    State next = State::idle;
    bool operator==(const FsmStep &) const = default;
};

FsmStep step(State state, FsmEvent event);

} // namespace hopyard::routing::bgp

// The table of RFC 4271 section 8.2.2. See fsm.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/bgp/fsm.h"

namespace hopyard::routing::bgp {

namespace {

using S = State;
using E = FsmEvent;
using Notify = FsmStep::Notify;

FsmStep stay(State state) { return {.next = state}; }

/// The connection ends and a new attempt follows later.
FsmStep down(Notify notify) { return {.notify = notify, .drop = true, .retry = true, .next = S::idle}; }

FsmStep stopped(Notify notify) { return {.notify = notify, .drop = true, .next = S::idle}; }

FsmStep idle(E event)
{
    switch (event) {
    case E::start: return {.connect = true, .next = S::connect};
    case E::startPassive: return stay(S::active);
    default: return stay(S::idle); // all else is ignored
    }
}

/// Connect and Active differ in whether an attempt of ours is under way.
FsmStep connecting(S state, E event)
{
    switch (event) {
    case E::start:
    case E::startPassive: return stay(state);
    case E::connectRetryExpired: return {.drop = true, .connect = true, .next = S::connect};
    case E::tcpOpened: return {.sendOpen = true, .startHold = true, .next = S::openSent};
    case E::tcpFailed: return {.drop = true, .next = S::active};
    case E::stop: return stopped(Notify::none);
    case E::headerError:
    case E::openError:
    case E::collision:
    case E::versionNotification:
    case E::notification:
    case E::holdExpired:
    case E::keepaliveDue:
    case E::open:
    case E::keepalive:
    case E::update:
    case E::updateError: return down(Notify::none);
    }
    return stay(state);
}

FsmStep openSent(E event)
{
    switch (event) {
    case E::start:
    case E::startPassive: return stay(S::openSent);
    case E::stop: return stopped(Notify::cease);
    case E::holdExpired: return down(Notify::holdTimer);
    case E::tcpOpened: return stay(S::openSent); // of a second connection, which has a machine of its own
    case E::tcpFailed: return {.drop = true, .next = S::active};
    case E::open: return {.sendKeepalive = true, .agreeTimers = true, .next = S::openConfirm};
    case E::headerError:
    case E::openError: return down(Notify::ofError);
    case E::collision: return down(Notify::ofError);
    case E::versionNotification:
    case E::notification: return down(Notify::none);
    case E::connectRetryExpired:
    case E::keepaliveDue:
    case E::keepalive:
    case E::update:
    case E::updateError: return down(Notify::fsm);
    }
    return stay(S::openSent);
}

FsmStep openConfirm(E event)
{
    switch (event) {
    case E::start:
    case E::startPassive: return stay(S::openConfirm);
    case E::stop: return stopped(Notify::cease);
    case E::holdExpired: return down(Notify::holdTimer);
    case E::keepaliveDue: return {.sendKeepalive = true, .restartKeepalive = true, .next = S::openConfirm};
    case E::tcpOpened: return stay(S::openConfirm);
    case E::tcpFailed:
    case E::versionNotification:
    case E::notification: return down(Notify::none);
    case E::headerError:
    case E::openError:
    case E::collision: return down(Notify::ofError);
    case E::keepalive: return {.restartHold = true, .next = S::established};
    case E::connectRetryExpired:
    case E::open:
    case E::update:
    case E::updateError: return down(Notify::fsm);
    }
    return stay(S::openConfirm);
}

FsmStep established(E event)
{
    switch (event) {
    case E::start:
    case E::startPassive: return stay(S::established);
    case E::stop: return stopped(Notify::cease);
    case E::holdExpired: return down(Notify::holdTimer);
    case E::keepaliveDue: return {.sendKeepalive = true, .restartKeepalive = true, .next = S::established};
    case E::tcpOpened: return stay(S::established);
    case E::tcpFailed:
    case E::versionNotification:
    case E::notification: return down(Notify::none);
    case E::headerError:
    case E::updateError:
    case E::collision: return down(Notify::ofError);
    case E::keepalive: return {.restartHold = true, .next = S::established};
    case E::update: return {.restartHold = true, .process = true, .next = S::established};
    case E::connectRetryExpired:
    case E::open:
    case E::openError: return down(Notify::fsm);
    }
    return stay(S::established);
}

} // namespace

FsmStep step(State state, FsmEvent event)
{
    switch (state) {
    case S::idle: return idle(event);
    case S::connect:
    case S::active: return connecting(state, event);
    case S::openSent: return openSent(event);
    case S::openConfirm: return openConfirm(event);
    case S::established: return established(event);
    }
    return {};
}

std::string_view toString(State state)
{
    switch (state) {
    case S::idle: return "Idle";
    case S::connect: return "Connect";
    case S::active: return "Active";
    case S::openSent: return "OpenSent";
    case S::openConfirm: return "OpenConfirm";
    case S::established: return "Established";
    }
    return "unknown";
}

std::string_view toString(FsmEvent event)
{
    switch (event) {
    case E::start: return "start";
    case E::startPassive: return "start without connecting";
    case E::stop: return "stop";
    case E::connectRetryExpired: return "connect retry timer expired";
    case E::holdExpired: return "hold timer expired";
    case E::keepaliveDue: return "keepalive timer expired";
    case E::tcpOpened: return "TCP connection opened";
    case E::tcpFailed: return "TCP connection failed";
    case E::open: return "OPEN received";
    case E::headerError: return "message header error";
    case E::openError: return "OPEN message error";
    case E::collision: return "connection collision";
    case E::versionNotification: return "NOTIFICATION of a version error";
    case E::notification: return "NOTIFICATION received";
    case E::keepalive: return "KEEPALIVE received";
    case E::update: return "UPDATE received";
    case E::updateError: return "UPDATE message error";
    }
    return "unknown";
}

} // namespace hopyard::routing::bgp

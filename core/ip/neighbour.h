// The neighbour state machine: one neighbour on one link, with the states of RFC 4861 section 7.3.2, driven by ARP
// (RFC 826) for IPv4 and by ND for IPv6.
//
// next() is the whole machine: a pure function from (state, event) to a new state and what is to be done. Timers,
// tables and packets are the neighbour table's affair.
//
// How ARP maps to the events: a reply sent to us alone is solicited; everything else that carries a sender's pair (a
// request to us, an announcement) is unsolicited and proves nothing about our own sending (RFC 4861 section 7.2.5).
// `permanent` is a static entry; ARP does not change it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <string_view>

namespace hopyard::ip {

enum class NeighbourState : std::uint8_t {
    incomplete, ///< asked, no answer yet; packets wait
    reachable,  ///< answered lately
    stale,      ///< an address is known, but not lately confirmed; used until proven wrong
    delay,      ///< used while stale: wait a little whether an upper layer confirms it
    probe,      ///< asking that one neighbour whether it is still there
    failed,     ///< did not answer
    permanent,  ///< configured
};
std::string_view toString(NeighbourState state);

enum class NeighbourEvent : std::uint8_t {
    use,                ///< a packet wants to go there
    timeout,            ///< the state's timer went off (and, where it retries, tries are left)
    exhausted,          ///< the state's timer went off after the last try
    solicitedSame,      ///< an answer to us, with the hardware address that we have
    solicitedChanged,   ///< an answer to us, with another one
    unsolicitedSame,    ///< heard from it otherwise, with the hardware address that we have
    unsolicitedChanged, ///< heard from it otherwise, with another one
    upperConfirmed,     ///< an upper layer made progress through it (RFC 4861 section 7.3.1)
};
std::string_view toString(NeighbourEvent event);

/// What goes with a transition.
struct NeighbourStep {
    NeighbourState state;
    bool take = false;      ///< take the hardware address that the event brought
    bool request = false;   ///< ask everybody on the link (broadcast), and count a try
    bool probe = false;     ///< ask the neighbour alone (unicast), and count a try
    bool restart = false;   ///< start the state's timer (anew)
    bool resetTries = false;
    bool queue = false;     ///< the packet has to wait
    bool release = false;   ///< send what waits
    bool giveUp = false;    ///< drop what waits, with a word to the senders
    bool remove = false;    ///< forget the entry
    bool operator==(const NeighbourStep &) const = default;
};

constexpr NeighbourStep next(NeighbourState state, NeighbourEvent event)
{
    using S = NeighbourState;
    using E = NeighbourEvent;
    switch (state) {
    case S::incomplete:
        switch (event) {
        case E::use: return {.state = S::incomplete, .queue = true};
        case E::timeout: return {.state = S::incomplete, .request = true, .restart = true};
        case E::exhausted: return {.state = S::failed, .restart = true, .giveUp = true};
        case E::solicitedSame:
        case E::solicitedChanged:
            return {.state = S::reachable, .take = true, .restart = true, .resetTries = true, .release = true};
        case E::unsolicitedSame:
        case E::unsolicitedChanged:
            return {.state = S::stale, .take = true, .restart = true, .resetTries = true, .release = true};
        case E::upperConfirmed: return {.state = S::incomplete}; // of an address nobody has: means nothing
        }
        break;
    case S::reachable:
        switch (event) {
        case E::use: return {.state = S::reachable};
        case E::timeout:
        case E::exhausted: return {.state = S::stale, .restart = true};
        case E::solicitedSame: return {.state = S::reachable, .restart = true};
        case E::solicitedChanged: return {.state = S::reachable, .take = true, .restart = true};
        case E::unsolicitedSame: return {.state = S::reachable};
        case E::unsolicitedChanged: return {.state = S::stale, .take = true, .restart = true};
        case E::upperConfirmed: return {.state = S::reachable, .restart = true};
        }
        break;
    case S::stale:
        switch (event) {
        case E::use: return {.state = S::delay, .restart = true};
        case E::timeout:
        case E::exhausted: return {.state = S::stale, .remove = true}; // nobody used it for long
        case E::solicitedSame: return {.state = S::reachable, .restart = true};
        case E::solicitedChanged: return {.state = S::reachable, .take = true, .restart = true};
        case E::unsolicitedSame: return {.state = S::stale, .restart = true};
        case E::unsolicitedChanged: return {.state = S::stale, .take = true, .restart = true};
        case E::upperConfirmed: return {.state = S::reachable, .restart = true};
        }
        break;
    case S::delay:
        switch (event) {
        case E::use: return {.state = S::delay};
        case E::timeout:
        case E::exhausted: return {.state = S::probe, .probe = true, .restart = true, .resetTries = true};
        case E::solicitedSame: return {.state = S::reachable, .restart = true};
        case E::solicitedChanged: return {.state = S::reachable, .take = true, .restart = true};
        case E::unsolicitedSame: return {.state = S::delay};
        case E::unsolicitedChanged: return {.state = S::stale, .take = true, .restart = true};
        case E::upperConfirmed: return {.state = S::reachable, .restart = true};
        }
        break;
    case S::probe:
        switch (event) {
        case E::use: return {.state = S::probe};
        case E::timeout: return {.state = S::probe, .probe = true, .restart = true};
        case E::exhausted: return {.state = S::failed, .restart = true, .giveUp = true};
        case E::solicitedSame: return {.state = S::reachable, .restart = true, .resetTries = true};
        case E::solicitedChanged: return {.state = S::reachable, .take = true, .restart = true, .resetTries = true};
        case E::unsolicitedSame: return {.state = S::probe};
        case E::unsolicitedChanged: return {.state = S::stale, .take = true, .restart = true, .resetTries = true};
        case E::upperConfirmed: return {.state = S::reachable, .restart = true, .resetTries = true};
        }
        break;
    case S::failed:
        switch (event) {
        case E::use:
            return {.state = S::incomplete, .request = true, .restart = true, .resetTries = true, .queue = true};
        case E::timeout:
        case E::exhausted: return {.state = S::failed, .remove = true};
        case E::solicitedSame:
        case E::solicitedChanged:
            return {.state = S::reachable, .take = true, .restart = true, .resetTries = true};
        case E::unsolicitedSame:
        case E::unsolicitedChanged:
            return {.state = S::stale, .take = true, .restart = true, .resetTries = true};
        case E::upperConfirmed: return {.state = S::failed};
        }
        break;
    case S::permanent: return {.state = S::permanent}; // whatever happens
    }
    return {.state = state};
}

/// The machine's times (RFC 4861 section 10) and the bounds of a table.
struct NeighbourSettings {
    base::Duration retransmit = base::Duration::seconds(1);      ///< RETRANS_TIMER; RFC 1122 2.3.2.1: one a second
    unsigned requests = 3;                                       ///< MAX_MULTICAST_SOLICIT
    unsigned probes = 3;                                         ///< MAX_UNICAST_SOLICIT
    base::Duration reachable = base::Duration::seconds(30);      ///< REACHABLE_TIME, times 0.5 to 1.5 for each entry
    base::Duration delay = base::Duration::seconds(5);           ///< DELAY_FIRST_PROBE_TIME
    base::Duration staleAge = base::Duration::seconds(1200);     ///< unused that long: forgotten (as BSD's ARP)
    base::Duration failedAge = base::Duration::seconds(20);      ///< shown as failed that long
    unsigned queueLimit = 32;  ///< packets waiting for one neighbour (RFC 1122 2.3.2.2: at least one, the latest)
    unsigned tableLimit = 1024; ///< neighbours of one interface
};

} // namespace hopyard::ip

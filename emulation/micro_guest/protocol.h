// What a virtual processor and its micro-guest agree on: where its memory lies, the ports that it writes to; and, for
// one that stands alone (micro_guest.h), the pages with a ring of packets and a ring of answers. Included by the guest's
// program, too, which has no library: nothing but numbers here.
//
// Memory as the guest sees it: a little private memory at 0 (page tables, program, stack), and from kWindowAt on the
// window. Of one that stands alone: place 0 the control page, place 1 the answers, then the buffers, in each of which a
// page may be lent to it. Of a hypervisor's guest it is the guest's memory (core/hypervisor/micro_guest.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/micro_guest.h"

#include <cstdint>

namespace hopyard::micro_guest {

using hypervisor::micro::Answer;
using hypervisor::micro::answerTo;
using hypervisor::micro::kPage;
using hypervisor::micro::loadAcquire;
using hypervisor::micro::storeRelease;

constexpr std::uint64_t kPrivate = 1u << 20;   ///< bytes of private memory
constexpr std::uint64_t kBootAt = 0x8000;       ///< what it is to be
constexpr std::uint64_t kProgramAt = 0x1'0000; ///< where its program is linked to
constexpr std::uint64_t kStackTop = kPrivate;
constexpr std::uint64_t kWindowAt = 0x1000'0000;
constexpr std::uint32_t kControlPlace = 0, kAnswerPlace = 1, kFirstBuffer = 2;
constexpr std::uint32_t kRing = 64; ///< entries of each ring

constexpr std::uint16_t kKickPort = 0x500; ///< an answer stands there: an ioeventfd, no exit to user space
constexpr std::uint16_t kIdlePort = 0x504; ///< there was nothing to do for a while: exits, goes on when there is
constexpr std::uint16_t kEndPort = 0x508;  ///< it was told to stop, and has

/// What the guest finds at kBootAt.
struct Boot {
    std::uint32_t isDriver; ///< of a hypervisor's rings (driver.h); else it answers by the control page
    std::uint8_t mac[6];
    std::uint8_t address[4]; ///< IPv4; all zero: none
    std::uint16_t unused;
};
/// Host to guest.
struct Posted {
    std::uint32_t buffer; ///< its number, from 0
    std::uint32_t length; ///< bytes, at most a page
};
struct Control {
    std::uint32_t posted; ///< packets so far; written last
    std::uint32_t stop;
    Posted ring[kRing];
};
/// Guest to host.
struct Answers {
    std::uint32_t done; ///< packets so far; written last
    std::uint32_t reserved;
    Answer ring[kRing];
};
static_assert(sizeof(Control) <= kPage && sizeof(Answers) <= kPage);

} // namespace hopyard::micro_guest

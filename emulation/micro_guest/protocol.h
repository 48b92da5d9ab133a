// What the micro-guest and its base portion agree on: the pages of its memory, a ring of packets, a ring of answers,
// and the ports that it writes to. Included by the guest's program, too, which has no library: nothing but numbers
// here.
//
// Memory as the guest sees it: a little private memory at 0 (page tables, program, stack), and from kWindowAt on the
// window: place 0 the control page, place 1 the answers, then the buffers, in each of which a page may be lent to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::micro_guest {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint64_t kPrivate = 1u << 20;   ///< bytes of private memory
constexpr std::uint64_t kProgramAt = 0x1'0000; ///< where its program is linked to
constexpr std::uint64_t kStackTop = kPrivate;
constexpr std::uint64_t kWindowAt = 0x1000'0000;
constexpr std::uint32_t kControlPlace = 0, kAnswerPlace = 1, kFirstBuffer = 2;
constexpr std::uint32_t kRing = 64; ///< entries of each ring

constexpr std::uint16_t kKickPort = 0x500; ///< an answer stands there: an ioeventfd, no exit to user space
constexpr std::uint16_t kIdlePort = 0x504; ///< there was nothing to do for a while: exits, goes on when there is
constexpr std::uint16_t kEndPort = 0x508;  ///< it was told to stop, and has

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
struct Answer {
    std::uint64_t first;    ///< the packet's first eight bytes, as it read them in place
    std::uint64_t sum;      ///< of all its bytes
    std::uint32_t checksum; ///< RFC 1071, of all of it
    std::uint32_t length;
};
struct Answers {
    std::uint32_t done; ///< packets so far; written last
    std::uint32_t reserved;
    Answer ring[kRing];
};
static_assert(sizeof(Control) <= kPage && sizeof(Answers) <= kPage);

template <class T>
T loadAcquire(const T &from)
{
    return __atomic_load_n(&from, __ATOMIC_ACQUIRE);
}
template <class T>
void storeRelease(T &to, T value)
{
    __atomic_store_n(&to, value, __ATOMIC_RELEASE);
}

/// What the guest answers to a packet, and what it should have.
inline Answer answerTo(const std::uint8_t *packet, std::uint32_t length)
{
    Answer answer{0, 0, 0, length};
    std::uint64_t words = 0;
    for (std::uint32_t i = 0; i < length; ++i) {
        const std::uint64_t byte = packet[i];
        answer.sum += byte;
        words += i % 2 == 0 ? byte << 8 : byte;
        if (i < 8)
            answer.first |= byte << (8 * i);
    }
    while (words >> 16)
        words = (words & 0xffff) + (words >> 16);
    answer.checksum = static_cast<std::uint32_t>(~words & 0xffff);
    return answer;
}

} // namespace hopyard::micro_guest

// What the base portion and a micro-guest agree on: a guest whose one program is ours and runs on a real virtual
// processor (emulation/micro_guest). It drives the same rings as every guest (split_ring.h), reads each packet where it
// lies, and writes down beside its buffers what it read. Included by that program, too, which has no library: nothing
// but numbers here.
//
// Its memory: page 0 is left alone, then as every first interface's the output ring, the output pages, the input ring,
// the input pages (guest_driver.h), then one page of reports. Since the base portion knows what it put there, a report
// that differs is a read of something else: a stale page (docs/hypervisor.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace hopyard::hypervisor::micro {

constexpr std::uint64_t kPage = 4096;
constexpr std::uint32_t kQueue = 128; ///< entries of each ring
constexpr std::uint32_t kOutputRing = 1, kOutputPages = kOutputRing + 1, kInputRing = kOutputPages + kQueue,
                        kInputPages = kInputRing + 1, kReportPage = kInputPages + kQueue; ///< guest pages
constexpr std::uint32_t kPages = kReportPage + 1; ///< the least that such a guest has

/// A page with a ring of virtio's in it, as split_ring.h reads it.
struct Ring {
    struct Descriptor {
        std::uint64_t address;
        std::uint32_t length;
        std::uint16_t flags, next;
    } descriptors[kQueue];
    std::uint16_t availableFlags, availableIndex, available[kQueue], usedEvent, unused;
    std::uint16_t usedFlags, usedIndex;
    struct Used {
        std::uint32_t id, length;
    } used[kQueue];
};
static_assert(sizeof(Ring) <= kPage);

/// What a reader found in one buffer.
struct Answer {
    std::uint64_t first;    ///< the first eight bytes, as it read them in place
    std::uint64_t sum;      ///< of all bytes
    std::uint32_t checksum; ///< RFC 1071, of all of it
    std::uint32_t length;
    bool operator==(const Answer &) const = default;
};

/// The page of reports.
struct Reports {
    std::uint64_t packets;  ///< that began in a buffer it read
    std::uint64_t bytes;    ///< that it read in place
    std::uint64_t sum;      ///< of all of them
    std::uint64_t answered; ///< echo requests (ping) and ARP requests that it answered
    Answer ofBuffer[kQueue]; ///< by descriptor of the input ring: of what it read there last
};
static_assert(sizeof(Reports) <= kPage);

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

/// What there is to find: the guest says it, and the base portion knows it.
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

} // namespace hopyard::hypervisor::micro

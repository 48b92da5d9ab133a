// What carrying packets costs: the counts, and the time that each step takes on the computer that is played.
//
// In virtual time a computer is as fast as this table says; the figures are nanoseconds of one processor, from what was
// measured for the project (docs/hypervisor.md, "What it costs"): a page of 4 KiB copied with cold caches 377 ns and
// cleared 285 ns, mapped and first touched 4,260 ns. With all of them zero the computer is infinitely fast.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hopyard::hypervisor {

/// How the base portion carries datagrams.
enum class Mode : std::uint8_t { direct, bridged, nat };
constexpr std::size_t kModes = 3;
constexpr std::string_view toString(Mode mode)
{
    switch (mode) {
    case Mode::direct: return "direct";
    case Mode::bridged: return "bridged";
    case Mode::nat: return "nat";
    }
    return "unknown";
}
/// How a packet from an adapter gets into the guest's memory.
enum class Receive : std::uint8_t { copy, remap };
constexpr std::size_t kReceives = 2;
constexpr std::string_view toString(Receive receive) { return receive == Receive::copy ? "copy" : "remap"; }

/// Times in nanoseconds of one processor.
struct CostModel {
    std::int64_t packet = 1'000;  ///< the guest's stack, for each packet in or out
    std::int64_t packetKiB = 40;  ///< and for each KiB of it: checksums, its own copy
    std::int64_t timer = 500;     ///< the guest's stack, for a timer that went off
    std::int64_t carry = 200;     ///< the base portion, for each packet it looks at
    std::int64_t copyKiB = 94;
    std::int64_t clearKiB = 71;
    std::int64_t map = 3'000;
    std::int64_t unmap = 1'260;
    std::int64_t interrupt = 1'000;
    std::int64_t exit = 1'500; ///< from guest to base portion and back

    /// A computer on which nothing takes time.
    static constexpr CostModel none() { return {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}; }
    bool operator==(const CostModel &) const = default;
};

/// What was done, for one way of carrying and receiving.
struct Costs {
    std::uint64_t packets = 0; ///< carried by the base portion
    std::uint64_t bytes = 0;
    std::uint64_t copies = 0; ///< of packets, by the base portion: out of a guest, into a guest
    std::uint64_t bytesCopied = 0;
    std::uint64_t maps = 0; ///< pages
    std::uint64_t unmaps = 0;
    std::uint64_t clears = 0;
    std::uint64_t bytesCleared = 0;
    std::uint64_t interrupts = 0;
    std::uint64_t exits = 0;
    base::Duration time; ///< of the base portion, by the model
    bool operator==(const Costs &) const = default;
};

} // namespace hopyard::hypervisor

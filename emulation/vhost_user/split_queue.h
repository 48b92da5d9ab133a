// One split virtqueue of a guest's (Virtual I/O Device 1.1, section 2.6), seen from the device: takes what the driver made
// available, gives back what was used, with event indices (2.6.7) and the record of what is in flight (vhost-user protocol,
// "Inflight I/O tracking"), so that another back end can go on where this one ended.
//
// The guest may write anything into its rings at any moment: descriptors are copied before they are judged, every index,
// address and length is checked, and a chain ends after as many steps as there are descriptors. A queue in which something
// is wrong is broken and is not touched again until it is set up anew.
// Deliberately missing: indirect descriptors and packed rings, which are not offered.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/vhost_user/guest_memory.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hopyard::vhost_user {

/// A chain of descriptors that the driver made available: its buffers, here.
struct Chain {
    std::uint16_t head = 0;
    std::vector<Piece> readable, writable;
    std::size_t readableBytes = 0, writableBytes = 0;
};

/// Bytes that the record of what is in flight takes for a queue.
std::size_t inflightSize(std::uint16_t queueSize);

class SplitQueue {
public:
    static constexpr std::uint16_t kMostEntries = 32768;
    /// Bytes of one chain; longer ones are no frame.
    static constexpr std::size_t kLongestChain = 256 * 1024;

    static std::size_t descriptorBytes(std::uint16_t size) { return std::size_t(size) * 16; }
    static std::size_t availableBytes(std::uint16_t size) { return std::size_t(size) * 2 + 6; }
    static std::size_t usedBytes(std::uint16_t size) { return std::size_t(size) * 8 + 6; }

    struct Rings {
        std::uint16_t size = 0; ///< a power of two
        const std::uint8_t *descriptors = nullptr;
        std::uint8_t *available = nullptr; ///< at an even address
        std::uint8_t *used = nullptr;      ///< at a multiple of 4
        bool eventIndex = false;
        std::uint8_t *inflight = nullptr; ///< inflightSize() bytes, or none
    };
    /// Begins at `next`, the index of the first entry to take. False where the rings cannot be such; then it is not
    /// started. What the record of flights says was taken and not used comes first.
    bool start(const Rings &rings, std::uint16_t next);
    /// The index to begin with another time.
    std::uint16_t stop();
    bool isStarted() const { return m_rings.size != 0; }
    bool isBroken() const { return m_broken; }
    /// The rings lie elsewhere now; all else goes on.
    void move(const Rings &rings) { m_rings = rings; }

    enum class Taken : std::uint8_t { none, chain, broken };
    /// The next chain. It must be given to use(), or back by undo() in the opposite order.
    Taken take(const GuestMemory &memory, Chain &chain);
    void undo(const Chain &chain);
    struct Used {
        std::uint16_t head;
        std::uint32_t length; ///< bytes written
    };
    /// Gives chains back, all at once or none: the driver sees the last with the first.
    void use(std::span<const Used> chains);
    /// Whether the driver wants to be interrupted for what was used since this was asked last.
    bool mustInterrupt();
    /// Whether the driver has to tell us when it makes more available. Where it turns true and there is something
    /// already, gives true: nobody will tell.
    bool wantKicks(bool wanted);

private:
    std::uint16_t availableIndex() const;
    Taken fail() { return m_broken = true, Taken::broken; }
    std::uint16_t mask() const { return static_cast<std::uint16_t>(m_rings.size - 1); }
    void recover();

    Rings m_rings;
    bool m_broken = false;
    std::uint16_t m_next = 0;      ///< of the available ring
    std::uint16_t m_used = 0;      ///< index of the used ring
    std::uint16_t m_signalled = 0; ///< m_used when the driver was asked about last
    bool m_signalledValid = false;
    std::uint64_t m_counter = 0;   ///< of chains taken, for the record of flights
    std::vector<std::uint16_t> m_again; ///< to be taken again, the first at the end
};

} // namespace hopyard::vhost_user

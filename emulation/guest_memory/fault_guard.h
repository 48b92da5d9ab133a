// A touch of what a guest's window does not show, caught: the processor's fault becomes a record, not the engine's end.
//
// A guest's code runs in the engine, in ordinary C++ frames, and touches its window in place: to jump out of the signal
// handler (siglongjmp) would leave those frames without their destructors, and userfaultfd knows only ranges that are
// mapped and wants a second thread to answer. So the handler notes address and direction, puts a private page of zeros
// at the place, and lets the guest go on: what it reads there is nobody's, what it writes there is thrown away. Whoever
// owns the window takes the records (take()) and makes those places again what they should be.
//
// A fault outside every window is not ours: it goes to the handler that was there before, as if we were not.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hopyard::guest_memory {

/// Watches one range of addresses from its making to its end. At most kWatched at the same time.
class FaultGuard {
public:
    static constexpr std::size_t kWatched = 1024;
    static constexpr std::size_t kRemembered = 64; ///< of each; further ones are counted

    /// `pageSize`: what is put under a fault, in bytes.
    FaultGuard(std::uint8_t *begin, std::size_t length, std::size_t pageSize);
    FaultGuard(FaultGuard &&other) noexcept;
    FaultGuard &operator=(FaultGuard &&) = delete;
    ~FaultGuard();
    /// False: too many are watched already, and touching what is not mapped is the end of the program.
    bool isWatching() const { return m_slot != kNone; }

    struct Fault {
        std::size_t offset = 0; ///< from the beginning of the range
        bool forWriting = false;
    };
    /// The faults since this was asked last, in their order; the page at the place is the guard's until it is mapped
    /// over.
    std::optional<Fault> take();
    /// Faults so far, those not remembered included.
    std::uint64_t count() const;
    /// Some were not remembered since this was asked last: any place may hold the guard's page.
    bool takeOverflow();

private:
    static constexpr std::size_t kNone = ~std::size_t(0);
    std::size_t m_slot = kNone;
};

} // namespace hopyard::guest_memory

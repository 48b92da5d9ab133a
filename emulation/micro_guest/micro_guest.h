// A micro-guest that stands alone, without a hypervisor around it: a virtual processor (virtual_processor.h) on a window
// of its own, told of packets through a ring in its memory. Where the remapping of single pages is tested and measured;
// as a hypervisor's guest it drives that one's rings instead (hypervisor_guest.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/guest_memory/window.h"
#include "emulation/micro_guest/virtual_processor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::micro_guest {

class MicroGuest {
public:
    using State = VirtualProcessor::State;
    using Fault = VirtualProcessor::Fault;

    /// Two pages of the file are the guest's own: what it is told, and what it answers. `buffers`: places for packets.
    static linux::Result<std::unique_ptr<MicroGuest>> create(const guest_memory::MemoryFile &file,
                                                             std::size_t controlPage, std::size_t answerPage,
                                                             std::uint32_t buffers);

    guest_memory::Window &window() { return *m_window; }
    static constexpr std::size_t placeOf(std::uint32_t buffer) { return kFirstBuffer + buffer; }

    void start() { m_processor->start(); }
    /// There is a packet of so many bytes in a buffer, whose place was made ready and settled. False: the ring is full.
    bool post(std::uint32_t buffer, std::uint32_t length);
    /// The next answer, in the order of the packets; none: there is none yet.
    std::optional<Answer> takeAnswer();
    /// Waits for a kick, so many milliseconds at most; false: none came.
    bool waitForKick(int milliseconds);

    State state() const { return m_processor->state(); }
    std::optional<Fault> fault() const { return m_processor->fault(); }
    std::uint64_t faults() const { return m_processor->faults(); }
    std::string why() const { return m_processor->why(); }
    void resume() { m_processor->retry(); }

private:
    MicroGuest() = default;

    std::unique_ptr<guest_memory::Window> m_window;
    Control *m_control = nullptr; ///< by the base portion's mapping
    Answers *m_answers = nullptr;
    std::uint32_t m_posted = 0, m_taken = 0;
    std::unique_ptr<VirtualProcessor> m_processor; // last: it looks at all of the above
};

} // namespace hopyard::micro_guest

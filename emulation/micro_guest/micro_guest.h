// A virtual machine of our own under KVM, as small as can be: one processor in 64-bit mode that runs our own program
// (emulation/micro_guest_program) and reads packets in pages that are mapped into its memory while it runs.
//
// Its memory slot is a Window: what the base portion shows there, the guest's processor sees at its next access,
// because the kernel takes a mapping that changes out of the guest's tables, too. The guest is told of a packet
// through a ring in its memory and tells of an answer by writing to a port behind which there is an eventfd
// (ioeventfd): neither side leaves its work for it.
//
// The guest begins in ring 3, with the registers that it would otherwise have set up in ring 0: it needs no more, and
// where KVM itself runs inside a virtual machine that is what runs at full speed.
//
// A touch of what its window does not show ends KVM_RUN with a named fault and nothing else; it can go on from there.
// Deliberately missing: interrupts into the guest (it looks at its ring, and says when it goes idle), more processors.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/guest_memory/window.h"
#include "emulation/micro_guest/protocol.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hopyard::micro_guest {

/// Why there can be no micro-guest here, in a sentence; none: there can.
std::optional<std::string> missing();

class MicroGuest {
public:
    /// Two pages of the file are the guest's own: what it is told, and what it answers. `buffers`: places for packets.
    static linux::Result<std::unique_ptr<MicroGuest>> create(const guest_memory::MemoryFile &file,
                                                             std::size_t controlPage, std::size_t answerPage,
                                                             std::uint32_t buffers);
    MicroGuest(const MicroGuest &) = delete;
    MicroGuest &operator=(const MicroGuest &) = delete;
    ~MicroGuest(); ///< stops it

    guest_memory::Window &window() { return *m_window; }
    static constexpr std::size_t placeOf(std::uint32_t buffer) { return kFirstBuffer + buffer; }

    /// Its processor begins to run, on a thread of its own.
    void start();
    /// There is a packet of so many bytes in a buffer, whose place was made ready and settled. False: the ring is full.
    bool post(std::uint32_t buffer, std::uint32_t length);
    /// The next answer, in the order of the packets; none: there is none yet.
    std::optional<Answer> takeAnswer();
    /// Readable when the guest has answered since this was read last (eventfd).
    int kicks() const { return m_kick.get(); }
    /// Waits for a kick, so many milliseconds at most; false: none came.
    bool waitForKick(int milliseconds);

    enum class State : std::uint8_t {
        made,
        running,
        idle,    ///< it has nothing to do; post() wakes it
        faulted, ///< it touched what is not there; resume() lets it try again
        ended,   ///< told to, or by a mistake in it (see why())
    };
    State state() const;
    /// Faulted: the place in its window, in bytes. Not in the window: the whole guest-physical address.
    struct Fault {
        std::uint64_t address = 0;
        bool inWindow = false;
        bool operator==(const Fault &) const = default;
    };
    std::optional<Fault> fault() const;
    std::uint64_t faults() const;
    std::string why() const; ///< why it ended
    void resume();
    /// Exits from the guest to us: going idle, faults, the end. Kicks are none.
    std::uint64_t exits() const;

private:
    MicroGuest() = default;
    linux::Result<void> prepare(std::uint32_t buffers);
    linux::Result<void> setProcessor(std::uint64_t entry);
    void work();
    bool afterRun(int result, int error);
    void end(std::string why);

    linux::Fd m_kvm, m_machine, m_processor, m_kick;
    std::uint8_t *m_private = nullptr;
    void *m_run = nullptr; ///< kvm_run, shared with the kernel
    std::size_t m_runLength = 0;
    std::unique_ptr<guest_memory::Window> m_window;
    Control *m_control = nullptr; ///< by the base portion's mapping
    Answers *m_answers = nullptr;
    std::uint32_t m_posted = 0, m_taken = 0;

    mutable std::mutex m_lock; // of what follows
    std::condition_variable m_changed;
    State m_state = State::made;
    std::optional<Fault> m_fault;
    std::string m_why;
    std::uint64_t m_faults = 0, m_exits = 0;
    bool m_stopping = false;
    std::thread m_thread; // last: it uses all of the above
};

constexpr std::string_view toString(MicroGuest::State state)
{
    switch (state) {
    case MicroGuest::State::made: return "made";
    case MicroGuest::State::running: return "running";
    case MicroGuest::State::idle: return "idle";
    case MicroGuest::State::faulted: return "faulted";
    case MicroGuest::State::ended: return "ended";
    }
    return "unknown";
}

} // namespace hopyard::micro_guest

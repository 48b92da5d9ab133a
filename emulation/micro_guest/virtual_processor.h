// A virtual machine of our own under KVM, as small as can be: one processor in 64-bit mode that runs our own program
// (emulation/micro_guest_program) on a memory that others change while it runs.
//
// Its memory slot is a window's addresses (emulation/guest_memory): what is shown there, the guest's processor sees at
// its next access, because the kernel takes a mapping that changes out of the guest's tables, too. It tells of what it
// did by writing to a port behind which there is an eventfd (ioeventfd): neither side leaves its work for it.
//
// The guest begins in ring 3, with the registers that it would otherwise have set up in ring 0: it needs no more, and
// where KVM itself runs inside a virtual machine that is what runs at full speed.
//
// A touch of what its memory does not show ends KVM_RUN with a named fault and nothing else; it can go on from there.
// Deliberately missing: interrupts into the guest (it looks at its ring, and says when it goes idle), more processors.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/error.h"
#include "emulation/linux/fd.h"
#include "emulation/micro_guest/protocol.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace hopyard::micro_guest {

/// Why there can be no micro-guest here, and what to do, in a sentence; none: there can.
std::optional<std::string> missing();

class VirtualProcessor {
public:
    /// `window`: `length` bytes at kWindowAt, which outlive it. `hasWork` is asked on its thread before it sleeps.
    static linux::Result<std::unique_ptr<VirtualProcessor>> create(std::uint8_t *window, std::size_t length, const Boot &boot,
                                                                   std::function<bool()> hasWork);
    VirtualProcessor(const VirtualProcessor &) = delete;
    VirtualProcessor &operator=(const VirtualProcessor &) = delete;
    ~VirtualProcessor(); ///< ends it; afterwards nobody looks into its memory

    /// The guest sees it with its next packet.
    void setBoot(const Boot &boot);
    /// It begins to run, on a thread of its own.
    void start();
    void pause();
    void resume();
    /// There is something to do: it goes on where it was idle.
    void wake();
    /// Readable when the guest has kicked, or has faulted or ended, since this was read last (eventfd).
    int kicks() const { return m_kick.get(); }
    bool takeKicks(); ///< false: there was none

    enum class State : std::uint8_t {
        made,
        running,
        idle,    ///< it has nothing to do; wake() wakes it
        paused,
        faulted, ///< it touched what is not there; retry() lets it try again
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
    void retry();
    /// Exits from the guest to us: going idle, faults, the end. Kicks are none.
    std::uint64_t exits() const;

private:
    explicit VirtualProcessor(std::function<bool()> hasWork) : m_hasWork(std::move(hasWork)) {}
    linux::Result<void> prepare(std::uint8_t *window, std::size_t length, const Boot &boot);
    linux::Result<void> setRegisters(std::uint64_t entry);
    void work();
    bool afterRun(int result, int error);
    void end(std::string why);
    void interrupt();
    void tell();

    std::function<bool()> m_hasWork;
    linux::Fd m_kvm, m_machine, m_processor, m_kick;
    std::uint8_t *m_private = nullptr;
    void *m_run = nullptr; ///< kvm_run, shared with the kernel
    std::size_t m_runLength = 0;

    mutable std::mutex m_lock; // of what follows
    std::condition_variable m_changed;
    State m_state = State::made;
    std::optional<Fault> m_fault;
    std::string m_why;
    std::uint64_t m_faults = 0, m_exits = 0;
    bool m_isStopping = false, m_isPaused = false;
    std::thread m_thread; // last: it uses all of the above
};

constexpr std::string_view toString(VirtualProcessor::State state)
{
    switch (state) {
    case VirtualProcessor::State::made: return "made";
    case VirtualProcessor::State::running: return "running";
    case VirtualProcessor::State::idle: return "idle";
    case VirtualProcessor::State::paused: return "paused";
    case VirtualProcessor::State::faulted: return "faulted";
    case VirtualProcessor::State::ended: return "ended";
    }
    return "unknown";
}

} // namespace hopyard::micro_guest

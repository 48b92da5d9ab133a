// The virtual processors of a world's micro-guests (core/hypervisor/micro_guest.h), beside OutsideNodes, which keeps it:
// one for each that its base portion has running, kicks from it to the world, and waking it when there is something.
//
// Where there is no KVM the guest is told to be over, with the reason, and the run goes on without it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/machine_id.h"
#include "emulation/micro_guest/hypervisor_guest.h"
#include "emulation/rpc/json.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::engine {

class MicroGuests {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        /// It cannot run, or does not any more: why, as a sentence. Its base portion is to be told to stop it.
        virtual void microGuestOver(const MachineId &, const std::string &) {}
    };

    MicroGuests(EventLoop &loop, Listener &listener) : m_loop(loop), m_listener(listener) {}
    MicroGuests(const MicroGuests &) = delete;
    MicroGuests &operator=(const MicroGuests &) = delete;
    ~MicroGuests() { stopAll(); }

    /// Makes the processors equal to what the base portions have their guests do: after trace::GuestChanged.
    void follow(world::World &world);
    /// Whether kicks are taken at all (not while the run is paused).
    void setReading(bool reading);
    bool hasKicks() const { return m_hasKicks; }
    /// Hands kicks on, at the world's present moment.
    void takeKicks(world::World &world);
    /// Those with something to do go on; to be called after the world moved.
    void wake();
    void stopAll();
    /// Its processor, for a person; none: it has none.
    std::optional<rpc::Json> describe(const MachineId &id) const;

private:
    struct Entry {
        std::unique_ptr<micro_guest::HypervisorGuest> guest;
        linux::Fd kicks; ///< its own copy: the guest may go at any time
        EventLoop::WatchId watch = EventLoop::kNoWatch;
        bool isReady = false;
    };
    void add(const MachineId &id, const world::World::MicroGuest &wanted);
    void remove(const MachineId &id);

    EventLoop &m_loop;
    Listener &m_listener;
    std::map<MachineId, Entry> m_guests;
    bool m_reading = false;
    bool m_hasKicks = false;
};

} // namespace hopyard::engine

// The Linux end of a world's machines (nodes of kinds qemu and uml, and such guests of hypervisors), beside OutsideNodes,
// which keeps it: a machine for each that runs, its frames to and from the world, its console and its orders.
//
// A guest's life is its hypervisor's affair: whether its machine runs or stands still follows what the base portion has it
// do (followGuests()), and a machine that ends by itself is told, so that the base portion learns of it.
//
// A machine is made with its ports at once and started when time passes and what it is made of is there, which at first
// use has to be fetched (emulation/machines/workshop.h). Until then, and once it is off, its cables carry nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/world.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/machine_id.h"
#include "emulation/machines/cpu_weights.h"
#include "emulation/machines/workshop.h"
#include "emulation/nodes/namespace_spec.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::engine {

class MachineNodes {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        virtual void machineEvent(const MachineId &, const machines::MachineEvent &) {}
        /// It cannot be started: why, as a sentence.
        virtual void machineRefused(const MachineId &, const std::string &) {}
        /// About what all machines share: fetching, KVM.
        virtual void machineNews(const std::string &) {}
    };
    struct Options {
        int fetchHelper = -1;     ///< machines::startFetchHelper(); lent
        std::string labDirectory; ///< what files of machines are relative to
        std::string keptDirectory; ///< where what outlives a machine is kept; empty: with the run it ends
    };
    static constexpr std::size_t kBatch = 64;
    static constexpr std::size_t kBatchBytes = 192 << 10;

    MachineNodes(EventLoop &loop, Listener &listener) : m_loop(loop), m_listener(listener) {}
    MachineNodes(const MachineNodes &) = delete;
    MachineNodes &operator=(const MachineNodes &) = delete;
    ~MachineNodes();

    void setOptions(Options options) { m_options = std::move(options); }

    // As OutsideNodes, whose calls these are.
    std::vector<base::NodeId> ending(const world::World &world) const;
    linux::Result<void> synchronise(world::World &world, const std::vector<nodes::HostsEntry> &hosts);
    void followCarriers(world::World &world);
    /// Makes the machines of hypervisors' guests equal to what the base portions have them do. To be called after
    /// trace::GuestChanged.
    linux::Result<void> followGuests(world::World &world, const std::vector<nodes::HostsEntry> &hosts);
    /// Guests whose machines were made since this was asked last; they wait for begin().
    std::vector<MachineId> takeNewGuests() { return std::exchange(m_newGuests, {}); }
    void setReading(bool reading);
    bool hasFrames() const { return !m_ready.empty(); }
    void takeFrames(world::World &world);
    void deliver(const world::OutsidePacket &out, packet::PacketPool &pool);
    void flush();
    /// The node's machine, or all of its guests'.
    void stop(base::NodeId node);
    void stopAll();

    machines::Machine *find(const MachineId &id);
    /// What comes of a guest's share on this computer, as a sentence; empty: there is no such machine.
    std::string aboutShare(const MachineId &id) const;
    /// May be started from now on: the person has agreed, and time passes.
    void begin(const MachineId &id);
    /// One line of the machine's console of orders (docs/machines.md); `answered` is called at once or later. Pausing and
    /// resuming a guest is asked of its hypervisor instead.
    void ask(const MachineId &id, std::string_view line, std::function<void(const world::CommandAnswer &)> answered);

private:
    struct Port {
        base::PortRef ref;
        machines::FramePort *port = nullptr;
        EventLoop::WatchId watch = EventLoop::kNoWatch;
        bool ready = false;
        bool written = false; ///< since the last flush()
    };
    struct Node {
        std::unique_ptr<machines::Machine> machine;
        EventLoop::WatchId watch = EventLoop::kNoWatch;
        std::map<std::string, std::unique_ptr<Port>> ports; ///< by interface
        std::string directory;
        bool mayBegin = false;
        bool carrierTold = false; ///< as the world was told
        // Of a guest: what its hypervisor has it do.
        bool standsStill = false;
        std::uint32_t replugs = 0;
        std::uint32_t share = 0, givenShare = 0; ///< as it is to be, and as its control group has it (0: has not)
        bool isOrdered = false; ///< to pause or to resume, and it has not answered yet
    };
    using PortOf = std::function<base::PortRef(const std::string &interface)>;
    linux::Result<void> add(world::World &world, const MachineId &id, machines::MachineSpec spec, const PortOf &portOf);
    void launchWaiting();
    void launch(const MachineId &id, Node &node);
    void process(const MachineId &id);
    void bringAbout(const MachineId &id, Node &node);
    void remove(const MachineId &id);
    bool needWorkshop();
    std::string fileName(const MachineId &id) const;
    void giveShare(const MachineId &id, Node &node);

    EventLoop &m_loop;
    Listener &m_listener;
    Options m_options;
    std::optional<machines::Workshop> m_workshop; ///< once there was a machine
    EventLoop::WatchId m_workshopWatch = EventLoop::kNoWatch;
    std::map<MachineId, std::unique_ptr<Node>> m_nodes;
    std::map<base::PortRef, Port *> m_byRef;
    std::vector<MachineId> m_newGuests;
    std::optional<base::Result<machines::CpuWeights, std::string>> m_weights; ///< once a guest's share was to count
    std::vector<Port *> m_ready, m_written;
    std::vector<packet::Packet> m_frames;
    world::World *m_world = nullptr; ///< for the carriers of machines that start and end
    bool m_reading = false;
};

/// What a machine of the world is to be.
machines::MachineSpec machineSpec(const world::World &world, const lab::Node &node, const std::string &labDirectory,
                                  const std::vector<nodes::HostsEntry> &hosts);
/// The same of a guest. `guest` is of `planned`'s name.
machines::MachineSpec machineSpec(const world::World::OutsideGuest &guest, const lab::Guest &planned, const std::string &labDirectory,
                                  const std::vector<nodes::HostsEntry> &hosts);

} // namespace hopyard::engine

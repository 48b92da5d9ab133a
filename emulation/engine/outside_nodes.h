// The Linux end of a world's outside nodes: keeps a namespace for each that runs (and the machines, machine_nodes.h),
// carries frames between their TAPs and the world, and hands on what their programs do.
//
// The event loop only notes which TAPs have something; frames are read by takeFrames(), a batch from each, when the
// world stands at the present. Frames that arrive while nothing is read wait in the kernel's queue of the TAP, and what
// does not fit there the kernel drops, as a network card would.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/result.h"
#include "core/packet/packet.h"
#include "core/world/world.h"
#include "emulation/engine/event_loop.h"
#include "emulation/engine/machine_nodes.h"
#include "emulation/engine/micro_guests.h"
#include "emulation/migration/linux_host.h"
#include "emulation/nodes/namespace_node.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::engine {

class OutsideNodes {
public:
    class Listener : public MachineNodes::Listener, public MicroGuests::Listener {
    public:
        virtual void programEvent(base::NodeId node, const nodes::Event &event) = 0;
        /// The device of a port is gone; the world has been told.
        virtual void tapVanished(base::NodeId node, const std::string &interface) = 0;
    };
    /// Frames read from one TAP before the others have their turn.
    static constexpr std::size_t kBatch = 64;
    /// And their bytes: what is read and written again at once is still in the processor's cache.
    static constexpr std::size_t kBatchBytes = 192 << 10;

    OutsideNodes(EventLoop &loop, Listener &listener) : m_loop(loop), m_listener(listener), m_machines(loop, listener), m_micro(loop, listener) {}
    OutsideNodes(const OutsideNodes &) = delete;
    OutsideNodes &operator=(const OutsideNodes &) = delete;
    ~OutsideNodes() { stopAll(); }

    /// Nodes that synchronise() ends: those that run no more, and those whose daemons have another configuration now, which
    /// are made anew.
    std::vector<base::NodeId> ending(const world::World &world) const;
    /// Makes the namespaces equal to the world's running outside nodes: makes, changes, ends. On an error the nodes
    /// before it are made; stopAll() undoes them.
    linux::Result<void> synchronise(world::World &world);
    /// Tells each node which of its interfaces have a cable that carries: to be called after whatever may have changed it.
    void followCarriers(world::World &world);
    /// Makes the machines of hypervisors' guests equal to what those have them do: after trace::GuestChanged.
    linux::Result<void> followGuests(world::World &world)
    {
        m_micro.follow(world);
        return m_machines.followGuests(world, hosts(world));
    }
    /// Whether frames are read at all (not while the run is paused).
    void setReading(bool reading);

    /// Turns each TAP's offloads on or off as `wanted(node, interface)` says.
    void setOffloads(const std::function<bool(base::NodeId, const std::string &)> &wanted);

    bool hasFrames() const { return !m_ready.empty() || m_machines.hasFrames() || m_micro.hasKicks() || m_serverSpoke || hasAnswers(); }
    /// Frames by which hosts of services have answered to what was delivered to them; takeFrames() injects them too.
    bool hasAnswers() const { return !m_answers.empty(); }
    void takeAnswers(world::World &world);
    /// Reads a batch from each TAP that has something and injects it at the world's present moment.
    void takeFrames(world::World &world);
    /// Writes what left the world to the TAPs.
    void deliver(world::World &world);

    nodes::NamespaceNode *find(base::NodeId node);
    /// Null: it is no host of a service whose connections move.
    migration::LinuxHost *migrationHost(base::NodeId node);
    /// A console line about a node's connections, which may move one; nothing: it is none of these.
    std::optional<world::CommandAnswer> askMigration(base::NodeId node, std::string_view line, world::World &world);
    /// Of hosts of services: lets pass what is due, and when the next is.
    void expireMigration(world::World &world);
    base::TimePoint nextMigration() const;
    /// To be called after a program was asked for: from then on its events are watched.
    void watchPrograms(base::NodeId node);
    void stop(base::NodeId node);
    void stopAll();
    /// The nodes that are machines; they follow all calls above.
    MachineNodes &machines() { return m_machines; }
    const MicroGuests &microGuests() const { return m_micro; }

private:
    struct Port {
        base::PortRef ref;
        std::string interface;
        tap::Tap *tap = nullptr; ///< null once it vanished
        migration::LinuxHost *host = nullptr; ///< what stands before the node's kernel
        EventLoop::WatchId watch = EventLoop::kNoWatch;
        bool ready = false;
        bool carrier = true; ///< as the kernel was told; a new TAP has it
    };
    struct Node {
        Node(nodes::NamespaceNode n, const lab::Node &planned) : node(std::move(n)), kind(planned.kind), config(planned.config) {}
        nodes::NamespaceNode node;
        lab::NodeKind kind;
        std::string config; ///< that its daemons were started with
        std::map<std::string, std::unique_ptr<Port>> ports; ///< by interface
        EventLoop::WatchId programs = EventLoop::kNoWatch;
        int programsFd = -1;
        std::unique_ptr<migration::LinuxHost> host; ///< of a service
        EventLoop::WatchId servers = EventLoop::kNoWatch;
        bool serverSpoke = false;
    };
    static std::vector<nodes::HostsEntry> hosts(const world::World &world);
    void plugPorts(world::World &world, base::NodeId id, Node &node);
    void watchPort(Port &port);
    void vanished(world::World &world, Port &port);
    linux::Result<void> makeHost(world::World &world, base::NodeId id, Node &node, const lab::Node &planned);
    void write(world::World &world, Port &port, const packet::Packet &frame);
    void hearServers(world::World &world);
    void writeHeld(world::World &world, base::NodeId node);
    void programsReadable(base::NodeId id);
    void remove(base::NodeId id);

    EventLoop &m_loop;
    Listener &m_listener;
    std::map<base::NodeId, std::unique_ptr<Node>> m_nodes;
    std::vector<std::vector<Port *>> m_byRef; ///< [node][port]
    std::vector<Port *> m_ready;
    std::vector<packet::Packet> m_frames;
    std::vector<std::pair<base::PortRef, packet::Packet>> m_answers;
    MachineNodes m_machines;
    MicroGuests m_micro;
    bool m_reading = false;
    bool m_serverSpoke = false;
    bool m_hasHosts = false;
};

/// What a host of a service may use at the world's present moment.
migration::LinuxHost::Now hostNow(world::World &world);
/// The addresses and names of all nodes and guests of a lab, as /etc/hosts has them.
std::vector<nodes::HostsEntry> hostsOf(const lab::Lab &lab);
/// What a namespace node of the world is to be. `hosts` are those of the whole lab.
nodes::NamespaceSpec namespaceSpec(const world::World &world, const lab::Node &node,
                                   const std::vector<nodes::HostsEntry> &hosts);

} // namespace hopyard::engine

// What a world consists of. Internal to core/world: the other files here are its parts, by job:
//   run.cpp      moves it through time          plan.h     what devices a lab asks for
//   build.cpp    makes it from a lab, changes it inspect.cpp answers questions about it
//   commands.cpp runs console lines         sockets.cpp lends the sockets of its nodes
//   input.cpp    tells what comes in, and does it again
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/lab/lab.h"
#include "core/link/device.h"
#include "core/link/link_direction.h"
#include "core/sim/timer_heap.h"
#include "core/transport/names.h"
#include "core/world/input.h"
#include "core/world/plan.h"
#include "core/world/route_files.h"
#include "core/world/world.h"

#include <array>
#include <map>

namespace hopyard::world {

/// A component with a deadline: a node, one direction of a link, or a node whose start lines are to be run.
struct ComponentRef {
    enum class Kind : std::uint8_t { node, linkForward, linkBackward, startLines };
    std::uint32_t index = 0;
    Kind kind = Kind::node;
};

struct PortSlot {
    std::string name;          ///< empty: the interface was removed
    base::MacAddress mac;      ///< zero for hub and switch
    base::LinkId link;         ///< none: nothing plugged
    base::Direction out = base::Direction::forward; ///< the direction in which this port sends
    bool carrier = false;      ///< as last told to the device
    bool outsideUp = true;     ///< for outside nodes: whether the driver's end is there
};

struct NodeSlot {
    std::string name; ///< empty: removed
    lab::NodeKind kind = lab::NodeKind::host;
    std::unique_ptr<link::Device> device; ///< none while the node is stopped or removed
    std::vector<PortSlot> ports;
    sim::TimerHandle timer;
    base::TimePoint deadline = base::TimePoint::never(); ///< as in the heap
    sim::TimerHandle startTimer; ///< of its start lines, until they have been run
};

struct LinkSlot {
    bool exists = false;
    lab::Link spec;
    std::array<base::PortRef, 2> ends; ///< a, b
    std::vector<link::LinkDirection> directions; ///< two: forward (a to b), backward
    std::array<sim::TimerHandle, 2> timers;
    std::array<std::uint64_t, 2> headSequence{}; ///< of the arrival that the timer stands for
    std::array<DirectionCounters, 2> counters;
    bool up = false; ///< carrier: both ends run and not both directions are down
};

struct World::State {
    State(std::uint64_t worldSeed) : seed(worldSeed), pool(std::make_shared<packet::PacketPool>()) {}

    lab::Lab lab;
    /// Of the lab's names, shared by its nodes and by copies of the world: it is not changed, only replaced.
    std::shared_ptr<const transport::HostsTable> hosts = std::make_shared<const transport::HostsTable>();
    RouteFiles routeFiles;
    PageStoreMaker pageStores; ///< of hypervisors; empty: plain memory
    std::uint64_t seed;
    base::TimePoint now;
    std::uint64_t sequence = 0; ///< orders what is due at the same moment, across all components
    std::uint64_t lastPacketId = 0;
    std::uint64_t events = 0;
    bool largePackets = false;
    InputSink *inputs = nullptr; ///< lent; not of copies
    bool single = false;     ///< whether single packets are wanted, as `inputs` was last told
    bool asIfSingle = false; ///< while inputs are done again: they were wanted then
    sim::TimerHeap<ComponentRef> due;
    std::vector<NodeSlot> nodes;
    std::vector<LinkSlot> links;
    std::map<std::string, base::NodeId, std::less<>> nodesByName;
    std::vector<OutsidePacket> outside;
    std::vector<base::NodeId> attention; ///< nodes with sockets for takeReadySockets(), in the order in which they called
    base::trace::Hub trace;
    link::Outbox outbox;
    /// Shared by the copies of a world, so that packets under way are shared and not copied (copy on write).
    std::shared_ptr<packet::PacketPool> pool;

    NodeSlot &node(base::NodeId id) { return nodes[id.index()]; }
    LinkSlot &link(base::LinkId id) { return links[id.index()]; }
    bool nodeExists(base::NodeId id) const { return id.index() < nodes.size() && !nodes[id.index()].name.empty(); }
    bool linkExists(base::LinkId id) const { return id.index() < links.size() && links[id.index()].exists; }

    // --- input.cpp ---
    void tellLookers();
    /// Tells that something comes in now.
    template <class What>
    void note(What &&what)
    {
        if (!inputs)
            return;
        tellLookers();
        inputs->input({now, events, std::forward<What>(what)});
    }
    bool wantsSingle() const { return trace.wantsSinglePackets() || asIfSingle; }

    // --- run.cpp ---
    void runNext();
    void arrive(base::LinkId link, base::Direction direction);
    void deliver(base::PortRef to, packet::Packet &&frame);
    void transmit(base::PortRef from, packet::Packet &&frame);
    void transmitUnfinished(base::PortRef from, packet::Packet &&frame);
    void transmitOne(base::PortRef from, packet::Packet &&frame);
    void arriveUnfinished(base::LinkId link, base::Direction direction, packet::Packet &&frame);
    /// Calls `action(context)` for the node's device, then sends what it put out and notes its new deadline. Nothing
    /// where the node is stopped.
    template <class Action>
    void move(base::NodeId id, Action &&action)
    {
        if (!node(id).device)
            return;
        link::Context context{now, id, *pool, outbox, trace};
        action(context);
        flush(id);
        noteDeadline(id);
    }
    void flush(base::NodeId from);
    void noteDeadline(base::NodeId id);
    void noteDeadline(base::LinkId id, base::Direction direction);

    // --- build.cpp ---
    std::vector<lab::Problem> become(const lab::Lab &target);
    void giveHosts(base::NodeId id);
    void addNode(const lab::Lab &target, const lab::Node &node);
    void removeNode(base::NodeId id);
    void changeNode(const lab::Lab &target, base::NodeId id, const lab::Node &to);
    void powerOn(base::NodeId id, const lab::Lab &target);
    void powerOff(base::NodeId id);
    void addLink(const lab::Link &link);
    void removeLink(base::LinkId id);
    void setImpairment(base::LinkId id, base::Direction direction, const base::Impairment &impairment);
    void updateCarrier(base::LinkId id);
    base::PortIndex appendPort(base::NodeId id, const std::string &name);
    /// Gives the ports of the plan that exist their hardware addresses. True where one that had another changed.
    bool assignMacs(base::NodeId id, const NodePlan &plan);
    base::PortRef findPort(const lab::End &end) const;
    base::LinkId findLink(const lab::End &end) const;
};

} // namespace hopyard::world

// A running network as a value: built from a lab, moved through time, changed while it runs, copied as a checkpoint.
//
// The world knows neither clock nor thread. A driver moves it: the virtual loop as fast as it can, the real-time loop
// (emulation/engine) as the wall clock says. Order inside is (time, sequence) and nothing else: the same lab, seed and
// outside input give the same bytes.
//
// What is inside: devices (link::Device) and links, reached by ids. Each component gives its next deadline; the world
// keeps them in one heap and is the only one that does.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/impairment.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/base/trace.h"
#include "core/hypervisor/page.h"
#include "core/lab/lab.h"
#include "core/packet/packet.h"
#include "core/transport/socket_id.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::link {
class Device;
}
namespace hopyard::hypervisor {
class PageStore;
}
namespace hopyard::transport {
class IpOutput;
class SocketLayer;
} // namespace hopyard::transport

namespace hopyard::world {

struct Input;
struct RouteFiles;
class InputSink;

/// Counters of one direction of a link since it was made.
struct DirectionCounters {
    std::uint64_t packets = 0; ///< delivered at the far end
    std::uint64_t bytes = 0;   ///< delivered at the far end
    std::uint64_t dropped = 0; ///< by impairment, queue or link down
    std::uint64_t queuedPackets = 0; ///< waiting for the line at this moment
    std::uint64_t queuedBytes = 0;
};

/// A packet that left the world through a port of an outside node (a namespace), for the driver to carry on.
struct OutsidePacket {
    base::PortRef port;
    packet::Packet packet;
};

/// What a console command answered. Commands that take time (ping) answer at once with their first line; what follows
/// arrives as trace::ApplicationOutput.
struct CommandAnswer {
    bool ok = true;
    std::string text; ///< what a person reads; for ok == false the reason
    std::string json; ///< the same as JSON where the command has it, else empty
};

class World {
public:
    /// Builds and starts every node. Problems of severity error where it cannot be built (nothing is half built).
    /// `pageStores` makes the memory of its hypervisors, each of so many pages; none, or null from it: plain memory.
    using PageStoreMaker = std::function<std::unique_ptr<hypervisor::PageStore>(std::size_t pages)>;
    static base::Result<World, std::vector<lab::Problem>> build(const lab::Lab &lab, std::uint64_t seed,
                                                                PageStoreMaker pageStores = nullptr);
    World(World &&) noexcept;
    World &operator=(World &&) noexcept;
    ~World();
    /// A checkpoint: goes its own way from here, with all its memory plain. Has no trace sinks. Shares packet pages (copy on write), so it must
    /// stay on the thread of the original.
    World copy() const;

    base::TimePoint now() const;
    base::TimePoint nextDeadline() const;
    /// Does everything due at or before `t` in order; now() is `t` afterwards (never goes back).
    void runUntil(base::TimePoint t);
    /// The same, but stops after `maxEvents`: a driver that must stay responsive runs in slices. True when everything
    /// due at or before `t` is done; else now() is the moment of the last event and the rest is still to be done.
    bool runUntil(base::TimePoint t, std::uint64_t maxEvents);
    /// Does the next thing that is due and moves now() to it. False where nothing is due ever.
    bool step();
    /// Things done since the world began (arrivals and deadlines); counts up, for showing and for slices.
    std::uint64_t eventCount() const;

    // --- the lab, and changing it while it runs ---
    const lab::Lab &lab() const;
    /// Makes the running network equal to `target`: adds and removes nodes and links, re-plugs, changes impairments,
    /// addresses and configurations; what is the same goes on undisturbed. With errors nothing is changed.
    std::vector<lab::Problem> apply(const lab::Lab &target);
    /// Routes from files, for speakers that start from now on (route_files.h says which a lab needs).
    void setRouteFiles(RouteFiles files);
    const RouteFiles &routeFiles() const;
    /// Changes one direction of a link. False where there is no such link.
    bool setImpairment(base::LinkId link, base::Direction direction, const base::Impairment &impairment);
    bool startNode(base::NodeId node);
    bool stopNode(base::NodeId node); ///< its state is gone, as with the power off; links see no carrier
    bool isRunning(base::NodeId node) const;

    // --- names and ids (ids are not reused; a removed thing's id is invalid for every call) ---
    std::vector<base::NodeId> nodes() const; ///< in the order in which they were made
    std::vector<base::LinkId> links() const;
    base::NodeId findNode(std::string_view name) const;              ///< invalid id where there is none
    base::LinkId findLink(const lab::End &end) const;                ///< the link plugged there
    base::PortRef findPort(const lab::End &end) const;               ///< invalid node where there is none
    const std::string &name(base::NodeId node) const;
    std::vector<base::PortIndex> ports(base::NodeId node) const;     ///< in the order in which they were made
    std::string interfaceName(base::PortRef port) const;
    base::MacAddress macAddress(base::PortRef port) const;           ///< of hosts, routers and outside nodes
    const lab::Link &link(base::LinkId link) const;                  ///< as it is now
    bool isUp(base::LinkId link) const; ///< carrier: both ends run and the cable is not cut
    DirectionCounters counters(base::LinkId link, base::Direction direction) const;
    /// The link and the direction in which a packet leaves through this port; no link: invalid id.
    std::pair<base::LinkId, base::Direction> linkAt(base::PortRef port) const;
    /// Where a frame leaves a switch or hub to whom its address is new.
    struct BridgeLeg {
        base::PortRef port;
        std::uint16_t vlan = 0; ///< the number in its tag; 0: it has none
    };
    /// Of a frame that comes in at `in`, by VLANs and spanning tree as they are now. Empty also where it is no bridge.
    std::vector<BridgeLeg> bridgeLegs(base::PortRef in, std::uint16_t vlan) const;

    // --- looking inside ---
    /// Runs one line of a node's console: "show ip route", "ping 10.0.0.1 count 5". docs/console.md lists them.
    CommandAnswer command(base::NodeId node, std::string_view line);
    /// The same where a place is named: a node ("r1"), or a guest of a hypervisor ("pc1/g1").
    CommandAnswer command(std::string_view place, std::string_view line);

    // --- sockets on its nodes that belong to no application ---
    /// Calls `user` with the sockets of a host or router, at now(); what it sends goes out and deadlines are noted. It
    /// keeps neither reference. False where the node is stopped or has no sockets.
    bool useSockets(base::NodeId node,
                    const std::function<void(transport::SocketLayer &, transport::IpOutput &)> &user);
    struct ReadySocket {
        base::NodeId node;
        transport::SocketId socket;
        bool operator==(const ReadySocket &) const = default;
    };
    /// Those that became readable or writable or failed since this was asked last, each once: by node in the order in
    /// which the nodes' first became so, and of one node in that order. Sockets of nodes stopped since are left out.
    std::vector<ReadySocket> takeReadySockets();
    bool hasReadySockets() const;

    // --- the world's edge ---
    /// Whether something takes part that lives outside: a node, or a guest of a hypervisor that is a machine of its own.
    bool hasOutsidePorts() const;
    /// A guest of a hypervisor whose machine is outside; its frames come by inject() and go as OutsidePacket at its ports.
    struct OutsideGuest {
        base::NodeId node;
        std::string name; ///< of the guest
        enum class Wish : std::uint8_t { stopped, running, paused } wish = Wish::stopped; ///< what its machine is to do
        std::uint32_t share = 0;   ///< of the computer's processor time
        std::uint32_t replugs = 0; ///< counts up each time when its cables are to be pulled and plugged
        struct Interface {
            std::string name;
            base::MacAddress mac;
            base::PortRef port;
        };
        std::vector<Interface> interfaces;
    };
    /// Of the hypervisors that run.
    std::vector<OutsideGuest> outsideGuests() const;
    /// A guest of a hypervisor that runs on a virtual processor of its own, which its memory is lent to.
    struct MicroGuest {
        base::NodeId node;
        std::string name;
        hypervisor::GuestId id;
        OutsideGuest::Wish wish = OutsideGuest::Wish::stopped;
        std::uint64_t memory = 0; ///< bytes
        base::MacAddress mac;
        std::optional<base::Ipv4Address> address; ///< its first
        hypervisor::PageStore *store = nullptr;   ///< the computer's; good until the next change of the lab
    };
    std::vector<MicroGuest> microGuests();
    /// It says that there is something in its rings, at now(); and that it touched what it does not have.
    void microGuestKicked(base::NodeId node, hypervisor::GuestId guest);
    void microGuestTouched(base::NodeId node, hypervisor::GuestId guest, std::uint64_t address);
    /// A frame comes in from outside through the port of an outside node, at now().
    void inject(base::PortRef port, packet::Packet frame);
    /// Frames that went out since this was last cleared; the driver takes them after each run and clears it.
    std::vector<OutsidePacket> &outsidePackets();
    /// Tells the world that the outside end of a port (a TAP) is there or gone.
    void setOutsideCarrier(base::PortRef port, bool up);

    /// Whether a packet that stands for several (packet::Offload) may cross a link as one, where nothing on the link and
    /// nobody who looks on needs single ones. Off at first, so that in virtual time it makes no difference who looks
    /// on; the real-time driver turns it on.
    void setLargePackets(bool allowed);

    // --- doing a run again (input.h, history.h) ---
    /// Lent: it is told of everything that comes in from now on. Null: nobody wants to know.
    void setInputSink(InputSink *sink);
    /// Does what came in once, now.
    void replay(const Input &input);

    packet::PacketPool &pool();
    base::trace::Hub &trace();

private:
    struct State;
    explicit World(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace hopyard::world

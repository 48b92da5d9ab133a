// A node that is a whole real computer with virtual machines in it: adapters as its ports, guests inside, and the one
// base portion that forms the guests from the computer's memory and processors, controls them and carries their datagrams.
//
// How a datagram is carried (Mode) and how one from an adapter gets into a guest's memory (Receive) can be switched
// while it runs; docs/hypervisor.md tells the whole story with pictures. Files: hypervisor.cpp the device and its
// settings; guests.cpp the guests' lives; run_guest.cpp processor time; transmit.cpp out of output buffers;
// deliver.cpp into input buffers; outside_guest.cpp guests whose machine is outside; micro_guest.cpp guests on a virtual processor; receive.cpp from adapters;
// bridge.cpp mode bridged; arp.cpp the adapter's side of addresses; inspect.cpp what can be asked.
//
// A plain value like every device: a copy is a checkpoint, guests and their memory included.
// Deliberately missing: IPv6 in modes direct and nat (dropped as unsupported; bridged carries it), snooping of multicast
// memberships (groups go to every guest of the VLAN), more than one virtual processor for a guest.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/address_list.h"
#include "core/hypervisor/carried.h"
#include "core/hypervisor/costs.h"
#include "core/hypervisor/credit_scheduler.h"
#include "core/hypervisor/guest.h"
#include "core/hypervisor/page_pool.h"
#include "core/hypervisor/resolver.h"
#include "core/ip/nat.h"
#include "core/link/device.h"
#include "core/link/flood_limit.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hopyard::hypervisor {

using ip::NatError;
using ip::NatRow;
using ip::NatTable;

/// What the computer has, and how it begins.
struct HypervisorSpec {
    std::string name;
    std::uint64_t memory = 256ull << 20; ///< bytes of host memory, a whole number of pages
    std::uint32_t processors = 1;
    std::uint32_t shares = 1'000;        ///< that can be given to guests
    std::uint32_t dmaPages = 256;        ///< pages that the DMA table begins with
    std::uint32_t lendLimit = 64;        ///< pages lent to one guest at the same time, at most
    Mode mode = Mode::direct;
    Receive receive = Receive::copy;
    bool headerSplit = false;            ///< headers land on a page of their own, data at the start of the next
    std::optional<base::IpAddress> gateway; ///< where datagrams go that are on no adapter's network
    CostModel costs;
    bool operator==(const HypervisorSpec &) const = default;
};

struct AdapterSpec {
    std::string name;
    base::MacAddress mac;
    std::uint32_t mtu = 1500;
    std::vector<base::InterfaceAddress> addresses; ///< the computer's own; the first is the one outside in mode nat
    bool operator==(const AdapterSpec &) const = default;
};

/// Why the base portion would not.
enum class Refusal : std::uint8_t {
    nameTaken, noMemory, tooSmall, noShares, noAdapter, addressTaken, noSuchGuest, wrongState, badVlan, otherMachine,
};
std::string_view toString(Refusal refusal);

/// True where a guest that runs can be made equal to another specification; else it is a machine of its own.
bool isSameMachine(const GuestSpec &a, const GuestSpec &b);

class Hypervisor final : public link::Device {
public:
    template <class T>
    using Result = base::Result<T, Refusal>;

    /// `store` is where the pages' bytes live; null: plain memory. It has as many pages as the spec's memory.
    Hypervisor(const HypervisorSpec &spec, base::Random random, std::unique_ptr<PageStore> store = nullptr);
    // Defaulted in one place, as the router's.
    Hypervisor(const Hypervisor &);
    Hypervisor(Hypervisor &&) noexcept;
    Hypervisor &operator=(const Hypervisor &);
    Hypervisor &operator=(Hypervisor &&) noexcept;
    ~Hypervisor() override;

    // --- adapters: the node's ports ---
    void addAdapter(base::PortIndex port, const AdapterSpec &spec);
    void removeAdapter(link::Context &context, base::PortIndex port);
    /// Addresses and MTU may differ from before.
    void configureAdapter(link::Context &context, base::PortIndex port, const AdapterSpec &spec);

    // --- settings, changeable at any time ---
    /// Guests' links go down and up, so that they forget the neighbours of the old way.
    void setMode(link::Context &context, Mode mode);
    void setReceive(Receive receive) { m_spec.receive = receive; }
    void setHeaderSplit(bool split) { m_spec.headerSplit = split; }
    void setGateway(std::optional<base::IpAddress> gateway) { m_spec.gateway = gateway; }
    void setCosts(const CostModel &costs) { m_spec.costs = costs; }
    /// Refused where more are given to guests.
    Result<void> setShares(std::uint32_t shares);
    /// The names that guests' programs know. Never null.
    void setHosts(std::shared_ptr<const transport::HostsTable> hosts);
    const HypervisorSpec &spec() const { return m_spec; }
    NatTable &nat() { return m_nat; }
    const NatTable &nat() const { return m_nat; }

    // --- guests ---
    /// Forms a guest out of what the computer has left; it is stopped.
    Result<GuestId> addGuest(const GuestSpec &spec);
    Result<void> startGuest(link::Context &context, GuestId id);
    Result<void> pauseGuest(link::Context &context, GuestId id);
    Result<void> resumeGuest(link::Context &context, GuestId id);
    /// Its memory is cleared; what was lent to it comes back.
    Result<void> stopGuest(link::Context &context, GuestId id);
    Result<void> removeGuest(link::Context &context, GuestId id);
    Result<void> setShare(GuestId id, std::uint32_t share);
    Result<void> setReleasePolicy(GuestId id, ReleasePolicy policy);
    /// Makes the guest equal to `spec` while it runs: addresses, gateway, share, release policy, start lines. Refused,
    /// and nothing changed, where it would be another machine (isSameMachine()).
    Result<void> configureGuest(link::Context &context, GuestId id, const GuestSpec &spec);
    /// Guests with start lines that were started since this was asked last.
    std::vector<GuestId> takeStartLines();
    bool hasStartLines() const;
    /// An address of one guest is another's from now on; both stacks and the network outside are told.
    Result<void> moveAddress(link::Context &context, const base::IpAddress &address, NicId to);
    GuestId findGuest(std::string_view name) const; ///< not valid: none
    /// Null where it does not exist (any more).
    const Guest *guest(GuestId id) const;
    std::vector<GuestId> guests() const;
    /// Calls `user` with the stack of a guest that runs, as a program in it, then does what follows. False: it does not, or
    /// its stack is outside.
    using GuestUser = std::function<void(router::VirtualRouter &, link::Context &)>;
    bool useGuest(link::Context &context, GuestId id, const GuestUser &user);
    bool hasMicroGuests() const;
    /// A micro-guest, whose processor runs beside us, says that there is something in its rings.
    void kicked(link::Context &context, GuestId id);
    /// It touched what it does not have, and the processor caught it: counted and traced.
    void touched(link::Context &context, GuestId id, GuestAddress address);
    /// What a micro-guest says of what it has read; none: it is no such guest, or is stopped.
    std::optional<micro::Reports> reports(GuestId id) const;
    /// The guest touches one byte of its memory, or of what it takes for it. A fault is counted and traced.
    base::Result<std::uint8_t, Fault> touch(link::Context &context, GuestId id, GuestAddress address);
    base::Result<void, Fault> touch(link::Context &context, GuestId id, GuestAddress address, std::uint8_t value);

    // --- looking inside (inspect.cpp) ---
    const PagePool &pages() const { return m_pool; }
    PageStore &pageStore() { return m_pool.store(); }
    /// A run of pages that follow each other in the same state: the buffer map.
    struct PageRun {
        HostPage first;
        std::uint32_t count = 0;
        PageState state = PageState::free;
        GuestId guest;      ///< whose, or to whom lent
        GuestPage at;       ///< where it sees the first
        bool shared = false;
        std::uint64_t packetId = 0; ///< lent: of the packet in it
        base::TimePoint since;      ///< lent: since when
    };
    std::vector<PageRun> bufferMap() const;
    const AddressList &addresses() const { return m_addresses; }
    struct Adapter {
        AdapterSpec spec;
        base::PortIndex port;
        bool exists = true;
        bool carrier = false;
        Resolver resolver;
        std::uint64_t inPackets = 0, inBytes = 0, outPackets = 0, outBytes = 0;
    };
    const std::vector<Adapter> &adapters() const { return m_adapters; }
    struct MacRow {
        base::MacAddress mac;
        std::uint16_t vlan = 0;
        NicId nic;             ///< valid: a guest's
        base::PortIndex port;  ///< valid: behind this adapter
    };
    /// Mode bridged: who is where, by VLAN and address.
    std::vector<MacRow> macTable(base::TimePoint now) const;
    const Costs &costs(Mode mode, Receive receive) const
    {
        return m_costs[static_cast<std::size_t>(mode)][static_cast<std::size_t>(receive)];
    }
    std::uint64_t dropped(base::DropReason reason) const { return m_drops[static_cast<std::size_t>(reason)]; }
    const CreditScheduler &scheduler() const { return m_scheduler; }
    std::uint32_t sharesLeft() const;
    std::optional<std::uint16_t> findAdapter(std::string_view name) const; ///< its number, as NicSpec has it
    /// What must always hold between two calls: of pages, page tables and loans. Nothing, or what is wrong.
    std::optional<std::string> verify(bool bytes = true) const;

    // --- link::Device ---
    void handle(link::Context &context, base::PortIndex port, packet::Packet frame) override;
    void expire(link::Context &context) override;
    base::TimePoint nextDeadline() const override;
    std::unique_ptr<link::Device> clone() const override;
    void carrierChanged(link::Context &context, base::PortIndex port, bool up) override;

private:
    using Context = link::Context;
    static constexpr std::size_t kBatch = 64;         // frames that a guest takes in one go
    static constexpr std::size_t kMaxRounds = 20'000; // goes at one moment, where nothing takes time
    static constexpr base::Duration kAgeing = base::Duration::seconds(300); // of learnt MAC addresses (802.1D)

    // hypervisor.cpp
    Adapter *adapterAt(base::PortIndex port);
    void configureAdapter(Adapter &adapter, const AdapterSpec &spec);
    void drop(Context &context, base::DropReason reason, const Carried *carried, std::uint64_t packetId, base::Bytes bytes);
    void drop(Context &context, base::DropReason reason, const Carried &carried);
    void step(Context &context, std::string_view what, const Guest *guest, HostPage host, GuestPage at, std::uint64_t packetId,
              base::Bytes bytes = {});
    Costs &costs() { return m_costs[static_cast<std::size_t>(m_spec.mode)][static_cast<std::size_t>(m_spec.receive)]; }
    void spend(Guest *who, std::int64_t nanoseconds);
    void spendBytes(Guest *who, std::int64_t perKiB, std::size_t bytes) { spend(who, perKiB * static_cast<std::int64_t>(bytes) / 1024); }

    // guests.cpp
    Guest *find(GuestId id);
    Nic &nic(NicId id) { return m_guests[id.guest.index()].nics[id.nic]; }
    void say(Context &context, const Guest &guest, std::string_view state);
    void fault(Context &context, Guest &guest, const Fault &fault);
    bool isCaught(Context &context, const Guest &guest, GuestAddress address, std::optional<std::uint8_t> value);
    void listAddresses(const Guest &guest, bool add);
    void reclaim(Context &context, Guest &guest);
    void startStack(Context &context, Guest &guest);
    void configureStack(Context &context, Guest &guest);
    void setConfig(Guest &guest);

    // run_guest.cpp
    void schedule(Context &context);
    base::Duration run(Context &context, Guest &guest);
    void noteGuest(base::TimePoint now, Guest &guest);
    void takeFaults(Context &context);
    void hand(Context &context, Guest &guest);
    void kick(Context &context, Guest &guest);
    void interrupt(Context &context, NicId to);
    void askForRelease(Context &context);

    // transmit.cpp
    void takeOutput(Context &context, Guest &guest, std::uint16_t nic);
    bool gather(Guest &guest, const RingReader &ring, std::uint16_t head, Carried &carried);
    void transmit(Context &context, NicId from, Carried &carried);
    void transmitIp(Context &context, NicId from, Carried &carried);
    void transmitGroup(Context &context, NicId from, Carried &carried, base::Ipv4Address group);
    void transmitOutside(Context &context, NicId from, Carried &carried, base::Ipv4Address destination);
    struct Way {
        Adapter *adapter = nullptr;
        base::Ipv4Address nextHop;
    };
    Way wayTo(const Nic &from, const Guest &guest, base::Ipv4Address destination);
    packet::Packet toPacket(Context &context, const Carried &carried, std::uint16_t vlan);
    void sendFragments(Context &context, Adapter &adapter, base::Ipv4Address nextHop, const packet::Packet &frame);
    void sendTo(Context &context, Adapter &adapter, base::Ipv4Address nextHop, packet::Packet frame);
    void send(Context &context, Adapter &adapter, packet::Packet frame);

    // deliver.cpp
    bool deliver(Context &context, NicId to, Carried &carried, bool landed);
    bool lend(Context &context, NicId to, Carried &carried);
    void lookForReturns(Context &context, Guest &guest, std::uint16_t nic);
    void giveBackPage(Context &context, Guest &guest, GuestPage at);
    bool deliverPacket(Context &context, NicId to, const packet::Packet &frame);

    // outside_guest.cpp
    Carried store(const packet::Packet &frame);
    void takeFromOutside(Context &context, NicId from, const packet::Packet &frame);
    void handToOutside(Context &context, NicId to, const Carried &carried, bool landed);

    // micro_guest.cpp
    void startMicro(Guest &guest);
    void expectReports(Guest &guest, const Carried &carried, const std::uint16_t *heads);
    void compareReport(Guest &guest, std::uint16_t head);

    // receive.cpp
    void receive(Context &context, Adapter &adapter, packet::Packet frame);
    bool land(const packet::Packet &frame, Carried &carried);
    void nameReceivers(Context &context, Adapter &adapter, Carried &carried, std::vector<NicId> &receivers);
    bool isGroupFor(const Nic &nic, base::Ipv4Address destination) const;

    // bridge.cpp
    static std::uint64_t macKey(const base::MacAddress &mac, std::uint16_t vlan);
    void transmitBridged(Context &context, NicId from, Carried &carried);
    void bridgeFromAdapter(Context &context, Adapter &adapter, Carried &carried, std::vector<NicId> &receivers);
    Adapter *learntAt(base::TimePoint now, const base::MacAddress &mac, std::uint16_t vlan);

    // arp.cpp
    void answerGuest(Context &context, NicId from, const Carried &carried);
    void inputArp(Context &context, Adapter &adapter, const packet::Packet &frame, std::uint16_t vlan);
    void announce(Context &context, Adapter &adapter, std::uint16_t vlan, base::Ipv4Address address);
    void announceAll(Context &context);
    void sendArp(Context &context, Adapter &adapter, std::uint16_t vlan, const wire::ArpRepr &arp, const base::MacAddress &to);
    void act(Context &context, Adapter &adapter, Resolver::Actions &actions);

    HypervisorSpec m_spec;
    base::Random m_random;
    PagePool m_pool;
    std::vector<HostPage> m_base; // the base portion's storage: one packet
    std::vector<Guest> m_guests;  // by id
    std::vector<Adapter> m_adapters;
    AddressList m_addresses;
    std::unordered_map<std::uint64_t, NicId> m_byMac; // of guests; looked up only
    struct Learnt {
        base::PortIndex port;
        base::TimePoint lastSeen;
    };
    std::unordered_map<std::uint64_t, Learnt> m_learnt; // behind adapters; sorted before it is shown
    link::FloodLimit m_floods{20'000, 1'000};
    NatTable m_nat;
    CreditScheduler m_scheduler;
    std::vector<base::TimePoint> m_busyUntil; // of each processor
    sim::TimerHeap<GuestId> m_wakeUps;        // of guests' stacks
    std::vector<sim::TimerHandle> m_wakeUpOf; // by guest
    base::TimePoint m_runAt = base::TimePoint::never(); // when a guest that is ready finds a processor
    link::Outbox m_fromGuest; // empty between calls
    // Shared with the nodes of the lab and with checkpoints: it is not changed, only replaced.
    std::shared_ptr<const transport::HostsTable> m_hosts = std::make_shared<const transport::HostsTable>();
    std::array<std::array<Costs, kReceives>, kModes> m_costs{};
    std::array<std::uint64_t, static_cast<std::size_t>(base::DropReason::outsideGone) + 1> m_drops{};
    std::uint32_t m_macs = 0; // made so far
};

/// What the base portion's side of a guest's cable is called in mode direct and nat: every neighbour has this address.
inline const base::MacAddress kBaseMac = base::MacAddress::local(0xffff'fffe);

} // namespace hopyard::hypervisor

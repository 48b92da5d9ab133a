// All state of an OSPF process, as plain data: what the files beside it work on. Copying it is a checkpoint.
//
// Things are named by serial numbers that are never used again, so that a timer that outlives its neighbour finds
// nobody. Work that several causes may ask for in one call (new advertisements of our own, flooding, removing what has
// reached MaxAge) is noted here and done once at the call's end (process.h, finish()).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/routing/ospf/config.h"
#include "core/routing/ospf/flat_map.h"
#include "core/routing/ospf/inspect.h"
#include "core/routing/ospf/lsdb.h"
#include "core/routing/ospf/ospf.h"
#include "core/routing/ospf/output.h"
#include "core/routing/ospf/routing_table.h"
#include "core/routing/ospf/states.h"
#include "core/sim/timer_heap.h"
#include "core/wire/ospf.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace hopyard::routing::ospf {

using Serial = std::uint32_t;

/// A database: the AS's, an area's, or a link's.
class DbRef {
public:
    static constexpr DbRef as() { return DbRef(0); }
    static constexpr DbRef area(Serial serial) { return DbRef(serial + 1); }
    static constexpr DbRef link(Serial serial) { return DbRef(serial | kLink); }
    constexpr bool isAs() const { return m_value == 0; }
    constexpr bool isLink() const { return (m_value & kLink) != 0; }
    constexpr bool isArea() const { return !isAs() && !isLink(); }
    constexpr Serial serial() const { return isLink() ? m_value & ~kLink : m_value - 1; }
    constexpr std::uint32_t value() const { return m_value; }
    constexpr auto operator<=>(const DbRef &) const = default;
    static constexpr DbRef fromValue(std::uint32_t value) { return DbRef(value); }

private:
    static constexpr std::uint32_t kLink = 0x80000000;
    explicit constexpr DbRef(std::uint32_t value) : m_value(value) {}
    std::uint32_t m_value;
};

/// One advertisement's place, as one number.
constexpr std::uint64_t placeOf(DbRef db, Lsdb::Slot slot) { return std::uint64_t(db.value()) << 32 | slot; }
constexpr DbRef dbOf(std::uint64_t place) { return DbRef::fromValue(static_cast<std::uint32_t>(place >> 32)); }
constexpr Lsdb::Slot slotOf(std::uint64_t place) { return static_cast<Lsdb::Slot>(place); }

struct Timer {
    enum class Kind : std::uint8_t {
        hello, wait, delayedAck,                              // of an interface
        inactivity, description, request, retransmit, poll, helpEnds, // of a neighbour
        ageing, originate, spf, startupEnds, translator, externals, // of the process
    };
    Kind kind = Kind::hello;
    Serial interface = 0;
    Serial neighbour = 0;
};

/// An advertisement that a neighbour described and we lack.
struct Request {
    wire::LsaHeader header;
    bool asked = false;
};

struct Neighbour {
    Serial serial = 0;
    RouterId id;
    base::Ipv4Address address;
    std::uint8_t priority = 0;
    base::Ipv4Address dr, bdr; ///< as it declares
    std::uint8_t options = 0;
    NeighbourState state = NeighbourState::down;
    base::TimePoint since;
    std::uint32_t stateChanges = 0;

    // Exchange of the databases (section 10.6, 10.8).
    bool weAreMaster = false;
    std::uint32_t ddSequence = 0;
    std::uint8_t lastFlags = 0;        ///< of the last description that was taken
    std::uint8_t lastOptions = 0;
    std::uint32_t lastSequence = 0;
    bool lastValid = false;
    std::uint8_t sentFlags = 0;        ///< of our last description
    std::vector<std::uint8_t> sentDescription; ///< its payload
    std::vector<std::uint64_t> summary; ///< places still to be described, last first
    std::map<wire::LsaKey, Request> requests;
    std::uint32_t asked = 0;           ///< of them in the request that is under way

    FlatMap<base::TimePoint> retransmit; ///< places not acknowledged, and when they were sent last

    sim::TimerHandle inactivityTimer, descriptionTimer, requestTimer, retransmitTimer, pollTimer, helpTimer;

    std::uint32_t cryptoSequence = 0;  ///< the highest seen
    bool helped = false;               ///< restarts gracefully, and we help
};

/// An advertisement on its way out of an interface.
struct FloodItem {
    LsaBytes bytes;
    std::uint16_t age = 0; ///< with the transmission delay
};

struct Interface {
    Serial serial = 0;
    InterfaceId id;
    InterfaceConfig config;
    Serial area = 0;
    PortState port;
    InterfaceState state = InterfaceState::down;
    std::uint16_t cost = 0;
    base::Ipv4Address dr, bdr; ///< their addresses
    std::map<Serial, Neighbour> neighbours;
    std::vector<wire::LsaHeader> delayedAcks;
    std::vector<FloodItem> toFlood;
    Lsdb linkDb;
    sim::TimerHandle helloTimer, waitTimer, ackTimer;
    bool neighbourChanged = false; ///< an election is due at the end of the call
    bool networkDirty = false;     ///< so is its network advertisement
    std::array<std::uint64_t, static_cast<std::size_t>(PacketError::kCount)> dropped{};

    // Virtual links (section 15): found by the calculation of the transit area.
    base::Ipv4Address local, peer;
    std::vector<NextHop> virtualHops;

    bool isVirtual() const { return config.type == NetworkType::virtualLink; }
    bool isMultiAccess() const { return config.type == NetworkType::broadcast || config.type == NetworkType::nbma; }
    bool isUp() const { return state != InterfaceState::down; }
    bool electsDr() const { return isMultiAccess(); }
    base::Ipv4Address address() const { return isVirtual() ? local : id.address; }
    base::IpPrefix network() const { return base::IpPrefix(id.address, config.length); }
};

struct Area {
    Serial serial = 0;
    AreaId id;
    AreaConfig config;
    Lsdb db;
    bool routerLsaDirty = false;
    bool transit = false;    ///< TransitCapability (section 16.1): a full virtual link runs through it
    bool translator = false; ///< we translate its type 7 (RFC 3101 section 3.1)
    base::TimePoint translatorUntil = base::TimePoint::never(); ///< goes on so long after losing the election

    bool isBackbone() const { return id == kBackbone; }
    bool takesExternals() const { return config.type == AreaType::normal; }
    std::uint8_t options() const
    {
        switch (config.type) {
        case AreaType::normal: return wire::OspfOptions::e;
        case AreaType::stub: return 0;
        case AreaType::nssa: return wire::OspfOptions::np;
        }
        return 0;
    }
};

/// An advertisement that we want to have in a database.
struct Wanted {
    std::uint8_t options = 0;
    std::vector<std::uint8_t> body;
    base::TimePoint made; ///< when an instance of it was made last
};
using OwnKey = std::pair<DbRef, wire::LsaKey>;

/// How much of the routing table is to be calculated anew; each includes those after it.
enum class Extent : std::uint8_t { none, external, interArea, full };

struct Instance {
    explicit Instance(Config c, std::uint64_t seed) : config(std::move(c)), random(base::Random::derive(seed, "ospf")) {}

    Config config;
    base::Random random;
    bool running = false;
    std::map<base::PortIndex, PortState> ports;
    std::map<Serial, Interface> interfaces;
    std::map<Serial, Area> areas;
    Lsdb asDb;
    Serial nextSerial = 1;

    std::map<OwnKey, Wanted> wanted;
    std::map<OwnKey, base::TimePoint> throttled; ///< wanted, but made less than MinLSInterval ago
    std::map<base::IpPrefix, ExternalRoute> externals;
    bool defaultPresent = false;
    bool externalsDirty = false;
    bool areaBorder = false;
    bool startingUp = false; ///< max-metric after the start

    sim::TimerHeap<Timer> timers;
    sim::TimerHandle ageTimer, originateTimer, spfTimer, startupTimer, translatorTimer, externalsTimer;
    bool anyMaxAged = false; ///< some database has advertisements that are to be taken out
    std::uint32_t exchanging = 0; ///< neighbours in Exchange or Loading

    RoutingTable table;
    Extent planned = Extent::none;
    base::TimePoint lastSpf = base::TimePoint::never();
    std::uint64_t spfRuns = 0;
    std::int64_t holdMultiplier = 1;
    std::uint32_t cryptoSequence = 0; ///< of what we sent last

    Area *findArea(AreaId id)
    {
        for (auto &[serial, area] : areas)
            if (area.id == id)
                return &area;
        return nullptr;
    }
    Area *areaOf(Serial serial)
    {
        const auto it = areas.find(serial);
        return it == areas.end() ? nullptr : &it->second;
    }
    Interface *interfaceOf(Serial serial)
    {
        const auto it = interfaces.find(serial);
        return it == interfaces.end() ? nullptr : &it->second;
    }
    Interface *findInterface(const InterfaceId &id)
    {
        for (auto &[serial, interface] : interfaces)
            if (interface.id == id)
                return &interface;
        return nullptr;
    }
    /// Null where it is gone.
    Lsdb *db(DbRef ref)
    {
        if (ref.isAs())
            return &asDb;
        if (ref.isLink()) {
            Interface *interface = interfaceOf(ref.serial());
            return interface ? &interface->linkDb : nullptr;
        }
        Area *area = areaOf(ref.serial());
        return area ? &area->db : nullptr;
    }
    bool isOwnAddress(base::Ipv4Address address) const
    {
        for (const auto &[serial, interface] : interfaces)
            if (!interface.isVirtual() && interface.id.address == address)
                return true;
        return false;
    }
    bool isAsBoundary() const
    {
        return config.redistributes || !externals.empty() || config.defaultInformation.originate;
    }
};

/// What every function of the process is given.
struct Context {
    Instance &r;
    base::TimePoint now;
    Output &out;
};

template <class Visit>
void forEachNeighbour(Instance &r, Visit &&visit)
{
    for (auto &[serial, interface] : r.interfaces)
        for (auto &[key, neighbour] : interface.neighbours)
            visit(interface, neighbour);
}

} // namespace hopyard::routing::ospf

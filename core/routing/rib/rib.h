// The routing information base of one router: every candidate for every prefix, and which one counts.
//
// Who offers: the router (connected networks, static routes), the protocols. For each prefix the active candidate with
// the lowest distance, of those the one with the lowest metric, is selected; its next hops, resolved, go to the forwarding
// table. A next hop without a port is recursive: it is resolved by looking its gateway up among what is selected, and again
// whenever that changes (next-hop tracking). No next hop leads through the very prefix that it is for, and none leans on
// itself by a detour. Distance 255 never counts.
//
// Work is done in settle(): offers only note what is to be looked at again, so that a burst of a thousand routes costs one
// pass. What changed goes to those who listen: redistribution, next-hop tracking; the trace hears of it from the stack.
//
// A prefix with one candidate costs about 22 bytes (prefix_table.h); metrics, tags, next hops are kept once for all
// that share them (labels.h). When a gateway's way changes, those whose next hops it is are found by one pass over all.
// Files: rib.cpp offers and questions; rib_settle.cpp what counts; rib_resolve.cpp where next hops lead.
// A plain value; a copy is a checkpoint.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/ip/route.h"
#include "core/ip/stack.h"
#include "core/routing/rib/labels.h"
#include "core/routing/rib/prefix_table.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace hopyard::routing {

/// What somebody offers for a prefix.
struct Candidate {
    ip::RouteKind kind = ip::RouteKind::unicast; ///< unicast, blackhole, unreachable or prohibit
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;
    std::uint32_t tag = 0;
    std::vector<NextHop> nextHops; ///< empty for routes that discard
    bool operator==(const Candidate &) const = default;
};

/// A route that counts, as others hear of it.
struct SelectedRoute {
    base::IpPrefix prefix;
    Protocol protocol = Protocol::connected;
    Candidate candidate;
};

/// How the selection for a prefix changed. Neither: never told.
struct RibChange {
    base::IpPrefix prefix;
    std::optional<SelectedRoute> before;
    std::optional<SelectedRoute> after;
};

/// Where a tracked address leads.
struct Resolution {
    bool reachable = false;
    base::IpPrefix through;     ///< the selected route that matches it, reachable or not; not valid: none does
    Protocol protocol = Protocol::connected;
    ip::RouteKind kind = ip::RouteKind::unicast; ///< else packets to it end here (a route that discards; reachable)
    std::uint8_t distance = 0;
    std::uint32_t metric = 0;   ///< of that route: BGP's IGP cost
    std::vector<ip::Path> paths;
    bool isConnected() const { return reachable && protocol == Protocol::connected; }
    bool operator==(const Resolution &) const = default;
};

/// A candidate as those who look see it.
struct RouteView {
    base::IpPrefix prefix;
    Protocol protocol = Protocol::connected;
    std::uint8_t slot = 0;
    Candidate candidate;
    struct Hop {
        NextHop hop;
        bool active = false;
        bool recursive = false;      ///< the gateway is behind another route, whose paths these are
        std::vector<ip::Path> paths; ///< empty where not active
    };
    std::vector<Hop> hops;  ///< as the candidate's next hops
    bool active = false;    ///< at least one next hop is, or it discards
    bool selected = false;  ///< the best for its prefix ('>')
    bool installed = false; ///< stands in the forwarding table ('*')
    base::TimePoint since;  ///< when it was offered as it is, or became active or inactive; to the microsecond
};

class Rib {
public:
    // --- those who offer; nothing is looked at before settle() ---
    /// New, or in place of what this protocol offered for the prefix under the same `slot`. Static routes with several
    /// distances use one slot each; everybody else has slot 0.
    void offer(const base::IpPrefix &prefix, Protocol protocol, Candidate candidate, std::uint8_t slot = 0);
    /// What many offers have in common, said once: held until releaseTerms().
    using Terms = std::uint32_t;
    Terms holdTerms(Protocol protocol, Candidate candidate, std::uint8_t slot = 0);
    void releaseTerms(Terms terms) { releaseLabel(terms); }
    void offer(const base::IpPrefix &prefix, Terms terms);
    /// The prefix will be offered soon: asks the memory for where it is.
    [[gnu::always_inline]] void prefetch(const base::IpPrefix &prefix) const
    {
        if (prefix.address().isV4())
            m_v4.prefetch(prefix.address().v4().value(), prefix.length());
    }
    /// False where nothing was offered.
    bool withdraw(const base::IpPrefix &prefix, Protocol protocol, std::uint8_t slot = 0);
    void withdrawAll(Protocol protocol);

    // --- next-hop tracking ---
    /// From now on changes of where `address` leads are told in takeTracked(protocol). Counted: two calls need two untrack().
    void track(Protocol protocol, const base::IpAddress &address);
    void untrack(Protocol protocol, const base::IpAddress &address);
    void untrackAll(Protocol protocol);
    /// Where an address leads, tracked or not, as of the last settle().
    Resolution resolve(const base::IpAddress &address) const;
    /// The tracked addresses whose resolution changed since this was asked last, sorted.
    std::vector<base::IpAddress> takeTracked(Protocol protocol);
    bool hasTracked(Protocol protocol) const;
    /// May a next hop be resolved by the default route? No, to begin with. (`ip nht resolve-via-default`)
    void setResolveViaDefault(bool may);
    bool resolvesViaDefault() const { return m_viaDefault; }

    // --- those who listen ---
    /// True where settle() has something to do.
    bool isUnsettled(const ip::Stack &stack) const
    {
        return !m_queue.empty() || !m_touched.empty() || m_gatewaysDirty || m_generation != stack.interfaceGeneration();
    }
    /// Finds what counts now and tells the stack's forwarding table. False where next hops chase each other and some were
    /// given up as unreachable to come to an end.
    bool settle(link::Context &context, ip::Stack &stack);
    /// What settle() changed since this was asked last, in order, at most so many; one entry a prefix and settling.
    std::vector<RibChange> takeChanges(std::size_t most = static_cast<std::size_t>(-1));
    bool hasChanges() const { return m_changesTaken < m_changes.size(); }
    /// The protocols that the changes waiting concern (bit i: Protocol i), before or after.
    std::uint32_t changedProtocols() const { return hasChanges() ? m_changedProtocols : 0; }
    /// Nobody listens.
    void dropChanges();

    // --- those who look ---
    /// Every selected route, sorted by prefix, IPv4 first.
    void forEachSelected(const std::function<void(const SelectedRoute &)> &f) const;
    std::optional<SelectedRoute> selected(const base::IpPrefix &prefix) const;
    /// Every candidate, sorted by prefix (IPv4 first), then distance, metric and protocol.
    void forEachCandidate(const std::function<void(const RouteView &)> &f) const;
    std::vector<RouteView> candidates(const base::IpPrefix &prefix) const;
    /// The longest prefix around the address that somebody offers a route for, selected or not; not valid: none.
    base::IpPrefix longestAround(const base::IpAddress &address) const;
    /// All gateways and tracked addresses, and who tracks each (bit i: Protocol i): `show ip nht`.
    struct Tracked {
        base::IpAddress address;
        std::uint32_t protocols = 0;
        bool isNextHop = false; ///< of an offered route
        Resolution resolution;
    };
    std::vector<Tracked> tracked() const;
    std::size_t prefixes() const { return m_v4.size() + m_v6.size(); }
    std::size_t heapBytes() const;

private:
    using Key6 = unsigned __int128;
    static constexpr std::uint32_t kNone = HashIndex::kNone;
    static constexpr std::size_t kProtocols = 6;
    /// An entry of either table: the highest bit is IPv6's.
    using Place = std::uint32_t;
    static constexpr Place kIsV6 = 0x80000000;

    struct Gateway {
        std::uint32_t sets = 0; ///< of next hops that have it
        std::array<std::uint32_t, kProtocols> trackers{};
        bool dirty = false;
        Resolution resolution;
        bool isUsed() const;
    };
    using Gateways = std::map<base::IpAddress, Gateway>;
    struct Touched {
        Place place;
        std::uint32_t before; ///< the label that counted, held
    };
    struct Noted {
        base::IpPrefix prefix;
        std::uint32_t before, after; ///< labels, held
    };
    struct Connected {
        base::IpPrefix prefix;
        std::uint8_t slot = 0;
        base::PortIndex port;
        auto operator<=>(const Connected &) const = default;
    };

    // rib.cpp
    Place find(const base::IpPrefix &prefix) const;
    Place findOrInsert(const base::IpPrefix &prefix);
    void erase(Place place);
    RibRecord &recordAt(Place place);
    const RibRecord &recordAt(Place place) const { return const_cast<Rib *>(this)->recordAt(place); }
    base::IpPrefix prefixAt(Place place) const;
    /// Whether the prefix contains the address.
    bool isAround(Place place, const base::IpAddress &address) const
    {
        if (place & kIsV6)
            return prefixAt(place).contains(address);
        const auto &entry = m_v4.at(place);
        return address.isV4() && ((address.v4().value() ^ entry.key) & base::netmask4(entry.record.length)) == 0;
    }
    std::vector<Place> sortedPlaces() const;
    std::span<RibRecord> records(Place place);
    std::span<const RibRecord> records(Place place) const { return const_cast<Rib *>(this)->records(place); }
    RibRecord *recordOf(Place place, Protocol protocol, std::uint8_t slot);
    void addRecord(Place place, std::uint32_t label);
    void removeRecord(Place place, RibRecord &record);
    std::uint32_t selectedLabel(Place place) const;
    void touch(Place place);
    void queue(Place place);
    void releaseLabel(std::uint32_t label);
    SelectedRoute routeOf(const base::IpPrefix &prefix, std::uint32_t label) const;
    RouteView viewOf(const base::IpPrefix &prefix, Place place, const RibRecord &record) const;
    std::vector<RouteView> viewsAt(Place place) const;

    // rib_settle.cpp
    void followInterfaces(link::Context &context, const ip::Stack &stack);
    void force(const base::IpPrefix &prefix);
    void look(Place place, base::TimePoint now);
    void sortByAddress(std::vector<Touched> &touched) const;
    void finish(link::Context &context, ip::Stack &stack, const Touched &touched);
    ip::Route routeFor(const base::IpPrefix &prefix, std::uint32_t label) const;
    void install(link::Context &context, ip::Stack &stack, Place place, std::uint32_t before, std::uint32_t after);
    void installFresh(link::Context &context, ip::Stack &stack);

    // rib_resolve.cpp
    Place lookupSelected(const base::IpAddress &address, unsigned longest) const;
    Resolution resolve(const base::IpAddress &address, std::vector<base::IpAddress> &leaningOn) const;
    Gateway &gateway(const base::IpAddress &address);
    void releaseGateway(const base::IpAddress &address);
    void dirtyGatewaysIn(Place place);
    bool resolveGateways(int round);
    std::uint8_t resolveSet(const ip::Stack &stack, std::uint32_t set);
    bool leansOnItself(const base::IpPrefix &prefix, const NextHop &hop) const;
    bool isActive(Place place, std::uint32_t label) const;
    std::vector<ip::Path> pathsFor(const base::IpPrefix &prefix, const NextHopSet &set) const;
    void queueUsersOf(const std::vector<std::uint8_t> &changedSets);

    PrefixTable<std::uint32_t> m_v4;
    PrefixTable<Key6> m_v6;
    std::vector<std::vector<RibRecord>> m_many; // candidates of prefixes that have several
    std::vector<std::uint32_t> m_freeMany;
    Interner<Label> m_labels;
    Interner<NextHopSet> m_sets;
    std::array<Gateways, 2> m_gateways; // IPv4, IPv6
    bool m_gatewaysDirty = false;
    bool m_viaDefault = false;
    std::vector<std::uint32_t> m_newSets;
    std::vector<Touched> m_touched;
    std::vector<Place> m_fresh; // during settle(): new in the forwarding table, all with the label
    std::uint32_t m_freshLabel = kNone;
    std::vector<Place> m_queue;
    std::vector<Noted> m_changes;
    std::size_t m_changesTaken = 0;
    std::uint32_t m_changedProtocols = 0;
    std::set<std::pair<Protocol, base::IpAddress>> m_tracked; // changed, not taken yet
    std::vector<base::IpPrefix> m_refused; // selected, but the stack's own
    std::vector<Connected> m_connected;    // offered, sorted
    std::uint32_t m_generation = 0;        // the stack's, that m_connected is of
    std::uint32_t m_settling = 0;
};

} // namespace hopyard::routing

// All state of a BGP process, and the functions that its files offer each other.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/routing/bgp/attribute_table.h"
#include "core/routing/bgp/combined.h"
#include "core/routing/bgp/config.h"
#include "core/routing/bgp/output.h"
#include "core/routing/bgp/peer.h"
#include "core/routing/bgp/policy_hook.h"
#include "core/routing/bgp/route_table.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace hopyard::routing::bgp {

/// All that decides what a peer is told. Peers for whom it is equal share an update group.
struct GroupKey {
    Afi afi = Afi::ipv4;
    PeerType type = PeerType::external;
    AsNumber localAs = 0;
    bool prependTrue = false;   ///< with a changed local AS: our true number stands behind it
    AsNumber remoteAs = 0;      ///< only where it matters (as-override, remove-private-as)
    base::IpAddress nextHop;    ///< we, as they see us
    base::IpPrefix network;     ///< external peers: next hops on it need not be ours (RFC 4271 section 5.1.3)
    bool fourOctetAs = true;
    std::uint16_t advertisementInterval = 0;
    FamilySettings settings;    ///< without what concerns only what comes from the peer
    bool operator==(const GroupKey &) const = default;
};

struct UpdateGroup {
    static constexpr PeerIndex kQueued = 0x8000; ///< beside the source
    bool used = false;
    GroupKey key;
    std::vector<PeerIndex> members; ///< sorted
    /// The Adj-RIB-Out: by prefix the attributes that were sent, and from whom they are.
    PagedArray<AttributeId> announced;
    PagedArray<PeerIndex> source;
    std::vector<PrefixId> dirty; ///< what is to be looked at again, in order
    std::size_t dirtyAt = 0;     ///< of it, what is done
    PrefixId scanAt = kNone;     ///< all prefixes from there on are to be looked at
    TimePoint notBefore;         ///< MRAI
    std::uint32_t count = 0;     ///< prefixes announced
    /// What exporting made of a set last time. Both are held.
    AttributeId memoIn = 0, memoOut = 0;
    PeerIndex memoPeer = kNoPeer;

    bool hasAnnounced(PrefixId id) const { return id < announced.size() && announced[id]; }
    bool hasWork() const { return dirtyAt < dirty.size() || scanAt != kNone; }
};

struct AggregateState {
    std::map<PrefixId, AttributeId> members;   ///< the more specific routes that count; their attributes are held
    std::map<AttributeId, std::uint32_t> sets; ///< how many of them have these
    std::optional<Combined> combined;          ///< of the sets, each once; while it is asked for (as-set)
    bool known = false;                        ///< else all prefixes are looked at, once
    bool due = false;                          ///< to be looked at again
};

/// RFC 2439: of one path.
struct FlapState {
    double penalty = 0; ///< as of `updated`
    TimePoint updated;
    TimePoint since;
    std::uint32_t flaps = 0;
    bool suppressed = false;
};

struct Family {
    explicit Family(Afi afi) : table(afi) {}
    RouteTable table;
    std::map<base::IpPrefix, AggregateState> aggregates;
    std::map<std::pair<base::IpPrefix, PeerIndex>, FlapState> flaps;
    TimePoint reuseAt = TimePoint::never(); ///< suppressed paths are looked at again
    std::uint64_t version = 0;              ///< counts changes of best paths
    std::vector<PrefixId> empty;            ///< prefixes that lost their last path
};

struct Instance {
    explicit Instance(Config c, std::uint64_t seed) : config(std::move(c)), random(seed) {}

    Config config;
    base::Random random;
    PolicyHook policy;
    bool running = false;
    std::vector<Peer> peers;
    std::map<base::IpAddress, PeerIndex> peerByAddress;
    std::map<SessionId, std::pair<PeerIndex, unsigned>> sessions; ///< peer and which of its connections
    SessionId nextSession = 1;
    AttributeTable attributes;
    std::array<Family, kAfis> families{Family(Afi::ipv4), Family(Afi::ipv6)};
    std::vector<UpdateGroup> groups;
    std::map<std::pair<Source, base::IpPrefix>, ExternalRoute> externals;
    std::set<base::IpPrefix> presentNetworks; ///< of `network` statements, those that the RIB has
    bool nextHopsChanged = false;
    wire::BgpAttributes scratch;

    Family &family(Afi afi) { return families[at(afi)]; }
    const Family &family(Afi afi) const { return families[at(afi)]; }
    RouterId routerId() const { return config.routerId.value_or(RouterId()); }
    RouterId clusterId() const { return config.clusterId.value_or(routerId()); }
};

// --- session.cpp: connections and the state machine ---
void drive(Instance &i, PeerIndex peer, unsigned connection, FsmEvent event, TimePoint now, Output &out,
           const wire::BgpNotification *error = nullptr);
void startPeer(Instance &i, PeerIndex peer, TimePoint now, Output &out);
/// Ends all its sessions. `notification` is sent where there is one to hear it.
void stopPeer(Instance &i, PeerIndex peer, const wire::BgpNotification &notification, TimePoint now, Output &out);
std::optional<SessionId> acceptConnection(Instance &i, const SessionPlace &place, const base::IpAddress &remote, TimePoint now, Output &out);
void expireSessions(Instance &i, TimePoint now, Output &out);
TimePoint nextSessionDeadline(const Instance &i);

// --- messages.cpp: from bytes to events ---
void receiveBytes(Instance &i, SessionId session, base::Bytes bytes, TimePoint now, Output &out);
wire::BgpOpen makeOpen(const Instance &i, const Peer &peer);

// --- receive_update.cpp: from UPDATEs to paths ---
/// False where the session must end; `error` says why.
bool receiveUpdate(Instance &i, PeerIndex peer, base::Bytes body, TimePoint now, Output &out, wire::BgpNotification &error);
/// Takes all its paths of the family with one of the flags (0: all) out of the table.
void removePaths(Instance &i, Afi afi, PeerIndex peer, std::uint8_t flags, TimePoint now, Output &out);
/// `soft-reconfiguration inbound`: policies see again what came from it.
void takeAgain(Instance &i, PeerIndex peer, Afi afi, TimePoint now, Output &out);
/// Forgets what came from it; with `onlyUnconfirmed` what it did not confirm in a refresh.
void forgetReceived(Instance &i, PeerIndex peer, Afi afi, bool onlyUnconfirmed = false);
/// Sets a flag on all its paths of the family.
void markPaths(Instance &i, Afi afi, PeerIndex peer, Path::Flag flag);

// --- routes.cpp: the decision, and what follows from it ---
/// A path of the prefix changed. `wasBest`: it was (one of) the best before, so others must hear in any case.
void decide(Instance &i, Afi afi, PrefixId id, bool wasBest, TimePoint now, Output &out);
/// Takes a path in place of the peer's former one. Takes over the caller's hold of the attributes.
void putPath(Instance &i, Afi afi, PrefixId id, PeerIndex peer, AttributeId attributes, std::uint8_t flags, TimePoint now, Output &out);
void dropPath(Instance &i, Afi afi, PrefixId id, PeerIndex peer, TimePoint now, Output &out);
/// Whether a path with these attributes has a next hop that can be reached.
bool isNextHopGood(const Instance &i, PeerIndex peer, AttributeId attributes);
/// Looks again at all paths whose next hops changed.
void followNextHops(Instance &i, TimePoint now, Output &out);
/// Tells outside which next hops came into use or out of it, and frees numbers of prefixes that nobody uses.
void tidy(Instance &i, Output &out);
/// The RIB hears of the prefix again.
void announceToRib(Instance &i, Afi afi, PrefixId id, Output &out);

// --- export.cpp: update groups, and what they are told ---
GroupKey groupKey(const Peer &peer, Afi afi);
void joinGroups(Instance &i, PeerIndex peer, TimePoint now);
/// Settings changed: peers who are to hear something else go to groups of their own, and hear what differs.
void regroup(Instance &i);
void leaveGroups(Instance &i, PeerIndex peer);
void markDirty(Instance &i, Afi afi, PrefixId id);
/// All is looked at again and what differs is sent.
void rescan(UpdateGroup &group);
struct Exported {
    AttributeId attributes = 0; ///< held; 0: nothing is announced
    PeerIndex source = kNoPeer;
};
Exported exportRoute(Instance &i, UpdateGroup &group, PrefixId id);
/// The peer is told everything again (a ROUTE-REFRESH).
void startDump(Instance &i, PeerIndex peer, Afi afi);

// --- send.cpp: messages out ---
/// Makes UPDATEs of what is due and sends what there is room for.
void sendAll(Instance &i, TimePoint now, Output &out);
void enqueue(Connection &connection, Chunk chunk);
/// Hands out what the connection has room for.
void flush(Peer &peer, Connection &connection, TimePoint now, Output &out);
TimePoint nextSendDeadline(const Instance &i);

// --- originate.cpp: our own routes ---
void originateAll(Instance &i, Afi afi, TimePoint now, Output &out);
void originateNetwork(Instance &i, Afi afi, const base::IpPrefix &prefix, TimePoint now, Output &out);
void originateExternal(Instance &i, const ExternalRoute &route, bool present, TimePoint now, Output &out);

// --- aggregate.cpp ---
/// The best path of a prefix changed: aggregates that cover it take it in, or what it is now.
void touchAggregates(Instance &i, Afi afi, PrefixId id);
void updateAggregates(Instance &i, TimePoint now, Output &out);

// --- dampening.cpp (RFC 2439) ---
enum class Flap : std::uint8_t { withdrawn, announced, changed };
/// True where the path is to be suppressed.
bool dampen(Instance &i, Afi afi, PrefixId id, PeerIndex peer, Flap flap, TimePoint now);
void expireDampening(Instance &i, TimePoint now, Output &out);
double penaltyAt(const Dampening &dampening, const FlapState &flap, TimePoint now);

// --- reconfigure.cpp ---
void reconfigure(Instance &i, const Config &config, TimePoint now, Output &out);
PeerIndex addPeer(Instance &i, const base::IpAddress &address, bool dynamic, const NeighbourConfig &lines, TimePoint now);
void removePeer(Instance &i, PeerIndex peer, TimePoint now, Output &out);
/// The peer's routes are to come once more; what cannot be asked for is had by a new session. `policiesOnly`: what was
/// kept of them serves as well.
void askAgain(Instance &i, PeerIndex peer, Afi afi, bool policiesOnly, TimePoint now, Output &out);

} // namespace hopyard::routing::bgp

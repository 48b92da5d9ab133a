// What a configuration in FRR's language says of how a router speaks with its neighbours: the parameters that both sides of OSPF, RIP
// or BGP must agree about.
//
// Read generously, as routing_facts.h: what is not understood makes that part unsure, and of what is unsure nothing is said.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::lab {

/// "0.0.0.1" and "1" are the same area; nothing where it is neither.
std::optional<std::uint32_t> parseArea(std::string_view text);

/// How OSPF is spoken at an interface.
struct OspfSpoken {
    std::uint32_t area = 0;
    std::string areaKind = "normal"; ///< or "stub", "nssa"
    unsigned hello = 10, dead = 40;  ///< seconds
    std::string network = "broadcast"; ///< as in `ip ospf network`
    std::string authentication = "none"; ///< or "password", "message-digest"
    std::set<std::string> keys;          ///< of that authentication: "WORD", or "1 md5 WORD"
    bool ignoresMtu = false;
    bool isPassive = false;
};

/// How RIP is spoken at an interface.
struct RipSpoken {
    std::string version; ///< "1", "2"; empty: an interface says its own, or none is said
    std::string authentication = "none"; ///< or "password", "message-digest"
    std::string password;                ///< empty: none, or by a key chain
    bool isPassive = false;
};

struct NeighbourFacts {
    struct Interface {
        std::string area, network, authentication; ///< of OSPF, as written; empty: not said
        std::optional<unsigned> hello, dead;       ///< seconds
        bool isFast = false;                       ///< "dead-interval minimal"
        std::string password;
        std::set<std::string> keys;
        std::optional<bool> isPassive;
        bool ignoresMtu = false;
        bool isUnsure = false; ///< something is said of one of its addresses alone, or by a key chain
        std::string ripMode, ripPassword;
        bool hasRipVersion = false, hasRipKeyChain = false;
    };
    struct Network {
        base::IpPrefix prefix;
        std::uint32_t area = 0;
    };
    struct Area {
        std::string kind = "normal";
        std::string authentication; ///< as written after "authentication"; "password" where nothing is
        bool isSaid = false;        ///< authentication
    };
    struct Ospf {
        std::vector<Network> networks; ///< by prefix
        std::map<std::uint32_t, Area> areas;
        bool isPassive = false; ///< "passive-interface default"
    };
    struct Rip {
        std::vector<base::IpPrefix> networks;
        std::set<std::string, std::less<>> interfaces;        ///< of `network eth0`
        std::set<std::string, std::less<>> passive, notPassive;
        std::string version; ///< empty: not said
        bool isPassive = false;
    };
    /// A neighbour of BGP, or a peer group.
    struct Peer {
        std::string remoteAs; ///< as written: a number, "internal", "external"; empty: not said
        std::string localAs;
        std::string password;
        std::string source; ///< "update-source"
        std::string group;
        bool isShut = false;
    };
    struct Bgp {
        std::string as;
        std::map<std::string, Peer, std::less<>> peers; ///< by address or name, as written
        bool isUnsure = false;                          ///< a confederation, or takes whoever comes
    };

    std::map<std::string, Interface, std::less<>> interfaces;
    std::optional<Ospf> ospf;
    std::optional<Rip> rip;
    std::optional<Bgp> bgp;
    std::set<base::IpAddress> hops; ///< next hops of static routes
    bool isOpaque = false;          ///< of such a router nothing is known: VRFs, an address by DHCP

    /// Nothing where it is not spoken there, or where that is unsure.
    std::optional<OspfSpoken> ospfAt(std::string_view interface, const base::InterfaceAddress &address) const;
    std::optional<RipSpoken> ripAt(std::string_view interface, const base::InterfaceAddress &address) const;
    bool isUnsureAt(std::string_view interface) const;
    std::vector<std::pair<base::IpAddress, Peer>> peers() const; ///< that have an address, with what their groups say
    /// OSPF or RIP or BGP: "ospf", "rip", "bgp".
    std::set<std::string> protocols() const;
};

/// O(n).
NeighbourFacts neighbourFacts(std::string_view config);

} // namespace hopyard::lab

// What the lines of a configuration are made of: tables of commands by block. Internal to core/console.
//
// A block is what stands indented below a line: `interface eth0`, `router ospf`, `route-map X permit 10`. Each file
// config_NAME.cpp brings the commands of its blocks, those that it adds to the top and to interfaces, and writes its
// part of the configuration back; config_text.cpp puts them together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/config_text.h"
#include "core/console/grammar.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hopyard::console {

/// What an action may touch: the reader's insides and the words of the line.
struct ConfigAction {
    ConfigReader &reader;
    const Arguments &arguments;
    int line;

    router::RouterConfig &config() const { return reader.m_config; }
    /// The interface whose block we are in.
    router::InterfaceConfig &interface() const { return reader.m_config.interfaces[reader.m_name]; }
    /// Opens a block. `name` and `number` say which of several: an interface, a route map and its sequence number.
    void enter(ConfigMode mode, std::string name = {}, std::uint32_t number = 0) const
    {
        reader.m_mode = mode;
        reader.m_entered = true;
        reader.m_name = std::move(name);
        reader.m_number = number;
    }
    const std::string &blockName() const { return reader.m_name; }
    std::uint32_t blockNumber() const { return reader.m_number; }
    bool isNo() const { return arguments.has("no"); }
    /// A token that the grammar has checked to be a number; 0 where the line had none.
    std::uint32_t number(std::string_view name) const;
};

/// Nothing, or the sentence that says why the line cannot be taken.
using Outcome = std::string;

struct ConfigCommand {
    std::string_view syntax;
    Outcome (*run)(const ConfigAction &);
};
using ConfigCommands = std::span<const ConfigCommand>;

// Lines that are alike in all protocols. `Part` finds the part of the configuration that a line is about.

/// `[no] allow-ecmp`: a flag; where `isOpposite`, one that the line takes away.
template <auto Part, auto Member, bool isOpposite = false>
Outcome setFlagOf(const ConfigAction &a)
{
    Part(a).*Member = a.isNo() == isOpposite;
    return {};
}

/// `router ospf`: makes the part where there is none, and opens its block.
template <auto Part, ConfigMode Mode>
Outcome enterPart(const ConfigAction &a)
{
    Part(a);
    a.enter(Mode);
    return {};
}

/// For lines that FRR needs for itself and that say nothing about packets.
inline Outcome ignoreLine(const ConfigAction &) { return {}; }

// config_ospf.cpp
ConfigCommands ospfTopCommands();       ///< `router ospf`, `no router ospf`
ConfigCommands ospfInterfaceCommands(); ///< `ip ospf cost 10`
ConfigCommands ospfCommands();          ///< in `router ospf`
std::string writeOspf(const router::RouterConfig &config);             ///< `router ospf` … `exit`, `!`
std::string writeOspfInterface(const router::InterfaceConfig &config); ///< lines of an interface's block
// config_rip.cpp
ConfigCommands ripTopCommands();
ConfigCommands ripInterfaceCommands();
ConfigCommands ripCommands();
std::string writeRip(const router::RouterConfig &config);
std::string writeRipInterface(const router::InterfaceConfig &config);
// config_bgp.cpp
ConfigCommands bgpTopCommands();
ConfigCommands bgpCommands();
ConfigCommands bgpFamilyCommands(); ///< in `address-family …` of `router bgp`
std::string writeBgp(const router::RouterConfig &config);
// config_policy.cpp, config_route_map.cpp, config_key_chain.cpp: lists, route maps, key chains
ConfigCommands policyTopCommands();
ConfigCommands routeMapCommands(); ///< in `route-map NAME permit 10`: blockName(), blockNumber()
ConfigCommands keyChainTopCommands();
ConfigCommands keyChainCommands(); ///< in `key chain NAME`
ConfigCommands keyCommands();      ///< in `key 1` of a key chain
std::string writePolicies(const router::RouterConfig &config);  ///< lists and route maps
std::string writeKeyChains(const router::RouterConfig &config); ///< FRR prints them near the top
// config_access_list.cpp, config_gate.cpp: packet filters and NAT
ConfigCommands accessListTopCommands();
ConfigCommands accessListCommands(); ///< in `ip access-list extended NAME`: blockName(); blockNumber() 1: standard
ConfigCommands gateTopCommands();
ConfigCommands gateInterfaceCommands();
std::string writeAccessLists(const router::RouterConfig &config);
std::string writeGate(const router::RouterConfig &config); ///< NAT
std::string writeGateInterface(const router::RouterConfig &config, const std::string &name);
// config_dhcp.cpp
ConfigCommands dhcpTopCommands();
ConfigCommands dhcpPoolCommands(); ///< in `ip dhcp pool NAME`
ConfigCommands dhcpInterfaceCommands();
std::string writeDhcp(const router::RouterConfig &config);
std::string writeDhcpInterface(const router::InterfaceConfig &config);
// debug.cpp
ConfigCommands debugConfigCommands(); ///< `debug ospf event`

} // namespace hopyard::console

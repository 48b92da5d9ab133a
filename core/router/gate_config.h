// Packet filters and address translation of a router as a value, by the names of interfaces: what `ip access-list`,
// `ip access-group` and `ip nat` say. ip::PacketGate does it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/packet_gate.h"

#include <map>
#include <string>
#include <vector>

namespace hopyard::ip {
class Stack;
}

namespace hopyard::router {

struct GateConfig {
    std::map<std::string, ip::AccessList> lists; ///< by name; each list has it as well
    struct Interface {
        std::string filterIn;
        std::string filterOut;
        ip::PacketGateConfig::Port::Nat nat = ip::PacketGateConfig::Port::Nat::none;
        bool operator==(const Interface &) const = default;
    };
    std::map<std::string, Interface> interfaces;
    /// `ip nat inside source list LIST interface NAME overload`
    struct Source {
        std::string list;
        std::string interface;
        bool operator==(const Source &) const = default;
    };
    std::vector<Source> sources;
    /// `ip nat inside source static tcp ADDRESS PORT interface NAME PORT`
    struct Forward {
        wire::IpProtocol protocol = wire::IpProtocol::tcp;
        base::Ipv4Address inside;
        std::uint16_t insidePort = 0;
        std::string interface;
        std::uint16_t outsidePort = 0;
        bool operator==(const Forward &) const = default;
    };
    std::vector<Forward> forwards;
    bool operator==(const GateConfig &) const = default;
};

/// For the interfaces that the stack has now, with the addresses that they have now; the rest waits.
ip::PacketGateConfig gateFor(const GateConfig &config, const ip::Stack &stack);

} // namespace hopyard::router

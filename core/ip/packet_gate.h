// What stands at a router's interfaces between the wire and its forwarding: packet filters and address translation, as
// `ip access-group` and `ip nat` ask for. A stack has none unless it was given one, and then pays one test of a pointer.
//
// Order, as routers of the field have it. In: the filter of the interface, then, on an outside interface, the destination
// is translated back. Out: the source is translated where the packet came in by an inside interface and leaves by an
// outside one and a rule names its source; then the filter of the interface. What the node itself sends passes the filter
// of no interface and is not translated.
//
// Each outside interface has a table of its own (nat.h), whose address is the interface's first or the one that is
// given. Deliberately missing: pools of several addresses, one-to-one translation of whole addresses, application
// gateways, hairpinning (RFC 4787 REQ-9), fragments (refused where they would have to be translated).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/time.h"
#include "core/ip/access_list.h"
#include "core/ip/nat.h"
#include "core/packet/packet.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::ip {

/// `ip nat inside source list LIST interface … overload`
struct NatSourceRule {
    std::string list; ///< an access list that permits what is translated
    base::PortIndex outside;
    bool operator==(const NatSourceRule &) const = default;
};

/// `ip nat inside source static tcp INSIDE PORT interface … PORT`
struct NatPortForward {
    wire::IpProtocol protocol = wire::IpProtocol::tcp;
    base::Ipv4Address inside;
    std::uint16_t insidePort = 0;
    base::PortIndex outside;
    std::uint16_t outsidePort = 0;
    bool operator==(const NatPortForward &) const = default;
};

struct PacketGateConfig {
    std::vector<AccessList> lists; ///< each name once
    struct Port {
        std::string filterIn;  ///< name of a list; empty: none. One that does not exist permits everything
        std::string filterOut;
        enum class Nat : std::uint8_t { none, inside, outside } nat = Nat::none;
        base::Ipv4Address address; ///< outside: what sources become; unspecified: nothing is translated
        bool operator==(const Port &) const = default;
    };
    std::map<base::PortIndex, Port> ports;
    std::vector<NatSourceRule> sources;
    std::vector<NatPortForward> forwards;
    bool operator==(const PacketGateConfig &) const = default;
    /// No port has anything: a stack needs no gate.
    bool isEmpty() const { return ports.empty(); }
};

enum class GateVerdict : std::uint8_t {
    pass,
    translated,    ///< passes, and its header is not what it was
    filtered,
    noTranslation, ///< it would have to be translated and cannot be: no port is left, or it is of a kind without
};

class PacketGate {
public:
    /// Rows of NAT and counters of rules go on where what they are about stays.
    void configure(const PacketGateConfig &config);
    const PacketGateConfig &config() const { return m_config; }

    /// `frame` holds a checked IPv4 datagram from `at` on, and stands for `packets` of them.
    GateVerdict in(base::TimePoint now, base::PortIndex port, packet::Packet &frame, std::size_t at, std::uint64_t packets);
    GateVerdict out(base::TimePoint now, base::PortIndex inPort, base::PortIndex outPort, packet::Packet &frame,
                    std::size_t at, std::uint64_t packets);

    void expire(base::TimePoint now);
    base::TimePoint nextDeadline() const;

    /// In order of their names, as configured.
    const std::map<std::string, AccessFilter> &filters() const { return m_filters; }
    /// By outside port.
    const std::map<base::PortIndex, NatTable> &tables() const { return m_tables; }
    void clearCounters();
    /// Ends the rows that are not static.
    void clearTranslations();

private:
    const PacketGateConfig::Port *find(base::PortIndex port) const;
    bool permits(const std::string &list, const packet::Packet &frame, std::size_t at, std::uint64_t packets);
    bool isTranslated(base::PortIndex outside, const wire::Ipv4View &datagram) const;

    PacketGateConfig m_config;
    std::map<std::string, AccessFilter> m_filters;
    std::map<base::PortIndex, NatTable> m_tables;
};

} // namespace hopyard::ip

// Network address translation: one address outside, and a table from its ports to addresses and ports inside. A router
// does so by `ip nat` (packet_gate.h), the base portion of a hypervisor in mode `nat` for its guests (RFC 3022; behaviour after RFC 4787 for UDP, 5382 for TCP, 5508 for ICMP).
//
// A row maps one address and port inside to one port outside whoever it talks to (endpoint-independent mapping, RFC 4787
// REQ-1), and whoever knows that port may answer (endpoint-independent filtering, REQ-8). The port is kept where it is
// free. Rows go when nothing went out through them for their protocol's time; static rows stay.
// ICMP errors are translated with the datagram that they quote, both ways. Checksums are mended, not made anew
// (RFC 1624), so that a wrong one stays wrong.
//
// Deliberately missing: fragments (refused, whole or in pieces: ports are only in the first), application gateways,
// protocols without ports, port-preserving by pairs of RTP.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/packet/packet.h"
#include "core/wire/icmp.h"
#include "core/wire/ip_protocol.h"
#include "core/wire/ipv4.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::ip {

enum class NatError : std::uint8_t {
    malformed,
    unsupported, ///< a fragment, or a protocol without ports
    noRow,       ///< nothing inside has that port
    noPort,      ///< every port outside is taken
    taken,       ///< the port of a static row is another row's
};
constexpr std::string_view toString(NatError error)
{
    switch (error) {
    case NatError::malformed: return "malformed";
    case NatError::unsupported: return "cannot be translated";
    case NatError::noRow: return "no row";
    case NatError::noPort: return "no port left";
    case NatError::taken: return "port is taken";
    }
    return "unknown";
}

struct NatRow {
    wire::IpProtocol protocol = wire::IpProtocol::udp; ///< udp, tcp, icmp (echo: the identifier is the port)
    base::Ipv4Address inside;
    std::uint16_t insidePort = 0;
    std::uint16_t outsidePort = 0;
    bool isStatic = false;
    /// TCP: what was seen of the connections through this row; one that is not open both ways is forgotten soon.
    enum class Tcp : std::uint8_t { opening, open, closing } tcp = Tcp::opening;
    base::TimePoint expires = base::TimePoint::never();
    std::uint64_t packetsOut = 0;
    std::uint64_t packetsIn = 0;
};

class NatTable {
public:
    static constexpr base::Duration kUdp = base::Duration::seconds(300);        ///< RFC 4787 REQ-5, recommended
    static constexpr base::Duration kTcpOpen = base::Duration::seconds(7'440);  ///< RFC 5382 REQ-5: 2 h 4 min
    static constexpr base::Duration kTcpOther = base::Duration::seconds(240);   ///< RFC 5382 REQ-5: 4 min
    static constexpr base::Duration kIcmp = base::Duration::seconds(60);        ///< RFC 5508 REQ-1
    static constexpr std::uint16_t kFirstPort = 1'024;
    static constexpr std::uint16_t kFirstDynamic = 49'152; ///< RFC 6335: where a port is chosen that could not be kept

    base::Ipv4Address outside() const { return m_outside; }
    /// Another address outside ends all but the static rows.
    void setOutside(base::Ipv4Address address);

    /// Rewrites a datagram from inside for the outside. `start` begins with the IP header and holds all headers.
    base::Result<void, NatError> outbound(base::TimePoint now, base::MutableBytes start, const packet::Offload &offload = {});
    /// Rewrites one from outside for who is inside, whose address is answered.
    base::Result<base::Ipv4Address, NatError> inbound(base::TimePoint now, base::MutableBytes start, const packet::Offload &offload = {});

    /// Makes a server inside reachable: from outside at `outsidePort`.
    base::Result<void, NatError> addStatic(wire::IpProtocol protocol, std::uint16_t outsidePort, base::Ipv4Address inside,
                                           std::uint16_t insidePort);
    bool removeStatic(wire::IpProtocol protocol, std::uint16_t outsidePort);
    /// Sent by a server that a static row makes reachable: `datagram` goes out by that row.
    bool isStaticSource(const wire::Ipv4View &datagram) const;
    /// Ends all rows but the static ones.
    void clear();

    void expire(base::TimePoint now);
    base::TimePoint nextDeadline() const { return m_sweepAt; }
    /// What there is at `now`, by protocol and port outside.
    std::vector<NatRow> rows(base::TimePoint now) const;
    std::size_t size() const { return m_rows.size(); }

private:
    struct OutsideKey {
        wire::IpProtocol protocol;
        std::uint16_t port;
        auto operator<=>(const OutsideKey &) const = default;
    };
    struct InsideKey {
        wire::IpProtocol protocol;
        base::Ipv4Address address;
        std::uint16_t port;
        auto operator<=>(const InsideKey &) const = default;
    };
    NatRow *find(base::TimePoint now, wire::IpProtocol protocol, std::uint16_t outsidePort);
    base::Result<NatRow *, NatError> findOrMake(base::TimePoint now, wire::IpProtocol protocol, base::Ipv4Address inside, std::uint16_t port);
    void used(base::TimePoint now, NatRow &row, std::uint8_t tcpFlags, bool outwards);
    void erase(std::map<OutsideKey, NatRow>::iterator row);
    base::Result<base::Ipv4Address, NatError> translateError(base::TimePoint now, base::MutableBytes message, bool outwards);

    base::Ipv4Address m_outside;
    std::map<OutsideKey, NatRow> m_rows;
    std::map<InsideKey, std::uint16_t> m_byInside; // dynamic rows, and static ones: to the port outside
    std::uint16_t m_nextPort = kFirstDynamic;
    base::TimePoint m_sweepAt = base::TimePoint::never();
};

} // namespace hopyard::ip

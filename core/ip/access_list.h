// Packet filters: lists of rules, of which the first that matches decides; what no rule matches is refused. Each rule
// counts what it decided.
//
// What a rule looks at stands in the IPv4 header and, of TCP, UDP and ICMP, at the beginning of the transport header. Of
// a fragment that is not the first there is no transport header: a rule with ports or types then matches by addresses and
// protocol where it permits, and not where it denies (RFC 1858 section 2: the first piece is what is held back, and
// without it the rest is of no use). A first fragment too short to hold the ports matches no rule that asks for them.
// Deliberately missing: IPv6, reflexive lists, times of day, logging by rule.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/wire/ip_protocol.h"
#include "core/wire/ipv4.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::ip {

/// Addresses that are equal to `address` where `wildcard` has no bit.
struct AddressMatch {
    base::Ipv4Address address;
    std::uint32_t wildcard = 0xffffffff; ///< in host order; all ones: any
    bool operator==(const AddressMatch &) const = default;
    bool matches(base::Ipv4Address other) const { return ((address.value() ^ other.value()) & ~wildcard) == 0; }
};

/// Ports from `low` to `high`, or all others.
struct PortMatch {
    std::uint16_t low = 0;
    std::uint16_t high = 0xffff;
    bool negated = false; ///< `neq`
    bool operator==(const PortMatch &) const = default;
    bool isAny() const { return low == 0 && high == 0xffff && !negated; }
    bool matches(std::uint16_t port) const { return (port >= low && port <= high) != negated; }
};

struct AccessRule {
    std::uint32_t sequence = 0; ///< the order of the rules; each once in a list
    bool permit = true;
    std::optional<wire::IpProtocol> protocol; ///< none: any
    AddressMatch source, destination;
    PortMatch sourcePort, destinationPort;    ///< TCP and UDP
    bool established = false;                 ///< TCP: with ACK or RST, so not the first of a connection
    std::optional<std::uint8_t> icmpType;
    bool operator==(const AccessRule &) const = default;
    bool looksAtTransport() const
    {
        return !sourcePort.isAny() || !destinationPort.isAny() || established || icmpType;
    }
};

struct AccessList {
    std::string name; ///< or a number
    std::vector<AccessRule> rules; ///< by sequence
    bool operator==(const AccessList &) const = default;
    /// In its place, or in that of the one with the same sequence.
    void add(const AccessRule &rule);
    bool remove(std::uint32_t sequence);
};

/// The rule of `list` that decides about a datagram, by its place; nothing: none does.
std::optional<std::size_t> decidingRule(const AccessList &list, const wire::Ipv4View &datagram);

/// A list at work: it and what its rules have decided.
class AccessFilter {
public:
    explicit AccessFilter(AccessList list) : m_list(std::move(list)), m_hits(m_list.rules.size(), 0) {}
    const AccessList &list() const { return m_list; }
    /// Counters of rules that stay as they are go on.
    void change(AccessList list);
    /// `packets`: how many it stands for.
    bool permits(const wire::Ipv4View &datagram, std::uint64_t packets = 1);
    std::uint64_t hits(std::size_t rule) const { return m_hits[rule]; }
    std::uint64_t refusedByNone() const { return m_refusedByNone; } ///< because no rule matched
    void clearCounters();

private:
    AccessList m_list;
    std::vector<std::uint64_t> m_hits; // by rule
    std::uint64_t m_refusedByNone = 0;
};

} // namespace hopyard::ip

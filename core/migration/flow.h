// What the parts of connection migration call one TCP connection: its four-tuple as the client's packets have it, the
// 32-bit identifier that stands for it between forwarder and host, and the mapping of both that travels with its state.
//
// The truth about who owns a flow is the entry (host, epoch) in the forwarder's table (flow_table.h). Whoever holds a
// mapping holds what was true at that epoch, no more. IPv4 only, as the stack below.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <cstdint>
#include <functional>
#include <string>

namespace hopyard::migration {

/// A connection as the client's packets name it: `source` is the client, `destination` the virtual address. In a host's
/// own TCP, `destination` is therefore the local endpoint and `source` the remote one.
struct FourTuple {
    base::Ipv4Address source;
    std::uint16_t sourcePort = 0;
    base::Ipv4Address destination;
    std::uint16_t destinationPort = 0;
    constexpr auto operator<=>(const FourTuple &) const = default;
};
/// "192.0.2.1:40000 > 10.0.0.80:80"
std::string toString(const FourTuple &flow);

/// Names a flow between a forwarder and its hosts: exactly what the two port fields of a packet can carry. Given by the
/// forwarder; not given again before its quarantine is over. 0 names nothing.
class FlowId {
public:
    constexpr FlowId() = default;
    explicit constexpr FlowId(std::uint32_t value) : m_value(value) {}
    constexpr bool isValid() const { return m_value != 0; }
    constexpr std::uint32_t value() const { return m_value; }
    constexpr auto operator<=>(const FlowId &) const = default;

private:
    std::uint32_t m_value = 0;
};
/// "f4c2001a"; "-" for none.
std::string toString(FlowId id);

/// What goes with a connection's state from machine to machine. `epoch` counts the moves of the flow: it is the
/// forwarder's at the time, and only the owner at the newest epoch may let the connection live.
struct Mapping {
    FlowId id;
    std::uint32_t epoch = 0;
    FourTuple flow;
    base::Ipv4Address forwarder; ///< the forwarder's own address: where packets of the flow come from, encapsulated
    constexpr auto operator<=>(const Mapping &) const = default;
};

/// Where nodes of one lab tell each other about flows (UDP; docs/migration.md).
constexpr std::uint16_t kControlPort = 7471;

} // namespace hopyard::migration

template <>
struct std::hash<hopyard::migration::FlowId> {
    std::size_t operator()(hopyard::migration::FlowId id) const noexcept { return id.value(); }
};

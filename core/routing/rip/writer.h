// Putting routes into messages of the right size, and what decides which. Internal to core/routing/rip.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/routing/rip/config.h"
#include "core/routing/rip/filters.h"
#include "core/routing/rip/output.h"
#include "core/wire/rip.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace hopyard::routing::rip {

/// Writes one message after the other into an Output: a new one is begun where the routes do not fit.
class Writer {
public:
    struct Destination {
        base::Ipv4Address address;
        std::uint16_t port = wire::kRipPort;
    };
    /// `sequence` numbers the signed ones.
    Writer(Output &out, const AuthenticationConfig &authentication, std::function<std::uint32_t()> sequence);
    /// To whom what is added from now on goes.
    void begin(base::PortIndex port, const base::InterfaceAddress &source, const Destination &destination,
               const wire::RipHeader &header);
    void add(const wire::RipEntry &entry);
    /// Hands over what was begun; nothing where nothing was added.
    void end();

    base::PortIndex port() const { return m_port; }
    const base::InterfaceAddress &source() const { return m_source; }
    std::uint8_t version() const { return m_header.version; }

private:
    const AuthenticationConfig &authentication() const;

    Output &m_out;
    const AuthenticationConfig &m_authentication;
    std::function<std::uint32_t()> m_sequence;
    base::PortIndex m_port;
    base::InterfaceAddress m_source;
    Destination m_destination;
    wire::RipHeader m_header;
    std::size_t m_offset = 0;
    bool m_isOpen = false;
};

/// 8, 16 or 24: of classes A, B and C.
unsigned classfulLength(base::Ipv4Address address);
/// Whether the lists of a direction, the interface's and everybody's, let a route through.
bool passes(const Filters &filters, const Direction &interface, const Direction &all, const base::IpPrefix &prefix);
/// What is added to the metric of a route; none: no offset list is about it.
std::optional<std::uint8_t> offsetFor(const Filters &filters, const Direction &interface, const Direction &all,
                                      const base::IpPrefix &prefix);

} // namespace hopyard::routing::rip

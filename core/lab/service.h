// What a forwarder offers: the mapping `service` of nodes of kind forwarder (docs/migration.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// How packets of a flow come from the forwarder to its host; in the order of migration::Encapsulation.
enum class ServiceEncapsulation : std::uint8_t { ports, shim, ipip };
/// How a connection comes to its host; in the order of migration::Mode.
enum class ServiceMode : std::uint8_t { migrate, replay };

/// "tcp", "none", or "http /path".
struct ServiceCheck {
    enum class Kind : std::uint8_t { none, tcp, http } kind = Kind::tcp;
    std::string path = "/";
    bool operator==(const ServiceCheck &) const = default;
};

/// "10.0.0.80:80" as two keys, and who answers there.
struct Service {
    std::optional<base::IpAddress> address; ///< virtual; none: the node has no service
    std::uint16_t port = 80;
    std::vector<std::string> classifiers; ///< names of nodes; empty: the forwarder is its own
    std::vector<std::string> hosts;       ///< names of nodes
    ServiceEncapsulation encapsulation = ServiceEncapsulation::ports;
    ServiceMode mode = ServiceMode::migrate;
    std::string rules; ///< docs/migration.md has the language
    ServiceCheck check;
    base::Duration interval = base::Duration::seconds(2); ///< between checks
    base::Duration timeout = base::Duration::seconds(1);  ///< of a check
    std::uint32_t rise = 2; ///< good checks in a row that make a host up again
    std::uint32_t fall = 3; ///< failed ones that make it down
    bool operator==(const Service &) const = default;
};

std::span<const std::string_view> serviceEncapsulationNames();
std::span<const std::string_view> serviceModeNames();
std::string_view toString(ServiceEncapsulation encapsulation); ///< as written in the file
std::string_view toString(ServiceMode mode);
std::string toString(const ServiceCheck &check);

} // namespace hopyard::lab

// Whom a command names: an address, or a name that is resolved when the application starts.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"

#include <string>
#include <utility>

namespace hopyard::services {

struct Target {
    std::string name;        ///< empty where an address was given
    base::IpAddress address; ///< not valid: a name was given

    Target() = default;
    Target(const base::IpAddress &given) : address(given) {} // NOLINT: an address is a target
    Target(const base::Ipv4Address &given) : address(given) {} // NOLINT
    explicit Target(std::string given) : name(std::move(given)) {}
    bool operator==(const Target &) const = default;
};

/// As it was given.
inline std::string toString(const Target &target)
{
    return target.address.isValid() ? base::toString(target.address) : target.name;
}

} // namespace hopyard::services

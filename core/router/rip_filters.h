// What the router's lists and route maps say of RIP's routes.
//
// A list or a map that nobody defined has no opinion; only redistribution asks for a map that must be there, as in FRR.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/policy/policy.h"
#include "core/routing/rip/filters.h"

#include <optional>
#include <string>

namespace hopyard::router {

class RipFilters final : public routing::rip::Filters {
public:
    explicit RipFilters(const routing::policy::Policies &policies) : m_policies(policies) {}

    std::optional<bool> accessListPermits(const std::string &name, const base::IpPrefix &prefix) const override;
    std::optional<bool> prefixListPermits(const std::string &name, const base::IpPrefix &prefix) const override;
    bool routeMapPermits(const std::string &name, routing::rip::MappedRoute &route) const override;

private:
    const routing::policy::Policies &m_policies;
};

} // namespace hopyard::router

// A router's policies as BGP asks them: lists and route maps over BGP's attributes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/routing/bgp/policy_hook.h"
#include "core/routing/policy/policy.h"

#include <memory>

namespace hopyard::router {

/// The policies are shared by copies of a process: they are never changed, only replaced.
routing::bgp::PolicyHook bgpPolicyHook(std::shared_ptr<const routing::policy::Policies> policies);

} // namespace hopyard::router

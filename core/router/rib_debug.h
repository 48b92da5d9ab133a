// `debug zebra rib|fib|events`: changes of what is selected, and of interfaces, as lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/router/debug.h"
#include "core/routing/rib/rib.h"

namespace hopyard::router {

void debugRibChange(const link::Context &context, const ip::Stack &stack, DebugFlags flags,
                    const routing::RibChange &change);
/// After it went up or down or has other addresses.
void debugInterface(const link::Context &context, const ip::Interface &interface, DebugFlags flags);

} // namespace hopyard::router

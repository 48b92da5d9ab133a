// `debug zebra rib|fib`: changes of what is selected, as lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/stack.h"
#include "core/router/debug.h"
#include "core/routing/rib/rib.h"

namespace hopyard::router {

void debugRibChange(const link::Context &context, const ip::Stack &stack, DebugFlags flags,
                    const routing::RibChange &change);

} // namespace hopyard::router

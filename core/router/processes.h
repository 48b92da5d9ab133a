// The routing protocols that a virtual router can run: one line each, which says when the configuration asks for it and
// how its process is made. A protocol joins by its line in processes.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/router/config.h"
#include "core/router/routing_process.h"

#include <memory>
#include <span>

namespace hopyard::router {

struct ProcessMaker {
    routing::Protocol protocol;
    bool (*isWanted)(const RouterConfig &config);
    /// `random` is the process's own stream.
    std::unique_ptr<RoutingProcess> (*make)(base::Random random);
};

std::span<const ProcessMaker> processMakers();

} // namespace hopyard::router

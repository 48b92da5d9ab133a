// The table of the routing protocols; see processes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/processes.h"

namespace hopyard::router {

std::span<const ProcessMaker> processMakers()
{
    // #include "core/router/ospf_process.h" and, for instance:
    //     static constexpr ProcessMaker kMakers[] = {
    //         {routing::Protocol::ospf, [](const RouterConfig &c) { return bool(c.ospf); }, makeOspfProcess},
    //     };
    return {};
}

} // namespace hopyard::router

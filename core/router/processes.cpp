// The table of the routing protocols; see processes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/processes.h"

#include "core/router/ospf_process.h"
#include "core/router/rip_process.h"
#include "core/router/bgp_process.h"

namespace hopyard::router {

namespace {

template <class Process>
std::unique_ptr<RoutingProcess> make(base::Random random)
{
    return std::make_unique<Process>(random);
}

constexpr ProcessMaker kMakers[] = {
    {routing::Protocol::rip, [](const RouterConfig &c) { return bool(c.rip); }, make<RipProcess>},
    {routing::Protocol::ospf, [](const RouterConfig &c) { return bool(c.ospf); }, make<OspfProcess>},
    {routing::Protocol::bgp, [](const RouterConfig &c) { return bool(c.bgp); }, make<BgpProcess>},
};

} // namespace

std::span<const ProcessMaker> processMakers()
{
    return kMakers;
}

} // namespace hopyard::router

// The routers' configurations in FRR's language; see plan.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology/plan.h"

#include <fmt/format.h>

#include <iterator>

namespace hopyard::topology {

namespace {

class Writer {
public:
    Writer(const std::vector<PlannedRouter> &routers, std::size_t router, Plan plan)
        : m_routers(routers), m_router(routers[router]), m_plan(plan)
    {
    }

    std::string run()
    {
        line("hostname {}", m_router.name);
        line("!");
        for (const PlannedInterface &interface : m_router.interfaces)
            writeInterface(interface);
        line("interface lo");
        line(" ip address {}/32", base::toString(m_router.loopback));
        if (hasBgp())
            line(" ip address {}/32", base::toString(customerAddress()));
        line("!");
        if (hasBgp()) { // what BGP announces must be a route of the router: the rest of its customers
            line("ip route {} blackhole", base::toString(m_router.customers));
            line("!");
        }
        if (hasOspf())
            writeOspf();
        if (m_plan == Plan::rip)
            writeRip();
        if (hasBgp())
            writeBgp();
        return std::move(m_text);
    }

private:
    template <class... Values>
    void line(fmt::format_string<Values...> format, Values &&...values)
    {
        fmt::format_to(std::back_inserter(m_text), format, std::forward<Values>(values)...);
        m_text += '\n';
    }
    bool hasOspf() const { return m_plan == Plan::ospf || m_plan == Plan::ibgpRouteReflectors; }
    bool hasBgp() const { return m_plan == Plan::ebgp || m_plan == Plan::ibgpRouteReflectors; }
    base::Ipv4Address customerAddress() const { return base::Ipv4Address(m_router.customers.address().v4().value() + 1); }

    void writeInterface(const PlannedInterface &interface)
    {
        line("interface {}", interface.name);
        line(" description to {}", m_routers[interface.peer].name);
        line(" ip address {}", base::toString(interface.address));
        if (hasOspf()) {
            line(" ip ospf cost {}", interface.cost);
            line(" ip ospf network point-to-point");
        }
        line("!");
    }

    void writeOspf()
    {
        line("router ospf");
        line(" ospf router-id {}", base::toString(m_router.loopback));
        line(" network 10.0.0.0/8 area 0");
        line("!");
    }

    void writeRip()
    {
        line("router rip");
        line(" network 10.0.0.0/8");
        line(" passive-interface lo");
        line(" version 2");
        line("!");
    }

    void writeBgp()
    {
        line("router bgp {}", m_router.as);
        line(" bgp router-id {}", base::toString(m_router.loopback));
        if (m_plan == Plan::ebgp)
            writeExternalNeighbours();
        else
            writeInternalNeighbours();
        line(" !");
        line(" address-family ipv4 unicast");
        line("  network {}", base::toString(m_router.customers));
        if (!m_router.clients.empty())
            line("  neighbor CLIENTS route-reflector-client");
        line(" exit-address-family");
        line("!");
    }

    void writeExternalNeighbours()
    {
        line(" no bgp ebgp-requires-policy");
        line(" bgp bestpath compare-routerid"); // else of equal paths the one that was heard first counts: chance
        for (const PlannedInterface &interface : m_router.interfaces) {
            const std::string address = base::toString(interface.peerAddress);
            line(" neighbor {} remote-as {}", address, m_routers[interface.peer].as);
            line(" neighbor {} description {}", address, m_routers[interface.peer].name);
        }
    }

    /// Sessions between loopbacks live as long as OSPF has any way.
    void writeInternalNeighbours()
    {
        const std::string own = base::toString(m_router.loopback);
        if (!m_router.clients.empty()) {
            line(" neighbor CLIENTS peer-group");
            line(" neighbor CLIENTS remote-as {}", m_router.as);
            line(" neighbor CLIENTS update-source {}", own);
        }
        for (const std::size_t peer : m_router.peers) {
            const std::string address = base::toString(m_routers[peer].loopback);
            const bool isClient = m_router.isReflector && !m_routers[peer].isReflector;
            if (isClient) {
                line(" neighbor {} peer-group CLIENTS", address);
            } else {
                line(" neighbor {} remote-as {}", address, m_router.as);
                line(" neighbor {} update-source {}", address, own);
            }
            line(" neighbor {} description {}", address, m_routers[peer].name);
        }
    }

    const std::vector<PlannedRouter> &m_routers;
    const PlannedRouter &m_router;
    Plan m_plan;
    std::string m_text;
};

} // namespace

std::string configText(const std::vector<PlannedRouter> &routers, std::size_t router, Plan plan)
{
    return Writer(routers, router, plan).run();
}

} // namespace hopyard::topology

// Policies over BGP's attributes. See bgp_policy.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/bgp_policy.h"

#include <algorithm>
#include <utility>

namespace hopyard::router {

namespace bgp = routing::bgp;
namespace policy = routing::policy;

namespace {

class Access final : public policy::BgpAttributesAccess {
public:
    explicit Access(bgp::PolicyRoute &route) : m_route(route), m_a(route.attributes) {}

    std::string asPathText() const override { return m_a.asPath.toString(); }
    void prependAsPath(std::span<const std::uint32_t> as) override
    {
        for (std::size_t n = as.size(); n-- > 0;)
            m_a.asPath.prepend(as[n]);
    }
    void prependLastAs(unsigned times) override
    {
        if (const wire::AsNumber as = m_a.asPath.view().neighbour())
            m_a.asPath.prepend(as, times);
    }
    void excludeFromAsPath(std::span<const std::uint32_t> as) override
    {
        wire::AsPath kept;
        for (const wire::AsPathView::Segment s : m_a.asPath.view()) {
            std::vector<wire::AsNumber> numbers;
            for (std::size_t n = 0; n < s.size(); ++n)
                if (std::find(as.begin(), as.end(), s.at(n)) == as.end())
                    numbers.push_back(s.at(n));
            kept.append(s.type, numbers);
        }
        m_a.asPath = kept;
    }
    std::vector<policy::Community> communities() const override { return m_a.communities; }
    void setCommunities(std::vector<policy::Community> communities) override
    {
        std::sort(communities.begin(), communities.end());
        communities.erase(std::unique(communities.begin(), communities.end()), communities.end());
        m_a.communities = std::move(communities);
    }
    std::vector<policy::LargeCommunity> largeCommunities() const override
    {
        std::vector<policy::LargeCommunity> all;
        for (const wire::LargeCommunity &c : m_a.largeCommunities)
            all.push_back({c.global, c.local1, c.local2});
        return all;
    }
    void setLargeCommunities(std::vector<policy::LargeCommunity> communities) override
    {
        m_a.largeCommunities.clear();
        for (const policy::LargeCommunity &c : communities)
            m_a.largeCommunities.push_back({c[0], c[1], c[2]});
        std::sort(m_a.largeCommunities.begin(), m_a.largeCommunities.end());
        m_a.largeCommunities.erase(std::unique(m_a.largeCommunities.begin(), m_a.largeCommunities.end()), m_a.largeCommunities.end());
    }
    std::uint8_t origin() const override { return static_cast<std::uint8_t>(m_a.origin); }
    void setOrigin(std::uint8_t origin) override { m_a.origin = static_cast<wire::BgpOrigin>(std::min<std::uint8_t>(origin, 2)); }
    std::optional<std::uint32_t> localPreference() const override { return m_a.localPreference; }
    void setLocalPreference(std::uint32_t preference) override { m_a.localPreference = preference; }
    void setWeight(std::uint32_t weight) override { m_route.weight = weight; }
    void setAtomicAggregate() override { m_a.atomicAggregate = true; }
    void setAggregator(std::uint32_t as, base::Ipv4Address address) override { m_a.aggregator = wire::BgpAggregator{as, address}; }
    void setOriginatorId(base::Ipv4Address address) override { m_a.originatorId = address; }

private:
    bgp::PolicyRoute &m_route;
    wire::BgpAttributes &m_a;
};

bool runRouteMap(const policy::Policies &policies, const std::string &name, bgp::PolicyRoute &route)
{
    Access access(route);
    policy::RouteContext context;
    context.prefix = route.prefix;
    context.nextHop = route.attributes.nextHop;
    context.routeSource = context.peer = route.peer;
    context.peerLocal = route.local;
    context.metric = route.attributes.med;
    context.tag = route.tag;
    context.bgp = &access;
    if (!policies.routeMapPermits(name, context))
        return false;
    if (context.metricIsSet)
        route.attributes.med = context.metric;
    if (context.tagIsSet)
        route.tag = context.tag;
    if (context.newNextHop.isValid() && context.newNextHop.family() == route.prefix.family())
        route.attributes.nextHop = context.newNextHop;
    else if (context.nextHopIsPeer && (route.outgoing ? route.local : route.peer).isValid())
        route.attributes.nextHop = route.outgoing ? route.local : route.peer;
    route.nextHopIsUnchanged = context.nextHopIsUnchanged;
    return true;
}

} // namespace

bgp::PolicyHook bgpPolicyHook(std::shared_ptr<const policy::Policies> policies)
{
    bgp::PolicyHook hook;
    hook.routeMap = [policies](const std::string &name, bgp::PolicyRoute &route) { return runRouteMap(*policies, name, route); };
    hook.prefixList = [policies](const std::string &name, const base::IpPrefix &prefix) { return policies->prefixListPermits(name, prefix); };
    hook.accessList = [policies](const std::string &name, const base::IpPrefix &prefix) { return policies->accessListPermits(name, prefix); };
    hook.asPathList = [policies](const std::string &name, const wire::AsPathView &path) { return policies->asPathListPermits(name, path.toString()); };
    return hook;
}

} // namespace hopyard::router

// BGP on a virtual router. See bgp_process.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/bgp_process.h"

#include "core/router/bgp_policy.h"
#include "core/router/config.h"

#include <algorithm>
#include <utility>

namespace hopyard::router {

namespace bgp = routing::bgp;

namespace {

constexpr std::size_t kRoom = 65'536; ///< bytes given to BGP while its socket takes everything

std::optional<bgp::Source> sourceOf(routing::Protocol protocol)
{
    switch (protocol) {
    case routing::Protocol::connected: return bgp::Source::connected;
    case routing::Protocol::static_: return bgp::Source::static_;
    case routing::Protocol::rip: return bgp::Source::rip;
    case routing::Protocol::ospf: return bgp::Source::ospf;
    case routing::Protocol::local:
    case routing::Protocol::bgp: return std::nullopt;
    }
    return std::nullopt;
}

/// FRR's choice where no line says it: the highest address of the loopback interface, else of all interfaces.
std::optional<bgp::RouterId> chooseRouterId(const ip::Stack &stack)
{
    std::optional<bgp::RouterId> loopback, other;
    const auto look = [&](base::PortIndex port, std::optional<bgp::RouterId> &best) {
        const ip::Interface *interface = stack.interface(port);
        if (!interface)
            return;
        for (const base::InterfaceAddress &address : interface->addresses)
            if (address.address.isV4() && !address.address.isLoopback() && (!best || *best < address.address.v4()))
                best = address.address.v4();
    };
    look(ip::kLoopbackPort, loopback);
    for (const base::PortIndex port : stack.ports())
        look(port, other);
    return loopback ? loopback : other;
}

bgp::ExternalRoute external(const routing::SelectedRoute &route, bgp::Source source)
{
    bgp::ExternalRoute e;
    e.prefix = route.prefix;
    e.source = source;
    e.metric = route.candidate.metric;
    e.tag = route.candidate.tag;
    if (!route.candidate.nextHops.empty())
        e.nextHop = route.candidate.nextHops.front().gateway;
    return e;
}

} // namespace

BgpProcess::BgpProcess(base::Random random) : m_bgp(bgp::Config{}, random.next()) {}

bgp::Config BgpProcess::effective(const ProcessContext &context) const
{
    bgp::Config config = context.config.bgp->said;
    if (!config.routerId) {
        // Once chosen it stays while there is an address that has it: sessions do not end because of another interface.
        const auto &now = m_bgp.config().routerId;
        config.routerId = now && context.stack.isOwnAddress(*now) ? now : chooseRouterId(context.stack);
    }
    return config;
}

bool BgpProcess::listensTo(routing::Protocol other) const { return other != routing::Protocol::bgp; }

void BgpProcess::configure(ProcessContext &context)
{
    const bgp::Config config = effective(context);
    const bool listenedBefore = m_started;
    const bool otherPolicies = !m_policies || !(*m_policies == context.config.policies);
    if (otherPolicies) {
        m_policies = std::make_shared<const routing::policy::Policies>(context.config.policies);
        m_bgp.setPolicies(bgpPolicyHook(m_policies));
    }
    m_bgp.configure(context.now(), config, m_out);
    if (otherPolicies && m_started)
        m_bgp.policiesChanged(context.now(), m_out);
    if (!m_started) {
        m_started = true;
        m_bgp.start(context.now(), m_out);
    }
    if (!listenedBefore)
        interfacesChanged(context);
    listen(context);
    feed(context);
    act(context);
}

/// Tells of everything in the RIB that the configuration asks about.
void BgpProcess::feed(ProcessContext &context)
{
    const bgp::Config &config = m_bgp.config();
    bool redistributes = false;
    for (const bgp::FamilyConfig &family : config.families) {
        for (const auto &[prefix, lines] : family.networks) {
            const auto route = context.rib.selected(prefix);
            m_bgp.setNetworkPresent(context.now(), prefix, route && route->protocol != protocol(), m_out);
        }
        for (const auto &redistribution : family.redistribute)
            redistributes |= redistribution.has_value();
    }
    if (!redistributes)
        return;
    context.rib.forEachSelected([&](const routing::SelectedRoute &route) {
        if (const auto source = sourceOf(route.protocol))
            m_bgp.setExternal(context.now(), external(route, *source), m_out);
    });
}

void BgpProcess::interfacesChanged(ProcessContext &context)
{
    if (!m_started)
        return;
    std::set<base::IpPrefix> networks;
    for (const base::PortIndex port : context.stack.ports())
        if (const ip::Interface *interface = context.stack.interface(port); interface && interface->isUp())
            for (const base::InterfaceAddress &address : interface->addresses)
                networks.insert(address.network());
    for (const base::IpPrefix &network : m_networks)
        if (!networks.contains(network))
            m_bgp.linkDown(context.now(), network, m_out);
    m_networks = std::move(networks);
    if (const bgp::Config config = effective(context); config.routerId != m_bgp.config().routerId)
        m_bgp.configure(context.now(), config, m_out);
    act(context);
}

void BgpProcess::ribChanged(ProcessContext &context, std::span<const routing::RibChange> changes)
{
    const bgp::Config &config = m_bgp.config();
    for (const routing::RibChange &change : changes) {
        const auto &family = config.families[bgp::at(bgp::afiOf(change.prefix.family()))];
        if (family.networks.contains(change.prefix))
            m_bgp.setNetworkPresent(context.now(), change.prefix, change.after && change.after->protocol != protocol(), m_out);
        const auto redistributed = [&](const std::optional<routing::SelectedRoute> &route) -> std::optional<bgp::Source> {
            return route ? sourceOf(route->protocol) : std::nullopt;
        };
        const auto before = redistributed(change.before), after = redistributed(change.after);
        if (before && before != after)
            m_bgp.removeExternal(context.now(), *before, change.prefix, m_out);
        if (after && family.redistribute[static_cast<std::size_t>(*after)])
            m_bgp.setExternal(context.now(), external(*change.after, *after), m_out);
    }
    for (const base::IpAddress &address : context.rib.takeTracked(protocol()))
        tellNextHop(context, address);
    act(context);
}

void BgpProcess::tellNextHop(ProcessContext &context, const base::IpAddress &address)
{
    const routing::Resolution where = context.rib.resolve(address);
    bgp::NextHopState state;
    state.reachable = where.reachable;
    state.connected = where.isConnected();
    state.own = context.stack.isOwnAddress(address);
    state.metric = where.metric;
    m_bgp.nextHopChanged(context.now(), address, state, m_out);
}

void BgpProcess::expire(ProcessContext &context)
{
    m_portion.expire(context.now(), context.rib);
    if (m_bgp.nextDeadline() <= context.now())
        m_bgp.expire(context.now(), m_out);
    act(context);
}

void BgpProcess::clear(ProcessContext &context, const base::IpAddress &peer, bgp::Clear how)
{
    m_bgp.clear(context.now(), peer, how, m_out);
    act(context);
}

void BgpProcess::stop(ProcessContext &context)
{
    m_bgp.stop(context.now(), m_out);
    act(context);
    m_portion.handOver(context.rib);
    if (m_listener.isValid())
        (void)context.sockets.close(context.ip, m_listener);
    m_listener = {};
    m_started = false;
}

void BgpProcess::traceEvents(ProcessContext &context) const
{
    for (const bgp::Event &event : m_out.events) {
        debugBgpEvent(context, event);
        if (const auto *changed = std::get_if<bgp::event::PeerChanged>(&event))
            context.link.trace.emit(context.now(), base::trace::ProtocolChanged{context.link.self, "BGP session", {}, changed->peer,
                                                                                toString(changed->from), toString(changed->to)});
    }
}

void BgpProcess::act(ProcessContext &context)
{
    while (!m_out.actions.empty() || !m_out.routes.empty() || !m_out.events.empty() || !m_failed.empty()) {
        m_portion.take(context.now(), m_out, context.rib);
        traceEvents(context);
        // What the actions bring about comes into an output of its own.
        std::swap(m_done, m_out);
        const bgp::Output &done = m_done;
        std::vector<bgp::SessionId> written;
        for (const bgp::Action &action : done.actions) {
            if (const auto *wanted = std::get_if<bgp::action::Open>(&action))
                open(context, *wanted);
            else if (const auto *over = std::get_if<bgp::action::Close>(&action))
                close(context, over->session);
            else if (const auto *tracked = std::get_if<bgp::action::Track>(&action))
                track(context, tracked->address, tracked->on);
            else if (const auto *send = std::get_if<bgp::action::Send>(&action))
                if (write(context, send->session, done.bytes(*send)))
                    written.push_back(send->session);
        }
        std::sort(written.begin(), written.end());
        written.erase(std::unique(written.begin(), written.end()), written.end());
        for (const bgp::SessionId session : written)
            if (m_streams.contains(session))
                m_bgp.writable(context.now(), session, kRoom, m_out);
        for (const bgp::SessionId session : std::exchange(m_failed, {}))
            m_bgp.connectionFailed(context.now(), session, m_out);
        m_done.clear();
    }
}

void BgpProcess::track(ProcessContext &context, const base::IpAddress &address, bool on)
{
    if (!on) {
        context.rib.untrack(protocol(), address);
        return;
    }
    context.rib.track(protocol(), address);
    tellNextHop(context, address);
}

} // namespace hopyard::router

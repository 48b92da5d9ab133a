// See virtual_router.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/router/virtual_router.h"

#include "core/migration/node.h"
#include "core/migration/owner.h"
#include "core/router/dhcp_host.h"
#include "core/router/rib_debug.h"
#include "core/transport/stack_output.h"

#include <utility>

namespace hopyard::router {

namespace {

/// What the migration parts ask of the programs, lent for one call.
class ProgramsOfNode final : public migration::Programs {
public:
    ProgramsOfNode(transport::ApplicationHost &host, const transport::ApplicationHost::Surroundings &around)
        : m_host(host), m_around(around)
    {
    }
    std::optional<std::string> pack(transport::SocketId socket) const override { return m_host.pack(socket); }
    transport::ApplicationId programFor(std::uint16_t port) const override { return m_host.unpacksAt(port); }
    bool unpack(transport::ApplicationId program, transport::SocketId socket, std::string_view packed) override
    {
        return m_host.unpack(m_around, program, socket, packed);
    }

private:
    transport::ApplicationHost &m_host;
    transport::ApplicationHost::Surroundings m_around;
};

} // namespace

VirtualRouter::VirtualRouter(std::string name, base::Random random, const ip::StackOptions &options,
                             std::span<const ProcessMaker> protocols)
    : m_name(std::move(name)), m_stack(options, base::Random(random.next())), m_sockets(base::Random(random.next())),
      m_applications(base::Random(random.next())), m_processes(base::Random(random.next()), protocols),
      m_migrationRandom(random.next()), m_dhcpRandom(random.next())
{
    m_config.ipForwarding = options.forwarding;
    m_config.ipv6Forwarding = options.forwarding;
    m_names.self = m_name;
}

VirtualRouter::VirtualRouter(const VirtualRouter &) = default;
VirtualRouter::VirtualRouter(VirtualRouter &&) noexcept = default;
VirtualRouter &VirtualRouter::operator=(const VirtualRouter &) = default;
VirtualRouter &VirtualRouter::operator=(VirtualRouter &&) noexcept = default;
VirtualRouter::~VirtualRouter() = default;

std::unique_ptr<link::Device> VirtualRouter::clone() const { return std::make_unique<VirtualRouter>(*this); }

base::PortIndex VirtualRouter::addInterface(link::Context &context, ip::InterfaceSpec spec,
                                            std::optional<base::PortIndex> at)
{
    if (m_stack.findInterface(spec.name).isValid())
        return {};
    if (const auto part = m_config.interfaces.find(spec.name); part != m_config.interfaces.end()) {
        spec.addresses = part->second.addresses;
        spec.adminUp = !part->second.shutdown;
    }
    const base::PortIndex port = m_stack.addInterface(spec, at);
    makeSubinterfaces(context);
    settle(context);
    return port;
}

void VirtualRouter::removeInterface(link::Context &context, base::PortIndex port)
{
    m_stack.removeInterface(context, port);
    settle(context);
}

Configured VirtualRouter::configure(link::Context &context, const RouterConfig &config)
{
    Configured answer;
    const bool routesDiffer = config.staticRoutes != m_config.staticRoutes;
    const bool differs = config != m_config;
    m_processes.debug.change(m_config.debug, config.debug);
    m_config = config;
    m_rib.setResolveViaDefault(config.resolveViaDefault);
    m_names.self = hostname();
    m_stack.setForwarding(config.ipForwarding);
    makeSubinterfaces(context);
    configureDhcp(context);
    applyNameServers();
    for (const base::PortIndex port : m_stack.ports())
        applyInterface(context, port);
    applyInterface(context, ip::kLoopbackPort);
    for (const auto &[name, part] : config.interfaces)
        if (!m_stack.findInterface(name).isValid())
            answer.missingInterfaces.push_back(name);
    applyGate();
    if (routesDiffer)
        updateStatics();
    settle(context); // processes hear of new interfaces before they hear that their lines are about them
    if (differs) {
        transport::StackOutput output(m_stack, context);
        m_processes.configure(routing(context, output));
        settle(context);
    }
    return answer;
}

/// The VLANs at its ports that the configuration names ("interface eth0.10"), and no others.
void VirtualRouter::makeSubinterfaces(link::Context &context)
{
    for (const base::PortIndex port : m_stack.ports())
        if (const ip::Interface &one = *m_stack.interface(port); one.vlan != 0 && !m_config.interfaces.contains(one.name))
            m_stack.removeInterface(context, port);
    for (const auto &[name, part] : m_config.interfaces) {
        if (!ip::parseSubinterface(name))
            continue;
        ip::InterfaceSpec spec;
        spec.name = name;
        spec.addresses = part.addresses;
        spec.adminUp = !part.shutdown;
        m_stack.addSubinterface(context, spec); // none where there is no such port, or it is there
    }
}

void VirtualRouter::applyGate()
{
    m_stack.configureGate(m_config.gate ? gateFor(*m_config.gate, m_stack) : ip::PacketGateConfig());
}

/// Calls `use` with it and with what it needs.
template <class Use>
auto VirtualRouter::useDhcp(link::Context &context, Use use)
{
    transport::StackOutput output(m_stack, context);
    return use(*m_dhcp, DhcpHost::Surroundings{context, m_config, hostname(), m_stack, m_sockets, output});
}

void VirtualRouter::configureDhcp(link::Context &context)
{
    if (!DhcpHost::isWanted(m_config)) {
        if (m_dhcp) {
            useDhcp(context, [](DhcpHost &dhcp, const DhcpHost::Surroundings &around) { dhcp.stop(around); });
            m_dhcp.reset();
            updateStatics();
        }
        return;
    }
    if (!m_dhcp)
        m_dhcp = base::Box<DhcpHost>(DhcpHost(base::Random(m_dhcpRandom.next())));
    useDhcp(context, [](DhcpHost &dhcp, const DhcpHost::Surroundings &around) { dhcp.configure(around); });
}

/// What servers gave stands beside what is configured.
void VirtualRouter::applyLeases(link::Context &context)
{
    for (const base::PortIndex port : m_stack.ports())
        applyInterface(context, port);
    applyNameServers();
    updateStatics();
}

void VirtualRouter::applyNameServers()
{
    std::vector<base::IpAddress> servers = m_config.nameServers;
    if (m_dhcp)
        for (const base::IpAddress &one : m_dhcp->nameServers())
            if (servers.size() < RouterConfig::kMaxNameServers && std::find(servers.begin(), servers.end(), one) == servers.end())
                servers.push_back(one);
    if (servers == m_names.servers)
        return;
    m_names.servers = std::move(servers);
    m_names.cache.clear(); // what other servers said
}

void VirtualRouter::updateStatics()
{
    if (!m_dhcp)
        return m_statics.update(m_rib, m_stack, m_config.staticRoutes);
    RouterConfig all; // sorted, as the routes of a configuration are
    all.staticRoutes = m_config.staticRoutes;
    for (const StaticRoute &route : m_dhcp->routes()) {
        const bool isConfigured = std::any_of(all.staticRoutes.begin(), all.staticRoutes.end(),
                                              [&](const StaticRoute &other) { return other.samePath(route); });
        if (!isConfigured)
            all.addRoute(route);
    }
    m_statics.update(m_rib, m_stack, all.staticRoutes);
}

base::TimePoint VirtualRouter::dhcpDeadline() const { return m_dhcp->nextDeadline(); }

bool VirtualRouter::clearDhcpBinding(std::optional<base::Ipv4Address> address)
{
    return m_dhcp && m_dhcp->server() && m_dhcp->server()->clear(address);
}

bool VirtualRouter::renewDhcp(link::Context &context, std::string_view interface)
{
    const bool found = m_dhcp && useDhcp(context, [&](DhcpHost &dhcp, const DhcpHost::Surroundings &around) {
        return dhcp.renew(around, interface);
    });
    settle(context);
    return found;
}

bool VirtualRouter::releaseDhcp(link::Context &context, std::string_view interface)
{
    const bool found = m_dhcp && useDhcp(context, [&](DhcpHost &dhcp, const DhcpHost::Surroundings &around) {
        return dhcp.release(around, interface);
    });
    settle(context);
    return found;
}

void VirtualRouter::clearTranslations()
{
    if (ip::PacketGate *gate = m_stack.gate())
        gate->clearTranslations();
}

void VirtualRouter::clearFilterCounters()
{
    if (ip::PacketGate *gate = m_stack.gate())
        gate->clearCounters();
}

void VirtualRouter::applyInterface(link::Context &context, base::PortIndex port)
{
    const auto part = m_config.interfaces.find(m_stack.interface(port)->name);
    const bool given = part != m_config.interfaces.end();
    const auto before = m_stack.interface(port)->addresses;
    const bool wasUp = m_stack.interface(port)->isUp();
    std::vector<base::InterfaceAddress> addresses = given ? part->second.addresses : std::vector<base::InterfaceAddress>();
    if (const dhcp::Lease *lease = m_dhcp ? m_dhcp->lease(m_stack.interface(port)->name) : nullptr)
        if (std::find(addresses.begin(), addresses.end(), lease->address) == addresses.end())
            addresses.push_back(lease->address);
    m_stack.setAddresses(context, port, std::move(addresses));
    m_stack.setAdminUp(context, port, !given || !part->second.shutdown);
    if (const ip::Interface &now = *m_stack.interface(port); now.isUp() != wasUp || now.addresses != before)
        debugInterface(context, now, m_processes.debug);
}

void VirtualRouter::setSpeed(link::Context &context, base::PortIndex port, base::BitRate rate)
{
    const auto at = m_processes.speeds.find(port);
    const base::BitRate before = at == m_processes.speeds.end() ? base::BitRate() : at->second;
    if (before == rate)
        return;
    if (rate.isUnlimited())
        m_processes.speeds.erase(port);
    else
        m_processes.speeds[port] = rate;
    transport::StackOutput output(m_stack, context);
    m_processes.interfacesChanged(routing(context, output));
    settle(context);
}

void VirtualRouter::addPermanentNeighbour(link::Context &context, base::PortIndex port, const base::IpAddress &address,
                                          const base::MacAddress &mac)
{
    m_stack.addPermanentNeighbour(context, port, address, mac);
}

bool VirtualRouter::removeNeighbour(link::Context &context, base::PortIndex port, const base::IpAddress &address)
{
    return m_stack.removeNeighbour(context, port, address);
}

transport::ApplicationId VirtualRouter::launch(link::Context &context,
                                               std::unique_ptr<transport::Application> application,
                                               std::vector<std::string> *firstLines)
{
    transport::StackOutput output(m_stack, context);
    const transport::ApplicationId id =
        m_applications.launch({context, m_sockets, output, m_names}, std::move(application), firstLines);
    settle(context);
    return id;
}

bool VirtualRouter::stopApplication(link::Context &context, transport::ApplicationId id)
{
    transport::StackOutput output(m_stack, context);
    const bool stopped = m_applications.stop({context, m_sockets, output, m_names}, id);
    settle(context);
    return stopped;
}

void VirtualRouter::useSockets(link::Context &context, const SocketUser &user)
{
    transport::StackOutput output(m_stack, context);
    user(m_sockets, output);
    settle(context);
}

void VirtualRouter::handle(link::Context &context, base::PortIndex port, packet::Packet frame)
{
    m_stack.handle(context, port, std::move(frame));
    settle(context);
}

void VirtualRouter::handleAll(link::Context &context, base::PortIndex port, std::span<packet::Packet> frames)
{
    for (packet::Packet &frame : frames)
        m_stack.handle(context, port, std::move(frame));
    settle(context);
}

void VirtualRouter::expire(link::Context &context)
{
    m_stack.expire(context);
    transport::StackOutput output(m_stack, context);
    if (m_sockets.nextDeadline() <= context.now)
        m_sockets.expire(output);
    if (m_applications.nextDeadline() <= context.now)
        m_applications.expire({context, m_sockets, output, m_names});
    if (m_processes.nextDeadline() <= context.now)
        m_processes.expire(routing(context, output));
    if (m_dhcp && m_dhcp->nextDeadline() <= context.now)
        useDhcp(context, [](DhcpHost &dhcp, const DhcpHost::Surroundings &around) { dhcp.expire(around); });
    if (m_migration && m_migration->nextDeadline() <= context.now) {
        ProgramsOfNode programs(m_applications, {context, m_sockets, output, m_names});
        m_migration->expire({context, m_sockets, output, &programs});
    }
    settle(context);
}

void VirtualRouter::carrierChanged(link::Context &context, base::PortIndex port, bool up)
{
    m_stack.setCarrier(context, port, up);
    if (const ip::Interface *interface = m_stack.interface(port))
        debugInterface(context, *interface, m_processes.debug);
    settle(context);
}

bool VirtualRouter::useProcess(link::Context &context, routing::Protocol protocol,
                               const std::function<void(RoutingProcess &, ProcessContext &)> &user)
{
    RoutingProcess *process = m_processes.find(protocol);
    if (!process)
        return false;
    transport::StackOutput output(m_stack, context);
    ProcessContext lent = m_processes.contextFor(routing(context, output), *process);
    user(*process, lent);
    m_processes.refreshDeadline();
    settle(context);
    return true;
}

void VirtualRouter::configureMigration(link::Context &context, const migration::NodeConfig &config)
{
    if (config.isEmpty()) {
        if (m_migration) {
            transport::StackOutput output(m_stack, context);
            m_sockets.closeAllOf(output, migration::kSocketOwner);
            m_migration.reset();
            settle(context);
        }
        return;
    }
    if (!m_migration)
        m_migration.put(migration::Node(base::Random(m_migrationRandom.next())));
    useMigration(context, [&](migration::Node &node, const migration::Around &around) { node.configure(around, config); });
}

bool VirtualRouter::useMigration(link::Context &context, const MigrationUser &user)
{
    if (!m_migration)
        return false;
    transport::StackOutput output(m_stack, context);
    ProgramsOfNode programs(m_applications, {context, m_sockets, output, m_names});
    user(*m_migration, {context, m_sockets, output, &programs});
    settle(context);
    return true;
}

/// To the sockets, unless a migration part takes it.
void VirtualRouter::deliver(link::Context &context, transport::IpOutput &output, ip::Delivered &datagram)
{
    if (m_migration) {
        ProgramsOfNode programs(m_applications, {context, m_sockets, output, m_names});
        if (m_migration->take({context, m_sockets, output, &programs}, datagram))
            return;
    }
    switch (m_sockets.deliver(output, datagram)) {
    case transport::Disposition::noPort: m_stack.sendUnreachable(context, datagram, wire::UnreachableCode::port); break;
    case transport::Disposition::noProtocol:
        m_stack.sendUnreachable(context, datagram, wire::UnreachableCode::protocol);
        break;
    case transport::Disposition::taken:
    case transport::Disposition::dropped: break;
    }
}

ProcessHost::Surroundings VirtualRouter::routing(link::Context &context, transport::IpOutput &output)
{
    return {context, m_config, m_stack, m_sockets, output, m_rib};
}

/// What came up goes to sockets and programs, and what that does to routes to the forwarding table, until nothing is
/// left. It ends: what a program sends to its own node comes back later, through the loopback interface.
void VirtualRouter::settle(link::Context &context)
{
    transport::StackOutput output(m_stack, context);
    const auto isQuiet = [&] {
        return m_stack.delivered().empty() && m_stack.errors().empty() && !m_sockets.hasReady() &&
               m_routesOfGeneration == m_stack.interfaceGeneration() && !m_rib.isUnsettled(m_stack) &&
               !(m_dhcp && m_dhcp->haveLeasesChanged());
    };
    if (m_dhcp)
        useDhcp(context, [](DhcpHost &dhcp, const DhcpHost::Surroundings &around) { dhcp.follow(around); });
    while (!isQuiet()) {
        if (m_dhcp && m_dhcp->takeLeasesChanged())
            applyLeases(context);
        if (m_routesOfGeneration != m_stack.interfaceGeneration()) {
            m_routesOfGeneration = m_stack.interfaceGeneration();
            if (m_config.gate)
                applyGate(); // interfaces and their addresses have changed
            updateStatics();
            m_processes.settle(routing(context, output));
            m_processes.interfacesChanged(routing(context, output));
        }
        m_coming.swap(m_stack.delivered());
        if (m_migration)
            m_migration->expect(m_coming);
        for (ip::Delivered &datagram : m_coming)
            deliver(context, output, datagram);
        m_coming.clear();
        for (const ip::ErrorReport &report : std::exchange(m_stack.errors(), {}))
            if (!m_migration || !m_migration->report({context, m_sockets, output}, report))
                m_sockets.report(output, report);
        if (m_sockets.hasReady()) {
            std::vector<transport::SocketLayer::Ready> ofPrograms = m_sockets.takeReady(), ofProcesses, ofMigration;
            std::erase_if(ofPrograms, [&](const transport::SocketLayer::Ready &one) {
                if (ProcessHost::isOwner(one.owner))
                    ofProcesses.push_back(one);
                return ProcessHost::isOwner(one.owner);
            });
            if (m_migration)
                std::erase_if(ofPrograms, [&](const transport::SocketLayer::Ready &one) {
                    if (one.owner == migration::kSocketOwner)
                        ofMigration.push_back(one);
                    return one.owner == migration::kSocketOwner;
                });
            if (m_dhcp)
                std::erase_if(ofPrograms, [&](const transport::SocketLayer::Ready &one) {
                    if (one.owner == DhcpHost::kSocketOwner)
                        useDhcp(context, [&](DhcpHost &dhcp, const DhcpHost::Surroundings &around) { dhcp.ready(around, one.socket); });
                    return one.owner == DhcpHost::kSocketOwner;
                });
            m_applications.dispatch({context, m_sockets, output, m_names}, ofPrograms);
            if (!ofMigration.empty()) {
                ProgramsOfNode programs(m_applications, {context, m_sockets, output, m_names});
                m_migration->ready({context, m_sockets, output, &programs}, ofMigration);
            }
            if (!ofProcesses.empty())
                m_processes.ready(routing(context, output), ofProcesses);
        }
        m_processes.settle(routing(context, output));
    }
    if (m_sockets.hasOutsideReady() && !m_calledAttention) {
        m_calledAttention = true;
        context.out.callAttention();
    }
}

} // namespace hopyard::router

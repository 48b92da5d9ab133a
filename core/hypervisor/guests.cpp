// The guests' lives: formed from what the computer has, started, paused, resumed, stopped, taken away.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include "core/hypervisor/inside.h"

#include <fmt/format.h>

#include <algorithm>

namespace hopyard::hypervisor {

namespace trace = base::trace;

Guest *Hypervisor::find(GuestId id)
{
    return id.index() < m_guests.size() && m_guests[id.index()].exists ? &m_guests[id.index()] : nullptr;
}

const Guest *Hypervisor::guest(GuestId id) const
{
    return id.index() < m_guests.size() && m_guests[id.index()].exists ? &m_guests[id.index()] : nullptr;
}

GuestId Hypervisor::findGuest(std::string_view name) const
{
    for (const Guest &guest : m_guests)
        if (guest.exists && guest.spec.name == name)
            return guest.memory.guest();
    return {};
}

std::vector<GuestId> Hypervisor::guests() const
{
    std::vector<GuestId> ids;
    for (const Guest &guest : m_guests)
        if (guest.exists)
            ids.push_back(guest.memory.guest());
    return ids;
}

std::uint32_t Hypervisor::sharesLeft() const
{
    std::uint32_t given = 0;
    for (const Guest &guest : m_guests)
        given += guest.exists ? guest.spec.share : 0;
    return m_spec.shares - std::min(given, m_spec.shares);
}

void Hypervisor::say(Context &context, const Guest &guest, std::string_view state)
{
    context.trace.emit(context.now, trace::GuestChanged{context.self, guest.spec.name, state});
}

void Hypervisor::fault(Context &context, Guest &guest, const Fault &fault)
{
    ++guest.faults;
    guest.lastFault = fault;
    if (context.trace.wants<trace::GuestChanged>())
        say(context, guest, fmt::format("fault: {} at {:#x}", toString(fault.kind), fault.address));
}

Hypervisor::Result<GuestId> Hypervisor::addGuest(const GuestSpec &spec)
{
    if (findGuest(spec.name).isValid())
        return base::fail(Refusal::nameTaken);
    if (spec.share == 0 || spec.share > sharesLeft())
        return base::fail(Refusal::noShares);
    const std::size_t pages = spec.memory / kPageSize;
    if (pages < spec.nics.size() * GuestDriver::kPages + (spec.kind == GuestKind::micro ? 2 : 1)) // the last for its reports
        return base::fail(Refusal::tooSmall);
    for (std::size_t i = 0; i < spec.nics.size(); ++i) {
        const NicSpec &one = spec.nics[i];
        if (one.vlan > 4094)
            return base::fail(Refusal::badVlan);
        if (one.adapter != 0 && one.adapter >= m_adapters.size())
            return base::fail(Refusal::noAdapter);
        for (const base::InterfaceAddress &address : one.addresses)
            if (address.address.isV4() && m_addresses.find(one.vlan, address.address.v4()))
                return base::fail(Refusal::addressTaken);
    }
    const GuestId id(static_cast<std::uint32_t>(m_guests.size()));
    Guest guest;
    guest.spec = spec;
    guest.memory = GuestMemory(id);
    if (!guest.memory.take(m_pool, pages))
        return base::fail(Refusal::noMemory);
    for (std::size_t i = 0; i < spec.nics.size(); ++i) {
        // Page 0 is left alone, so that a null pointer in the guest points to nothing of use.
        const GuestPage first(static_cast<std::uint32_t>(1 + i * GuestDriver::kPages));
        Nic made{.spec = spec.nics[i], .mac = {}, .driver = GuestDriver(first, spec.release), .port = {}, .counters = {}};
        made.mac = made.spec.mac.value_or(base::MacAddress::local(static_cast<std::uint32_t>(m_random.next() & 0x3fff'ffff)));
        m_byMac[macKey(made.mac, made.spec.vlan)] = {id, static_cast<std::uint16_t>(i)};
        guest.nics.push_back(std::move(made));
    }
    setConfig(guest);
    m_scheduler.add(id, spec.share);
    m_wakeUpOf.emplace_back();
    m_guests.push_back(std::move(guest));
    listAddresses(m_guests.back(), true);
    return id;
}

/// What its stack is to be configured with, from its specification and its interfaces.
void Hypervisor::setConfig(Guest &guest)
{
    guest.config = {};
    for (const Nic &one : guest.nics)
        guest.config.interfaces[one.spec.name].addresses = one.spec.addresses;
    guest.config.ipForwarding = guest.config.ipv6Forwarding = guest.spec.forwarding;
    if (guest.spec.gateway) {
        router::StaticRoute route;
        const bool v4 = guest.spec.gateway->isV4();
        route.prefix = base::IpPrefix(v4 ? base::IpAddress(base::Ipv4Address()) : base::IpAddress(base::Ipv6Address()), 0);
        route.gateway = *guest.spec.gateway;
        guest.config.addRoute(route);
    }
}

void Hypervisor::listAddresses(const Guest &guest, bool add)
{
    for (std::uint16_t i = 0; i < guest.nics.size(); ++i)
        for (const base::InterfaceAddress &address : guest.nics[i].spec.addresses) {
            if (!address.address.isV4())
                continue;
            if (add)
                m_addresses.set(guest.nics[i].spec.vlan, address.address.v4(), {guest.memory.guest(), i});
            else
                m_addresses.remove(guest.nics[i].spec.vlan, address.address.v4());
        }
}

Hypervisor::Result<void> Hypervisor::startGuest(Context &context, GuestId id)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (guest->state != GuestState::stopped)
        return base::fail(Refusal::wrongState);
    guest->state = GuestState::running;
    say(context, *guest, "running");
    if (guest->spec.isScheduled())
        startStack(context, *guest);
    else if (guest->spec.kind == GuestKind::micro)
        startMicro(*guest);
    noteGuest(context.now, *guest);
    if (m_spec.mode == Mode::direct)
        for (const Nic &one : guest->nics)
            for (const base::InterfaceAddress &address : one.spec.addresses)
                for (Adapter &adapter : m_adapters)
                    if (address.address.isV4())
                        announce(context, adapter, one.spec.vlan, address.address.v4());
    schedule(context);
    return {};
}

/// A stack of the guest's own in new buffers.
void Hypervisor::startStack(Context &context, Guest &guest)
{
    ip::StackOptions options;
    options.forwarding = guest.spec.forwarding;
    guest.router = base::Box<router::VirtualRouter>(
        router::VirtualRouter(guest.spec.name, base::Random::derive(m_random.next(), guest.spec.name), options));
    guest.router->setHosts(m_hosts);
    guest.startLinesDue = !guest.spec.start.empty();
    Inside inside(context, m_fromGuest, guest.spec.name);
    for (Nic &one : guest.nics) {
        one.outputTaken = one.inputLooked = one.inputTaken = 0;
        one.driver = GuestDriver(one.driver.outputRing(), guest.spec.release);
        if (const auto begun = one.driver.begin(m_pool, guest.memory); !begun)
            fault(context, guest, begun.error());
        ip::InterfaceSpec interface;
        interface.name = one.spec.name;
        interface.mac = one.mac;
        interface.mtu = one.spec.mtu;
        one.port = guest.router->addInterface(inside.context, interface);
        guest.router->carrierChanged(inside.context, one.port, true);
    }
    guest.router->configure(inside.context, guest.config);
    hand(context, guest);
}

Hypervisor::Result<void> Hypervisor::pauseGuest(Context &context, GuestId id)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (guest->state != GuestState::running)
        return base::fail(Refusal::wrongState);
    guest->state = GuestState::paused;
    noteGuest(context.now, *guest);
    say(context, *guest, "paused");
    schedule(context);
    return {};
}

Hypervisor::Result<void> Hypervisor::resumeGuest(Context &context, GuestId id)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (guest->state != GuestState::paused)
        return base::fail(Refusal::wrongState);
    guest->state = GuestState::running;
    say(context, *guest, "running");
    noteGuest(context.now, *guest);
    schedule(context);
    return {};
}

// Everything that is lent to a guest, back and cleared, whatever the guest says.
void Hypervisor::reclaim(Context &context, Guest &guest)
{
    while (!guest.loans.empty())
        giveBackPage(context, guest, guest.loans.begin()->first);
}

Hypervisor::Result<void> Hypervisor::stopGuest(Context &context, GuestId id)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (guest->state == GuestState::stopped)
        return base::fail(Refusal::wrongState);
    reclaim(context, *guest);
    const std::size_t pages = guest->memory.pageCount();
    guest->memory.giveBack(m_pool);
    (void)guest->memory.take(m_pool, pages); // the same pages, cleared: nobody else ran in between
    guest->router.reset();
    guest->micro.reset();
    guest->interrupted = guest->askedToRelease = false;
    guest->owed = {};
    guest->state = GuestState::stopped;
    noteGuest(context.now, *guest);
    say(context, *guest, "stopped");
    schedule(context);
    return {};
}

Hypervisor::Result<void> Hypervisor::removeGuest(Context &context, GuestId id)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (guest->state != GuestState::stopped)
        (void)stopGuest(context, id);
    listAddresses(*guest, false);
    for (const Nic &one : guest->nics)
        m_byMac.erase(macKey(one.mac, one.spec.vlan));
    guest->memory.giveBack(m_pool);
    guest->exists = false;
    m_scheduler.setShare(id, 0);
    say(context, *guest, "removed");
    return {};
}

Hypervisor::Result<void> Hypervisor::setShare(GuestId id, std::uint32_t share)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (share == 0 || share > sharesLeft() + guest->spec.share)
        return base::fail(Refusal::noShares);
    guest->spec.share = share;
    m_scheduler.setShare(id, share);
    return {};
}

Hypervisor::Result<void> Hypervisor::setReleasePolicy(GuestId id, ReleasePolicy policy)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    guest->spec.release = policy;
    for (Nic &one : guest->nics)
        one.driver.setPolicy(policy);
    return {};
}

bool isSameMachine(const GuestSpec &a, const GuestSpec &b)
{
    return a.name == b.name && a.kind == b.kind && a.memory == b.memory && a.forwarding == b.forwarding
           && std::equal(a.nics.begin(), a.nics.end(), b.nics.begin(), b.nics.end(), [](NicSpec x, const NicSpec &y) {
                  x.addresses = y.addresses;
                  return x == y;
              });
}

void Hypervisor::configureStack(Context &context, Guest &guest)
{
    if (!guest.router)
        return;
    Inside inside(context, m_fromGuest, guest.spec.name);
    guest.router->configure(inside.context, guest.config);
    hand(context, guest);
    noteGuest(context.now, guest);
}

Hypervisor::Result<void> Hypervisor::configureGuest(Context &context, GuestId id, const GuestSpec &spec)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Refusal::noSuchGuest);
    if (!isSameMachine(guest->spec, spec))
        return base::fail(Refusal::otherMachine);
    if (spec.share == 0 || spec.share > sharesLeft() + guest->spec.share)
        return base::fail(Refusal::noShares);
    for (const NicSpec &one : spec.nics)
        for (const base::InterfaceAddress &address : one.addresses)
            if (const auto owner = address.address.isV4() ? m_addresses.find(one.vlan, address.address.v4()) : std::nullopt;
                owner && owner->guest != id)
                return base::fail(Refusal::addressTaken);
    (void)setShare(id, spec.share);
    (void)setReleasePolicy(id, spec.release);
    std::vector<std::pair<std::uint16_t, base::Ipv4Address>> gained;
    listAddresses(*guest, false);
    for (std::size_t i = 0; i < guest->nics.size(); ++i) {
        std::vector<base::InterfaceAddress> &now = guest->nics[i].spec.addresses;
        for (const base::InterfaceAddress &address : spec.nics[i].addresses)
            if (address.address.isV4() && std::find(now.begin(), now.end(), address) == now.end())
                gained.emplace_back(spec.nics[i].vlan, address.address.v4());
        now = spec.nics[i].addresses;
    }
    guest->spec = spec;
    listAddresses(*guest, true);
    setConfig(*guest);
    configureStack(context, *guest);
    if (m_spec.mode == Mode::direct && guest->state != GuestState::stopped)
        for (const auto &[vlan, address] : gained)
            for (Adapter &adapter : m_adapters)
                announce(context, adapter, vlan, address);
    schedule(context);
    return {};
}

std::vector<GuestId> Hypervisor::takeStartLines()
{
    std::vector<GuestId> due;
    for (Guest &guest : m_guests)
        if (std::exchange(guest.startLinesDue, false) && guest.exists && guest.state == GuestState::running)
            due.push_back(guest.memory.guest());
    return due;
}

bool Hypervisor::hasStartLines() const
{
    return std::any_of(m_guests.begin(), m_guests.end(), [](const Guest &g) { return g.exists && g.startLinesDue; });
}

Hypervisor::Result<void> Hypervisor::setShares(std::uint32_t shares)
{
    if (m_spec.shares - sharesLeft() > shares)
        return base::fail(Refusal::noShares);
    m_spec.shares = shares;
    return {};
}

void Hypervisor::setHosts(std::shared_ptr<const transport::HostsTable> hosts)
{
    m_hosts = std::move(hosts);
    for (Guest &guest : m_guests)
        if (guest.router)
            guest.router->setHosts(m_hosts);
}

std::optional<std::uint16_t> Hypervisor::findAdapter(std::string_view name) const
{
    for (std::size_t i = 0; i < m_adapters.size(); ++i)
        if (m_adapters[i].exists && m_adapters[i].spec.name == name)
            return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

Hypervisor::Result<void> Hypervisor::moveAddress(Context &context, const base::IpAddress &address, NicId to)
{
    Guest *taker = find(to.guest);
    if (!taker || to.nic >= taker->nics.size() || !address.isV4())
        return base::fail(Refusal::noSuchGuest);
    const std::uint16_t vlan = taker->nics[to.nic].spec.vlan;
    base::InterfaceAddress moved{address, 32};
    if (const auto owner = m_addresses.find(vlan, address.v4()); owner && *owner != to) {
        Guest &giver = m_guests[owner->guest.index()];
        NicSpec &from = giver.nics[owner->nic].spec;
        const auto at = std::find_if(from.addresses.begin(), from.addresses.end(),
                                     [&](const base::InterfaceAddress &a) { return a.address == address; });
        if (at != from.addresses.end()) {
            moved = *at;
            from.addresses.erase(at);
        }
        giver.config.interfaces[from.name].addresses = from.addresses;
        configureStack(context, giver);
    }
    NicSpec &into = taker->nics[to.nic].spec;
    if (std::none_of(into.addresses.begin(), into.addresses.end(), [&](const auto &a) { return a.address == address; }))
        into.addresses.push_back(moved);
    m_addresses.set(vlan, address.v4(), to); // from here on the datagrams go there
    taker->config.interfaces[into.name].addresses = into.addresses;
    configureStack(context, *taker);
    if (m_spec.mode == Mode::direct)
        for (Adapter &adapter : m_adapters)
            announce(context, adapter, vlan, address.v4());
    schedule(context);
    return {};
}

bool Hypervisor::useGuest(Context &context, GuestId id, const GuestUser &user)
{
    Guest *guest = find(id);
    if (!guest || guest->state != GuestState::running || !guest->router)
        return false;
    Inside inside(context, m_fromGuest, guest->spec.name);
    user(*guest->router, inside.context);
    hand(context, *guest);
    noteGuest(context.now, *guest);
    schedule(context);
    return true;
}

// Where there are windows the guest's hand goes there first, whatever the table says: the processor catches it or not.
bool Hypervisor::isCaught(Context &context, const Guest &guest, GuestAddress address, std::optional<std::uint8_t> value)
{
    const auto let = m_pool.store().touch(guest.memory.guest(), address, value);
    if (!let || *let)
        return false;
    takeFaults(context);
    return true;
}

base::Result<std::uint8_t, Fault> Hypervisor::touch(Context &context, GuestId id, GuestAddress address)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Fault{Fault::Kind::notPresent, address});
    if (isCaught(context, *guest, address, std::nullopt))
        return base::fail(*guest->lastFault);
    const auto byte = guest->memory.read(m_pool, address, 1);
    if (byte)
        return (*byte)[0];
    fault(context, *guest, byte.error());
    return base::fail(byte.error());
}

base::Result<void, Fault> Hypervisor::touch(Context &context, GuestId id, GuestAddress address, std::uint8_t value)
{
    Guest *guest = find(id);
    if (!guest)
        return base::fail(Fault{Fault::Kind::notPresent, address});
    if (isCaught(context, *guest, address, value))
        return base::fail(*guest->lastFault);
    const auto byte = guest->memory.write(m_pool, address, 1);
    if (!byte) {
        fault(context, *guest, byte.error());
        return base::fail(byte.error());
    }
    (*byte)[0] = value;
    return {};
}

} // namespace hopyard::hypervisor

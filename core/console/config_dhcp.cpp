// The configuration lines of DHCP: pools of a server, and at interfaces the client and the relay. See config_commands.h.
//
// They are Cisco's, because FRR has none.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace hopyard::console {

using base::Ipv4Address;
using dhcp::ExcludedRange;
using dhcp::PoolConfig;
using dhcp::ServerConfig;

namespace {

constexpr std::size_t kMostName = 255; ///< bytes of an option
constexpr std::uint32_t kMinute = 60, kHour = 3'600, kDay = 86'400;

/// Changes the server, and forgets it where it says nothing any more.
template <class Change>
Outcome changeServer(const ConfigAction &a, Change change)
{
    base::Box<ServerConfig> &box = a.config().dhcpServer;
    Outcome outcome = change(box.need());
    if (*box == ServerConfig())
        box.reset();
    return outcome;
}

PoolConfig &pool(const ConfigAction &a) { return a.config().dhcpServer.need().pools[a.blockName()]; }

Outcome enterPool(const ConfigAction &a)
{
    a.config().dhcpServer.need().pools[a.arguments.get("name")];
    a.enter(ConfigMode::dhcpPool, a.arguments.get("name"));
    return {};
}

Outcome removePool(const ConfigAction &a)
{
    return changeServer(a, [&](ServerConfig &server) {
        return server.pools.erase(a.arguments.get("name")) > 0 ? Outcome() : Outcome("there is no such pool");
    });
}

Outcome changeExcluded(const ConfigAction &a)
{
    const Ipv4Address low = *Ipv4Address::parse(a.arguments.get("low"));
    const ExcludedRange range{low, a.arguments.has("high") ? *Ipv4Address::parse(a.arguments.get("high")) : low};
    if (range.high < range.low)
        return "a range of addresses begins with the smaller one";
    return changeServer(a, [&](ServerConfig &server) {
        const auto at = std::lower_bound(server.excluded.begin(), server.excluded.end(), range);
        const bool isThere = at != server.excluded.end() && *at == range;
        if (a.isNo() && !isThere)
            return Outcome("there is no such line to remove");
        if (a.isNo())
            server.excluded.erase(at);
        else if (!isThere)
            server.excluded.insert(at, range);
        return Outcome();
    });
}

Outcome setNetwork(const ConfigAction &a)
{
    if (a.isNo())
        return pool(a).network = {}, Outcome();
    unsigned length = 0;
    if (a.arguments.has("mask")) {
        const std::uint32_t mask = Ipv4Address::parse(a.arguments.get("mask"))->value();
        length = static_cast<unsigned>(std::popcount(mask));
        if (base::netmask4(length) != mask)
            return fmt::format("'{}' is no netmask: its one bits are not in a row", a.arguments.get("mask"));
        pool(a).network = base::IpPrefix(*base::IpAddress::parse(a.arguments.get("prefix")), length);
    } else {
        pool(a).network = *base::IpPrefix::parse(a.arguments.get("prefix"), true);
    }
    return {};
}

template <auto Member>
Outcome setAddresses(const ConfigAction &a)
{
    std::vector<Ipv4Address> addresses;
    for (const char *which : {"first", "second", "third"})
        if (a.arguments.has(which))
            if (const Ipv4Address one = *Ipv4Address::parse(a.arguments.get(which)); std::ranges::find(addresses, one) == addresses.end())
                addresses.push_back(one);
    pool(a).*Member = a.isNo() ? std::vector<Ipv4Address>() : std::move(addresses);
    return {};
}

Outcome setDomain(const ConfigAction &a)
{
    if (a.arguments.get("domain").size() > kMostName)
        return fmt::format("a domain's name has at most {} letters", kMostName);
    pool(a).domainName = a.isNo() ? std::string() : a.arguments.get("domain");
    return {};
}

Outcome setLease(const ConfigAction &a)
{
    std::uint32_t seconds = PoolConfig().leaseSeconds;
    if (a.arguments.has("infinite"))
        seconds = dhcp::kForEver;
    else if (a.arguments.has("days"))
        seconds = a.number("days") * kDay + a.number("hours") * kHour + a.number("minutes") * kMinute;
    if (seconds == 0)
        return "a lease lasts a minute at least: lease DAYS HOURS MINUTES";
    pool(a).leaseSeconds = seconds;
    return {};
}

Outcome reserve(const ConfigAction &a)
{
    const auto mac = base::MacAddress::parse(a.arguments.get("mac"));
    if (!mac || mac->isMulticast())
        return fmt::format("'{:.40}' is no hardware address: write 02:00:00:00:00:01", a.arguments.get("mac"));
    pool(a).reserved[*Ipv4Address::parse(a.arguments.get("address"))] = *mac;
    return {};
}

Outcome unreserve(const ConfigAction &a)
{
    return pool(a).reserved.erase(*Ipv4Address::parse(a.arguments.get("address"))) > 0 ? Outcome() : Outcome("there is no such line to remove");
}

Outcome setClient(const ConfigAction &a)
{
    a.interface().dhcp = !a.isNo();
    return {};
}

Outcome changeHelper(const ConfigAction &a)
{
    const Ipv4Address address = *Ipv4Address::parse(a.arguments.get("address"));
    std::vector<Ipv4Address> &helpers = a.interface().dhcpHelpers;
    const auto at = std::ranges::find(helpers, address);
    if (a.isNo() && at == helpers.end())
        return "there is no such address to remove";
    if (a.isNo())
        helpers.erase(at);
    else if (at == helpers.end())
        helpers.push_back(address);
    return {};
}

constexpr std::array kTop{
    ConfigCommand{"ip dhcp pool WORD$name", enterPool},
    ConfigCommand{"no ip dhcp pool WORD$name", removePool},
    ConfigCommand{"[no] ip dhcp excluded-address A.B.C.D$low [A.B.C.D$high]", changeExcluded},
};

constexpr std::array kInPool{
    ConfigCommand{"network <A.B.C.D/M$prefix|A.B.C.D$prefix A.B.C.D$mask>", setNetwork},
    ConfigCommand{"no network [LINE]", setNetwork},
    ConfigCommand{"default-router A.B.C.D$first [A.B.C.D$second [A.B.C.D$third]]", setAddresses<&PoolConfig::routers>},
    ConfigCommand{"no default-router [LINE]", setAddresses<&PoolConfig::routers>},
    ConfigCommand{"dns-server A.B.C.D$first [A.B.C.D$second [A.B.C.D$third]]", setAddresses<&PoolConfig::nameServers>},
    ConfigCommand{"no dns-server [LINE]", setAddresses<&PoolConfig::nameServers>},
    ConfigCommand{"domain-name WORD$domain", setDomain},
    ConfigCommand{"no domain-name [WORD]", setDomain},
    ConfigCommand{"lease <infinite|(0-365)$days [(0-23)$hours [(0-59)$minutes]]>", setLease},
    ConfigCommand{"no lease [LINE]", setLease},
    ConfigCommand{"address A.B.C.D$address hardware-address WORD$mac", reserve},
    ConfigCommand{"no address A.B.C.D$address [LINE]", unreserve},
};

constexpr std::array kInInterface{
    ConfigCommand{"[no] ip address dhcp", setClient},
    ConfigCommand{"[no] ip helper-address A.B.C.D$address", changeHelper},
};

std::string addressesText(std::string_view word, const std::vector<Ipv4Address> &addresses)
{
    std::string out;
    for (const Ipv4Address &address : addresses)
        out += ' ' + toString(address);
    return out.empty() ? out : fmt::format(" {}{}\n", word, out);
}

std::string leaseText(std::uint32_t seconds)
{
    if (seconds == dhcp::kForEver)
        return " lease infinite\n";
    const std::uint32_t hours = seconds / kHour % 24, minutes = seconds / kMinute % 60;
    if (minutes != 0)
        return fmt::format(" lease {} {} {}\n", seconds / kDay, hours, minutes);
    return hours != 0 ? fmt::format(" lease {} {}\n", seconds / kDay, hours) : fmt::format(" lease {}\n", seconds / kDay);
}

} // namespace

ConfigCommands dhcpTopCommands() { return kTop; }
ConfigCommands dhcpPoolCommands() { return kInPool; }
ConfigCommands dhcpInterfaceCommands() { return kInInterface; }

std::string writeDhcp(const router::RouterConfig &config)
{
    std::string out;
    if (!config.dhcpServer)
        return out;
    for (const ExcludedRange &range : config.dhcpServer->excluded)
        out += range.low == range.high ? fmt::format("ip dhcp excluded-address {}\n", toString(range.low))
                                       : fmt::format("ip dhcp excluded-address {} {}\n", toString(range.low), toString(range.high));
    if (!out.empty())
        out += "!\n";
    for (const auto &[name, one] : config.dhcpServer->pools) {
        out += fmt::format("ip dhcp pool {}\n", name);
        if (one.network.isValid())
            out += fmt::format(" network {}\n", toString(one.network));
        out += addressesText("default-router", one.routers) + addressesText("dns-server", one.nameServers);
        if (!one.domainName.empty())
            out += fmt::format(" domain-name {}\n", one.domainName);
        if (one.leaseSeconds != PoolConfig().leaseSeconds)
            out += leaseText(one.leaseSeconds);
        for (const auto &[address, mac] : one.reserved)
            out += fmt::format(" address {} hardware-address {}\n", toString(address), toString(mac));
        out += "exit\n!\n";
    }
    return out;
}

std::string writeDhcpInterface(const router::InterfaceConfig &config)
{
    std::string out;
    if (config.dhcp)
        out += " ip address dhcp\n";
    for (const Ipv4Address &address : config.dhcpHelpers)
        out += fmt::format(" ip helper-address {}\n", toString(address));
    return out;
}

} // namespace hopyard::console

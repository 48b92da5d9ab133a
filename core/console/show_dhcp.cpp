// DHCP as it stands: `show ip dhcp binding`, `show ip dhcp pool`, `show dhcp lease`, and what changes it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/router/dhcp_host.h"

#include <fmt/format.h>

#include <array>

namespace hopyard::console {

namespace {

using dhcp::Binding;

std::string remaining(base::TimePoint now, base::TimePoint end)
{
    return end.isNever() ? "infinite" : end <= now ? "expired" : ageText(end - now);
}

Answer showBindings(const Call &call)
{
    std::string text = fmt::format("{:<17}{:<19}{:<10}{:<12}{:<12}{}\n", "Address", "Hardware address", "State", "Expires in", "Pool", "Host");
    Json json = Json::array();
    const base::TimePoint now = call.context.now;
    if (const router::DhcpHost *host = call.router.dhcp(); host && host->server())
        for (const auto &[address, binding] : host->server()->bindings()) {
            const bool isOver = binding.state == Binding::State::released || binding.expires <= now;
            const std::string_view state = isOver && binding.state != Binding::State::released ? "expired" : toString(binding.state);
            text += fmt::format("{:<17}{:<19}{:<10}{:<12}{:<12}{}\n", toString(address), toString(binding.mac), state,
                                isOver ? "-" : remaining(now, binding.expires), binding.pool, binding.hostName);
            json.push_back({{"address", toString(address)},
                            {"mac", toString(binding.mac)},
                            {"state", state},
                            {"pool", binding.pool},
                            {"hostName", binding.hostName}});
            if (!isOver && !binding.expires.isNever())
                json.back()["expiresInSeconds"] = (binding.expires - now).ns() / 1'000'000'000;
        }
    return answered(call, std::move(text), json);
}

Answer showPools(const Call &call)
{
    std::string text;
    Json json = Json::object();
    const router::DhcpHost *host = call.router.dhcp();
    const dhcp::Server *server = host ? host->server() : nullptr;
    for (const auto &[name, pool] : server ? server->config().pools : std::map<std::string, dhcp::PoolConfig>()) {
        std::size_t held = 0;
        for (const auto &[address, binding] : server->bindings())
            held += binding.pool == name && binding.isHeld(call.context.now);
        const std::string network = pool.network.isValid() ? toString(pool.network) : "no network";
        text += fmt::format("Pool {}: {}, {} of {} addresses in use\n", name, network, held, server->sizeOf(pool));
        json[name] = {{"network", network}, {"size", server->sizeOf(pool)}, {"inUse", held}};
    }
    if (server && server->refusedForLack() > 0)
        text += fmt::format("{} questions found no address left\n", server->refusedForLack());
    return answered(call, std::move(text), json);
}

Answer showLeases(const Call &call)
{
    std::string text;
    Json json = Json::object();
    const base::TimePoint now = call.context.now;
    const router::DhcpHost *host = call.router.dhcp();
    for (const auto &[name, client] : host ? host->clients() : router::DhcpHost::Clients()) {
        text += fmt::format("{}: {}\n", name, toString(client.state()));
        Json &row = json[name] = {{"state", toString(client.state())}};
        if (!client.lease())
            continue;
        const dhcp::Lease &lease = *client.lease();
        const auto list = [](const std::vector<base::Ipv4Address> &addresses) {
            std::string out;
            for (const base::Ipv4Address &address : addresses)
                out += (out.empty() ? "" : ", ") + toString(address);
            return out.empty() ? std::string("none") : out;
        };
        text += fmt::format("  Address {} from server {}\n", toString(lease.address), toString(lease.server));
        text += fmt::format("  Router {}, name servers {}{}\n", list(lease.routers), list(lease.nameServers),
                            lease.domainName.empty() ? "" : ", domain " + lease.domainName);
        text += fmt::format("  Renews in {}, rebinds in {}, ends in {}\n", remaining(now, lease.renewAt),
                            remaining(now, lease.rebindAt), remaining(now, lease.expires));
        row["address"] = toString(lease.address);
        row["server"] = toString(lease.server);
        row["router"] = lease.routers.empty() ? "" : toString(lease.routers.front());
        row["seconds"] = lease.seconds;
    }
    return answered(call, std::move(text), json);
}

Answer clearBindings(const Call &call)
{
    const std::string &address = call.arguments.get("address");
    const bool found = call.router.clearDhcpBinding(address.empty() ? std::nullopt : base::Ipv4Address::parse(address));
    return found || address.empty() ? Answer() : refused(fmt::format("% nobody has {} from here", address));
}

Answer renewOrRelease(const Call &call)
{
    const std::string &name = call.arguments.get("name");
    const bool found = call.arguments.has("renew") ? call.router.renewDhcp(call.context, name) : call.router.releaseDhcp(call.context, name);
    return found ? Answer() : refused(fmt::format("% {} does not get its address by DHCP", name));
}

constexpr std::array kCommands{
    Command{"show ip dhcp binding [json]", "Who has which address from this DHCP server", showBindings},
    Command{"show ip dhcp pool [json]", "Pools of this DHCP server, and how full they are", showPools},
    Command{"show dhcp lease [json]", "What DHCP servers gave this node", showLeases},
    Command{"clear ip dhcp binding <*|A.B.C.D$address>", "Forget who has which address", clearBindings},
    Command{"renew dhcp INTERFACE$name", "Ask the DHCP server again now", renewOrRelease},
    Command{"release dhcp INTERFACE$name", "Give the address back to its DHCP server", renewOrRelease},
};

} // namespace

std::span<const Command> dhcpCommands() { return kCommands; }

} // namespace hopyard::console

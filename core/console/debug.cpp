// `debug …`, `undebug …`, `no debug …`, `show debugging`: which happenings of the protocols are told as lines
// (core/router/debug.h). Words are FRR's; `debug ospf spf`, `debug zebra fib` and `debug all` are ours. What FRR tells by several
// words of the parts of zebra is told by either of `rib` and `fib`.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"

#include <fmt/format.h>

#include <array>
#include <initializer_list>

namespace hopyard::console {

using router::Debug;

namespace {

struct Named {
    Debug flag;
    std::string_view daemon, text;
};

constexpr std::array<Named, static_cast<std::size_t>(Debug::kCount)> kNames{{
    {Debug::ospfHelloSend, "OSPF", "packet Hello send"},
    {Debug::ospfHelloReceive, "OSPF", "packet Hello receive"},
    {Debug::ospfDatabaseSend, "OSPF", "packet Database Description send"},
    {Debug::ospfDatabaseReceive, "OSPF", "packet Database Description receive"},
    {Debug::ospfRequestSend, "OSPF", "packet Link State Request send"},
    {Debug::ospfRequestReceive, "OSPF", "packet Link State Request receive"},
    {Debug::ospfUpdateSend, "OSPF", "packet Link State Update send"},
    {Debug::ospfUpdateReceive, "OSPF", "packet Link State Update receive"},
    {Debug::ospfAckSend, "OSPF", "packet Link State Acknowledgment send"},
    {Debug::ospfAckReceive, "OSPF", "packet Link State Acknowledgment receive"},
    {Debug::ospfInterface, "OSPF", "ISM"},
    {Debug::ospfNeighbour, "OSPF", "NSM"},
    {Debug::ospfLsa, "OSPF", "LSA"},
    {Debug::ospfSpf, "OSPF", "SPF"},
    {Debug::ospfEvent, "OSPF", "event"},
    {Debug::ripEvent, "RIP", "event"},
    {Debug::ripSend, "RIP", "packet send"},
    {Debug::ripReceive, "RIP", "packet receive"},
    {Debug::bgpUpdateIn, "BGP", "updates (inbound)"},
    {Debug::bgpUpdateOut, "BGP", "updates (outbound)"},
    {Debug::bgpKeepalive, "BGP", "keepalives"},
    {Debug::bgpNeighbour, "BGP", "neighbor-events"},
    {Debug::zebraRib, "Zebra", "RIB"},
    {Debug::zebraFib, "Zebra", "FIB"},
}};

bool isOff(const Call &call) { return call.arguments.has("no") || call.arguments.has("undebug"); }

Answer change(const Call &call, std::initializer_list<Debug> flags)
{
    Answer answer;
    for (const Debug flag : flags)
        call.router.debug().set(flag, !isOff(call));
    return answer;
}

template <Debug... flags>
Answer toggle(const Call &call)
{
    return change(call, {flags...});
}

Answer togglePackets(const Call &call)
{
    static constexpr std::array<std::string_view, 5> kTypes{"hello", "dd", "ls-request", "ls-update", "ls-ack"};
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
        if (!call.arguments.has("all") && !call.arguments.has(kTypes[i]))
            continue;
        const auto send = static_cast<Debug>(static_cast<std::size_t>(Debug::ospfHelloSend) + 2 * i);
        const auto receive = static_cast<Debug>(static_cast<std::size_t>(send) + 1);
        if (!call.arguments.has("recv"))
            change(call, {send});
        if (!call.arguments.has("send"))
            change(call, {receive});
    }
    return {};
}

Answer toggleRipPackets(const Call &call)
{
    if (!call.arguments.has("recv"))
        change(call, {Debug::ripSend});
    if (!call.arguments.has("send"))
        change(call, {Debug::ripReceive});
    return {};
}

Answer toggleUpdates(const Call &call)
{
    if (!call.arguments.has("out"))
        change(call, {Debug::bgpUpdateIn});
    if (!call.arguments.has("in"))
        change(call, {Debug::bgpUpdateOut});
    return {};
}

Answer toggleAll(const Call &call)
{
    for (const Named &named : kNames)
        change(call, {named.flag});
    return {};
}

Answer showDebugging(const Call &call)
{
    struct Daemon {
        std::string_view word, shown;
    };
    static constexpr std::array kDaemons{Daemon{"ospf", "OSPF"}, Daemon{"rip", "RIP"}, Daemon{"bgp", "BGP"},
                                         Daemon{"zebra", "Zebra"}};
    const Daemon *asked = nullptr;
    for (const Daemon &each : kDaemons)
        if (call.arguments.has(each.word))
            asked = &each;
    Answer answer;
    std::string_view daemon;
    for (const Named &named : kNames) {
        if (asked && asked->shown != named.daemon)
            continue;
        if (named.daemon != daemon)
            answer.text += fmt::format("{}{} debugging status:\n", daemon.empty() ? "" : "\n", named.daemon);
        daemon = named.daemon;
        if (call.router.debug().wants(named.flag))
            answer.text += fmt::format("  {} {} debugging is on\n", named.daemon, named.text);
    }
    return answer;
}

} // namespace

#define HOPYARD_DEBUG "<debug|undebug|no debug> "

std::span<const Command> debugCommands()
{
    static constexpr Command kCommands[] = {
        {HOPYARD_DEBUG "ospf packet <hello|dd|ls-request|ls-update|ls-ack|all> [<send|recv>] [detail]",
         "OSPF's packets as lines in the log", togglePackets},
        {HOPYARD_DEBUG "ospf ism [<status|events|timers>]", "What OSPF's interfaces go through",
         toggle<Debug::ospfInterface>},
        {HOPYARD_DEBUG "ospf nsm [<status|events|timers>]", "What OSPF's neighbours go through",
         toggle<Debug::ospfNeighbour>},
        {HOPYARD_DEBUG "ospf lsa [<generate|flooding|install|refresh>]", "Advertisements made and received",
         toggle<Debug::ospfLsa>},
        {HOPYARD_DEBUG "ospf spf", "Each calculation of OSPF's routes", toggle<Debug::ospfSpf>},
        {HOPYARD_DEBUG "ospf event", "Calculations, and packets that were dropped",
         toggle<Debug::ospfSpf, Debug::ospfEvent>},
        {HOPYARD_DEBUG "rip events", "Updates, routes that age, messages that were dropped", toggle<Debug::ripEvent>},
        {HOPYARD_DEBUG "rip packet [<recv|send>]", "RIP's messages with their routes", toggleRipPackets},
        {HOPYARD_DEBUG "bgp updates [<in|out>]", "What BGP announces and withdraws, and what it is told",
         toggleUpdates},
        {HOPYARD_DEBUG "bgp keepalives", "BGP's keepalives", toggle<Debug::bgpKeepalive>},
        {HOPYARD_DEBUG "bgp neighbor-events", "What BGP's sessions go through", toggle<Debug::bgpNeighbour>},
        {HOPYARD_DEBUG "zebra <rib [detailed]|nht [detailed]|nexthop [detail]|events|packet [<recv|send>] [detail]>",
         "Changes of what the routing table selects", toggle<Debug::zebraRib>},
        {HOPYARD_DEBUG "zebra <fib|kernel [msgdump [<recv|send>]]|dplane [detailed]>", "Changes of the forwarding table",
         toggle<Debug::zebraFib>},
        {HOPYARD_DEBUG "all", "All of these", toggleAll},
        {"show debugging [<bgp|ospf|rip|zebra>]", "What is told as lines", showDebugging},
    };
    return kCommands;
}

#undef HOPYARD_DEBUG

} // namespace hopyard::console

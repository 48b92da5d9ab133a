// `debug …`, `undebug …`, `no debug …`, `show debugging` at the console, and `debug …` in a configuration: which happenings of
// the protocols are told as lines (core/router/debug.h). `debug all` is ours.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/commands.h"
#include "core/console/config_commands.h"
#include "core/console/debug_forms.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

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
    {Debug::zebraEvent, "Zebra", "event"},
    {Debug::zebraNextHopTracking, "Zebra", "next-hop tracking"},
    {Debug::zebraNextHop, "Zebra", "nexthop"},
    {Debug::zebraPacket, "Zebra", "packet"},
    {Debug::zebraKernel, "Zebra", "kernel"},
    {Debug::zebraDataPlane, "Zebra", "dataplane"},
}};

constexpr std::array<std::string_view, 5> kPackets{"hello", "dd", "ls-request", "ls-update", "ls-ack"};

/// Of the n-th of these types.
Debug sendFlag(std::size_t type) { return static_cast<Debug>(static_cast<std::size_t>(Debug::ospfHelloSend) + 2 * type); }
Debug receiveFlag(std::size_t type) { return static_cast<Debug>(static_cast<std::size_t>(sendFlag(type)) + 1); }

bool isOff(const Call &call) { return call.arguments.has("no") || call.arguments.has("undebug"); }

template <DebugAction action>
Answer atConsole(const Call &call)
{
    action(call.arguments, call.router.debug(), !isOff(call));
    return {};
}

template <DebugAction action>
Outcome inConfiguration(const ConfigAction &a)
{
    action(a.arguments, a.config().debug, !a.isNo());
    return {};
}

Outcome keepOther(const ConfigAction &a)
{
    std::string words;
    for (const char *daemon : {"bgp", "ospf", "rip", "zebra"})
        if (a.arguments.has(daemon))
            words = std::string(daemon) + ' ';
    words += a.arguments.get("words");
    if (a.isNo())
        a.config().otherDebug.erase(words);
    else
        a.config().otherDebug.insert(words);
    return {};
}

Answer toggleAll(const Call &call)
{
    for (const Named &named : kNames)
        call.router.debug().set(named.flag, !isOff(call));
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

/// " send", " recv", nothing where both are on.
std::string_view wayOf(router::DebugFlags flags, Debug send, Debug receive, std::string_view sendWord, std::string_view receiveWord)
{
    return !flags.wants(receive) ? sendWord : !flags.wants(send) ? receiveWord : "";
}

} // namespace

void debugOspfPackets(const Arguments &arguments, router::DebugFlags &flags, bool on)
{
    for (std::size_t i = 0; i < kPackets.size(); ++i) {
        if (!arguments.has("all") && !arguments.has(kPackets[i]))
            continue;
        if (!arguments.has("recv"))
            flags.set(sendFlag(i), on);
        if (!arguments.has("send"))
            flags.set(receiveFlag(i), on);
    }
}

void debugRipPackets(const Arguments &arguments, router::DebugFlags &flags, bool on)
{
    if (!arguments.has("recv"))
        flags.set(Debug::ripSend, on);
    if (!arguments.has("send"))
        flags.set(Debug::ripReceive, on);
}

void debugBgpUpdates(const Arguments &arguments, router::DebugFlags &flags, bool on)
{
    if (!arguments.has("out"))
        flags.set(Debug::bgpUpdateIn, on);
    if (!arguments.has("in"))
        flags.set(Debug::bgpUpdateOut, on);
}

std::string writeDebug(router::DebugFlags flags)
{
    struct Plain {
        Debug flag;
        std::string_view words;
    };
    static constexpr std::array kPlain{
        Plain{Debug::zebraEvent, "zebra events"}, Plain{Debug::zebraPacket, "zebra packet"}, Plain{Debug::zebraKernel, "zebra kernel"},
        Plain{Debug::zebraRib, "zebra rib"}, Plain{Debug::zebraFib, "zebra fib"}, Plain{Debug::zebraNextHopTracking, "zebra nht"},
        Plain{Debug::zebraDataPlane, "zebra dplane"}, Plain{Debug::zebraNextHop, "zebra nexthop"},
        Plain{Debug::ripEvent, "rip events"}, Plain{Debug::ospfInterface, "ospf ism"}, Plain{Debug::ospfNeighbour, "ospf nsm"},
        Plain{Debug::ospfLsa, "ospf lsa"}, Plain{Debug::ospfSpf, "ospf spf"}, Plain{Debug::ospfEvent, "ospf event"},
        Plain{Debug::bgpNeighbour, "bgp neighbor-events"}, Plain{Debug::bgpKeepalive, "bgp keepalives"},
    };
    std::string out;
    for (const Plain &plain : kPlain)
        if (flags.wants(plain.flag))
            out += fmt::format("debug {}\n", plain.words);
    const auto pair = [&](std::string_view words, Debug send, Debug receive, std::string_view sendWord, std::string_view receiveWord) {
        if (flags.wants(send) || flags.wants(receive))
            out += fmt::format("debug {}{}\n", words, wayOf(flags, send, receive, sendWord, receiveWord));
    };
    pair("rip packet", Debug::ripSend, Debug::ripReceive, " send", " recv");
    bool allPackets = true;
    for (std::size_t i = 0; i < kPackets.size(); ++i)
        allPackets = allPackets && flags.wants(sendFlag(i)) && flags.wants(receiveFlag(i));
    for (std::size_t i = 0; i < kPackets.size() && !allPackets; ++i)
        pair(fmt::format("ospf packet {}", kPackets[i]), sendFlag(i), receiveFlag(i), " send", " recv");
    if (allPackets)
        out += "debug ospf packet all\n";
    pair("bgp updates", Debug::bgpUpdateOut, Debug::bgpUpdateIn, " out", " in");
    return out;
}

#define HOPYARD_AT_CONSOLE(words, help, action) {"<debug|undebug|no debug> " words, help, atConsole<action>},
#define HOPYARD_IN_CONFIGURATION(words, help, action) {"[no] debug " words, inConfiguration<action>},

std::span<const Command> debugCommands()
{
    static constexpr Command kCommands[] = {
        HOPYARD_DEBUG_FORMS(HOPYARD_AT_CONSOLE)
        {"<debug|undebug|no debug> all", "All of these", toggleAll},
        {"show debugging [<bgp|ospf|rip|zebra>]", "What is told as lines", showDebugging},
    };
    return kCommands;
}

ConfigCommands debugConfigCommands()
{
    static constexpr ConfigCommand kCommands[] = {
        HOPYARD_DEBUG_FORMS(HOPYARD_IN_CONFIGURATION)
        {"[no] debug [<bgp|ospf|rip|zebra>] LINE$words", keepOther},
    };
    return kCommands;
}

#undef HOPYARD_AT_CONSOLE
#undef HOPYARD_IN_CONFIGURATION

} // namespace hopyard::console

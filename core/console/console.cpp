// The table of the console's commands; see console.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/console.h"

#include "core/console/command_table.h"
#include "core/console/commands.h"
#include "core/console/help_text.h"
#include "core/console/match_message.h"
#include "core/console/output_filter.h"
#include "core/services/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hopyard::console {

namespace {

Answer help(const Call &call);
Answer writeMemory(const Call &call);

constexpr std::array<Command, 39> kGeneral{{
    {"show ip route [<bgp|connected|ospf|rip|static>] [json]", "Routes of the routing table and which of them count", showRoutes},
    {"show ip route {tag (1-4294967295)$tagged|supernets-only} [<bgp|connected|ospf|rip|static>] [json]",
     "Those with a tag, those that are wider than their class", showRoutes},
    {"show ip route A.B.C.D/M$prefix longer-prefixes [<bgp|connected|ospf|rip|static>] [json]",
     "Routes for a network and those inside it", showRoutes},
    {"show ip route <A.B.C.D$address|A.B.C.D/M$prefix> [json]", "Routes for an address or a network", showRoutesTo},
    {"show ip route summary [json]", "How many routes there are", showRouteSummary},
    {"show ipv6$six route [<bgp|connected|ospf|rip|static>] [json]", "Routes of IPv6", showRoutes},
    {"show ipv6$six route X:X::X:X/M$prefix longer-prefixes [json]", "Routes of IPv6 for a network and those inside it", showRoutes},
    {"show ipv6$six route summary [json]", "How many routes of IPv6 there are", showRouteSummary},
    {"show ipv6$six route <X:X::X:X$address|X:X::X:X/M$prefix> [json]", "Routes for an IPv6 address or network",
     showRoutesTo},
    {"show ip nht [json]", "Where next hops lead, and who is told when that changes", showNextHopTracking},
    {"show ipv6$six nht [json]", "The same for IPv6", showNextHopTracking},
    {"explain route <ADDRESS$address|PREFIX$prefix> [json]", "Why a route counts: its rivals, and what each lost on", explainRoute},
    {"explain rib [within PREFIX$prefix] [most (1-100000)$most] [json]", "The same of every prefix that somebody offers a route for", explainRib},
    {"show ip fib [json]", "The forwarding table: what packets really meet", showFib},
    {"show ip fib ADDRESS$address [json]", "How a packet to this address is looked up", explain},
    {"show ip fib trie [ipv6$six] [to ADDRESS$address] [most (1-5000)$most] [open WORD$open] [fold WORD$fold] [json]",
     "The forwarding table as a trie of its prefixes, and what the lookup of an address reads", showTrie},
    {"explain ADDRESS$address [from ADDRESS$source] [json]", "How a packet to this address is looked up", explain},
    {"show ip arp [INTERFACE$name] [json]", "Neighbours and their MAC addresses", showNeighbours},
    {"show arp [INTERFACE$name] [json]", "Neighbours and their MAC addresses", showNeighbours},
    {"clear arp A.B.C.D$address", "Forget a neighbour", clearNeighbour},
    {"show interface [INTERFACE$name] [json]", "Interfaces: state, addresses, counters", showInterface},
    {"show interface brief [json]", "Interfaces, one line each", showInterfaceBrief},
    {"show ip interface brief [json]", "Interfaces, one line each", showInterfaceBrief},
    {"show running-config", "The configuration as text", showRunningConfig},
    {"show sockets [json]", "Open sockets", showSockets},
    {"show ip sockets [json]", "Open sockets", showSockets},
    {"show tcp [json]", "TCP connections and listeners: state, queues, timers", showTcp},
    {"show tcp statistics [json]", "What TCP counted", showTcpStatistics},
    {"show ip igmp groups [json]", "Multicast groups that this node is a member of", showGroups},
    {"show applications [json]", "Programs that run on this node, and what has become of the last ones",
     showApplications},
    {"show counters [json]", "What the IP stack counted, drops by reason", showCounters},
    {"write terminal", "The configuration as text", showRunningConfig},
    {"write [<memory|file>]", "Keep the running configuration: write it into the lab's file", writeMemory},
    {"copy running-config startup-config", "The same", writeMemory},
    {"configure LINE$lines", "Change the running configuration: lines of it, with ';' between them", configure},
    {"stop WORD$what", "End a program by its number or name, as Ctrl-C does", stopApplication},
    {"kill WORD$what", "The same as stop", stopApplication},
    {"help", "This list", help},
    {"?", "This list", help},
}};

const std::vector<Command> &commands()
{
    static const std::vector<Command> all = [] {
        std::vector<Command> made(kGeneral.begin(), kGeneral.end() - 2); // "help" and "?" last
        for (const std::span<const Command> part : {ospfShowCommands(), ripShowCommands(), bgpShowCommands(), policyShowCommands(), gateCommands(), dhcpCommands(),
                                                      debugCommands(), migrationCommands()})
            made.insert(made.end(), part.begin(), part.end());
        made.insert(made.end(), kGeneral.end() - 2, kGeneral.end());
        return made;
    }();
    return all;
}

const CommandSet &commandSet()
{
    static const CommandSet set = commandSetOf(commands());
    return set;
}

Answer help(const Call &)
{
    Answer answer;
    answer.text = helpOf(commands());
    for (const services::CommandHelp &command : services::commands())
        answer.text += helpLine(fmt::format("{} {}", command.name, command.arguments), command.purpose);
    answer.text += "Words may be shortened as long as they are clear; \"?\" at the end of a line says what can follow.\n";
    return answer;
}

Answer writeMemory(const Call &)
{
    return refused("nothing here knows a lab file to write to: this works at a router of a lab that runs in real time");
}

Answer launch(link::Context &context, router::VirtualRouter &router, std::string_view line)
{
    auto application = services::parseCommand(line);
    if (!application)
        return refused(std::move(application.error().message));
    std::vector<std::string> lines;
    router.launch(context, std::move(*application), &lines);
    Answer answer;
    for (const std::string &text : lines)
        answer.text += text + '\n';
    return answer;
}

} // namespace

std::vector<ReferenceLine> consoleReference()
{
    std::vector<ReferenceLine> lines = referenceOf(commands());
    for (const services::CommandHelp &command : services::commands())
        lines.push_back({{}, fmt::format("{} {}", command.name, command.arguments), std::string(command.purpose)});
    return lines;
}

Answer answered(const Call &call, std::string text, const Json &json)
{
    // Names and descriptions are a person's: bytes that are no UTF-8 must not end the program.
    const auto dump = [&](int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); };
    return {true, call.wantsJson() ? dump(2) + '\n' : std::move(text), dump(-1)};
}

Answer refused(std::string message)
{
    return {false, std::move(message) + '\n', {}};
}

std::string portName(const router::VirtualRouter &router, base::PortIndex port)
{
    const ip::Interface *interface = router.stack().interface(port);
    return interface ? interface->name : "?";
}

std::string ageText(base::Duration age)
{
    const std::int64_t s = age.ns() / 1'000'000'000;
    constexpr std::int64_t kDay = 86'400, kWeek = 7 * kDay;
    if (s < kDay)
        return fmt::format("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    if (s < kWeek)
        return fmt::format("{}d{:02}h{:02}m", s / kDay, s / 3600 % 24, s / 60 % 60);
    return fmt::format("{:02}w{}d{:02}h", s / kWeek, s % kWeek / kDay, s / 3600 % 24);
}

Answer execute(link::Context &context, router::VirtualRouter &router, std::string_view line)
{
    if (const auto how = takeFilter(line)) {
        Answer answer = execute(context, router, line);
        if (answer.ok && !filter(*how, answer.text))
            return refused(fmt::format("the pattern '{:.60}' is not understood", how->pattern));
        return answer;
    }
    const std::vector<Word> words = splitWords(line);
    if (words.empty())
        return {};
    if (services::isCommand(line))
        return launch(context, router, line);
    if (words.size() > 1 && words.back().text == "?")
        return whatFollows(commandSet(), line.substr(0, words.back().column));
    const Match match = commandSet().match(words, CommandSet::Abbreviations::yes);
    if (match.status == Match::Status::found)
        return commands()[match.command].run({context, router, match.arguments});
    return refused(explained(match, words));
}

bool isWriteMemory(std::string_view line)
{
    const Match match = commandSet().match(splitWords(line), CommandSet::Abbreviations::yes);
    return match.status == Match::Status::found && commands()[match.command].run == writeMemory;
}

std::string mistakeIn(std::string_view line)
{
    takeFilter(line);
    const std::vector<Word> words = splitWords(line);
    if (words.empty())
        return {};
    if (services::isCommand(line)) {
        const auto application = services::parseCommand(line);
        return application ? std::string() : application.error().message;
    }
    const Match match = commandSet().match(words, CommandSet::Abbreviations::yes);
    return match.status == Match::Status::found ? std::string() : explained(match, words);
}

namespace {

/// A line cut into the words that stand and the one that is begun.
struct Begun {
    std::vector<Word> words;
    std::string last; ///< empty where the next word is not begun yet
};

Begun cutAtBegun(std::string_view line)
{
    Begun begun{splitWords(line), {}};
    if (!begun.words.empty() && !line.ends_with(' ')) {
        begun.last = std::move(begun.words.back().text);
        begun.words.pop_back();
    }
    return begun;
}

} // namespace

std::vector<std::string> completions(std::string_view line)
{
    std::vector<std::string> applications;
    for (const services::CommandHelp &command : services::commands())
        applications.emplace_back(command.name);
    return completionsOf(commandSet(), line, std::move(applications));
}

std::string whatFollows(std::string_view line)
{
    const Begun begun = cutAtBegun(line);
    std::string text;
    const auto say = [&](std::string_view word) {
        if (word.starts_with(begun.last))
            text += fmt::format("  {}\n", word == "<cr>" ? "<Enter>" : word);
    };
    if (!begun.words.empty())
        for (const services::CommandHelp &command : services::commands())
            if (command.name == begun.words.front().text)
                return fmt::format("  {}\n", command.arguments);
    for (const std::string &word : commandSet().next(begun.words))
        say(word);
    if (begun.words.empty())
        for (const services::CommandHelp &command : services::commands())
            if (command.name.starts_with(begun.last))
                text += helpLine(command.name, command.purpose);
    return text;
}

} // namespace hopyard::console

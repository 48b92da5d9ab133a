// The table of configuration lines and what each does; see config_text.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_text.h"

#include "core/console/config_commands.h"
#include "core/console/grammar.h"
#include "core/console/help_text.h"
#include "core/console/match_message.h"
#include "core/console/reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace hopyard::console {

using router::InterfaceConfig;
using router::RouterConfig;
using router::StaticRoute;

std::uint32_t ConfigAction::number(std::string_view name) const
{
    const std::string &text = arguments.get(name);
    std::uint32_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

namespace {

constexpr auto ignore = ignoreLine;

Outcome enterInterface(const ConfigAction &a)
{
    a.enter(ConfigMode::interface, a.arguments.get("name"));
    if (InterfaceConfig &entered = a.interface(); entered.line.number == 0)
        entered.line = {a.line};
    return {};
}

base::Result<base::IpPrefix, std::string> routePrefix(const Arguments &arguments)
{
    const std::string &prefix = arguments.get("prefix");
    if (!arguments.has("mask"))
        return *base::IpPrefix::parse(prefix, true); // FRR clears the bits beyond the length, too
    const std::uint32_t mask = base::Ipv4Address::parse(arguments.get("mask"))->value();
    unsigned length = 0;
    while (length < 32 && (mask & 0x80000000u >> length))
        ++length;
    if (base::netmask4(length) != mask)
        return base::fail(fmt::format("'{}' is no netmask: its one bits are not in a row", arguments.get("mask")));
    return base::IpPrefix(*base::IpAddress::parse(prefix), length);
}

base::Result<StaticRoute, std::string> routeOf(const ConfigAction &a)
{
    const Arguments &arguments = a.arguments;
    StaticRoute route;
    auto prefix = routePrefix(arguments);
    if (!prefix)
        return base::fail(std::move(prefix.error()));
    route.prefix = *prefix;
    if (arguments.has("gateway"))
        route.gateway = *base::IpAddress::parse(arguments.get("gateway"));
    route.interface = arguments.get("interface");
    if (arguments.has("Null0"))
        route.kind = StaticRoute::Kind::null0;
    else if (arguments.has("blackhole"))
        route.kind = StaticRoute::Kind::blackhole;
    else if (arguments.has("reject"))
        route.kind = StaticRoute::Kind::reject;
    if (arguments.has("distance"))
        route.distance = static_cast<std::uint8_t>(a.number("distance"));
    if (arguments.has("tag"))
        route.tag = a.number("value");
    route.line = {a.line};
    return route;
}

Outcome addRoute(const ConfigAction &a)
{
    const auto route = routeOf(a);
    if (!route)
        return route.error();
    a.config().addRoute(*route);
    return {};
}

Outcome removeRoute(const ConfigAction &a)
{
    const auto route = routeOf(a);
    if (!route)
        return route.error();
    return a.config().removeRoute(*route) ? Outcome() : "there is no such route to remove";
}

Outcome addAddress(const ConfigAction &a)
{
    const auto address = *base::InterfaceAddress::parse(a.arguments.get("address"));
    if (address.address.isUnspecified() || address.address.isMulticast())
        return fmt::format("'{}' is no address of an interface", base::toString(address));
    auto &addresses = a.interface().addresses;
    if (std::ranges::find(addresses, address) == addresses.end())
        addresses.push_back(address);
    return {};
}

Outcome removeAddress(const ConfigAction &a)
{
    const auto address = *base::InterfaceAddress::parse(a.arguments.get("address"));
    return std::erase(a.interface().addresses, address) > 0 ? Outcome() : "the interface has no such address";
}

Outcome removeInterface(const ConfigAction &a)
{
    if (a.config().interfaces.erase(a.arguments.get("name")) == 0)
        return "there is no such interface";
    if (base::Box<router::GateConfig> &gate = a.config().gate) {
        gate->interfaces.erase(a.arguments.get("name"));
        if (*gate == router::GateConfig())
            gate.reset();
    }
    return {};
}

Outcome addNameServers(const ConfigAction &a)
{
    for (const char *which : {"first", "second", "third"}) {
        if (!a.arguments.has(which))
            continue;
        const base::IpAddress address = *base::IpAddress::parse(a.arguments.get(which));
        auto &servers = a.config().nameServers;
        if (std::ranges::find(servers, address) != servers.end())
            continue;
        if (servers.size() == RouterConfig::kMaxNameServers)
            return fmt::format("there are {} name servers already", RouterConfig::kMaxNameServers);
        servers.push_back(address);
    }
    return {};
}

Outcome removeNameServers(const ConfigAction &a)
{
    auto &servers = a.config().nameServers;
    if (!a.arguments.has("first"))
        return servers.clear(), Outcome();
    return std::erase(servers, *base::IpAddress::parse(a.arguments.get("first"))) > 0
             ? Outcome() : "there is no such name server to remove";
}

constexpr std::array<ConfigCommand, 31> kTop{{
    {"hostname WORD$name", [](const ConfigAction &a) { return a.config().hostname = a.arguments.get("name"), Outcome(); }},
    {"no hostname [WORD]", [](const ConfigAction &a) { return a.config().hostname.clear(), Outcome(); }},
    {"interface INTERFACE$name", enterInterface},
    {"no interface INTERFACE$name", removeInterface},
    {"ip forwarding", [](const ConfigAction &a) { return a.config().ipForwarding = true, Outcome(); }},
    {"no ip forwarding", [](const ConfigAction &a) { return a.config().ipForwarding = false, Outcome(); }},
    {"ipv6 forwarding", [](const ConfigAction &a) { return a.config().ipv6Forwarding = true, Outcome(); }},
    {"no ipv6 forwarding", [](const ConfigAction &a) { return a.config().ipv6Forwarding = false, Outcome(); }},
    {"ip route <A.B.C.D/M$prefix|A.B.C.D$prefix A.B.C.D$mask> "
     "<A.B.C.D$gateway [INTERFACE$interface]|INTERFACE$interface|Null0|blackhole|reject> "
     "[{(1-255)$distance|tag (1-4294967295)$value}]",
     addRoute},
    {"no ip route <A.B.C.D/M$prefix|A.B.C.D$prefix A.B.C.D$mask> "
     "<A.B.C.D$gateway [INTERFACE$interface]|INTERFACE$interface|Null0|blackhole|reject> "
     "[{(1-255)$distance|tag (1-4294967295)$value}]",
     removeRoute},
    {"ipv6 route X:X::X:X/M$prefix "
     "<X:X::X:X$gateway [INTERFACE$interface]|INTERFACE$interface|Null0|blackhole|reject> "
     "[{(1-255)$distance|tag (1-4294967295)$value}]",
     addRoute},
    {"no ipv6 route X:X::X:X/M$prefix "
     "<X:X::X:X$gateway [INTERFACE$interface]|INTERFACE$interface|Null0|blackhole|reject> "
     "[{(1-255)$distance|tag (1-4294967295)$value}]",
     removeRoute},
    {"ip name-server ADDRESS$first [ADDRESS$second [ADDRESS$third]]", addNameServers},
    {"no ip name-server [ADDRESS$first]", removeNameServers},
    // What FRR needs for itself and what says nothing about packets.
    {"frr LINE", ignore},
    {"log LINE", ignore},
    {"no log LINE", ignore},
    {"service LINE", ignore},
    {"no service LINE", ignore},
    {"password LINE", ignore},
    {"enable LINE", ignore},
    {"username LINE", ignore},
    {"banner LINE", ignore},
    {"no banner LINE", ignore},
    {"line vty", ignore},
    {"exec-timeout LINE", ignore},
    {"login", ignore},
    {"no login", ignore},
    {"access-class WORD", ignore},
    {"domainname LINE", ignore},
    {"agentx", ignore},
}};

constexpr std::array<ConfigCommand, 13> kInInterface{{
    {"description LINE$text",
     [](const ConfigAction &a) { return a.interface().description = a.arguments.get("text"), Outcome(); }},
    {"no description [LINE]", [](const ConfigAction &a) { return a.interface().description.clear(), Outcome(); }},
    {"ip address A.B.C.D/M$address", addAddress},
    {"no ip address A.B.C.D/M$address", removeAddress},
    {"ipv6 address X:X::X:X/M$address", addAddress},
    {"no ipv6 address X:X::X:X/M$address", removeAddress},
    {"shutdown", [](const ConfigAction &a) { return a.interface().shutdown = true, Outcome(); }},
    {"no shutdown", [](const ConfigAction &a) { return a.interface().shutdown = false, Outcome(); }},
    {"bandwidth (1-100000)$mbit",
     [](const ConfigAction &a) { return a.interface().bandwidth = a.number("mbit"), Outcome(); }},
    {"no bandwidth [(1-100000)]", [](const ConfigAction &a) { return a.interface().bandwidth.reset(), Outcome(); }},
    {"link-detect", ignore}, // always so here: a link that is down is seen at once
    {"no link-detect", ignore}, // Quagga wrote it at every interface; a lab's links are up until somebody cuts them
    {"ipv6 nd suppress-ra", ignore}, // likewise; routers here advertise themselves to nobody
}};

/// Beginnings of lines that FRR knows and we do not yet. Those of the first table open a block.
constexpr std::array<std::string_view, 9> kUnsupportedBlocks{
    "router", "vrf", "bfd", "pbr-map", "nexthop-group", "segment-routing", "mpls ldp", "l2vpn",
    "rpki"};
constexpr std::array<std::string_view, 14> kUnsupported{
    "bgp", "ip protocol", "ipv6 nht", "ip ospf", "ipv6 ospf6", "ipv6 ripng", "ip router", "ipv6 router",
    "isis", "ip pim",
    "ip igmp", "ipv6 nd", "mpls", "ip multicast"};

template <std::size_t N>
std::string_view findBeginning(const std::array<std::string_view, N> &beginnings, std::string_view line)
{
    if (line.starts_with("no "))
        line.remove_prefix(3);
    for (const std::string_view b : beginnings)
        if (line.starts_with(b) && (line.size() == b.size() || line[b.size()] == ' '))
            return b;
    return {};
}

/// A block's place among the others and its commands, put together from all files that have some.
struct Block {
    ConfigMode parent = ConfigMode::top;
    std::string_view opening; ///< what opens it, for messages
    std::vector<ConfigCommand> commands;
    CommandSet set;
};

Block makeBlock(ConfigMode parent, std::string_view opening, std::initializer_list<ConfigCommands> parts)
{
    std::vector<ConfigCommand> commands;
    for (const ConfigCommands part : parts)
        commands.insert(commands.end(), part.begin(), part.end());
    std::vector<std::string_view> syntaxes;
    for (const ConfigCommand &command : commands)
        syntaxes.push_back(command.syntax);
    return {parent, opening, std::move(commands), CommandSet(syntaxes)};
}

/// By ConfigMode, `unsupported` left out.
const std::vector<Block> &blocks()
{
    using enum ConfigMode;
    static const std::vector<Block> all = [] {
        std::vector<Block> made;
        made.push_back(makeBlock(top, "", {kTop, ospfTopCommands(), ripTopCommands(), bgpTopCommands(), policyTopCommands(),
                                             keyChainTopCommands(), debugConfigCommands(), accessListTopCommands(),
                                             gateTopCommands(), dhcpTopCommands()}));
        made.push_back(makeBlock(top, "interface NAME", {kInInterface, ospfInterfaceCommands(), ripInterfaceCommands(),
                                                         gateInterfaceCommands(), dhcpInterfaceCommands()}));
        made.push_back(makeBlock(top, "router ospf", {ospfCommands()}));
        made.push_back(makeBlock(top, "router rip", {ripCommands()}));
        made.push_back(makeBlock(top, "router bgp AS", {bgpCommands()}));
        made.push_back(makeBlock(bgp, "address-family ipv4 unicast", {bgpFamilyCommands()}));
        made.push_back(makeBlock(top, "route-map NAME permit NUMBER", {routeMapCommands()}));
        made.push_back(makeBlock(top, "key chain NAME", {keyChainCommands()}));
        made.push_back(makeBlock(keyChain, "key NUMBER", {keyCommands()}));
        made.push_back(makeBlock(top, "ip access-list extended NAME", {accessListCommands()}));
        made.push_back(makeBlock(top, "ip dhcp pool NAME", {dhcpPoolCommands()}));
        return made;
    }();
    return all;
}

const Block &blockOf(ConfigMode mode) { return blocks()[static_cast<std::size_t>(mode)]; }

bool isLeaving(const std::vector<Word> &words)
{
    return words.size() == 1 && (words[0].text == "exit" || words[0].text == "quit" || words[0].text == "end" ||
                                 words[0].text == "exit-address-family");
}

std::string joined(const std::vector<Word> &words)
{
    std::string line;
    for (const Word &word : words)
        line += (line.empty() ? "" : " ") + word.text;
    return line;
}

} // namespace

base::Result<void, ConfigProblem> ConfigReader::take(std::string_view line, int number)
{
    const std::vector<Word> words = splitWords(line);
    m_entered = false;
    if (words.empty() || words.front().text.front() == '!' || words.front().text.front() == '#')
        return {};
    const auto problem = [&](std::size_t word, std::string message) {
        const std::size_t at = word < words.size() ? words[word].column : line.size();
        return base::fail(ConfigProblem{number, static_cast<int>(at) + 1, std::move(message)});
    };
    const bool isIndented = words.front().column > 0;
    if (isLeaving(words)) {
        m_mode = words[0].text == "end" || m_mode == ConfigMode::unsupported ? ConfigMode::top : blockOf(m_mode).parent;
        return {};
    }
    if (m_mode == ConfigMode::unsupported && isIndented)
        return {}; // named once, where the block began

    // A line that is none of the block's may be one of the block around it, and ends this one then, as in FRR.
    // Whole words first: "key 2" opens a key of the chain around and is no short "key-string 2".
    std::optional<Match> nearest; // the one that understood most of the line; of equals, the innermost
    for (const auto how : {CommandSet::Abbreviations::no, CommandSet::Abbreviations::yes}) {
        if (how == CommandSet::Abbreviations::yes && !m_abbreviates)
            break;
        nearest.reset();
        for (ConfigMode mode = m_mode == ConfigMode::unsupported ? ConfigMode::top : m_mode;; mode = blockOf(mode).parent) {
            Match match = blockOf(mode).set.match(words, how);
            if (match.status == Match::Status::found) {
                m_mode = mode; // names stay: a key belongs to the chain around it
                if (std::string why = blockOf(mode).commands[match.command].run({*this, match.arguments, number}); !why.empty())
                    return problem(0, fmt::format("'{:.80}': {}", joined(words), why));
                return {};
            }
            if (!nearest || match.stuckAt > nearest->stuckAt)
                nearest = std::move(match);
            if (mode == ConfigMode::top)
                break;
        }
    }

    const std::string text = joined(words);
    if (m_mode == ConfigMode::unsupported && findBeginning(kUnsupportedBlocks, text).empty())
        return {};
    std::string_view unsupported = findBeginning(kUnsupportedBlocks, text);
    if (!unsupported.empty() && !text.starts_with("no "))
        m_mode = ConfigMode::unsupported;
    else if (unsupported.empty())
        unsupported = findBeginning(kUnsupported, text);
    if (!unsupported.empty()) {
        const std::size_t second = text.find(' ', unsupported.size());
        const bool showSecond = unsupported == "router"; // "router isis" says more than "router"
        const std::size_t end = showSecond && second != std::string::npos ? text.find(' ', second + 1) : unsupported.size();
        return problem(0, fmt::format("'{:.60}' is not supported", showSecond ? text.substr(0, end) : std::string(unsupported)));
    }
    if (m_mode == ConfigMode::top)
        for (std::size_t i = 1; i < blocks().size(); ++i)
            if (blocks()[i].set.match(words).status == Match::Status::found)
                return problem(0, fmt::format("'{:.60}' belongs into a block; write \"{}\" above it", text, blocks()[i].opening));
    return problem(nearest->stuckAt, describeMismatch(*nearest, words));
}

std::vector<std::string> ConfigReader::next(std::string_view words) const
{
    const std::vector<Word> cut = splitWords(words);
    const ConfigMode mode = m_mode == ConfigMode::unsupported ? ConfigMode::top : m_mode;
    std::vector<std::string> out = blockOf(mode).set.next(cut);
    if (out.empty() && mode != ConfigMode::top)
        out = blockOf(ConfigMode::top).set.next(cut); // a line of the top ends the block
    return out;
}

std::vector<ReferenceLine> configurationReference()
{
    std::vector<ReferenceLine> lines;
    for (const Block &block : blocks())
        for (const ConfigCommand &command : block.commands)
            lines.push_back({std::string(block.opening), readable(command.syntax), {}});
    return lines;
}

base::Result<RouterConfig, std::vector<ConfigProblem>> parseConfig(std::string_view text)
{
    constexpr std::size_t kMostProblems = 100;
    ConfigReader reader;
    std::vector<ConfigProblem> problems;
    int number = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (auto taken = reader.take(text.substr(0, end), ++number); !taken) {
            if (problems.size() == kMostProblems) {
                problems.push_back({number, 1, "and more from here on"});
                break;
            }
            problems.push_back(std::move(taken.error()));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!problems.empty())
        return base::fail(std::move(problems));
    return reader.config();
}

} // namespace hopyard::console

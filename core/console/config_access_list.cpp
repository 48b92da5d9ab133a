// The configuration lines of packet filters: `ip access-list`, and the rules in its block. See config_commands.h.
//
// The lines are those of Cisco's routers, because FRR has none (it leaves packets to Linux). They are no relatives of
// `access-list NAME` (config_policy.cpp), which is about routes. A standard list asks for sources alone; it is kept, and
// written back, as the extended list that means the same. Deliberately missing: remarks, logging, times of day.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/console/config_commands.h"
#include "core/console/config_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace hopyard::console {

using ip::AccessList;
using ip::AccessRule;
using ip::AddressMatch;
using ip::PortMatch;

namespace {

constexpr std::uint32_t kStandard = 1; ///< a block's number
constexpr std::uint32_t kStep = 10;    ///< between rules that were given no number

template <class Value>
struct Named {
    std::string_view name;
    Value value;
};

constexpr std::array<Named<std::uint16_t>, 12> kPorts{{{"ftp", 21}, {"ssh", 22}, {"telnet", 23}, {"smtp", 25}, {"domain", 53},
                                                       {"bootps", 67}, {"bootpc", 68}, {"tftp", 69}, {"www", 80}, {"ntp", 123},
                                                       {"snmp", 161}, {"https", 443}}};
constexpr std::array<Named<std::uint8_t>, 7> kProtocols{
    {{"icmp", 1}, {"igmp", 2}, {"tcp", 6}, {"udp", 17}, {"gre", 47}, {"ospf", 89}, {"pim", 103}}};
constexpr std::array<Named<std::uint8_t>, 4> kIcmpTypes{
    {{"echo-reply", 0}, {"unreachable", 3}, {"echo", 8}, {"time-exceeded", 11}}};

/// The name of a value, or its number.
template <class Value, std::size_t N>
std::string nameOf(const std::array<Named<Value>, N> &all, Value value)
{
    const auto at = std::ranges::find(all, value, &Named<Value>::value);
    return at == all.end() ? std::to_string(value) : std::string(at->name);
}

std::optional<std::uint16_t> portNamed(const std::string &text)
{
    if (const auto at = std::ranges::find(kPorts, std::string_view(text), &Named<std::uint16_t>::name); at != kPorts.end())
        return at->value;
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// The tokens of one side end in "1" or "2".
AddressMatch placeOf(const ConfigAction &a, const std::string &side)
{
    const auto address = [&](const std::string &name) { return base::Ipv4Address::parse(a.arguments.get(name + side))->value(); };
    std::uint32_t value = 0, wildcard = 0xffffffff;
    if (a.arguments.has("prefix" + side)) {
        const auto prefix = *base::IpPrefix::parse(a.arguments.get("prefix" + side), true);
        value = prefix.address().v4().value();
        wildcard = ~base::netmask4(prefix.length());
    } else if (a.arguments.has("host" + side)) {
        value = address("host");
        wildcard = 0;
    } else if (a.arguments.has("address" + side)) {
        value = address("address");
        wildcard = a.arguments.has("wildcard" + side) ? address("wildcard") : 0;
    }
    return {base::Ipv4Address(value & ~wildcard), wildcard};
}

Outcome setPorts(const ConfigAction &a, const std::string &side, PortMatch &ports)
{
    const Arguments &words = a.arguments;
    for (const char *name : {"port", "low", "high"})
        if (words.has(name + side) && !portNamed(words.get(name + side)))
            return fmt::format("'{:.40}' is no port: write a number up to 65535, or a name such as www or domain", words.get(name + side));
    const auto port = [&](const char *name) { return *portNamed(words.get(name + side)); };
    if (words.has("eq" + side) || words.has("neq" + side))
        ports = {port("port"), port("port"), words.has("neq" + side)};
    if (words.has("lt" + side)) {
        if (port("port") == 0)
            return "no port is less than 0";
        ports.high = static_cast<std::uint16_t>(port("port") - 1);
    }
    if (words.has("gt" + side)) {
        if (port("port") == 0xffff)
            return "no port is greater than 65535";
        ports.low = static_cast<std::uint16_t>(port("port") + 1);
    }
    if (words.has("range" + side)) {
        ports = {port("low"), port("high"), false};
        if (ports.low > ports.high)
            return "a range of ports begins with the smaller one";
    }
    return {};
}

Outcome ruleOf(const ConfigAction &a, AccessRule &rule)
{
    const Arguments &words = a.arguments;
    rule.sequence = words.has("sequence") ? a.number("sequence") : 0;
    rule.permit = words.has("permit");
    for (const auto &[name, value] : kProtocols)
        if (words.has(name))
            rule.protocol = static_cast<wire::IpProtocol>(value);
    if (words.has("protocol"))
        rule.protocol = static_cast<wire::IpProtocol>(a.number("protocol"));
    rule.source = placeOf(a, "1");
    rule.destination = placeOf(a, "2");
    for (const auto &[name, value] : kIcmpTypes)
        if (words.has(name))
            rule.icmpType = value;
    if (words.has("type"))
        rule.icmpType = static_cast<std::uint8_t>(a.number("type"));
    rule.established = words.has("established");
    if (rule.established && rule.protocol != wire::IpProtocol::tcp)
        return "'established' is about connections: only tcp has them";
    if (Outcome why = setPorts(a, "1", rule.sourcePort); !why.empty())
        return why;
    return setPorts(a, "2", rule.destinationPort);
}

bool sameRule(const AccessRule &a, AccessRule b)
{
    b.sequence = a.sequence;
    return a == b;
}

Outcome enterList(const ConfigAction &a)
{
    const std::string &name = a.arguments.get("name");
    a.config().gate.need().lists[name].name = name;
    a.enter(ConfigMode::accessList, name, a.arguments.has("standard") ? kStandard : 0);
    return {};
}

Outcome removeList(const ConfigAction &a)
{
    return changeGate(a, [&](router::GateConfig &gate) {
        return gate.lists.erase(a.arguments.get("name")) > 0 ? Outcome() : Outcome("there is no such list");
    });
}

Outcome changeRule(const ConfigAction &a)
{
    AccessRule rule;
    if (Outcome why = ruleOf(a, rule); !why.empty())
        return why;
    AccessList &list = a.config().gate.need().lists[a.blockName()];
    const auto same = std::ranges::find_if(list.rules, [&](const AccessRule &other) { return sameRule(rule, other); });
    if (a.isNo()) {
        if (same == list.rules.end() || (rule.sequence != 0 && same->sequence != rule.sequence))
            return "there is no such rule";
        list.rules.erase(same);
        return {};
    }
    if (same != list.rules.end() && rule.sequence == 0)
        return {}; // it is there
    if (rule.sequence == 0) {
        const std::uint32_t last = list.rules.empty() ? 0 : list.rules.back().sequence;
        if (last > kMostSequence - kStep)
            return fmt::format("there is no number left behind {}", last);
        rule.sequence = last + kStep;
    }
    list.add(rule);
    return {};
}

Outcome changeStandardRule(const ConfigAction &a)
{
    if (a.blockNumber() != kStandard)
        return "an extended list wants a protocol and a destination: permit ip SOURCE DESTINATION";
    return changeRule(a);
}

Outcome changeExtendedRule(const ConfigAction &a)
{
    if (a.blockNumber() == kStandard)
        return "a standard list asks for sources alone; \"ip access-list extended NAME\" asks for more";
    return changeRule(a);
}

Outcome removeRule(const ConfigAction &a)
{
    AccessList &list = a.config().gate.need().lists[a.blockName()];
    return list.remove(a.number("sequence")) ? Outcome() : Outcome("there is no such rule");
}

constexpr std::array kTop{
    ConfigCommand{"ip access-list <standard|extended> WORD$name", enterList},
    ConfigCommand{"no ip access-list <standard|extended> WORD$name", removeList},
};

#define HOPYARD_PLACE(n) \
    " <any|host A.B.C.D$host" n "|A.B.C.D$address" n " A.B.C.D$wildcard" n "|A.B.C.D/M$prefix" n ">"
#define HOPYARD_PORTS(n) \
    " [<eq$eq" n "|neq$neq" n "|gt$gt" n "|lt$lt" n "> WORD$port" n "|range$range" n " WORD$low" n " WORD$high" n "]"

constexpr std::array kInList{
    ConfigCommand{"[no] [(1-2147483647)$sequence] <permit|deny> "
                  "<any|host A.B.C.D$host1|A.B.C.D$address1 [A.B.C.D$wildcard1]|A.B.C.D/M$prefix1>", changeStandardRule},
    ConfigCommand{"[no] [(1-2147483647)$sequence] <permit|deny> <tcp|udp>" HOPYARD_PLACE("1") HOPYARD_PORTS("1")
                      HOPYARD_PLACE("2") HOPYARD_PORTS("2") " [established]", changeExtendedRule},
    ConfigCommand{"[no] [(1-2147483647)$sequence] <permit|deny> icmp" HOPYARD_PLACE("1") HOPYARD_PLACE("2")
                  " [<echo|echo-reply|unreachable|time-exceeded|(0-255)$type>]", changeExtendedRule},
    ConfigCommand{"[no] [(1-2147483647)$sequence] <permit|deny> <ip|igmp|gre|ospf|pim|(0-255)$protocol>" HOPYARD_PLACE("1")
                      HOPYARD_PLACE("2"), changeExtendedRule},
    ConfigCommand{"no (1-2147483647)$sequence", removeRule},
};

#undef HOPYARD_PORTS
#undef HOPYARD_PLACE

std::string placeText(const AddressMatch &place)
{
    if (place.wildcard == 0xffffffff)
        return " any";
    if (place.wildcard == 0)
        return " host " + toString(place.address);
    return fmt::format(" {} {}", toString(place.address), toString(base::Ipv4Address(place.wildcard)));
}

std::string portsText(const PortMatch &ports)
{
    if (ports.isAny())
        return {};
    if (ports.low == ports.high)
        return fmt::format(" {} {}", ports.negated ? "neq" : "eq", ports.low);
    if (ports.low == 0)
        return fmt::format(" lt {}", ports.high + 1);
    if (ports.high == 0xffff)
        return fmt::format(" gt {}", ports.low - 1);
    return fmt::format(" range {} {}", ports.low, ports.high);
}

} // namespace

std::string accessRuleText(const AccessRule &rule)
{
    std::string out = rule.permit ? "permit " : "deny ";
    out += rule.protocol ? nameOf(kProtocols, static_cast<std::uint8_t>(*rule.protocol)) : "ip";
    out += placeText(rule.source) + portsText(rule.sourcePort) + placeText(rule.destination) + portsText(rule.destinationPort);
    if (rule.established)
        out += " established";
    if (rule.icmpType)
        out += ' ' + nameOf(kIcmpTypes, *rule.icmpType);
    return out;
}

ConfigCommands accessListTopCommands() { return kTop; }
ConfigCommands accessListCommands() { return kInList; }

std::string writeAccessLists(const router::RouterConfig &config)
{
    std::string out;
    if (!config.gate)
        return out;
    for (const auto &[name, list] : config.gate->lists) {
        out += fmt::format("ip access-list extended {}\n", name);
        for (const AccessRule &rule : list.rules)
            out += fmt::format(" {} {}\n", rule.sequence, accessRuleText(rule));
        out += "exit\n!\n";
    }
    return out;
}

} // namespace hopyard::console

// A table of commands, each with how its words are read; see linux_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/linux_commands.h"

#include "core/exchange/shell_words.h"
#include "core/lab/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <span>

namespace hopyard::exchange {

namespace {

using Words = std::span<const std::string>;

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// The word behind `key`; empty where there is none.
std::string_view after(Words words, std::string_view key)
{
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == key)
            return words[i + 1];
    return {};
}

base::IpPrefix anyOf(base::Family family)
{
    return family == base::Family::ipv6 ? base::IpPrefix(base::IpAddress(base::Ipv6Address()), 0)
                                        : base::IpPrefix(base::IpAddress(base::Ipv4Address()), 0);
}

bool addRoute(Machine &machine, const base::IpPrefix &prefix, const base::IpAddress &via)
{
    if (prefix.family() != via.family())
        return false;
    if (prefix == anyOf(prefix.family()) && (!machine.gateway || machine.gateway == via)) {
        machine.gateway = via;
        return true;
    }
    const lab::HostRoute route{prefix, via};
    if (std::find(machine.routes.begin(), machine.routes.end(), route) == machine.routes.end())
        machine.routes.push_back(route);
    return true;
}

std::optional<base::IpPrefix> parseDestination(std::string_view text, base::Family family)
{
    if (text == "default")
        return anyOf(family);
    if (const auto prefix = base::IpPrefix::parse(text, true))
        return prefix;
    const auto host = base::IpAddress::parse(text);
    return host ? std::optional(base::IpPrefix(*host, host->isV6() ? 128 : 32)) : std::nullopt;
}

bool ipLink(Machine &machine, Words words)
{
    if (words.size() < 2 || words[0] != "set")
        return false;
    words = words.subspan(words[1] == "dev" ? 2 : 1);
    if (words.empty())
        return false;
    const std::string &name = words[0];
    if (name != "lo" && !lab::isInterfaceName(name))
        return false;
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i] == "up" || isOneOf(words[i], {"multicast", "promisc", "txqueuelen", "arp"})) {
            i += words[i] == "up" ? 0 : 1;
        } else if (words[i] == "mtu" && i + 1 < words.size()) {
            const auto mtu = lab::parseMtuValue(words[++i]);
            if (!mtu)
                return false;
            machine.interface(name).mtu = *mtu;
        } else if (words[i] == "address" && i + 1 < words.size()) {
            const auto mac = base::MacAddress::parse(words[++i]);
            if (!mac)
                return false;
            machine.interface(name).mac = *mac;
        } else {
            return false; // down, master, netns, …
        }
    }
    return true;
}

bool ipAddress(Machine &machine, Words words)
{
    if (words.size() < 2 || !isOneOf(words[0], {"add", "a", "replace"}))
        return words.size() == 3 && words[0] == "flush";
    const std::string_view device = after(words, "dev");
    const std::string &text = words[1];
    auto address = base::InterfaceAddress::parse(text);
    if (!address)
        if (const auto alone = base::IpAddress::parse(text))
            address = base::InterfaceAddress{*alone, static_cast<std::uint8_t>(alone->isV6() ? 128 : 32)};
    if (!address || device.empty())
        return false;
    addAddress(machine.interface(device), *address);
    return true;
}

bool ipRoute(Machine &machine, Words words, base::Family family)
{
    if (words.size() >= 2 && isOneOf(words[0], {"del", "delete", "flush"}))
        return true; // of the tool's own management network, which a lab does not have
    if (words.size() < 4 || !isOneOf(words[0], {"add", "a", "replace", "append", "change"}))
        return false;
    const auto via = base::IpAddress::parse(after(words, "via"));
    if (!via)
        return false;
    const auto prefix = parseDestination(words[1], via->isV6() ? base::Family::ipv6 : family);
    return prefix && addRoute(machine, *prefix, *via);
}

bool ip(Machine &machine, Words words)
{
    base::Family family = base::Family::ipv4;
    while (!words.empty() && words[0].starts_with('-')) {
        family = words[0] == "-6" ? base::Family::ipv6 : family;
        words = words.subspan(1);
    }
    if (words.empty())
        return false;
    const std::string &object = words[0];
    const Words rest = words.subspan(1);
    if (isOneOf(object, {"link", "l", "li"}))
        return ipLink(machine, rest);
    if (isOneOf(object, {"address", "addr", "addres", "ad", "a"}))
        return ipAddress(machine, rest);
    if (isOneOf(object, {"route", "ro", "r"}))
        return ipRoute(machine, rest, family);
    return false;
}

/// "255.255.255.0" or "ffffff00" as 24.
std::optional<std::uint8_t> parseMask(std::string_view text)
{
    const auto mask = base::Ipv4Address::parse(text);
    if (!mask)
        return std::nullopt;
    const std::uint32_t bits = mask->value();
    const int ones = std::countl_one(bits);
    return ones == std::popcount(bits) ? std::optional(static_cast<std::uint8_t>(ones)) : std::nullopt;
}

/// The length that an address has by its class, as ifconfig and route take it.
std::uint8_t classLength(const base::Ipv4Address &address)
{
    const std::uint32_t bits = address.value();
    return bits >> 31 == 0 ? 8 : bits >> 30 == 2 ? 16 : 24;
}

bool ifconfig(Machine &machine, Words words)
{
    if (words.empty() || !(words[0] == "lo" || lab::isInterfaceName(words[0])))
        return false;
    lab::Interface &interface = machine.interface(words[0]);
    std::optional<base::InterfaceAddress> address;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const bool more = i + 1 < words.size();
        if (isOneOf(words[i], {"up", "inet", "add"})) {
            continue;
        } else if (words[i] == "netmask" && more && address) {
            const auto length = parseMask(words[++i]);
            if (!length)
                return false;
            address->length = *length;
        } else if (words[i] == "broadcast" && more) {
            ++i;
        } else if (words[i] == "mtu" && more) {
            const auto mtu = lab::parseMtuValue(words[++i]);
            if (!mtu)
                return false;
            interface.mtu = *mtu;
        } else if (words[i] == "hw" && i + 2 < words.size()) {
            const auto mac = base::MacAddress::parse(words[i + 2]);
            if (!mac)
                return false;
            interface.mac = *mac;
            i += 2;
        } else if (words[i] == "inet6" && more) {
            i += words[i + 1] == "add" ? 1 : 0;
            const auto v6 = i + 1 < words.size() ? base::InterfaceAddress::parse(words[i + 1]) : std::nullopt;
            if (!v6)
                return false;
            addAddress(interface, *v6);
            ++i;
        } else if (const auto full = base::InterfaceAddress::parse(words[i])) {
            address = full;
        } else if (const auto alone = base::Ipv4Address::parse(words[i])) {
            address = base::InterfaceAddress{base::IpAddress(*alone), classLength(*alone)};
        } else {
            return false; // down, and what is not known
        }
    }
    if (address)
        addAddress(interface, *address);
    return true;
}

bool route(Machine &machine, Words words)
{
    while (!words.empty() && isOneOf(words[0], {"-n", "-A", "inet", "-4"}))
        words = words.subspan(1);
    if (!words.empty() && isOneOf(words[0], {"del", "delete"}))
        return true;
    if (words.size() < 3 || words[0] != "add")
        return false;
    const auto via = base::IpAddress::parse(after(words, "gw"));
    if (!via)
        return false;
    words = words.subspan(1);
    if (isOneOf(words[0], {"-net", "-host"}))
        words = words.subspan(1);
    auto prefix = parseDestination(words[0], via->family());
    const std::string_view netmask = after(words, "netmask");
    if (prefix && words[0] != "default" && words[0].find('/') == std::string::npos && prefix->address().isV4()) {
        const auto length = netmask.empty() ? std::nullopt : parseMask(netmask);
        if (length)
            prefix = base::IpPrefix(prefix->address(), *length);
        else if (!netmask.empty())
            return false;
    }
    return prefix && addRoute(machine, *prefix, *via);
}

bool sysctl(Machine &machine, Words words)
{
    bool known = !words.empty();
    for (const std::string &word : words) {
        if (word.starts_with('-'))
            continue;
        std::string key = word.substr(0, word.find('='));
        std::replace(key.begin(), key.end(), '/', '.');
        const std::string_view value = word.find('=') == std::string::npos ? "" : std::string_view(word).substr(word.find('=') + 1);
        if (isOneOf(key, {"net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", "net.ipv6.conf.all.forwarding"}))
            machine.forwards = machine.forwards || value == "1";
        else if (!key.starts_with("net.ipv4.conf.") && !key.starts_with("net.ipv6.conf.") && !key.starts_with("net.mpls."))
            known = false;
    }
    return known;
}

/// vtysh -c "configure terminal" -c "router ospf" …: the lines between are configuration.
bool vtysh(Machine &machine, Words words)
{
    std::string lines;
    bool configuring = false;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        if (words[i] != "-c")
            return false;
        const std::string &line = words[i + 1];
        const std::string_view first = std::string_view(line).substr(0, line.find(' '));
        if (first.size() >= 4 && std::string_view("configure").starts_with(first))
            configuring = true;
        else if (first == "end")
            configuring = false;
        else if (first.size() >= 2 && (std::string_view("write").starts_with(first) || std::string_view("copy").starts_with(first)))
            continue;
        else if (configuring)
            lines += line + '\n';
        else
            return false;
    }
    if (!machine.config.empty() && !machine.config.ends_with('\n'))
        machine.config += '\n';
    machine.config += lines;
    machine.forwards = machine.forwards || !lines.empty();
    return true;
}

bool isRoutingService(std::string_view word)
{
    return isOneOf(word, {"frr", "frr.service", "zebra", "quagga", "bgpd", "ospfd", "ripd", "staticd"});
}

/// Starting FRR, in one of the ways that people do.
bool startsRouting(Words words)
{
    const std::string_view first = words[0];
    if (isOneOf(first, {"systemctl", "rc-service", "service"}))
        return std::any_of(words.begin() + 1, words.end(), isRoutingService)
            && std::none_of(words.begin() + 1, words.end(), [](const std::string &w) { return w == "stop" || w == "disable"; });
    if (first.ends_with("/frrinit.sh") || first.ends_with("/docker-start"))
        return true;
    return (first.starts_with("/etc/init.d/") && isRoutingService(first.substr(first.rfind('/') + 1)))
        || first == "/usr/lib/frr/watchfrr" || first == "/usr/lib/frr/zebra";
}

constexpr int kDeepest = 8; // shells that start shells

void apply(Machine &machine, const ShellCommand &command, int depth);

/// sh -c "…"
bool shell(Machine &machine, Words words, int depth)
{
    const auto minusC = std::find_if(words.begin(), words.end(), [](const std::string &w) {
        return w.size() >= 2 && w[0] == '-' && w.ends_with('c');
    });
    if (depth >= kDeepest || minusC == words.end() || minusC + 1 == words.end())
        return false;
    for (const ShellCommand &inner : splitCommands(*(minusC + 1)))
        apply(machine, inner, depth + 1);
    return true;
}

bool understands(Machine &machine, const ShellCommand &command, int depth)
{
    Words words = command.words;
    if (isOneOf(words[0], {"echo", "/bin/echo"}) && words.size() == 4 && words[2] == ">")
        return words[3] == "/proc/sys/net/ipv4/ip_forward" && (machine.forwards = machine.forwards || words[1] == "1", true);
    if (isOneOf(words[0], {"sudo", "nohup", "exec"}) && words.size() > 1)
        words = words.subspan(1);
    const std::string_view program = std::string_view(words[0]).substr(words[0].rfind('/') + 1);
    const Words rest = words.subspan(1);
    if (isOneOf(program, {"sh", "bash", "ash", "dash"}))
        return shell(machine, rest, depth);
    if (!command.isPlain)
        return false;
    if (program == "ip")
        return ip(machine, rest);
    if (program == "ifconfig")
        return ifconfig(machine, rest);
    if (program == "route")
        return route(machine, rest);
    if (program == "sysctl")
        return sysctl(machine, rest);
    if (program == "vtysh")
        return vtysh(machine, rest);
    if (startsRouting(words)) {
        machine.forwards = true;
        return true;
    }
    return isOneOf(program, {"sleep", "true", ":", "hostname", "set", "wait", "exit"});
}

void apply(Machine &machine, const ShellCommand &command, int depth)
{
    if (!understands(machine, command, depth))
        machine.programs.push_back(command.text);
}

} // namespace

void applyScript(Machine &machine, std::string_view script)
{
    if (script.starts_with("#!"))
        script.remove_prefix(std::min(script.find('\n'), script.size()));
    for (const ShellCommand &command : splitCommands(script))
        apply(machine, command, 0);
}

} // namespace hopyard::exchange

// A table of commands, each with how its words are read; see linux_commands.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/linux_commands.h"

#include "core/exchange/interfaces_file.h"
#include "core/exchange/shell_words.h"
#include "core/lab/values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <vector>

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

bool has(Words words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isDevice(std::string_view name)
{
    return name == "lo" || lab::isInterfaceName(std::string(name));
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
    words = words.subspan(1);
    std::string name(after(words, "dev")); // it may stand anywhere with "dev" before it, and first without
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "dev") {
            ++i;
        } else if (words[i] == "up") {
            continue;
        } else if (isOneOf(words[i], {"multicast", "promisc", "txqueuelen", "arp"})) {
            ++i;
        } else if (words[i] == "mtu" && i + 1 < words.size() && !name.empty()) {
            const auto mtu = lab::parseMtuValue(words[++i]);
            if (!mtu || !isDevice(name))
                return false;
            machine.interface(name).mtu = *mtu;
        } else if (words[i] == "address" && i + 1 < words.size() && !name.empty()) {
            const auto mac = base::MacAddress::parse(words[++i]);
            if (!mac || !isDevice(name))
                return false;
            machine.interface(name).mac = *mac;
        } else if (name.empty()) {
            name = words[i];
        } else {
            return false; // down, master, netns, …
        }
    }
    return isDevice(name);
}

bool ipAddress(Machine &machine, Words words)
{
    if (words.size() < 2 || !isOneOf(words[0], {"add", "a", "ad", "replace", "change"}))
        return words.size() >= 2 && words[0] == "flush";
    if (has(words, "peer"))
        return false;
    const std::string_view device = after(words, "dev");
    // "add 10.0.0.1/24 dev eth0", "add dev eth0 10.0.0.1/24", "add local 10.0.0.1/24 brd + dev eth0"
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (isOneOf(words[i], {"dev", "brd", "broadcast", "label", "scope"})) {
            ++i;
            continue;
        }
        auto address = base::InterfaceAddress::parse(words[i]);
        if (!address)
            if (const auto alone = base::IpAddress::parse(words[i]))
                address = base::InterfaceAddress{*alone, static_cast<std::uint8_t>(alone->isV6() ? 128 : 32)};
        if (!address)
            continue;
        if (!isDevice(device))
            return false;
        addAddress(machine.interface(device), *address);
        return true;
    }
    return false;
}

bool ipRoute(Machine &machine, Words words, base::Family family)
{
    if (words.size() >= 2 && isOneOf(words[0], {"del", "delete", "flush"}))
        return true; // of the tool's own management network, which a lab does not have
    if (words.size() < 4 || !isOneOf(words[0], {"add", "a", "replace", "append", "change"}) || !after(words, "table").empty())
        return false;
    bool taken = false;
    for (std::size_t i = 2; i + 1 < words.size(); ++i) { // several ways: "nexthop via … nexthop via …"
        if (words[i] != "via")
            continue;
        const auto via = base::IpAddress::parse(words[i + 1] == "inet6" && i + 2 < words.size() ? words[i + 2] : words[i + 1]);
        const auto prefix = via ? parseDestination(words[1], via->isV6() ? base::Family::ipv6 : family) : std::nullopt;
        if (!prefix || !addRoute(machine, *prefix, *via))
            return false;
        taken = true;
    }
    return taken;
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
    const std::string name = words.empty() ? std::string() : words[0].substr(0, words[0].find(':')); // "eth0:1": one more address
    if (!isDevice(name))
        return false;
    lab::Interface &interface = machine.interface(name);
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
    if (address && !(address->address.isV4() && address->address.v4().value() == 0)) // 0.0.0.0: none
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

void addConfig(Machine &machine, std::string_view lines)
{
    if (!machine.config.empty() && !machine.config.ends_with('\n'))
        machine.config += '\n';
    machine.config += lines;
    machine.forwards = machine.forwards || !lines.empty();
    machine.hasDaemon = machine.hasDaemon || !lines.empty();
}

std::string trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r"), last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

bool sysctl(Machine &machine, Words words)
{
    bool known = !words.empty();
    for (const std::string &word : words) {
        if (word.starts_with('-'))
            continue;
        const std::size_t equals = word.find('=');
        std::string key = trimmed(std::string_view(word).substr(0, equals));
        std::replace(key.begin(), key.end(), '/', '.');
        const std::string value = equals == std::string::npos ? std::string() : trimmed(std::string_view(word).substr(equals + 1));
        if (isOneOf(key, {"net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding", "net.ipv6.conf.all.forwarding"})) {
            machine.forwards = machine.forwards || value == "1";
            machine.forbidsForwarding = value == "0";
        } else if (!key.starts_with("net.ipv4.conf.") && !key.starts_with("net.ipv6.conf.") && !key.starts_with("net.mpls.")) {
            known = false;
        }
    }
    return known;
}

/// vtysh -c "configure terminal" -c "router ospf" …, or the same lines in a here-document: those between are configuration.
bool vtysh(Machine &machine, Words words, const std::optional<std::string> &hereDocument)
{
    std::vector<std::string> said;
    for (std::size_t i = 0; i < words.size(); i += 2) {
        if (words[i] == "-b") { // what stands in its file, which is read from there
            --i;
            continue;
        }
        if (words[i] != "-c" || i + 1 >= words.size())
            return false;
        std::string_view rest = words[i + 1]; // may be several lines
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            said.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    std::istringstream lines(hereDocument.value_or(std::string()));
    for (std::string line; std::getline(lines, line);)
        said.push_back(line);
    std::string config;
    bool configuring = false;
    for (const std::string &line : said) {
        const std::string bare = trimmed(line);
        const std::string_view first = std::string_view(bare).substr(0, bare.find(' '));
        if (bare.empty())
            continue;
        if (first.size() >= 4 && std::string_view("configure").starts_with(first))
            configuring = true;
        else if (first == "end")
            configuring = false;
        else if (first.size() >= 2 && (std::string_view("write").starts_with(first) || std::string_view("copy").starts_with(first)))
            continue;
        else if (configuring)
            config += line + '\n';
        else if (!isOneOf(first, {"exit", "quit", "enable"}))
            return false;
    }
    addConfig(machine, config);
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

/// What a script has said so far: NAME=value.
using Variables = std::map<std::string, std::string, std::less<>>;

void apply(Machine &machine, const ShellCommand &command, int depth, Variables &variables);

/// sh -c "…"
bool shell(Machine &machine, Words words, int depth)
{
    const auto minusC = std::find_if(words.begin(), words.end(), [](const std::string &w) {
        return w.size() >= 2 && w[0] == '-' && w.ends_with('c');
    });
    if (std::all_of(words.begin(), words.end(), [](const std::string &w) { return w.starts_with('-') && !w.ends_with('c'); }))
        return true; // a shell that waits for somebody
    if (depth >= kDeepest || minusC == words.end() || minusC + 1 == words.end())
        return false;
    Variables variables;
    for (const ShellCommand &inner : splitCommands(*(minusC + 1)))
        apply(machine, inner, depth + 1, variables);
    return true;
}

/// "echo 1 > FILE", "cat > FILE <<EOF": what is written into which file. Nothing for other commands.
struct Written {
    std::string file;
    std::string text;
};
std::optional<Written> writtenBy(const ShellCommand &command)
{
    const std::vector<std::string> &words = command.words;
    const auto arrow = std::find_if(words.begin(), words.end(), [](const std::string &w) { return w.starts_with('>'); });
    if (arrow == words.end() || !isOneOf(words[0].substr(words[0].rfind('/') + 1), {"echo", "printf", "cat"}))
        return std::nullopt;
    Written written;
    written.file = arrow->substr(std::min(arrow->find_first_not_of('>'), arrow->size()));
    if (written.file.empty() && arrow + 1 != words.end())
        written.file = *(arrow + 1);
    if (written.file.empty() || (written.file != words.back() && !arrow->ends_with(written.file)))
        return std::nullopt; // more behind it: a pipe, a second file
    if (command.hereDocument) {
        written.text = *command.hereDocument;
    } else {
        for (auto word = words.begin() + 1; word != arrow; ++word)
            written.text += (written.text.empty() ? "" : " ") + *word;
    }
    return written;
}

/// The files that say something of the network.
bool takesFile(Machine &machine, const Written &written)
{
    const std::string &file = written.file;
    if (isOneOf(file, {"/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/conf/all/forwarding", "/proc/sys/net/ipv6/conf/all/forwarding"})) {
        machine.forwards = machine.forwards || trimmed(written.text) == "1";
        return true;
    }
    if (file.starts_with("/proc/sys/net/ipv4/conf/") || file.starts_with("/proc/sys/net/ipv6/conf/"))
        return true;
    const std::string folder = file.substr(0, file.rfind('/') == std::string::npos ? 0 : file.rfind('/'));
    if (isOneOf(folder, {"/etc/frr", "/etc/quagga"}) && file.ends_with(".conf") && !file.ends_with("vtysh.conf")) {
        addConfig(machine, written.text + (written.text.ends_with('\n') ? "" : "\n"));
        return true;
    }
    if (file == "/etc/network/interfaces") {
        applyInterfacesFile(machine, written.text);
        return true;
    }
    return isOneOf(folder, {"/etc/frr", "/etc/quagga"}); // which daemons run
}

/// What would change the computer that the lab runs on, or needs what a lab does not have.
bool isAboutTheMachine(const ShellCommand &command, std::string_view program, Words rest)
{
    if (const auto written = writtenBy(command))
        return isOneOf(written->file, {"/etc/resolv.conf", "/etc/hosts", "/etc/hostname", "/etc/motd", "/etc/environment", "/etc/profile"})
            || written->file.find("/.bash") != std::string::npos || written->file.find("/.profile") != std::string::npos
            || written->file.starts_with("~/");
    if (isOneOf(program, {"apt", "apt-get", "apk", "yum", "dnf", "pip", "pip3", "useradd", "adduser", "passwd", "chpasswd", "update-alternatives"}))
        return true;
    const auto starts = [&](std::size_t at) { return at < rest.size() && isOneOf(rest[at], {"start", "restart", "enable", "reload", "stop"}); };
    if (program == "service")
        return starts(1);
    if (isOneOf(program, {"systemctl", "rc-service"}))
        return starts(0) || starts(1);
    return command.words[0].starts_with("/etc/init.d/") && starts(0);
}

/// Commands with which a Linux becomes a switch.
bool isBridging(std::string_view program, Words rest)
{
    const auto names = [&](std::string_view word) { return has(rest, word); };
    if (program == "brctl")
        return !rest.empty() && isOneOf(rest[0], {"addbr", "addif", "setfd", "setageing"});
    if (program == "ovs-vsctl")
        return names("add-br") || names("add-port");
    if (program == "ip" && !rest.empty() && isOneOf(rest[0], {"link", "l", "li"}))
        return !names("vlan_filtering") && ((names("add") && names("type") && names("bridge")) || (names("set") && names("master")));
    return false;
}

/// dhclient eth0, udhcpc -i eth0.
bool dhcpClient(Machine &machine, std::string_view program, Words words)
{
    std::string device(after(words, "-i"));
    if (device.empty() && !words.empty() && program != "udhcpc")
        device = words.back();
    if (!isDevice(device) || device.starts_with('-'))
        return false;
    machine.interface(device).dhcp = true;
    return true;
}

bool understands(Machine &machine, const ShellCommand &command, int depth)
{
    Words words = command.words;
    if (isOneOf(words[0], {"sudo", "nohup", "exec"}) && words.size() > 1)
        words = words.subspan(1);
    const std::string_view program = std::string_view(words[0]).substr(words[0].rfind('/') + 1);
    const Words rest = words.subspan(1);
    if (const auto written = writtenBy(command); written && takesFile(machine, *written))
        return true;
    if (isOneOf(program, {"sh", "bash", "ash", "dash"}) && !command.hereDocument)
        return shell(machine, rest, depth);
    if (program == "vtysh" && (command.isPlain || command.hereDocument))
        return vtysh(machine, rest, command.hereDocument);
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
    if (isOneOf(program, {"dhclient", "udhcpc", "dhcpcd"}))
        return dhcpClient(machine, program, rest);
    if (startsRouting(words)) {
        machine.forwards = machine.hasDaemon = true;
        return true;
    }
    if (isOneOf(program, {"ifup", "ifreload"}) || words[0] == "/etc/init.d/networking" || (isOneOf(program, {"service", "systemctl"}) && has(rest, "networking")))
        return true; // /etc/network/interfaces, which is read from there
    return isOneOf(program, {"sleep", "true", ":", "hostname", "set", "wait", "exit", "clear"});
}

bool isName(std::string_view text)
{
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// "NAME=value OTHER=value", also behind "export": true, and they are known from here on.
bool assigns(const ShellCommand &command, Variables &variables)
{
    Words words = command.words;
    if (words[0] == "export" && words.size() > 1)
        words = words.subspan(1);
    const auto isAssignment = [](const std::string &word) { return word.find('=') != std::string::npos && isName(word.substr(0, word.find('='))); };
    if (!command.isPlain || command.hereDocument || !std::all_of(words.begin(), words.end(), isAssignment))
        return false;
    for (const std::string &word : words)
        variables.insert_or_assign(word.substr(0, word.find('=')), word.substr(word.find('=') + 1));
    return true;
}

/// The text with the variables that are known in their places, but within single quotes.
std::string expanded(std::string_view text, const Variables &variables)
{
    constexpr std::size_t kLongest = 1u << 20; // values may have been made of each other
    std::string out;
    bool isQuoted = false;
    for (std::size_t at = 0; at < text.size() && out.size() < kLongest; ++at) {
        isQuoted = isQuoted != (text[at] == '\'');
        if (text[at] != '$' || isQuoted) {
            out += text[at];
            continue;
        }
        const bool inBraces = at + 1 < text.size() && text[at + 1] == '{';
        const std::size_t begin = at + (inBraces ? 2 : 1);
        std::size_t end = begin;
        while (end < text.size() && isName(text.substr(begin, end + 1 - begin)))
            ++end;
        const auto known = variables.find(text.substr(begin, end - begin));
        if (known == variables.end() || (inBraces && (end >= text.size() || text[end] != '}'))) {
            out += '$';
            continue;
        }
        out += known->second;
        at = end - (inBraces ? 0 : 1);
    }
    return out;
}

void apply(Machine &machine, const ShellCommand &command, int depth, Variables &variables)
{
    if (assigns(command, variables))
        return;
    if (!command.isPlain && !variables.empty() && depth < kDeepest)
        if (const std::string text = expanded(command.text, variables); text != command.text) {
            Variables none; // what a value has in it is not followed again
            for (const ShellCommand &inner : splitCommands(text))
                apply(machine, inner, depth + 1, none);
            return;
        }
    if (understands(machine, command, depth))
        return;
    Words words = command.words;
    if (isOneOf(words[0], {"sudo", "nohup", "exec"}) && words.size() > 1)
        words = words.subspan(1);
    const std::string_view program = std::string_view(words[0]).substr(words[0].rfind('/') + 1);
    if (isAboutTheMachine(command, program, words.subspan(1)) && !has(words, "frr")) {
        machine.leftOut.push_back(command.text);
        return;
    }
    machine.bridging += command.isPlain && isBridging(program, words.subspan(1)) ? 1 : 0;
    machine.programs.push_back(command.text);
}

} // namespace

void applyScript(Machine &machine, std::string_view script)
{
    if (script.starts_with("#!"))
        script.remove_prefix(std::min(script.find('\n'), script.size()));
    Variables variables;
    for (const ShellCommand &command : splitCommands(script))
        apply(machine, command, 0, variables);
}

} // namespace hopyard::exchange

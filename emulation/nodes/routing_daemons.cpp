// See routing_daemons.h; options as in the manual pages of zebra(8), ospfd(8), …, vtysh(1) and bird(8).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/nodes/routing_daemons.h"

#include <unistd.h>

#include <algorithm>
#include <array>

namespace hopyard::nodes {

namespace {

constexpr std::string_view kFrrPrograms = "/usr/lib/frr/";
constexpr std::string_view kFrrSockets = "/run/frr/";
constexpr std::string_view kVtysh = "/usr/bin/vtysh";
constexpr std::string_view kBird = "/usr/sbin/bird";

struct Known {
    std::string_view name;
    /// A line that begins with one of these needs it.
    std::array<std::string_view, 6> words;
};
// The words of FRR 8.4's grammar that only this daemon reads.
constexpr std::array<Known, 15> kDaemons{{
    {"staticd", {"ip route ", "ipv6 route ", "ip mroute "}},
    {"ospfd", {"router ospf", "ip ospf "}},
    {"ospf6d", {"router ospf6", "ipv6 ospf6 "}},
    {"ripd", {"router rip", "ip rip "}},
    {"ripngd", {"router ripng", "ipv6 ripng "}},
    {"bgpd", {"router bgp", "bgp ", "rpki", "segment-routing srv6"}},
    {"isisd", {"router isis", "ip router isis", "ipv6 router isis", "isis "}},
    {"eigrpd", {"router eigrp", "ip eigrp "}},
    {"babeld", {"router babel", "babel "}},
    {"bfdd", {"bfd"}},
    {"ldpd", {"mpls ldp"}},
    {"nhrpd", {"ip nhrp ", "ipv6 nhrp "}},
    {"pimd", {"ip pim", "ip igmp", "router pim"}},
    {"pbrd", {"pbr-map ", "pbr-policy "}},
    {"vrrpd", {"vrrp "}},
}};

std::string_view trimmed(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

bool needs(const Known &daemon, std::string_view line)
{
    // "router ospf6" is none of ospfd's, "router ripng" none of ripd's: a word ends where it does.
    return std::ranges::any_of(daemon.words, [&](std::string_view word) {
        return !word.empty() && line.starts_with(word)
            && (word.back() == ' ' || line.size() == word.size() || line[word.size()] == ' ');
    });
}

std::string path(std::string_view directory, std::string_view file, std::string_view end = {})
{
    return std::string(directory) + std::string(file) + std::string(end);
}

std::string oneOf(std::string_view what, std::string_view missing, std::string_view package)
{
    return std::string(what) + " is not installed here (" + std::string(missing) + " is missing): sudo apt install "
        + std::string(package);
}

} // namespace

std::vector<std::string> frrDaemons(std::string_view config)
{
    std::array<bool, kDaemons.size()> needed{};
    while (!config.empty()) {
        const std::string_view line = config.substr(0, config.find('\n'));
        config.remove_prefix(std::min(line.size() + 1, config.size()));
        for (std::size_t i = 0; i < kDaemons.size(); ++i)
            needed[i] = needed[i] || needs(kDaemons[i], trimmed(line));
    }
    std::vector<std::string> daemons{"zebra"};
    for (std::size_t i = 0; i < kDaemons.size(); ++i)
        if (needed[i])
            daemons.emplace_back(kDaemons[i].name);
    return daemons;
}

std::vector<Daemon> frrPrograms(std::string_view config)
{
    const std::vector<std::string> writable{"/run", "/etc/frr", "/var/tmp", "/var/log/frr"};
    std::vector<Daemon> programs;
    Daemon loader;
    loader.name = kFrrLoader;
    loader.argv = {std::string(kVtysh), "-b"};
    loader.inputFile = "/etc/frr/frr.conf";
    loader.input = config.empty() || config.back() != '\n' ? std::string(config) + '\n' : std::string(config);
    loader.writable = writable;
    for (const std::string &name : frrDaemons(config)) {
        Daemon daemon;
        daemon.name = name;
        // -P 0: no TCP console. The daemon keeps the user it has: in a user namespace there is no other.
        daemon.argv = {path(kFrrPrograms, name), "-P", "0", "-u", "root", "-g", "root", "--log", "stdout",
                       "--log-level", "warnings"};
        // Each looks for a configuration of its own first, and asks for the integrated one not at all.
        daemon.argv.insert(daemon.argv.end(), {"-f", "/dev/null"});
        if (name == "zebra")
            daemon.emptyFiles = {"/etc/frr/vtysh.conf"}; // without it vtysh complains each time
        else
            daemon.waitFor = {path(kFrrSockets, "zserv.api")};
        daemon.writable = writable;
        loader.waitFor.push_back(path(kFrrSockets, name, ".vty"));
        programs.push_back(std::move(daemon));
    }
    programs.push_back(std::move(loader));
    return programs;
}

std::vector<Daemon> birdPrograms(std::string_view config)
{
    Daemon daemon;
    daemon.name = "bird";
    daemon.argv = {std::string(kBird), "-f", "-c", "/etc/bird/bird.conf", "-s", "/run/bird/bird.ctl", "-P", "/run/bird/bird.pid"};
    daemon.inputFile = "/etc/bird/bird.conf";
    daemon.input = std::string(config);
    daemon.writable = {"/run", "/etc/bird", "/var/tmp"};
    return {daemon};
}

std::optional<std::string> frrMissing(std::string_view config)
{
    if (access(kVtysh.data(), X_OK) != 0)
        return oneOf("FRR", kVtysh, "frr");
    for (const std::string &daemon : frrDaemons(config))
        if (const std::string program = path(kFrrPrograms, daemon); access(program.c_str(), X_OK) != 0)
            return oneOf("FRR", program, "frr");
    return std::nullopt;
}

std::optional<std::string> birdMissing()
{
    if (access(kBird.data(), X_OK) != 0)
        return oneOf("BIRD", kBird, "bird2");
    return std::nullopt;
}

void addFrrNeeds(NamespaceSpec &spec)
{
    spec.forwarding = true;
    spec.ownDirectories = {"/etc/frr", "/run/frr", "/var/tmp", "/var/log/frr"};
    spec.groups = {"frrvty:x:0:root"}; // of group 0, which exists in every user namespace
}

void addBirdNeeds(NamespaceSpec &spec)
{
    spec.forwarding = true;
    spec.ownDirectories = {"/etc/bird", "/run/bird", "/var/tmp"};
}

} // namespace hopyard::nodes

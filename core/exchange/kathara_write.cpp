// A lab as Kathara's: lab.conf, NODE.startup, NODE/etc/frr. Interfaces are called eth0, eth1, … there: where the lab's are not,
// they are renamed in the configurations too. Hubs and switches are collision domains.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/export_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace hopyard::exchange {

namespace {

/// The text with every word that is a key put in place of its value.
std::string renamed(std::string_view text, const std::map<std::string, std::string, std::less<>> &names)
{
    std::string out;
    while (!text.empty()) {
        const std::size_t blank = text.find_first_of(" \t\n");
        const std::string_view word = text.substr(0, blank);
        const auto found = names.find(word);
        out += found == names.end() ? word : std::string_view(found->second);
        if (blank == std::string_view::npos)
            break;
        out += text[blank];
        text.remove_prefix(blank + 1);
    }
    return out;
}

/// For each link the number of its collision domain: links that meet in a hub or switch are one.
std::vector<std::size_t> domainsOf(const lab::Lab &lab)
{
    std::vector<std::size_t> domain(lab.links.size());
    std::iota(domain.begin(), domain.end(), std::size_t(0));
    for (bool changed = true; changed;) {
        changed = false;
        std::map<std::string, std::size_t> least; // of forwarders
        for (std::size_t i = 0; i < lab.links.size(); ++i)
            for (const lab::End *end : {&lab.links[i].a, &lab.links[i].b})
                if (const lab::Node *node = lab.findNode(end->node); node && isForwarder(node->kind)) {
                    const auto [at, isNew] = least.try_emplace(end->node, domain[i]);
                    at->second = std::min(at->second, domain[i]);
                }
        for (std::size_t i = 0; i < lab.links.size(); ++i)
            for (const lab::End *end : {&lab.links[i].a, &lab.links[i].b})
                if (const auto found = least.find(end->node); found != least.end() && found->second < domain[i]) {
                    domain[i] = found->second;
                    changed = true;
                }
    }
    return domain;
}

} // namespace

Exported writeKathara(const lab::Lab &lab)
{
    Exported made;
    std::string conf = fmt::format("LAB_NAME={}\n", inQuotes(lab.title.empty() ? fileName(lab) : lab.title));
    const std::vector<std::size_t> domains = domainsOf(lab);
    for (const lab::Node &node : lab.nodes) {
        if (isForwarder(node.kind)) {
            if (node.kind == lab::NodeKind::switch_)
                made.left.push_back(fmt::format("{}: the switch is a collision domain, which all that is plugged into it shares", node.name));
            continue;
        }
        if (node.kind == lab::NodeKind::placeholder)
            made.left.push_back(fmt::format("{}: a placeholder becomes a plain machine", node.name));
        const std::vector<std::string> interfaces = interfacesOf(lab, node);
        std::map<std::string, std::string, std::less<>> names;
        const bool areNumbered = std::all_of(interfaces.begin(), interfaces.end(), [&](const std::string &name) {
            return name.size() > 3 && name.starts_with("eth") && name.find_first_not_of("0123456789", 3) == std::string::npos && name.size() < 7;
        });
        for (std::size_t i = 0; i < interfaces.size(); ++i)
            names[interfaces[i]] = areNumbered ? interfaces[i] : fmt::format("eth{}", i);
        conf += '\n';
        for (std::size_t i = 0; i < lab.links.size(); ++i)
            for (const lab::End *end : {&lab.links[i].a, &lab.links[i].b}) {
                if (end->node != node.name)
                    continue;
                const auto own = std::find_if(node.interfaces.begin(), node.interfaces.end(), [&](const lab::Interface &x) { return x.name == end->interface; });
                const std::string mac = own != node.interfaces.end() && own->mac ? '/' + toString(*own->mac) : "";
                conf += fmt::format("{}[{}]=\"L{}{}\"\n", node.name, names[end->interface].substr(3), domains[i], mac);
            }
        conf += fmt::format("{}[image]=\"kathara/{}\"\n", node.name, isRouting(node.kind) ? "frr" : "base");
        std::string startup;
        for (const std::string &line : isRouting(node.kind) ? std::vector<std::string>() : hostCommands(node))
            startup += renamed(line, names) + '\n';
        if (node.kind == lab::NodeKind::host && interfaces.size() > 1)
            startup += "sysctl -w net.ipv4.ip_forward=0\n"; // Kathara's machines forward unless they are told not to
        if (isRouting(node.kind)) {
            const std::string config = renamed(frrConfig(node), names);
            made.files[node.name + "/etc/frr/frr.conf"] = config;
            made.files[node.name + "/etc/frr/daemons"] = frrDaemons(config);
            startup += "systemctl start frr\n";
        }
        made.files[node.name + ".startup"] = startup;
        if (node.kind == lab::NodeKind::host && !node.start.empty())
            made.left.push_back(fmt::format("{}: its commands are Hopyard's own and are left out", node.name));
    }
    sayImpairments(lab, "", made.left);
    made.left.push_back("positions on the canvas are not said");
    made.files["lab.conf"] = std::move(conf);
    return made;
}

} // namespace hopyard::exchange

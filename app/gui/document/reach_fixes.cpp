// A fix that changes what is spoken already is tried on a copy of the lab first: what would leave a router without a way is not offered.
// See reach_fixes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/reach_fixes.h"

#include "app/gui/document/fix_changes.h"
#include "app/gui/document/fix_context.h"
#include "app/gui/document/strings.h"
#include "core/lab/network_checks.h"
#include "core/lab/reachability.h"
#include "core/lab/routing_facts.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace hopyard::document {

namespace {

using Names = std::vector<std::string>;

QString tr(const char *text) { return QCoreApplication::translate("QuickFixes", text); }

bool speaksFrr(const lab::Node *node) { return node && (node->kind == lab::NodeKind::router || node->kind == lab::NodeKind::frr); }

/// Routers that the network has no way from; empty where all have one.
Names withoutWay(const lab::Reachability &reach, const base::IpPrefix &network)
{
    for (const lab::UnreachableNetwork &each : reach.networks)
        if (each.network == network)
            return each.from;
    return {};
}


/// The group of routers without routes that this is the first of.
Names silentWith(const FixContext &context, const std::string &router)
{
    for (const lab::RoutersWithoutRoutes &each : context.reach().silent)
        if (std::find(each.routers.begin(), each.routers.end(), router) != each.routers.end())
            return each.routers;
    return {};
}

lab::Lab after(const lab::Lab &lab, const Fix &fix)
{
    Edit edit(lab);
    fix.change(edit);
    return edit.lab();
}

/// What would be changed gives all routers a way. `key` says what that is.
bool mends(const FixContext &context, const Fix &fix, const std::string &key, const base::IpPrefix &network)
{
    return withoutWay(context.reachAfter(key, [&] { return after(context.lab(), fix); }), network).empty();
}

/// "r1", "r1 and r2", "5 routers".
QString nameRouters(const Names &names)
{
    if (names.size() > 2)
        return tr("%1 routers").arg(names.size());
    return names.size() == 1 ? toQt(names[0]) : tr("%1 and %2").arg(toQt(names[0]), toQt(names[1]));
}

/// Lines to be appended to the configurations of several nodes.
Fix append(const QString &text, std::map<std::string, std::string> lines)
{
    return {text, [lines = std::move(lines)](Edit &edit) {
                for (const auto &[name, more] : lines)
                    if (const lab::Node *old = edit.lab().findNode(name)) {
                        lab::Node changed = *old;
                        appendLines(changed.config, more);
                        edit.setNode(name, std::move(changed));
                    }
            }};
}

/// Where the routers are that a network's packets come through.
struct Around {
    const FixContext &context;
    std::map<std::string, base::IpAddress> hops; ///< nextHopsTo()
    const lab::Lab &lab() const { return context.lab(); }
};

Around around(const FixContext &context, const base::IpPrefix &network) { return {context, context.ways().nextHopsTo(network)}; }

std::optional<Fix> addRoutes(const Around &all, const base::IpPrefix &network, const Names &from)
{
    std::set<std::string_view> configured; // that are configured in FRR's language
    for (const lab::Node &node : all.lab().nodes)
        if (speaksFrr(&node))
            configured.insert(node.name);
    std::map<std::string, std::string> lines;
    for (const std::string &name : from) {
        const auto hop = all.hops.find(name);
        if (hop == all.hops.end() || !configured.contains(name))
            return std::nullopt;
        lines[name] = routeLine(network, hop->second) + '\n';
    }
    const QString text = from.size() == 1 ? tr("Add a static route to %1 on %2") : tr("Add static routes to %1 on %2");
    return append(text.arg(toQt(base::toString(network)), nameRouters(from)), std::move(lines));
}

/// Puts a line into the block of a protocol, behind its head, or behind that of its addresses' family.
void addToBlock(std::string &config, const std::string &protocol, const std::string &line)
{
    const std::string head = "router " + protocol;
    const auto isWhole = [&](std::size_t place) { return place >= config.size() || std::string_view(" \r\n").find(config[place]) != std::string_view::npos; };
    std::size_t at = 0;
    if (!config.starts_with(head) || !isWhole(head.size()))
        do // not at "router ospf6"
            at = config.find('\n' + head, at + 1);
        while (at != std::string::npos && !isWhole(at + 1 + head.size()));
    if (at == std::string::npos)
        return;
    const std::size_t end = config.find("\nrouter ", at + 1);
    if (const std::size_t family = config.find("address-family ipv4", at); family < end)
        at = family;
    at = config.find('\n', at == 0 ? 0 : at + 1);
    if (at == std::string::npos) {
        config += '\n';
        at = config.size() - 1;
    }
    config.insert(at + 1, line);
}

/// A router at the network that speaks a protocol and does not tell of it.
std::optional<Fix> announce(const Around &all, const base::IpPrefix &network, const Names &from)
{
    const auto isSilent = [&](const std::string &name) { return all.context.protocolsOf(name).empty(); };
    if (!network.address().isV4() || std::any_of(from.begin(), from.end(), isSilent)) // whoever speaks nothing hears nothing
        return std::nullopt;
    for (const lab::OwnedAddress &own : all.context.addresses()) {
        if (own.address.network() != network)
            continue;
        const lab::Node *node = all.lab().findNode(own.at.node);
        if (!speaksFrr(node))
            continue;
        for (const std::string &protocol : all.context.protocolsOf(node->name)) {
            const Fix fix = changeNode(tr("Let %1 tell of %2 by %3").arg(toQt(node->name), toQt(base::toString(network)), toQt(protocol).toUpper()), node->name,
                                       [=](lab::Node &changed) { addToBlock(changed.config, protocol, networkLine(network, protocol)); });
            if (mends(all.context, fix, node->name + ' ' + protocol + networkLine(network, protocol), network))
                return fix;
        }
    }
    return std::nullopt;
}

/// All routers from which routers lead to the network, and those that are there, speak one protocol: the one that some of them speak.
std::optional<Fix> speakTogether(const Around &all, const base::IpPrefix &network)
{
    std::set<std::string> together;
    for (const auto &[name, hop] : all.hops)
        together.insert(name);
    for (const lab::OwnedAddress &own : all.context.addresses())
        if (own.address.network() == network && speaksFrr(all.lab().findNode(own.at.node)))
            together.insert(own.at.node);
    std::set<std::string> protocols;
    Names silent;
    for (const lab::Node &node : all.lab().nodes) {
        if (!together.contains(node.name))
            continue;
        const std::set<std::string> &spoken = all.context.protocolsOf(node.name);
        protocols.insert(spoken.begin(), spoken.end());
        if (!speaksFrr(&node))
            return std::nullopt; // in another language
        if (spoken.empty())
            silent.push_back(node.name);
    }
    if (!network.address().isV4() || silent.empty() || protocols.size() > 1 || protocols.contains("bgp"))
        return std::nullopt; // whoever speaks several knows what for
    const std::string protocol = protocols.empty() ? "ospf" : *protocols.begin();
    std::map<std::string, std::string> lines;
    for (const std::string &name : silent)
        lines[name] = "router " + protocol + '\n';
    std::set<std::pair<std::string, base::IpPrefix>> written;
    for (const lab::OwnedAddress &own : all.context.addresses())
        if (const auto at = lines.find(own.at.node); at != lines.end() && own.address.address.isV4() && !own.address.address.isLoopback()
                                                     && written.emplace(own.at.node, own.address.network()).second)
            at->second += networkLine(own.address.network(), protocol);
    std::string key;
    for (const auto &[name, more] : lines)
        key += name + ' ' + more;
    Fix fix = append(tr("Let %1 speak %2").arg(nameRouters(silent), toQt(protocol).toUpper()), std::move(lines));
    // Those that speak it already may tell of too little.
    if (silent.size() < together.size() && !mends(all.context, fix, key, network))
        return std::nullopt;
    return fix;
}

} // namespace

std::vector<Fix> reachNetwork(const FixContext &context, const base::IpPrefix &network)
{
    const Names from = withoutWay(context.reach(), network);
    const Around all = around(context, network);
    std::vector<Fix> fixes;
    if (auto fix = announce(all, network, from))
        fixes.push_back(std::move(*fix));
    const bool isByHand = fixes.empty() && (from.size() == 1 || context.hasStaticRoutes());
    if (auto fix = speakTogether(all, network))
        fixes.push_back(std::move(*fix));
    if (auto fix = addRoutes(all, network, from)) // the first where routes are written by hand
        fixes.insert(isByHand ? fixes.begin() : fixes.end(), std::move(*fix));
    return fixes;
}

std::vector<Fix> giveRoutes(const FixContext &context, const std::string &router, const base::IpPrefix &beyond)
{
    const Names silent = silentWith(context, router);
    const Around all = around(context, beyond);
    std::vector<Fix> fixes;
    if (auto fix = speakTogether(all, beyond))
        fixes.push_back(std::move(*fix));
    if (silent.size() == 1)
        if (auto fix = addRoutes(all, beyond, silent))
            fixes.push_back(std::move(*fix));
    return fixes;
}

} // namespace hopyard::document

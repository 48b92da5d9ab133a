// See quick_fixes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/quick_fixes.h"

#include "app/gui/document/free_address.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "core/lab/find_loops.h"
#include "core/lab/network_checks.h"
#include "core/lab/placeholder.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace hopyard::document {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("QuickFixes", text); }

/// The first address of the network that nobody has.
std::optional<base::InterfaceAddress> freeIn(const lab::Lab &lab, const base::InterfaceAddress &like)
{
    if (!like.address.isV4() || like.length > 30)
        return std::nullopt;
    const auto taken = addressesOf(lab);
    const std::uint32_t first = like.network().address().v4().value() + 1;
    const std::uint32_t last = first + (1u << (32 - like.length)) - 3; // before the broadcast address
    for (std::uint32_t value = first; value <= last; ++value)
        if (const base::IpAddress address = base::Ipv4Address(value); !taken.contains(address))
            return base::InterfaceAddress{address, like.length};
    return std::nullopt;
}

/// Puts another address in place of an interface's: where the node lists it, or in its configuration.
void replaceAddress(Edit &edit, const lab::End &at, const base::InterfaceAddress &from, const base::InterfaceAddress &to)
{
    const lab::Node *node = edit.lab().findNode(at.node);
    if (!node)
        return;
    lab::Node changed = *node;
    for (lab::Interface &interface : changed.interfaces)
        if (interface.name == at.interface)
            std::replace(interface.addresses.begin(), interface.addresses.end(), from, to);
    if (changed == *node) {
        // Within the block of that interface: the same address may be a mistake elsewhere too.
        const std::string head = "interface " + at.interface;
        const std::size_t block = changed.config.find(head);
        const std::size_t place = block == std::string::npos ? block : changed.config.find(base::toString(from), block);
        if (place != std::string::npos)
            changed.config.replace(place, base::toString(from).size(), base::toString(to));
    }
    edit.setNode(at.node, std::move(changed));
}

std::optional<Fix> readdress(const lab::Lab &lab, const lab::End &at, const base::InterfaceAddress &from, const base::InterfaceAddress &network)
{
    const auto to = freeIn(lab, network);
    if (!to)
        return std::nullopt;
    return Fix{tr("Give %1 the address %2").arg(toQt(lab::toString(at)), toQt(base::toString(*to))),
               [=](Edit &edit) { replaceAddress(edit, at, from, *to); }};
}

std::optional<lab::End> endOf(const QString &text)
{
    const auto colon = text.indexOf(QLatin1Char(':'));
    return colon < 0 ? std::nullopt : std::optional(lab::End{fromQt(text.left(colon)), fromQt(text.mid(colon + 1))});
}

Fix setGateway(const std::string &node, const base::IpAddress &gateway)
{
    return {tr("Make %1 the gateway of %2").arg(toQt(base::toString(gateway)), toQt(node)), [=](Edit &edit) {
                if (const lab::Node *old = edit.lab().findNode(node)) {
                    lab::Node changed = *old;
                    changed.gateway = gateway;
                    edit.setNode(node, std::move(changed));
                }
            }};
}

/// Routers' addresses in the networks of a node.
std::vector<base::IpAddress> gatewaysFor(const lab::Lab &lab, const std::string &name)
{
    std::vector<base::IpAddress> found;
    const auto all = lab::ownedAddresses(lab);
    for (const lab::OwnedAddress &own : all)
        for (const lab::OwnedAddress &other : all) {
            const lab::Node *router = lab.findNode(other.at.node);
            if (own.at.node == name && other.at.node != name && router && lab::hasConfig(router->kind)
                && own.address.network().contains(other.address.address))
                found.push_back(other.address.address);
        }
    return found;
}

using Words = QRegularExpressionMatch;
using Fixes = std::vector<Fix>;

Fixes addressTwice(const lab::Lab &lab, const Words &words)
{
    const auto at = endOf(words.captured(2));
    for (const lab::OwnedAddress &own : lab::ownedAddresses(lab))
        if (at && own.at == *at && toQt(base::toString(own.address.address)) == words.captured(1))
            if (const auto fix = readdress(lab, *at, own.address, own.address))
                return {*fix};
    return {};
}

Fixes noHostAddress(const lab::Lab &lab, const Words &words)
{
    const auto at = endOf(words.captured(2));
    const auto address = base::InterfaceAddress::parse(fromQt(words.captured(1)));
    if (!at || !address)
        return {};
    const auto fix = readdress(lab, *at, *address, *address);
    return fix ? Fixes{*fix} : Fixes();
}

Fixes differentNetworks(const lab::Lab &lab, const Words &words)
{
    const auto a = endOf(words.captured(1)), b = endOf(words.captured(3));
    const auto ofA = base::InterfaceAddress::parse(fromQt(words.captured(2)));
    const auto ofB = base::InterfaceAddress::parse(fromQt(words.captured(4)));
    Fixes fixes;
    if (!a || !b || !ofA || !ofB)
        return fixes;
    for (const auto &fix : {readdress(lab, *b, *ofB, *ofA), readdress(lab, *a, *ofA, *ofB)})
        if (fix)
            fixes.push_back(*fix);
    return fixes;
}

Fixes wrongGateway(const lab::Lab &lab, const std::string &node)
{
    Fixes fixes;
    for (const base::IpAddress &gateway : gatewaysFor(lab, node))
        fixes.push_back(setGateway(node, gateway));
    fixes.push_back({tr("Take the gateway of %1 away").arg(toQt(node)), [=](Edit &edit) {
                         if (const lab::Node *old = edit.lab().findNode(node)) {
                             lab::Node changed = *old;
                             changed.gateway.reset();
                             edit.setNode(node, std::move(changed));
                         }
                     }});
    return fixes;
}

Fixes missingGateway(const lab::Lab &lab, const std::string &node)
{
    Fixes fixes;
    for (const base::IpAddress &gateway : gatewaysFor(lab, node))
        fixes.push_back(setGateway(node, gateway));
    return fixes;
}

Fixes loopOfSwitches(const lab::Lab &lab, const QString &message)
{
    Fixes fixes;
    for (const auto &loop : lab::findLoops(lab)) {
        QStringList names;
        for (const std::string &name : lab::loopNames(lab, loop))
            names += toQt(name);
        if (!message.contains(names.join(QStringLiteral(" - "))))
            continue;
        const LinkEnds ends = endsOf(lab.links[*std::max_element(loop.begin(), loop.end())]);
        fixes.push_back({tr("Take %1 down").arg(linkText(ends)), [ends](Edit &edit) {
                             if (const lab::Link *old = findLink(edit.lab(), ends)) {
                                 lab::Link changed = *old;
                                 changed.forward.down = changed.backward.down = true;
                                 edit.setLink(ends, std::move(changed));
                             }
                         }});
        fixes.push_back({tr("Delete %1").arg(linkText(ends)), [ends](Edit &edit) { edit.removeLink(ends); }});
        break;
    }
    return fixes;
}

Fixes macTwice(const lab::Lab &, const Words &words)
{
    const auto at = endOf(words.captured(2));
    if (!at)
        return {};
    return {{tr("Let %1 have a MAC address of its own").arg(words.captured(2)), [at = *at](Edit &edit) {
                 if (const lab::Node *old = edit.lab().findNode(at.node)) {
                     lab::Node changed = *old;
                     for (lab::Interface &interface : changed.interfaces)
                         if (interface.name == at.interface)
                             interface.mac.reset();
                     edit.setNode(at.node, std::move(changed));
                 }
             }}};
}

Fixes listInterface(const lab::Lab &lab, const Words &words)
{
    const std::string name = fromQt(words.captured(1)), interface = fromQt(words.captured(2));
    const lab::Node *node = lab.findNode(name);
    Fixes fixes;
    if (node && !lab::hasConfig(node->kind))
        fixes.push_back({tr("Add %1 to the interfaces of %2").arg(words.captured(2), words.captured(1)), [=](Edit &edit) {
                             if (const lab::Node *old = edit.lab().findNode(name)) {
                                 lab::Node changed = *old;
                                 changed.interfaces.push_back(lab::Interface{interface, {}, {}, {}});
                                 edit.setNode(name, std::move(changed));
                             }
                         }});
    fixes.push_back({tr("Fill in all addresses that are missing"), [](Edit &edit) {
                         const auto plan = topology::planAddresses(edit.lab(), {*base::IpPrefix::parse("10.0.0.0/8"), topology::LearnBy::nothing});
                         fillAddresses(plan).change(edit);
                     }});
    return fixes;
}

Fixes removeRoute(const lab::Lab &, const Words &words)
{
    const std::string node = fromQt(words.captured(2));
    const std::string line = "ip route " + fromQt(words.captured(1)) + " " + fromQt(words.captured(3));
    return {{tr("Remove “%1” from %2").arg(toQt(line), words.captured(2)), [=](Edit &edit) {
                 const lab::Node *old = edit.lab().findNode(node);
                 const std::size_t at = old ? old->config.find(line) : std::string::npos;
                 if (at == std::string::npos)
                     return;
                 lab::Node changed = *old;
                 const std::size_t end = changed.config.find('\n', at);
                 changed.config.erase(at, end == std::string::npos ? end : end + 1 - at);
                 edit.setNode(node, std::move(changed));
             }}};
}

/// Speaks the other's protocol too, on the network between them.
std::optional<Fix> speak(const lab::Lab &lab, const lab::End &at, const std::string &protocol)
{
    for (const lab::OwnedAddress &own : lab::ownedAddresses(lab)) {
        if (own.at != at || (protocol != "ospf" && protocol != "rip"))
            continue;
        const std::string lines = "router " + protocol + "\n network " + base::toString(own.address.network()) + (protocol == "ospf" ? " area 0\n" : "\n");
        return Fix{tr("Let %1 speak %2 on %3").arg(toQt(at.node), toQt(protocol).toUpper(), toQt(at.interface)), [=](Edit &edit) {
                       if (const lab::Node *old = edit.lab().findNode(at.node)) {
                           lab::Node changed = *old;
                           if (!changed.config.empty() && changed.config.back() != '\n')
                               changed.config += '\n';
                           changed.config += lines;
                           edit.setNode(at.node, std::move(changed));
                       }
                   }};
    }
    return std::nullopt;
}

Fixes protocolMismatch(const lab::Lab &lab, const Words &words)
{
    const auto a = endOf(words.captured(1)), b = endOf(words.captured(2));
    Fixes fixes;
    if (!a || !b)
        return fixes;
    for (const auto &fix : {speak(lab, *b, fromQt(words.captured(3))), speak(lab, *a, fromQt(words.captured(4)))})
        if (fix)
            fixes.push_back(*fix);
    return fixes;
}

/// Each kind that it can be made, and of several of the same sort all of them at once.
Fixes bindPlaceholder(const lab::Lab &lab, const std::string &name)
{
    const lab::Node *node = lab.findNode(name);
    if (!node || node->kind != lab::NodeKind::placeholder)
        return {};
    std::vector<std::string> alike;
    for (const lab::Node &other : lab.nodes)
        if (other.kind == lab::NodeKind::placeholder && other.was.tool == node->was.tool && other.was.kind == node->was.kind)
            alike.push_back(other.name);
    const auto bind = [](const QString &text, std::vector<std::string> names, lab::NodeKind kind) {
        return Fix{text, [names = std::move(names), kind](Edit &edit) {
                       for (const std::string &each : names)
                           if (const lab::Node *old = edit.lab().findNode(each))
                               edit.setNode(each, lab::bound(*old, kind));
                   }};
    };
    std::vector<lab::NodeKind> kinds(lab::placeholderTargets().begin(), lab::placeholderTargets().end());
    if (!node->machine.image.empty()) // it was a machine: that first
        std::stable_partition(kinds.begin(), kinds.end(), [](lab::NodeKind kind) { return kind == lab::NodeKind::qemu; });
    Fixes fixes;
    for (const lab::NodeKind kind : kinds)
        fixes.push_back(bind(tr("Make %1 a %2").arg(toQt(name), kindText(kind)), {name}, kind));
    if (alike.size() > 1)
        for (const lab::NodeKind kind : kinds)
            fixes.push_back(bind(tr("Make all %1 like it a %2").arg(alike.size()).arg(kindText(kind)), alike, kind));
    return fixes;
}

} // namespace

std::vector<Fix> quickFixes(const lab::Lab &lab, const lab::Problem &problem)
{
    const QString message = toQt(problem.message);
    Words words;
    const auto says = [&](const char *pattern) {
        words = QRegularExpression(QLatin1Char('^') + QLatin1String(pattern)).match(message);
        return words.hasMatch();
    };
    if (says("address (\\S+) of (\\S+) belongs to"))
        return addressTwice(lab, words);
    if (says("(\\S+) of (\\S+) is the network"))
        return noHostAddress(lab, words);
    if (says("the ends of this link are in different networks: (\\S+) has (\\S+), (\\S+) has (\\S+)$"))
        return differentNetworks(lab, words);
    if (says("gateway \\S+ of '\\S+' is in none of") || says("gateway \\S+ is an address of"))
        return wrongGateway(lab, problem.node);
    if (says("'\\S+' is a placeholder: it stands for "))
        return bindPlaceholder(lab, problem.node);
    if (says("'\\S+' has no gateway:"))
        return missingGateway(lab, problem.node);
    if (says("a loop of switches and hubs"))
        return loopOfSwitches(lab, message);
    if (says("MAC address (\\S+) of (\\S+) belongs to"))
        return macTwice(lab, words);
    if (says("'(\\S+)' has no interface '(\\S+)' of its own"))
        return listInterface(lab, words);
    if (says("network (\\S+) is unreachable for '(\\S+)': its next hop (\\S+) is"))
        return removeRoute(lab, words);
    if (says("(\\S+) and (\\S+) are linked and speak different protocols: \\S+ speaks (\\w+), \\S+ speaks (\\w+)"))
        return protocolMismatch(lab, words);
    return {};
}

Fix fillAddresses(const topology::AddressPlan &plan)
{
    return {tr("Fill in addresses"), [nodes = plan.nodes](Edit &edit) {
                for (const lab::Node &node : nodes)
                    edit.setNode(node.name, node);
            }};
}

void applyFix(LabDocument &document, const Fix &fix)
{
    Edit edit(document.lab());
    fix.change(edit);
    document.push(fix.text, std::move(edit));
}

} // namespace hopyard::document

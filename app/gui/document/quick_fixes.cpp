// See quick_fixes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/quick_fixes.h"

#include "app/gui/document/free_address.h"
#include "app/gui/document/fix_changes.h"
#include "app/gui/document/fix_context.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/protocol_fixes.h"
#include "app/gui/document/reach_fixes.h"
#include "app/gui/document/strings.h"
#include "core/lab/find_loops.h"
#include "core/lab/frr_config.h"
#include "core/lab/network_checks.h"
#include "core/lab/placeholder.h"
#include "core/lab/reachability.h"
#include "core/lab/routing_facts.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <optional>

namespace hopyard::document {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("QuickFixes", text); }

/// The address after it; of the last one, the first.
base::IpAddress next(const base::IpAddress &address)
{
    if (address.isV4())
        return base::Ipv4Address(address.v4().value() + 1);
    auto bytes = address.v6().bytes();
    for (std::size_t i = bytes.size(); i-- > 0 && ++bytes[i] == 0;) {
    }
    return base::Ipv6Address(bytes);
}

/// The first address of the network that nobody has; of a network of one address (a loopback's, say) the next one that is free.
std::optional<base::InterfaceAddress> freeIn(const FixContext &context, const base::InterfaceAddress &like)
{
    constexpr int kTries = 65'536; // in a larger network a free one comes long before
    const unsigned bits = base::addressBits(like.address.family()), length = like.length;
    const std::set<base::IpAddress> &taken = context.taken();
    base::IpAddress candidate = like.network().address();
    if (bits - length != 1) // of two addresses both are to be had (RFC 3021, RFC 6164); else the first is the network or its routers'
        candidate = next(candidate);
    for (int i = 0; i < kTries && (length == bits || like.network().contains(candidate)); ++i, candidate = next(candidate))
        if (!taken.contains(candidate) && !(candidate.isV4() && like.broadcast() == candidate.v4()))
            return base::InterfaceAddress{candidate, like.length};
    return std::nullopt;
}

void replaceIn(std::vector<base::InterfaceAddress> &addresses, const base::InterfaceAddress &from, const base::InterfaceAddress &to)
{
    std::replace(addresses.begin(), addresses.end(), from, to);
}

/// The line of a configuration with that number, from 1, and what follows it.
std::size_t startOfLine(const std::string &config, int line)
{
    std::size_t at = 0;
    while (--line > 0)
        at = config.find('\n', at) + 1;
    return at;
}

/// Puts another address in place of an interface's: where the node lists it, or in its configuration. The interface of a guest is
/// called "pc1/guest:eth0".
void replaceAddress(Edit &edit, const lab::End &at, const base::InterfaceAddress &from, const base::InterfaceAddress &to)
{
    const std::size_t slash = std::min(at.node.find('/'), at.node.size());
    const std::string name = at.node.substr(0, slash);
    const lab::Node *node = edit.lab().findNode(name);
    if (!node)
        return;
    lab::Node changed = *node;
    if (slash < at.node.size()) {
        for (lab::Guest &guest : changed.computer.guests)
            for (lab::GuestInterface &interface : guest.interfaces)
                if (guest.name == at.node.substr(slash + 1) && interface.name == at.interface)
                    replaceIn(interface.addresses, from, to);
    } else {
        for (lab::Interface &interface : changed.interfaces)
            if (interface.name == at.interface)
                replaceIn(interface.addresses, from, to);
    }
    if (changed == *node) // at that interface: the same address may be a mistake elsewhere too
        for (const auto &fact : lab::frrFacts(changed.config).addresses)
            if (fact.interface == at.interface && fact.address == from) {
                const std::size_t start = changed.config.find("address", startOfLine(changed.config, fact.line)) + 7;
                const std::size_t word = changed.config.find_first_not_of(" \t", start);
                changed.config.replace(word, changed.config.find_first_of(" \t\r\n", word) - word, base::toString(to));
                break;
            }
    edit.setNode(name, std::move(changed));
}

std::optional<Fix> readdress(const FixContext &context, const lab::End &at, const base::InterfaceAddress &from, const base::InterfaceAddress &network)
{
    const auto to = freeIn(context, network);
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
    return changeNode(tr("Make %1 the gateway of %2").arg(toQt(base::toString(gateway)), toQt(node)), node,
                      [gateway](lab::Node &changed) { changed.gateway = gateway; });
}

/// Routers' addresses in the networks of a node.
std::vector<base::IpAddress> gatewaysFor(const FixContext &context, const std::string &name)
{
    const lab::Lab &lab = context.lab();
    std::vector<base::IpAddress> found;
    std::vector<base::IpPrefix> networks;
    const auto &all = context.addresses();
    for (const lab::OwnedAddress &own : all)
        if (own.at.node == name)
            networks.push_back(own.address.network());
    for (const base::IpPrefix &network : networks)
        for (const lab::OwnedAddress &other : all)
            if (other.at.node != name && network.contains(other.address.address))
                if (const lab::Node *router = lab.findNode(other.at.node); router && lab::hasConfig(router->kind))
                    found.push_back(other.address.address);
    return found;
}

using Words = QRegularExpressionMatch;
using Fixes = std::vector<Fix>;

Fixes addressTwice(const FixContext &context, const Words &words)
{
    const auto at = endOf(words.captured(2));
    std::vector<lab::OwnedAddress> all = context.addresses();
    for (const lab::Node &node : context.lab().nodes)
        for (const lab::Guest &guest : node.computer.guests)
            for (const lab::GuestInterface &interface : guest.interfaces)
                for (const base::InterfaceAddress &address : interface.addresses)
                    all.push_back({{node.name + '/' + guest.name, interface.name}, address});
    for (const lab::OwnedAddress &own : all)
        if (at && own.at == *at && toQt(base::toString(own.address.address)) == words.captured(1))
            if (const auto fix = readdress(context, *at, own.address, own.address))
                return {*fix};
    return {};
}

Fixes noHostAddress(const FixContext &context, const Words &words)
{
    const auto at = endOf(words.captured(2));
    const auto address = base::InterfaceAddress::parse(fromQt(words.captured(1)));
    if (!at || !address)
        return {};
    const auto fix = readdress(context, *at, *address, *address);
    return fix ? Fixes{*fix} : Fixes();
}

Fixes differentNetworks(const FixContext &context, const Words &words)
{
    const auto a = endOf(words.captured(1)), b = endOf(words.captured(3));
    const auto ofA = base::InterfaceAddress::parse(fromQt(words.captured(2)));
    const auto ofB = base::InterfaceAddress::parse(fromQt(words.captured(4)));
    Fixes fixes;
    if (!a || !b || !ofA || !ofB)
        return fixes;
    for (const auto &fix : {readdress(context, *b, *ofB, *ofA), readdress(context, *a, *ofA, *ofB)})
        if (fix)
            fixes.push_back(*fix);
    return fixes;
}

/// Of those on a switch, one has an address in nobody's network.
Fixes aloneOnSwitch(const FixContext &context, const Words &words)
{
    const auto at = endOf(words.captured(1));
    const auto own = base::InterfaceAddress::parse(fromQt(words.captured(2))), others = base::InterfaceAddress::parse(fromQt(words.captured(3)));
    if (!at || !own || !others)
        return {};
    const auto fix = readdress(context, *at, *own, *others);
    return fix ? Fixes{*fix} : Fixes();
}

Fixes wrongGateway(const FixContext &context, const std::string &node)
{
    Fixes fixes;
    for (const base::IpAddress &gateway : gatewaysFor(context, node))
        fixes.push_back(setGateway(node, gateway));
    fixes.push_back(changeNode(tr("Take the gateway of %1 away").arg(toQt(node)), node, [](lab::Node &changed) { changed.gateway.reset(); }));
    return fixes;
}

/// A host's further route whose next hop is not its neighbour.
Fixes wrongHostRoute(const FixContext &context, const Words &words)
{
    const std::string node = fromQt(words.captured(1));
    const auto prefix = base::IpPrefix::parse(fromQt(words.captured(2)));
    const auto via = base::IpAddress::parse(fromQt(words.captured(3)));
    Fixes fixes;
    if (!prefix || !via)
        return fixes;
    const lab::HostRoute wrong{*prefix, *via};
    for (const base::IpAddress &gateway : gatewaysFor(context, node))
        if (gateway.family() == via->family())
            fixes.push_back(changeNode(tr("Let the route of %1 to %2 go by %3").arg(words.captured(1), words.captured(2), toQt(base::toString(gateway))), node,
                                       [=](lab::Node &changed) { std::replace(changed.routes.begin(), changed.routes.end(), wrong, {*prefix, gateway}); }));
    fixes.push_back(changeNode(tr("Take the route of %1 to %2 away").arg(words.captured(1), words.captured(2)), node,
                               [=](lab::Node &changed) { std::erase(changed.routes, wrong); }));
    return fixes;
}

/// It has a gateway (or a route) and no address: one beside its gateway.
Fixes noAddressForGateway(const FixContext &context, const Words &words)
{
    const std::string name = fromQt(words.captured(1));
    const auto hop = base::IpAddress::parse(fromQt(words.captured(2)));
    const lab::Lab &lab = context.lab();
    const lab::Node *node = lab.findNode(name);
    if (!node || !hop)
        return {};
    std::string interface = node->interfaces.empty() ? std::string() : node->interfaces.front().name;
    for (const lab::Link &link : lab.links)
        for (const lab::End *end : {&link.a, &link.b})
            if (interface.empty() && end->node == name)
                interface = end->interface;
    base::InterfaceAddress like{*hop, static_cast<std::uint8_t>(hop->isV4() ? 24 : 64)};
    for (const lab::OwnedAddress &own : context.addresses())
        if (own.address.address == *hop)
            like = own.address;
    const auto address = freeIn(context, like);
    if (interface.empty() || !address)
        return {};
    return {changeNode(tr("Give %1 the address %2").arg(toQt(name + ':' + interface), toQt(base::toString(*address))), name, [=](lab::Node &changed) {
        auto at = std::find_if(changed.interfaces.begin(), changed.interfaces.end(), [&](const lab::Interface &i) { return i.name == interface; });
        if (at == changed.interfaces.end())
            at = changed.interfaces.insert(at, lab::Interface{interface, {}, {}, {}});
        at->addresses.push_back(*address);
    })};
}

Fixes missingGateway(const FixContext &context, const std::string &node)
{
    Fixes fixes;
    for (const base::IpAddress &gateway : gatewaysFor(context, node))
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

Fix fillMissing()
{
    return {tr("Fill in all addresses that are missing"), [](Edit &edit) {
                const auto plan = topology::planAddresses(edit.lab(), {*base::IpPrefix::parse("10.0.0.0/8"), topology::LearnBy::nothing});
                fillAddresses(plan).change(edit);
            }};
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
    fixes.push_back(fillMissing());
    return fixes;
}

/// A router's static route whose next hop is not its neighbour: by the neighbour that leads there, if one does, or not at all.
Fixes farStaticRoute(const FixContext &context, const Words &words)
{
    const lab::Lab &lab = context.lab();
    const std::string name = fromQt(words.captured(2));
    const auto prefix = base::IpPrefix::parse(fromQt(words.captured(1)), true);
    const auto via = base::IpAddress::parse(fromQt(words.captured(3)));
    const lab::Node *node = lab.findNode(name);
    if (!prefix || !via || !node)
        return {};
    std::string text;
    for (const lab::RoutingFacts::Static &route : lab::routingFacts(node->config).statics)
        if (route.prefix == *prefix && route.via == via)
            text = route.text;
    if (text.empty())
        return {};
    const auto put = [text](lab::Node &changed, const std::string &line) { // an empty line: away with it
        std::string &config = changed.config;
        const auto isBlank = [&](std::size_t from, std::size_t to) { return config.find_first_not_of(" \t\r", from) >= to; };
        for (std::size_t at = config.find(text); at != std::string::npos; at = config.find(text, at + 1)) {
            const std::size_t begin = config.find_last_of('\n', at) + 1, end = std::min(config.find('\n', at), config.size());
            if (!isBlank(begin, at) || !isBlank(at + text.size(), end))
                continue; // the beginning of another route, or its removal
            line.empty() ? config.erase(begin, end + 1 - begin) : config.replace(at, text.size(), line);
            return;
        }
    };
    Fixes fixes;
    const auto hops = context.ways().nextHopsTo(*prefix);
    if (const auto hop = hops.find(name); hop != hops.end())
        fixes.push_back(changeNode(tr("Let the route of %1 to %2 go by %3").arg(words.captured(2), words.captured(1), toQt(base::toString(hop->second))), name,
                                   [=, line = routeLine(*prefix, hop->second)](lab::Node &changed) { put(changed, line); }));
    fixes.push_back(changeNode(tr("Remove “%1” from %2").arg(toQt(text), words.captured(2)), name, [=](lab::Node &changed) { put(changed, {}); }));
    return fixes;
}

Fixes protocolMismatch(const FixContext &context, const Words &words)
{
    const auto a = endOf(words.captured(1)), b = endOf(words.captured(2));
    return a && b ? speakAlike(context, *a, fromQt(words.captured(3)), *b, fromQt(words.captured(4))) : Fixes();
}

/// Neighbours of one protocol: what does not fit stands behind the colon.
Fixes neighboursDoNotFit(const FixContext &context, const Words &words)
{
    const auto from = endOf(words.captured(1)), to = endOf(words.captured(2));
    const std::string protocol = fromQt(words.captured(3));
    static const QRegularExpression kParameter(QStringLiteral("^the (.+) of (\\S+) is (.+), that of \\S+ is (.+)$"));
    if (!from || !to)
        return {};
    const auto parameter = kParameter.match(words.captured(4));
    if (!parameter.hasMatch())
        return speakThere(context, protocol, *from, *to);
    if (parameter.captured(1) != QLatin1String("prefix length"))
        return agree(context, protocol, fromQt(parameter.captured(1)), *from, fromQt(parameter.captured(3)), *to, fromQt(parameter.captured(4)));
    for (const lab::OwnedAddress &own : context.addresses())
        if (own.at == *to && own.address.address.isV4() && own.address.length == parameter.captured(4).toUInt()) {
            base::InterfaceAddress fitting = own.address;
            fitting.length = static_cast<std::uint8_t>(parameter.captured(3).toUInt());
            return {{tr("Give %1 the address %2").arg(toQt(lab::toString(*to)), toQt(base::toString(fitting))),
                     [=, at = *to, was = own.address](Edit &edit) { replaceAddress(edit, at, was, fitting); }}};
        }
    return {};
}

/// The same of BGP, whose neighbours are routers by name.
Fixes sessionDoesNotFit(const FixContext &context, const Words &words)
{
    const std::string node = fromQt(words.captured(1)), other = fromQt(words.captured(2));
    const QString what = words.captured(3);
    static const QRegularExpression kAs(QStringLiteral("^\\S+ expects .* at (\\S+), and \\S+ is in AS (\\d+)$"));
    static const QRegularExpression kOneSided(QStringLiteral("^\\S+ has the neighbor (\\S+), and "));
    static const QRegularExpression kPassword(QStringLiteral("^the password of \\S+ for \\S+ is '(.*)', that of \\S+ for (\\S+) is '.*'$"));
    if (const auto as = kAs.match(what); as.hasMatch())
        return expectAs(context, node, fromQt(as.captured(1)), fromQt(as.captured(2)));
    if (const auto one = kOneSided.match(what); one.hasMatch())
        return knowBack(context, node, fromQt(one.captured(1)), other);
    if (const auto password = kPassword.match(what); password.hasMatch())
        return setSessionPassword(other, fromQt(password.captured(2)), fromQt(password.captured(1)));
    return {};
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

/// Made once: there are many problems to be asked about.
const QRegularExpression &expression(const char *pattern)
{
    static std::map<const char *, QRegularExpression> made;
    const auto [at, isNew] = made.try_emplace(pattern);
    if (isNew)
        at->second.setPattern(QLatin1Char('^') + QLatin1String(pattern));
    return at->second;
}

} // namespace

QuickFixer::QuickFixer(const lab::Lab &lab) : m_context(std::make_unique<FixContext>(lab)) {}

QuickFixer::~QuickFixer() = default;

std::vector<Fix> quickFixes(const lab::Lab &lab, const lab::Problem &problem) { return QuickFixer(lab).fixes(problem); }

std::vector<Fix> QuickFixer::fixes(const lab::Problem &problem) const
{
    const FixContext &context = *m_context;
    const lab::Lab &lab = context.lab();
    const QString message = toQt(problem.message);
    Words words;
    const auto says = [&](const char *pattern) {
        words = expression(pattern).match(message);
        return words.hasMatch();
    };
    if (says("address (\\S+) of (\\S+) belongs to"))
        return addressTwice(context, words);
    if (says("(\\S+) of (\\S+) is the network"))
        return noHostAddress(context, words);
    if (says("(\\S+) has (\\S+) and shares no network with the others on its switch: \\S+ has (\\S+)$"))
        return aloneOnSwitch(context, words);
    if (says("the route of '(\\S+)' to (\\S+) goes by ([^\\s,]+)"))
        return wrongHostRoute(context, words);
    if (says("'(\\S+)' has a (?:gateway|route) but no address; .* network of (\\S+)$"))
        return noAddressForGateway(context, words);
    if (says("network (\\S+) of \\S+ is unreachable from "))
        return reachNetwork(context, *base::IpPrefix::parse(fromQt(words.captured(1))));
    if (says(".* neither a route nor a routing protocol: networks beyond .* own are out of reach, (\\S+) is one$"))
        return giveRoutes(context, problem.node, *base::IpPrefix::parse(fromQt(words.captured(1))));
    if (says("the ends of this link are in different networks: (\\S+) has (\\S+), (\\S+) has (\\S+)$"))
        return differentNetworks(context, words);
    if (says("gateway \\S+ of '\\S+' is in none of") || says("gateway \\S+ is an address of"))
        return wrongGateway(context, problem.node);
    if (says("'\\S+' is a placeholder: it stands for "))
        return bindPlaceholder(lab, problem.node);
    if (says("'\\S+' has no gateway:"))
        return missingGateway(context, problem.node);
    if (says("a loop of switches and hubs"))
        return loopOfSwitches(lab, message);
    if (says("MAC address (\\S+) of (\\S+) belongs to"))
        return macTwice(lab, words);
    if (says("'(\\S+)' has no interface '(\\S+)' of its own"))
        return listInterface(lab, words);
    if (says("network (\\S+) is unreachable for '(\\S+)': its next hop (\\S+) is"))
        return farStaticRoute(context, words);
    if (says("\\d+ interfaces of \\d+ nodes are made by their links alone") || says("no interface of this lab has an address"))
        return {fillMissing()};
    if (says("(\\S+) and (\\S+) are (?:linked|on the same network) and speak different protocols: \\S+ speaks (\\w+), \\S+ speaks (\\w+)"))
        return protocolMismatch(context, words);
    if (says("(\\S+) and (\\S+) do not fit together in (OSPF|RIP): (.*)$"))
        return neighboursDoNotFit(context, words);
    if (says("(\\S+) and (\\S+) do not fit together in BGP: (.*)$"))
        return sessionDoesNotFit(context, words);
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

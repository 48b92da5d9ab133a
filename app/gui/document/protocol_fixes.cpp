// See protocol_fixes.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/protocol_fixes.h"

#include "app/gui/document/config_lines.h"
#include "app/gui/document/fix_changes.h"
#include "app/gui/document/fix_context.h"
#include "app/gui/document/strings.h"
#include "core/lab/neighbour_facts.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>
#include <set>

namespace hopyard::document {

namespace {

using Fixes = std::vector<Fix>;

QString tr(const char *text) { return QCoreApplication::translate("QuickFixes", text); }

std::string lower(std::string protocol)
{
    std::transform(protocol.begin(), protocol.end(), protocol.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return protocol;
}

/// The first of its IPv4 addresses.
std::optional<base::InterfaceAddress> addressAt(const FixContext &context, const lab::End &at)
{
    for (const lab::OwnedAddress &own : context.addresses())
        if (own.at == at && own.address.address.isV4())
            return own.address;
    return std::nullopt;
}

lab::NeighbourFacts factsOf(const FixContext &context, const std::string &name)
{
    const lab::Node *node = context.lab().findNode(name);
    return lab::neighbourFacts(node ? node->config : std::string());
}

std::string areaAt(const FixContext &context, const lab::End &at)
{
    const auto address = addressAt(context, at);
    const auto spoken = address ? factsOf(context, at.node).ospfAt(at.interface, *address) : std::nullopt;
    return std::to_string(spoken ? spoken->area : 0);
}

std::string networkOf(const base::IpPrefix &network, const std::string &area)
{
    return " network " + base::toString(network) + (area.empty() ? std::string() : " area " + area);
}

/// `area`: of OSPF; empty for RIP.
void announce(std::string &config, const std::string &protocol, const lab::End &at, const base::IpPrefix &network, const std::string &area)
{
    const lab::NeighbourFacts facts = lab::neighbourFacts(config);
    const bool isByInterface = std::any_of(facts.interfaces.begin(), facts.interfaces.end(), [](const auto &each) { return !each.second.area.empty(); });
    const std::string line = networkOf(network, area);
    if (protocol == "ospf" && isByInterface) // one way or the other
        setLine(config, "interface " + at.interface, "ip ospf area", " ip ospf area " + area);
    else
        setLine(config, "router " + protocol, line.substr(1), line);
}

std::optional<Fix> speak(const FixContext &context, const lab::End &at, const std::string &protocol, const lab::End &as)
{
    const auto own = addressAt(context, at);
    if (!own || (protocol != "ospf" && protocol != "rip"))
        return std::nullopt;
    const std::string area = protocol == "ospf" ? areaAt(context, as) : std::string();
    return changeNode(tr("Let %1 speak %2 on %3").arg(toQt(at.node), toQt(protocol).toUpper(), toQt(at.interface)), at.node,
                      [=](lab::Node &changed) { announce(changed.config, protocol, at, own->network(), area); });
}

/// Another area for an interface. A network line that covers others, too, becomes one for each.
bool setArea(lab::Node &node, const lab::End &at, const base::InterfaceAddress &own, const std::vector<lab::OwnedAddress> &addresses, const std::string &area)
{
    const lab::NeighbourFacts facts = lab::neighbourFacts(node.config);
    if (const auto said = facts.interfaces.find(at.interface); said != facts.interfaces.end() && !said->second.area.empty()) {
        setLine(node.config, "interface " + at.interface, "ip ospf area", " ip ospf area " + area);
        return true;
    }
    const auto covers = [](const lab::NeighbourFacts::Network &network, const base::InterfaceAddress &address) {
        return network.prefix.contains(address.address) && network.prefix.length() <= address.length;
    };
    const auto lineOf = [&](const base::InterfaceAddress &address) {
        return std::find_if(facts.ospf->networks.begin(), facts.ospf->networks.end(), [&](const auto &each) { return covers(each, address); });
    };
    if (!facts.ospf || lineOf(own) == facts.ospf->networks.end())
        return false;
    const auto line = lineOf(own);
    setLine(node.config, "router ospf", "network " + base::toString(line->prefix), {});
    std::set<base::IpPrefix> written;
    for (const lab::OwnedAddress &each : addresses) {
        if (each.at.node != node.name || !each.address.address.isV4() || lineOf(each.address) != line || !written.insert(each.address.network()).second)
            continue;
        const std::string text = networkOf(each.address.network(), each.address.network() == own.network() ? area : std::to_string(line->area));
        setLine(node.config, "router ospf", text.substr(1), text);
    }
    const auto spoken = lab::neighbourFacts(node.config).ospfAt(at.interface, own);
    return spoken && std::to_string(spoken->area) == area;
}

/// Authentication, with its keys: the lines of the other, as they are.
void takeAuthentication(std::string &config, const std::string &interface, const std::string &from, const std::string &ofFrom, const std::string &protocol,
                        const std::string &authentication)
{
    const std::string head = "interface " + interface, own = "interface " + ofFrom;
    const std::vector<std::string> kinds = protocol == "ospf" ? std::vector<std::string>{"ip ospf authentication", "ip ospf authentication-key", "ip ospf message-digest-key"}
                                                              : std::vector<std::string>{"ip rip authentication"};
    for (const std::string &words : kinds) {
        setLine(config, head, words, {});
        for (const std::string &line : linesOf(from, own, words))
            setLine(config, head, line, ' ' + line, words);
    }
    if (protocol == "ospf" && linesOf(from, own, kinds.front()).empty()) // its area says it, or nobody does
        setLine(config, head, kinds.front(),
                authentication == "message-digest" ? " ip ospf authentication message-digest"
                : authentication == "password"     ? " ip ospf authentication"
                                                   : " ip ospf authentication null");
}

/// The number of "40 s"; nothing of an interval below a second.
std::optional<int> secondsOf(const std::string &text)
{
    const int seconds = toQt(text).section(QLatin1Char(' '), 0, 0).toInt();
    return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

/// What changes the node at `to` so; nothing where it cannot be said for sure.
std::function<void(lab::Node &)> changeOf(const FixContext &context, const std::string &protocol, const std::string &parameter, const lab::End &from,
                                          const std::string &value, const lab::End &to)
{
    const std::string head = "interface " + to.interface;
    const auto line = [head](const std::string &words, const std::string &text) {
        return [=](lab::Node &node) { setLine(node.config, head, words, text.empty() ? std::string() : ' ' + words + ' ' + text); };
    };
    const auto own = addressAt(context, to);
    const lab::Node *source = context.lab().findNode(from.node), *target = context.lab().findNode(to.node);
    if (!own || !source || !target)
        return {};
    if (parameter == "area") {
        lab::Node tried = *target;
        if (!setArea(tried, to, *own, context.addresses(), value))
            return {};
        return [config = tried.config](lab::Node &node) { node.config = config; };
    }
    if (parameter == "kind of area") {
        const std::string area = areaAt(context, to);
        return [=](lab::Node &node) {
            std::set<std::string> names{area, base::toString(base::Ipv4Address(static_cast<std::uint32_t>(std::stoul(area))))};
            for (const std::string &name : names)
                for (const char *kind : {"stub", "nssa"})
                    setLine(node.config, "router ospf", "area " + name + ' ' + kind, {});
            if (value != "normal")
                setLine(node.config, "router ospf", "area " + area + ' ' + value, " area " + area + ' ' + value);
        };
    }
    if (parameter == "hello interval" || parameter == "dead interval") {
        const auto seconds = secondsOf(value);
        if (!seconds || (parameter == "hello interval" && !linesOf(target->config, head, "ip ospf dead-interval minimal").empty()))
            return {};
        return line(parameter == "hello interval" ? "ip ospf hello-interval" : "ip ospf dead-interval", std::to_string(*seconds));
    }
    if (parameter == "network type")
        return line("ip ospf network", value);
    if (parameter == "authentication" || parameter == "key" || parameter == "password") {
        if (!linesOf(source->config, "interface " + from.interface, "ip rip authentication key-chain").empty())
            return {}; // a chain that the other may not have
        std::string authentication = value;
        if (parameter != "authentication")
            if (const auto theirs = addressAt(context, from))
                if (const auto spoken = factsOf(context, from.node).ospfAt(from.interface, *theirs))
                    authentication = spoken->authentication;
        return [=, config = source->config](lab::Node &node) { takeAuthentication(node.config, to.interface, config, from.interface, lower(protocol), authentication); };
    }
    if (parameter == "MTU")
        return [=](lab::Node &node) {
            auto at = std::find_if(node.interfaces.begin(), node.interfaces.end(), [&](const lab::Interface &i) { return i.name == to.interface; });
            if (at == node.interfaces.end())
                at = node.interfaces.insert(at, lab::Interface{to.interface, {}, {}, {}});
            at->mtu = static_cast<std::uint32_t>(std::stoul(value));
        };
    if (parameter == "version")
        return [=](lab::Node &node) { setLine(node.config, "router rip", "version", " version " + value); };
    return {};
}

/// The name of a parameter for a person.
QString parameterText(const std::string &parameter)
{
    return parameter == "area"             ? tr("area")
         : parameter == "kind of area"     ? tr("kind of area")
         : parameter == "hello interval"   ? tr("hello interval")
         : parameter == "dead interval"    ? tr("dead interval")
         : parameter == "network type"     ? tr("network type")
         : parameter == "version"          ? tr("version")
                                           : toQt(parameter);
}

/// The address by which a router is known to another that it calls `neighbour`: its source, or that of the network between them.
std::optional<lab::OwnedAddress> ownFor(const FixContext &context, const std::string &node, const std::string &neighbour, const lab::NeighbourFacts::Peer &peer)
{
    const auto address = base::IpAddress::parse(neighbour);
    for (const lab::OwnedAddress &own : context.addresses())
        if (address && own.at.node == node && own.address.address.family() == address->family()
            && (peer.source.empty() ? own.address.network().contains(*address)
                                    : own.at.interface == peer.source || base::toString(own.address.address) == peer.source))
            return own;
    return std::nullopt;
}

} // namespace

Fixes speakAlike(const FixContext &context, const lab::End &a, const std::string &ofA, const lab::End &b, const std::string &ofB)
{
    Fixes fixes;
    auto fix = speak(context, b, ofA, a);
    if (fix)
        fixes.push_back(std::move(*fix));
    const lab::Link *link = context.lab().findLink(a);
    if (link && link == context.lab().findLink(b)) // of several on a switch, the others speak as the first does
        if (fix = speak(context, a, ofB, b); fix)
            fixes.push_back(std::move(*fix));
    return fixes;
}

Fixes speakThere(const FixContext &context, const std::string &protocol, const lab::End &from, const lab::End &to)
{
    const std::string name = lower(protocol);
    const auto own = addressAt(context, to);
    const lab::NeighbourFacts facts = factsOf(context, to.node);
    const auto ospf = own ? facts.ospfAt(to.interface, *own) : std::nullopt;
    const auto rip = own ? facts.ripAt(to.interface, *own) : std::nullopt;
    if (name == "ospf" ? !ospf : !rip) {
        const auto fix = speak(context, to, name, from);
        return fix ? Fixes{*fix} : Fixes();
    }
    const bool isDefault = name == "ospf" ? facts.ospf->isPassive : facts.rip->isPassive;
    return {changeNode(tr("Let %1 speak %2 on %3, no longer passive").arg(toQt(to.node), toQt(protocol), toQt(to.interface)), to.node, [=](lab::Node &node) {
        const std::string words = "passive-interface " + to.interface;
        setLine(node.config, "interface " + to.interface, "ip ospf passive", {});
        setLine(node.config, "router " + name, words, isDefault ? " no " + words : std::string(), "passive-interface default");
    })};
}

Fixes agree(const FixContext &context, const std::string &protocol, const std::string &parameter, const lab::End &from, const std::string &ofFrom, const lab::End &to,
            const std::string &ofTo)
{
    Fixes fixes;
    const auto add = [&](const lab::End &source, const std::string &value, const lab::End &target) {
        auto change = changeOf(context, protocol, parameter, source, value, target);
        const bool isSecret = parameter == "authentication" || parameter == "key" || parameter == "password";
        if (change)
            fixes.push_back(changeNode(isSecret ? tr("Give %1 the authentication of %2").arg(toQt(lab::toString(target)), toQt(lab::toString(source)))
                                                : tr("Set %1 of %2 to %3").arg(parameterText(parameter), toQt(lab::toString(target)), toQt(value)),
                                       target.node, std::move(change)));
    };
    add(from, ofFrom, to);
    const lab::Link *link = context.lab().findLink(from);
    if (link && link == context.lab().findLink(to))
        add(to, ofTo, from);
    return fixes;
}

Fixes expectAs(const FixContext &context, const std::string &node, const std::string &neighbour, const std::string &as)
{
    const lab::Node *there = context.lab().findNode(node);
    const std::string words = "neighbor " + neighbour + " remote-as";
    if (!there || linesOf(there->config, "router bgp", words).empty()) // its group says it, for others too
        return {};
    return {changeNode(tr("Let %1 expect AS %2 at %3").arg(toQt(node), toQt(as), toQt(neighbour)), node,
                       [=](lab::Node &changed) { setLine(changed.config, "router bgp", words, ' ' + words + ' ' + as); })};
}

Fixes knowBack(const FixContext &context, const std::string &node, const std::string &neighbour, const std::string &other)
{
    const lab::NeighbourFacts facts = factsOf(context, node), theirs = factsOf(context, other);
    const auto peers = facts.peers();
    const auto peer = std::find_if(peers.begin(), peers.end(), [&](const auto &each) { return base::toString(each.first) == neighbour; });
    const auto own = peer == peers.end() ? std::nullopt : ownFor(context, node, neighbour, peer->second);
    if (!own || !facts.bgp)
        return {};
    const std::string as = peer->second.localAs.empty() ? facts.bgp->as : peer->second.localAs;
    const std::string expected = peer->second.remoteAs == "internal" ? facts.bgp->as : peer->second.remoteAs;
    if (!theirs.bgp && expected == "external")
        return {}; // any number but one
    const std::string address = base::toString(own->address.address), words = "neighbor " + address;
    std::string source; // the neighbour is known by an address that is not of the network between them
    for (const lab::OwnedAddress &each : context.addresses())
        if (each.at.node == other && base::toString(each.address.address) == neighbour && !each.address.network().contains(own->address.address))
            source = each.at.interface;
    const std::string head = theirs.bgp ? "router bgp" : "router bgp " + expected;
    return {changeNode(tr("Let %1 have the BGP neighbour %2").arg(toQt(other), toQt(address)), other, [=, password = peer->second.password](lab::Node &changed) {
        setLine(changed.config, head, words + " remote-as", ' ' + words + " remote-as " + as);
        if (!source.empty())
            setLine(changed.config, head, words + " update-source", ' ' + words + " update-source " + source, words);
        if (!password.empty())
            setLine(changed.config, head, words + " password", ' ' + words + " password " + password, words);
    })};
}

Fixes setSessionPassword(const std::string &node, const std::string &neighbour, const std::string &password)
{
    const std::string words = "neighbor " + neighbour;
    return {changeNode(tr("Give %1 the same password for %2").arg(toQt(node), toQt(neighbour)), node, [=](lab::Node &changed) {
        setLine(changed.config, "router bgp", words + " password", password.empty() ? std::string() : ' ' + words + " password " + password, words);
    })};
}

} // namespace hopyard::document

// See operations.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/document/operations.h"

#include "app/gui/document/free_address.h"
#include "app/gui/document/strings.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace hopyard::document {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("Operations", text); }

const lab::Node *findNode(const lab::Lab &lab, const std::string &name)
{
    for (const lab::Node &node : lab.nodes)
        if (node.name == name)
            return &node;
    return nullptr;
}

/// "r1", or "3 nodes".
QString nodesText(const std::vector<std::string> &names)
{
    return names.size() == 1 ? toQt(names.front()) : tr("%1 nodes").arg(names.size());
}

const char *namePrefix(lab::NodeKind kind)
{
    switch (kind) {
    case lab::NodeKind::host: return "h";
    case lab::NodeKind::router: return "r";
    case lab::NodeKind::hub: return "hub";
    case lab::NodeKind::switch_: return "sw";
    case lab::NodeKind::namespaceNode: return "ns";
    case lab::NodeKind::frr: return "frr";
    case lab::NodeKind::bird: return "bird";
    case lab::NodeKind::qemu: return "vm";
    case lab::NodeKind::uml: return "uml";
    case lab::NodeKind::hypervisor: return "pc";
    case lab::NodeKind::forwarder: return "lb";
    case lab::NodeKind::classifier: return "c";
    case lab::NodeKind::placeholder: return "p";
    }
    return "n";
}

/// `base` itself where it is free, else `base` without its number and with the first number that makes it free.
std::string freeName(const std::set<std::string> &taken, const std::string &base)
{
    if (!base.empty() && !taken.contains(base))
        return base;
    std::string stem = base;
    while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9')
        stem.pop_back();
    if (stem.empty())
        stem = "n";
    for (int number = 1;; ++number) {
        std::string name = stem + std::to_string(number);
        if (!taken.contains(name))
            return name;
    }
}

std::set<std::string> nodeNames(const lab::Lab &lab)
{
    std::set<std::string> names;
    for (const lab::Node &node : lab.nodes)
        names.insert(node.name);
    return names;
}

/// An interface of these gets its address where the node lists it; those of other kinds get it elsewhere, or have none.
bool listsInterfaces(lab::NodeKind kind)
{
    return kind == lab::NodeKind::host || kind == lab::NodeKind::namespaceNode || kind == lab::NodeKind::bird
        || lab::isMachine(kind) || kind == lab::NodeKind::hypervisor || kind == lab::NodeKind::forwarder
        || kind == lab::NodeKind::classifier;
}

void listInterface(Edit &edit, const lab::End &end)
{
    const lab::Node *node = findNode(edit.lab(), end.node);
    if (!node || !listsInterfaces(node->kind))
        return;
    const bool known = std::any_of(node->interfaces.begin(), node->interfaces.end(),
                                   [&](const lab::Interface &i) { return i.name == end.interface; });
    if (known)
        return;
    lab::Node changed = *node;
    changed.interfaces.push_back(lab::Interface{end.interface, {}, {}, {}});
    edit.setNode(end.node, std::move(changed));
}

} // namespace

QString kindText(lab::NodeKind kind)
{
    switch (kind) {
    case lab::NodeKind::host: return tr("Host");
    case lab::NodeKind::router: return tr("Router");
    case lab::NodeKind::hub: return tr("Hub");
    case lab::NodeKind::switch_: return tr("Switch");
    case lab::NodeKind::namespaceNode: return tr("Namespace");
    case lab::NodeKind::frr: return tr("FRR Router");
    case lab::NodeKind::bird: return tr("BIRD Router");
    case lab::NodeKind::qemu: return tr("QEMU Machine");
    case lab::NodeKind::uml: return tr("User-mode Linux");
    case lab::NodeKind::hypervisor: return tr("Hypervisor");
    case lab::NodeKind::forwarder: return tr("Forwarder");
    case lab::NodeKind::classifier: return tr("Classifier");
    case lab::NodeKind::placeholder: return tr("Placeholder");
    }
    return {};
}

QString linkText(const LinkEnds &ends)
{
    return toQt(ends.a.node + ":" + ends.a.interface) + QStringLiteral(" – ")
        + toQt(ends.b.node + ":" + ends.b.interface);
}

const lab::Link *findLink(const lab::Lab &lab, const LinkEnds &ends)
{
    for (const lab::Link &link : lab.links)
        if (endsOf(link) == ends)
            return &link;
    return nullptr;
}

QString whyNotNodeName(const lab::Lab &lab, const QString &name)
{
    if (name.isEmpty())
        return tr("A node needs a name.");
    const bool good = std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-'
            || c == u'_' || c == u'.';
    });
    if (!good)
        return tr("Letters, digits, “-”, “_” and “.” only.");
    if (findNode(lab, fromQt(name)))
        return tr("There is a node called %1 already.").arg(name);
    return {};
}

std::string freeInterface(const lab::Lab &lab, const std::string &name)
{
    std::set<std::string> plugged;
    for (const lab::Link &link : lab.links)
        for (const lab::End *end : {&link.a, &link.b})
            if (end->node == name)
                plugged.insert(end->interface);
    const lab::Node *node = findNode(lab, name);
    if (node)
        for (const lab::Interface &interface : node->interfaces)
            if (!plugged.contains(interface.name))
                return interface.name;
    // Ports of a switch are numbered as on its front: from 1.
    const bool bridge = node && (node->kind == lab::NodeKind::switch_ || node->kind == lab::NodeKind::hub);
    for (int number = bridge ? 1 : 0;; ++number) {
        std::string candidate = (bridge ? "p" : "eth") + std::to_string(number);
        if (!plugged.contains(candidate))
            return candidate;
    }
}

std::string addNode(LabDocument &document, lab::NodeKind kind, lab::Position at)
{
    lab::Node node;
    node.kind = kind;
    node.at = at;
    node.name = freeName(nodeNames(document.lab()), std::string(namePrefix(kind)) + "1");
    const std::string name = node.name;
    Edit edit(document.lab());
    edit.addNode(std::move(node));
    document.push(tr("Add %1").arg(toQt(name)), std::move(edit));
    return name;
}

std::optional<LinkEnds> addLink(LabDocument &document, const std::string &a, const std::string &b)
{
    if (a == b || !findNode(document.lab(), a) || !findNode(document.lab(), b))
        return std::nullopt;
    lab::Link link;
    link.a = {a, freeInterface(document.lab(), a)};
    link.b = {b, freeInterface(document.lab(), b)};
    const LinkEnds ends = endsOf(link);
    Edit edit(document.lab());
    listInterface(edit, link.a);
    listInterface(edit, link.b);
    edit.addLink(std::move(link));
    document.push(tr("Link %1 and %2").arg(toQt(a), toQt(b)), std::move(edit));
    return ends;
}

void removePicked(LabDocument &document, const Picked &picked)
{
    if (picked.isEmpty())
        return;
    Edit edit(document.lab());
    for (const LinkEnds &ends : picked.links)
        edit.removeLink(ends);
    std::vector<std::string> nodes = picked.nodes;
    lab::Drawing drawing = document.drawing();
    for (const lab::Group &group : drawing.groups) // a folded group goes with what is in it
        if (std::find(picked.groups.begin(), picked.groups.end(), group.name) != picked.groups.end())
            nodes.insert(nodes.end(), group.nodes.begin(), group.nodes.end());
    for (const std::string &name : nodes)
        edit.removeNode(name);
    std::erase_if(drawing.groups, [&](const lab::Group &g) {
        return std::find(picked.groups.begin(), picked.groups.end(), g.name) != picked.groups.end();
    });
    std::erase_if(drawing.shapes, [&](const lab::Shape &s) {
        return std::find(picked.shapes.begin(), picked.shapes.end(), s.id) != picked.shapes.end();
    });
    edit.setDrawing(std::move(drawing));
    const QString what = !nodes.empty() ? nodesText(nodes)
        : picked.shapes.size() == 1     ? toQt(picked.shapes.front())
        : !picked.shapes.empty()        ? tr("%1 shapes").arg(picked.shapes.size())
        : picked.links.size() == 1      ? linkText(picked.links.front())
                                        : tr("%1 links").arg(picked.links.size());
    document.push(tr("Delete %1").arg(what), std::move(edit));
}

void renameNode(LabDocument &document, const std::string &from, const std::string &to)
{
    const lab::Node *node = findNode(document.lab(), from);
    if (!node || from == to)
        return;
    lab::Node renamed = *node;
    renamed.name = to;
    Edit edit(document.lab());
    edit.setNode(from, std::move(renamed));
    document.push(tr("Rename %1 to %2").arg(toQt(from), toQt(to)), std::move(edit));
}

void setNode(LabDocument &document, const std::string &name, const lab::Node &node, const QString &what,
             const QString &mergeKey)
{
    Edit edit(document.lab());
    edit.setNode(name, node);
    document.push(tr("Set %1 of %2").arg(what, toQt(name)), std::move(edit), mergeKey);
}

void setLink(LabDocument &document, const LinkEnds &ends, const lab::Link &link, const QString &what,
             const QString &mergeKey)
{
    Edit edit(document.lab());
    edit.setLink(ends, link);
    document.push(tr("Set %1 of %2").arg(what, linkText(ends)), std::move(edit), mergeKey);
}

void replugLink(LabDocument &document, const LinkEnds &ends, const LinkEnds &to)
{
    const lab::Link *link = findLink(document.lab(), ends);
    if (!link || ends == to)
        return;
    lab::Link plugged = *link;
    plugged.a = to.a;
    plugged.b = to.b;
    Edit edit(document.lab());
    listInterface(edit, to.a);
    listInterface(edit, to.b);
    edit.setLink(ends, std::move(plugged));
    document.push(tr("Re-plug %1").arg(linkText(ends)), std::move(edit));
}

void renameInterface(LabDocument &document, const std::string &name, const std::string &from, const std::string &to)
{
    const lab::Node *node = findNode(document.lab(), name);
    if (!node || from == to)
        return;
    lab::Node changed = *node;
    for (lab::Interface &interface : changed.interfaces)
        if (interface.name == from)
            interface.name = to;
    Edit edit(document.lab());
    edit.setNode(name, std::move(changed));
    const std::vector<lab::Link> links = edit.lab().links;
    for (const lab::Link &link : links) {
        lab::Link plugged = link;
        for (lab::End *end : {&plugged.a, &plugged.b})
            if (*end == lab::End{name, from})
                end->interface = to;
        if (plugged != link)
            edit.setLink(endsOf(link), std::move(plugged));
    }
    document.push(tr("Rename %1 of %2 to %3").arg(toQt(from), toQt(name), toQt(to)), std::move(edit));
}

void removeInterface(LabDocument &document, const std::string &name, const std::string &interface)
{
    const lab::Node *node = findNode(document.lab(), name);
    if (!node)
        return;
    lab::Node changed = *node;
    std::erase_if(changed.interfaces, [&](const lab::Interface &i) { return i.name == interface; });
    Edit edit(document.lab());
    const std::vector<lab::Link> links = edit.lab().links;
    for (const lab::Link &link : links)
        if (link.a == lab::End{name, interface} || link.b == lab::End{name, interface})
            edit.removeLink(endsOf(link));
    edit.setNode(name, std::move(changed));
    document.push(tr("Remove %1 of %2").arg(toQt(interface), toQt(name)), std::move(edit));
}

void setHead(LabDocument &document, const Head &head, const QString &mergeKey)
{
    Edit edit(document.lab());
    edit.setHead(head);
    document.push(tr("Set title"), std::move(edit), mergeKey);
}

void setToFind(LabDocument &document, const lab::ToFind &toFind)
{
    Edit edit(document.lab());
    edit.setToFind(toFind);
    document.push(tr("Set problems to find"), std::move(edit));
}

lab::Lab extract(const lab::Lab &lab, const Picked &picked)
{
    const std::set<std::string> names(picked.nodes.begin(), picked.nodes.end());
    lab::Lab part;
    for (const lab::Node &node : lab.nodes)
        if (names.contains(node.name))
            part.nodes.push_back(node);
    for (const lab::Link &link : lab.links)
        if (names.contains(link.a.node) && names.contains(link.b.node))
            part.links.push_back(link);
    return part;
}

std::vector<std::string> insert(LabDocument &document, const lab::Lab &part, lab::Position offset, const QString &verb)
{
    std::set<std::string> taken = nodeNames(document.lab());
    std::set<base::IpAddress> addresses = addressesOf(document.lab());
    std::map<std::string, std::string> renamed;
    std::vector<std::string> names;
    Edit edit(document.lab());
    for (lab::Node node : part.nodes) {
        takeFreeAddresses(node, addresses);
        const std::string name = freeName(taken, node.name);
        taken.insert(name);
        renamed[node.name] = name;
        names.push_back(name);
        node.name = name;
        node.at = {node.at.x + offset.x, node.at.y + offset.y};
        edit.addNode(std::move(node));
    }
    for (lab::Link link : part.links) {
        link.a.node = renamed[link.a.node];
        link.b.node = renamed[link.b.node];
        edit.addLink(std::move(link));
    }
    if (!names.empty())
        document.push(tr("%1 %2").arg(verb, nodesText(names)), std::move(edit));
    return names;
}

} // namespace hopyard::document

// The edits a person makes, by the names they have in the undo list. Each is one undo step.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "app/gui/document/lab_document.h"

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace hopyard::document {

/// What a person picked: nodes and links, shapes and folded groups, by name.
struct Picked {
    std::vector<std::string> nodes;
    std::vector<LinkEnds> links;
    std::vector<std::string> shapes = {};
    std::vector<std::string> groups = {};
    bool isEmpty() const { return nodes.empty() && links.empty() && shapes.empty() && groups.empty(); }
};

/// "host", "router", "switch", "hub", "namespace" with a capital, for people.
QString kindText(lab::NodeKind kind);
/// "r1:eth1 – r2:eth1"
QString linkText(const LinkEnds &ends);
/// The link that `lab` has under these ends in this order.
const lab::Link *findLink(const lab::Lab &lab, const LinkEnds &ends);

/// Nothing where the name is good and free; else what is wrong with it.
QString whyNotNodeName(const lab::Lab &lab, const QString &name);
/// The first interface of the node without a link, else a new name such as "eth2".
std::string freeInterface(const lab::Lab &lab, const std::string &node);

/// Returns the new node's name: "r3" for the third router.
std::string addNode(LabDocument &document, lab::NodeKind kind, lab::Position at);
/// Plugs a free interface of each into a new link; nothing for a node and itself or an unknown one.
std::optional<LinkEnds> addLink(LabDocument &document, const std::string &a, const std::string &b);
void removePicked(LabDocument &document, const Picked &picked);
void renameNode(LabDocument &document, const std::string &from, const std::string &to);
/// Replaces a node's value; `what` says what of it: "gateway" gives "Set gateway of r1".
void setNode(LabDocument &document, const std::string &name, const lab::Node &node, const QString &what,
             const QString &mergeKey = {});
/// Replaces a link's value; `what` as above: "Set delay of r1:eth1 – r2:eth1".
void setLink(LabDocument &document, const LinkEnds &ends, const lab::Link &link, const QString &what,
             const QString &mergeKey = {});
void replugLink(LabDocument &document, const LinkEnds &ends, const LinkEnds &to);
/// Renames an interface and the link plugged into it.
void renameInterface(LabDocument &document, const std::string &node, const std::string &from, const std::string &to);
/// Removes an interface from the node's list, with the link plugged into it.
void removeInterface(LabDocument &document, const std::string &node, const std::string &interface);
/// Which problems the student is to find (`to-find`).
void setToFind(LabDocument &document, const lab::ToFind &toFind);
void setHead(LabDocument &document, const Head &head, const QString &mergeKey = {});

/// A part of a lab by itself: the picked nodes and the links between them.
lab::Lab extract(const lab::Lab &lab, const Picked &picked);
/// Adds a part under free names and with free addresses, moved by `offset`; returns the new nodes' names. `text` is the undo text's verb.
std::vector<std::string> insert(LabDocument &document, const lab::Lab &part, lab::Position offset,
                                const QString &verb);

} // namespace hopyard::document

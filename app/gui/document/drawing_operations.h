// Edits of what is drawn around the network: shapes, layers, groups, the ways of links. Each is one undo step.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace hopyard::document {

/// "note", "rectangle" …, for people, with a capital.
QString shapeText(lab::ShapeKind kind);

/// Adds a shape on top of the others; gives it a free id such as "note2", which it returns.
std::string addShape(LabDocument &document, lab::Shape shape);
/// Replaces a shape's value; `what` says what of it: "text" gives "Set text of note1".
void setShape(LabDocument &document, const lab::Shape &shape, const QString &what, const QString &mergeKey = {});
enum class Stack { up, down, top, bottom };
void restack(LabDocument &document, const std::vector<std::string> &shapes, Stack where);

/// Where things are: of nodes their centres, of shapes their `at`.
struct Places {
    std::vector<std::pair<std::string, lab::Position>> nodes{};
    std::vector<std::pair<std::string, lab::Position>> shapes{};
    bool isEmpty() const { return nodes.empty() && shapes.empty(); }
};
/// Moves both in one step; equal non-empty merge keys become one undo step. `text`: the step's name, where "Move r1" will not do.
void movePlaces(LabDocument &document, const Places &places, const QString &mergeKey = {}, const QString &text = {});

/// The picked shapes, the groups whose nodes are all picked, and the ways of links between picked nodes.
lab::Drawing extractDrawing(const lab::Lab &lab, const lab::Drawing &drawing, const Picked &picked);
/// Adds a part of a lab and of a drawing in one step, as insert() does; returns what came, to be picked.
Picked insertPart(LabDocument &document, const lab::Lab &part, const lab::Drawing &drawing, lab::Position offset, const QString &verb);

// --- layers ---
/// Returns the new layer's name: `wanted`, or the first free "Layer 2".
std::string addLayer(LabDocument &document, const std::string &wanted = {});
void setLayerHidden(LabDocument &document, const std::string &layer, bool hidden);
/// Renames it, its shapes with it. Nothing where the name is taken or empty.
void renameLayer(LabDocument &document, const std::string &from, const std::string &to);
/// Its shapes and nodes stay, on no layer.
void removeLayer(LabDocument &document, const std::string &layer);
/// An empty layer: on none.
/// Shapes, nodes, and the nodes of groups; links go with their nodes.
void putOnLayer(LabDocument &document, const Picked &things, const std::string &layer);

// --- groups ---
/// Takes the nodes out of the groups they are in. Returns the new group's name: "Group 1".
std::string addGroup(LabDocument &document, const std::vector<std::string> &nodes);
/// Of several groups in one step. The nodes stay.
void removeGroups(LabDocument &document, const std::vector<std::string> &groups);
void setFolded(LabDocument &document, const std::vector<std::string> &groups, bool folded);
void renameGroup(LabDocument &document, const std::string &from, const std::string &to);
/// The nodes of these groups.
std::vector<std::string> nodesOf(const lab::Drawing &drawing, const std::vector<std::string> &groups);

// --- ways of links ---
lab::LinkWay wayOf(const LabDocument &document, const LinkEnds &ends); ///< the usual one where none is set
void setWay(LabDocument &document, const lab::LinkWay &way, const QString &text, const QString &mergeKey = {});
void setRoute(LabDocument &document, const std::vector<LinkEnds> &links, lab::LinkRoute route);
void straighten(LabDocument &document, const std::vector<LinkEnds> &links);

} // namespace hopyard::document

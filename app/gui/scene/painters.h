// How nodes and links look, apart from the items that own them: plain values in, paint out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/link_path.h"
#include "core/lab/lab.h"

#include <QRectF>
#include <QString>

class QFont;
class QPainter;

namespace hopyard::scene {

constexpr double kTile = 54;     ///< side of a node's body, scene units
constexpr double kEdgeOuter = 36; ///< from the centre: a press between edge and this starts a link
constexpr double kEdgeInner = 22;
constexpr double kInterfaceLabelAt = 50; ///< from the node's centre along the link, where there is room

/// Which labels are drawn, switched for the whole canvas.
struct LabelLayers {
    bool names = true;       ///< of nodes
    bool addresses = true;   ///< below the names
    bool interfaces = true;  ///< at the ends of links
    bool costs = false;      ///< OSPF costs of the ends
    bool impairments = true; ///< delay, rate, loss of links
    bool operator==(const LabelLayers &) const = default;
};
/// What the scene's labels go by; changed through LabScene::setLabels().
LabelLayers &labelLayers();

/// The face of nodes' names, of groups' and of notes' headings.
const QFont &nameFont();

struct NodeLook {
    lab::NodeKind kind = lab::NodeKind::host;
    QString name;
    QString detail; ///< address, in a smaller face below the name
    NodeState state = NodeState::none;
    bool picked = false;
    bool hovered = false;
    bool target = false; ///< a link under way would end here
};
/// Around the origin, without its labels (label_painter.h). `scale` is device pixels for a scene unit: little is drawn
/// where little can be seen.
void paintNode(QPainter &painter, const NodeLook &look, double scale);
/// The body's outline around the origin, that many scene units beyond it, with the painter's pen and brush.
void paintOutline(QPainter &painter, lab::NodeKind kind, double grow);
/// With room for a name and an address below the body.
QRectF nodeBounds(const NodeLook &look);
/// True where the point (relative to the centre) is on the rim from which a link can be drawn.
bool isOnEdge(lab::NodeKind kind, const QPointF &point);
/// True where the point is on the body, the rim included.
bool isOnBody(lab::NodeKind kind, const QPointF &point);

struct LinkLook {
    LinkPath path;
    bool down = false;
    bool picked = false;
    bool hovered = false;
};
void paintLink(QPainter &painter, const LinkLook &look, double scale);
QRectF linkBounds(const LinkLook &look);

} // namespace hopyard::scene

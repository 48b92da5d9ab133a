// The scene's items: each holds the look of one node or link and paints it. They decide nothing and move nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/change_event.h"
#include "app/gui/scene/label_plan.h"
#include "app/gui/scene/painters.h"

#include <QGraphicsItem>

#include <array>
#include <string>

namespace hopyard::scene {

class NodeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };

    explicit NodeItem(const lab::Node &node);

    const std::string &name() const { return m_name; }
    const NodeLook &look() const { return m_look; }
    const LabelText &nameLabel() const { return m_nameLabel; }
    const LabelText &addressLabel() const { return m_addressLabel; }
    void show(const lab::Node &node); ///< takes over the node's value
    void setState(NodeState state);
    void setHovered(bool hovered);
    bool isHovered() const { return m_look.hovered; }
    void setTarget(bool target);
    bool isOnEdge(const QPointF &scenePosition) const { return scene::isOnEdge(m_look.kind, scenePosition - pos()); }
    bool isOnBody(const QPointF &scenePosition) const { return scene::isOnBody(m_look.kind, scenePosition - pos()); }

    int type() const override { return Type; }
    QRectF boundingRect() const override { return m_bounds; }
    QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    std::string m_name;
    NodeLook m_look;
    LabelText m_nameLabel, m_addressLabel;
    QRectF m_bounds;
};

class LinkItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };

    explicit LinkItem(const lab::Link &link);

    const document::LinkEnds &ends() const { return m_ends; }
    const LinkPath &path() const { return m_look.path; }
    void show(const lab::Link &link);
    void setPath(const LinkPath &path);
    void setCosts(const QString &a, const QString &b);
    /// Where the labels and the light of an end stand, so that those of neighbouring links are apart: scene units from
    /// the node's centre.
    void setEndPlaces(bool endA, double label, double light);
    double labelAt(bool endA) const { return m_labelAt[endA ? 0 : 1]; }
    double lightAt(bool endA) const { return m_lightAt[endA ? 0 : 1]; }
    const LabelText &middleLabel() const { return m_middle; }
    const LabelText &interfaceLabel(bool endA) const { return m_interfaces[endA ? 0 : 1]; }
    const LabelText &costLabel(bool endA) const { return m_costs[endA ? 0 : 1]; }
    bool isDown() const { return m_look.down; }
    void setHovered(bool hovered);
    /// Scene units from the point to the line.
    double distanceTo(const QPointF &scenePosition) const;

    int type() const override { return Type; }
    QRectF boundingRect() const override { return m_bounds; }
    QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void measure();
    document::LinkEnds m_ends;
    LinkLook m_look;
    LabelText m_middle;
    std::array<LabelText, 2> m_interfaces, m_costs; ///< at a, at b
    std::array<double, 2> m_labelAt{kInterfaceLabelAt, kInterfaceLabelAt}, m_lightAt{kLightAt, kLightAt};
    QRectF m_bounds;
};

/// What stands below a node's name: its first address and how many more there are.
QString addressText(const lab::Node &node);

} // namespace hopyard::scene

// A link under way: from a node to wherever the pointer is. Shared by the link tool and by the pointer tool, which
// draws links from a node's edge.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>

#include <string>

class QPainter;

namespace hopyard::view {

class CanvasView;

class LinkGesture {
public:
    explicit LinkGesture(CanvasView &canvas) : m_canvas(canvas) {}
    ~LinkGesture();

    bool isUnderWay() const { return !m_from.empty(); }
    const std::string &from() const { return m_from; }
    void start(const std::string &node, const QPointF &at);
    void moveTo(const QPointF &at);
    /// Makes the link where the gesture ends on another node. True when it did.
    bool finish(const QPointF &at);
    void abandon();
    void paint(QPainter &painter) const;

private:
    void setTarget(const std::string &node);
    CanvasView &m_canvas;
    std::string m_from;
    std::string m_target;
    QPointF m_at; ///< scene units
};

} // namespace hopyard::view

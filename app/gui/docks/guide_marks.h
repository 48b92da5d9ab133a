// Rings around the nodes that the guide points at, on top of the canvas.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/view/overlay.h"

#include <QStringList>

namespace hopyard::scene {
class LabScene;
}

namespace hopyard::docks {

class GuideMarks final : public view::Overlay {
public:
    explicit GuideMarks(const scene::LabScene &scene) : m_scene(scene) {}
    void setNodes(const QStringList &nodes) { m_nodes = nodes; }
    const QStringList &nodes() const { return m_nodes; }

    void paint(QPainter &painter, const view::ViewTransform &transform) override;
    bool isActive() const override { return false; } ///< they stand still

private:
    const scene::LabScene &m_scene;
    QStringList m_nodes;
};

} // namespace hopyard::docks

// Paints CanvasMarks on top of the canvas: rings around nodes with a word at their upper right, links lit from rim to rim
// with an arrow's head and a label. Where a link is marked in both directions each keeps to its right, as packets do.
//
// Nodes and links that the drawing does not have are left out. It stands still; whoever changes the marks wakes the canvas.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/view/overlay.h"

#include <QColor>
#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <utility>
#include <vector>

namespace hopyard::scene {
class LabScene;
}

namespace hopyard::inspect {

/// The theme's colour for a tone.
QColor colourOf(Tone tone);

class MarksOverlay final : public view::Overlay {
public:
    explicit MarksOverlay(const scene::LabScene &scene) : m_scene(scene) {}

    void setMarks(CanvasMarks marks) { m_marks = std::move(marks); }
    const CanvasMarks &marks() const { return m_marks; }

    /// A lit link as it is painted, in viewport pixels.
    struct Arrow {
        QPolygonF line; ///< from the rim of the node where it begins to the rim of the other
        std::vector<QPointF> labelAt; ///< where its label may stand, the best first
        QString label;
        Tone tone = Tone::accent;
        bool head = true;
    };
    std::vector<Arrow> arrows(const view::ViewTransform &transform) const;
    /// A word as it is painted, in viewport pixels: in the place where it covers least of nodes, labels and other words.
    struct Word {
        QRectF box;
        QString text;
        Tone tone = Tone::accent;
    };
    std::vector<Word> words(const view::ViewTransform &transform) const;

    void paint(QPainter &painter, const view::ViewTransform &transform) override;
    bool isActive() const override { return false; }

private:
    const scene::LabScene &m_scene;
    CanvasMarks m_marks;
};

} // namespace hopyard::inspect

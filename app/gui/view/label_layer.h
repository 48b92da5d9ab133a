// The labels of the canvas as they are shown: keeps the plan (scene/label_plan.h) for the zoom and the part that is seen,
// says what of the picture changed, and paints. Planned anew only when the scene, the zoom or the part that is seen is
// another; while nodes are dragged or the canvas is panned, labels that can stay do.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/label_plan.h"

#include <QRectF>

#include <cstdint>
#include <vector>

class QPainter;

namespace hopyard::scene {
class LabScene;
}

namespace hopyard::view {

class LabelLayer {
public:
    explicit LabelLayer(const scene::LabScene &scene) : m_scene(scene) {}

    /// Brings the labels up to date. `visible`: what is seen, in pixels of the plane (scene units times the zoom).
    /// Returns what has to be painted anew, in the same; nothing where the zoom changed, for then all has.
    std::vector<QRectF> follow(double zoom, const QRectF &visible);
    /// `origin`: where the plane's origin is for the painter. Only labels that meet `part` (of the plane) are painted.
    void paint(QPainter &painter, const QPointF &origin, const QRectF &part) const;
    const scene::LabelPlan &plan() const { return m_plan; }
    bool isBehind() const; ///< the scene has other labels than those that were planned

private:
    /// Of the theme, by name: what changes when something is picked.
    enum class Tone : std::uint8_t { text, muted, danger, accent };
    struct Shown {
        scene::PlacedLabel label;
        Tone tone = Tone::text;
        bool raised = false; ///< found no place, but is pointed at or picked
        bool operator==(const Shown &) const = default;
    };
    std::vector<Shown> shown() const;
    static Tone toneOf(const scene::PlacedLabel &label);

    const scene::LabScene &m_scene;
    scene::LabelPlan m_plan;
    std::uint64_t m_version = 0;
    std::vector<Shown> m_shown;
};

} // namespace hopyard::view

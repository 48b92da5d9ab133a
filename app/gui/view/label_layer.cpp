// See label_layer.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/label_layer.h"

#include "app/gui/scene/items.h"
#include "app/gui/scene/label_painter.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace hopyard::view {

namespace {

constexpr double kAhead = 0.5;      ///< of what is seen, planned on each side: panning finds labels that stand already
constexpr std::size_t kRaised = 24; ///< names of picked nodes without a place, at most: more would be a heap
constexpr double kAround = 3;       ///< pixels around a label that its halo or ground has

/// One of the scene's own: the plan hands it on as it was told.
const QGraphicsItem *itemOf(const scene::PlacedLabel &label) { return static_cast<const QGraphicsItem *>(label.item); }

} // namespace

LabelLayer::Tone LabelLayer::toneOf(const scene::PlacedLabel &label)
{
    const QGraphicsItem *item = itemOf(label);
    switch (label.role) {
    case scene::LabelRole::name: {
        const auto *node = qgraphicsitem_cast<const scene::NodeItem *>(item);
        return node && node->look().kind == lab::NodeKind::placeholder ? Tone::muted : Tone::text;
    }
    case scene::LabelRole::address: return Tone::muted;
    case scene::LabelRole::middle:
    case scene::LabelRole::endA:
    case scene::LabelRole::endB: break;
    }
    if (item->isSelected())
        return Tone::accent;
    if (label.role != scene::LabelRole::middle)
        return Tone::muted;
    const auto *link = qgraphicsitem_cast<const scene::LinkItem *>(item);
    return link && link->isDown() ? Tone::danger : Tone::text;
}

std::vector<LabelLayer::Shown> LabelLayer::shown() const
{
    std::vector<Shown> all;
    all.reserve(m_plan.labels().size() + 4);
    for (const scene::PlacedLabel &label : m_plan.labels())
        all.push_back({label, toneOf(label), false});
    // Whatever is pointed at or picked says its name, also where there is no room for it.
    const int pixels = scene::labelPixels(scene::LabelRole::name, m_plan.zoom());
    std::size_t raised = 0;
    const scene::SharedLabelInputs inputs = m_scene.labelInputs();
    for (const scene::NodeToLabel &node : inputs->nodes) {
        const auto *item = qgraphicsitem_cast<const scene::NodeItem *>(static_cast<const QGraphicsItem *>(node.item));
        if (!item || node.name.text.isEmpty() || !(item->look().hovered || item->isSelected())
            || m_plan.hasName(node.item) || !m_plan.area().contains(node.at * m_plan.zoom()))
            continue;
        const QSizeF size(std::ceil(node.name.width * pixels / scene::usualPixels(scene::LabelRole::name)) + 4,
                          scene::lineHeight(pixels));
        const QPointF at = node.at * m_plan.zoom();
        const QRectF box(at.x() - size.width() / 2, at.y() + node.reach * m_plan.zoom() + 5, size.width(), size.height());
        all.push_back({{node.item, scene::LabelRole::name, 0, pixels, box, node.name.text}, Tone::text, true});
        if (++raised == kRaised)
            break;
    }
    return all;
}

bool LabelLayer::isBehind() const { return m_version != m_scene.labelVersion(); }

std::vector<QRectF> LabelLayer::follow(double zoom, const QRectF &visible)
{
    const bool zoomed = zoom != m_plan.zoom();
    if (zoomed || isBehind() || !m_plan.area().contains(visible)) {
        const double x = visible.width() * kAhead, y = visible.height() * kAhead;
        m_version = m_scene.labelVersion();
        m_plan = scene::LabelPlan(m_scene.labelInputs(), zoom, visible.adjusted(-x, -y, x, y), zoomed ? nullptr : &m_plan);
    }
    std::vector<Shown> now = shown();
    std::vector<QRectF> changed;
    if (!zoomed) {
        const auto keyOf = [](const Shown &label) {
            return reinterpret_cast<std::uintptr_t>(label.label.item) * 8 + static_cast<std::uintptr_t>(label.label.role);
        };
        const auto add = [&](const Shown &label) {
            if (label.label.box.intersects(visible))
                changed.push_back(label.label.box.adjusted(-kAround, -kAround, kAround, kAround));
        };
        std::unordered_map<std::uintptr_t, const Shown *> before;
        before.reserve(m_shown.size());
        for (const Shown &label : m_shown)
            before[keyOf(label)] = &label;
        for (const Shown &label : now) {
            const auto found = before.find(keyOf(label));
            if (found != before.end() && *found->second == label) {
                before.erase(found);
                continue;
            }
            add(label);
        }
        for (const auto &[key, label] : before)
            add(*label);
    }
    m_shown = std::move(now);
    return changed;
}

void LabelLayer::paint(QPainter &painter, const QPointF &origin, const QRectF &part) const
{
    const theme::Colours &c = theme::colours();
    for (const Shown &label : m_shown) {
        if (!label.label.box.adjusted(-kAround, -kAround, kAround, kAround).intersects(part))
            continue;
        const QColor &colour = label.tone == Tone::text ? c.text
            : label.tone == Tone::muted                 ? c.muted
            : label.tone == Tone::danger                ? c.danger
                                                        : c.accent;
        scene::paintLabel(painter, label.label.box.translated(origin), label.label.text, label.label.role,
                          label.label.pixels, colour, label.raised);
    }
}

} // namespace hopyard::view

// What of the scene is labelled, and what labels keep away from; see lab_scene.h and label_plan.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/scene/lab_scene.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/scene/drawing_items.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/label_painter.h"

#include <memory>
#include <utility>

namespace hopyard::scene {

namespace {

/// The interface's name, its cost, or both, in the letters of an end.
LabelText endText(const LinkItem &link, bool endA, const LabelLayers &shown)
{
    const LabelText none;
    const LabelText &name = shown.interfaces ? link.interfaceLabel(endA) : none;
    const LabelText &cost = shown.costs ? link.costLabel(endA) : none;
    if (name.text.isEmpty() || cost.text.isEmpty())
        return name.text.isEmpty() ? cost : name;
    static const LabelText between = labelText(LabelRole::endA, QStringLiteral(" · "));
    return {name.text + between.text + cost.text, name.width + between.width + cost.width, 1};
}

} // namespace

SharedLabelInputs LabScene::labelInputs() const
{
    if (m_labelInputsVersion == m_labelVersion)
        return m_labelInputs;
    m_labelInputsVersion = m_labelVersion;
    LabelInputs inputs;
    const LabelLayers &shown = labelLayers();
    inputs.nodes.reserve(m_nodes.size() + m_groups.size());
    inputs.links.reserve(m_links.size());
    for (const auto &[name, item] : m_nodes) {
        if (!item->isVisible())
            continue;
        const bool routes = lab::hasConfig(item->look().kind);
        const auto links = m_linksOf.find(name);
        // A router with many neighbours is what a lab is known by.
        const int weight = (links == m_linksOf.end() ? 0 : static_cast<int>(links->second.size()) * 4) + (routes ? 2 : 0);
        inputs.nodes.push_back({static_cast<const QGraphicsItem *>(item), item->pos(), kTile / 2, routes,
                                shown.names ? item->nameLabel() : LabelText(),
                                shown.addresses ? item->addressLabel() : LabelText(), weight});
    }
    for (const auto &[name, item] : m_groups)
        if (item->isFolded())
            inputs.nodes.push_back({static_cast<const QGraphicsItem *>(item), item->look().centre, kFoldedSide / 2, false,
                                    labelText(LabelRole::name, item->look().name), {}, 1000});
        else
            inputs.boxes.push_back(item->grip());
    inputs.nodesReach = kFoldedSide / 2;
    for (const auto &[ends, item] : m_links) {
        if (!item->isVisible())
            continue;
        LinkToLabel link;
        link.item = static_cast<const QGraphicsItem *>(item);
        link.path = item->path();
        if (shown.impairments)
            link.middle = item->middleLabel();
        for (const bool endA : {true, false}) {
            const std::size_t end = endA ? 0 : 1;
            link.ends[end] = endText(*item, endA, shown);
            if (shown.interfaces && shown.costs) // a cost is asked for; the interface is there anyway
                link.shortEnds[end] = item->costLabel(endA);
            link.endAt[end] = item->labelAt(endA);
            link.lightAt[end] = item->lightAt(endA);
        }
        link.weight = item->isDown() ? 1 : 0;
        inputs.links.push_back(std::move(link));
    }
    for (const auto &[id, item] : m_shapes) {
        if (!item->isVisible())
            continue;
        const lab::Shape &shape = item->shapeValue();
        if (const QRectF words = wordsOf(shape); !words.isEmpty())
            inputs.boxes.push_back(words);
        if (shape.kind == lab::ShapeKind::line)
            inputs.lines.emplace_back(QPointF(shape.at.x, shape.at.y),
                                      QPointF(shape.at.x + shape.size.x, shape.at.y + shape.size.y));
    }
    m_labelInputs = std::make_shared<const LabelInputs>(std::move(inputs));
    return m_labelInputs;
}

} // namespace hopyard::scene

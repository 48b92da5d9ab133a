// See glide.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/layout/glide.h"

#include "app/gui/document/drawing_operations.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"

#include <utility>

namespace hopyard::layout {

namespace {
constexpr int kDuration = 320; ///< ms
} // namespace

Glide::Glide(document::LabDocument &document, scene::LabScene &scene, QObject *parent)
    : QObject(parent), m_document(document), m_scene(scene)
{
    m_animation.setDuration(kDuration);
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setEasingCurve(QEasingCurve::InOutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant &share) {
        if (!m_from.empty())
            m_scene.showOnTheWay(m_from, share.toDouble());
    });
    connect(&m_animation, &QVariantAnimation::finished, this, [this] {
        m_from.clear();
        emit arrived();
    });
    // Whoever edits meanwhile sees the nodes where they are.
    connect(&m_document, &document::LabDocument::changed, this, [this] {
        if (!m_moving)
            finish();
    });
}

void Glide::move(const document::Places &places, const QString &text)
{
    finish();
    std::map<std::string, QPointF> from;
    for (const auto &[name, at] : places.nodes)
        if (const scene::NodeItem *item = m_scene.nodeItem(name))
            from[name] = item->pos();
    m_moving = true;
    document::movePlaces(m_document, places, {}, text);
    m_moving = false;
    m_from = std::move(from);
    m_scene.showOnTheWay(m_from, 0);
    m_animation.start();
}

void Glide::finish()
{
    if (!isUnderWay())
        return;
    m_animation.stop();
    m_scene.showOnTheWay(std::exchange(m_from, {}), 1);
    emit arrived();
}

} // namespace hopyard::layout

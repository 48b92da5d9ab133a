// Nodes that go to new places are seen on their way: the document has the new places at once, as one edit, and the
// scene follows within a third of a second.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointF>
#include <QVariantAnimation>

#include <map>
#include <string>

namespace hopyard::document {
class LabDocument;
struct Places;
}
namespace hopyard::scene {
class LabScene;
}

namespace hopyard::layout {

class Glide final : public QObject {
    Q_OBJECT

public:
    Glide(document::LabDocument &document, scene::LabScene &scene, QObject *parent = nullptr);

    /// Moves nodes in one step of that name.
    void move(const document::Places &places, const QString &text);
    bool isUnderWay() const { return m_animation.state() == QAbstractAnimation::Running; }
    /// Shows the end at once.
    void finish();

signals:
    void arrived();

private:
    document::LabDocument &m_document;
    scene::LabScene &m_scene;
    QVariantAnimation m_animation;
    std::map<std::string, QPointF> m_from;
    bool m_moving = false;
};

} // namespace hopyard::layout

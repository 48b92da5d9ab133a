// The items of shapes and groups: each holds the look of one and paints it. They decide nothing and move nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/scene/shape_painter.h"

#include <QGraphicsItem>

#include <memory>
#include <string>

namespace hopyard::scene {

class ShapeItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 3 };

    ShapeItem();
    ~ShapeItem() override;

    const lab::Shape &shapeValue() const { return m_look.shape; }
    /// `folder`: of the lab's file, where its pictures are; empty where it has none yet.
    void show(const lab::Shape &shape, const QString &folder);
    void setHovered(bool hovered);
    void refreshTheme(); ///< colours of the words

    int type() const override { return Type; }
    QRectF boundingRect() const override { return shapeBounds(m_look.shape); }
    QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void layOut();
    ShapeLook m_look;
    QString m_picture; ///< absolute path of the file that is shown
    std::unique_ptr<QTextDocument> m_words;
};

class GroupItem final : public QGraphicsItem {
public:
    enum { Type = UserType + 4 };

    GroupItem();

    const GroupLook &look() const { return m_look; }
    std::string name() const { return m_look.name.toStdString(); }
    bool isFolded() const { return m_look.folded; }
    void show(GroupLook look);
    void setHovered(bool hovered);
    QRectF grip() const { return groupGrip(m_look); }

    int type() const override { return Type; }
    QRectF boundingRect() const override { return groupBounds(m_look); }
    QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    GroupLook m_look;
};

/// The absolute path of a picture of a lab in `folder`: of a file that is really inside of it, also by its links. Empty
/// where there is none.
QString pictureFile(const QString &folder, const std::string &file);

} // namespace hopyard::scene

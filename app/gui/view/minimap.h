// The whole lab small in a corner of the canvas, with a frame around what is seen; a press or a drag goes there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

namespace hopyard::view {

class CanvasView;

class Minimap final : public QWidget {
    Q_OBJECT

public:
    explicit Minimap(CanvasView &canvas);

    /// The scene point that a point of the map stands for.
    QPointF sceneAt(const QPointF &mapPoint) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void contentChanged();
    QTransform sceneToMap() const;

    CanvasView &m_canvas;
    QRectF m_content; ///< of the lab, in scene units
};

} // namespace hopyard::view

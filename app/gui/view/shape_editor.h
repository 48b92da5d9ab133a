// The text of a shape, edited where it stands. Ctrl+Return or a click elsewhere enters it, Escape gives it up.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

#include <string>

namespace hopyard::view {

class CanvasView;

class ShapeEditor final : public QPlainTextEdit {
    Q_OBJECT

public:
    /// Nothing where there is no such shape. Owned by the canvas; goes by itself.
    static ShapeEditor *open(CanvasView &canvas, const std::string &shape);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    ShapeEditor(CanvasView &canvas, const std::string &shape);
    void finish(bool enter);

    CanvasView &m_canvas;
    std::string m_shape;
    bool m_oneLine;
    bool m_finished = false;
};

} // namespace hopyard::view

// A field over a node's name on the canvas: Return renames, Escape or a click elsewhere leaves all as it was.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <string>

namespace hopyard::view {

class CanvasView;

class RenameEditor final : public QLineEdit {
    Q_OBJECT

public:
    static RenameEditor *open(CanvasView &canvas, const std::string &node);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    RenameEditor(CanvasView &canvas, const std::string &node);
    void check();
    void finish(bool rename);

    CanvasView &m_canvas;
    std::string m_node;
    bool m_finished = false;
};

} // namespace hopyard::view

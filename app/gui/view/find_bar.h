// Find on the canvas: picks what has the words typed in its name, kind, addresses, configuration or text, and goes from
// one to the next.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/document/operations.h"
#include "core/lab/drawing.h"

#include <QFrame>

class QLabel;
class QLineEdit;

namespace hopyard::view {

class CanvasView;

/// Nodes and shapes that have every word, whatever its case.
document::Picked findThings(const lab::Lab &lab, const lab::Drawing &drawing, const QString &words);

class FindBar final : public QFrame {
    Q_OBJECT

public:
    explicit FindBar(CanvasView &canvas);
    /// Shows it with its text selected.
    void open();
    QLineEdit *field() const { return m_field; }
    QString countText() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search();
    void go(int by);
    void close();
    void place();

    CanvasView &m_canvas;
    QLineEdit *m_field;
    QLabel *m_count;
    document::Picked m_found;
    int m_at = -1;
};

} // namespace hopyard::view

// See shape_editor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/shape_editor.h"

#include "app/gui/document/drawing_operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/shape_painter.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QKeyEvent>

#include <algorithm>

namespace hopyard::view {

namespace {
constexpr int kLeastWidth = 160;
constexpr int kLeastHeight = 34;
} // namespace

ShapeEditor *ShapeEditor::open(CanvasView &canvas, const std::string &shape)
{
    return canvas.document().drawing().findShape(shape) ? new ShapeEditor(canvas, shape) : nullptr;
}

ShapeEditor::ShapeEditor(CanvasView &canvas, const std::string &id) : QPlainTextEdit(canvas.viewport()), m_canvas(canvas), m_shape(id)
{
    const lab::Shape &shape = *canvas.document().drawing().findShape(id);
    m_oneLine = shape.kind != lab::ShapeKind::note && shape.kind != lab::ShapeKind::text;
    setAccessibleName(tr("Text of %1").arg(document::toQt(id)));
    setPlaceholderText(m_oneLine ? tr("Label") : tr("Markdown: **bold**, lists, `code`"));
    setFont(theme::Theme::interfaceFont());
    setVerticalScrollBarPolicy(m_oneLine ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setPlainText(document::toQt(shape.text));
    QRect box = canvas.viewTransform().sceneToViewport.mapRect(scene::boxOf(shape)).toAlignedRect();
    if (m_oneLine)
        box.setHeight(kLeastHeight);
    const QPoint corner = box.topLeft();
    box.setSize(box.size().expandedTo(QSize(kLeastWidth, kLeastHeight)));
    box.moveTopLeft(corner);
    setGeometry(box);
    connect(&canvas, &CanvasView::zoomChanged, this, [this] { finish(true); });
    selectAll();
    show();
    setFocus();
}

void ShapeEditor::keyPressEvent(QKeyEvent *event)
{
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        finish(false);
    else if (isReturn && (m_oneLine || event->modifiers() & Qt::ControlModifier))
        finish(true);
    else
        QPlainTextEdit::keyPressEvent(event);
}

void ShapeEditor::focusOutEvent(QFocusEvent *event)
{
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        finish(true);
}

void ShapeEditor::finish(bool enter)
{
    if (m_finished)
        return;
    m_finished = true;
    if (const lab::Shape *shape = m_canvas.document().drawing().findShape(m_shape); shape && enter) {
        lab::Shape changed = *shape;
        changed.text = document::fromQt(toPlainText());
        if (changed.text.size() <= lab::kLongestShapeText)
            document::setShape(m_canvas.document(), changed, tr("text"));
    }
    deleteLater();
    m_canvas.setFocus();
}

} // namespace hopyard::view

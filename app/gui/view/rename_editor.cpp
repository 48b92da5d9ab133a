// See rename_editor.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/rename_editor.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/view/canvas_view.h"

#include <QKeyEvent>
#include <QStyle>

namespace hopyard::view {

namespace {
constexpr int kWidth = 130;
} // namespace

RenameEditor *RenameEditor::open(CanvasView &canvas, const std::string &node)
{
    return canvas.labScene().nodeItem(node) ? new RenameEditor(canvas, node) : nullptr;
}

RenameEditor::RenameEditor(CanvasView &canvas, const std::string &node)
    : QLineEdit(document::toQt(node), canvas.viewport()), m_canvas(canvas), m_node(node)
{
    setAccessibleName(tr("New name of %1").arg(text()));
    setAlignment(Qt::AlignHCenter);
    const QPointF below = canvas.labScene().nodeItem(node)->pos() + QPointF(0, scene::kTile / 2 + 4);
    const QPoint at = canvas.mapFromScene(below);
    setGeometry(at.x() - kWidth / 2, at.y(), kWidth, sizeHint().height());
    connect(this, &QLineEdit::textChanged, this, &RenameEditor::check);
    connect(&canvas, &CanvasView::zoomChanged, this, [this] { finish(false); });
    selectAll();
    show();
    setFocus();
}

void RenameEditor::check()
{
    const QString why =
        text() == document::toQt(m_node) ? QString() : document::whyNotNodeName(m_canvas.document().lab(), text());
    setProperty("wrong", !why.isEmpty());
    setToolTip(why);
    style()->unpolish(this);
    style()->polish(this);
}

void RenameEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        finish(false);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        finish(true);
    else
        QLineEdit::keyPressEvent(event);
}

void RenameEditor::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        finish(false);
}

void RenameEditor::finish(bool rename)
{
    if (m_finished || (rename && property("wrong").toBool()))
        return;
    m_finished = true;
    if (rename)
        document::renameNode(m_canvas.document(), m_node, document::fromQt(text()));
    deleteLater();
    m_canvas.setFocus();
}

} // namespace hopyard::view

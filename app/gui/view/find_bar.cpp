// See find_bar.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/view/find_bar.h"

#include "app/gui/document/lab_document.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/scene/shape_painter.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

#include <algorithm>

namespace hopyard::view {

namespace {
constexpr int kFromTop = 12;
constexpr int kFieldWidth = 240;
} // namespace

document::Picked findThings(const lab::Lab &lab, const lab::Drawing &drawing, const QString &text)
{
    document::Picked found;
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return found;
    const auto hasAll = [&](const QString &in) {
        return std::all_of(words.begin(), words.end(), [&](const QString &word) { return in.contains(word, Qt::CaseInsensitive); });
    };
    for (const lab::Node &node : lab.nodes) {
        QString about = document::toQt(node.name + '\n' + node.label + '\n' + node.note + '\n' + node.config + '\n') + document::kindText(node.kind);
        for (const lab::Interface &interface : node.interfaces) {
            about += QLatin1Char('\n') + document::toQt(interface.name);
            for (const base::InterfaceAddress &address : interface.addresses)
                about += QLatin1Char(' ') + document::toQt(base::toString(address));
        }
        if (hasAll(about))
            found.nodes.push_back(node.name);
    }
    for (const lab::Shape &shape : drawing.shapes)
        if (drawing.isShown(shape) && hasAll(document::toQt(shape.id + '\n' + shape.text)))
            found.shapes.push_back(shape.id);
    return found;
}

FindBar::FindBar(CanvasView &canvas) : QFrame(canvas.viewport()), m_canvas(canvas), m_field(new QLineEdit(this)), m_count(new QLabel(this))
{
    setObjectName(QStringLiteral("find"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Find"));
    setCursor(Qt::ArrowCursor);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 8, 8, 8);
    m_field->setPlaceholderText(tr("Name, kind, address, text…"));
    m_field->setAccessibleName(tr("Find on the canvas"));
    m_field->setMinimumWidth(kFieldWidth);
    m_field->addAction(theme::icon(QStringLiteral("search"), [] { return theme::colours().muted; }), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    m_count->setProperty("role", QStringLiteral("muted"));
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("999 / 999")));
    row->addWidget(m_field);
    row->addWidget(m_count);
    const auto button = [&](const char *icon, const QString &text, auto run) {
        auto *made = new QToolButton(this);
        made->setIcon(theme::icon(QLatin1String(icon)));
        made->setAutoRaise(true);
        made->setToolTip(text);
        made->setAccessibleName(text);
        connect(made, &QToolButton::clicked, this, run);
        row->addWidget(made);
    };
    button("raise", tr("Previous (Shift+Return)"), [this] { go(-1); });
    button("lower", tr("Next (Return)"), [this] { go(1); });
    button("close", tr("Close (Escape)"), [this] { close(); });
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::search);
    canvas.viewport()->installEventFilter(this);
    hide();
}

QString FindBar::countText() const { return m_count->text(); }

void FindBar::open()
{
    place();
    show();
    raise();
    m_field->setFocus();
    m_field->selectAll();
    search();
}

void FindBar::close()
{
    hide();
    m_canvas.setFocus();
}

void FindBar::place()
{
    adjustSize();
    move((m_canvas.viewport()->width() - width()) / 2, kFromTop);
}

void FindBar::search()
{
    m_found = findThings(m_canvas.document().lab(), m_canvas.document().drawing(), m_field->text());
    m_at = -1;
    const std::size_t count = m_found.nodes.size() + m_found.shapes.size();
    m_count->setText(m_field->text().isEmpty() ? QString() : count == 0 ? tr("none") : tr("%1 found").arg(count));
    m_count->setAccessibleName(m_count->text());
    if (!m_field->text().isEmpty())
        m_canvas.labScene().pick(m_found);
}

void FindBar::go(int by)
{
    const int nodes = static_cast<int>(m_found.nodes.size());
    const int count = nodes + static_cast<int>(m_found.shapes.size());
    if (count == 0)
        return;
    m_at = m_at < 0 && by < 0 ? count - 1 : (m_at + by + count) % count;
    const bool isNode = m_at < nodes;
    const auto place = static_cast<std::size_t>(isNode ? m_at : m_at - nodes);
    scene::LabScene &scene = m_canvas.labScene();
    if (isNode) {
        scene.pickNode(m_found.nodes[place]);
        m_canvas.centerOn(scene.placeOf(m_found.nodes[place]));
    } else {
        scene.pick({{}, {}, {m_found.shapes[place]}, {}});
        if (const lab::Shape *shape = m_canvas.document().drawing().findShape(m_found.shapes[place]))
            m_canvas.centerOn(scene::boxOf(*shape).center());
    }
    m_count->setText(QStringLiteral("%1 / %2").arg(m_at + 1).arg(count));
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field) {
        if (event->type() == QEvent::Resize && isVisible())
            place();
        return QFrame::eventFilter(watched, event);
    }
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: go(key->modifiers() & Qt::ShiftModifier ? -1 : 1); return true;
    default: return false;
    }
}

} // namespace hopyard::view

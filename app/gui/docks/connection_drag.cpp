// See connection_drag.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/connection_drag.h"

#include "app/gui/docks/table_view.h"
#include "app/gui/models/table_model.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"

#include <QApplication>
#include <QDrag>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QMouseEvent>

#include <utility>

namespace hopyard::docks {

const char *const kConnectionMime = "application/x-hopyard-connection";

ConnectionDrag::ConnectionDrag(TableView &table) : QObject(&table), m_table(table)
{
    table.viewport()->installEventFilter(this);
}

bool ConnectionDrag::eventFilter(QObject *object, QEvent *event)
{
    const auto *mouse = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove
        ? static_cast<QMouseEvent *>(event)
        : nullptr;
    if (mouse && event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton) {
        m_pressed = mouse->pos();
        m_key = m_table.indexAt(m_pressed).data(models::TableModel::KeyRole).toString();
    } else if (mouse && (mouse->buttons() & Qt::LeftButton) && !m_key.isEmpty()) {
        if ((mouse->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
            auto *drag = new QDrag(&m_table);
            auto *data = new QMimeData;
            data->setData(QString::fromLatin1(kConnectionMime), std::exchange(m_key, {}).toUtf8());
            drag->setMimeData(data);
            drag->setPixmap(theme::iconPixmap(QStringLiteral("migrate"), theme::colours().accent, 28, m_table.devicePixelRatioF()));
            drag->exec(Qt::MoveAction);
        }
        return true; // rows are not swept over
    }
    return QObject::eventFilter(object, event);
}

ConnectionDrop::ConnectionDrop(view::CanvasView &canvas, scene::LabScene &scene, Targets targets, Move move) :
    QObject(&canvas), m_canvas(canvas), m_scene(scene), m_targets(std::move(targets)), m_move(std::move(move))
{
    canvas.viewport()->installEventFilter(this);
}

std::string ConnectionDrop::machineAt(const QPoint &position, const QString &connection) const
{
    const scene::NodeItem *node = m_scene.nodeAt(m_canvas.mapToScene(position));
    return node && m_targets(connection).contains(QString::fromStdString(node->name())) ? node->name() : std::string();
}

void ConnectionDrop::light(const std::string &machine)
{
    for (const auto &[name, on] : {std::pair(std::exchange(m_lit, machine), false), std::pair(machine, true)})
        if (scene::NodeItem *node = name.empty() ? nullptr : m_scene.nodeItem(name))
            node->setTarget(on);
}

bool ConnectionDrop::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::DragLeave) {
        light({});
        return QObject::eventFilter(object, event);
    }
    if (event->type() != QEvent::DragEnter && event->type() != QEvent::DragMove && event->type() != QEvent::Drop)
        return QObject::eventFilter(object, event);
    auto *drop = static_cast<QDropEvent *>(event);
    if (!drop->mimeData()->hasFormat(QString::fromLatin1(kConnectionMime)))
        return QObject::eventFilter(object, event); // a node out of the palette
    const QString connection = QString::fromUtf8(drop->mimeData()->data(QString::fromLatin1(kConnectionMime)));
    const std::string machine = machineAt(drop->position().toPoint(), connection);
    light(event->type() == QEvent::Drop ? std::string() : machine);
    if (event->type() == QEvent::Drop && !machine.empty())
        m_move(connection, QString::fromStdString(machine));
    drop->setDropAction(Qt::MoveAction);
    // Entering is allowed anywhere, else no place on the way is asked.
    drop->setAccepted(event->type() == QEvent::DragEnter || !machine.empty());
    return true;
}

} // namespace hopyard::docks

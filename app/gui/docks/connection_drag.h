// A connection is dragged from its row in the list onto a machine on the canvas, and moves there. Only machines that could
// have it take it; the one under the pointer is lit.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <QObject>
#include <QPoint>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <string>

namespace hopyard::view {
class CanvasView;
}
namespace hopyard::scene {
class LabScene;
}

namespace hopyard::docks {

class TableView;

/// What a drag carries: the row's key.
extern const char *const kConnectionMime;

/// Lets rows of the table be dragged. The table owns it.
class ConnectionDrag : public QObject {
public:
    explicit ConnectionDrag(TableView &table);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    TableView &m_table;
    QPoint m_pressed;
    QString m_key; ///< of the row that was pressed on
};

/// Lets machines on the canvas take connections. The canvas owns it.
class ConnectionDrop : public QObject {
public:
    using Targets = std::function<QStringList(const QString &connection)>;
    using Move = std::function<void(const QString &connection, const QString &host)>;
    ConnectionDrop(view::CanvasView &canvas, scene::LabScene &scene, Targets targets, Move move);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    /// The machine there that could have the connection; empty: none.
    std::string machineAt(const QPoint &position, const QString &connection) const;
    void light(const std::string &machine);

    view::CanvasView &m_canvas;
    scene::LabScene &m_scene;
    Targets m_targets;
    Move m_move;
    std::string m_lit;
};

} // namespace hopyard::docks

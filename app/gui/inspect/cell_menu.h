// The menu of the numbers in a table or tree of an inspector: whatever has a number can be plotted, the cell itself and
// the others of its row, as it is or as its change a second. By the mouse and by the menu key.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/cells.h"

#include <QModelIndex>
#include <QObject>

#include <functional>
#include <optional>

class QAbstractItemView;
class QMenu;

namespace hopyard::inspect {

class TreeView;

class CellMenu final : public QObject {
    Q_OBJECT

public:
    /// What stands at an index of the view's model; nothing: what cannot be asked for.
    using Place = std::function<std::optional<CellPlace>(const QModelIndex &)>;

    /// Whether what stands there is a number, however it is written for a person.
    using IsNumber = std::function<bool(const QModelIndex &)>;

    /// The view becomes the owner. Without `isNumber`: what is one as it stands there.
    CellMenu(QAbstractItemView &view, Place place, IsNumber isNumber = {});
    /// Of a tree whose rows are those of askCells().
    CellMenu(TreeView &view, const QString &table, std::function<QString()> node);

    /// Puts in what can be plotted of the index and its row; a line that says so where that is nothing.
    void fill(QMenu &menu, const QModelIndex &index);

signals:
    void plotAsked(const hopyard::inspect::CellPlace &place, bool perSecond);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    std::optional<CellPlace> numberAt(const QModelIndex &index) const;
    void addPlots(QMenu &menu, const CellPlace &place);

    QAbstractItemView &m_view;
    Place m_place;
    IsNumber m_isNumber;
};

} // namespace hopyard::inspect

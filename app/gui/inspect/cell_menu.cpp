// See cell_menu.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/cell_menu.h"

#include "app/gui/inspect/tree_view.h"
#include "app/gui/theme/icon.h"

#include <QAbstractItemView>
#include <QContextMenuEvent>
#include <QMenu>

namespace hopyard::inspect {

CellMenu::CellMenu(QAbstractItemView &view, Place place, IsNumber isNumber) :
    QObject(&view), m_view(view), m_place(std::move(place)), m_isNumber(std::move(isNumber))
{
    // A key's menu comes to the view, the mouse's to what scrolls in it.
    view.installEventFilter(this);
    view.viewport()->installEventFilter(this);
}

CellMenu::CellMenu(TreeView &view, const QString &table, std::function<QString()> node)
    : CellMenu(view, [&view, table, node = std::move(node)](const QModelIndex &index) {
          return std::optional(CellPlace{node(), table, view.keysOf(index), QString::number(index.column())});
      })
{
}

std::optional<CellPlace> CellMenu::numberAt(const QModelIndex &index) const
{
    if (!index.isValid() || !(m_isNumber ? m_isNumber(index) : numberIn(index.data().toString()).has_value()))
        return std::nullopt;
    const std::optional<CellPlace> place = m_place(index);
    return place && !isKeyColumn(place->table, place->column) ? place : std::nullopt;
}

void CellMenu::addPlots(QMenu &menu, const CellPlace &place)
{
    const auto add = [&](const QString &text, bool perSecond) {
        menu.addAction(theme::icon(QStringLiteral("plot")), text, this,
                       [this, place, perSecond] { emit plotAsked(place, perSecond); });
    };
    add(tr("Plot “%1”").arg(place.what()), false);
    add(tr("Plot “%1” per Second").arg(place.what()), true);
}

void CellMenu::fill(QMenu &menu, const QModelIndex &index)
{
    const std::optional<CellPlace> here = numberAt(index);
    if (here)
        addPlots(menu, *here);
    QMenu *others = nullptr;
    for (int column = 0; index.isValid() && column < m_view.model()->columnCount(index.parent()); ++column) {
        const auto place = numberAt(index.siblingAtColumn(column));
        if (!place || place == here)
            continue;
        if (here && !others)
            others = menu.addMenu(tr("More of This Row"));
        addPlots(others ? *others : menu, *place);
    }
    if (menu.isEmpty())
        menu.addAction(tr("Nothing here is a number that can be plotted"))->setEnabled(false);
}

bool CellMenu::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::ContextMenu)
        return QObject::eventFilter(object, event);
    const auto *asked = static_cast<QContextMenuEvent *>(event);
    const bool byKey = asked->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index =
        byKey ? m_view.currentIndex() : m_view.indexAt(m_view.viewport()->mapFromGlobal(asked->globalPos()));
    if (!index.isValid())
        return false;
    auto *menu = new QMenu(&m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fill(*menu, index);
    menu->popup(byKey ? m_view.viewport()->mapToGlobal(m_view.visualRect(index).bottomLeft()) : asked->globalPos());
    return true;
}

} // namespace hopyard::inspect

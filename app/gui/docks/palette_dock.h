// What can be placed: node kinds by category, with a search field. Drag one onto the canvas, or press Return for one in
// the middle of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/dialogs/place_many.h"
#include "core/lab/lab.h"

#include <QTreeWidget>
#include <QWidget>

#include <QPointF>

#include <optional>
#include <string>

class QLineEdit;

namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

/// The list itself: starts drags with the kind as view::kNodeKindMime.
class PaletteList final : public QTreeWidget {
    Q_OBJECT

public:
    explicit PaletteList(QWidget *parent = nullptr);
    void filter(const QString &text);
    static std::optional<lab::NodeKind> kindOf(const QTreeWidgetItem *item);
    /// The person's own template of that name; empty where the item is none.
    static QString templateOf(const QTreeWidgetItem *item);
    /// Reads the person's own templates again.
    void showTemplates();
    /// All kinds can be read; names of the person's own templates end in "…" where they are longer.
    QSize minimumSizeHint() const override;

signals:
    void chosen(hopyard::lab::NodeKind kind);
    void templateChosen(const QString &name);

protected:
    void startDrag(Qt::DropActions actions) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void choose(const QTreeWidgetItem *item);
    void removeTemplate(const QString &name);
    QTreeWidgetItem *m_own; ///< the category of templates
};

class PaletteDock final : public QWidget {
    Q_OBJECT

public:
    explicit PaletteDock(window::Workbench &workbench, QWidget *parent = nullptr);
    /// In the middle of the canvas, beside what stands there already.
    void place(lab::NodeKind kind);
    void placeTemplate(const QString &name, std::optional<QPointF> at = {});
    /// Asks how many.
    void placeMany(const dialogs::Model &model, const QPointF &at);
    /// Several of what is the list's current item; of hosts where that is nothing to place.
    void placeManyOfCurrent(const QPointF &at);
    /// Asks for a name and saves the node under it.
    void saveTemplate(const std::string &node);

private:
    QPointF freePlace() const;
    /// Says so where the template cannot be read.
    std::optional<dialogs::Model> templateModel(const QString &name) const;

    window::Workbench &m_workbench;
    QLineEdit *m_search;
    PaletteList *m_list;
};

/// Registers the dock, and an action for each kind.
void installPalette(window::Workbench &workbench);

} // namespace hopyard::docks

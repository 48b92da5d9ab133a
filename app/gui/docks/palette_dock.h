// What can be placed: node kinds by category, with a search field. Drag one onto the canvas, or press Return for one in
// the middle of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/lab.h"

#include <QTreeWidget>
#include <QWidget>

#include <optional>

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

signals:
    void chosen(hopyard::lab::NodeKind kind);

protected:
    void startDrag(Qt::DropActions actions) override;
    void keyPressEvent(QKeyEvent *event) override;
};

class PaletteDock final : public QWidget {
    Q_OBJECT

public:
    explicit PaletteDock(window::Workbench &workbench, QWidget *parent = nullptr);
    /// In the middle of the canvas, beside what stands there already.
    void place(lab::NodeKind kind);

private:
    window::Workbench &m_workbench;
    QLineEdit *m_search;
    PaletteList *m_list;
};

/// Registers the dock, and an action for each kind.
void installPalette(window::Workbench &workbench);

} // namespace hopyard::docks

// The layers of the drawing, and which labels the canvas shows.
//
// Shapes and nodes are on layers; links go with their nodes. Layers are part of the lab: showing and hiding one is an edit. Labels are a matter of looking, remembered by the
// workbench and not by the lab.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListWidget;
class QListWidgetItem;
class QToolButton;

namespace hopyard::window {
class Workbench;
}

namespace hopyard::docks {

class LayersDock final : public QWidget {
    Q_OBJECT

public:
    explicit LayersDock(window::Workbench &workbench, QWidget *parent = nullptr);

    QListWidget *list() const { return m_list; }

private:
    void fill();
    void changed(QListWidgetItem *item);
    void refreshButtons();

    window::Workbench &m_workbench;
    QListWidget *m_list;
    QToolButton *m_remove;
    QToolButton *m_put;
    QToolButton *m_take;
    bool m_filling = false;
};

/// Registers the dock, and an action for each kind of label.
void installLayers(window::Workbench &workbench);

} // namespace hopyard::docks

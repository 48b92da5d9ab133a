// The properties dock: the page that fits what is picked. Edits go to the document at once, also while the lab runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace hopyard::window {
class Workbench;
}

namespace hopyard::dialogs {

class CheckedLine;
class LinkProperties;
class NodeProperties;
class ShapeProperties;
class TextBlock;
class ToFindButton;

class PropertiesPanel final : public QWidget {
    Q_OBJECT

public:
    explicit PropertiesPanel(window::Workbench &workbench, QWidget *parent = nullptr);

private:
    QWidget *makeLabPage();
    QWidget *makeManyPage();
    void showPicked();

    window::Workbench &m_workbench;
    QStackedWidget *m_pages;
    NodeProperties *m_node;
    LinkProperties *m_link;
    ShapeProperties *m_shape;
    QLabel *m_many = nullptr;
    CheckedLine *m_title = nullptr;
    TextBlock *m_description = nullptr;
    QLabel *m_toFindHeading = nullptr;
    ToFindButton *m_toFind = nullptr; ///< of lessons
    QLabel *m_counts = nullptr;
};

/// Registers the dock.
void installProperties(window::Workbench &workbench);

} // namespace hopyard::dialogs

// What happened in a run, as a table: the marks of the time line and the bookmarks, filtered while typing; Return or a
// double click goes there. The same as the time line for the keyboard and for those who do not see it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/history.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedLayout;
class QToolButton;

namespace hopyard::models {
class TableModel;
}

namespace hopyard::docks {

class TableView;

class EventsDock : public QWidget {
    Q_OBJECT

public:
    explicit EventsDock(client::History &history, QWidget *parent = nullptr);

    TableView *table() const { return m_view; }
    models::TableModel *model() const { return m_model; }
    /// Asks for a note and sets a bookmark there; or changes the one that is there.
    void bookmark(base::TimePoint time);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fill();
    void removePicked();

    client::History &m_history;
    TableView *m_view;
    models::TableModel *m_model;
    QLineEdit *m_filter;
    QToolButton *m_add;
    QToolButton *m_remove;
    QLabel *m_message;
    QStackedLayout *m_stack;
};

} // namespace hopyard::docks

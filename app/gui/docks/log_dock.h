// The log: what applications print and what the engine notices, filtered by node and text; follows the end as long as
// the reader is there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/models/log_model.h"

#include <QStringList>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QTableView;

namespace hopyard::docks {

class LogDock : public QWidget {
    Q_OBJECT

public:
    explicit LogDock(models::LogModel &model, QWidget *parent = nullptr);
    /// What is picked on the canvas, for the choice "selected nodes".
    void setSelected(const QStringList &nodes);

private:
    void applyFilter();
    void copy() const;

    models::LogModel &m_model;
    models::LogFilter m_filter;
    QComboBox *m_which;
    QLineEdit *m_search;
    QTableView *m_view;
    QStringList m_selected;
};

} // namespace hopyard::docks

// "Add plot…": everything that can be plotted in this lab, found while typing; connections, and the numbers in the
// tables of nodes, are asked of the nodes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/docks/plot_choices.h"
#include "app/gui/models/table_model.h"

#include <QDialog>
#include <QTimer>
#include <vector>

class QLineEdit;
class QPushButton;

namespace hopyard::client {
class EngineSession;
}

namespace hopyard::docks {

class TableView;

class PlotPicker : public QDialog {
    Q_OBJECT

public:
    /// Those in `plotted`, by key, are left out.
    PlotPicker(client::EngineSession &session, std::vector<PlotChoice> choices, const QStringList &plotted, QWidget *parent = nullptr);

    void accept() override;

signals:
    void chosen(const std::vector<hopyard::docks::PlotChoice> &choices);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void askNodes();
    void askForConnections(const std::string &node);
    void askForNumbers(const QString &node, const QString &table);
    void offer(const std::vector<PlotChoice> &more);
    void find(const QString &text);

    client::EngineSession &m_session;
    QStringList m_plotted;
    struct Offer {
        PlotChoice choice;
        models::Row row;
        QString words; ///< that are searched
    };
    std::vector<Offer> m_choices;
    models::TableModel *m_model;
    TableView *m_view;
    QLineEdit *m_field;
    QPushButton *m_ok;
    QTimer m_finding; ///< once for many answers
};

} // namespace hopyard::docks

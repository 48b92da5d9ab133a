// What a running node knows: forwarding table, neighbours, interfaces with counters, MAC table, sockets, as plain
// tables; beside them the inspectors that were added; and which route an address would take. Asked for twice a second,
// and only while it can be seen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/canvas_marks.h"
#include "app/gui/inspect/cells.h"
#include "app/gui/inspect/question.h"

#include <QString>
#include <QWidget>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QStackedLayout;
class QHBoxLayout;
class QTabBar;

namespace hopyard::inspect {
class Inspector;
}
namespace hopyard::models {
class TableModel;
}

namespace hopyard::docks {

class TableView;

class TablesDock : public QWidget {
    Q_OBJECT

public:
    explicit TablesDock(client::EngineSession &session, QWidget *parent = nullptr);

    /// The nodes to choose from, with their kinds as in the lab file.
    struct Choice {
        QString name;
        QString kind;
        bool operator==(const Choice &) const = default;
    };
    void setNodes(const std::vector<Choice> &nodes);
    /// Follows the canvas: shows that node where it is one of the choices.
    void showNode(const QString &node);
    QString node() const;
    /// That is shown, by its name in docs/rpc.md, or the inspector's id; empty where there is none.
    std::string table() const;
    /// The table whose change "next change of this table" waits for: the one that is shown, or that the inspector in
    /// front is of.
    std::string changingTable() const;
    /// One more tab for the kinds of nodes that it shows; owned from then on.
    void addInspector(inspect::Inspector *inspector);
    /// In the order of their places.
    const std::vector<inspect::Inspector *> &inspectors() const { return m_inspectors; }
    /// Brings that table or inspector of that node to the front; false where the node has none such.
    bool showTable(const QString &node, const std::string &table);

    /// The tables that a kind of node has, by their names in docs/rpc.md.
    static std::vector<std::string> tablesOf(const QString &kind);

signals:
    /// What the inspector in front wants lit on the canvas; nothing where it can no longer be seen.
    void marked(const hopyard::inspect::CanvasMarks &marks);
    /// A number of a table is to be plotted over the time of the lab.
    void cellPlotAsked(const hopyard::inspect::CellPlace &place, bool perSecond);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrangeHead();
    void nodeChanged();
    void tableChanged();
    void setRunning();
    bool ask();
    void take(const client::Table &table);
    void say(const QString &text);
    void explain();
    inspect::Inspector *inspector() const; ///< the one in front, if any
    void forgetRun();

    client::EngineSession &m_session;
    std::vector<Choice> m_choices;
    std::vector<inspect::Inspector *> m_inspectors; ///< by place
    QComboBox *m_nodes;
    QTabBar *m_tabs;
    TableView *m_view;
    models::TableModel *m_model;
    QStringList m_columns; ///< of the table that is shown, by their names in docs/rpc.md
    QLabel *m_message;
    QStackedLayout *m_stack;
    QHBoxLayout *m_head, *m_secondHead;
    QLineEdit *m_lookup;
    QLabel *m_answer;
    QLabel *m_from; ///< of a moment of the past: when the table was written down
    inspect::Question m_question;
    bool m_hasRoutes = false; ///< the node looks up routes
};

} // namespace hopyard::docks

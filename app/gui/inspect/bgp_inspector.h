// BGP of a router: its table with all paths and the best marked, the decision about the picked prefix step by step with
// the attributes of its paths in words, and its neighbours with their states and counters.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/question.h"

#include <QString>

class QLabel;
class QSplitter;
class QStackedLayout;
class QTabBar;

namespace hopyard::inspect {

class TreeModel;
class TreeView;

class BgpInspector final : public Inspector {
    Q_OBJECT

public:
    enum View { table, neighbours };

    explicit BgpInspector(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override;
    void refresh() override;
    void showView(View view);
    /// Whose decision is shown.
    void pickPrefix(const QString &prefix);
    const QString &prefix() const { return m_prefix; }

protected:
    void nodeChanged() override;

private:
    bool ask();
    View view() const;
    void askTable();
    void askNeighbours();
    void askDecision();
    void say(const QString &text);

    client::EngineSession &m_session;
    QTabBar *m_tabs;
    QStackedLayout *m_stack;
    QLabel *m_message;
    QLabel *m_heading;
    TreeModel *m_table;
    TreeModel *m_decision;
    TreeModel *m_neighbours;
    TreeView *m_tableView;
    QSplitter *m_parts;
    QString m_prefix;
    QStringList m_candidates; ///< keys of the decision's columns
    Question m_question;
};

} // namespace hopyard::inspect

// OSPF of a router: neighbours with their states and timers, the link state database decoded, and the tree of shortest paths,
// which is drawn on the canvas too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/question.h"

#include <functional>

class QLabel;
class QStackedLayout;
class QTabBar;

namespace hopyard::inspect {

class TreeModel;

class OspfInspector final : public Inspector {
    Q_OBJECT

public:
    enum View { neighbours, database, tree };

    explicit OspfInspector(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override;
    void refresh() override;
    void showView(View view);

protected:
    void nodeChanged() override;

private:
    View view() const;
    bool ask(); ///< for what is shown; false: there is nothing to ask
    void askNeighbours();
    void say(const QString &text);
    /// Runs `use` where what was asked for is still what is shown.
    std::function<void(const client::Json &, const QString &)> whileShown(View view, std::function<void(const client::Json &)> use);
    void settle(View view); ///< it is answered: shows the tree, or why it is empty

    client::EngineSession &m_session;
    QTabBar *m_tabs;
    QStackedLayout *m_stack;
    QLabel *m_message;
    TreeModel *m_models[3];
    Question m_question; ///< a database can be large, and is asked for with that in mind
};

} // namespace hopyard::inspect

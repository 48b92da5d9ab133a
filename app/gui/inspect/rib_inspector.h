// "RIB": all that is offered to a router for each prefix, what counts on top, what lost below it and on what it lost; a
// filter, and the explanation of the row that was picked. The model is rib_model.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/kinds.h"
#include "app/gui/inspect/question.h"
#include "app/gui/inspect/rib_model.h"

class QLabel;
class QLineEdit;
class QTreeView;

namespace hopyard::inspect {

class RibInspector final : public Inspector {
    Q_OBJECT

public:
    explicit RibInspector(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override { return hasStack(kind); }
    void refresh() override;
    std::string table() const override { return "rib"; }

    const RibModel &model() const { return m_model; }

protected:
    void nodeChanged() override;

private:
    bool ask();
    void filter();
    void take(RibAnswer answer);
    void explain();
    std::optional<CellPlace> cellAt(const QModelIndex &index) const;
    void say(const QString &text);

    client::EngineSession &m_session;
    RibModel m_model;
    RibFilter m_proxy;
    QLineEdit *m_text;
    QLabel *m_note;
    QTreeView *m_tree;
    QLabel *m_explanation;
    QString m_within;           ///< a prefix that the engine is asked for alone; empty: all
    QStringList m_closed;       ///< prefixes that a person closed
    bool m_restoring = false;
    Question m_question;
};

} // namespace hopyard::inspect

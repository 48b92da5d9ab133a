// "Trie": the forwarding table of a node as a tree of its prefixes, with a box that looks an address up: its way is lit
// step by step, a sentence says what matched and what did not, and a list has every step, those that the table really
// took among them. The model and the picture are trie_model.h and trie_view.h; here is what is asked of the engine, and
// when.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/inspect/inspector.h"
#include "app/gui/inspect/kinds.h"
#include "app/gui/inspect/question.h"
#include "app/gui/inspect/trie_model.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QSplitter;

namespace hopyard::inspect {

class TrieView;

class TrieInspector final : public Inspector {
    Q_OBJECT

public:
    explicit TrieInspector(client::EngineSession &session, QWidget *parent = nullptr);

    bool shows(const QString &kind) const override { return hasStack(kind); }
    void refresh() override;

    const TrieModel &model() const { return m_model; }
    const LookupStepsModel &steps() const { return m_steps; }
    TrieView *view() const { return m_view; }

protected:
    void nodeChanged() override;

private:
    bool ask();
    void lookUp();
    void toggle(const QString &prefix);
    void take(const rpc::Json &json);
    void say(const QString &text);
    void beginSteps();
    void stepOn();
    void mark();

    client::EngineSession &m_session;
    TrieModel m_model;
    LookupStepsModel m_steps;
    QLineEdit *m_lookup;
    QComboBox *m_family;
    QLabel *m_sentence;
    QLabel *m_structure;
    TrieView *m_view;
    QListView *m_list;
    QSplitter *m_body;
    QTimer m_stepping; ///< lights the next node of the way
    QString m_address; ///< that is looked up; empty: none
    bool m_isNew = false; ///< the way is to be shown step by step when it comes
    QStringList m_open, m_folded;
    bool m_hasFailed = false; ///< the sentence says why there is nothing
    Question m_question;
};

} // namespace hopyard::inspect

// The console of a virtual router, host or switch: a line in, text out, by console.run. What applications of the node
// print (a ping that goes on) appears between the answers as it comes. Tab completes, "?" says at once what can follow.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace hopyard::docks {

/// What was typed, with a place in it for the up and down keys; what is being typed is kept at the end.
class History {
public:
    void add(const QString &line);
    /// The line before or after; the text on the line now is kept when leaving the end.
    QString up(const QString &current);
    QString down(const QString &current);

private:
    QStringList m_lines;
    QString m_draft;
    qsizetype m_at = 0;
};

class LineConsole : public QWidget {
    Q_OBJECT

public:
    LineConsole(client::EngineSession &session, const QString &node, QWidget *parent = nullptr);

    QString node() const { return m_node; }
    QString text() const;
    /// A line of the log of this node.
    void appendLog(const client::LogLine &line);
    /// A remark of the workbench: the lab stopped, it runs again.
    void note(const QString &text);
    void run(const QString &line);
    /// On the line in place of what was typed there; nothing is run.
    void insert(const QString &line);
    QString line() const; ///< what is typed so far

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    enum class Style { typed, answer, error, log, note };
    void append(const QString &text, Style style);
    /// Asks what may stand where the cursor is, for Tab or for "?".
    void ask(bool forHelp);
    void complete(const QString &before, const QStringList &words);
    QString prompt() const { return m_node + QLatin1Char('#'); }

    client::EngineSession &m_session;
    QString m_node;
    QPlainTextEdit *m_output;
    QLineEdit *m_input;
    History m_history;
};

} // namespace hopyard::docks

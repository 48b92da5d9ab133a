// Consoles in tabs, one for each node that was asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QTabWidget;

namespace hopyard::docks {

class ConsoleDock : public QWidget {
    Q_OBJECT

public:
    explicit ConsoleDock(client::EngineSession &session, QWidget *parent = nullptr);

    /// Shows the node's console, with the keyboard in it; opens one where there is none. A namespace gets a shell, any
    /// other kind a command line.
    void open(const QString &node, const QString &kind);
    /// The same, with a line on it that waits for Return.
    void insert(const QString &node, const QString &kind, const QString &line);
    /// Another shell on a namespace node, beside the ones there are.
    void openAnother(const QString &node, const QString &kind);
    QWidget *current() const;
    int count() const;

private:
    QWidget *add(const QString &node, const QString &kind);
    void close(int tab);
    void stateChanged(const client::Status &status);

    client::EngineSession &m_session;
    QTabWidget *m_tabs;
    QLabel *m_empty;
    QStackedLayout *m_stack;
    bool m_wasAlive = false;
};

} // namespace hopyard::docks

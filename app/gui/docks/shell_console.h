// The console of a node that lives in Linux: a terminal, a pty, and a program (a shell, vtysh, birdc) that the engine starts in the node with the pty's
// slave as its controlling terminal (node.exec).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/terminal/pty.h"
#include "app/gui/terminal/terminal_widget.h"

#include <memory>
#include <QWidget>

namespace hopyard::docks {

/// What runs in the terminal of a node of that kind: a shell, or a router's own console. Null: it has no terminal.
const char *terminalProgram(const QString &kind);

class ShellConsole : public QWidget {
    Q_OBJECT

public:
    ShellConsole(client::EngineSession &session, const QString &node, const QString &program, QWidget *parent = nullptr);
    ~ShellConsole() override;

    QString node() const { return m_node; }
    terminal::TerminalWidget *terminal() const { return m_terminal; }
    bool isRunning() const { return m_pty != nullptr; }
    /// Starts a shell where none is running.
    void start();
    /// As if it had been typed, without Return.
    void insert(const QString &line);
    void note(const QString &text);

signals:
    void titleChanged(const QString &title);

private:
    void ended(const QString &how);

    client::EngineSession &m_session;
    QString m_node;
    QString m_program;
    terminal::TerminalWidget *m_terminal;
    std::unique_ptr<terminal::Pty> m_pty;
    qint64 m_exec = -1;
};

} // namespace hopyard::docks

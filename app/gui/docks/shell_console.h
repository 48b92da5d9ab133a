// The console of a namespace node: a terminal, a pty, and a shell that the engine starts in the node with the pty's
// slave as its controlling terminal (node.exec).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/engine_session.h"
#include "app/gui/terminal/pty.h"
#include "app/gui/terminal/terminal_widget.h"

#include <memory>
#include <QWidget>

namespace hopyard::docks {

class ShellConsole : public QWidget {
    Q_OBJECT

public:
    ShellConsole(client::EngineSession &session, const QString &node, QWidget *parent = nullptr);
    ~ShellConsole() override;

    QString node() const { return m_node; }
    terminal::TerminalWidget *terminal() const { return m_terminal; }
    bool isRunning() const { return m_pty != nullptr; }
    /// Starts a shell where none is running.
    void start();
    void note(const QString &text);

signals:
    void titleChanged(const QString &title);

private:
    void ended(const QString &how);

    client::EngineSession &m_session;
    QString m_node;
    terminal::TerminalWidget *m_terminal;
    std::unique_ptr<terminal::Pty> m_pty;
    qint64 m_exec = -1;
};

} // namespace hopyard::docks

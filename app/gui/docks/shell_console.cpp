// See shell_console.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/shell_console.h"

#include "core/lab/lab.h"

#include <fcntl.h>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace hopyard::docks {

const char *terminalProgram(const QString &kind)
{
    const auto known = lab::parseNodeKind(kind.toStdString());
    if (!known || !lab::isOutside(*known))
        return nullptr;
    if (lab::isMachine(*known))
        return "console"; // its serial line
    return *known == lab::NodeKind::frr ? "vtysh" : *known == lab::NodeKind::bird ? "birdc" : "/bin/bash";
}

ShellConsole::ShellConsole(client::EngineSession &session, const QString &node, const QString &program, QWidget *parent) :
    QWidget(parent), m_session(session), m_node(node), m_program(program), m_terminal(new terminal::TerminalWidget(this))
{
    setAccessibleName(tr("Console of %1").arg(node));
    m_terminal->setAccessibleName(tr("Terminal on %1").arg(node));
    setFocusProxy(m_terminal);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_terminal);
    connect(m_terminal, &terminal::TerminalWidget::output, this, [this](const QByteArray &bytes) {
        if (m_pty)
            m_pty->write(bytes);
        else if (bytes == "\r")
            start(); // Enter in a console whose shell has ended
    });
    connect(m_terminal, &terminal::TerminalWidget::sizeChanged, this, [this](int rows, int columns) {
        if (m_pty)
            m_pty->resize(rows, columns);
    });
    connect(m_terminal, &terminal::TerminalWidget::titleChanged, this, &ShellConsole::titleChanged);
    connect(&m_session, &client::EngineSession::execExited, this, [this](qint64 exec, int status) {
        if (exec == m_exec && m_pty)
            ended(status == 0 ? tr("The shell has ended.") : tr("The shell has ended with status %1.").arg(status));
    });
}

ShellConsole::~ShellConsole() = default; // the pty closes: the shell gets SIGHUP

void ShellConsole::start()
{
    if (m_pty)
        return;
    auto pty = terminal::Pty::open(m_terminal->screen().rows(), m_terminal->screen().columns());
    if (!pty) {
        note(QString::fromStdString(pty.error().message));
        return;
    }
    m_pty = std::move(*pty);
    connect(m_pty.get(), &terminal::Pty::received, m_terminal,
            [this](const QByteArray &bytes) { m_terminal->write(bytes); });
    connect(m_pty.get(), &terminal::Pty::closed, this, [this] { ended(tr("The shell has ended.")); });
    client::EngineSession::Descriptors descriptors;
    for (int i = 0; i < 3; ++i)
        descriptors.emplace_back(fcntl(m_pty->slave(), F_DUPFD_CLOEXEC, 0));
    const client::Json params{{"node", m_node.toStdString()},
                              {"argv", {m_program.toStdString()}},
                              {"env", {{"TERM", "xterm-256color"}, {"COLORTERM", "truecolor"}}},
                              {"tty", true}};
    m_session.call("node.exec", params, this,
                   [this](const client::EngineSession::Result &result) {
                       if (!m_pty)
                           return;
                       if (!result) {
                           ended(client::messageOf(result.error()));
                           return;
                       }
                       m_exec = rpc::intMember(*result, "exec").value_or(-1);
                       m_pty->releaseSlave(); // the shell holds it now; its end is the end of the pty
                   },
                   std::move(descriptors));
}

void ShellConsole::insert(const QString &line)
{
    start();
    if (m_pty)
        m_pty->write(line.toUtf8());
}

void ShellConsole::note(const QString &text)
{
    m_terminal->write(QStringLiteral("\r\n\x1b[2m%1\x1b[0m\r\n").arg(text).toUtf8());
}

void ShellConsole::ended(const QString &how)
{
    if (!m_pty)
        return;
    m_exec = -1;
    m_pty->disconnect(this);
    m_pty.release()->deleteLater(); // perhaps from within its own signal
    // Whatever mode the program left the terminal in: out of the alternate screen, cursor shown, no mouse.
    m_terminal->write("\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[0m");
    note(m_session.status().isAlive() ? tr("%1 Enter starts another one.").arg(how) : how);
}

} // namespace hopyard::docks

// See console_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/console_dock.h"

#include "app/gui/docks/line_console.h"
#include "app/gui/docks/shell_console.h"
#include "app/gui/theme/icon.h"

#include <QAction>
#include <QLabel>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace hopyard::docks {

ConsoleDock::ConsoleDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_tabs(new QTabWidget(this)), m_empty(new QLabel(this))
{
    setAccessibleName(tr("Consoles"));
    m_tabs->setAccessibleName(tr("Consoles of nodes"));
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_empty->setText(tr("Double-click a running node to open its console."));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAccessibleName(tr("No console is open"));
    m_stack = new QStackedLayout(this);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tabs);
    auto *shut = new QAction(tr("Close this console"), this);
    shut->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W));
    shut->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(shut);
    connect(shut, &QAction::triggered, this, [this] {
        if (m_tabs->count() > 0)
            close(m_tabs->currentIndex());
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) {
        if (QWidget *console = m_tabs->widget(tab))
            setFocusProxy(console);
    });
    connect(&m_session, &client::EngineSession::stateChanged, this, &ConsoleDock::stateChanged);
    connect(&m_session, &client::EngineSession::telemetry, this, [this](const client::Batch &batch) {
        if (batch.log.empty())
            return;
        for (int tab = 0; tab < m_tabs->count(); ++tab)
            if (auto *console = qobject_cast<LineConsole *>(m_tabs->widget(tab)))
                for (const client::LogLine &line : batch.log)
                    if (line.node == console->node().toStdString())
                        console->appendLog(line);
    });
}

QWidget *ConsoleDock::current() const { return m_tabs->currentWidget(); }
int ConsoleDock::count() const { return m_tabs->count(); }

void ConsoleDock::open(const QString &node, const QString &kind)
{
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        if (m_tabs->tabToolTip(tab) != node)
            continue;
        m_tabs->setCurrentIndex(tab);
        if (auto *shell = qobject_cast<ShellConsole *>(m_tabs->widget(tab)))
            shell->start();
        m_tabs->widget(tab)->setFocus();
        return;
    }
    openAnother(node, kind);
}

void ConsoleDock::insert(const QString &node, const QString &kind, const QString &line)
{
    open(node, kind);
    QString plain = line; // it comes from the lab's file: nothing in it may press Return
    plain.removeIf([](QChar c) { return c.category() == QChar::Other_Control; });
    if (auto *console = qobject_cast<LineConsole *>(current()))
        console->insert(plain);
    else if (auto *shell = qobject_cast<ShellConsole *>(current()))
        shell->insert(plain);
}

void ConsoleDock::openAnother(const QString &node, const QString &kind)
{
    QWidget *console = add(node, kind);
    m_stack->setCurrentWidget(m_tabs);
    m_tabs->setCurrentWidget(console);
    console->setFocus();
    // Once it has its size: a shell that is told of another one right at its start paints its prompt twice.
    if (auto *shell = qobject_cast<ShellConsole *>(console))
        QMetaObject::invokeMethod(shell, &ShellConsole::start, Qt::QueuedConnection);
}

QWidget *ConsoleDock::add(const QString &node, const QString &kind)
{
    QWidget *console = nullptr;
    if (const char *program = terminalProgram(kind))
        console = new ShellConsole(m_session, node, QString::fromLatin1(program));
    else
        console = new LineConsole(m_session, node);
    const int tab = m_tabs->addTab(console, theme::icon(kind), node);
    m_tabs->setTabToolTip(tab, node);
    auto *button = new QToolButton;
    button->setIcon(theme::icon(QStringLiteral("close")));
    button->setIconSize(QSize(12, 12));
    button->setAutoRaise(true);
    button->setToolTip(tr("Close this console (Ctrl+Shift+W)"));
    button->setAccessibleName(tr("Close the console of %1").arg(node));
    connect(button, &QToolButton::clicked, console, [this, console] { close(m_tabs->indexOf(console)); });
    m_tabs->tabBar()->setTabButton(tab, QTabBar::RightSide, button);
    return console;
}

void ConsoleDock::close(int tab)
{
    QWidget *console = m_tabs->widget(tab);
    m_tabs->removeTab(tab);
    console->deleteLater();
    if (m_tabs->count() == 0)
        m_stack->setCurrentWidget(m_empty);
}

void ConsoleDock::stateChanged(const client::Status &status)
{
    const bool alive = status.isAlive();
    if (alive == std::exchange(m_wasAlive, alive))
        return;
    for (int tab = 0; tab < m_tabs->count(); ++tab)
        if (auto *console = qobject_cast<LineConsole *>(m_tabs->widget(tab)))
            console->note(alive ? tr("The lab runs.") : tr("The lab has stopped."));
}

} // namespace hopyard::docks

// See command_palette.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/command_palette.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/dialogs/fuzzy.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/operations.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::dialogs {

namespace {

constexpr int kWidth = 560;
constexpr int kRows = 10;
constexpr int kRowHeight = 34;
constexpr int kDetailRole = Qt::UserRole;
constexpr int kIndexRole = Qt::UserRole + 1;

/// Name at the left, shortcut at the right.
class Row final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {0, kRowHeight}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->setPen(theme::colours().muted);
        painter->drawText(option.rect.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(kDetailRole).toString());
    }
};

} // namespace

CommandPalette::CommandPalette(window::Workbench &workbench, QWidget *parent)
    : QFrame(parent), m_workbench(workbench), m_field(new QLineEdit(this)), m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("Command palette"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    m_field->setPlaceholderText(tr("Find an action or a node"));
    m_field->setAccessibleName(tr("Find an action or a node"));
    m_field->addAction(theme::icon(QStringLiteral("search"), [] { return theme::colours().muted; }),
                       QLineEdit::LeadingPosition);
    m_list->setAccessibleName(tr("Actions and nodes"));
    m_list->setFrameShape(NoFrame);
    m_list->setProperty("role", QStringLiteral("plain"));
    m_list->setItemDelegate(new Row(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setIconSize(QSize(18, 18));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_field);
    column->addWidget(m_list);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::choose);
}

void CommandPalette::popup()
{
    collect();
    m_field->clear();
    filter({});
    const int height = 76 + kRows * kRowHeight;
    setGeometry((parentWidget()->width() - kWidth) / 2, 72, kWidth, height);
    show();
    raise();
    m_field->setFocus();
}

void CommandPalette::collect()
{
    m_commands.clear();
    for (const auto &entry : m_workbench.actions.entries()) {
        QAction *action = entry.action;
        if (!action->isEnabled() || action->menu())
            continue;
        m_commands.push_back({ action->text().remove(QLatin1Char('&')),
                               action->shortcut().toString(QKeySequence::NativeText), action->icon(),
                               [action] { action->trigger(); } });
    }
    for (const lab::Node &node : m_workbench.document.lab().nodes)
        m_commands.push_back({document::toQt(node.name), document::kindText(node.kind),
                              theme::icon(document::toQt(lab::toString(node.kind))), [this, name = node.name] {
                                  const scene::NodeItem *item = m_workbench.scene.nodeItem(name);
                                  if (!item)
                                      return;
                                  m_workbench.scene.pickNode(name);
                                  m_workbench.canvas.ensureVisible(item->sceneBoundingRect());
                              }});
}

void CommandPalette::filter(const QString &pattern)
{
    std::vector<std::pair<int, std::size_t>> found; // best first, then in order of registration
    for (std::size_t i = 0; i < m_commands.size(); ++i)
        if (const auto score = fuzzyScore(pattern, m_commands[i].text))
            found.emplace_back(pattern.isEmpty() ? 0 : -*score, i);
    std::sort(found.begin(), found.end());
    m_list->clear();
    QPixmap nothing(1, 1); // what has no icon stands in line with what has one
    nothing.fill(Qt::transparent);
    const QIcon blank(nothing.scaled(m_list->iconSize()));
    for (const auto &[score, index] : found) {
        const Command &command = m_commands[index];
        auto *item = new QListWidgetItem(command.icon.isNull() ? blank : command.icon, command.text, m_list);
        item->setData(kDetailRole, command.detail);
        item->setData(kIndexRole, static_cast<int>(index));
        item->setData(Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(command.text, command.detail));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::choose()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    const auto run = m_commands[static_cast<std::size_t>(item->data(kIndexRole).toInt())].run;
    hide();
    m_workbench.canvas.setFocus();
    run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason) {
        // Not at once: a click on the list takes the focus first.
        QTimer::singleShot(0, this, [this] {
            if (!m_field->hasFocus() && !m_list->underMouse())
                hide();
        });
    }
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        switch (key->key()) {
        case Qt::Key_Escape:
            hide();
            m_workbench.canvas.setFocus();
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(); return true;
        case Qt::Key_Down:
        case Qt::Key_Up: {
            const int rows = m_list->count();
            if (rows > 0)
                m_list->setCurrentRow((m_list->currentRow() + (key->key() == Qt::Key_Down ? 1 : rows - 1)) % rows);
            return true;
        }
        default: break;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void installCommandPalette(window::Workbench &workbench)
{
    workbench.actions.add({.id = "view.commands", .text = CommandPalette::tr("Command &Palette"), .icon = "command",
                           .shortcuts = {QKeySequence(Qt::CTRL | Qt::Key_K)},
                           .tip = CommandPalette::tr("Find any action or node by a few letters"),
                           .menu = actions::Menu::view, .group = 0, .run = [&workbench] {
                               QWidget *window = workbench.canvas.window();
                               auto *palette = window->findChild<CommandPalette *>();
                               if (!palette)
                                   palette = new CommandPalette(workbench, window);
                               palette->popup();
                           }});
}

} // namespace hopyard::dialogs

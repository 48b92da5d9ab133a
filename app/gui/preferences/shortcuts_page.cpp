// See shortcuts_page.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/preferences/shortcuts_page.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/preferences/key_field.h"
#include "app/gui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::preferences {

namespace {

enum Column { actionColumn, keysColumn, tipColumn };
constexpr int kIdRole = Qt::UserRole;

QString plain(const QAction &action) { return action.text().remove(QLatin1Char('&')); }

QString keysText(const QAction &action)
{
    QStringList keys;
    for (const QKeySequence &sequence : action.shortcuts())
        keys += sequence.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

} // namespace

QString whyNotKeys(const QKeySequence &keys)
{
    if (keys.isEmpty())
        return {};
    const QKeyCombination first = keys[0];
    const bool plainKey = (first.keyboardModifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    const int key = first.key();
    const bool writes = (key >= Qt::Key_Space && key < Qt::Key_Escape) || key == Qt::Key_Return || key == Qt::Key_Enter;
    return plainKey && writes ? ShortcutsPage::tr("%1 alone is needed for writing. Add Ctrl or Alt.").arg(keys.toString(QKeySequence::NativeText))
                              : QString();
}

ShortcutsPage::ShortcutsPage(actions::ActionRegistry &registry, QWidget *parent) :
    QWidget(parent), m_registry(registry), m_table(new QTableWidget(0, 3, this)), m_field(new KeyField(this)), m_verdict(new QLabel(this)),
    m_use(new QPushButton(tr("Use These Keys"), this)), m_add(new QPushButton(tr("Add These Keys"), this)), m_take(new QPushButton(this)),
    m_none(new QPushButton(tr("No Keys"), this)), m_reset(new QPushButton(tr("Standard Keys"), this))
{
    setAccessibleName(tr("Keyboard Shortcuts"));
    m_table->setAccessibleName(tr("Shortcuts"));
    m_table->setHorizontalHeaderLabels({tr("Action"), tr("Keys"), tr("What it does")});
    m_table->horizontalHeader()->setAccessibleName(tr("Columns"));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QTableWidget::NoEditTriggers);
    m_table->setSelectionBehavior(QTableWidget::SelectRows);
    m_table->setSelectionMode(QTableWidget::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_verdict->setWordWrap(true);
    m_verdict->setAccessibleName(tr("What these keys would do"));
    m_verdict->setMinimumHeight(m_verdict->fontMetrics().height() + 4);
    m_use->setToolTip(tr("Instead of the keys the action has now"));
    m_add->setToolTip(tr("Beside the keys the action has now"));
    m_none->setToolTip(tr("The action stays in its menu and in the command palette"));
    auto *all = new QPushButton(tr("All Standard"), this);
    all->setToolTip(tr("Every action has the keys it came with"));
    for (QPushButton *button : {m_use, m_add, m_none, m_reset, all}) {
        button->setAccessibleName(button->text());
        button->setAutoDefault(false);
    }
    m_take->setAutoDefault(false);
    m_take->setAccessibleName(tr("Take the keys away from the action that has them"));
    auto *record = new QHBoxLayout;
    record->addWidget(m_field, 1);
    record->addWidget(m_use);
    record->addWidget(m_add);
    record->addWidget(m_take);
    auto *rest = new QHBoxLayout;
    rest->addWidget(m_verdict, 1);
    rest->addWidget(m_none);
    rest->addWidget(m_reset);
    rest->addWidget(all);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table, 1);
    column->addLayout(record);
    column->addLayout(rest);
    connect(m_table, &QTableWidget::currentCellChanged, this, [this] { m_field->setKeys({}), consider(); });
    connect(m_table, &QTableWidget::itemActivated, this, [this] { m_field->setFocus(); });
    connect(m_field, &KeyField::pressed, this, &ShortcutsPage::consider);
    connect(m_use, &QPushButton::clicked, this, [this] { assign(false); });
    connect(m_add, &QPushButton::clicked, this, [this] { assign(true); });
    connect(m_take, &QPushButton::clicked, this, &ShortcutsPage::takeAway);
    connect(m_none, &QPushButton::clicked, this, [this] { m_registry.setShortcuts(chosen(), {}); });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_registry.resetShortcuts(chosen()); });
    connect(all, &QPushButton::clicked, &m_registry, &actions::ActionRegistry::resetAllShortcuts);
    connect(&m_registry, &actions::ActionRegistry::shortcutsChanged, this, [this](const QString &id) {
        for (int row = 0; row < m_table->rowCount(); ++row)
            if (m_table->item(row, actionColumn)->data(kIdRole).toString() == id)
                showRow(row);
        consider();
    });
    fill();
}

void ShortcutsPage::fill()
{
    QPixmap nothing(m_table->style()->pixelMetric(QStyle::PM_SmallIconSize), 1); // what has no icon stands in line with what has one
    nothing.fill(Qt::transparent);
    const QIcon blank(nothing);
    for (const auto &entry : m_registry.entries()) {
        if (entry.action->menu())
            continue;
        const int row = m_table->rowCount();
        m_table->insertRow(row);
        auto *name = new QTableWidgetItem(entry.action->icon().isNull() ? blank : entry.action->icon(), plain(*entry.action));
        name->setData(kIdRole, entry.id);
        m_table->setItem(row, actionColumn, name);
        m_table->setItem(row, keysColumn, new QTableWidgetItem);
        auto *tip = new QTableWidgetItem(entry.tip == plain(*entry.action) ? QString() : entry.tip); // not the same words twice
        tip->setToolTip(tip->text());
        m_table->setItem(row, tipColumn, tip);
        showRow(row);
    }
    m_table->resizeColumnToContents(actionColumn);
    m_table->setColumnWidth(keysColumn, m_table->fontMetrics().horizontalAdvance(QStringLiteral("Ctrl+Alt+Shift+Backspace")));
    if (m_table->rowCount() > 0)
        m_table->setCurrentCell(0, 0);
    consider();
}

/// Its keys; in bold where they are not the ones it came with.
void ShortcutsPage::showRow(int row)
{
    const QString id = m_table->item(row, actionColumn)->data(kIdRole).toString();
    for (const auto &entry : m_registry.entries()) {
        if (entry.id != id)
            continue;
        QTableWidgetItem *keys = m_table->item(row, keysColumn);
        keys->setText(keysText(*entry.action));
        QFont font = m_table->font();
        font.setBold(entry.action->shortcuts() != entry.standard);
        keys->setFont(font);
        keys->setToolTip(font.bold() ? tr("Changed; it came with: %1").arg(entry.standard.isEmpty() ? tr("none") : entry.standard.first().toString(QKeySequence::NativeText))
                                     : QString());
    }
}

int ShortcutsPage::filter(const QString &words)
{
    const QStringList wanted = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    int shown = 0;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        QString text;
        for (int column = 0; column < m_table->columnCount(); ++column)
            text += m_table->item(row, column)->text() + QLatin1Char('\n');
        const bool fits = std::all_of(wanted.begin(), wanted.end(), [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
        m_table->setRowHidden(row, !fits);
        shown += fits;
    }
    if (m_table->currentRow() >= 0 && m_table->isRowHidden(m_table->currentRow()))
        for (int row = 0; row < m_table->rowCount(); ++row)
            if (!m_table->isRowHidden(row)) {
                m_table->setCurrentCell(row, 0);
                break;
            }
    return shown;
}

QString ShortcutsPage::chosen() const
{
    const int row = m_table->currentRow();
    return row < 0 || m_table->isRowHidden(row) ? QString() : m_table->item(row, actionColumn)->data(kIdRole).toString();
}

void ShortcutsPage::choose(const QString &id)
{
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, actionColumn)->data(kIdRole).toString() == id) {
            m_table->setCurrentCell(row, 0);
            m_table->scrollToItem(m_table->item(row, 0));
        }
}

void ShortcutsPage::consider()
{
    const QString id = chosen();
    const QAction *action = m_registry.action(id);
    const QKeySequence keys = m_field->keys();
    const QStringList owners = keys.isEmpty() ? QStringList() : m_registry.ownersOf(keys, id);
    const QString why = whyNotKeys(keys);
    const bool free = action && !keys.isEmpty() && owners.isEmpty() && why.isEmpty();
    m_use->setEnabled(free);
    m_add->setEnabled(free && !action->shortcuts().isEmpty() && !action->shortcuts().contains(keys));
    m_take->setVisible(action && !owners.isEmpty() && why.isEmpty());
    m_none->setEnabled(action && !action->shortcuts().isEmpty());
    bool changed = false;
    for (const auto &entry : m_registry.entries())
        changed = changed || (entry.id == id && entry.action->shortcuts() != entry.standard);
    m_reset->setEnabled(changed);
    if (!owners.isEmpty()) {
        const QString owner = plain(*m_registry.action(owners.front()));
        m_take->setText(tr("Take Them Away from “%1”").arg(owner));
        m_take->setAccessibleName(m_take->text());
        m_verdict->setText(tr("%1 is the shortcut of “%2”.").arg(keys.toString(QKeySequence::NativeText), owner));
    } else {
        m_verdict->setText(!why.isEmpty()       ? why
                           : keys.isEmpty()     ? QString()
                           : action             ? tr("%1 is free.").arg(keys.toString(QKeySequence::NativeText))
                                                : tr("Pick an action first."));
    }
    m_verdict->setProperty("role", owners.isEmpty() && why.isEmpty() ? QStringLiteral("muted") : QStringLiteral("warn"));
    m_verdict->setStyleSheet(m_verdict->styleSheet()); // the role is read again
}

void ShortcutsPage::assign(bool besides)
{
    const QAction *action = m_registry.action(chosen());
    if (!action || m_field->keys().isEmpty())
        return;
    QList<QKeySequence> keys = besides ? action->shortcuts() : QList<QKeySequence>();
    keys += m_field->keys();
    m_field->setKeys({});
    m_registry.setShortcuts(chosen(), keys);
}

void ShortcutsPage::takeAway()
{
    const QKeySequence keys = m_field->keys();
    for (const QString &owner : m_registry.ownersOf(keys, chosen())) {
        QList<QKeySequence> left = m_registry.action(owner)->shortcuts();
        left.removeAll(keys);
        m_registry.setShortcuts(owner, left);
    }
    assign(false);
}

} // namespace hopyard::preferences

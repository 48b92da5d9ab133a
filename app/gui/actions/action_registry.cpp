// See action_registry.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"

#include "app/gui/theme/icon.h"

#include <QAction>
#include <QSettings>
#include <QWidget>

#include <algorithm>

namespace hopyard::actions {

namespace {

const QString kKeys = QStringLiteral("keys/");

QStringList textsOf(const QList<QKeySequence> &keys)
{
    QStringList texts;
    for (const QKeySequence &sequence : keys)
        texts += sequence.toString(QKeySequence::PortableText);
    return texts;
}

QList<QKeySequence> keysOf(const QStringList &texts)
{
    QList<QKeySequence> keys;
    for (const QString &text : texts)
        if (const QKeySequence sequence = QKeySequence::fromString(text, QKeySequence::PortableText); !sequence.isEmpty())
            keys += sequence;
    return keys;
}

} // namespace

QAction *ActionRegistry::add(const ActionSpec &spec)
{
    Q_ASSERT(!action(spec.id));
    auto *made = new QAction(spec.text, this);
    made->setObjectName(spec.id);
    if (!spec.icon.isEmpty())
        made->setIcon(theme::icon(spec.icon));
    made->setShortcuts(spec.shortcuts);
    const QString plain = QString(spec.text).remove(QLatin1Char('&'));
    const QString tip = spec.tip.isEmpty() ? plain : spec.tip;
    made->setStatusTip(tip);
    made->setCheckable(spec.checkable);
    if (spec.run)
        connect(made, &QAction::triggered, this, [run = spec.run] { run(); });
    if (spec.enabledWhen)
        made->setEnabled(spec.enabledWhen());
    if (spec.checkedWhen)
        made->setChecked(spec.checkedWhen());
    m_conditions[spec.id] = {spec.enabledWhen, spec.checkedWhen};
    if (spec.scope) {
        made->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        spec.scope->addAction(made);
    }
    enter({spec.id, made, spec.menu, spec.group, spec.scope == nullptr, spec.shortcuts, tip});
    return made;
}

/// With the shortcuts that a person gave it, where one did.
void ActionRegistry::enter(Entry entry)
{
    const QSettings settings;
    if (settings.contains(kKeys + entry.id))
        entry.action->setShortcuts(keysOf(settings.value(kKeys + entry.id).toStringList()));
    showKeys(entry);
    m_entries.push_back(std::move(entry));
}

void ActionRegistry::showKeys(const Entry &entry)
{
    const QString keys = entry.action->shortcut().toString(QKeySequence::NativeText);
    entry.action->setToolTip(keys.isEmpty() ? entry.tip : QStringLiteral("%1 (%2)").arg(entry.tip, keys));
}

void ActionRegistry::setShortcuts(const QString &id, const QList<QKeySequence> &keys)
{
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(), [&id](const Entry &e) { return e.id == id; });
    if (entry == m_entries.end())
        return;
    QSettings settings;
    if (keys == entry->standard)
        settings.remove(kKeys + id);
    else
        settings.setValue(kKeys + id, textsOf(keys));
    entry->action->setShortcuts(keys);
    showKeys(*entry);
    emit shortcutsChanged(id);
}

void ActionRegistry::resetShortcuts(const QString &id)
{
    for (const Entry &entry : m_entries)
        if (entry.id == id) {
            setShortcuts(id, QList(entry.standard));
            return;
        }
}

void ActionRegistry::resetAllShortcuts()
{
    QSettings().remove(QStringLiteral("keys"));
    for (Entry &entry : m_entries)
        if (entry.action->shortcuts() != entry.standard)
            setShortcuts(entry.id, QList(entry.standard));
}

QStringList ActionRegistry::ownersOf(const QKeySequence &keys, const QString &except) const
{
    QStringList owners;
    for (const Entry &entry : m_entries)
        if (entry.id != except && entry.action->shortcuts().contains(keys))
            owners += entry.id;
    return owners;
}

void ActionRegistry::adopt(const QString &id, QAction *action, Menu menu, int group)
{
    action->setObjectName(id);
    const QString plain = action->text().remove(QLatin1Char('&'));
    enter({id, action, menu, group, true, action->shortcuts(), action->toolTip().isEmpty() ? plain : action->toolTip()});
}

QAction *ActionRegistry::action(const QString &id) const
{
    for (const Entry &entry : m_entries)
        if (entry.id == id)
            return entry.action;
    return nullptr;
}

void ActionRegistry::refresh()
{
    for (const Entry &entry : m_entries) {
        const auto found = m_conditions.find(entry.id);
        if (found == m_conditions.end())
            continue;
        if (found->second.enabled)
            entry.action->setEnabled(found->second.enabled());
        if (found->second.checked)
            entry.action->setChecked(found->second.checked());
    }
}

} // namespace hopyard::actions

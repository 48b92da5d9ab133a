// See action_registry.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/actions/action_registry.h"

#include "app/gui/theme/icon.h"

#include <QAction>
#include <QWidget>

namespace hopyard::actions {

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
    const QString keys =
        spec.shortcuts.isEmpty() ? QString() : spec.shortcuts.first().toString(QKeySequence::NativeText);
    made->setToolTip(keys.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, keys));
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
    m_entries.push_back({spec.id, made, spec.menu, spec.group, spec.scope == nullptr});
    return made;
}

void ActionRegistry::adopt(const QString &id, QAction *action, Menu menu, int group)
{
    action->setObjectName(id);
    m_entries.push_back({id, action, menu, group, true});
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

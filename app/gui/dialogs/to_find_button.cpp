// See to_find_button.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs/to_find_button.h"

#include <QMenu>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace hopyard::dialogs {

namespace {

QString kindText(lab::ProblemKind kind)
{
    switch (kind) {
    case lab::ProblemKind::addresses: return ToFindButton::tr("Addresses in other networks");
    case lab::ProblemKind::gateways: return ToFindButton::tr("Missing gateways");
    case lab::ProblemKind::routes: return ToFindButton::tr("Missing and wrong routes");
    case lab::ProblemKind::protocols: return ToFindButton::tr("Routing protocols that do not fit");
    case lab::ProblemKind::loops: return ToFindButton::tr("Loops of switches");
    case lab::ProblemKind::interfaces: return ToFindButton::tr("Interfaces without link or entry");
    case lab::ProblemKind::other: break;
    }
    return {};
}

std::vector<lab::ProblemKind> allKinds()
{
    std::vector<lab::ProblemKind> kinds;
    for (const std::string_view name : lab::problemKindNames())
        kinds.push_back(*lab::parseProblemKind(name));
    return kinds;
}

} // namespace

ToFindButton::ToFindButton(std::function<void(const lab::ToFind &)> take, QWidget *parent)
    : QToolButton(parent), m_take(std::move(take)), m_all(nullptr)
{
    auto *menu = new QMenu(this);
    menu->setAccessibleName(tr("Problems to find"));
    m_all = menu->addAction(tr("All Problems"));
    m_all->setCheckable(true);
    connect(m_all, &QAction::triggered, this, [this](bool isTicked) { m_take({isTicked, {}}); });
    menu->addSeparator();
    for (const lab::ProblemKind kind : allKinds()) {
        QAction *action = menu->addAction(kindText(kind));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, kind](bool isTicked) { tick(kind, isTicked); });
        m_kinds.emplace(kind, action);
    }
    setMenu(menu);
    setPopupMode(QToolButton::InstantPopup);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Problems of these kinds are not said before the student asks for them. Errors always are."));
    showValue({});
}

void ToFindButton::showValue(const lab::ToFind &toFind)
{
    m_value = toFind;
    m_all->setChecked(toFind.all);
    QStringList texts;
    for (const auto &[kind, action] : m_kinds) {
        action->setChecked(toFind.has(kind));
        if (toFind.has(kind))
            texts += action->text();
    }
    setText(toFind.isNothing() ? tr("None") : toFind.all ? tr("All problems") : texts.size() == 1 ? texts.front() : tr("%1 kinds").arg(texts.size()));
    setAccessibleName(tr("Problems for the student to find: %1").arg(text()));
}

void ToFindButton::tick(lab::ProblemKind kind, bool isTicked)
{
    lab::ToFind next;
    for (const lab::ProblemKind each : allKinds())
        if (each == kind ? isTicked : m_value.has(each))
            next.kinds.push_back(each);
    m_take(next);
}

} // namespace hopyard::dialogs

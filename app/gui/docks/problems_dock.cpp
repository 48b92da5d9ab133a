// See problems_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/problems_dock.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/document/lab_document.h"
#include "app/gui/document/quick_fixes.h"
#include "app/gui/document/strings.h"
#include "app/gui/scene/items.h"
#include "app/gui/scene/lab_scene.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"
#include "app/gui/view/canvas_view.h"
#include "app/gui/window/workbench.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace hopyard::docks {

namespace {

using Severity = lab::Problem::Severity;

constexpr int kMostFixes = 60; ///< rows with a button: a list of thousands is mended from its top

QIcon iconOf(Severity severity)
{
    switch (severity) {
    case Severity::error: return theme::icon(QStringLiteral("error"), [] { return theme::colours().danger; });
    case Severity::warning: return theme::icon(QStringLiteral("warning"), [] { return theme::colours().warning; });
    case Severity::hint: return theme::icon(QStringLiteral("info"), [] { return theme::colours().muted; });
    }
    return {};
}

} // namespace

ProblemsDock::ProblemsDock(window::Workbench &workbench, QWidget *parent)
    : QWidget(parent), m_workbench(workbench), m_list(new QTreeWidget(this)),
      m_none(new QLabel(this)), m_kept(new QWidget(this)), m_keptText(new QLabel(m_kept)), m_showKept(new QPushButton(m_kept))
{
    setAccessibleName(tr("Problems"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_list->setAccessibleName(tr("Problems of the lab"));
    m_list->setHeaderLabels({tr("Node"), tr("Line"), tr("Problem"), tr("Fix")});
    m_list->header()->setAccessibleName(tr("Columns"));
    m_list->setRootIsDecorated(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_none->setProperty("role", QStringLiteral("muted"));
    m_none->setAlignment(Qt::AlignCenter);
    m_keptText->setProperty("role", QStringLiteral("muted"));
    m_keptText->setWordWrap(true);
    auto *row = new QHBoxLayout(m_kept);
    row->setContentsMargins(8, 4, 8, 4);
    row->addWidget(m_keptText, 1);
    row->addWidget(m_showKept);
    column->addWidget(m_list, 1);
    column->addWidget(m_none, 1);
    column->addWidget(m_kept);
    connect(m_showKept, &QPushButton::clicked, this, [this] {
        m_isKeptShown = !m_isKeptShown;
        fill();
    });
    connect(m_list, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) { go(item); });
    connect(m_list, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem *item) { go(item); });
    connect(&workbench.document, &document::LabDocument::problemsChanged, this, &ProblemsDock::fill);
    connect(&workbench.document, &document::LabDocument::changed, this, &ProblemsDock::changed);
    fill();
}

std::vector<lab::Problem> ProblemsDock::shown() const
{
    std::vector<lab::Problem> problems = m_workbench.document.problems();
    if (!m_isKeptShown)
        std::erase_if(problems, [&](const lab::Problem &problem) { return lab::isToFind(m_workbench.document.lab(), problem); });
    return problems;
}

/// Another lab keeps its own, and what is kept may have been changed in this one.
void ProblemsDock::changed(const document::ChangeEvent &event)
{
    if (event.reset)
        m_isKeptShown = false;
    if (event.reset || event.head)
        fill();
}

void ProblemsDock::fill()
{
    m_list->clear();
    const document::QuickFixer fixer(m_workbench.document.lab());
    const std::vector<lab::Problem> problems = shown();
    for (const lab::Problem &problem : problems) {
        auto *item = new QTreeWidgetItem(m_list);
        item->setIcon(0, iconOf(problem.severity));
        item->setText(0, document::toQt(problem.node));
        item->setText(1, problem.line > 0 ? QString::number(problem.line) : QString());
        item->setText(2, document::toQt(problem.message));
        item->setToolTip(2, document::toQt(problem.message));
        item->setData(0, Qt::AccessibleTextRole, document::toQt(lab::toString(problem)));
        if (m_list->topLevelItemCount() <= kMostFixes)
            addFixes(item, fixer, problem);
    }
    m_list->resizeColumnToContents(3);
    m_list->resizeColumnToContents(0);
    m_list->resizeColumnToContents(1);
    const auto &all = m_workbench.document.problems();
    showKept(static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const lab::Problem &p) { return lab::isToFind(m_workbench.document.lab(), p); })));
    const bool any = m_list->topLevelItemCount() > 0;
    m_list->setVisible(any);
    m_none->setVisible(!any);
    // To the front when errors appear, once: who goes to another dock then is left there.
    const bool errors = std::any_of(problems.begin(), problems.end(),
                                    [](const lab::Problem &p) { return p.severity == Severity::error; });
    if (errors && !std::exchange(m_hadErrors, errors))
        m_workbench.showDock(QStringLiteral("problems"));
    m_hadErrors = errors;
    emit shownChanged();
}

void ProblemsDock::showKept(std::size_t count)
{
    m_none->setText(count > 0 ? tr("Nothing keeps this lab from running.") : tr("No problems: this lab can run."));
    m_none->setAccessibleName(m_none->text());
    m_kept->setVisible(count > 0);
    m_keptText->setText(m_isKeptShown ? tr("Some of these problems are left for you to find.")
                        : count == 1  ? tr("This lab keeps 1 problem for you to find.")
                                      : tr("This lab keeps %1 problems for you to find.").arg(count));
    m_keptText->setAccessibleName(m_keptText->text());
    m_showKept->setText(m_isKeptShown ? tr("Hide Them") : count == 1 ? tr("Show It") : tr("Show Them"));
    m_showKept->setAccessibleName(m_showKept->text());
}

void ProblemsDock::addFixes(QTreeWidgetItem *item, const document::QuickFixer &fixer, const lab::Problem &problem)
{
    const auto fixes = fixer.fixes(problem);
    if (fixes.empty())
        return;
    auto *button = new QToolButton(m_list);
    button->setIcon(theme::icon(QStringLiteral("fix")));
    button->setText(fixes.front().text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setAccessibleName(fixes.front().text);
    button->setToolTip(fixes.size() == 1 ? fixes.front().text : tr("%1 (more in the menu)").arg(fixes.front().text));
    // Queued: the list is filled anew by the edit, and the button goes with it.
    const auto apply = [this](const document::Fix &fix) {
        QMetaObject::invokeMethod(this, [this, fix] {
            document::applyFix(m_workbench.document, fix);
            m_workbench.document.checkProblems();
        }, Qt::QueuedConnection);
    };
    connect(button, &QToolButton::clicked, this, [apply, fix = fixes.front()] { apply(fix); });
    if (fixes.size() > 1) {
        auto *menu = new QMenu(button);
        menu->setAccessibleName(tr("Fixes"));
        for (const document::Fix &fix : fixes)
            menu->addAction(fix.text, this, [apply, fix] { apply(fix); });
        button->setMenu(menu);
        button->setPopupMode(QToolButton::MenuButtonPopup);
    }
    m_list->setItemWidget(item, 3, button);
}

void ProblemsDock::fix(const QTreeWidgetItem *item)
{
    if (auto *button = qobject_cast<QToolButton *>(m_list->itemWidget(const_cast<QTreeWidgetItem *>(item), 3)))
        button->click();
}

void ProblemsDock::fixCurrent()
{
    if (const QTreeWidgetItem *item = m_list->currentItem(); item && m_list->itemWidget(m_list->currentItem(), 3)) {
        fix(item);
        return;
    }
    for (int i = 0; i < m_list->topLevelItemCount(); ++i)
        if (m_list->itemWidget(m_list->topLevelItem(i), 3)) {
            fix(m_list->topLevelItem(i));
            return;
        }
}

void ProblemsDock::go(const QTreeWidgetItem *item)
{
    const std::string node = document::fromQt(item->text(0));
    const scene::NodeItem *found = m_workbench.scene.nodeItem(node);
    if (!found)
        return;
    m_workbench.scene.pickNode(node);
    m_workbench.canvas.ensureVisible(found->sceneBoundingRect());
    m_workbench.showDock(QStringLiteral("properties"));
}

void installProblems(window::Workbench &workbench)
{
    auto *dock = new ProblemsDock(workbench);
    workbench.actions.add({ .id = "problems.fix",
                            .text = ProblemsDock::tr("Fix the Pro&blem"),
                            .icon = "fix",
                            .shortcuts = { QKeySequence(Qt::CTRL | Qt::Key_Period) },
                            .tip = ProblemsDock::tr("Does the best that can be done about the current problem"),
                            .menu = actions::Menu::tools,
                            .group = 3,
                            .run = [dock] { dock->fixCurrent(); } });
    workbench.addDock({.id = "problems", .title = ProblemsDock::tr("Problems"), .icon = "problems",
                       .area = Qt::BottomDockWidgetArea, .widget = dock,
                       .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), .place = 90});
    auto *button = new QToolButton;
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    const auto count = [button, dock] {
        const auto problems = dock->shown();
        const auto of = [&](Severity severity) {
            return static_cast<int>(std::count_if(problems.begin(), problems.end(),
                                                  [&](const lab::Problem &p) { return p.severity == severity; }));
        };
        const int errors = of(Severity::error);
        const int warnings = of(Severity::warning);
        const QString text = errors == 1 ? ProblemsDock::tr("1 error")
            : errors > 1                 ? ProblemsDock::tr("%1 errors").arg(errors)
            : warnings == 1              ? ProblemsDock::tr("1 warning")
            : warnings > 1               ? ProblemsDock::tr("%1 warnings").arg(warnings)
                                         : ProblemsDock::tr("No problems");
        button->setIcon(errors > 0         ? iconOf(Severity::error)
                            : warnings > 0 ? iconOf(Severity::warning)
                                           : theme::icon(QStringLiteral("ok"), [] { return theme::colours().ok; }));
        button->setText(text);
        button->setAccessibleName(text);
        button->setToolTip(ProblemsDock::tr("Show the problems of the lab"));
    };
    QObject::connect(dock, &ProblemsDock::shownChanged, button, count);
    QObject::connect(button, &QToolButton::clicked, button,
                     [&workbench] { workbench.showDock(QStringLiteral("problems")); });
    count();
    workbench.addStatusWidget(button);
}

} // namespace hopyard::docks

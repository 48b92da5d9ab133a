// See guide_dock.h. The pieces of a page are in guide_page.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/guide_dock.h"

#include "app/gui/docks/guide_page.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace hopyard::docks {

using models::GuideModel;

GuideDock::GuideDock(GuideModel &model, QWidget *parent) :
    QWidget(parent), m_model(model), m_title(new QLabel(this)), m_progressText(new QLabel(this)), m_progress(new QProgressBar(this)),
    m_scroll(new QScrollArea(this)), m_none(new QLabel(this)), m_dots(new StepDots(model, this)), m_back(new QPushButton(tr("‹ &Back"), this)),
    m_check(new QPushButton(tr("&Check now"), this)), m_next(new QPushButton(tr("&Next ›"), this))
{
    setAccessibleName(tr("Guide"));
    buildFrame();
    connect(&m_model, &GuideModel::lessonChanged, this, &GuideDock::rebuild);
    connect(&m_model, &GuideModel::pageChanged, this, &GuideDock::showPage);
    connect(&m_model, &GuideModel::changed, this, &GuideDock::refresh);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, &GuideDock::showPage);
    connect(m_back, &QPushButton::clicked, this, [this] { m_model.setPage(m_model.page() - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_model.setPage(m_model.page() + 1); });
    connect(m_check, &QPushButton::clicked, this, [this] {
        if (m_running)
            emit checkRequested();
        else
            emit runRequested();
    });
    rebuild();
}

void GuideDock::buildFrame()
{
    m_none->setAccessibleName(tr("There is no guide"));
    m_none->setText(tr("This lab has no guide.\n\nA lab with a guide shows its steps, hints and checks here."));
    m_none->setAlignment(Qt::AlignCenter);
    m_none->setWordWrap(true);
    m_none->setMargin(16);
    m_title->setAccessibleName(tr("The lesson"));
    m_title->setWordWrap(true);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->setStyleSheet(QStringLiteral("QProgressBar { border: none; border-radius: 3px; background: palette(mid); }"
                                             "QProgressBar::chunk { border-radius: 3px; background: palette(highlight); }"));
    m_progressText->setAccessibleName(tr("Steps and points"));
    m_progressText->setForegroundRole(QPalette::PlaceholderText);
    m_scroll->setAccessibleName(tr("The step"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_check->setIcon(theme::icon(QStringLiteral("ok")));

    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    auto *under = new QHBoxLayout;
    under->addWidget(m_progress, 1);
    under->addWidget(m_progressText);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    buttons->addWidget(m_check);
    buttons->addStretch(1);
    buttons->addWidget(m_next);
    m_frame = new QWidget(this);
    auto *column = new QVBoxLayout(m_frame);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    column->addLayout(head);
    column->addLayout(under);
    column->addWidget(m_dots);
    column->addWidget(m_scroll, 1);
    column->addLayout(buttons);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_none);
    whole->addWidget(m_frame, 1);
}

void GuideDock::setRunning(bool running)
{
    m_running = running;
    m_check->setText(running ? tr("&Check now") : tr("&Run"));
    m_check->setIcon(theme::icon(running ? QStringLiteral("ok") : QStringLiteral("run")));
    m_check->setToolTip(running ? tr("Look at all checks, on a copy of the network that goes on to the time they are meant for")
                                : tr("Run the lab; its checks are looked at while it runs"));
    for (QPushButton *button : std::as_const(m_needRun))
        button->setEnabled(running);
}

void GuideDock::rebuild()
{
    const bool isEmpty = m_model.isEmpty();
    m_none->setVisible(isEmpty);
    m_frame->setVisible(!isEmpty);
    const std::string &title = m_model.guide().title;
    m_title->setText(title.empty() ? tr("Checks") : QString::fromStdString(title));
    showPage();
}

QString GuideDock::headOf(int page) const
{
    if (m_model.isIntroduction(page))
        return tr("Introduction");
    if (!m_model.step(page))
        return m_model.guide().steps.empty() ? QString() : tr("And at the end");
    const int before = m_model.isIntroduction(0) ? 0 : 1;
    return tr("Step %1 of %2").arg(page + before).arg(m_model.guide().steps.size());
}

void GuideDock::showPage()
{
    m_needRun.clear();
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 2, 8, 2);
    column->setSpacing(10);
    const int at = m_model.page();
    m_state = new QLabel(page);
    m_state->setAccessibleName(tr("Which step"));
    m_state->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_state);
    const lab::GuideStep *step = m_model.step(at);
    if (step && !step->title.empty()) {
        auto *title = new QLabel(QString::fromStdString(step->title), page);
        title->setWordWrap(true);
        QFont font = title->font();
        font.setPointSizeF(font.pointSizeF() * 1.3);
        font.setWeight(QFont::DemiBold);
        title->setFont(font);
        column->addWidget(title);
    }
    if (m_model.isIntroduction(at))
        addText(column, QString::fromStdString(m_model.guide().text));
    if (step) {
        addText(column, QString::fromStdString(step->text));
        addPointers(column, *step);
        if (!step->command.empty())
            addCommand(column, QString::fromStdString(step->command));
    }
    auto *checks = new QWidget(page);
    m_checkList = checks;
    column->addWidget(checks);
    m_help = new QWidget(page);
    column->addWidget(m_help);
    column->addStretch(1);
    m_scroll->setWidget(page);
    m_scroll->verticalScrollBar()->setValue(0);
    setRunning(m_running);
    refresh();
    QStringList nodes;
    if (step)
        for (const std::string &node : step->nodes)
            nodes += QString::fromStdString(node);
    emit nodesPointedAt(nodes);
}

void GuideDock::addText(QVBoxLayout *column, const QString &markdown)
{
    if (markdown.trimmed().isEmpty())
        return;
    auto *text = new LessonText;
    text->setAccessibleName(tr("Text of the step"));
    text->setLesson(markdown);
    column->addWidget(text);
}

void GuideDock::addPointers(QVBoxLayout *column, const lab::GuideStep &step)
{
    if (step.nodes.empty() && step.view.empty())
        return;
    auto *row = new FlowRow;
    for (const std::string &name : step.nodes) {
        const QString node = QString::fromStdString(name);
        auto *button = chip(node, QStringLiteral("search"));
        button->setToolTip(tr("Show %1 on the canvas").arg(node));
        connect(button, &QPushButton::clicked, this, [this, node] { emit nodesPointedAt({node}); });
        row->add(button);
    }
    if (!step.view.empty()) {
        const QString view = QString::fromStdString(step.view);
        auto *button = chip(tr("Open %1").arg(viewTitle(view)), viewIcon(view));
        connect(button, &QPushButton::clicked, this, [this, view] { emit viewRequested(view); });
        row->add(button);
    }
    column->addWidget(row);
}

void GuideDock::addCommand(QVBoxLayout *column, const QString &command)
{
    const qsizetype colon = command.indexOf(QLatin1Char(':'));
    const QString node = command.left(colon).trimmed(), line = command.mid(colon + 1).trimmed();
    auto *insert = new QPushButton(tr("&Insert"));
    insert->setToolTip(tr("Put this line into the console of %1; Return runs it").arg(node));
    connect(insert, &QPushButton::clicked, this, [this, node, line] { emit commandOffered(node, line); });
    m_needRun += insert;
    column->addWidget(commandBox(node, line, insert));
}

/// What changes while the page stays.
void GuideDock::refresh()
{
    const int at = m_model.page();
    const int steps = m_model.stepCount();
    m_progress->setRange(0, std::max(1, steps));
    m_progress->setValue(m_model.stepsDone());
    QString progress = tr("%1 of %2 done").arg(m_model.stepsDone()).arg(steps);
    if (m_model.possible() > 0)
        progress += tr(" · %1 of %2 points").arg(m_model.earned()).arg(m_model.possible());
    m_progressText->setText(progress);
    m_back->setEnabled(at > 0);
    m_next->setEnabled(at + 1 < m_model.pageCount());
    m_check->setVisible(!m_model.checks().empty());
    m_dots->update();
    if (m_state)
        m_state->setText(headOf(at) + (m_model.isDone(at) && !m_model.isIntroduction(at) ? tr(" · done") : QString()));
    if (m_checkList) {
        emptyWidget(m_checkList);
        auto *column = new QVBoxLayout(m_checkList);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(6);
        addChecks(column);
    }
    if (m_help) {
        emptyWidget(m_help);
        auto *column = new QVBoxLayout(m_help);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(8);
        if (const lab::GuideStep *step = m_model.step(at))
            addHelp(column, *step);
    }
}

void GuideDock::addChecks(QVBoxLayout *column)
{
    for (const lab::Check *check : m_model.checksOf(m_model.page())) {
        const client::CheckState &state = m_model.stateOf(check->id);
        auto *row = new CheckRow(*check, state);
        column->addWidget(row);
        QStringList nodes;
        for (const std::string &node : state.nodes)
            nodes += QString::fromStdString(node);
        connect(row, &CheckRow::clicked, this, [this, nodes] { emit nodesPointedAt(nodes); });
    }
    if (!m_model.error().empty())
        addText(column, tr("The checks could not be looked at: %1").arg(QString::fromStdString(m_model.error())));
    const bool isLast = m_model.page() + 1 == m_model.pageCount();
    if (isLast && m_model.isAllPassed())
        column->addWidget(boxed(tr("Everything is green"), tr("All checks of this lab have passed: %1 points.").arg(m_model.possible())));
}

void GuideDock::addHelp(QVBoxLayout *column, const lab::GuideStep &step)
{
    const int at = m_model.page(), shown = m_model.hintsShown(at), all = static_cast<int>(step.hints.size());
    for (int i = 0; i < shown; ++i)
        column->addWidget(boxed(all > 1 ? tr("Hint %1").arg(i + 1) : tr("Hint"), QString::fromStdString(step.hints[static_cast<std::size_t>(i)])));
    if (m_model.isSolutionShown(at))
        column->addWidget(boxed(tr("Solution"), QString::fromStdString(step.solution)));
    auto *row = new FlowRow;
    if (shown < all) {
        QPushButton *hint = chip(all == 1 ? tr("Show a hint") : tr("Show hint %1 of %2").arg(shown + 1).arg(all), QStringLiteral("info"));
        // Queued: the button itself goes when the page is refreshed.
        connect(hint, &QPushButton::clicked, this, [this, at] { m_model.showHint(at); }, Qt::QueuedConnection);
        row->add(hint);
    }
    if (!step.solution.empty() && !m_model.isSolutionShown(at)) {
        QPushButton *solution = chip(tr("Show the solution"), QStringLiteral("book"));
        connect(solution, &QPushButton::clicked, this, [this, at] { m_model.showSolution(at); }, Qt::QueuedConnection);
        row->add(solution);
    }
    column->addWidget(row);
}

QWidget *GuideDock::boxed(const QString &title, const QString &markdown)
{
    QFrame *box = roundedBox();
    box->setAccessibleName(title);
    auto *head = new QLabel(title, box);
    QFont bold = head->font();
    bold.setWeight(QFont::DemiBold);
    head->setFont(bold);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(4);
    column->addWidget(head);
    addText(column, markdown);
    return box;
}

} // namespace hopyard::docks

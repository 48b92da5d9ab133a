// See path_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/path_dock.h"

#include "app/gui/inspect/cell_menu.h"
#include "app/gui/inspect/path_rows.h"
#include "app/gui/inspect/tree_model.h"
#include "app/gui/inspect/tree_view.h"
#include "app/gui/models/log_model.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/reason.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace hopyard::inspect {

namespace {

constexpr int kProgressSteps = 1'000;
constexpr int kHeadMargin = 6;
constexpr int kHeadSpacing = 22;

} // namespace

PathDock::PathDock(client::EngineSession &session, QWidget *parent) :
    QWidget(parent), m_session(session), m_from(new QComboBox(this)), m_to(new QComboBox(this)),
    m_swap(new QToolButton(this)), m_what(new QComboBox(this)), m_try(new QPushButton(tr("&Try It"), this)),
    m_stop(new QPushButton(tr("Cancel"), this)), m_progress(new QProgressBar(this)),
    m_message(theme::makeReason(tr("Why there is no path"), this)), m_heading(new QLabel(this)),
    m_summary(new QLabel(this)), m_path(new TreeModel(this)), m_changes(new TreeModel(this)),
    m_pathView(new TreeView(tr("Path, hop by hop"), m_path, 9, this)),
    m_changeView(new TreeView(tr("Routes that would change"), m_changes, 0, this)),
    m_question(*this, [this] { return ask(); })
{
    setAccessibleName(tr("Path between two nodes"));
    setFocusProxy(m_from);
    m_path->setColumns(pathColumns());
    m_changes->setColumns(changeColumns());
    const auto *cells = new CellMenu(*m_pathView, [this](const QModelIndex &index) {
        return std::optional(
            CellPlace{from(), QStringLiteral("path"), QStringList(to()) + m_pathView->keysOf(index), QString::number(index.column())});
    });
    connect(cells, &CellMenu::plotAsked, this, &PathDock::cellPlotAsked);
    m_from->setAccessibleName(tr("From"));
    m_from->setPlaceholderText(tr("From"));
    m_to->setAccessibleName(tr("To: a node or an address"));
    m_to->setEditable(true);
    m_to->setInsertPolicy(QComboBox::NoInsert);
    m_to->lineEdit()->setPlaceholderText(tr("To: a node or an address"));
    m_to->lineEdit()->setAccessibleName(m_to->accessibleName());
    m_to->setMinimumContentsLength(16);
    m_swap->setIcon(theme::icon(QStringLiteral("swap")));
    m_swap->setToolTip(tr("Begin at the other end"));
    m_swap->setAccessibleName(tr("Swap the ends"));
    m_swap->setAutoRaise(true);
    m_what->setAccessibleName(tr("What fails"));
    m_what->setPlaceholderText(tr("a link or a node"));
    m_what->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_what->setMinimumContentsLength(18);
    m_try->setToolTip(
        tr("Take it down in a copy of the network and see what changes; the running lab notices nothing"));
    m_stop->setAccessibleName(tr("Call the question off"));
    m_progress->setAccessibleName(tr("How far it is"));
    m_progress->setRange(0, kProgressSteps);
    m_progress->setTextVisible(true);
    m_from->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_from->setMinimumContentsLength(8);
    m_to->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);

    m_endsRow = new QHBoxLayout;
    m_endsRow->addWidget(m_from);
    m_endsRow->addWidget(m_swap);
    m_endsRow->addWidget(m_to);
    m_whatRow = new QHBoxLayout;
    m_whatRow->addWidget(new QLabel(tr("What if"), this));
    m_whatRow->addWidget(m_what);
    m_whatRow->addWidget(new QLabel(tr("failed?"), this));
    m_whatRow->addWidget(m_try);
    m_whatRow->addWidget(m_progress, 1);
    m_whatRow->addWidget(m_stop);
    for (QHBoxLayout *row : {m_endsRow, m_whatRow})
        row->setSpacing(6);
    m_head = new QBoxLayout(QBoxLayout::LeftToRight);
    m_head->setContentsMargins(kHeadMargin, 4, kHeadMargin, 2);
    m_head->setSpacing(kHeadSpacing);
    m_head->addLayout(m_endsRow);
    m_head->addLayout(m_whatRow);
    m_head->addStretch(1);
    auto *parts = new QSplitter(Qt::Horizontal, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(buildPath());
    m_result = buildWhatIf();
    parts->addWidget(m_result);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    m_result->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_head);
    column->addWidget(parts, 1);

    connect(m_from, &QComboBox::currentIndexChanged, this, &PathDock::endsChanged);
    connect(m_to, &QComboBox::currentIndexChanged, this, &PathDock::endsChanged);
    connect(m_to->lineEdit(), &QLineEdit::returnPressed, this, &PathDock::endsChanged);
    connect(m_swap, &QToolButton::clicked, this, [this] { showPath(to(), from()); });
    connect(m_what, &QComboBox::currentIndexChanged, this, &PathDock::updateTry);
    connect(m_try, &QPushButton::clicked, this, [this] {
        const QString name = m_what->currentData().toString();
        if (m_linkEnds.contains(name))
            tryLink(name);
        else
            tryNode(name);
    });
    connect(m_stop, &QPushButton::clicked, this,
            [this] { m_session.call("path.cancel", client::Json::object(), this, {}); });
    connect(&m_session, &client::EngineSession::stateChanged, this, &PathDock::stateChanged);
    connect(&m_session, &client::EngineSession::whatIfProgress, this, &PathDock::showProgress);
    updateTry();
    stateChanged();
}

QWidget *PathDock::buildPath()
{
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_pathView);
    return body;
}

QWidget *PathDock::buildWhatIf()
{
    auto *body = new QWidget(this);
    auto *close = new QToolButton(body);
    close->setIcon(theme::icon(QStringLiteral("close")));
    close->setToolTip(tr("Back to the path as it is"));
    close->setAccessibleName(tr("Close what was tried"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, &PathDock::closeWhatIf);
    QFont bold = m_heading->font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_heading->setAccessibleName(tr("What was tried"));
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_summary->setAccessibleName(tr("What would happen"));
    m_summary->setContentsMargins(8, 0, 8, 6);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 2, 4, 0);
    head->addWidget(m_heading, 1);
    head->addWidget(close);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(head);
    column->addWidget(m_summary);
    column->addWidget(m_changeView, 1);
    return body;
}

void PathDock::setNodes(const std::vector<Choice> &nodes)
{
    if (nodes == m_choices)
        return;
    const QString first = from(), second = to();
    m_choices = nodes;
    for (QComboBox *box : {m_from, m_to}) {
        const QSignalBlocker quiet(box);
        box->clear();
        for (const Choice &choice : nodes)
            box->addItem(theme::icon(choice.kind), choice.name);
        box->setCurrentIndex(-1);
    }
    showPath(first, second);
}

void PathDock::setLinks(const QStringList &ends, const QStringList &texts)
{
    const QString before = m_what->currentData().toString();
    {
        const QSignalBlocker quiet(m_what);
        m_linkEnds = ends;
        m_what->clear();
        for (qsizetype i = 0; i < ends.size(); ++i)
            m_what->addItem(theme::icon(QStringLiteral("link")), texts.value(i), ends[i]);
        for (const Choice &choice : m_choices)
            m_what->addItem(theme::icon(choice.kind), choice.name, choice.name);
        m_what->setCurrentIndex(before.isEmpty() ? -1 : m_what->findData(before));
    }
    updateTry();
}

void PathDock::showPath(const QString &from, const QString &to)
{
    {
        const QSignalBlocker quietFrom(m_from), quietTo(m_to);
        m_from->setCurrentIndex(m_from->findText(from));
        const int index = m_to->findText(to);
        m_to->setCurrentIndex(index);
        if (index < 0)
            m_to->setEditText(to);
    }
    endsChanged();
}

QString PathDock::from() const { return m_from->currentText(); }

QString PathDock::to() const { return m_to->currentText().trimmed(); }

void PathDock::endsChanged()
{
    m_path->clear();
    m_question.forget();
    closeWhatIf();
    light({});
    stateChanged();
}

void PathDock::stateChanged()
{
    updateTry();
    const bool alive = m_session.status().isAlive();
    if (!alive) {
        m_question.stop();
        m_path->clear();
        closeWhatIf();
        light({});
        say(m_choices.empty()
                ? tr("The path that packets take between two nodes stands here. Draw a lab first, or open one.")
                : tr("Run the lab (Ctrl+R), then choose two nodes: the way of packets between them stands here, hop by "
                     "hop, there and back again."));
        return;
    }
    if (from().isEmpty() || to().isEmpty() || from() == to()) {
        m_question.stop();
        say(tr("Choose where packets come from and where they go to, or pick two nodes on the canvas."));
        return;
    }
    if (isVisible()) // each step comes through here
        m_question.follow(m_session.status().phase == client::Phase::running);
}

/// The question stands beside the ends where there is room for both, else below them.
void PathDock::arrangeHead()
{
    const int both = m_endsRow->sizeHint().width() + m_whatRow->sizeHint().width() + kHeadSpacing + 2 * kHeadMargin;
    const bool below = both > width();
    m_head->setDirection(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_head->setSpacing(below ? 4 : kHeadSpacing);
}

QSize PathDock::minimumSizeHint() const
{
    const int head = std::max(m_endsRow->minimumSize().width(), m_whatRow->minimumSize().width()) + 2 * kHeadMargin;
    return {head, QWidget::minimumSizeHint().height()};
}

void PathDock::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrangeHead();
}

void PathDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    stateChanged();
}

void PathDock::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_question.stop();
    emit marked({});
}

bool PathDock::ask()
{
    if (from().isEmpty() || to().isEmpty() || !m_session.status().isAlive())
        return false;
    m_session.call("path.trace", {{"from", from().toStdString()}, {"to", to().toStdString()}}, this,
                   [this, a = from(), b = to()](const client::EngineSession::Result &result) {
                       if (a != from() || b != to())
                           return; // another path is shown by now
                       if (result)
                           take(client::parseBothWays(*result));
                       else if (result.error().code != rpc::disconnected)
                           say(client::messageOf(result.error()));
                       m_question.answered();
                   });
    return true;
}

void PathDock::take(const client::BothWays &ways)
{
    m_path->setRows(pathRows(ways));
    m_stack->setCurrentWidget(m_pathView);
    light(pathMarks(ways.forth, ways.back ? &*ways.back : nullptr));
}

/// While something that was tried is shown, that is lit.
void PathDock::light(const CanvasMarks &marks)
{
    m_lit = marks;
    if (isVisible())
        emit marked(m_result->isHidden() ? m_lit : m_litTried);
}

void PathDock::say(const QString &text)
{
    m_message->setText(text);
    m_stack->setCurrentWidget(m_message);
}

void PathDock::tryLink(const QString &end)
{
    m_what->setCurrentIndex(m_what->findData(end));
    tryOut({{"links", {end.toStdString()}}},
           tr("If the link %1 failed").arg(m_what->currentIndex() < 0 ? end : m_what->currentText()));
}

void PathDock::tryNode(const QString &node)
{
    m_what->setCurrentIndex(m_what->findData(node));
    tryOut({{"nodes", {node.toStdString()}}}, tr("If %1 failed").arg(node));
}

void PathDock::tryOut(const client::Json &what, const QString &title)
{
    if (!m_session.status().isAlive() || isTrying())
        return;
    client::Json params = what;
    if (!from().isEmpty() && !to().isEmpty() && from() != to()) {
        params["from"] = from().toStdString();
        params["to"] = to().toStdString();
    }
    closeWhatIf();
    // It stays while other moments are shown.
    m_heading->setText(tr("%1, at %2 s").arg(title, models::shortTime(m_session.status().now)));
    m_progress->setValue(0);
    m_progress->setFormat(tr("in a copy of the network"));
    ++m_tries;
    updateTry();
    m_session.call("path.whatIf", std::move(params), this,
                   [this, question = m_tryNumber](const client::EngineSession::Result &result) {
                       m_tries = std::max(0, m_tries - 1);
                       updateTry();
                       if (question == m_tryNumber)
                           tried(result);
                   });
}

void PathDock::tried(const client::EngineSession::Result &result)
{
    if (!result && (result.error().code == rpc::disconnected || result.error().code == rpc::wrongState))
        return; // the engine has gone, or it was called off
    m_litTried = m_lit;
    if (result) {
        const client::WhatIf found = client::parseWhatIf(*result);
        m_changes->setRows(changeRows(found));
        m_summary->setText(summaryOf(found));
        m_litTried = changeMarks(found);
    } else {
        m_changes->clear();
        m_summary->setText(client::messageOf(result.error()));
    }
    m_result->show();
    light(m_lit);
}

void PathDock::closeWhatIf()
{
    ++m_tryNumber;
    m_litTried = {};
    m_changes->clear();
    if (m_result->isHidden())
        return;
    m_result->hide();
    light(m_lit);
}

void PathDock::showProgress(const client::WhatIfProgress &progress)
{
    if (!isTrying() || progress.wanted.ns() <= 0)
        return;
    m_progress->setValue(
        static_cast<int>(kProgressSteps * std::min(progress.quiet.ns(), progress.wanted.ns()) / progress.wanted.ns()));
    m_progress->setFormat(
        tr("%1 in the copy, changes of routes: %2").arg(spanText(progress.passed)).arg(progress.changes));
}

void PathDock::updateTry()
{
    const bool alive = m_session.status().isAlive();
    m_what->setEnabled(alive && !isTrying());
    m_try->setEnabled(alive && !isTrying() && m_what->currentIndex() >= 0);
    m_try->setVisible(!isTrying());
    m_progress->setVisible(isTrying());
    m_stop->setVisible(isTrying());
    arrangeHead();
}

} // namespace hopyard::inspect

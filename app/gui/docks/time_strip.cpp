// See time_strip.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/time_strip.h"

#include "app/gui/actions/action_registry.h"
#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/time_line.h"
#include "app/gui/theme/icon.h"
#include "app/gui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

QToolButton *buttonFor(QAction *action, bool withText, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setIconSize({18, 18});
    button->setToolButtonStyle(withText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    return button;
}

} // namespace

TimeStrip::TimeStrip(client::History &history, QWidget *parent) :
    QWidget(parent), m_history(history), m_past(new QWidget(this)), m_line(new TimeLine(this)), m_moment(new QLabel(this)),
    m_ways(new QComboBox(this)), m_conditionRow(new QWidget(this)), m_condition(new QLineEdit(m_conditionRow)),
    m_wrong(new QLabel(m_conditionRow)), m_why(new QLabel(this))
{
    setAccessibleName(tr("Time of the run"));
    m_past->setAccessibleName(tr("Ways out of the past"));
    m_moment->setAccessibleName(tr("Moment shown, and how far the run has come"));
    m_moment->setFont(theme::Theme::monospaceFont());
    m_ways->setAccessibleName(tr("Which of the run's ways"));
    m_ways->setToolTip(tr("The ways that the run took; each goes on from where it was left"));
    m_ways->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_ways->hide();
    m_why->setAccessibleName(tr("Why the run paused"));
    m_why->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long reason does not widen the window
    m_why->setProperty("role", QStringLiteral("muted"));
    m_why->hide();

    m_conditionRow->setAccessibleName(tr("Run until"));
    m_condition->setAccessibleName(tr("Condition to run until"));
    m_condition->setPlaceholderText(tr("Run until …  kind == RouteChanged && node == r1,  or a packet:  icmp && ip.addr == 10.0.0.1"));
    m_condition->setClearButtonEnabled(true);
    m_condition->addAction(theme::icon(QStringLiteral("until")), QLineEdit::LeadingPosition);
    m_condition->installEventFilter(this);
    m_wrong->setAccessibleName(tr("What is wrong with the condition"));
    m_wrong->setProperty("role", QStringLiteral("wrong"));
    m_wrong->hide();
    auto *conditionRow = new QHBoxLayout(m_conditionRow);
    conditionRow->setContentsMargins(8, 2, 8, 4);
    conditionRow->addWidget(m_condition, 2);
    conditionRow->addWidget(m_wrong, 1);
    m_conditionRow->hide();

    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(0);
    m_pastButtons = new QHBoxLayout(m_past);
    m_pastButtons->setContentsMargins(0, 0, 0, 0);
    m_pastButtons->setSpacing(2);
    m_past->hide();
    // The head says where one is and goes elsewhere; the line has the whole width, because its places are times.
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 6, 0);
    head->setSpacing(8);
    head->addLayout(m_buttons);
    head->addWidget(m_moment);
    head->addWidget(m_why, 1);
    head->addStretch();
    head->addWidget(m_ways);
    head->addWidget(m_past);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(4, 0, 4, 4);
    row->addWidget(m_line);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_conditionRow);
    column->addLayout(head);
    column->addLayout(row);

    connect(&m_history, &client::History::changed, this, &TimeStrip::showHistory);
    connect(m_line, &TimeLine::seekRequested, &m_history, &client::History::seek);
    connect(m_line, &TimeLine::presentRequested, &m_history, &client::History::goToPresent);
    connect(m_line, &TimeLine::stepRequested, &m_history, &client::History::step);
    connect(m_line, &TimeLine::bookmarkRequested, this, &TimeStrip::bookmarkRequested);
    connect(m_line, &TimeLine::markRequested, this, [this](int direction) {
        if (const auto time = m_history.markBeside(m_history.now(), direction))
            m_history.seek(*time);
    });
    connect(m_ways, &QComboBox::activated, this, [this] { m_history.showLine(m_ways->currentData().toLongLong()); });
    connect(m_condition, &QLineEdit::returnPressed, this, &TimeStrip::takeCondition);
    connect(m_condition, &QLineEdit::textEdited, m_wrong, &QLabel::hide);
    showHistory();
}

void TimeStrip::addButtons(const actions::ActionRegistry &actions, const QStringList &before, const QStringList &inThePast)
{
    for (const QString &id : before)
        if (QAction *action = actions.action(id))
            m_buttons->addWidget(buttonFor(action, false, this));
    for (const QString &id : inThePast)
        if (QAction *action = actions.action(id))
            m_pastButtons->addWidget(buttonFor(action, true, m_past));
}

void TimeStrip::showHistory()
{
    setVisible(m_history.isKept());
    if (!m_history.isKept()) {
        closeCondition();
        sayWhy({});
        return;
    }
    m_line->setRange(m_history.from(), m_history.to(), m_history.read());
    m_line->setMarks(m_history.marks());
    m_line->setBookmarks(m_history.bookmarks());
    m_past->setVisible(m_history.isPast());
    m_ways->setVisible(m_history.lines().size() > 1);
    QStringList names;
    for (const client::HistoryLine &line : m_history.lines())
        names += line.name.empty() ? line.id == 1 ? tr("As it began") : tr("From %1").arg(clockText(line.from))
                                   : QString::fromStdString(line.name);
    QStringList shown;
    for (int i = 0; i < m_ways->count(); ++i)
        shown += m_ways->itemText(i);
    if (shown != names) {
        m_ways->clear();
        for (int i = 0; i < names.size(); ++i)
            m_ways->addItem(names[i], static_cast<qint64>(m_history.lines()[static_cast<std::size_t>(i)].id));
    }
    m_ways->setCurrentIndex(m_ways->findData(static_cast<qint64>(m_history.line())));
    updateMoment();
}

void TimeStrip::updateMoment()
{
    m_line->setRange(m_history.from(), m_history.to(), m_history.read());
    m_line->setNow(m_history.now(), m_history.isPast());
    m_moment->setText(m_history.isPast() ? QStringLiteral("%1 / %2").arg(clockText(m_history.now()), clockText(m_history.to()))
                                         : clockText(m_history.now()));
}

void TimeStrip::sayWhy(const QString &why)
{
    m_why->setText(why.isEmpty() ? QString() : tr("Paused: %1").arg(why));
    m_why->setToolTip(m_why->text());
    m_why->setVisible(!why.isEmpty());
}

void TimeStrip::askCondition()
{
    m_conditionRow->show();
    m_condition->setFocus();
    m_condition->selectAll();
}

void TimeStrip::closeCondition()
{
    if (m_conditionRow->isHidden())
        return;
    m_conditionRow->hide();
    m_wrong->hide();
    emit conditionDone();
}

void TimeStrip::takeCondition()
{
    const QString text = m_condition->text().trimmed();
    if (text.isEmpty())
        return closeCondition();
    m_history.untilCondition(text, this, [this](const QString &message, int position, int length) {
        if (message.isEmpty()) {
            emit conditionDone();
            return;
        }
        m_wrong->setText(message);
        m_wrong->show();
        if (length > 0) // places are bytes; conditions are ASCII but for quoted text
            m_condition->setSelection(position, length);
    });
}

bool TimeStrip::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_condition && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        closeCondition();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace hopyard::docks

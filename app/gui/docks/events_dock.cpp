// See events_dock.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/events_dock.h"

#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/docks/time_line.h"
#include "app/gui/models/natural_order.h"
#include "app/gui/models/table_model.h"
#include "app/gui/theme/icon.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <map>

namespace hopyard::docks {

namespace {

constexpr QLatin1Char kBookmark('b'), kMark('m');

/// Rows are called by what they are and when: "b7", "m1500000000 route r1 2".
QString markKey(const client::HistoryMark &mark, int again)
{
    return QStringLiteral("%1%2 %3 %4 %5").arg(kMark).arg(mark.time.ns()).arg(QString::fromStdString(mark.kind),
                                               QString::fromStdString(mark.node)).arg(again);
}

} // namespace

EventsDock::EventsDock(client::History &history, QWidget *parent) :
    QWidget(parent), m_history(history), m_view(new TableView(tr("Events of the run"), this)),
    m_model(new models::TableModel(this)), m_filter(new QLineEdit(this)), m_add(new QToolButton(this)),
    m_remove(new QToolButton(this)), m_message(new QLabel(this))
{
    setAccessibleName(tr("Events and bookmarks"));
    setFocusProxy(m_view);
    m_model->setColumns({tr("Time"), tr("Kind"), tr("Node"), tr("What"), tr("Times")});
    m_view->showTable(m_model);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_filter->setAccessibleName(tr("Filter events"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(260);
    m_add->setIcon(theme::icon(QStringLiteral("bookmark")));
    m_add->setToolTip(tr("Set a bookmark at the moment that is shown"));
    m_add->setAccessibleName(tr("Set a bookmark"));
    m_remove->setIcon(theme::icon(QStringLiteral("delete")));
    m_remove->setToolTip(tr("Remove the selected bookmark"));
    m_remove->setAccessibleName(tr("Remove the bookmark"));
    for (QToolButton *button : {m_add, m_remove})
        button->setAutoRaise(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setProperty("role", QStringLiteral("muted"));
    m_message->setAccessibleName(tr("Why there are no events"));

    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 4, 6, 2);
    head->addWidget(m_filter);
    head->addStretch(1);
    head->addWidget(m_add);
    head->addWidget(m_remove);
    auto *body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_message);
    m_stack->addWidget(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(body, 1);

    connect(m_filter, &QLineEdit::textChanged, m_view->proxy(), &models::NaturalProxy::setFilterText);
    connect(&m_history, &client::History::changed, this, &EventsDock::fill);
    connect(m_add, &QToolButton::clicked, this, [this] { bookmark(m_history.now()); });
    connect(m_remove, &QToolButton::clicked, this, &EventsDock::removePicked);
    connect(m_view, &TableView::selectedKeysChanged, this, [this] {
        const QStringList keys = m_view->selectedKeys();
        m_remove->setEnabled(keys.size() == 1 && keys.front().startsWith(kBookmark));
    });
    connect(m_view, &TableView::rowActivated, this, [this](const QString &key) {
        if (key.startsWith(kMark)) {
            m_history.seek(base::TimePoint::fromNs(key.mid(1).section(QLatin1Char(' '), 0, 0).toLongLong()));
            return;
        }
        for (const client::HistoryBookmark &bookmark : m_history.bookmarks())
            if (key.mid(1).toLongLong() == bookmark.id)
                m_history.seek(bookmark.time);
    });
    fill();
}

void EventsDock::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    fill();
}

void EventsDock::fill()
{
    m_add->setEnabled(m_history.isKept());
    m_remove->setEnabled(m_remove->isEnabled() && m_history.isKept());
    if (!m_history.isKept()) {
        m_model->clear();
        m_message->setText(tr("What happens in a run stands here: adjacencies, routes, drops, edits. Run the lab (Ctrl+R)."));
        m_stack->setCurrentWidget(m_message);
        return;
    }
    if (!isVisible())
        return;
    const auto isLater = [this](base::TimePoint time) { return m_history.isPast() && time > m_history.now(); };
    std::multimap<std::int64_t, models::Row> rows;
    std::map<QString, int> seen;
    for (const client::HistoryBookmark &bookmark : m_history.bookmarks())
        rows.emplace(bookmark.time.ns(), models::Row{kBookmark + QString::number(bookmark.id),
                                                     {clockText(bookmark.time), tr("Bookmark"), {}, QString::fromStdString(bookmark.note), {}},
                                                     QStringLiteral("bookmark"), isLater(bookmark.time)});
    for (const client::HistoryMark &mark : m_history.marks()) {
        const QString base = markKey(mark, 0);
        rows.emplace(mark.time.ns(), models::Row{markKey(mark, seen[base]++),
                                                 {clockText(mark.time), markKindText(mark.kind), QString::fromStdString(mark.node),
                                                  QString::fromStdString(mark.text), mark.count > 1 ? QString::number(mark.count) : QString()},
                                                 {}, isLater(mark.time)});
    }
    std::vector<models::Row> all;
    for (auto &[time, row] : rows)
        all.push_back(std::move(row));
    m_model->setRows(std::move(all));
    if (m_model->rowCount() == 0)
        m_message->setText(tr("Nothing has happened yet."));
    m_stack->setCurrentWidget(m_model->rowCount() == 0 ? static_cast<QWidget *>(m_message) : m_view);
}

void EventsDock::bookmark(base::TimePoint time)
{
    std::optional<std::int64_t> id;
    QString note;
    for (const client::HistoryBookmark &known : m_history.bookmarks())
        if (known.time == time) {
            id = known.id;
            note = QString::fromStdString(known.note);
        }
    auto *dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Bookmark at %1").arg(clockText(time)));
    dialog->setLabelText(tr("&Note:"));
    dialog->setTextValue(note);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, id, time](const QString &text) { m_history.setBookmark(id, time, text); });
    dialog->open();
}

void EventsDock::removePicked()
{
    const QStringList keys = m_view->selectedKeys();
    if (keys.size() == 1 && keys.front().startsWith(kBookmark))
        m_history.removeBookmark(keys.front().mid(1).toLongLong());
}

} // namespace hopyard::docks

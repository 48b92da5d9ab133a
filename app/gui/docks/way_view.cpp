// See way_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/way_view.h"

#include "app/gui/docks/run_widgets.h"
#include "app/gui/docks/table_view.h"
#include "app/gui/models/table_model.h"

#include <algorithm>
#include <QLabel>
#include <QVBoxLayout>

namespace hopyard::docks {

namespace {

models::Row rowOf(const client::PacketStep &step, std::size_t number)
{
    QStringList changes;
    for (const std::string &change : step.changes)
        changes += QString::fromStdString(change);
    models::Row row;
    row.key = QString::number(number);
    row.cells = {QString::number(static_cast<double>(step.time.ns()) * 1e-9, 'f', 6), QString::fromStdString(step.node),
                 QString::fromStdString(step.text), changes.join(QStringLiteral(", "))};
    if (step.kind == "dropped")
        row.icon = QStringLiteral("error");
    return row;
}

} // namespace

WayView::WayView(QWidget *parent) :
    QWidget(parent), m_rows(new models::TableModel(this)), m_view(new TableView(tr("Way of the packet"), this)), m_note(new QLabel(this))
{
    m_rows->setColumns({tr("Time"), tr("Node"), tr("What happened"), tr("Changed")});
    m_view->showTable(m_rows);
    m_note->setWordWrap(true);
    m_note->setContentsMargins(8, 4, 8, 4);
    m_note->setProperty("role", QStringLiteral("muted"));
    m_note->setAccessibleName(tr("How much of the way"));
    m_note->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_note);
    column->addWidget(m_view, 1);
    setFocusProxy(m_view);
}

void WayView::showSteps(std::vector<client::PacketStep> steps)
{
    m_steps = std::move(steps);
    write();
}

void WayView::setMoment(std::optional<base::TimePoint> moment, bool later)
{
    if (moment == m_moment && later == m_later)
        return;
    m_moment = moment;
    m_later = later;
    write();
}

void WayView::cutAfter(base::TimePoint time)
{
    if (std::erase_if(m_steps, [time](const client::PacketStep &step) { return step.time > time; }) > 0)
        write();
}

void WayView::write()
{
    std::vector<models::Row> rows;
    std::vector<base::LinkId> links;
    int later = 0;
    for (const client::PacketStep &step : m_steps) {
        const bool isLater = m_moment && step.time > *m_moment;
        later += isLater ? 1 : 0;
        if (isLater && !m_later)
            continue;
        rows.push_back(rowOf(step, rows.size()));
        rows.back().pale = isLater;
        if (!isLater && step.link.isValid() && std::find(links.begin(), links.end(), step.link) == links.end())
            links.push_back(step.link);
    }
    m_rows->setRows(std::move(rows));
    m_note->setVisible(m_moment && !m_steps.empty());
    if (m_moment) {
        const QString upTo = tr("up to %1, the moment shown").arg(clockText(*m_moment));
        m_note->setText(later > 0 ? upTo + QStringLiteral("; ") + tr("%n step(s) came later", nullptr, later) : upTo);
    }
    if (links != m_links) {
        m_links = links;
        emit linksChanged(m_links);
    }
}

} // namespace hopyard::docks

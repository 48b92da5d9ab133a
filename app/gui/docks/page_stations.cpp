// See page_stations.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/page_stations.h"

#include "app/gui/docks/page_colours.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace hopyard::docks {

using models::Station;
using models::Stay;

namespace {

constexpr double kMargin = 10;
constexpr double kStayWidth = 58;
constexpr double kGap = 12;

QString laneTitle(int lane)
{
    switch (static_cast<Station>(lane)) {
    case Station::dmaTable: return PageStations::tr("DMA table");
    case Station::filled: return PageStations::tr("Filled");
    case Station::guest: return PageStations::tr("Guest");
    case Station::clearing: return PageStations::tr("Clearing");
    }
    return {};
}

} // namespace

QString durationText(base::Duration duration)
{
    double value = static_cast<double>(duration.ns());
    const char *unit = "ns";
    for (const char *larger : {"µs", "ms", "s"}) {
        if (value < 1'000)
            break;
        value /= 1'000;
        unit = larger;
    }
    const int digits = unit == std::string_view("ns") || value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return QStringLiteral("%L1 %2").arg(value, 0, 'f', digits).arg(QString::fromUtf8(unit));
}

PageStations::PageStations(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Stations of the page"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void PageStations::setGuests(const QStringList &names)
{
    m_guests = names;
    update();
}

void PageStations::setStays(std::vector<Stay> stays, base::TimePoint now)
{
    m_stays = std::move(stays);
    m_now = now;
    setAccessibleDescription(m_stays.empty() ? tr("No station is known") : describe(m_stays.back()));
    update();
}

QString PageStations::describe(const Stay &stay) const
{
    const base::TimePoint to = stay.to.isNever() ? std::max(m_now, stay.from) : stay.to;
    QString where = stay.station == Station::guest ? tr("lent to %1").arg(QString::fromStdString(stay.guest))
                                                   : laneTitle(static_cast<int>(stay.station));
    if (stay.packet != 0)
        where += tr(", packet %1").arg(stay.packet);
    const QString from = QString::number(static_cast<double>(stay.from.ns()) * 1e-9, 'f', 6);
    return stay.to.isNever() ? tr("%1: since %2 s, for %3").arg(where, from, durationText(to - stay.from))
                             : tr("%1: at %2 s, for %3").arg(where, from, durationText(to - stay.from));
}

std::size_t PageStations::firstShown() const
{
    const double room = width() - 2 * kMargin - 68;
    const auto fit = static_cast<std::size_t>(std::max(1.0, (room + kGap) / (kStayWidth + kGap)));
    return m_stays.size() > fit ? m_stays.size() - fit : 0;
}

QRectF PageStations::rectOf(std::size_t shown) const
{
    const double lane = (height() - 2 * kMargin) / models::kStations;
    const Stay &stay = m_stays[firstShown() + shown];
    return {kMargin + 68 + static_cast<double>(shown) * (kStayWidth + kGap), kMargin + lane * static_cast<int>(stay.station) + 3,
            kStayWidth, lane - 6};
}

void PageStations::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Colours &c = theme::colours();
    const double lane = (height() - 2 * kMargin) / models::kStations;
    for (int i = 0; i < models::kStations; ++i) {
        const QRectF rect(kMargin, kMargin + i * lane, width() - 2 * kMargin, lane);
        if (i % 2 == 0) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(c.hover);
            painter.setOpacity(0.55);
            painter.drawRoundedRect(rect, 4, 4);
            painter.setOpacity(1);
        }
        painter.setPen(c.muted);
        painter.drawText(rect.adjusted(8, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, laneTitle(i));
    }
    const std::size_t first = firstShown();
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() - 1);
    for (std::size_t i = 0; first + i < m_stays.size(); ++i) {
        const Stay &stay = m_stays[first + i];
        const QRectF rect = rectOf(i);
        if (i > 0) { // the way from the station before
            const QRectF before = rectOf(i - 1);
            const QPointF from(before.right(), before.center().y()), to(rect.left(), rect.center().y());
            QPainterPath way(from);
            way.cubicTo(from + QPointF(kGap, 0), to - QPointF(kGap, 0), to);
            painter.setPen(QPen(c.muted, 1.4));
            painter.setBrush(Qt::NoBrush);
            painter.drawPath(way);
        }
        const auto state = stay.station == Station::dmaTable ? client::PageState::dmaTable
            : stay.station == Station::filled                ? client::PageState::filled
            : stay.station == Station::guest                 ? client::PageState::mapped
                                                             : client::PageState::clearing;
        const QColor colour = pageColour(state, static_cast<int>(m_guests.indexOf(QString::fromStdString(stay.guest))));
        painter.setPen(stay.to.isNever() ? QPen(c.text, 1.6) : QPen(Qt::NoPen));
        painter.setBrush(colour);
        painter.drawRoundedRect(rect, 5, 5);
        const base::TimePoint to = stay.to.isNever() ? std::max(m_now, stay.from) : stay.to;
        painter.setFont(small);
        painter.setPen(colour.lightness() > 140 ? QColor(0x14171b) : QColor(Qt::white));
        painter.drawText(rect, Qt::AlignCenter, durationText(to - stay.from));
        painter.setFont(font());
    }
    if (m_stays.empty()) {
        painter.setPen(c.muted);
        painter.drawText(rect().adjusted(78 + static_cast<int>(kMargin), 0, -10, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("Pick a page: where it goes is drawn here."));
    }
}

bool PageStations::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const std::size_t first = firstShown();
        for (std::size_t i = 0; first + i < m_stays.size(); ++i)
            if (rectOf(i).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), describe(m_stays[first + i]), this);
                return true;
            }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace hopyard::docks

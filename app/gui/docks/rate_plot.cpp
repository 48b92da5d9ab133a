// See rate_plot.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/rate_plot.h"

#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>
#include <QToolTip>

namespace hopyard::docks {

namespace {

/// 1, 2 or 5 times a power of ten, at least the value.
double roundUp(double value)
{
    if (value <= 1)
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0, 10.0})
        if (value <= step * power)
            return step * power;
    return 10 * power;
}

} // namespace

QString rateText(double rate)
{
    if (rate >= 1e6)
        return QStringLiteral("%1 M").arg(rate / 1e6, 0, 'f', 1);
    if (rate >= 1e4)
        return QStringLiteral("%1 k").arg(rate / 1e3, 0, 'f', 1);
    return QString::number(rate, 'f', rate < 10 && rate != std::floor(rate) ? 1 : 0);
}

RatePlot::RatePlot(const QString &title, QWidget *parent) : QWidget(parent), m_title(title)
{
    setAccessibleName(title);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void RatePlot::show(std::vector<base::TimePoint> times, std::vector<Series> series)
{
    m_times = std::move(times);
    m_series = std::move(series);
    QStringList said;
    for (const Series &each : m_series)
        if (!each.values.empty())
            said += tr("%1: %2 a second").arg(each.name, rateText(each.values.back()));
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    update();
}

QRectF RatePlot::field() const
{
    const double legend = fontMetrics().height() * 2.5 + 14;
    const double scale = fontMetrics().horizontalAdvance(QStringLiteral("500.0 k")) + 8;
    return QRectF(rect()).adjusted(scale, legend, -12, -10);
}

double RatePlot::highest() const
{
    double high = 0;
    for (const Series &series : m_series)
        for (const double value : series.values)
            high = std::max(high, value);
    return roundUp(high);
}

void RatePlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Colours &c = theme::colours();
    const int line = fontMetrics().height();
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(c.text);
    painter.drawText(QRect(10, 4, width() - 20, line), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter.setFont(font());
    int x = 10;
    for (const Series &series : m_series) {
        const QString text = series.values.empty() ? series.name : QStringLiteral("%1 %2/s").arg(series.name, rateText(series.values.back()));
        painter.setPen(QPen(series.colour(), 2.4, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x + 1, 8 + line * 1.5), QPointF(x + 11, 8 + line * 1.5));
        painter.setPen(c.muted);
        painter.drawText(QRect(x + 16, 8 + line, width(), line), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += 16 + fontMetrics().horizontalAdvance(text) + 14;
    }
    const QRectF plot = field();
    const double high = highest();
    for (int i = 0; i <= 2; ++i) {
        const double y = plot.bottom() - plot.height() * i / 2;
        painter.setPen(QPen(c.border, 1));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(c.muted);
        painter.drawText(QRectF(0, y - line / 2.0, plot.left() - 6, line), Qt::AlignRight | Qt::AlignVCenter, rateText(high * i / 2));
    }
    if (m_times.size() < 2) {
        painter.setPen(c.muted);
        painter.drawText(plot, Qt::AlignCenter, tr("Waiting for packets"));
        return;
    }
    const double span = std::max(1e-9, (m_times.back() - m_times.front()).inSeconds());
    for (const Series &series : m_series) {
        QPainterPath way;
        for (std::size_t i = 0; i < m_times.size() && i < series.values.size(); ++i) {
            const QPointF at(plot.left() + plot.width() * (m_times[i] - m_times.front()).inSeconds() / span,
                             plot.bottom() - plot.height() * series.values[i] / high);
            if (i == 0)
                way.moveTo(at);
            else
                way.lineTo(at);
        }
        QColor colour = series.colour();
        QPainterPath ground = way;
        ground.lineTo(plot.right(), plot.bottom());
        ground.lineTo(plot.left(), plot.bottom());
        QColor faint = colour;
        faint.setAlpha(28);
        painter.fillPath(ground, faint);
        painter.setPen(QPen(colour, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(way);
    }
}

bool RatePlot::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const QRectF plot = field();
    if (m_times.size() < 2 || !plot.contains(help->pos())) {
        QToolTip::hideText();
        return true;
    }
    const double span = (m_times.back() - m_times.front()).inSeconds();
    const double wanted = span * (help->pos().x() - plot.left()) / plot.width();
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < m_times.size(); ++i)
        if (std::abs((m_times[i] - m_times.front()).inSeconds() - wanted) < std::abs((m_times[nearest] - m_times.front()).inSeconds() - wanted))
            nearest = i;
    QStringList lines{tr("At %1 s").arg(static_cast<double>(m_times[nearest].ns()) * 1e-9, 0, 'f', 1)};
    for (const Series &series : m_series)
        if (nearest < series.values.size())
            lines += tr("%1: %2 a second").arg(series.name, rateText(series.values[nearest]));
    QToolTip::showText(help->globalPos(), lines.join(QLatin1Char('\n')), this);
    return true;
}

} // namespace hopyard::docks

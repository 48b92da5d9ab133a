// See move_chart.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/move_chart.h"

#include "app/gui/docks/page_stations.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <QAccessible>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

namespace hopyard::docks {

using client::MoveStep;
using models::Move;

namespace {

constexpr double kHead = 46;
constexpr double kRow = 27;
constexpr double kTimes = 152; ///< width of the column of times
constexpr double kPause = 92;  ///< and of the pause
constexpr double kPlate = 66;  ///< what a phase's name needs beside the last lane
constexpr double kFoot = 12;
constexpr double kLeastRole = 56; ///< in less room nothing is said below a node's name

QColor colourOf(const std::string &phase)
{
    const theme::Colours &c = theme::colours();
    if (phase == "frozen" || phase == "refused" || phase == "failed" || phase == "dropped")
        return c.danger;
    if (phase == "taken back")
        return c.warning;
    if (phase == "injected" || phase == "first packet")
        return c.ok;
    return c.accent;
}

void drawArrow(QPainter &painter, QPointF from, QPointF to)
{
    painter.drawLine(from, to);
    const double angle = std::atan2(to.y() - from.y(), to.x() - from.x());
    QPainterPath head(to);
    for (const double turn : {2.7, -2.7})
        head.lineTo(to + 9 * QPointF(std::cos(angle + turn), std::sin(angle + turn)));
    head.closeSubpath();
    painter.fillPath(head, painter.pen().color());
}

} // namespace

QString phaseText(const std::string &phase)
{
    if (phase == "sent")
        return MoveChart::tr("arrived whole");
    if (phase == "first packet")
        return MoveChart::tr("first packet");
    return QString::fromStdString(phase);
}

MoveChart::MoveChart(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Phases of the move"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void MoveChart::setMove(std::optional<Move> move, const QString &forwarder)
{
    m_move = std::move(move);
    m_lanes.clear();
    if (m_move) {
        m_lanes = {std::string(), m_move->from, m_move->to};
        if (const std::string third = forwarder.toStdString(); !third.empty() && third != m_move->from && third != m_move->to)
            m_lanes.insert(m_lanes.begin() + 1, third);
        m_current = std::min(m_current, static_cast<int>(m_move->steps.size()) - 1);
    } else {
        m_current = -1;
    }
    updateGeometry();
    update();
}

QSize MoveChart::sizeHint() const
{
    const double rows = m_move ? static_cast<double>(m_move->steps.size()) : 4;
    return {620, static_cast<int>(kHead + rows * kRow + kFoot)};
}

double MoveChart::laneX(const std::string &node) const
{
    const auto found = std::find(m_lanes.begin(), m_lanes.end(), node);
    const double width = (this->width() - kTimes - kPlate - kPause) / static_cast<double>(std::max<std::size_t>(1, m_lanes.size()));
    return kTimes + width * (static_cast<double>(found - m_lanes.begin()) + 0.5);
}

double MoveChart::rowY(int step) const { return kHead + (step + 0.5) * kRow; }

QString MoveChart::describe(int step) const
{
    if (!m_move || step < 0 || step >= static_cast<int>(m_move->steps.size()))
        return {};
    const MoveStep &at = m_move->steps[static_cast<std::size_t>(step)];
    QString text = tr("%1 at %2, %3 after the decision").arg(phaseText(at.phase), QString::fromStdString(at.node),
                                                             durationText(at.time - m_move->begun()));
    if (!at.detail.empty())
        text += tr(": %1").arg(QString::fromStdString(at.detail));
    return text;
}

void MoveChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme::colours().base);
    if (!m_move) {
        painter.setPen(theme::colours().muted);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No connection has moved yet.\nPick one under “Connections” and move it."));
        return;
    }
    if (m_current >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::colours().hover);
        painter.drawRoundedRect(QRectF(4, rowY(m_current) - kRow / 2, width() - 8, kRow), 4, 4);
    }
    paintHead(painter);
    paintPause(painter);
    paintArrows(painter);
    paintSteps(painter);
}

void MoveChart::paintHead(QPainter &painter) const
{
    const theme::Colours &c = theme::colours();
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const double bottom = rowY(static_cast<int>(m_move->steps.size()) - 1) + kRow / 2;
    const double room = m_lanes.size() < 2 ? 180 : laneX(m_lanes[1]) - laneX(m_lanes[0]) - 4;
    for (const std::string &lane : m_lanes) {
        const double x = laneX(lane);
        painter.setPen(QPen(c.border, 1.4));
        painter.drawLine(QPointF(x, kHead - 8), QPointF(x, bottom));
        QString title = QString::fromStdString(lane), role;
        if (lane.empty()) {
            title = tr("client");
            role = QString::fromStdString(m_move->client);
        } else {
            role = lane == m_move->from ? tr("had it") : lane == m_move->to ? tr("has it now") : tr("forwarder");
            if (lane == m_move->to && m_move->outcome() != Move::Outcome::moved)
                role = tr("shall have it");
        }
        painter.setFont(bold);
        painter.setPen(c.text);
        painter.drawText(QRectF(x - 90, 4, 180, 18), Qt::AlignCenter, title);
        painter.setFont(font());
        painter.setPen(c.muted);
        // In a narrow dock what would lie on its neighbour's is cut, or left out: each phase's tooltip names its node.
        if (room >= kLeastRole)
            painter.drawText(QRectF(x - room / 2, 20, room, 16), Qt::AlignCenter, QFontMetricsF(font()).elidedText(role, Qt::ElideRight, room));
    }
    painter.setPen(c.muted);
    painter.drawText(QRectF(10, 12, kTimes - 20, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("since the decision"));
}

/// The blob from the machine that had the connection to the other, and the first packet of the client.
void MoveChart::paintArrows(QPainter &painter) const
{
    const theme::Colours &c = theme::colours();
    const auto row = [&](std::string_view phase) {
        for (std::size_t i = 0; i < m_move->steps.size(); ++i)
            if (m_move->steps[i].phase == phase)
                return static_cast<int>(i);
        return -1;
    };
    const int compiled = row("compiled"), received = row("received"), first = row("first packet");
    if (compiled >= 0 && received >= 0) {
        const QPointF from(laneX(m_move->from), rowY(compiled)), to(laneX(m_move->to), rowY(received));
        const double side = to.x() > from.x() ? 7 : -7;
        painter.setPen(QPen(c.accent, 2.2, Qt::SolidLine, Qt::RoundCap));
        drawArrow(painter, from + QPointF(side, 2), to - QPointF(side, 0));
        const QString text = tr("%L1 bytes").arg(m_move->bytes());
        const QPointF middle = (from + to) / 2;
        const double wide = painter.fontMetrics().horizontalAdvance(text) + 14;
        const QRectF plate(middle.x() - wide / 2, middle.y() - 10, wide, 19);
        painter.setPen(QPen(c.accent, 1));
        painter.setBrush(c.base);
        painter.drawRoundedRect(plate, 9, 9);
        painter.drawText(plate, Qt::AlignCenter, text);
    }
    if (first >= 0) {
        painter.setPen(QPen(c.ok, 1.8, Qt::DashLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        drawArrow(painter, {laneX({}), rowY(first)}, {laneX(m_move->to) - 8, rowY(first)});
    }
}

void MoveChart::paintSteps(QPainter &painter) const
{
    const theme::Colours &c = theme::colours();
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() - 1);
    for (int i = 0; i < static_cast<int>(m_move->steps.size()); ++i) {
        const MoveStep &step = m_move->steps[static_cast<std::size_t>(i)];
        const double y = rowY(i);
        painter.setFont(font());
        painter.setPen(c.text);
        painter.drawText(QRectF(10, y - kRow / 2, 66, kRow), Qt::AlignRight | Qt::AlignVCenter, durationText(step.time - m_move->begun()));
        if (i > 0) {
            painter.setFont(small);
            painter.setPen(c.muted);
            const base::Duration gap = step.time - m_move->steps[static_cast<std::size_t>(i) - 1].time;
            painter.drawText(QRectF(82, y - kRow / 2, kTimes - 90, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                             gap.ns() == 0 ? QString() : QStringLiteral("+%1").arg(durationText(gap)));
        }
        const double x = laneX(step.node);
        const QColor colour = colourOf(step.phase);
        painter.setPen(QPen(c.base, 2));
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(x, y), 6, 6);
        painter.setFont(font());
        const QString text = phaseText(step.phase);
        const double wide = painter.fontMetrics().horizontalAdvance(text) + 12;
        // Beside the lane, on the side that no arrow crosses.
        const bool isLeft = laneX(m_move->to) > laneX(m_move->from) ? step.node == m_move->from : step.node == m_move->to;
        const QRectF plate(isLeft ? x - 12 - wide : x + 12, y - 10, wide, 20);
        painter.setPen(Qt::NoPen);
        QColor ground = colour;
        ground.setAlpha(34);
        painter.setBrush(c.base);
        painter.drawRoundedRect(plate, 5, 5);
        painter.setBrush(ground);
        painter.drawRoundedRect(plate, 5, 5);
        painter.setPen(colour);
        painter.drawText(plate, Qt::AlignCenter, text);
    }
    if (hasFocus() && m_current >= 0) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(c.accent, 1.4));
        painter.drawRoundedRect(QRectF(4, rowY(m_current) - kRow / 2, width() - 8, kRow), 4, 4);
    }
}

void MoveChart::paintPause(QPainter &painter) const
{
    const auto pause = m_move->pause();
    if (!pause)
        return;
    int from = -1, to = -1;
    for (int i = 0; i < static_cast<int>(m_move->steps.size()); ++i) {
        const std::string &phase = m_move->steps[static_cast<std::size_t>(i)].phase;
        if (phase == "frozen" && from < 0)
            from = i;
        if (phase == "injected" && to < 0)
            to = i;
    }
    const theme::Colours &c = theme::colours();
    const QRectF bar(width() - kPause + 6, rowY(from), 8, rowY(to) - rowY(from));
    QColor colour = c.danger;
    colour.setAlpha(120);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(bar, 4, 4);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(font().pointSizeF() + 1.5);
    const QRectF side(bar.right() + 8, bar.center().y() - 22, kPause - 24, 44);
    painter.setFont(bold);
    painter.setPen(c.text);
    painter.drawText(side, Qt::AlignLeft | Qt::AlignTop, durationText(*pause));
    painter.setFont(font());
    painter.setPen(c.muted);
    painter.drawText(side, Qt::AlignLeft | Qt::AlignBottom, tr("pause"));
}

int MoveChart::stepAt(const QPoint &position) const
{
    if (!m_move || position.y() < kHead)
        return -1;
    const int step = static_cast<int>((position.y() - kHead) / kRow);
    return step < static_cast<int>(m_move->steps.size()) ? step : -1;
}

void MoveChart::setCurrent(int step)
{
    m_current = step;
    setAccessibleDescription(describe(step));
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    update();
}

void MoveChart::keyPressEvent(QKeyEvent *event)
{
    const int last = m_move ? static_cast<int>(m_move->steps.size()) - 1 : -1;
    switch (event->key()) {
    case Qt::Key_Up: setCurrent(std::max(std::min(0, last), m_current - 1)); break;
    case Qt::Key_Down: setCurrent(std::min(last, m_current + 1)); break;
    case Qt::Key_Home: setCurrent(std::min(0, last)); break;
    case Qt::Key_End: setCurrent(last); break;
    default: QWidget::keyPressEvent(event);
    }
}

void MoveChart::mousePressEvent(QMouseEvent *event)
{
    setCurrent(stepAt(event->pos()));
}

bool MoveChart::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int step = stepAt(help->pos());
        if (step >= 0)
            QToolTip::showText(help->globalPos(), describe(step), this);
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace hopyard::docks

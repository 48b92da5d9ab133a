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
constexpr double kEdge = 10;   ///< left of the times
constexpr double kSpace = 6;   ///< between what must not touch
constexpr double kDot = 12;    ///< from a lane to a phase's name
constexpr double kBar = 8;     ///< the pause's bar, and from it to its words
constexpr double kLeastLane = 42; ///< between two lanes
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
    arrange();
}

void MoveChart::arrange()
{
    m_plan = planFor(width());
    updateGeometry();
    update();
}

void MoveChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_plan = planFor(width());
}

void MoveChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        arrange();
    QWidget::changeEvent(event);
}

QFont MoveChart::boldFont() const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return bold;
}

QFont MoveChart::smallFont() const
{
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() - 1);
    return small;
}

QFont MoveChart::pauseFont() const
{
    QFont large = boldFont();
    large.setPointSizeF(font().pointSizeF() + 1.5);
    return large;
}

QString MoveChart::titleOf(const std::string &lane) const { return lane.empty() ? tr("client") : QString::fromStdString(lane); }

QString MoveChart::gapText(int step) const
{
    if (step <= 0)
        return {};
    const auto at = static_cast<std::size_t>(step);
    const base::Duration gap = m_move->steps[at].time - m_move->steps[at - 1].time;
    return gap.ns() == 0 ? QString() : QStringLiteral("+%1").arg(durationText(gap));
}

/// A phase's name stands beside its lane, on the side that no arrow crosses.
bool MoveChart::standsLeft(const MoveStep &step) const
{
    const auto place = [this](const std::string &node) { return std::find(m_lanes.begin(), m_lanes.end(), node); };
    return place(m_move->to) > place(m_move->from) ? step.node == m_move->from : step.node == m_move->to;
}

double MoveChart::nameWidth(const MoveStep &step) const { return QFontMetricsF(font()).horizontalAdvance(phaseText(step.phase)) + 12; }

MoveChart::Plan MoveChart::planFor(double width) const
{
    Plan plan;
    if (!m_move || m_lanes.empty())
        return plan;
    const QFontMetricsF normal(font()), small(smallFont()), bold(boldFont()), large(pauseFont());
    const std::size_t last = m_lanes.size() - 1;
    double apart = kLeastLane;
    for (std::size_t i = 0; i < last; ++i)
        apart = std::max(apart, (bold.horizontalAdvance(titleOf(m_lanes[i])) + bold.horizontalAdvance(titleOf(m_lanes[i + 1]))) / 2 + 2 * kSpace);
    // What the outer lanes need beside them; names may lie over the lanes further in.
    double left = bold.horizontalAdvance(titleOf(m_lanes.front())) / 2 + kSpace;
    double right = bold.horizontalAdvance(titleOf(m_lanes.back())) / 2 + kSpace;
    for (std::size_t i = 0; i < m_move->steps.size(); ++i) {
        const MoveStep &step = m_move->steps[i];
        plan.time = std::max(plan.time, normal.horizontalAdvance(durationText(step.time - m_move->begun())));
        plan.gap = std::max(plan.gap, small.horizontalAdvance(gapText(static_cast<int>(i))));
        const auto lane = static_cast<std::size_t>(std::find(m_lanes.begin(), m_lanes.end(), step.node) - m_lanes.begin());
        const double name = kDot + nameWidth(step) + kSpace;
        if (standsLeft(step))
            left = std::max(left, name - static_cast<double>(std::min(lane, last)) * apart);
        else
            right = std::max(right, name - static_cast<double>(last - std::min(lane, last)) * apart);
    }
    if (const auto pause = m_move->pause())
        plan.pause = kSpace + 2 * kBar + std::max(large.horizontalAdvance(durationText(*pause)), normal.horizontalAdvance(tr("pause"))) + kSpace;
    plan.least = std::ceil(kEdge + plan.time + kSpace + left + static_cast<double>(last) * apart + right + plan.pause);
    if (width < plan.least + plan.gap + kSpace)
        plan.gap = 0;
    const double from = kEdge + plan.time + kSpace + (plan.gap > 0 ? plan.gap + kSpace : 0);
    const double room = std::max(width, plan.least) - from - plan.pause;
    const double share = room / static_cast<double>(m_lanes.size()) / 2;
    left = std::max(left, std::min(share, room - right - static_cast<double>(last) * apart));
    right = std::max(right, std::min(share, room - left - static_cast<double>(last) * apart));
    const double between = last == 0 ? 0 : (room - left - right) / static_cast<double>(last);
    for (std::size_t i = 0; i <= last; ++i)
        plan.lanes.push_back(from + left + static_cast<double>(i) * between);
    return plan;
}

QRectF MoveChart::timesBox(int step) const
{
    const double gap = m_plan.gap > 0 ? kSpace + m_plan.gap : 0;
    return {kEdge, rowY(step) - kRow / 2, m_plan.time + gap, kRow};
}

QRectF MoveChart::nameBox(int step) const
{
    const MoveStep &at = m_move->steps[static_cast<std::size_t>(step)];
    const double x = laneX(at.node), wide = nameWidth(at);
    return {standsLeft(at) ? x - kDot - wide : x + kDot, rowY(step) - 10, wide, 20};
}

QRectF MoveChart::titleBox(int lane) const
{
    const std::string &of = m_lanes[static_cast<std::size_t>(lane)];
    const double wide = std::ceil(QFontMetricsF(boldFont()).horizontalAdvance(titleOf(of)));
    return {laneX(of) - wide / 2, 4, wide, 18};
}

QRectF MoveChart::pauseBox() const
{
    const auto rowOf = [this](std::string_view phase) {
        const auto &steps = m_move->steps;
        const auto found = std::find_if(steps.begin(), steps.end(), [phase](const MoveStep &step) { return step.phase == phase; });
        return rowY(static_cast<int>(found - steps.begin()));
    };
    if (!m_move || !m_move->pause())
        return {};
    const double from = rowOf("frozen"), to = rowOf("injected");
    return {width() - m_plan.pause + kSpace, from, m_plan.pause - kSpace, to - from};
}

QSize MoveChart::sizeHint() const
{
    const double rows = m_move ? static_cast<double>(m_move->steps.size()) : 4;
    return {620, static_cast<int>(kHead + rows * kRow + kFoot)};
}

double MoveChart::laneX(const std::string &node) const
{
    const auto found = std::find(m_lanes.begin(), m_lanes.end(), node);
    const auto at = static_cast<std::size_t>(found - m_lanes.begin());
    return at < m_plan.lanes.size() ? m_plan.lanes[at] : m_plan.lanes.empty() ? 0 : m_plan.lanes.back();
}

double MoveChart::rowY(int step) const { return kHead + (step + 0.5) * kRow; }

QString MoveChart::describe(int step) const
{
    if (!m_move || step < 0 || step >= static_cast<int>(m_move->steps.size()))
        return {};
    const MoveStep &at = m_move->steps[static_cast<std::size_t>(step)];
    QString text = tr("%1 at %2, %3 after the decision").arg(phaseText(at.phase), QString::fromStdString(at.node),
                                                             durationText(at.time - m_move->begun()));
    if (const QString gap = gapText(step); !gap.isEmpty())
        text += QStringLiteral(" (%1)").arg(gap);
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
    const double bottom = rowY(static_cast<int>(m_move->steps.size()) - 1) + kRow / 2;
    const double room = m_lanes.size() < 2 ? 180 : laneX(m_lanes[1]) - laneX(m_lanes[0]) - 4;
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        const std::string &lane = m_lanes[i];
        const double x = laneX(lane);
        painter.setPen(QPen(c.border, 1.4));
        painter.drawLine(QPointF(x, kHead - 8), QPointF(x, bottom));
        QString role;
        if (lane.empty()) {
            role = QString::fromStdString(m_move->client);
        } else {
            role = lane == m_move->from ? tr("had it") : lane == m_move->to ? tr("has it now") : tr("forwarder");
            if (lane == m_move->to && m_move->outcome() != Move::Outcome::moved)
                role = tr("shall have it");
        }
        painter.setFont(boldFont());
        painter.setPen(c.text);
        painter.drawText(titleBox(static_cast<int>(i)).adjusted(-2, 0, 2, 0), Qt::AlignCenter, titleOf(lane));
        painter.setFont(font());
        painter.setPen(c.muted);
        // In a narrow dock what would lie on its neighbour's is cut, or left out: each phase's tooltip names its node.
        if (room >= kLeastRole)
            painter.drawText(QRectF(x - room / 2, 20, room, 16), Qt::AlignCenter, QFontMetricsF(font()).elidedText(role, Qt::ElideRight, room));
    }
    painter.setPen(c.muted);
    const QRectF since(kEdge, 4, titleBox(0).left() - 2 * kSpace - kEdge, 18);
    painter.drawText(since, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(font()).elidedText(tr("since the decision"), Qt::ElideRight, since.width()));
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
    const QFont small = smallFont();
    for (int i = 0; i < static_cast<int>(m_move->steps.size()); ++i) {
        const MoveStep &step = m_move->steps[static_cast<std::size_t>(i)];
        const double y = rowY(i);
        painter.setFont(font());
        painter.setPen(c.text);
        painter.drawText(QRectF(kEdge, y - kRow / 2, m_plan.time, kRow), Qt::AlignRight | Qt::AlignVCenter, durationText(step.time - m_move->begun()));
        if (m_plan.gap > 0) {
            painter.setFont(small);
            painter.setPen(c.muted);
            painter.drawText(QRectF(kEdge + m_plan.time + kSpace, y - kRow / 2, m_plan.gap + 1, kRow), Qt::AlignLeft | Qt::AlignVCenter, gapText(i));
        }
        const double x = laneX(step.node);
        const QColor colour = colourOf(step.phase);
        painter.setPen(QPen(c.base, 2));
        painter.setBrush(colour);
        painter.drawEllipse(QPointF(x, y), 6, 6);
        painter.setFont(font());
        const QString text = phaseText(step.phase);
        const QRectF plate = nameBox(i);
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
    const QRectF box = pauseBox();
    if (box.isEmpty())
        return;
    const theme::Colours &c = theme::colours();
    QColor colour = c.danger;
    colour.setAlpha(120);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(box.left(), box.top(), kBar, box.height()), 4, 4);
    const QRectF side(box.left() + 2 * kBar, box.center().y() - 22, box.width() - 2 * kBar, 44);
    painter.setFont(pauseFont());
    painter.setPen(c.text);
    painter.drawText(side, Qt::AlignLeft | Qt::AlignTop, durationText(*m_move->pause()));
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

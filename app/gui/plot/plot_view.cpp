// See plot_view.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/plot/plot_view.h"

#include "app/gui/plot/plot_painter.h"
#include "app/gui/theme/theme.h"

#include <algorithm>
#include <cmath>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace hopyard::plot {

namespace {
constexpr double kZoomStep = 1.25;  // a notch of the wheel
constexpr double kPanShare = 0.1;   // of what is seen, an arrow key
constexpr int kTellMs = 500;
} // namespace

PlotView::PlotView(Plot &plot, TimeAxis &axis, QWidget *parent) : QWidget(parent), m_plot(&plot), m_axis(axis)
{
    setAccessibleName(plot.title());
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    m_telling.setSingleShot(true);
    m_telling.setInterval(kTellMs);
    connect(&m_telling, &QTimer::timeout, this, &PlotView::tell);
    connect(&plot, &Plot::changed, this, [this] {
        update();
        if (!m_telling.isActive())
            m_telling.start();
    });
    connect(&axis, &TimeAxis::changed, this, qOverload<>(&QWidget::update));
    connect(&axis, &TimeAxis::crossChanged, this, [this] {
        update();
        tell();
    });
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, qOverload<>(&QWidget::update));
}

void PlotView::setShowsTimes(bool times)
{
    m_times = times;
    update();
}

QRectF PlotView::field() const { return fieldOf(rect(), font(), m_times); }

double PlotView::timeAt(double x) const
{
    const QRectF in = field();
    return m_axis.from() + (x - in.left()) / std::max(1.0, in.width()) * m_axis.span();
}

void PlotView::tell()
{
    if (m_plot) {
        setAccessibleName(m_plot->title());
        setAccessibleDescription(m_plot->said(m_axis.cross()));
    }
}

void PlotView::paintEvent(QPaintEvent *)
{
    if (!m_plot)
        return;
    QPainter painter(this);
    painter.fillRect(rect(), theme::colours().base);
    paintPlot(painter, rect(), *m_plot, m_axis, {m_times, m_hand});
    if (hasFocus()) {
        painter.setPen(QPen(theme::colours().accent, 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void PlotView::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    if (turned.x() != 0 || event->modifiers() & Qt::ShiftModifier) {
        const int way = turned.x() != 0 ? turned.x() : turned.y();
        m_axis.pan(-m_axis.span() * kPanShare * way / 120.0);
    } else if (turned.y() != 0) {
        m_axis.zoom(timeAt(event->position().x()), std::pow(kZoomStep, -turned.y() / 120.0));
    }
    event->accept();
}

void PlotView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_dragged = event->position().x();
    QWidget::mousePressEvent(event);
}

void PlotView::mouseMoveEvent(QMouseEvent *event)
{
    const double x = event->position().x();
    if (m_dragged && event->buttons() & Qt::LeftButton) {
        if (const double by = timeAt(*m_dragged) - timeAt(x); by != 0)
            m_axis.pan(by);
        m_dragged = x;
        return;
    }
    const bool inside = field().contains(event->position());
    m_hand = inside ? std::optional(event->position()) : std::nullopt;
    m_axis.setCross(inside ? std::optional(timeAt(x)) : std::nullopt);
    update();
}

void PlotView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragged.reset();
    QWidget::mouseReleaseEvent(event);
}

void PlotView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        m_axis.showAll();
}

void PlotView::leaveEvent(QEvent *event)
{
    m_hand.reset();
    m_axis.setCross({});
    QWidget::leaveEvent(event);
}

void PlotView::moveCross(double by)
{
    const double at = std::clamp(m_axis.cross().value_or((m_axis.from() + m_axis.shownUntil()) / 2) + by, m_axis.from(), m_axis.to());
    const QRectF in = field();
    m_hand = QPointF(in.left() + (at - m_axis.from()) / m_axis.span() * in.width(), in.center().y());
    m_axis.setCross(at);
}

void PlotView::keyPressEvent(QKeyEvent *event)
{
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const double middle = m_axis.cross().value_or((m_axis.from() + m_axis.to()) / 2);
    switch (event->key()) {
    case Qt::Key_Left: shift ? moveCross(-m_axis.span() / 100) : m_axis.pan(-m_axis.span() * kPanShare); break;
    case Qt::Key_Right: shift ? moveCross(m_axis.span() / 100) : m_axis.pan(m_axis.span() * kPanShare); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: m_axis.zoom(middle, 1 / kZoomStep); break;
    case Qt::Key_Minus: m_axis.zoom(middle, kZoomStep); break;
    case Qt::Key_Home: m_axis.showAll(); break;
    case Qt::Key_End: m_axis.follow(); break;
    case Qt::Key_Escape:
        if (!m_axis.cross())
            return QWidget::keyPressEvent(event);
        m_hand.reset();
        m_axis.setCross({});
        break;
    default: return QWidget::keyPressEvent(event);
    }
}

void PlotView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void PlotView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace hopyard::plot

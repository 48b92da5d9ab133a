// See time_line.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/docks/time_line.h"

#include "app/gui/docks/run_widgets.h"
#include "app/gui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace hopyard::docks {

using base::Duration;
using base::TimePoint;

namespace {

constexpr double kMargin = 10;      ///< at both ends, so that the handle can be seen there
constexpr double kLane = 5;         ///< height of a lane of marks
constexpr int kLanes = 4;
constexpr double kAxis = 18;
constexpr Duration kShortest = Duration::microseconds(10); ///< to be seen at once
constexpr Duration kBeginning = Duration::seconds(10);     ///< to be seen of a run that has just begun

struct KindLook {
    const char *kind;
    const char *text;
    int lane; ///< what belongs together has one
    QColor theme::Colours::*colour;
};
const std::array<KindLook, 11> kLooks{{
    {"adjacency", QT_TRANSLATE_NOOP("TimeLine", "Adjacency"), 0, &theme::Colours::accent},
    {"migration", QT_TRANSLATE_NOOP("TimeLine", "Migration"), 0, &theme::Colours::namespaceNode},
    {"guest", QT_TRANSLATE_NOOP("TimeLine", "Guest"), 0, &theme::Colours::switch_},
    {"route", QT_TRANSLATE_NOOP("TimeLine", "Route"), 1, &theme::Colours::router},
    {"connection", QT_TRANSLATE_NOOP("TimeLine", "Connection"), 1, &theme::Colours::host},
    {"link", QT_TRANSLATE_NOOP("TimeLine", "Link"), 2, &theme::Colours::wire},
    {"node", QT_TRANSLATE_NOOP("TimeLine", "Node"), 2, &theme::Colours::text},
    {"edit", QT_TRANSLATE_NOOP("TimeLine", "Edit"), 2, &theme::Colours::muted},
    {"check", QT_TRANSLATE_NOOP("TimeLine", "Check"), 2, &theme::Colours::ok},
    {"drop", QT_TRANSLATE_NOOP("TimeLine", "Drop"), 3, &theme::Colours::danger},
    {"notice", QT_TRANSLATE_NOOP("TimeLine", "Notice"), 3, &theme::Colours::warning},
}};

const KindLook &lookOf(const std::string &kind)
{
    const auto found = std::find_if(kLooks.begin(), kLooks.end(), [&](const KindLook &look) { return look.kind == kind; });
    return found == kLooks.end() ? kLooks.back() : *found;
}

} // namespace

Duration axisStep(Duration span, double pixels, double room)
{
    const double least = static_cast<double>(span.ns()) * room / std::max(1.0, pixels);
    constexpr double kSecond = 1e9;
    if (least > 5 * kSecond) { // as clocks do it
        for (const std::int64_t seconds : {10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200})
            if (static_cast<double>(seconds) * kSecond >= least)
                return Duration::seconds(seconds);
        return Duration::seconds(86400 * static_cast<std::int64_t>(std::ceil(least / (86400 * kSecond))));
    }
    double unit = std::pow(10.0, std::floor(std::log10(std::max(1.0, least))));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * unit >= least)
            return Duration::nanoseconds(std::llround(factor * unit));
    return Duration::nanoseconds(std::llround(10 * unit));
}

QString axisText(TimePoint time, Duration step)
{
    const qint64 ns = time.ns();
    const qint64 seconds = ns / 1'000'000'000;
    QString text = seconds >= 3600 ? QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'))
                                   : QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    int digits = 0;
    for (qint64 unit = 1'000'000'000; digits < 9 && step.ns() % unit != 0; unit /= 10)
        ++digits;
    if (digits > 0)
        text += QLatin1Char('.') + QStringLiteral("%1").arg(ns % 1'000'000'000, 9, 10, QLatin1Char('0')).left(digits);
    return text;
}

QString markKindText(const std::string &kind) { return TimeLine::tr(lookOf(kind).text); }

TimeLine::TimeLine(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Time line"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    connect(&theme::Theme::instance(), &theme::Theme::changed, this, [this] { update(); });
    follow();
}

QSize TimeLine::sizeHint() const { return {600, static_cast<int>(kAxis + bandHeight() + 8)}; }
QSize TimeLine::minimumSizeHint() const { return {160, sizeHint().height()}; }
double TimeLine::bandTop() const { return kAxis; }
double TimeLine::bandHeight() const { return kLanes * (kLane + 2) + 4; }

void TimeLine::setRange(TimePoint from, TimePoint to, TimePoint read)
{
    if (from == m_from && to == m_to && read == m_read)
        return;
    m_from = from;
    m_to = std::max(from, to);
    m_read = read;
    follow();
}

void TimeLine::setNow(TimePoint now, bool past)
{
    if (now == m_now && past == m_past)
        return;
    m_now = now;
    m_past = past;
    if (!m_whole && (m_now < m_first || m_now > m_last) && !m_panFrom && hasFocus()) {
        const Duration half = (m_last - m_first) / 2;
        setView(m_now - half, m_now + half);
    }
    setAccessibleDescription(past ? tr("The past is shown, %1 of %2").arg(clockText(now), clockText(m_to))
                                  : tr("The present, %1").arg(clockText(now)));
    follow();
}

void TimeLine::setMarks(const std::vector<client::HistoryMark> &marks)
{
    if (marks == m_marks)
        return;
    m_marks = marks;
    update();
}

void TimeLine::setBookmarks(const std::vector<client::HistoryBookmark> &bookmarks)
{
    if (bookmarks == m_bookmarks)
        return;
    m_bookmarks = bookmarks;
    update();
}

/// The whole run grows to the right; a part of it stays where it is.
void TimeLine::follow()
{
    if (m_whole) {
        m_first = m_from;
        m_last = std::max(m_to, m_from + kBeginning);
    }
    update();
}

void TimeLine::setView(TimePoint first, TimePoint last)
{
    const TimePoint end = std::max(m_to, m_from + kBeginning);
    Duration span = std::max(last - first, kShortest);
    if (span >= end - m_from) {
        zoomToFit();
        return;
    }
    m_whole = false;
    m_first = std::clamp(first, m_from, end - span);
    m_last = m_first + span;
    update();
}

void TimeLine::zoomToFit()
{
    m_whole = true;
    follow();
}

void TimeLine::zoomBy(double factor, double aroundX)
{
    const TimePoint around = timeAt(aroundX);
    const auto scaled = [factor](Duration d) { return Duration::nanoseconds(std::llround(static_cast<double>(d.ns()) / factor)); };
    setView(around - scaled(around - m_first), around + scaled(m_last - around));
}

double TimeLine::xOf(TimePoint time) const
{
    const double span = static_cast<double>(std::max<std::int64_t>(1, (m_last - m_first).ns()));
    return kMargin + static_cast<double>((time - m_first).ns()) / span * (width() - 2 * kMargin);
}

TimePoint TimeLine::timeAt(double x) const
{
    const double part = (x - kMargin) / std::max(1.0, width() - 2 * kMargin);
    return m_first + Duration::nanoseconds(std::llround(part * static_cast<double>((m_last - m_first).ns())));
}

QString TimeLine::tipAt(QPoint position) const
{
    constexpr double kNear = 4;
    constexpr int kMost = 8;
    QStringList lines;
    int more = 0;
    const auto add = [&](const QString &line) { lines.size() < kMost ? void(lines += line) : void(++more); };
    for (const client::HistoryBookmark &bookmark : m_bookmarks)
        if (std::abs(xOf(bookmark.time) - position.x()) <= kNear + 2)
            add(tr("%1  Bookmark: %2").arg(clockText(bookmark.time), QString::fromStdString(bookmark.note)));
    for (const client::HistoryMark &mark : m_marks) {
        if (std::abs(xOf(mark.time) - position.x()) > kNear)
            continue;
        const QString count = mark.count > 1 ? tr(" (%1 times)").arg(mark.count) : QString();
        add(QStringLiteral("%1  %2%3%4").arg(clockText(mark.time), mark.node.empty() ? QString() : QString::fromStdString(mark.node) + QStringLiteral(": "),
                                             QString::fromStdString(mark.text), count));
    }
    if (more > 0)
        lines += tr("and %1 more").arg(more);
    return lines.join(QLatin1Char('\n'));
}

// --- painting ---

void TimeLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const theme::Colours &c = theme::colours();
    painter.fillRect(rect(), c.window);
    const QRectF band(kMargin, bandTop(), width() - 2 * kMargin, bandHeight());
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.base);
    painter.drawRoundedRect(band.adjusted(-3, 0, 3, 0), 4, 4);
    painter.save();
    painter.setClipRect(band.adjusted(-3, 0, 3, 0));
    // What is behind the moment shown is tinted; what a record is still read for is hatched.
    QColor done = c.accent;
    done.setAlpha(28);
    painter.fillRect(QRectF(QPointF(xOf(m_from), band.top()), QPointF(xOf(std::min(m_now, m_to)), band.bottom())), done);
    if (m_read < m_to)
        painter.fillRect(QRectF(QPointF(xOf(m_read), band.top()), QPointF(xOf(m_to), band.bottom())), QBrush(c.border, Qt::BDiagPattern));
    paintMarks(painter);
    painter.restore();
    paintAxis(painter);
    painter.setPen(QPen(c.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(band.adjusted(-3, 0, 3, 0), 4, 4);
    paintBookmarks(painter);
    paintMoment(painter);
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4);
    }
}

void TimeLine::paintAxis(QPainter &painter) const
{
    const theme::Colours &c = theme::colours();
    QFont font = this->font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    painter.setFont(font);
    const QFontMetricsF metrics(font);
    const Duration step = axisStep(m_last - m_first, width() - 2 * kMargin, metrics.horizontalAdvance(QStringLiteral("00:00.000")) + 18);
    const std::int64_t before = m_first.ns() / step.ns();
    for (std::int64_t i = before;; ++i) {
        const TimePoint time = TimePoint::fromNs(i * step.ns());
        if (time > m_last)
            break;
        if (time < m_first)
            continue;
        const double x = xOf(time);
        painter.setPen(QPen(c.border, 1));
        painter.drawLine(QPointF(x, bandTop() - 4), QPointF(x, bandTop()));
        painter.setPen(c.muted);
        const QString text = axisText(time, step);
        const double w = metrics.horizontalAdvance(text);
        painter.drawText(QPointF(std::clamp(x - w / 2, 2.0, std::max(2.0, width() - w - 2)), bandTop() - 6), text);
    }
}

void TimeLine::paintMarks(QPainter &painter) const
{
    // One for each pixel and lane is enough: thousands stay quick to draw.
    std::map<std::pair<int, const KindLook *>, int> drawn;
    for (const client::HistoryMark &mark : m_marks) {
        if (mark.time < m_first || mark.time > m_last)
            continue;
        const KindLook &look = lookOf(mark.kind);
        const int x = static_cast<int>(std::lround(xOf(mark.time)));
        if (drawn[{x, &look}]++ > 0)
            continue;
        painter.fillRect(QRectF(x - 1.0, bandTop() + 3 + look.lane * (kLane + 2), 2.0, kLane), theme::colours().*(look.colour));
    }
}

void TimeLine::paintBookmarks(QPainter &painter) const
{
    const theme::Colours &c = theme::colours();
    for (const client::HistoryBookmark &bookmark : m_bookmarks) {
        if (bookmark.time < m_first || bookmark.time > m_last)
            continue;
        const double x = xOf(bookmark.time), top = bandTop() - 5;
        painter.setPen(QPen(c.warning, 1));
        painter.drawLine(QPointF(x, top), QPointF(x, bandTop() + bandHeight()));
        QPainterPath flag(QPointF(x, top));
        flag.lineTo(x + 9, top + 3.5);
        flag.lineTo(x, top + 7);
        painter.fillPath(flag, c.warning);
    }
}

void TimeLine::paintMoment(QPainter &painter) const
{
    if (m_now < m_first || m_now > m_last)
        return;
    const QColor colour = m_past ? theme::colours().accent : theme::colours().ok;
    const double x = xOf(m_now), bottom = bandTop() + bandHeight();
    painter.setPen(QPen(colour, 2));
    painter.drawLine(QPointF(x, bandTop()), QPointF(x, bottom));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    QPainterPath handle(QPointF(x, bottom - 1));
    handle.lineTo(x + 6, bottom + 6);
    handle.lineTo(x - 6, bottom + 6);
    handle.closeSubpath();
    painter.drawPath(handle);
}

// --- hands ---

void TimeLine::goTo(double x)
{
    const TimePoint time = std::clamp(timeAt(x), m_from, m_to);
    if (x >= xOf(m_to))
        emit presentRequested();
    else
        emit seekRequested(time);
}

void TimeLine::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton || event->button() == Qt::RightButton) {
        m_panFrom = event->position();
        m_panFirst = m_first;
        m_panLast = m_last;
    } else if (event->button() == Qt::LeftButton) {
        goTo(event->position().x());
    }
}

void TimeLine::mouseMoveEvent(QMouseEvent *event)
{
    if (m_panFrom) {
        const double part = (event->position().x() - m_panFrom->x()) / std::max(1.0, width() - 2 * kMargin);
        const Duration by = Duration::nanoseconds(std::llround(part * static_cast<double>((m_panLast - m_panFirst).ns())));
        setView(m_panFirst - by, m_panLast - by);
    } else if (event->buttons() & Qt::LeftButton) {
        goTo(event->position().x());
    }
}

void TimeLine::mouseReleaseEvent(QMouseEvent *) { m_panFrom.reset(); }

void TimeLine::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        emit bookmarkRequested(std::clamp(timeAt(event->position().x()), m_from, m_to));
}

void TimeLine::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    if (delta.x() != 0 || event->modifiers() & Qt::ShiftModifier) {
        const int by = delta.x() != 0 ? delta.x() : delta.y();
        const Duration shift = (m_last - m_first) * by / 1200;
        setView(m_first - shift, m_last - shift);
    } else if (delta.y() != 0) {
        zoomBy(std::pow(1.0015, delta.y()), event->position().x());
    }
    event->accept();
}

void TimeLine::keyPressEvent(QKeyEvent *event)
{
    const Duration span = m_last - m_first;
    const bool ctrl = event->modifiers() & Qt::ControlModifier, shift = event->modifiers() & Qt::ShiftModifier;
    const auto seekBy = [&](Duration by) {
        const TimePoint to = m_now + by;
        if (to >= m_to)
            emit presentRequested();
        else
            emit seekRequested(std::max(to, m_from));
    };
    switch (event->key()) {
    case Qt::Key_Left: ctrl ? emit markRequested(-1) : shift ? emit stepRequested(-1) : seekBy(-(span / 100)); break;
    case Qt::Key_Right: ctrl ? emit markRequested(1) : shift ? emit stepRequested(1) : seekBy(span / 100); break;
    case Qt::Key_PageUp: seekBy(-(span / 10)); break;
    case Qt::Key_PageDown: seekBy(span / 10); break;
    case Qt::Key_Home: emit seekRequested(m_from); break;
    case Qt::Key_End: emit presentRequested(); break;
    case Qt::Key_Plus: case Qt::Key_Equal: zoomBy(1.5, xOf(std::clamp(m_now, m_first, m_last))); break;
    case Qt::Key_Minus: zoomBy(1 / 1.5, xOf(std::clamp(m_now, m_first, m_last))); break;
    case Qt::Key_0: zoomToFit(); break;
    case Qt::Key_B: emit bookmarkRequested(m_now); break;
    default: QWidget::keyPressEvent(event);
    }
}

bool TimeLine::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString tip = tipAt(help->pos());
        if (tip.isEmpty())
            QToolTip::showText(help->globalPos(), clockText(std::clamp(timeAt(help->pos().x()), m_from, m_to)), this);
        else
            QToolTip::showText(help->globalPos(), tip, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace hopyard::docks

// The time line of a run: how far it reaches, marks for what happened, bookmarks, and the moment that is shown. A click or a
// drag goes to a moment, the wheel zooms, and everything can be done with keys. It asks and decides nothing: whoever owns it
// hands in what there is and hears where a person wants to go.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/history.h"

#include <optional>
#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

namespace hopyard::docks {

/// The step between two labels of an axis `pixels` wide that shows `span`: 1, 2 or 5 of a power of ten, or whole minutes and
/// hours; at least `room` pixels apart.
base::Duration axisStep(base::Duration span, double pixels, double room);
/// "0:05", "1:02.5", "2:00:05": as short as a step of that size allows.
QString axisText(base::TimePoint time, base::Duration step);
/// A kind of mark as a person says it.
QString markKindText(const std::string &kind);

class TimeLine : public QWidget {
    Q_OBJECT

public:
    explicit TimeLine(QWidget *parent = nullptr);

    void setRange(base::TimePoint from, base::TimePoint to, base::TimePoint read);
    void setNow(base::TimePoint now, bool past);
    void setMarks(const std::vector<client::HistoryMark> &marks);
    void setBookmarks(const std::vector<client::HistoryBookmark> &bookmarks);

    base::TimePoint first() const { return m_first; } ///< at the left edge
    base::TimePoint last() const { return m_last; }   ///< at the right edge
    bool isWhole() const { return m_whole; }
    void zoomBy(double factor, double aroundX);
    void zoomToFit();
    double xOf(base::TimePoint time) const;
    base::TimePoint timeAt(double x) const;
    /// What stands within a few pixels of a place, a line each; empty where there is nothing.
    QString tipAt(QPoint position) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void seekRequested(hopyard::base::TimePoint time);
    void presentRequested();
    void bookmarkRequested(hopyard::base::TimePoint time);
    void markRequested(int direction); ///< the mark beside the moment shown: 1 the next, -1 the one before
    void stepRequested(int events);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    void follow();
    void setView(base::TimePoint first, base::TimePoint last);
    void goTo(double x);
    void paintAxis(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintBookmarks(QPainter &painter) const;
    void paintMoment(QPainter &painter) const;
    double bandTop() const;
    double bandHeight() const;

    base::TimePoint m_from, m_to, m_read;
    base::TimePoint m_now;
    bool m_past = false;
    base::TimePoint m_first, m_last; ///< the part that is seen
    bool m_whole = true;             ///< all of it, also as it grows
    std::vector<client::HistoryMark> m_marks;
    std::vector<client::HistoryBookmark> m_bookmarks;
    std::optional<QPointF> m_panFrom;
    base::TimePoint m_panFirst, m_panLast;
};

} // namespace hopyard::docks

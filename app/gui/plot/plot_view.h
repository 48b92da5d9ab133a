// A plot on the screen: wheel and drag move through time, the pointer is a crosshair that tells the values, and all of it
// goes by keyboard too (arrows pan, + and - zoom, Home shows everything, End follows the newest, Shift and arrows move the crosshair).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/plot/plot.h"
#include "app/gui/plot/time_axis.h"

#include <optional>
#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace hopyard::plot {

class PlotView : public QWidget {
    Q_OBJECT

public:
    /// Neither is owned; both outlive the view or go with it.
    PlotView(Plot &plot, TimeAxis &axis, QWidget *parent = nullptr);

    const Plot &plot() const { return *m_plot; }
    bool showsTimes() const { return m_times; }
    void setShowsTimes(bool times);

    QSize sizeHint() const override { return {360, 150}; }
    QSize minimumSizeHint() const override { return {160, 70}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    QRectF field() const;
    double timeAt(double x) const;
    void moveCross(double by);
    void tell();

    QPointer<Plot> m_plot;
    TimeAxis &m_axis;
    QTimer m_telling; ///< so that who listens to the description is not told of every point
    std::optional<QPointF> m_hand;
    std::optional<double> m_dragged; ///< where the pointer was last, while it drags
    bool m_times = true;
};

} // namespace hopyard::plot

// A move as a sequence chart: a lane for each machine, time from top to bottom, a line for each phase where it happened,
// with its time since the decision and since the line above. The blob's way is an arrow; the pause, from the freezing to
// the injection, is a bar at the right.
//
// Lines stand at equal distances: phases lie from a microsecond to seconds apart. The arrow keys go from phase to phase.
//
// Columns are as wide as what stands in them, lanes share the rest. In a narrow dock the times since the line above are left
// out (the tooltip has them); below that the chart has its least width and is scrolled.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/models/moves.h"

#include <optional>
#include <QRectF>
#include <QString>
#include <QWidget>

#include <vector>

namespace hopyard::docks {

class MoveChart : public QWidget {
    Q_OBJECT

public:
    explicit MoveChart(QWidget *parent = nullptr);

    /// `forwarder`: who keeps the flow's entry; empty where that is one of the two, or unknown.
    void setMove(std::optional<models::Move> move, const QString &forwarder);
    /// The step that the keyboard is on, or -1.
    int currentStep() const { return m_current; }
    /// A step in a sentence.
    QString describe(int step) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {static_cast<int>(m_plan.least), 120}; }

    /// Where things stand at the present width, for tests: a step's time with that since the line above, its name, …
    QRectF timesBox(int step) const;
    QRectF nameBox(int step) const;
    /// … a lane's heading, and the pause with its bar; empty: there is none.
    QRectF titleBox(int lane) const;
    QRectF pauseBox() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// The columns of a width, in pixels.
    struct Plan {
        double time = 0;            ///< width of the times since the decision
        double gap = 0;             ///< of those since the line above; 0: not shown
        double pause = 0;           ///< of the pause at the right
        std::vector<double> lanes;  ///< their middles
        double least = 420;         ///< less than this is scrolled
    };
    Plan planFor(double width) const;
    void arrange();
    QFont boldFont() const;
    QFont smallFont() const;
    QFont pauseFont() const;
    QString titleOf(const std::string &lane) const;
    QString gapText(int step) const;
    bool standsLeft(const client::MoveStep &step) const;
    double nameWidth(const client::MoveStep &step) const;
    void setCurrent(int step);
    int stepAt(const QPoint &position) const;
    double laneX(const std::string &node) const;
    double rowY(int step) const;
    void paintHead(QPainter &painter) const;
    void paintArrows(QPainter &painter) const;
    void paintSteps(QPainter &painter) const;
    void paintPause(QPainter &painter) const;

    std::optional<models::Move> m_move;
    std::vector<std::string> m_lanes; ///< the client is "" and first
    Plan m_plan;
    int m_current = -1;
};

/// What a phase is called.
QString phaseText(const std::string &phase);

} // namespace hopyard::docks

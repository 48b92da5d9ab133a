// A move as a sequence chart: a lane for each machine, time from top to bottom, a line for each phase where it happened,
// with its time since the decision and since the line above. The blob's way is an arrow; the pause, from the freezing to
// the injection, is a bar at the right.
//
// Lines stand at equal distances: phases lie from a microsecond to seconds apart. The arrow keys go from phase to phase.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/models/moves.h"

#include <optional>
#include <QString>
#include <QWidget>

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
    QSize minimumSizeHint() const override { return {420, 120}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
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
    int m_current = -1;
};

/// What a phase is called.
QString phaseText(const std::string &phase);

} // namespace hopyard::docks

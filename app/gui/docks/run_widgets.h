// The small widgets of a running lab: the slider for the speed of time in the toolbar, and the world's time in the
// status bar.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <QLabel>
#include <QSlider>
#include <QString>
#include <QWidget>

#include <cstdint>
#include <optional>

namespace hopyard::docks {

/// The slider's position for a factor and back: logarithmic, a hundred steps a decade, 0 is real time; positions near
/// real time are real time.
int sliderPosition(double factor);
double speedFactor(int position);
/// "×1", "×0.05", "×200"; "fastest" for client::kFastest, which is the slider's place beyond ×1000.
QString speedText(double factor);
/// "1:02.345", "2:00:05.000": minutes and seconds of the world.
QString clockText(base::TimePoint time);

class SpeedSlider : public QWidget {
    Q_OBJECT

public:
    explicit SpeedSlider(QWidget *parent = nullptr);
    void setSpeed(double factor);      ///< without a signal
    void setHighest(double factor);

signals:
    void speedChosen(double factor);

private:
    QSlider *m_slider;
    QLabel *m_label;
};

class ClockLabel : public QLabel {
    Q_OBJECT

public:
    explicit ClockLabel(QWidget *parent = nullptr);
    /// `seed`: of a run in virtual time.
    void show(base::TimePoint now, double speed, bool paused, std::optional<std::uint64_t> seed);
    void showNothing();
};

} // namespace hopyard::docks

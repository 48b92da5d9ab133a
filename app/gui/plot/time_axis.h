// Which stretch of lab time plots show, shared by those that stand on top of each other: zoom, pan, following what is new, the
// crosshair, and the moment up to which there is anything to see (a lab that was taken back shows nothing later).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/plot/axis.h"

#include <optional>
#include <QObject>

namespace hopyard::plot {

class TimeAxis : public QObject {
    Q_OBJECT

public:
    static constexpr double kDefaultSpan = 30;   ///< seconds
    static constexpr double kLeastSpan = 100e-9; ///< one packet at 100 Gbit/s takes longer

    explicit TimeAxis(QObject *parent = nullptr);

    double from() const { return m_view.low; }
    double to() const { return m_view.high; }
    double span() const { return m_view.high - m_view.low; }
    bool follows() const { return m_follows; }
    /// Where data ends: to(), or before.
    double shownUntil() const;

    /// First and last time of all data that there is.
    void setKnown(double first, double last);
    /// The moment of the past that is shown; nothing: the present.
    void setMoment(std::optional<double> moment);
    std::optional<double> moment() const { return m_moment; }

    /// Makes the span `factor` times as long; what was at `at` stays there.
    void zoom(double at, double factor);
    void pan(double by); ///< seconds
    void show(double from, double to);
    void showAll();  ///< everything known, and what comes
    void follow();   ///< the newest, with the span as it is

    std::optional<double> cross() const { return m_cross; }
    void setCross(std::optional<double> at);

signals:
    void changed();
    void crossChanged();

private:
    double newest() const;
    void set(double from, double to);
    void keepUp();

    Span m_view{0, kDefaultSpan};
    double m_first = 0, m_last = 0;
    std::optional<double> m_moment;
    std::optional<double> m_cross;
    bool m_follows = true;
    bool m_all = false;
};

} // namespace hopyard::plot

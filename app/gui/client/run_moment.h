// Where in a run the lab is, for whoever gathers what happens over its time: when what was gathered is void (another run), from
// when on it has not been (another way was taken), and which moment of the past is shown.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <QObject>

namespace hopyard::client {

class EngineSession;
struct Status;

class RunMoment : public QObject {
    Q_OBJECT

public:
    explicit RunMoment(EngineSession &session, QObject *parent = nullptr);

    bool isAlive() const { return m_alive; }
    /// Of the past, in seconds; nothing: the present.
    std::optional<double> moment() const { return m_moment; }
    /// The number that the decimal fraction is written as (45 ms: 0.045), which multiplying by 1e-9 does not give.
    static double seconds(base::TimePoint time) { return static_cast<double>(time.ns()) / 1e9; }

signals:
    void began(); ///< a run, or the look at one that runs
    void ended();
    /// Nothing after that time has been. Told also while another way of the run is shown that goes further.
    void cutAfter(double seconds, hopyard::base::TimePoint time);
    void momentShown(std::optional<double> seconds);

private:
    void follow();

    EngineSession &m_session;
    bool m_alive = false;
    base::TimePoint m_newest;
    std::int64_t m_line = 1; ///< the way of the run that is shown
    std::optional<double> m_moment;
};

} // namespace hopyard::client

// See run_moment.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/client/run_moment.h"

#include "app/gui/client/engine_session.h"

#include <algorithm>

namespace hopyard::client {

RunMoment::RunMoment(EngineSession &session, QObject *parent) : QObject(parent), m_session(session)
{
    connect(&session, &EngineSession::stateChanged, this, &RunMoment::follow);
    connect(&session, &EngineSession::telemetry, this, &RunMoment::follow);
    follow();
}

void RunMoment::follow()
{
    const Status &status = m_session.status();
    if (status.isAlive() != m_alive) {
        m_alive = status.isAlive();
        m_newest = {};
        m_line = status.line;
        m_moment.reset();
        if (m_alive)
            emit began();
        else
            emit ended();
    }
    if (!m_alive)
        return;
    if (!status.past) {
        const bool back = status.now < m_newest, other = status.line != m_line;
        m_newest = status.now;
        m_line = status.line;
        if (back || other) {
            const base::TimePoint cut = other ? std::min(status.parted, status.now) : status.now;
            emit cutAfter(seconds(cut), cut);
        }
    }
    const std::optional<double> moment = status.past ? std::optional(seconds(status.now)) : std::nullopt;
    if (moment != m_moment) {
        m_moment = moment;
        emit momentShown(moment);
    }
}

} // namespace hopyard::client

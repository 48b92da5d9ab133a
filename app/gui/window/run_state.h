// Whether the lab runs, for everyone who shows it or acts differently then. Set by the engine's client only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace hopyard::window {

class RunState final : public QObject {
    Q_OBJECT

public:
    enum class State { stopped, starting, running, paused };

    using QObject::QObject;
    State state() const { return m_state; }
    /// Running or paused: nodes have consoles and tables, edits go to the running network.
    bool isAlive() const { return m_state == State::running || m_state == State::paused; }
    void setState(State state)
    {
        if (state == m_state)
            return;
        m_state = state;
        emit changed();
    }

signals:
    void changed();

private:
    State m_state = State::stopped;
};

} // namespace hopyard::window

// Congestion control behind one interface: the algorithm of a connection and its window, a plain value.
//
// What decides that segments are lost, and how the window comes down (PRR), is not here.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transport/tcp/congestion/cubic.h"
#include "core/transport/tcp/congestion/newreno.h"
#include "core/transport/tcp/congestion/window.h"

#include <variant>

namespace hopyard::transport::tcp {

enum class CongestionAlgorithm : std::uint8_t { newReno, cubic };

class Congestion {
public:
    CongestionWindow window;

    CongestionAlgorithm algorithm() const
    {
        return std::holds_alternative<Cubic>(m_algorithm) ? CongestionAlgorithm::cubic : CongestionAlgorithm::newReno;
    }
    /// Begins afresh with another algorithm on the window as it is; the same one goes on.
    void setAlgorithm(CongestionAlgorithm algorithm)
    {
        if (algorithm == this->algorithm())
            return;
        if (algorithm == CongestionAlgorithm::cubic)
            m_algorithm = Cubic();
        else
            m_algorithm = NewReno();
    }
    void onRtt(base::TimePoint now, base::Duration rtt, Sequence unacknowledged, Sequence next)
    {
        if (Cubic *cubic = std::get_if<Cubic>(&m_algorithm))
            cubic->onRtt(now, rtt, unacknowledged, next, window);
    }
    void onAcknowledged(base::TimePoint now, std::uint32_t segments)
    {
        if (Cubic *cubic = std::get_if<Cubic>(&m_algorithm))
            cubic->onAcknowledged(now, window, segments);
        else
            std::get<NewReno>(m_algorithm).onAcknowledged(window, segments);
    }
    std::uint32_t thresholdAfterLoss()
    {
        if (Cubic *cubic = std::get_if<Cubic>(&m_algorithm))
            return cubic->thresholdAfterLoss(window);
        return std::get<NewReno>(m_algorithm).thresholdAfterLoss(window);
    }
    void onTimeout()
    {
        if (Cubic *cubic = std::get_if<Cubic>(&m_algorithm))
            cubic->onTimeout();
    }
    void onIdleEnds(base::TimePoint now, base::Duration idle)
    {
        if (Cubic *cubic = std::get_if<Cubic>(&m_algorithm))
            cubic->onIdleEnds(now, idle);
    }

private:
    friend struct StateFields; // state_fields.h
    std::variant<Cubic, NewReno> m_algorithm;
};

} // namespace hopyard::transport::tcp

// Notes that a hypervisor's guest was started, stopped, paused or taken away, so that its machine outside can follow.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"

#include <utility>

namespace hopyard::engine {

class GuestWatch final : public base::trace::Sink {
public:
    static base::trace::Kinds kinds() { return base::trace::kindOf<base::trace::GuestChanged>(); }
    void event(base::TimePoint, const base::trace::Event &) override { m_changed = true; }
    bool hasChanged() const { return m_changed; }
    /// Whether something changed since this was asked last.
    bool takeChanged() { return std::exchange(m_changed, false); }

private:
    bool m_changed = false;
};

} // namespace hopyard::engine

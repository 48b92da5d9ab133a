// A world under way with its limits, and the frames that were counted on it: what conditions are asked of. Internal to
// core/checks.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/checks.h"
#include "core/world/world.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::checks {

/// What all worlds of one report share.
struct Budget {
    std::uint64_t eventsLeft = 0;
    bool isSpent = false;
};

/// A place and a filter on which frames are counted.
struct Watch {
    lab::End at;
    FrameFilter filter;
};
using WatchKey = std::pair<std::string, std::string>; ///< as written: "r1:eth0", "icmp"
using Watches = std::map<WatchKey, Watch>;

/// Counts frames that leave or arrive at the watched ends.
class FrameCounter final : public base::trace::Sink {
public:
    explicit FrameCounter(const Watches &watches) : m_watches(watches) {}
    void attach(world::World &world);
    void event(base::TimePoint time, const base::trace::Event &event) override;
    std::uint64_t count(const WatchKey &key) const;
    void addAll(const FrameCounter &before);

private:
    void count(base::LinkId link, base::Direction direction, bool isSent, base::Bytes frame);

    const Watches &m_watches; // of the runner, which outlives every course
    const world::World *m_world = nullptr;
    std::map<WatchKey, std::uint64_t> m_counts;
};

class Course {
public:
    /// `before`: what was counted on the network that this is a copy of.
    Course(world::World world, const Watches &watches, Budget &budget, base::TimePoint end, const FrameCounter *before = nullptr);

    world::World &world() { return m_world; }
    base::TimePoint now() const { return m_world.now(); }
    /// False where a limit came first; every later question is then in vain.
    bool advance(base::Duration time) { return advanceTo(m_world.now() + time); }
    bool advanceTo(base::TimePoint time);
    /// A checkpoint with counts that go on from here; `limit` of its own time.
    std::unique_ptr<Course> copy(base::Duration limit) const;
    std::unique_ptr<Course> copy() const;

    /// Frames seen since the lab began, or since markCheck().
    std::uint64_t frames(const WatchKey &key, bool sinceCheck) const;
    void markCheck() { m_atCheck = std::make_unique<FrameCounter>(*m_frames); }
    Budget &budget() { return m_budget; }

private:
    Course(world::World world, const Course &of, base::TimePoint end);

    world::World m_world;
    const Watches &m_watches;
    Budget &m_budget;
    base::TimePoint m_end;
    // At places of their own: the world's hub knows the first by its address.
    std::unique_ptr<FrameCounter> m_frames;
    std::unique_ptr<FrameCounter> m_atCheck;
};

} // namespace hopyard::checks

// See course.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/course.h"

#include <algorithm>

namespace hopyard::checks {

namespace trace = base::trace;

void FrameCounter::attach(world::World &world)
{
    m_world = &world;
    if (!m_watches.empty())
        world.trace().add(this, trace::kindOf<trace::PacketSent>() | trace::kindOf<trace::PacketArrived>());
}

void FrameCounter::event(base::TimePoint, const trace::Event &event)
{
    if (const auto *sent = std::get_if<trace::PacketSent>(&event))
        count(sent->link, sent->direction, true, sent->bytes);
    else if (const auto *arrived = std::get_if<trace::PacketArrived>(&event))
        count(arrived->link, arrived->direction, false, arrived->bytes);
}

/// A frame is at the end it leaves by before the link, and at the end it arrives at behind it.
void FrameCounter::count(base::LinkId link, base::Direction direction, bool isSent, base::Bytes frame)
{
    const lab::Link &cable = m_world->link(link);
    const bool isAtA = isSent == (direction == base::Direction::forward);
    const lab::End &at = isAtA ? cable.a : cable.b;
    for (const auto &[key, watch] : m_watches)
        if (watch.at == at && watch.filter(frame))
            ++m_counts[key];
}

std::uint64_t FrameCounter::count(const WatchKey &key) const
{
    const auto found = m_counts.find(key);
    return found == m_counts.end() ? 0 : found->second;
}

void FrameCounter::addAll(const FrameCounter &before)
{
    for (const auto &[key, count] : before.m_counts)
        m_counts[key] += count;
}

Course::Course(world::World world, const Watches &watches, Budget &budget, base::TimePoint end, const FrameCounter *before)
    : m_world(std::move(world)), m_watches(watches), m_budget(budget), m_end(end), m_frames(std::make_unique<FrameCounter>(watches)),
      m_atCheck(std::make_unique<FrameCounter>(watches))
{
    m_frames->attach(m_world);
    if (before)
        m_frames->addAll(*before);
}

Course::Course(world::World world, const Course &of, base::TimePoint end) : Course(std::move(world), of.m_watches, of.m_budget, end)
{
    m_frames->addAll(*of.m_frames);
    m_atCheck->addAll(*of.m_atCheck);
}

bool Course::advanceTo(base::TimePoint time)
{
    if (m_budget.isSpent || time > m_end)
        return false;
    const std::uint64_t before = m_world.eventCount();
    const bool isDone = m_world.runUntil(time, m_budget.eventsLeft);
    m_budget.eventsLeft -= std::min(m_budget.eventsLeft, m_world.eventCount() - before);
    m_budget.isSpent = !isDone || m_budget.eventsLeft == 0;
    return isDone;
}

std::unique_ptr<Course> Course::copy(base::Duration limit) const
{
    return std::unique_ptr<Course>(new Course(m_world.copy(), *this, std::min(m_end, m_world.now() + limit)));
}

std::unique_ptr<Course> Course::copy() const
{
    return std::unique_ptr<Course>(new Course(m_world.copy(), *this, m_end));
}

std::uint64_t Course::frames(const WatchKey &key, bool sinceCheck) const
{
    return m_frames->count(key) - (sinceCheck ? m_atCheck->count(key) : 0);
}

} // namespace hopyard::checks

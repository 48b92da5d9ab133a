// See history.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/world/history.h"

#include <algorithm>
#include <utility>

namespace hopyard::world {

using base::Duration;
using base::TimePoint;

namespace {
/// Between checkpoints where the run cannot be done again.
constexpr Duration kUnknownSpacing = Duration::milliseconds(250);
} // namespace

Moment momentOf(const World &world) { return {world.now(), world.eventCount()}; }

// --- Replay ---

const Input *Replay::nextInput() const
{
    return m_next < m_history->inputs().size() ? m_history->inputs()[m_next].get() : nullptr;
}

bool Replay::isBlocked() const
{
    const Input *input = nextInput();
    return input && input->isUnknown() && input->events <= m_world.eventCount() && input->time <= m_world.now();
}

bool Replay::runUntil(TimePoint time, std::uint64_t most)
{
    const std::uint64_t first = m_world.eventCount();
    while (const Input *input = nextInput()) {
        if (input->time > time)
            break;
        const std::uint64_t left = most - std::min(most, m_world.eventCount() - first);
        const std::uint64_t before = input->events - std::min(input->events, m_world.eventCount());
        m_world.runUntil(input->time, std::min(left, before));
        if (left < before)
            return false;
        if (input->isUnknown())
            return true;
        m_world.replay(*input);
        ++m_next;
    }
    return m_world.runUntil(time, most - std::min(most, m_world.eventCount() - first));
}

void Replay::runUntilEvent(std::uint64_t events)
{
    const Input *input = nextInput();
    for (; input && input->events <= events; input = nextInput()) {
        if (m_world.eventCount() < input->events)
            m_world.runUntil(input->time, input->events - m_world.eventCount());
        if (input->isUnknown())
            return;
        m_world.runUntil(input->time, 0); // its moment, where nothing else happens by then
        m_world.replay(*input);
        ++m_next;
    }
    while (m_world.eventCount() < events && m_world.step()) {
    }
}

// --- History ---

void History::input(Input &&input)
{
    if (auto *frame = std::get_if<Input::FrameCame>(&input.what)) {
        if (m_frameBytes + frame->bytes.size() > m_limits.frameBytes) {
            m_frameBytes = m_limits.frameBytes; // no more of them, not even smaller ones
            input.what = Input::Unknown{};
        } else {
            m_frameBytes += frame->bytes.size();
        }
    }
    if (input.isUnknown()) {
        // What follows the first one, before the next checkpoint, is out of reach all the same.
        if (std::exchange(m_unknownSince, true))
            return;
        if (!m_firstUnknown)
            m_firstUnknown = Moment{input.time, input.events};
    }
    m_inputs.push_back(std::make_shared<const Input>(std::move(input)));
}

void History::keep(const World &world)
{
    keep(world, m_inputs.size());
    m_unknownSince = false;
}

void History::keep(const Replay &replay) { keep(replay.world(), replay.m_next); }

void History::keep(const World &world, std::size_t inputs)
{
    if (!m_checkpoints.empty() && m_checkpoints.back().moment == momentOf(world) && m_checkpoints.back().inputs == inputs)
        return;
    m_checkpoints.push_back({momentOf(world), inputs, std::make_shared<const World>(world.copy())});
    thin();
}

bool History::isDue(const World &world) const
{
    if (m_checkpoints.empty())
        return false;
    const Moment &last = m_checkpoints.back().moment;
    return world.eventCount() - last.events >= m_spacing
        || (m_unknownSince && world.now() - last.time >= kUnknownSpacing);
}

void History::setMostCheckpoints(std::size_t most)
{
    m_limits.checkpoints = most;
    thin();
}

void History::thin()
{
    const std::size_t most = std::max<std::size_t>(2, m_limits.checkpoints);
    while (m_checkpoints.size() > most) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_checkpoints.size(); i += 2) // the first stays: it is where the past begins
            m_checkpoints[kept++] = std::move(m_checkpoints[i]);
        m_checkpoints.resize(kept);
        m_spacing *= 2;
    }
}

std::optional<Moment> History::from() const
{
    return m_checkpoints.empty() ? std::nullopt : std::optional(m_checkpoints.front().moment);
}

std::optional<Replay> History::at(TimePoint time) const
{
    const auto after = std::upper_bound(m_checkpoints.begin(), m_checkpoints.end(), time,
                                        [](TimePoint t, const Checkpoint &c) { return t < c.moment.time; });
    if (after == m_checkpoints.begin())
        return std::nullopt;
    const Checkpoint &from = *std::prev(after);
    Replay replay(*this, from.world->copy(), from.inputs);
    replay.runUntil(time);
    return replay;
}

std::optional<Replay> History::atEvent(std::uint64_t events) const
{
    const auto after = std::upper_bound(m_checkpoints.begin(), m_checkpoints.end(), events,
                                        [](std::uint64_t n, const Checkpoint &c) { return n < c.moment.events; });
    if (after == m_checkpoints.begin())
        return std::nullopt;
    const Checkpoint &from = *std::prev(after);
    Replay replay(*this, from.world->copy(), from.inputs);
    replay.runUntilEvent(events);
    return replay;
}

std::optional<Moment> History::nextCheckpoint(const Moment &after) const
{
    const auto found = std::find_if(m_checkpoints.begin(), m_checkpoints.end(),
                                    [&](const Checkpoint &c) { return c.moment > after; });
    return found == m_checkpoints.end() ? std::nullopt : std::optional(found->moment);
}

void History::cutAfter(const Moment &moment)
{
    std::erase_if(m_checkpoints, [&](const Checkpoint &c) { return c.moment > moment; });
    std::erase_if(m_inputs, [&](const std::shared_ptr<const Input> &i) { return Moment{i->time, i->events} > moment; });
    std::erase_if(m_checkpoints, [&](const Checkpoint &c) { return c.inputs > m_inputs.size(); });
    if (m_firstUnknown && *m_firstUnknown > moment)
        m_firstUnknown.reset();
    const std::size_t since = m_checkpoints.empty() ? 0 : m_checkpoints.back().inputs;
    m_unknownSince = std::any_of(m_inputs.begin() + static_cast<std::ptrdiff_t>(since), m_inputs.end(),
                                 [](const std::shared_ptr<const Input> &i) { return i->isUnknown(); });
}

} // namespace hopyard::world

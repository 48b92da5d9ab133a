// What a run needs to go back: checkpoints now and then, and everything that came in from outside. A moment of the past
// is the nearest checkpoint before it, copied and run on with the same inputs; since nothing else makes two runs differ,
// that is the world as it was, to the byte, and it can be looked into, moved on, or taken for another future.
//
// Memory is bounded: of the checkpoints every second one goes when there are too many, and from then on they are taken half
// as often; frames from outside are kept up to a limit. What is beyond that, and what programs do with sockets of the
// world's nodes, cannot be done again: of such a stretch only the checkpoints can be shown.
// Deliberately missing: going backwards step by step other than from a checkpoint, and checkpoints on disk.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/world/input.h"
#include "core/world/world.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace hopyard::world {

/// A place in a run; things that happen at the same moment have one each.
struct Moment {
    base::TimePoint time;
    std::uint64_t events = 0; ///< World::eventCount()
    auto operator<=>(const Moment &) const = default;
};
Moment momentOf(const World &world);

class History;

/// A world of the past, moving on as the run did. Its history must outlive it and not be cut meanwhile.
class Replay {
public:
    World &world() { return m_world; }
    const World &world() const { return m_world; }
    /// Does everything that happened at or before `time`, at most `most` things. True when that is done, or no more of it can
    /// be.
    bool runUntil(base::TimePoint time, std::uint64_t most = ~std::uint64_t(0));
    /// Does things until the world has done `events` of them, and what came in by then.
    void runUntilEvent(std::uint64_t events);
    /// What came in next is not known: it cannot go on.
    bool isBlocked() const;
    /// For the world to become the present: it goes on from here by itself.
    World takeWorld() { return std::move(m_world); }

private:
    friend class History;
    Replay(const History &history, World world, std::size_t next)
        : m_history(&history), m_world(std::move(world)), m_next(next)
    {
    }
    const Input *nextInput() const;

    const History *m_history;
    World m_world;
    std::size_t m_next; ///< of the history's inputs, the first that has not been done again
};

class History final : public InputSink {
public:
    struct Limits {
        std::size_t checkpoints = 64;      ///< at most, and at least 2
        std::uint64_t spacing = 20'000;    ///< things done between two of them, at first
        std::size_t frameBytes = 64 << 20; ///< of frames from outside
    };
    History() = default;
    explicit History(const Limits &limits) : m_limits(limits), m_spacing(limits.spacing) {}

    void input(Input &&input) override;
    bool wantsFrames() const override { return m_frameBytes < m_limits.frameBytes; }
    /// Inputs alone are kept until this is called: a checkpoint of `world` as it is now.
    void keep(const World &world);
    /// The same of a run that is done again from inputs known already.
    void keep(const Replay &replay);
    /// Whether so much has happened since the last checkpoint that another one is due.
    bool isDue(const World &world) const;
    bool hasCheckpoints() const { return !m_checkpoints.empty(); }
    std::size_t checkpointCount() const { return m_checkpoints.size(); }
    void setMostCheckpoints(std::size_t most);
    /// The first moment that can be shown; none without checkpoints.
    std::optional<Moment> from() const;

    /// The world as it was when everything at or before `time` had happened; as near before as can be where something
    /// between is not known. Nothing before from().
    std::optional<Replay> at(base::TimePoint time) const;
    /// The same when it had done `events` things.
    std::optional<Replay> atEvent(std::uint64_t events) const;
    /// The first checkpoint after a moment.
    std::optional<Moment> nextCheckpoint(const Moment &after) const;

    const std::vector<std::shared_ptr<const Input>> &inputs() const { return m_inputs; }
    /// When something came in that cannot be done again, the first time.
    std::optional<Moment> firstUnknown() const { return m_firstUnknown; }
    /// Forgets what came after `moment`: the run takes another way from there.
    void cutAfter(const Moment &moment);

private:
    struct Checkpoint {
        Moment moment;
        std::size_t inputs; ///< that had come in by then
        std::shared_ptr<const World> world; ///< shared by copies of a history; it never changes
    };
    void keep(const World &world, std::size_t inputs);
    void thin();

    Limits m_limits;
    std::uint64_t m_spacing = Limits{}.spacing;
    std::vector<Checkpoint> m_checkpoints; ///< in order
    std::vector<std::shared_ptr<const Input>> m_inputs; ///< in order
    std::size_t m_frameBytes = 0;
    std::optional<Moment> m_firstUnknown;
    bool m_unknownSince = false; ///< since the last checkpoint
};

} // namespace hopyard::world

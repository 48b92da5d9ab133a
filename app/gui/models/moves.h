// The moves of connections, put together from the phases that several machines tell: from where, where to, when each phase
// was, how long the client had nobody to talk to. And the flow table of the forwarders, as it was before each change.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/move_protocol.h"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::models {

struct Move {
    std::string flow; ///< identifier
    std::uint32_t epoch = 0;
    std::string client, service;
    std::string from, to; ///< machines
    std::vector<client::MoveStep> steps; ///< in the order of their times

    /// The first step of that phase; null: it has not come to that.
    const client::MoveStep *find(std::string_view phase) const;
    /// From the freezing to the injection: while that long nobody has the connection.
    std::optional<base::Duration> pause() const;
    base::TimePoint begun() const { return steps.front().time; }
    enum class Outcome : std::uint8_t { underWay, moved, takenBack, failed };
    Outcome outcome() const;
    /// Where the bytes of the blob went.
    std::vector<client::BlobPart> parts() const;
    /// Of the blob.
    std::uint64_t bytes() const;
};

class Moves {
public:
    static constexpr std::size_t kMost = 500;

    /// In the order of their times, as far as that is known. What is there already is left out. True: something changed.
    bool add(const client::MoveStep &step);
    void clear() { m_moves.clear(); }
    /// What happened after that time has not.
    void cutAfter(base::TimePoint time) { m_moves = upTo(time); }
    /// As far as they had come then.
    std::deque<Move> upTo(base::TimePoint time) const;
    /// The oldest first.
    const std::deque<Move> &all() const { return m_moves; }

private:
    Move *moveOf(const client::MoveStep &step);
    std::deque<Move> m_moves;
};

/// What a forwarder's table had of a flow over time, one entry each time that its host or epoch changed.
class FlowHistory {
public:
    static constexpr std::size_t kMost = 2'000;
    struct Seen {
        base::TimePoint at;
        std::string forwarder;
        client::FlowEntry entry;
    };
    void add(base::TimePoint at, const std::string &forwarder, const client::FlowEntry &entry);
    void clear() { m_seen.clear(); }
    void cutAfter(base::TimePoint time);
    /// The entry of that connection at that epoch; null: nobody looked while it was there.
    const Seen *find(const Move &move, std::uint32_t epoch) const;

private:
    std::deque<Seen> m_seen;
};

} // namespace hopyard::models

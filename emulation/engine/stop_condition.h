// What a run is to pause at: the next packet at a place, the next change of a table, an event that a person described.
// A sink of the world that moves; the session moves it thing by thing meanwhile, so that it stands exactly there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"
#include "core/filter/filter.h"
#include "emulation/engine/event_condition.h"

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hopyard::world {
class World;
}

namespace hopyard::engine {

class StopCondition final : public base::trace::Sink {
public:
    /// A packet enters a link at one of these places, or is dropped there.
    struct Packet {
        std::vector<std::string> where; ///< nodes and ends of links; empty: anywhere
        filter::Filter filter;
    };
    /// A table of a node is another than it was (docs/rpc.md, table.get); `read` gives it as text.
    struct Table {
        base::NodeId node;
        std::string name;
        std::function<std::string()> read;
    };
    using What = std::variant<Packet, Table, EventCondition>;

    /// `world` gives the one that moves, which may become another.
    using WorldNow = std::function<const world::World &()>;
    StopCondition(What what, WorldNow world);

    base::trace::Kinds kinds() const;
    void event(base::TimePoint time, const base::trace::Event &event) override;
    /// To be called after each thing that the world has done: whether it was that. Stays so.
    bool isMet();
    const std::string &why() const { return m_why; } ///< a sentence, where it is met

private:
    bool isHere(base::LinkId link, base::NodeId node) const;

    What m_what;
    WorldNow m_world;
    std::string m_before; ///< of the table
    bool m_touched = false; ///< something happened that may have changed the table
    std::string m_why;
};

} // namespace hopyard::engine

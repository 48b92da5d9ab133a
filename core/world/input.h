// What comes into a world from outside: edits, console lines, frames, sockets used by programs. Nothing else makes two
// runs of the same lab and seed differ, so whoever keeps these can do a run again, to the byte: rewind, branches and the
// replay of a record stand on it.
//
// An input has its place: the moment, and how many things the world had done by then. The place between two things that
// happen at the same moment is exact that way.
// Deliberately missing: what programs do with sockets of the world's nodes (Unknown says only that they did); a run can
// be done again up to there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/impairment.h"
#include "core/base/time.h"
#include "core/lab/lab.h"
#include "core/packet/packet.h"
#include "core/world/route_files.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace hopyard::world {

struct Input {
    struct LabApplied { std::shared_ptr<const lab::Lab> lab; };
    struct RouteFilesSet { std::shared_ptr<const RouteFiles> files; };
    struct ImpairmentSet { base::LinkId link; base::Direction direction; base::Impairment impairment; };
    struct NodeStarted { base::NodeId node; };
    struct NodeStopped { base::NodeId node; };
    struct CommandRun { base::NodeId node; std::string line; };
    struct FrameCame { base::PortRef port; std::uint64_t packetId; packet::Offload offload; std::vector<std::uint8_t> bytes; };
    struct CarrierSet { base::PortRef port; bool up; };
    /// Somebody who wants to see single packets on links came or went (core/base/trace.h, Packets::single): packets that
    /// stand for several are taken apart for them, so the network runs otherwise.
    struct LookersChanged { bool single; };
    /// Something came in that is not kept, or cannot be: the run can be done again up to here, and not beyond.
    struct Unknown {};

    base::TimePoint time;
    std::uint64_t events = 0; ///< World::eventCount() when it came
    std::variant<LabApplied, RouteFilesSet, ImpairmentSet, NodeStarted, NodeStopped, CommandRun, FrameCame, CarrierSet,
                 LookersChanged, Unknown> what;

    bool isUnknown() const { return std::holds_alternative<Unknown>(what); }
};

/// Whether a console line asks only ("show ip route", "explain 10.0.0.1"): such a line is no input.
bool isQuestion(std::string_view line);

class InputSink {
public:
    virtual ~InputSink() = default;
    /// Called before the world does it; must not call back into the world.
    virtual void input(Input &&input) = 0;
    /// Whether frames from outside are wanted with their bytes, which costs a copy of each; else they are Unknown.
    virtual bool wantsFrames() const { return true; }
};

} // namespace hopyard::world

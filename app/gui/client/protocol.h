// What the engine says, as typed values: the objects of docs/rpc.md read from JSON. What is missing or of another type
// takes its default; a newer engine may say more than we know.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/client/computer_protocol.h"
#include "app/gui/client/move_protocol.h"
#include "core/base/id.h"
#include "core/base/time.h"
#include "core/filter/protocol_class.h"
#include "core/lab/lab.h"
#include "emulation/rpc/json.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::client {

using base::LinkId;
using base::TimePoint;
using rpc::Json;

enum class Phase : std::uint8_t { empty, loaded, running, paused, stopped };
Phase parsePhase(std::string_view text);

/// As a speed: as fast as the processor goes, in virtual time.
inline constexpr double kFastest = std::numeric_limits<double>::infinity();

struct Status {
    Phase phase = Phase::empty;
    bool virtualTime = false;
    TimePoint now;
    double speed = 1; ///< or kFastest
    std::uint64_t seed = 1;
    std::string run;
    std::string labTitle;
    std::string labPath;
    bool outside = false; ///< a port leads out of the world: not faster than real time
    std::uint64_t events = 0;
    base::Duration behind; ///< by which the real-time loop lags
    bool history = false; ///< the past is kept: one can go back
    bool past = false;    ///< a moment of the past is shown
    bool replay = false;  ///< of a record
    TimePoint present;    ///< where the run has come to
    std::int64_t line = 1; ///< which of the ways that the run took it is
    TimePoint parted;     ///< since when that way differs from the one that was shown before it
    std::string why;      ///< why it paused by itself, where a condition did it
    std::string record;   ///< the file into which the run is written; empty: none
    bool isAlive() const { return phase == Phase::running || phase == Phase::paused; }
};
Status parseStatus(const Json &json);

struct InterfaceInfo {
    int port = 0;
    std::string name;
    std::string mac;
    std::vector<std::string> addresses;
};
struct NodeInfo {
    int id = 0;
    std::string name;
    std::string kind;
    bool running = false;
    std::vector<InterfaceInfo> interfaces;
};
struct LinkInfo {
    LinkId id;
    lab::End a, b; ///< as the lab names them: forward goes from a to b
    bool up = true;
};
struct Topology {
    std::vector<NodeInfo> nodes;
    std::vector<LinkInfo> links;
    const NodeInfo *findNode(std::string_view name) const;
    const LinkInfo *findLink(LinkId id) const;
};
Topology parseTopology(const Json &json);

struct Counters {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t dropped = 0;
    std::uint64_t queuedPackets = 0;
    std::uint64_t queuedBytes = 0;
    bool operator==(const Counters &) const = default;
};
struct LinkCounters {
    LinkId id;
    Counters forward;
    Counters backward;
};
std::vector<LinkCounters> parseLinkCounters(const Json &array);

/// Told apart on the canvas.
using filter::kProtocolCount;
using filter::parseProtocol;
using filter::Protocol;

struct PacketEvent {
    LinkId link;
    base::Direction direction = base::Direction::forward;
    TimePoint departs;
    TimePoint arrives;
    std::uint64_t id = 0;
    Protocol protocol = Protocol::other;
    std::uint32_t size = 0; ///< bytes
    std::string outcome;    ///< empty, or why it was dropped
    std::uint32_t flow = 0; ///< whose conversation it is of (Batch::flows); 0: of none
};
/// A packet that a node dropped.
struct NodeDrop {
    int node = -1; ///< NodeInfo::id
    TimePoint time;
    std::uint64_t id = 0;
    Protocol protocol = Protocol::other;
    std::uint32_t size = 0;
    std::string reason;
    std::uint32_t flow = 0;
};
struct NodeChange {
    std::string node;
    std::string state; ///< "created", "started", "stopped", "destroyed"
};
struct LogLine {
    TimePoint time;
    std::string node;
    std::string level; ///< "info", "warning", "error"; an application's line: "output"
    std::string text;
};

/// One telemetry notification.
struct Batch {
    TimePoint now;
    Phase phase = Phase::running;
    double speed = 1;     ///< how fast pictures move
    bool fastest = false; ///< no clock holds time
    std::vector<PacketEvent> packets;
    std::vector<NodeDrop> drops;
    std::vector<std::pair<std::uint32_t, std::string>> flows; ///< those not told of before: "10.0.1.10:40000 – 10.0.2.10:80"
    std::uint64_t packetsSeen = 0;
    std::vector<LinkCounters> links;
    std::vector<NodeChange> nodes;
    std::vector<LogLine> log;
    std::vector<BufferStep> buffers; ///< where somebody watches them (EngineSession::watch())
    std::vector<MoveStep> moves;
};
Batch parseBatch(const Json &json);

lab::Problem parseProblem(const Json &json);
std::vector<lab::Problem> parseProblems(const Json &array);

struct Program {
    std::string node;
    std::string command;
    bool operator==(const Program &) const = default;
};
std::vector<Program> parsePrograms(const Json &array);

struct CaptureInfo {
    std::int64_t id = 0;
    std::string at;
    std::string where; ///< "before", "after", "port"
    std::string filter;
    std::string file;
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
};
std::vector<CaptureInfo> parseCaptures(const Json &array);

/// The rows of table.get and of other answers shaped like it; every cell as text.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::optional<TimePoint> from; ///< of a moment of the past, where it was written down then
    bool isCut = false;            ///< there were more rows
};
Table parseTable(const Json &json);

/// "r1:eth0" in its two parts; the interface is what follows the last colon.
lab::End parseEnd(std::string_view text);

} // namespace hopyard::client

// What a window wants to see, gathered into batches: packets under way (a budget of them), counters that changed, nodes,
// lines of applications. One Subscription for each client that asked; docs/rpc.md is the format.
//
// While packets fly nothing is printed and nothing allocated: a packet that is kept costs one small struct. JSON is made
// once a batch, at most 60 times a second.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"
#include "emulation/engine/flow_key.h"
#include "emulation/engine/packet_sampler.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::world {
class World;
struct DirectionCounters;
} // namespace hopyard::world

namespace hopyard::engine {

struct Topics {
    bool packets = false, links = false, nodes = false, log = false, time = false, guests = false, buffers = false, moves = false;
    bool flows = false; ///< packets say whose conversation they are of
    bool drops = false; ///< packets that a node dropped
};

struct SubscriptionOptions {
    static constexpr double kMaxRate = 60; ///< batches a second
    static constexpr double kMinRate = 0.1;
    static constexpr std::size_t kMaxBudget = 20'000;
    static constexpr std::size_t kDefaultBudget = 2'000;
    Topics topics;
    double rate = kMaxRate;
    std::size_t packetBudget = kDefaultBudget; ///< a batch
};

/// What stands in every batch.
struct BatchHead {
    base::TimePoint now;
    std::string_view state;
    double speed = 1;
    bool fastest = false; ///< no clock holds it (virtual time)
};

class Subscription final : public base::trace::Sink {
public:
    /// `name` gives a node's name for an id. Lines and states of nodes that wait are at most kMaxLines.
    using NodeName = std::function<std::string(base::NodeId)>;
    static constexpr std::size_t kMaxLines = 1'000;

    Subscription(const SubscriptionOptions &options, NodeName name);

    const SubscriptionOptions &options() const { return m_options; }
    base::trace::Kinds kinds() const;
    void event(base::TimePoint time, const base::trace::Event &event) override;
    /// A line for the log that is no trace event.
    void log(base::TimePoint time, std::string_view node, std::string_view level, std::string_view text);

    /// The params of the next `telemetry` notification, or nothing to say: empty. `world` may be null. `dropped` is how
    /// many batches were lost since the last. What it told counts as told.
    std::string takeBatch(const BatchHead &head, const world::World *world, std::uint64_t dropped);
    /// A batch is not made now: forgets the packets, keeps everything else for the next.
    void skipBatch() { m_packets.clear(); }
    /// Another world, whose links have nothing to do with those before.
    void forgetLinks() { m_told.clear(); }

private:
    struct PacketEntry {
        std::uint32_t link;
        std::uint32_t direction;
        std::int64_t departs, arrives;
        std::uint64_t id;
        std::string_view protocol; ///< static
        std::uint32_t size;
        std::string_view outcome; ///< static
        std::uint32_t flow = 0;   ///< 0: of none, or nobody wants to know
    };
    struct DropEntry {
        base::NodeId node;
        std::int64_t time;
        std::uint64_t id;
        std::string_view protocol; ///< static
        std::uint32_t size;
        std::string_view reason; ///< static
        std::uint32_t flow;
    };
    struct LogEntry {
        std::int64_t time;
        std::string node;
        std::string level, text;
    };
    struct GuestEntry {
        std::int64_t time;
        std::string node, guest, state;
    };
    struct BufferEntry {
        std::int64_t time;
        base::NodeId node;
        std::string_view step; ///< static
        std::string guest;
        std::uint32_t hostPage, guestPage;
        std::uint64_t packetId;
    };
    struct MoveEntry {
        std::int64_t time;
        base::NodeId node;
        std::string_view phase; ///< static
        std::uint32_t flow, epoch;
        std::string local, remote; ///< "10.0.0.80:80"
        std::string host, detail;
    };
    struct Told {
        std::uint64_t forward[4]{}, backward[4]{};
        bool operator==(const Told &) const = default;
    };
    void printPackets(std::string &out) const;
    void printLinks(std::string &out, const world::World &world);
    void printNodes(std::string &out) const;
    void printLog(std::string &out) const;
    void printGuests(std::string &out) const;
    void printBuffers(std::string &out) const;
    void printMoves(std::string &out) const;
    void printDrops(std::string &out) const;
    void printFlows(std::string &out);
    std::uint32_t numberOf(const FlowKey &flow); ///< which is remembered until it was told

    SubscriptionOptions m_options;
    NodeName m_name;
    PacketSampler<PacketEntry> m_packets;
    // The link's own event follows at once; it has no bytes, so what they said is remembered.
    std::uint64_t m_sentId = 0;
    std::uint32_t m_sentSize = 0;
    std::string_view m_sentProtocol;
    FlowKey m_sentFlow;
    std::map<std::uint32_t, std::pair<FlowKey, bool>> m_flows; ///< by number, and whether it was told
    std::vector<DropEntry> m_drops;
    std::uint64_t m_dropsLost = 0;
    std::map<std::string, std::string> m_nodes; ///< name → state
    std::vector<LogEntry> m_log;
    std::uint64_t m_logLost = 0;
    std::vector<GuestEntry> m_guests;
    std::vector<BufferEntry> m_buffers;
    std::uint64_t m_buffersLost = 0;
    std::vector<MoveEntry> m_moves;
    std::uint64_t m_movesLost = 0;
    std::map<base::LinkId, Told> m_told;
    BatchHead m_lastHead;
    std::string m_lastState;
};

} // namespace hopyard::engine

// One TCP connection watched closely for a client: samples of its state in lab time (what `show tcp json` says of it),
// and its segments as they pass at the node's links, with what was sent again, what was lost on the way and the SACK
// blocks.
//
// Samples are taken at most kMaxRate times a second of the lab's time, at the multiples of their distance, however fast
// or slow that time runs; and just after something was sent again, so that a recovery that is over quickly is seen.
// What waits to be told is bounded: of segments an even selection, of samples the newest.
//
// Of a node that lives in Linux the samples are its kernel's, of the present alone; its segments are those on the lab's
// links.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/trace.h"
#include "core/transport/endpoint.h"
#include "core/wire/tcp.h"
#include "emulation/engine/packet_sampler.h"
#include "emulation/rpc/json.h"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace hopyard::world {
class World;
}

namespace hopyard::engine {

struct TcpWatchOptions {
    static constexpr double kMaxRate = 20; ///< samples a second of lab time
    static constexpr double kMinRate = 0.1;
    static constexpr std::size_t kMaxBudget = 5'000;
    static constexpr std::size_t kDefaultBudget = 1'000;
    std::string node; ///< or a guest, "pc1/g1": of its segments those on the computer's links
    transport::Endpoint local, peer;
    double rate = kMaxRate;
    std::size_t budget = kDefaultBudget; ///< segments a batch; 0: none are wanted
};

class TcpWatch final : public base::trace::Sink {
public:
    static constexpr std::size_t kMostSamples = 2'000; ///< that wait
    static constexpr std::size_t kMostSent = 4'096;
    /// The columns of a sample and of a segment, as tcp.watch tells them.
    static rpc::Json sampleColumns();
    static rpc::Json segmentColumns();

    explicit TcpWatch(TcpWatchOptions options);

    /// A row of `show tcp json` of a node that lives in Linux; null where it has no such connection; nothing: the node
    /// is one of the world's.
    using AskLinux = std::function<std::optional<rpc::Json>(const TcpWatchOptions &options)>;
    void setLinux(AskLinux ask) { m_linux = std::move(ask); }

    const TcpWatchOptions &options() const { return m_options; }
    base::trace::Kinds kinds() const;
    void event(base::TimePoint time, const base::trace::Event &event) override;

    /// Which links are the node's now. `world` may be null.
    void resolve(const world::World *world);
    /// When it wants to be shown the world next.
    base::TimePoint nextLook() const { return m_nextLook; }
    /// The world, between two of its steps.
    void look(world::World &world);
    /// A sample now, if there is none of this moment yet.
    void sample(world::World &world);
    /// Another moment is shown, or another world: what waits belongs to the one before.
    void restart(base::TimePoint now);

    /// The members of the next `tcp` notification but for its number, or nothing to say: empty. What is not taken
    /// waits; of more than the budget an even selection.
    std::string takeBatch(base::TimePoint now);

private:
    /// Of what we sent: when its acknowledgement comes, that is a round trip.
    struct Sent {
        std::uint32_t end = 0;
        base::TimePoint at;
    };
    enum class Kind : std::uint8_t { sent, received, lostOut, lostIn };
    struct Segment {
        std::int64_t time = 0;
        Kind kind = Kind::sent;
        std::uint32_t sequence = 0, acknowledgement = 0, length = 0;
        std::uint64_t window = 0; ///< bytes
        std::uint8_t flags = 0;
        bool again = false;
        std::uint8_t sackCount = 0;
        std::array<wire::TcpSackBlock, wire::TcpRepr::kMaxSackBlocks> sack{};
    };
    /// What one end has shown of itself.
    struct End {
        std::optional<std::uint32_t> highest; ///< behind the last byte it has sent
        std::optional<std::uint8_t> scale;    ///< of the windows that it announces, from its SYN
    };
    void take(base::TimePoint time, bool lost, bool onOurLink, bool outward, base::Bytes frame);
    void time(const Segment &segment);
    std::uint64_t windowOf(const wire::TcpRepr &header, const End &end, bool ours) const;

    TcpWatchOptions m_options;
    AskLinux m_linux;
    base::Duration m_distance;
    std::set<std::pair<base::LinkId, base::Direction>> m_outward; ///< the node's links, and which way leads away from it
    std::uint8_t m_sendScale = 0, m_receiveScale = 0; ///< of the last sample: where no SYN was seen
    bool m_there = false;
    bool m_told = false; ///< that it is there or not
    base::TimePoint m_nextLook;
    base::TimePoint m_sampledAt = base::TimePoint::never();
    std::deque<std::string> m_samples; ///< as they are told
    std::uint64_t m_samplesLost = 0;
    PacketSampler<Segment> m_segments;
    End m_ours, m_theirs;
    std::deque<Sent> m_sent; ///< at most kMostSent, not acknowledged and sent once
    base::Duration m_latestRtt;
};

} // namespace hopyard::engine

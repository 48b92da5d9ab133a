// The packet list of one client: which packets it wants (where, display filter), and a budget of their heads each batch.
// What is beyond the budget is left out evenly and counted, so that no number of packets slows network or window.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filter/filter.h"
#include "emulation/engine/packet_sampler.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hopyard::world {
class World;
}

namespace hopyard::engine {

struct FeedOptions {
    static constexpr double kMaxRate = 60; ///< batches a second
    static constexpr double kMinRate = 0.1;
    static constexpr std::size_t kMaxBudget = 20'000;
    static constexpr std::size_t kDefaultBudget = 2'000;
    std::vector<std::string> where; ///< nodes ("r1") and ends of links ("r1:eth0"); empty: everywhere
    filter::Filter filter;
    std::size_t snap = 0; ///< bytes kept of each packet
    double rate = kMaxRate;
    std::size_t budget = kDefaultBudget; ///< heads a batch
};

class PacketFeed {
public:
    explicit PacketFeed(FeedOptions options) : m_options(std::move(options)), m_heads(m_options.budget) {}

    const FeedOptions &options() const { return m_options; }
    /// Which links and nodes the names mean now. `world` may be null.
    void resolve(const world::World *world);
    bool wants(base::LinkId link, base::NodeId node) const;
    void offer(const filter::PacketHead &head);

    /// The params of the next `packets` notification, or nothing to say: empty.
    std::string takeBatch(base::TimePoint now);
    /// A batch is not made now: what would have been in it counts as left out in the next.
    void skipBatch();
    /// Heads later than that are void; the next batch says so.
    void cutAfter(base::TimePoint time);

private:
    FeedOptions m_options;
    bool m_everywhere = true;
    std::set<base::LinkId> m_links;
    std::set<base::NodeId> m_nodes;
    PacketSampler<filter::PacketHead> m_heads;
    std::uint64_t m_seen = 0;    ///< where it looks, since the last batch
    std::uint64_t m_matched = 0; ///< of those, through the filter
    std::optional<base::TimePoint> m_cut; ///< to be told
};

} // namespace hopyard::engine

// Tables of nodes that live in Linux, written down now and then: what cannot be computed anew when the past is shown.
//
// A node's tables are looked at about once a second (every four where nothing changes), one node at a time, and never for
// more than a twentieth of the time. Kept is what differs from the last look; where only counters do, every ten seconds. Of a
// table the first kMostRows rows are kept.
// Memory is bounded: when there is too much, of each table every second snapshot goes, as checkpoints do.
// Beside them, what FRR and BIRD were asked (daemon_snapshots.h), as a table of one row: `text` and `json` of the answer.
// Deliberately missing: what machines' own kernels know.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id.h"
#include "core/base/time.h"
#include "emulation/engine/table.h"
#include "emulation/nodes/namespace_node.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hopyard::engine {

class Snapshots {
public:
    static constexpr std::size_t kMostRows = 5'000;
    static constexpr std::size_t kMemory = 64 << 20; ///< bytes, about

    struct Row {
        base::TimePoint time;
        base::NodeId node;
        std::string what; ///< name of the table, "route"
        std::string data; ///< {"columns": […], "rows": [[…], …]}, and "cut": true where there were more rows
    };
    using Keep = std::function<void(const Row &)>;

    /// Looks at the tables of a node and calls `keep` for each that is written down. `past`: those before are kept too. True
    /// where there was one.
    bool look(nodes::NamespaceNode &node, base::NodeId id, base::TimePoint time, bool past, const Keep &keep);
    /// The same of a table that was read already.
    bool add(const Table &table, base::NodeId node, std::string_view what, base::TimePoint time, bool past,
             const Keep &keep);
    /// An answer of a program; `lasting` is what of it does not change by itself.
    bool addAnswer(const std::string &text, const std::string &json, std::string lasting, base::NodeId node, std::string_view line,
                   base::TimePoint time, bool past, const Keep &keep);
    /// The newest at or before that moment.
    std::optional<Table> at(base::NodeId node, std::string_view what, base::TimePoint time) const;
    /// All that there are, for a record that begins now.
    void forEach(const Keep &keep) const;
    void clear() { *this = Snapshots(); }

    /// Nothing where the text makes no sense.
    static std::optional<Table> read(std::string_view data, base::TimePoint time);

private:
    struct Snapshot {
        base::TimePoint time;
        std::string data;
    };
    struct Series {
        std::vector<Snapshot> snapshots; ///< in order
        std::string lasting;             ///< of the last one, without what changes by itself
    };
    bool put(std::string data, std::string lasting, base::NodeId node, std::string_view what, base::TimePoint time, bool past,
             const Keep &keep);
    void thin();

    std::map<std::pair<base::NodeId, std::string>, Series> m_series;
    std::size_t m_bytes = 0;
};

} // namespace hopyard::engine

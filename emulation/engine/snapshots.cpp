// See snapshots.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/engine/snapshots.h"

#include "emulation/engine/namespace_tables.h"

#include <algorithm>

namespace hopyard::engine {

using rpc::Json;

namespace {

constexpr base::Duration kCountersEvery = base::Duration::seconds(10);

std::string textOf(const Table &table)
{
    Json json{{"columns", table.columns}, {"rows", table.rows}};
    if (table.isCut)
        json["cut"] = true;
    return rpc::printJson(json);
}

} // namespace

bool Snapshots::look(nodes::NamespaceNode &node, base::NodeId id, base::TimePoint time, bool past, const Keep &keep)
{
    bool kept = false;
    for (const NamedTable &table : readNamespaceTables(node, kMostRows))
        kept = add(table.table, id, table.name, time, past, keep) || kept;
    return kept;
}

bool Snapshots::add(const Table &table, base::NodeId node, std::string_view what, base::TimePoint time, bool past,
                    const Keep &keep)
{
    return put(textOf(table), lastingText(table), node, what, time, past, keep);
}

bool Snapshots::addAnswer(const std::string &text, const std::string &json, std::string lasting, base::NodeId node,
                          std::string_view line, base::TimePoint time, bool past, const Keep &keep)
{
    Table table;
    table.columns = {"text", "json"};
    table.rows = Json::array({Json::array({text, json})});
    return put(textOf(table), std::move(lasting), node, line, time, past, keep);
}

bool Snapshots::put(std::string data, std::string lasting, base::NodeId node, std::string_view what, base::TimePoint time,
                    bool past, const Keep &keep)
{
    Series &series = m_series[{node, std::string(what)}];
    if (!series.snapshots.empty()) {
        const Snapshot &last = series.snapshots.back();
        if (data == last.data || (lasting == series.lasting && time - last.time < kCountersEvery))
            return false;
    }
    keep({time, node, std::string(what), data});
    if (!past)
        series.snapshots.clear();
    m_bytes += data.size();
    series.lasting = std::move(lasting);
    series.snapshots.push_back({time, std::move(data)});
    if (m_bytes > kMemory)
        thin();
    return true;
}

/// The newest of each stays: the next look is compared with it.
void Snapshots::thin()
{
    m_bytes = 0;
    for (auto &[key, series] : m_series) {
        std::vector<Snapshot> &all = series.snapshots;
        std::vector<Snapshot> kept;
        for (std::size_t i = 0; i < all.size(); ++i)
            if ((all.size() - 1 - i) % 2 == 0)
                kept.push_back(std::move(all[i]));
        all = std::move(kept);
        for (const Snapshot &snapshot : all)
            m_bytes += snapshot.data.size();
    }
}

std::optional<Table> Snapshots::at(base::NodeId node, std::string_view what, base::TimePoint time) const
{
    const auto found = m_series.find({node, std::string(what)});
    if (found == m_series.end())
        return std::nullopt;
    const std::vector<Snapshot> &all = found->second.snapshots;
    const auto after = std::ranges::upper_bound(all, time, {}, &Snapshot::time);
    return after == all.begin() ? std::nullopt : read(std::prev(after)->data, std::prev(after)->time);
}

void Snapshots::forEach(const Keep &keep) const
{
    for (const auto &[key, series] : m_series)
        for (const Snapshot &snapshot : series.snapshots)
            keep({snapshot.time, key.first, key.second, snapshot.data});
}

std::optional<Table> Snapshots::read(std::string_view data, base::TimePoint time)
{
    auto json = rpc::parseJson(data);
    const Json *columns = json ? rpc::member(*json, "columns") : nullptr;
    const Json *rows = columns ? rpc::member(*json, "rows") : nullptr;
    if (!rows || !columns->is_array() || !rows->is_array() || !std::ranges::all_of(*columns, &Json::is_string)
        || !std::ranges::all_of(*rows,
                                [&](const Json &row) { return row.is_array() && row.size() == columns->size(); }))
        return std::nullopt;
    Table table;
    table.columns = *columns;
    table.rows = *rows;
    table.json = rowsAsObjects(table);
    table.from = time;
    table.isCut = rpc::boolMember(*json, "cut").value_or(false);
    return table;
}

} // namespace hopyard::engine

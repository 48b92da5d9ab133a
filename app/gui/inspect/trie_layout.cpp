// See trie_layout.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/inspect/trie_layout.h"

#include <algorithm>
#include <map>

namespace hopyard::inspect {

TrieLayout layOut(const std::vector<TrieNode> &nodes)
{
    TrieLayout layout;
    std::map<int, double> columns; // only lengths that there are: bits nobody asks for take no room
    for (const TrieNode &node : nodes)
        columns[node.length];
    double x = TrieLayout::kLeft;
    int before = 0;
    for (auto &[length, at] : columns) {
        if (length != before)
            x += std::clamp(12.0 + 6 * (length - before), 26.0, 64.0);
        at = x;
        before = length;
        layout.columns.push_back({length, x});
    }
    layout.rows.assign(nodes.size(), -1);
    layout.places.resize(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!nodes[i].isRoute && !nodes[i].children.empty() && i > 0)
            continue;
        layout.rows[i] = static_cast<int>(layout.nodeOfRow.size());
        layout.nodeOfRow.push_back(static_cast<int>(i));
    }
    for (std::size_t i = nodes.size(); i-- > 0;) { // children stand behind their parents
        const TrieNode &node = nodes[i];
        const auto y = [&](int child) { return layout.places[static_cast<std::size_t>(child)].y(); };
        layout.places[i] = {columns[node.length],
                            layout.rows[i] >= 0 ? (layout.rows[i] + 0.5) * TrieLayout::kRow : (y(node.children.front()) + y(node.children.back())) / 2};
    }
    layout.size = {x + TrieLayout::kLabel, static_cast<double>(layout.nodeOfRow.size()) * TrieLayout::kRow};
    return layout;
}

} // namespace hopyard::inspect

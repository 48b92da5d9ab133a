// Where the nodes of a trie stand when it is drawn: from left to right by the length of the prefix, from top to bottom by
// address, as in the routing table. Pure; in units before zooming.
//
// A node that has something to say (a route, or what is folded into it) has a row of its own, where its label stands to the
// right of it; nodes at which ways only part stand between the first and the last of their children. So no label ever meets
// a line or another label, with five prefixes or ten thousand.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/inspect/trie_answer.h"

#include <QPointF>
#include <QSizeF>

#include <vector>

namespace hopyard::inspect {

struct TrieLayout {
    static constexpr double kRow = 22;  ///< height of a row
    static constexpr double kLeft = 18; ///< before the first column
    static constexpr double kLabel = 520; ///< kept free behind the last column

    struct Column {
        int length = 0; ///< of prefixes
        double x = 0;
    };
    std::vector<QPointF> places;  ///< of the nodes
    std::vector<int> rows;        ///< of the nodes; -1: it has none
    std::vector<int> nodeOfRow;
    std::vector<Column> columns;  ///< by length
    QSizeF size;
};

TrieLayout layOut(const std::vector<TrieNode> &nodes);

} // namespace hopyard::inspect

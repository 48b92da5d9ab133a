// What the engine says of a forwarding table as a trie (table.trie in docs/rpc.md), read into plain values, and the sentences
// that a person is told about a lookup.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/rpc/json.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace hopyard::inspect {

struct TrieNode {
    QString prefix;
    int length = 0;      ///< of the prefix, in bits
    int parent = -1;     ///< -1: the root
    int depth = 0;
    std::vector<int> children;
    qint64 inside = 0;   ///< prefixes of the table inside it
    bool isFolded = false;
    bool isLit = false;  ///< contains the address that was asked for
    qint64 firstRow = 0, lastRow = 0; ///< of the real structure
    bool isRoute = false;
    QString protocol;
    QString way;         ///< "10.0.1.1 on eth0", "directly on eth0", "blackhole"
    QString interface;   ///< of the first path; may be empty
    bool operator==(const TrieNode &) const = default;
};

struct TrieLookup {
    struct Miss {
        QString prefix;
        int sharedBits = 0;
        bool operator==(const Miss &) const = default;
    };
    /// A row of the real structure that was read.
    struct Read {
        QString part; ///< "index", "blocks", …
        qint64 row = 0;
        int place = 0;
        QString first, last;
        int group = -1; ///< -1: not known yet; 0: no route
        bool operator==(const Read &) const = default;
    };
    QString destination;
    QStringList containing; ///< the longest first
    std::vector<Miss> misses;
    qint64 longer = 0;
    QString matchedWay;     ///< "ospf, 10.0.1.1 on eth0"
    std::vector<Read> reads;
    bool operator==(const TrieLookup &) const = default;
};

struct TrieAnswer {
    struct Level {
        QString part;
        qint64 rows = 0;
        qint64 bytes = 0;
        bool operator==(const Level &) const = default;
    };
    bool isSix = false;
    QString structure; ///< "intervals", "leaves", "ipv6"
    qint64 prefixes = 0;
    qint64 groups = 0;
    std::vector<Level> levels;
    std::vector<TrieNode> nodes; ///< parents before their children, in the order of addresses
    bool hasLookup = false;
    TrieLookup lookup;
    bool operator==(const TrieAnswer &) const = default;
};

/// What is missing or of another kind is as if it were empty; nodes whose parents do not come before them end the list.
TrieAnswer parseTrie(const rpc::Json &json);

/// "10.0.2.10 matches 10.0.2.0/24 …": what won, what lost to it, and which longer ones do not contain the address.
QString lookupSentence(const TrieLookup &lookup);
/// How the table stores the prefixes: "In one block of sixteen intervals …".
QString structureSentence(const TrieAnswer &answer);
/// One row that was read: "Index, row 0: on from 10.0.0.0".
QString readSentence(const TrieLookup::Read &read);

} // namespace hopyard::inspect

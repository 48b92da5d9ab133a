// The forwarding table opened up for those who look: what its lookup structures are made of, what the lookup of one address
// reads of them, and the prefixes as a trie.
//
// Pure functions of the table; they read the very arrays that lookups read (docs/forwarding-table.md) and change nothing.
// The trie is not how the table stores prefixes (it stores intervals, or groups and leaves): it is how people think of a
// longest match, so each of its nodes says in which rows of the real structure its addresses are. A trie of a million
// prefixes has two million nodes; what is answered is a cut of it, of a size that is asked for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/forwarding_table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::ip {

/// An array that lookups read.
enum class TablePart : std::uint8_t {
    index,       ///< first addresses, sixteen a row: which row, or block, is below
    blocks,      ///< sixteen intervals a row, each with its value: interval_tree.h
    groups,      ///< of 2^19: where the runs of its 32 networks of 24 bits begin: leaf_table.h
    leaves,      ///< the values of runs
    longer,      ///< groups of the networks of 24 bits that have longer prefixes inside
    longerLeaves,///< the values of their runs (the same array as `leaves`)
    lowIndex,    ///< as index and blocks, over the lower 64 bits of IPv6 addresses: ipv6_table.h
    lowBlocks,
    defaultRoute,///< kept beside the structure: what is read where nothing else says anything
};
std::string_view toString(TablePart part);

/// What one family's addresses are looked up in.
enum class TableStructure : std::uint8_t { intervals, leaves, ipv6 };
std::string_view toString(TableStructure structure); ///< "intervals", "leaves", "ipv6"

struct TableAnatomy {
    struct Level {
        TablePart part = TablePart::index;
        std::size_t rows = 0;
        std::size_t bytes = 0;
    };
    TableStructure structure = TableStructure::intervals;
    std::size_t prefixes = 0;      ///< of the family
    std::size_t groups = 0;        ///< different next-hop groups, of both families
    bool hasDefault = false;
    std::vector<Level> levels;     ///< in the order in which a lookup reads them
    std::size_t lookupBytes = 0;   ///< of both families
};
TableAnatomy describe(const ForwardingTable &table, base::Family family);

/// One row that the lookup of an address read.
struct TableRead {
    TablePart part = TablePart::index;
    std::size_t row = 0;
    unsigned place = 0;             ///< in the row: which first address, interval, network
    base::IpAddress first, last;    ///< the addresses that would be answered alike so far
    std::optional<std::uint16_t> value; ///< of the last ones: the next-hop group (0: none), where it is not a mark
    std::uint32_t starts = 0;       ///< of a group: bit i: a run begins at network i (bit 0: never set, one always does)
};

/// A lookup of one address, as it happens and as the prefixes have it.
struct LookupTrace {
    /// A longer prefix that does not contain the address.
    struct Miss {
        base::IpPrefix prefix;
        unsigned sharedBits = 0; ///< so many of the address's first bits are the prefix's: the next one differs
    };
    base::IpAddress destination;
    std::vector<TableRead> reads;
    ForwardingTable::GroupId group = 0; ///< 0: no route
    /// The prefixes of the table that contain the address, the longest first: that one wins, shorter ones lose to it.
    std::vector<base::IpPrefix> containing;
    /// Longer ones inside it (inside everything where none contains it) that do not: those that share most bits first.
    std::vector<Miss> misses;
    std::size_t longer = 0; ///< how many of those there are in all
};
/// At most so many of the misses are named. Nothing but `destination` where it is not valid.
LookupTrace trace(const ForwardingTable &table, const base::IpAddress &destination, std::size_t misses = 8);

struct TrieNode {
    base::IpPrefix prefix;
    std::uint32_t parent = 0;     ///< its place in the list; the first node is the root, and its own parent
    std::optional<Route> route;   ///< none: only a place where ways part
    std::size_t inside = 0;       ///< prefixes of the table inside it, its own not counted
    bool isFolded = false;        ///< it has children, which are not in the list
    bool isLit = false;           ///< contains the address that was asked for
    /// The rows of `blocks` or `groups` that lookups of its first and its last address read.
    std::size_t firstRow = 0, lastRow = 0;
};

struct TrieQuestion {
    base::Family family = base::Family::ipv4;
    base::IpAddress address;               ///< its way is in the answer, however deep; need not be valid
    std::vector<base::IpPrefix> open;      ///< nodes that are unfolded, each for kTrieEach nodes
    std::vector<base::IpPrefix> folded;    ///< nodes that stay folded, apart from the address's way
    std::size_t most = 200;                ///< nodes of the first levels; no more than kTrieMost in all
};
constexpr std::size_t kTrieEach = 30;
constexpr std::size_t kTrieMost = 5000; ///< and the nodes of one way

/// A cut of the trie of all prefixes in which nodes without a choice are left out (a Patricia trie): a child's prefix is
/// the longest that all prefixes below have in common. Parents stand before their children, the child of the 0 bit first;
/// otherwise in the order of addresses. The root is the prefix of no bits, also where it has no route.
std::vector<TrieNode> cutTrie(const ForwardingTable &table, const TrieQuestion &question);

} // namespace hopyard::ip

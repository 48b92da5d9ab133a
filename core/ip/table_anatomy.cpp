// See table_anatomy.h. Each structure is read here the way its own lookup() reads it; tests/core/ip/tst_table_anatomy.cpp
// holds the two together.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/table_anatomy.h"

#include "core/ip/lookup/keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <limits>

namespace hopyard::ip {

using lookup::Key6;

namespace {

template <class Key>
using Set = lookup::PrefixSet<Key>;

/// The addresses that are left, as keys.
template <class Key>
struct Span {
    Key first = 0;
    Key last = static_cast<Key>(~Key(0));
};

template <class Key>
Key plain(std::make_signed_t<Key> number)
{
    return static_cast<Key>(number) ^ (Key(1) << (sizeof(Key) * 8 - 1));
}

struct RowRead {
    bool isBlock = false;
    std::size_t row = 0;
    unsigned place = 0;
    std::uint16_t value = 0; ///< of a block
};

/// As IntervalTree::lookup(): visit(RowRead, Span) for each row, the block last. Not of an empty tree.
template <class Key, class Visit>
void walk(const lookup::IntervalTree<Key> &tree, Key key, Visit &&visit)
{
    using Tree = lookup::IntervalTree<Key>;
    const auto number = Tree::ordered(key);
    Span<Key> span;
    std::size_t at = 0;
    if (number == Tree::kHighest) {
        at = tree.blockCount() - 1; // what fills the index up is as high: this one is looked for by hand
    } else {
        std::size_t rows = tree.blockCount();
        std::vector<std::size_t> counts; // of the first addresses that are one, by level
        for (std::size_t level = 0; level < tree.levels().size(); ++level, rows = (rows + Tree::kFan - 1) / Tree::kFan)
            counts.push_back(rows);
        for (std::size_t level = tree.levels().size(); level-- > 0;) {
            const auto &firsts = tree.levels()[level];
            const unsigned place = Tree::countUpTo(&firsts[at * Tree::kFan], number) - 1;
            const std::size_t next = at * Tree::kFan + place;
            span.first = plain<Key>(firsts[next]);
            if (place + 1 < Tree::kFan && next + 1 < counts[level])
                span.last = static_cast<Key>(plain<Key>(firsts[next + 1]) - 1);
            visit(RowRead{false, at, place, 0}, span);
            at = next;
        }
    }
    const auto &block = tree.blocks()[tree.order()[at]];
    const unsigned place = number == Tree::kHighest ? block.count - 1u : Tree::countUpTo(block.starts.data(), number) - 1;
    span.first = plain<Key>(block.starts[place]);
    if (place + 1u < block.count)
        span.last = static_cast<Key>(plain<Key>(block.starts[place + 1]) - 1);
    visit(RowRead{true, at, place, block.values[place]}, span);
}

/// The block that a lookup reads; 0 of an empty tree.
template <class Key>
std::size_t blockOf(const lookup::IntervalTree<Key> &tree, Key key)
{
    std::size_t row = 0;
    if (!tree.isEmpty())
        walk(tree, key, [&](const RowRead &read, const Span<Key> &) { row = read.row; });
    return row;
}

/// A prefix set whose entries have numbers.
template <class Key>
class Ranked {
public:
    explicit Ranked(const Set<Key> &set) : m_set(set)
    {
        std::size_t sum = 0;
        for (std::size_t block = 0; block < set.blocks(); ++block) {
            m_starts.push_back(sum);
            sum += set.blockSize(block);
        }
    }
    std::size_t size() const { return m_set.size(); }
    std::size_t lowerBound(Key key, unsigned length) const
    {
        const auto at = m_set.lowerBound(key, length);
        return at.block == m_starts.size() ? size() : m_starts[at.block] + at.index;
    }
    const typename Set<Key>::Entry &operator[](std::size_t rank) const
    {
        const auto block = static_cast<std::size_t>(std::upper_bound(m_starts.begin(), m_starts.end(), rank) - m_starts.begin()) - 1;
        return m_set.entryAt({block, rank - m_starts[block]});
    }
    /// The numbers of those inside a prefix, itself left out: [first, second).
    std::pair<std::size_t, std::size_t> inside(Key key, unsigned length) const
    {
        const std::size_t first = lowerBound(key, length + 1);
        const Key last = lookup::lastOf<Key>(key, length);
        return {first, last == static_cast<Key>(~Key(0)) ? size() : lowerBound(last + 1, 0)};
    }

private:
    const Set<Key> &m_set;
    std::vector<std::size_t> m_starts;
};

} // namespace

/// The friend of the structures: all that is read of them is read here.
struct Anatomist {
    const ForwardingTable &table;

    const Set<std::uint32_t> &prefixes(std::uint32_t) const { return table.m_prefixes4; }
    const Set<Key6> &prefixes(Key6) const { return table.m_prefixes6; }
    template <class Entry>
    Route routeOf(const Entry &entry) const { return table.routeOf(entry); }

    template <class Key>
    static void addTree(TableAnatomy &anatomy, const lookup::IntervalTree<Key> &tree, TablePart index, TablePart blocks)
    {
        using Tree = lookup::IntervalTree<Key>;
        for (std::size_t level = tree.levels().size(); level-- > 0;) {
            const std::size_t numbers = tree.levels()[level].size();
            anatomy.levels.push_back({index, numbers / Tree::kFan, numbers * sizeof(typename Tree::Signed)});
        }
        anatomy.levels.push_back({blocks, tree.blockCount(), tree.blockCount() * sizeof(typename Tree::Block)});
    }

    TableAnatomy describe(base::Family family) const
    {
        TableAnatomy anatomy;
        anatomy.groups = table.groups();
        anatomy.lookupBytes = table.lookupBytes();
        if (family == base::Family::ipv6) {
            anatomy.structure = TableStructure::ipv6;
            anatomy.prefixes = table.m_prefixes6.size();
            anatomy.hasDefault = table.m_default6 != 0;
            addTree(anatomy, table.m_table6.m_upper, TablePart::index, TablePart::blocks);
            TableAnatomy::Level low{TablePart::lowBlocks, 0, 0};
            for (const auto &[network, tree] : table.m_table6.m_below) {
                low.rows += tree.blockCount();
                low.bytes += tree.heapBytes();
            }
            if (low.rows > 0)
                anatomy.levels.push_back(low);
            return anatomy;
        }
        anatomy.prefixes = table.m_prefixes4.size();
        anatomy.hasDefault = table.m_default4 != 0;
        if (!table.m_large4) {
            addTree(anatomy, table.m_small4, TablePart::index, TablePart::blocks);
            return anatomy;
        }
        const lookup::LeafTable &large = *table.m_large4;
        anatomy.structure = TableStructure::leaves;
        anatomy.levels.push_back({TablePart::groups, large.m_groups.size(), large.m_groups.size() * sizeof(lookup::LeafTable::Group)});
        anatomy.levels.push_back({TablePart::leaves, large.m_used, std::size_t(large.m_used) * (large.m_isWide ? 2 : 1)});
        if (const std::size_t nodes = large.m_nodes.size() - large.m_freeNodes.size(); nodes > 0)
            anatomy.levels.push_back({TablePart::longer, nodes * lookup::LeafTable::kNodeGroups,
                                      nodes * lookup::LeafTable::kNodeGroups * sizeof(lookup::LeafTable::Group)});
        return anatomy;
    }

    static std::uint32_t runFirst(std::uint32_t starts, unsigned place)
    {
        const std::uint32_t upTo = starts << (31 - place);
        return upTo == 0 ? 0 : place - static_cast<unsigned>(std::countl_zero(upTo));
    }
    static std::uint32_t runLast(std::uint32_t starts, unsigned place)
    {
        const std::uint32_t above = place == 31 ? 0 : starts >> (place + 1);
        return above == 0 ? 31 : place + static_cast<unsigned>(std::countr_zero(above));
    }

    /// As LeafTable::lookup().
    static std::uint16_t readLeaves(const lookup::LeafTable &large, std::uint32_t key, std::vector<TableRead> &reads)
    {
        const auto address = [](std::uint32_t value) { return base::IpAddress(base::Ipv4Address(value)); };
        const auto &group = large.m_groups[key >> 13];
        const unsigned place = key >> 8 & 31;
        const std::uint32_t base = key & ~std::uint32_t(0x1fff);
        reads.push_back({TablePart::groups, key >> 13, place, address(base), address(base | 0x1fff), {}, group.starts});
        const std::size_t at = lookup::LeafTable::leafOf(group, key >> 8);
        const std::uint16_t leaf = large.leaf(at);
        if (leaf != large.mark()) {
            reads.push_back({TablePart::leaves, at, 0, address(base | runFirst(group.starts, place) << 8),
                             address(base | runLast(group.starts, place) << 8 | 0xff), leaf, 0});
            return leaf;
        }
        reads.push_back({TablePart::leaves, at, 0, address(key & ~0xffu), address(key | 0xff), {}, 0});
        const std::uint32_t node = *large.m_networks.find(key >> 8);
        const unsigned part = key >> 5 & 7, last = key & 31;
        const std::uint32_t inside = key & ~31u;
        const auto &longer = large.m_nodes[node][part];
        reads.push_back({TablePart::longer, std::size_t(node) * lookup::LeafTable::kNodeGroups + part, last, address(inside),
                         address(inside | 31), {}, longer.starts});
        const std::size_t there = lookup::LeafTable::leafOf(longer, key);
        const std::uint16_t value = large.leaf(there);
        reads.push_back({TablePart::longerLeaves, there, 0, address(inside | runFirst(longer.starts, last)),
                         address(inside | runLast(longer.starts, last)), value, 0});
        return value;
    }

    std::uint16_t read(std::uint32_t key, std::vector<TableRead> &reads) const
    {
        if (table.m_large4)
            return readLeaves(*table.m_large4, key, reads);
        std::uint16_t value = 0;
        if (table.m_small4.isEmpty())
            return value;
        walk(table.m_small4, key, [&](const RowRead &row, const Span<std::uint32_t> &span) {
            TableRead &read = reads.emplace_back(TableRead{row.isBlock ? TablePart::blocks : TablePart::index, row.row, row.place,
                                                           base::Ipv4Address(span.first), base::Ipv4Address(span.last), {}, 0});
            if (row.isBlock)
                read.value = value = row.value;
        });
        return value;
    }

    std::uint16_t read(Key6 key, std::vector<TableRead> &reads) const
    {
        const lookup::Ipv6Table &six = table.m_table6;
        const auto upper = static_cast<std::uint64_t>(key >> 64);
        std::uint16_t value = 0;
        if (six.m_upper.isEmpty())
            return value;
        walk(six.m_upper, upper, [&](const RowRead &row, const Span<std::uint64_t> &span) {
            TableRead &read = reads.emplace_back(TableRead{row.isBlock ? TablePart::blocks : TablePart::index, row.row, row.place,
                                                           lookup::addressOf(Key6(span.first) << 64),
                                                           lookup::addressOf(Key6(span.last) << 64 | ~std::uint64_t(0)), {}, 0});
            value = row.value;
            if (row.isBlock && value != lookup::Ipv6Table::kBelow)
                read.value = value;
        });
        if (value != lookup::Ipv6Table::kBelow)
            return value;
        walk(six.m_below.at(upper), static_cast<std::uint64_t>(key), [&](const RowRead &row, const Span<std::uint64_t> &span) {
            const Key6 network = Key6(upper) << 64;
            TableRead &read = reads.emplace_back(TableRead{row.isBlock ? TablePart::lowBlocks : TablePart::lowIndex, row.row, row.place,
                                                           lookup::addressOf(network | span.first), lookup::addressOf(network | span.last), {}, 0});
            if (row.isBlock)
                read.value = value = row.value;
        });
        return value;
    }

    std::size_t rowOf(std::uint32_t key) const { return table.m_large4 ? key >> 13 : blockOf(table.m_small4, key); }
    std::size_t rowOf(Key6 key) const { return blockOf(table.m_table6.m_upper, static_cast<std::uint64_t>(key >> 64)); }

    template <class Key>
    void traceKey(LookupTrace &trace, Key key, std::size_t most) const
    {
        trace.group = read(key, trace.reads);
        if (trace.group == 0) {
            trace.group = sizeof(Key) == 4 ? table.m_default4 : table.m_default6;
            const std::size_t reads = trace.reads.size();
            const Key all = static_cast<Key>(~Key(0));
            TableRead beside{TablePart::defaultRoute, 0, 0, lookup::addressOf(Key(0)), lookup::addressOf(all), trace.group, 0};
            if (reads > 0) {
                beside.first = trace.reads.back().first;
                beside.last = trace.reads.back().last;
            }
            trace.reads.push_back(beside);
        }
        const Set<Key> &set = prefixes(key);
        for (const auto *entry = set.covering(key, lookup::kKeyBits<Key> + 1); entry; entry = set.covering(key, entry->length))
            trace.containing.emplace_back(lookup::addressOf(entry->key), entry->length);
        const Ranked<Key> ranked(set);
        auto [first, end] = std::pair(std::size_t(0), ranked.size());
        if (!trace.containing.empty()) {
            const unsigned length = trace.containing.front().length();
            std::tie(first, end) = ranked.inside(lookup::firstOf(key, length), length);
        }
        trace.longer = end - first;
        // Neighbours in the order of addresses share most bits, so they are found outwards from the address's own place.
        std::size_t right = std::clamp(ranked.lowerBound(key, lookup::kKeyBits<Key> + 1), first, end), left = right;
        const auto shared = [&](std::size_t rank) { return lookup::sharedBits<Key>(ranked[rank].key, key); };
        while (trace.misses.size() < most && (left > first || right < end)) {
            const bool before = left > first && (right == end || shared(left - 1) >= shared(right));
            const std::size_t rank = before ? --left : right++;
            trace.misses.push_back({base::IpPrefix(lookup::addressOf(ranked[rank].key), ranked[rank].length), shared(rank)});
        }
    }
};

namespace {

/// The trie as far as it was unfolded.
template <class Key>
class Cutter {
public:
    Cutter(const Anatomist &anatomist, const TrieQuestion &question) :
        m_anatomist(anatomist), m_question(question), m_ranked(anatomist.prefixes(Key()))
    {
        Node root;
        root.end = m_ranked.size();
        if (root.end > 0 && m_ranked[0].length == 0)
            root.entry = root.first++;
        m_nodes.push_back(root);
    }

    std::vector<TrieNode> cut()
    {
        if (m_question.address.isValid())
            follow(lookup::keyOf<Key>(m_question.address));
        grow(0, std::min(m_question.most, kTrieMost));
        for (const base::IpPrefix &prefix : m_question.open)
            if (const std::size_t at = find(prefix); at != kNone)
                grow(at, std::min(m_nodes.size() + kTrieEach, kTrieMost), true);
        std::vector<TrieNode> list;
        list.reserve(m_nodes.size());
        emit(0, 0, list);
        return list;
    }

private:
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
    struct Node {
        Key key = 0;
        unsigned length = 0;
        std::size_t entry = kNone;          // its own prefix's number, where it is in the table
        std::size_t first = 0, end = 0;     // the numbers of those inside
        std::array<std::size_t, 2> children{kNone, kNone};
        bool isOpen = false, isLit = false;
    };

    /// The node around all of these numbers.
    std::size_t add(std::size_t first, std::size_t end)
    {
        const auto &a = m_ranked[first], &b = m_ranked[end - 1];
        Node node;
        // What stands between them in order is inside both's common prefix; none is shorter than the first where they nest.
        node.length = std::min({first + 1 == end ? unsigned(a.length) : lookup::sharedBits<Key>(a.key, b.key), unsigned(a.length), unsigned(b.length)});
        node.key = lookup::firstOf<Key>(a.key, node.length);
        node.first = first;
        node.end = end;
        if (a.length == node.length)
            node.entry = node.first++;
        m_nodes.push_back(node);
        return m_nodes.size() - 1;
    }

    void open(std::size_t at)
    {
        const Node node = m_nodes[at];
        if (node.isOpen || node.first == node.end)
            return;
        m_nodes[at].isOpen = true;
        const Key one = node.key | Key(1) << (lookup::kKeyBits<Key> - 1 - node.length);
        const std::size_t middle = std::clamp(m_ranked.lowerBound(one, 0), node.first, node.end);
        std::array<std::size_t, 2> children{kNone, kNone};
        if (middle > node.first)
            children[0] = add(node.first, middle);
        if (node.end > middle)
            children[1] = add(middle, node.end);
        m_nodes[at].children = children;
    }

    bool isFolded(const Node &node) const
    {
        const base::IpPrefix prefix(lookup::addressOf(node.key), node.length);
        return std::find(m_question.folded.begin(), m_question.folded.end(), prefix) != m_question.folded.end();
    }
    bool contains(std::size_t at, Key key) const
    {
        return lookup::firstOf<Key>(key, m_nodes[at].length) == m_nodes[at].key;
    }

    /// The way of an address.
    void follow(Key key)
    {
        for (std::size_t at = 0; at != kNone;) {
            m_nodes[at].isLit = true;
            open(at);
            std::size_t next = kNone;
            for (const std::size_t child : m_nodes[at].children)
                if (child != kNone && contains(child, key))
                    next = child;
            at = next;
        }
    }

    /// Opens nodes below this one, level by level, until there are so many nodes in all.
    void grow(std::size_t from, std::size_t most, bool isAsked = false)
    {
        std::deque<std::size_t> queue{from};
        while (!queue.empty()) {
            const std::size_t at = queue.front();
            queue.pop_front();
            const bool mayOpen = (at == from && isAsked) || !isFolded(m_nodes[at]);
            if (!m_nodes[at].isOpen && mayOpen && m_nodes.size() + 2 <= most)
                open(at);
            for (const std::size_t child : m_nodes[at].children)
                if (child != kNone)
                    queue.push_back(child);
        }
    }

    /// The node of this prefix among those that are there.
    std::size_t find(const base::IpPrefix &prefix) const
    {
        if (prefix.family() != m_question.family)
            return kNone;
        const Key key = lookup::keyOf<Key>(prefix.address());
        std::size_t at = 0;
        while (m_nodes[at].length < prefix.length()) {
            std::size_t next = kNone;
            for (const std::size_t child : m_nodes[at].children)
                if (child != kNone && m_nodes[child].length <= prefix.length() && contains(child, key))
                    next = child;
            if (next == kNone)
                return kNone;
            at = next;
        }
        return at;
    }

    void emit(std::size_t at, std::uint32_t parent, std::vector<TrieNode> &list) const
    {
        const Node &node = m_nodes[at];
        const auto place = static_cast<std::uint32_t>(list.size());
        TrieNode &out = list.emplace_back();
        out.prefix = base::IpPrefix(lookup::addressOf(node.key), node.length);
        out.parent = parent;
        if (node.entry != kNone)
            out.route = m_anatomist.routeOf(m_ranked[node.entry]);
        out.inside = node.end - node.first;
        out.isFolded = !node.isOpen && node.first != node.end;
        out.isLit = node.isLit;
        out.firstRow = m_anatomist.rowOf(node.key);
        out.lastRow = m_anatomist.rowOf(lookup::lastOf<Key>(node.key, node.length));
        for (const std::size_t child : node.children) // at most as deep as an address has bits
            if (child != kNone)
                emit(child, place, list);
    }

    const Anatomist &m_anatomist;
    const TrieQuestion &m_question;
    Ranked<Key> m_ranked;
    std::vector<Node> m_nodes;
};

} // namespace

std::string_view toString(TablePart part)
{
    switch (part) {
    case TablePart::index: return "index";
    case TablePart::blocks: return "blocks";
    case TablePart::groups: return "groups";
    case TablePart::leaves: return "leaves";
    case TablePart::longer: return "longer";
    case TablePart::longerLeaves: return "longerLeaves";
    case TablePart::lowIndex: return "lowIndex";
    case TablePart::lowBlocks: return "lowBlocks";
    case TablePart::defaultRoute: return "default";
    }
    return "?";
}

std::string_view toString(TableStructure structure)
{
    switch (structure) {
    case TableStructure::intervals: return "intervals";
    case TableStructure::leaves: return "leaves";
    case TableStructure::ipv6: return "ipv6";
    }
    return "?";
}

TableAnatomy describe(const ForwardingTable &table, base::Family family) { return Anatomist{table}.describe(family); }

LookupTrace trace(const ForwardingTable &table, const base::IpAddress &destination, std::size_t misses)
{
    LookupTrace trace;
    trace.destination = destination;
    if (destination.isV4())
        Anatomist{table}.traceKey(trace, lookup::keyOf<std::uint32_t>(destination), misses);
    else if (destination.isV6())
        Anatomist{table}.traceKey(trace, lookup::keyOf<Key6>(destination), misses);
    return trace;
}

std::vector<TrieNode> cutTrie(const ForwardingTable &table, const TrieQuestion &asked)
{
    TrieQuestion question = asked;
    if (question.address.family() != question.family)
        question.address = {};
    const Anatomist anatomist{table};
    return question.family == base::Family::ipv6 ? Cutter<Key6>(anatomist, question).cut()
                                                 : Cutter<std::uint32_t>(anatomist, question).cut();
}

} // namespace hopyard::ip

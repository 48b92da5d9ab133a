// Longest-prefix match as intervals of addresses, in a tree of sixteen branches.
//
// A set of prefixes cuts the addresses into intervals that end in the same value. They stand in blocks of at most
// sixteen; above them are plain arrays: the lowest holds the first address of each block, in order, the next one every
// sixteenth of that, and so on up to at most sixteen. A search counts, at each level, how many of sixteen neighbours
// are not above the address: one or two cache lines, no branch. Twenty routes are a few cache lines in all; 200,000
// IPv6 routes are about five levels, of which all but the blocks fit into the second-level cache. A new block shifts the
// arrays behind it: seldom, and cheap, since they are small.
//
// Addresses are kept with their highest bit turned round, as signed numbers: that is what vector units compare.
// The key is an unsigned integer of 32 or 64 bits. A plain value; without intervals it takes no memory at all.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace hopyard::ip::lookup {

template <class Key>
class IntervalTree {
public:
    using Value = std::uint16_t;
    using Signed = std::make_signed_t<Key>;
    static constexpr unsigned kFan = 16;
    static constexpr Signed kHighest = std::numeric_limits<Signed>::max();

    /// The intervals that begin here; each ends where the next begins.
    struct alignas(64) Block {
        std::array<Signed, kFan> starts; // behind the last: kHighest
        std::array<Value, kFan> values;
        std::uint16_t count;
    };

    static Signed ordered(Key key) { return static_cast<Signed>(key ^ (Key(1) << (sizeof(Key) * 8 - 1))); }

    bool isEmpty() const { return m_order.empty(); }

    Value lookup(Key key) const
    {
        if (m_order.empty())
            return 0;
        const Position at = locate(ordered(key));
        return m_blocks[m_order[at.block]].values[at.index];
    }

    /// The value of the highest address; 0 in an empty tree.
    Value highest() const
    {
        if (m_order.empty())
            return 0;
        const Block &last = m_blocks[m_order.back()];
        return last.values[last.count - 1];
    }
    /// True where all addresses have the same value.
    bool isUniform() const { return m_order.empty() || (m_order.size() == 1 && m_blocks[m_order[0]].count == 1); }

    /// The values of the addresses from first to last.
    void assign(Key first, Key last, Value value)
    {
        if (m_order.empty()) {
            if (value == 0)
                return;
            m_blocks.resize(1);
            m_blocks[0] = emptyBlock();
            m_blocks[0].starts[0] = ordered(0);
            m_blocks[0].values[0] = 0;
            m_blocks[0].count = 1;
            m_order.assign(1, 0);
        }
        const bool isOpen = last == ~Key(0);
        if (!isOpen)
            cut(ordered(last + 1));
        cut(ordered(first));
        while (removeBehind(locate(ordered(first)), ordered(last))) {
        }
        const Position at = locate(ordered(first));
        block(at.block).values[at.index] = value;
        if (!isOpen) {
            const Position behind = locate(ordered(last + 1));
            if (valueAt(behind) == value)
                remove(behind);
        }
        if (first != 0 && valueAt(locate(ordered(first - 1))) == value)
            remove(locate(ordered(first)));
        if (isUniform() && m_blocks[m_order[0]].values[0] == 0)
            *this = IntervalTree();
    }

    std::size_t heapBytes() const
    {
        std::size_t bytes = m_blocks.capacity() * sizeof(Block) + m_levels.capacity() * sizeof(m_levels[0]) +
                            (m_order.capacity() + m_free.capacity()) * sizeof(std::uint32_t);
        for (const std::vector<Signed> &level : m_levels)
            bytes += level.capacity() * sizeof(Signed);
        return bytes;
    }

    // For batches of lookups, which walk the same arrays several keys at a time.
    const std::vector<std::vector<Signed>> &levels() const { return m_levels; } ///< the lowest first
    const std::uint32_t *order() const { return m_order.data(); } ///< where each block stands, in order of addresses
    const Block *blocks() const { return m_blocks.data(); }
    std::size_t blockCount() const { return m_order.size(); }

    /// How many of sixteen ascending numbers are at most this one.
    static unsigned countUpTo(const Signed *numbers, Signed number)
    {
        if constexpr (sizeof(Signed) == 8) {
            const Signed *at = numbers; // a search by halves: few processors compare 64 bits without being asked
            at += at[7] <= number ? 8 : 0;
            at += at[3] <= number ? 4 : 0;
            at += at[1] <= number ? 2 : 0;
            at += at[0] <= number ? 1 : 0;
            return static_cast<unsigned>(at - numbers) + (at == numbers + 15 && *at <= number);
        } else {
            unsigned count = 0;
            for (unsigned i = 0; i < kFan; ++i)
                count += numbers[i] <= number;
            return count;
        }
    }

private:
    struct Position {
        std::size_t block; // in order
        unsigned index;
    };

    static Block emptyBlock()
    {
        Block block;
        block.starts.fill(kHighest);
        block.values.fill(0);
        block.count = 0;
        return block;
    }

    const Block &block(std::size_t position) const { return m_blocks[m_order[position]]; }
    Block &block(std::size_t position) { return m_blocks[m_order[position]]; }
    Value valueAt(Position at) const { return block(at.block).values[at.index]; }

    /// The interval that an address is in; the tree is not empty.
    Position locate(Signed number) const
    {
        // What fills the arrays up is as high as the highest address: that one is looked for by hand.
        if (number == kHighest) [[unlikely]]
            return {m_order.size() - 1, m_blocks[m_order.back()].count - 1u};
        std::size_t at = 0;
        for (std::size_t level = m_levels.size(); level-- > 0;)
            at = at * kFan + countUpTo(&m_levels[level][at * kFan], number) - 1;
        return {at, countUpTo(m_blocks[m_order[at]].starts.data(), number) - 1};
    }

    /// Lets an interval begin here.
    void cut(Signed start)
    {
        Position at = locate(start);
        if (block(at.block).starts[at.index] == start)
            return;
        const Value value = valueAt(at);
        if (block(at.block).count == kFan)
            at = split(at);
        Block &to = block(at.block);
        std::copy_backward(to.starts.begin() + at.index + 1, to.starts.begin() + to.count, to.starts.begin() + to.count + 1);
        std::copy_backward(to.values.begin() + at.index + 1, to.values.begin() + to.count, to.values.begin() + to.count + 1);
        to.starts[at.index + 1] = start;
        to.values[at.index + 1] = value;
        ++to.count;
    }

    /// Halves a full block; says where the interval is now. Input in order leaves blocks that are three quarters full.
    Position split(Position at)
    {
        const unsigned kept = at.index + 2 >= kFan ? kFan * 3 / 4 : kFan / 2;
        std::uint32_t place;
        if (m_free.empty()) {
            place = static_cast<std::uint32_t>(m_blocks.size());
            if (m_blocks.size() == m_blocks.capacity())
                m_blocks.reserve(m_blocks.size() + m_blocks.size() / 8 + 1);
            m_blocks.push_back(emptyBlock());
        } else {
            place = m_free.back();
            m_free.pop_back();
            m_blocks[place] = emptyBlock();
        }
        Block &lower = block(at.block), &upper = m_blocks[place];
        upper.count = static_cast<std::uint16_t>(kFan - kept);
        std::copy(lower.starts.begin() + kept, lower.starts.end(), upper.starts.begin());
        std::copy(lower.values.begin() + kept, lower.values.end(), upper.values.begin());
        std::fill(lower.starts.begin() + kept, lower.starts.end(), kHighest);
        lower.count = static_cast<std::uint16_t>(kept);
        m_order.insert(m_order.begin() + static_cast<std::ptrdiff_t>(at.block) + 1, place);
        if (!m_levels.empty()) {
            std::vector<Signed> &firsts = m_levels[0];
            firsts.resize(padded(m_order.size()), kHighest);
            std::copy_backward(firsts.begin() + static_cast<std::ptrdiff_t>(at.block) + 1,
                               firsts.begin() + static_cast<std::ptrdiff_t>(m_order.size()) - 1,
                               firsts.begin() + static_cast<std::ptrdiff_t>(m_order.size()));
            firsts[at.block + 1] = upper.starts[0];
        }
        rebuildLevels(at.block + 1);
        return at.index < kept ? at : Position{at.block + 1, at.index - kept};
    }

    /// Takes out the interval behind this one where it begins up to `last`.
    bool removeBehind(Position at, Signed last)
    {
        Position next{at.block, at.index + 1};
        if (next.index == block(next.block).count)
            next = {at.block + 1, 0};
        if (next.block == m_order.size() || block(next.block).starts[next.index] > last)
            return false;
        remove(next);
        return true;
    }

    /// The interval before takes its place. Never the first of all.
    void remove(Position at)
    {
        Block &from = block(at.block);
        std::copy(from.starts.begin() + at.index + 1, from.starts.begin() + from.count, from.starts.begin() + at.index);
        std::copy(from.values.begin() + at.index + 1, from.values.begin() + from.count, from.values.begin() + at.index);
        from.starts[--from.count] = kHighest;
        const bool hasNext = at.block + 1 < m_order.size();
        if (hasNext && from.count + block(at.block + 1).count <= kFan / 2)
            join(at.block);
        else if (at.block > 0 && from.count + block(at.block - 1).count <= kFan / 2)
            join(at.block - 1);
        else if (from.count == 0)
            dropBlock(at.block);
        else if (at.index == 0)
            setLevels(at.block);
    }

    /// Appends the block behind this one to it.
    void join(std::size_t position)
    {
        Block &lower = block(position), &upper = block(position + 1);
        std::copy_n(upper.starts.begin(), upper.count, lower.starts.begin() + lower.count);
        std::copy_n(upper.values.begin(), upper.count, lower.values.begin() + lower.count);
        lower.count = static_cast<std::uint16_t>(lower.count + upper.count);
        dropBlock(position + 1);
        setLevels(position);
    }

    void dropBlock(std::size_t position)
    {
        m_free.push_back(m_order[position]);
        m_order.erase(m_order.begin() + static_cast<std::ptrdiff_t>(position));
        std::vector<Signed> &firsts = m_levels[0]; // there were at least two blocks
        firsts.erase(firsts.begin() + static_cast<std::ptrdiff_t>(position));
        firsts.resize(padded(m_order.size()), kHighest);
        rebuildLevels(position);
    }

    /// The first address of this block has changed.
    void setLevels(std::size_t position)
    {
        const Signed first = block(position).starts[0];
        for (std::vector<Signed> &level : m_levels) {
            level[position] = first;
            if (position % kFan != 0)
                break;
            position /= kFan;
        }
    }

    static std::size_t padded(std::size_t count) { return (count + kFan - 1) / kFan * kFan; }

    /// The lowest level, where there is one, is right; makes the others follow it from this block on.
    void rebuildLevels(std::size_t from)
    {
        std::size_t levels = 0;
        for (std::size_t above = m_order.size(); above > 1; above = (above + kFan - 1) / kFan)
            ++levels;
        if (m_levels.size() != levels) {
            const bool isFirst = m_levels.empty();
            m_levels.resize(levels);
            from = 0;
            if (isFirst && levels > 0) {
                m_levels[0].assign(padded(m_order.size()), kHighest);
                for (std::size_t i = 0; i < m_order.size(); ++i)
                    m_levels[0][i] = block(i).starts[0];
            }
        }
        std::size_t count = m_order.size();
        for (std::size_t level = 1; level < levels; ++level) {
            from /= kFan;
            count = (count + kFan - 1) / kFan;
            m_levels[level].resize(padded(count), kHighest);
            for (std::size_t i = from; i < count; ++i)
                m_levels[level][i] = m_levels[level - 1][i * kFan];
            std::fill(m_levels[level].begin() + static_cast<std::ptrdiff_t>(count), m_levels[level].end(), kHighest);
        }
    }

    std::vector<Block> m_blocks;
    std::vector<std::uint32_t> m_free;
    std::vector<std::uint32_t> m_order;
    std::vector<std::vector<Signed>> m_levels;
};

} // namespace hopyard::ip::lookup

// The prefixes of a table in order, each with the number of its labels: what was put in, as against what is looked up.
//
// Sorted by (address, length), so that a prefix stands before those inside it, in blocks of at most 128 entries, and
// beside them each block's first place: a search is two binary searches, a change moves a part of one block. Sixteen
// bytes for an IPv4 prefix and thirty-two for an IPv6 one, and what the blocks have spare (less than sixteen entries
// each, half of them on average; nothing where prefixes come sorted). Many at once are put in by prefix_merge.h.
//
// The key is an address as an unsigned integer of 32 or 128 bits. A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::ip::lookup {

using Key6 = unsigned __int128;

template <class Key>
constexpr unsigned kKeyBits = sizeof(Key) * 8;

/// The address with the bits beyond `length` cleared.
template <class Key>
constexpr Key firstOf(Key key, unsigned length)
{
    return length == 0 ? Key(0) : key >> (kKeyBits<Key> - length) << (kKeyBits<Key> - length);
}

/// The last address of a prefix.
template <class Key>
constexpr Key lastOf(Key key, unsigned length)
{
    return length == 0 ? ~Key(0) : key | ((Key(1) << (kKeyBits<Key> - length)) - 1);
}

/// How many leading bits two addresses share.
template <class Key>
constexpr unsigned sharedBits(Key a, Key b)
{
    const Key differing = a ^ b;
    if constexpr (sizeof(Key) > 8) {
        const auto high = static_cast<std::uint64_t>(differing >> 64);
        return static_cast<unsigned>(high ? std::countl_zero(high)
                                          : 64 + std::countl_zero(static_cast<std::uint64_t>(differing)));
    } else {
        return static_cast<unsigned>(std::countl_zero(differing));
    }
}

template <class Key>
class PrefixMerge;

template <class Key>
class PrefixSet {
public:
    /// More labels than can be numbered are refused by who numbers them.
    static constexpr std::uint32_t kMaxLabels = 1u << 24;
    static constexpr std::size_t kBlock = 128;
    static constexpr std::size_t kNoBlock = static_cast<std::size_t>(-1);

    struct Entry {
        Key key;
        std::uint32_t labels : 24;
        std::uint32_t length : 8;
        base::TimePoint since;
    };

    std::size_t size() const { return m_size; }

    /// Exactly this prefix, or null. Here and below, bits of `key` beyond `length` are zero, and pointers hold until
    /// the set is changed.
    const Entry *find(Key key, unsigned length) const
    {
        const Position at = lowerBound(key, length);
        if (at.block == m_blocks.size())
            return nullptr;
        const Entry &entry = m_blocks[at.block][at.index];
        return entry.key == key && entry.length == length ? &entry : nullptr;
    }
    Entry *find(Key key, unsigned length)
    {
        return const_cast<Entry *>(static_cast<const PrefixSet *>(this)->find(key, length));
    }

    struct Place {
        Key key;
        unsigned length;
    };
    /// In the order of entries and places.
    template <class A, class B>
    static bool before(const A &a, const B &b)
    {
        if constexpr (sizeof(Key) <= 4)
            return (std::uint64_t(a.key) << 8 | a.length) < (std::uint64_t(b.key) << 8 | b.length);
        else
            return a.key != b.key ? a.key < b.key : a.length < b.length;
    }

    /// A place in the order; the end: block is the number of blocks. Holds until the set is changed.
    struct Position {
        std::size_t block;
        std::size_t index;
    };
    /// The first entry at this place or behind it. `near`: a block that is perhaps the right one or a little before it.
    Position lowerBound(Key key, unsigned length, std::size_t near = kNoBlock) const
    {
        if (m_blocks.empty())
            return {0, 0};
        const std::size_t at = blockOf(key, length, near);
        const Block &block = m_blocks[at];
        // As std::lower_bound(), without branches that nobody can predict. A block is not empty.
        const Place place{key, length};
        const Entry *first = block.data();
        std::size_t n = block.size();
        while (n > 1) {
            const std::size_t half = n / 2;
            first = before(first[half - 1], place) ? first + half : first;
            n -= half;
        }
        const auto index = static_cast<std::size_t>(first - block.data()) + before(*first, place);
        return index == block.size() ? Position{at + 1, 0} : Position{at, index};
    }
    /// The entry there, where it is that of this prefix, or null.
    Entry *at(Position at, Key key, unsigned length)
    {
        if (at.block == m_blocks.size())
            return nullptr;
        Entry &entry = m_blocks[at.block][at.index];
        return entry.key == key && entry.length == length ? &entry : nullptr;
    }
    /// The entry there; not at the end.
    const Entry &entryAt(Position at) const { return m_blocks[at.block][at.index]; }
    std::size_t blocks() const { return m_blocks.size(); }
    std::size_t blockSize(std::size_t block) const { return m_blocks[block].size(); }
    Position after(Position at) const
    {
        return at.index + 1 < m_blocks[at.block].size() ? Position{at.block, at.index + 1} : Position{at.block + 1, 0};
    }
    /// Asks the memory for where this prefix is, and says in which block. (Not inlined, GCC leaves out what only asks.)
    [[gnu::always_inline]] std::size_t prefetch(Key key, unsigned length, std::size_t near) const
    {
        if (m_blocks.empty())
            return 0;
        const std::size_t at = blockOf(key, length, near);
        const Block &block = m_blocks[at];
        for (std::size_t i = block.size() / 8; i < block.size(); i += kBlock / 8)
            __builtin_prefetch(&block[i]);
        return at;
    }

    /// At the place that lowerBound() says, where the prefix is not there yet; says where it stands now.
    Position insert(Position where, const Entry &entry)
    {
        ++m_size;
        if (m_blocks.empty()) {
            m_blocks.push_back({entry});
            m_firsts.push_back({0, 0});
            return {0, 0};
        }
        std::size_t at = where.block;
        std::size_t index = where.index;
        if (index == 0 && at > 0) { // behind the last of the block before
            --at;
            index = m_blocks[at].size();
        }
        if (at + 1 < m_blocks.size() && index == m_blocks[at].size() && !before(Place{entry.key, unsigned(entry.length)}, m_firsts[at + 1])) {
            ++at; // the block behind begins with an entry that is gone
            index = 0;
        }
        if (m_blocks[at].size() == kBlock) {
            const std::size_t now = split(at, entry);
            if (now != at)
                index = m_blocks[now].empty() ? 0 : index - m_blocks[at].size();
            at = now;
        }
        Block &block = m_blocks[at];
        makeRoom(block, block.size() + 1);
        block.insert(block.begin() + static_cast<std::ptrdiff_t>(index), entry);
        return {at, index};
    }

    /// False where there is no such prefix.
    bool erase(Key key, unsigned length)
    {
        const Entry *entry = find(key, length);
        if (!entry)
            return false;
        --m_size;
        const std::size_t at = blockOf(key, length);
        Block &block = m_blocks[at];
        block.erase(block.begin() + (entry - block.data()));
        const std::size_t joined = block.empty() ? kBlock : kBlock / 2; // at most; no block is left empty
        if (at + 1 < m_blocks.size() && block.size() + m_blocks[at + 1].size() <= joined)
            join(at);
        else if (at > 0 && block.size() + m_blocks[at - 1].size() <= joined)
            join(at - 1);
        else if (block.empty())
            *this = PrefixSet(); // it was the only one
        return true;
    }

    /// The longest prefix shorter than `length` that contains `key`, or null. With a length beyond the address's bits:
    /// the longest match.
    const Entry *covering(Key key, unsigned length) const
    {
        // The entry before the place of the wanted prefix either contains it or shares some bits with it; whatever
        // contains both is no longer than those, so the search goes on from there.
        while (length > 0) {
            const unsigned longest = length - 1;
            const Entry *entry = lastUpTo(firstOf(key, longest), longest);
            if (!entry)
                return nullptr;
            if (entry->length <= longest && firstOf(key, entry->length) == entry->key)
                return entry;
            length = sharedBits(key, entry->key) + 1;
        }
        return nullptr;
    }

    /// Calls f(first, last) for each range of addresses inside the prefix that no longer prefix of the set covers.
    /// `behind` is lowerBound(key, length + 1).
    template <class F>
    void forEachGap(Position behind, Key key, unsigned length, F &&f) const
    {
        const Key last = lastOf(key, length);
        Key cursor = key;
        for (Position at = behind; at.block != m_blocks.size();) {
            const Entry &inside = m_blocks[at.block][at.index];
            if (inside.key > last)
                break;
            if (inside.key > cursor)
                f(cursor, inside.key - 1);
            const Key end = lastOf(inside.key, inside.length);
            if (end == last)
                return;
            cursor = end + 1;
            const Block &block = m_blocks[at.block];
            if (block.back().key >= cursor) {
                while (block[at.index].key < cursor)
                    ++at.index;
            } else {
                at = lowerBound(cursor, 0);
            }
        }
        f(cursor, last);
    }

    /// The length of the longest prefix inside this one, itself included; 0: none. It stops looking at `enough`.
    unsigned longestInside(Key key, unsigned length, unsigned enough) const
    {
        const Key last = lastOf(key, length);
        unsigned longest = 0;
        Position at = lowerBound(key, length);
        for (; at.block != m_blocks.size(); ++at.block, at.index = 0) {
            for (; at.index < m_blocks[at.block].size(); ++at.index) {
                const Entry &entry = m_blocks[at.block][at.index];
                if (entry.key > last || longest >= enough)
                    return longest;
                longest = std::max<unsigned>(longest, entry.length);
            }
        }
        return longest;
    }

    /// Calls f(entry) in order.
    template <class F>
    void forEach(F &&f) const
    {
        for (const Block &block : m_blocks)
            for (const Entry &entry : block)
                f(entry);
    }

    std::size_t heapBytes() const
    {
        std::size_t bytes = m_blocks.capacity() * sizeof(Block) + m_firsts.capacity() * sizeof(Place);
        for (const Block &block : m_blocks)
            bytes += block.capacity() * sizeof(Entry);
        return bytes;
    }

private:
    friend class PrefixMerge<Key>;
    using Block = std::vector<Entry>;
    static constexpr std::size_t kStep = 16; // a block's memory grows by so many entries

    static void makeRoom(Block &block, std::size_t size)
    {
        if (block.capacity() < size)
            block.reserve(std::min(kBlock, (size + kStep - 1) / kStep * kStep));
    }

    /// The block where this place is or would be.
    std::size_t blockOf(Key key, unsigned length, std::size_t near = kNoBlock) const
    {
        const Place place{key, length};
        std::size_t at = 0, n = m_firsts.size();
        if (near < n && !before(place, m_firsts[near])) {
            at = near;
            std::size_t step = 1; // ever farther ahead, until it is behind the place
            while (at + step < n && !before(place, m_firsts[at + step])) {
                at += step;
                step *= 2;
            }
            n = std::min(step, n - at);
        }
        while (n > 1) {
            const std::size_t half = n / 2;
            at = before(place, m_firsts[at + half]) ? at : at + half;
            n -= half;
        }
        return at;
    }

    /// The last entry at this place or before it.
    const Entry *lastUpTo(Key key, unsigned length) const
    {
        if (m_blocks.empty())
            return nullptr;
        const std::size_t at = blockOf(key, length);
        const Block &block = m_blocks[at];
        const auto behind = std::upper_bound(block.begin(), block.end(), Place{key, length}, before<Place, Entry>);
        if (behind != block.begin())
            return &*std::prev(behind);
        return at == 0 ? nullptr : &m_blocks[at - 1].back();
    }

    /// Makes room in a full block; says which block the entry belongs to now.
    std::size_t split(std::size_t at, const Entry &entry)
    {
        const bool append = at + 1 == m_blocks.size() && before(m_blocks[at].back(), entry);
        if (append) { // sorted input leaves full blocks behind
            m_firsts.push_back({entry.key, entry.length});
            m_blocks.emplace_back().reserve(kBlock);
            return at + 1;
        }
        Block upper(m_blocks[at].begin() + kBlock / 2, m_blocks[at].end());
        m_blocks[at] = Block(m_blocks[at].begin(), m_blocks[at].begin() + kBlock / 2); // with less memory
        const Place first{upper.front().key, upper.front().length};
        m_firsts.insert(m_firsts.begin() + static_cast<std::ptrdiff_t>(at) + 1, first);
        m_blocks.insert(m_blocks.begin() + static_cast<std::ptrdiff_t>(at) + 1, std::move(upper));
        return before(entry, first) ? at : at + 1;
    }

    void join(std::size_t at)
    {
        Block &lower = m_blocks[at], &upper = m_blocks[at + 1];
        lower.insert(lower.end(), upper.begin(), upper.end());
        m_blocks.erase(m_blocks.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        m_firsts.erase(m_firsts.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }

    std::vector<Block> m_blocks; // none is empty
    std::vector<Place> m_firsts; // for each block a place not behind its first entry and behind all before it
    std::size_t m_size = 0;
};

} // namespace hopyard::ip::lookup

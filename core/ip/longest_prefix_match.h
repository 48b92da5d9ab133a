// Longest-prefix match as disjoint intervals of addresses, found by binary search without branches.
//
// A set of prefixes cuts the address space into intervals in which one prefix is the longest that matches. A router's
// small table is one sorted array of them: twenty routes are a few cache lines, so thousands of routers fit into
// memory and a lookup costs a handful of nanoseconds even where their tables are cold. A large table is split by the
// first 16 bits into chunks, each such an array of its own: a lookup stays short and a change rebuilds one chunk. (A
// change of a prefix shorter than 16 bits rebuilds the chunks that it covers.)
//
// The key is an address as an unsigned integer of 32 or 128 bits, so both families are the same code. The value is a
// number that the owner chooses. A plain value: copying it copies the table.
//
// Deliberately missing: tuning for a million routes (an issue of its own); a batch lookup.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::ip {

template <class Key>
class LongestPrefixMatch {
public:
    static constexpr std::uint32_t kNone = 0xffffffff; ///< no prefix matches
    static constexpr unsigned kBits = sizeof(Key) * 8;
    static constexpr unsigned kChunkBits = 16;
    /// Above this many prefixes the table is split, below a quarter of it joined again.
    static constexpr std::size_t kSplitAt = 2048;

    LongestPrefixMatch() : m_chunks(1) {}

    /// The value of the longest prefix that contains `key`, or kNone.
    std::uint32_t lookup(Key key) const
    {
        const Chunk &chunk = m_chunks[m_split ? chunkOf(key) : 0];
        std::size_t n = chunk.intervals.size();
        if (n == 0)
            return chunk.outside;
        const Interval *at = chunk.intervals.data();
        while (n > 1) {
            const std::size_t half = n / 2;
            at = at[half].start <= key ? at + half : at;
            n -= half;
        }
        return at->start <= key ? at->value : chunk.outside;
    }

    /// The value of exactly this prefix, or kNone. Bits of `key` beyond `length` must be zero, here and below.
    std::uint32_t find(Key key, unsigned length) const
    {
        const std::vector<Rule> &rules = rulesFor(key, length);
        const auto at = std::lower_bound(rules.begin(), rules.end(), Rule{key, 0, length}, before);
        return at != rules.end() && at->key == key && at->length == length ? at->value : kNone;
    }

    /// Adds a prefix or replaces its value. True where it was new.
    bool insert(Key key, unsigned length, std::uint32_t value)
    {
        std::vector<Rule> &rules = rulesFor(key, length);
        const auto at = std::lower_bound(rules.begin(), rules.end(), Rule{key, 0, length}, before);
        const bool isNew = at == rules.end() || at->key != key || at->length != length;
        if (isNew) {
            rules.insert(at, Rule{key, value, length});
            ++m_size;
        } else {
            at->value = value;
        }
        if (!m_split && m_size > kSplitAt)
            setSplit(true);
        else
            rebuildFor(key, length);
        return isNew;
    }

    /// False where there is no such prefix.
    bool erase(Key key, unsigned length)
    {
        std::vector<Rule> &rules = rulesFor(key, length);
        const auto at = std::lower_bound(rules.begin(), rules.end(), Rule{key, 0, length}, before);
        if (at == rules.end() || at->key != key || at->length != length)
            return false;
        rules.erase(at);
        --m_size;
        if (m_split && m_size < kSplitAt / 4)
            setSplit(false);
        else
            rebuildFor(key, length);
        return true;
    }

    std::size_t size() const { return m_size; }
    bool isSplit() const { return m_split; }

    /// Calls f(value) for each prefix; ordered by (address, length) within the prefixes shorter than 16 bits and
    /// within the others.
    template <class F>
    void forEach(F &&f) const
    {
        for (const Rule &rule : m_wide)
            f(rule.value);
        for (const Chunk &chunk : m_chunks)
            for (const Rule &rule : chunk.rules)
                f(rule.value);
    }

    /// Bytes of heap in use.
    std::size_t heapBytes() const
    {
        std::size_t bytes = m_chunks.capacity() * sizeof(Chunk) + m_wide.capacity() * sizeof(Rule);
        for (const Chunk &chunk : m_chunks)
            bytes += chunk.rules.capacity() * sizeof(Rule) + chunk.intervals.capacity() * sizeof(Interval);
        return bytes;
    }

private:
    struct Rule {
        Key key;
        std::uint32_t value;
        unsigned length;
    };
    struct Interval { // from start up to the next one's start
        Key start;
        std::uint32_t value;
    };
    struct Chunk {
        std::vector<Interval> intervals;
        std::vector<Rule> rules; // sorted by (key, length): a prefix stands before those inside it
        std::uint32_t outside = kNone; // before the first interval
    };

    static bool before(const Rule &a, const Rule &b) { return a.key != b.key ? a.key < b.key : a.length < b.length; }
    static Key lastOf(Key key, unsigned length) { return length == 0 ? ~Key(0) : key | ((Key(1) << (kBits - length)) - 1); }
    static std::size_t chunkOf(Key key) { return static_cast<std::size_t>(key >> (kBits - kChunkBits)); }

    std::vector<Rule> &rulesFor(Key key, unsigned length)
    {
        return !m_split ? m_chunks[0].rules : length < kChunkBits ? m_wide : m_chunks[chunkOf(key)].rules;
    }
    const std::vector<Rule> &rulesFor(Key key, unsigned length) const
    {
        return !m_split ? m_chunks[0].rules : length < kChunkBits ? m_wide : m_chunks[chunkOf(key)].rules;
    }

    void rebuildFor(Key key, unsigned length)
    {
        if (!m_split) {
            rebuild(m_chunks[0], ~Key(0));
            return;
        }
        const std::size_t last = chunkOf(lastOf(key, length));
        for (std::size_t c = chunkOf(key); c <= last; ++c)
            rebuildSplit(c);
    }

    void rebuildSplit(std::size_t c)
    {
        const Key first = Key(c) << (kBits - kChunkBits);
        Chunk &chunk = m_chunks[c];
        chunk.outside = kNone;
        for (const Rule &rule : m_wide) { // later ones in this order are inside earlier ones where both match
            if (rule.key > first)
                break;
            if (lastOf(rule.key, rule.length) >= first)
                chunk.outside = rule.value;
        }
        rebuild(chunk, lastOf(first, kChunkBits));
    }

    // One sweep over the sorted rules; `open` holds the prefixes that the sweep is inside of, innermost last.
    static void rebuild(Chunk &chunk, Key lastKey)
    {
        chunk.intervals.clear();
        std::vector<Interval> open; // here `start` is the prefix's last address
        const auto emit = [&chunk](Key start, std::uint32_t value) {
            if (!chunk.intervals.empty() && chunk.intervals.back().start == start)
                chunk.intervals.pop_back();
            const std::uint32_t previous = chunk.intervals.empty() ? chunk.outside : chunk.intervals.back().value;
            if (value != previous)
                chunk.intervals.push_back(Interval{start, value});
        };
        const auto close = [&] {
            const Key next = open.back().start + 1;
            open.pop_back();
            emit(next, open.empty() ? chunk.outside : open.back().value);
        };
        for (const Rule &rule : chunk.rules) {
            while (!open.empty() && open.back().start < rule.key)
                close();
            open.push_back(Interval{lastOf(rule.key, rule.length), rule.value});
            emit(rule.key, rule.value);
        }
        while (!open.empty() && open.back().start != lastKey)
            close();
    }

    void setSplit(bool split)
    {
        std::vector<Rule> all = std::move(m_wide);
        for (Chunk &chunk : m_chunks)
            all.insert(all.end(), chunk.rules.begin(), chunk.rules.end());
        m_wide.clear();
        m_split = split;
        m_chunks.assign(split ? std::size_t(1) << kChunkBits : 1, Chunk());
        m_chunks.shrink_to_fit();
        std::sort(all.begin(), all.end(), before);
        for (const Rule &rule : all)
            rulesFor(rule.key, rule.length).push_back(rule);
        if (split)
            for (std::size_t c = 0; c < m_chunks.size(); ++c)
                rebuildSplit(c);
        else
            rebuild(m_chunks[0], ~Key(0));
    }

    std::vector<Chunk> m_chunks;
    std::vector<Rule> m_wide; // shorter than kChunkBits, only while split
    std::size_t m_size = 0;
    bool m_split = false;
};

} // namespace hopyard::ip

// Many prefixes into a PrefixSet at once: each block that any of them belongs to is gone through once, and blocks that
// become too full are divided all together at the end.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ip/lookup/prefix_set.h"

#include <algorithm>
#include <span>
#include <utility>

namespace hopyard::ip::lookup {

template <class Key>
class PrefixMerge {
public:
    using Set = PrefixSet<Key>;
    using Entry = typename Set::Entry;
    using Place = typename Set::Place;

    /// How it is with a place that was put in.
    struct Put {
        std::uint32_t before;          ///< the labels that it had; 0: it was not there
        std::span<const Entry> behind; ///< the entries behind it in its block, with those put in
        bool isWhole;                  ///< all prefixes inside this one are among them
    };

    explicit PrefixMerge(Set &set) : m_set(set) {}

    /// Calls f(first, last) for each range of addresses inside the prefix that none of the entries behind it covers.
    template <class F>
    static void forEachGap(const Place &place, std::span<const Entry> behind, F &&f)
    {
        const Key last = lastOf(place.key, place.length);
        Key cursor = place.key;
        for (const Entry &inside : behind) {
            if (inside.key > last)
                break;
            if (inside.key < cursor)
                continue; // inside one that was seen
            if (inside.key > cursor)
                f(cursor, inside.key - 1);
            const Key end = lastOf(inside.key, inside.length);
            if (end == last)
                return;
            cursor = end + 1;
        }
        f(cursor, last);
    }

    /// Puts in all `places`, strictly ascending, with these labels. f(place, put) is called for each, in order, and must
    /// not look at the set; ahead(place) some time before that, and near(place) nearer to it.
    template <class Ahead, class Near, class F>
    void put(std::span<const Place> places, std::uint32_t labels, base::TimePoint since, Ahead &&ahead, Near &&near, F &&f)
    {
        constexpr std::size_t kAhead = 12;
        if (places.empty())
            return;
        if (m_set.m_blocks.empty()) {
            m_set.m_blocks.emplace_back();
            m_set.m_firsts.push_back({0, 0});
        }
        const std::size_t blocks = m_set.m_blocks.size();
        std::size_t at = 0, asked = 0, nearAsked = 0;
        for (std::size_t i = 0; i < places.size();) {
            at = m_set.blockOf(places[i].key, places[i].length, at);
            std::size_t end = i + 1;
            while (end < places.size() && (at + 1 == blocks || Set::before(places[end], m_set.m_firsts[at + 1])))
                ++end;
            for (asked = std::max(asked, i); asked < std::min(end + kAhead, places.size()); ++asked) {
                nearAsked = m_set.prefetch(places[asked].key, places[asked].length, nearAsked);
                ahead(places[asked]);
                if (asked >= kAhead / 2)
                    near(places[asked - kAhead / 2]);
            }
            putInBlock(at, places.subspan(i), end - i, labels, since, f);
            i = end;
        }
        addBlocks();
    }

private:
    struct Added {
        std::size_t behind; ///< the block before it
        typename Set::Block block;
    };

    /// The first `count` of `places`, which are all from here on, belong to this block.
    template <class F>
    void putInBlock(std::size_t at, std::span<const Place> places, std::size_t count, std::uint32_t labels, base::TimePoint since, F &&f)
    {
        typename Set::Block &block = m_set.m_blocks[at];
        const std::size_t had = block.size();
        const auto low = std::lower_bound(block.begin(), block.end(), places[0], [](const Entry &x, const Place &y) { return Set::before(x, y); });
        const bool appends = low == block.end() && at + 1 == m_set.m_blocks.size();
        const bool fits = had + count <= Set::kBlock;
        m_tail.assign(low, block.end());
        m_all.clear();
        if (!fits)
            m_all.assign(block.begin(), low);
        block.erase(low, block.end());
        if (fits)
            Set::makeRoom(block, had + count);
        std::vector<Entry> &into = fits ? block : m_all;
        m_new.clear();
        auto old = m_tail.begin();
        for (const Place &place : places.first(count)) {
            while (old != m_tail.end() && Set::before(*old, place))
                into.push_back(*old++);
            const bool isThere = old != m_tail.end() && old->key == place.key && old->length == place.length;
            m_new.push_back({into.size(), isThere ? (old++)->labels : 0u});
            into.push_back({place.key, labels, place.length, since});
        }
        into.insert(into.end(), old, m_tail.end());
        m_set.m_size += into.size() - had;
        // What begins behind this block, or will: none of these prefixes with a last address before that has more inside.
        Key behind = ~Key(0);
        if (at + 1 < m_set.m_blocks.size())
            behind = m_set.m_blocks[at + 1].front().key;
        if (count < places.size())
            behind = std::min(behind, places[count].key);
        const bool isLast = at + 1 == m_set.m_blocks.size() && count == places.size();
        for (std::size_t n = 0; n < count; ++n)
            f(places[n], Put{m_new[n].before, std::span<const Entry>(into).subspan(m_new[n].index + 1),
                             isLast || lastOf(places[n].key, places[n].length) < behind});
        if (!fits)
            divide(at, appends);
    }

    /// What is to be in a block may be too much for it: others behind it take their parts.
    void divide(std::size_t at, bool appends)
    {
        const std::size_t parts = (m_all.size() + Set::kBlock - 1) / Set::kBlock;
        std::size_t from = 0;
        for (std::size_t part = 0; part < parts; ++part) {
            // What comes sorted leaves full blocks behind.
            const std::size_t to = appends ? std::min(from + Set::kBlock, m_all.size()) : m_all.size() * (part + 1) / parts;
            const auto first = m_all.begin() + static_cast<std::ptrdiff_t>(from), end = m_all.begin() + static_cast<std::ptrdiff_t>(to);
            typename Set::Block made(first, end);
            if (part == 0)
                m_set.m_blocks[at] = std::move(made);
            else
                m_added.push_back({at, std::move(made)});
            from = to;
        }
    }

    void addBlocks()
    {
        std::size_t from = m_set.m_blocks.size(), to = from + m_added.size();
        m_set.m_blocks.resize(to);
        m_set.m_firsts.resize(to);
        for (; !m_added.empty(); m_added.pop_back()) {
            for (; from > m_added.back().behind + 1; --from, --to) {
                m_set.m_blocks[to - 1] = std::move(m_set.m_blocks[from - 1]);
                m_set.m_firsts[to - 1] = m_set.m_firsts[from - 1];
            }
            --to;
            m_set.m_blocks[to] = std::move(m_added.back().block);
            m_set.m_firsts[to] = {m_set.m_blocks[to].front().key, m_set.m_blocks[to].front().length};
        }
    }

    struct New {
        std::size_t index; ///< in its block
        std::uint32_t before;
    };

    Set &m_set;
    std::vector<Entry> m_tail, m_all;
    std::vector<New> m_new;
    std::vector<Added> m_added; // in order
};

} // namespace hopyard::ip::lookup

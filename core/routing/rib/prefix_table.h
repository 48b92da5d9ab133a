// The prefixes of one family that somebody offers a route for, 16 bytes each (IPv6 32) and about 6 for finding them.
//
// A prefix is found by hash; the longest match by asking for each length that there is, from the longest, which is a few
// dozen look-ups and happens only for next hops. Numbers of entries stay as they are until erased.
// A plain value.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/routing/hash_index.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace hopyard::routing {

/// One candidate for a prefix, by the number of its label. The only candidate stands in the prefix's entry itself;
/// several stand in a list of their own, and the entry's `label` is the list's number.
struct RibRecord {
    static constexpr std::uint8_t kSelected = 1; ///< it counts; in the entry of several: one of them does
    static constexpr std::uint8_t kActive = 2;
    static constexpr std::uint8_t kFresh = 4;    ///< offered since the last settling
    // Of the prefix:
    static constexpr std::uint8_t kMany = 8;     ///< `label` is the number of a list
    static constexpr std::uint8_t kTouched = 16; ///< what counted before is written down
    static constexpr std::uint8_t kQueued = 32;  ///< is to be looked at
    static constexpr std::uint8_t kInstalled = 64;
    static constexpr std::uint8_t kForce = 128;  ///< goes to the forwarding table even where it is the same

    std::uint32_t label = HashIndex::kNone; ///< none: nobody offers anything (any more)
    std::uint32_t sinceLow = 0;             // microseconds, 48 bits: nine years
    std::uint16_t sinceHigh = 0;
    std::uint8_t flags = 0;
    std::uint8_t length = 0; ///< of the prefix

    bool is(std::uint8_t flag) const { return (flags & flag) != 0; }
    void set(std::uint8_t flag, bool on = true) { flags = static_cast<std::uint8_t>(on ? flags | flag : flags & ~flag); }
    base::TimePoint since() const
    {
        return base::TimePoint::fromNs((std::int64_t(sinceHigh) << 32 | std::int64_t(sinceLow)) * 1000);
    }
    void setSince(base::TimePoint when)
    {
        const auto us = static_cast<std::uint64_t>(when.ns() / 1000);
        sinceLow = static_cast<std::uint32_t>(us);
        sinceHigh = static_cast<std::uint16_t>(us >> 32);
    }
};

template <class Key>
class PrefixTable {
public:
    static constexpr std::uint32_t kNone = HashIndex::kNone;
    static constexpr unsigned kBits = sizeof(Key) * 8;

    struct Entry {
        Key key{};
        RibRecord record;
    };

    /// Bits of `key` beyond `length` are zero, here and below.
    std::uint32_t find(Key key, unsigned length) const
    {
        return m_index.find(hashOf(key, length), [&](std::uint32_t i) {
            return m_entries[i].key == key && m_entries[i].record.length == length;
        });
    }
    /// Asks the memory for where find() will look.
    [[gnu::always_inline]] void prefetch(Key key, unsigned length) const { m_index.prefetch(hashOf(key, length)); }
    std::uint32_t findOrInsert(Key key, unsigned length)
    {
        const std::uint64_t hash = hashOf(key, length);
        const std::uint32_t found = m_index.find(hash, [&](std::uint32_t i) {
            return m_entries[i].key == key && m_entries[i].record.length == length;
        });
        if (found != kNone)
            return found;
        auto number = static_cast<std::uint32_t>(m_entries.size());
        if (m_free.empty()) {
            m_entries.emplace_back();
        } else {
            number = m_free.back();
            m_free.pop_back();
            m_entries[number] = Entry();
        }
        m_entries[number].key = key;
        m_entries[number].record.length = static_cast<std::uint8_t>(length);
        m_index.insert(hash, number, [this](std::uint32_t i) { return hashAt(i); });
        ++m_ofLength[length];
        return number;
    }
    void erase(std::uint32_t number)
    {
        m_index.erase(hashAt(number), number, [this](std::uint32_t i) { return hashAt(i); });
        --m_ofLength[m_entries[number].record.length];
        m_entries[number].record.length = kFree;
        m_free.push_back(number);
    }

    Entry &at(std::uint32_t number) { return m_entries[number]; }
    const Entry &at(std::uint32_t number) const { return m_entries[number]; }

    /// The longest prefix around `key`, at most `longest` bits, that has a selected candidate.
    std::uint32_t lookupSelected(Key key, unsigned longest = kBits) const
    {
        for (unsigned length = longest + 1; length-- > 0;) {
            if (m_ofLength[length] == 0)
                continue;
            const std::uint32_t found = find(length == 0 ? Key(0) : key & ~Key(0) << (kBits - length), length);
            if (found != kNone && m_entries[found].record.is(RibRecord::kSelected))
                return found;
        }
        return kNone;
    }

    /// f(number) for each, in no order that may be seen.
    template <class F>
    void forEach(F &&f) const
    {
        for (std::uint32_t i = 0; i < m_entries.size(); ++i)
            if (m_entries[i].record.length != kFree)
                f(i);
    }
    /// The numbers of all, sorted by address and length.
    std::vector<std::uint32_t> sorted() const
    {
        std::vector<std::uint32_t> all;
        all.reserve(size());
        forEach([&](std::uint32_t i) { all.push_back(i); });
        std::sort(all.begin(), all.end(), [this](std::uint32_t a, std::uint32_t b) {
            const Entry &x = m_entries[a], &y = m_entries[b];
            return x.key != y.key ? x.key < y.key : x.record.length < y.record.length;
        });
        return all;
    }
    std::size_t size() const { return m_entries.size() - m_free.size(); }
    std::size_t heapBytes() const
    {
        return m_entries.capacity() * sizeof(Entry) + m_free.capacity() * sizeof(std::uint32_t) + m_index.heapBytes();
    }

private:
    static constexpr std::uint8_t kFree = 255; // the length of an entry that is not in use

    static std::uint64_t hashOf(Key key, unsigned length)
    {
        auto hash = mixed(static_cast<std::uint64_t>(key) ^ std::uint64_t(length + 1) << 56);
        if constexpr (sizeof(Key) > 8)
            hash = mixed(hash ^ static_cast<std::uint64_t>(key >> 64));
        return hash;
    }
    std::uint64_t hashAt(std::uint32_t i) const { return hashOf(m_entries[i].key, m_entries[i].record.length); }

    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_free;
    HashIndex m_index;
    std::array<std::uint32_t, kBits + 1> m_ofLength{};
};

} // namespace hopyard::routing

// The AS path of BGP (RFC 4271 section 4.3, 5.1.2; four-octet numbers of RFC 6793; confederations of RFC 5065).
//
// Kept as it is written on a four-octet session: segments of type, count and numbers. So a path is one piece of memory,
// compared as bytes, and what reads it walks it in place.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::wire {

using AsNumber = std::uint32_t;
constexpr AsNumber kAsTrans = 23456; ///< stands for a four-octet number on a two-octet session (RFC 6793)

/// RFC 6996, and the numbers kept for documentation are not private.
constexpr bool isPrivateAs(AsNumber as) { return (as >= 64512 && as <= 65534) || (as >= 4200000000u && as <= 4294967294u); }

/// Looks at the segments of a path, four octets a number.
class AsPathView {
public:
    enum class SegmentType : std::uint8_t { set = 1, sequence = 2, confedSequence = 3, confedSet = 4 };
    struct Segment {
        SegmentType type = SegmentType::sequence;
        base::Bytes numbers; ///< four octets each
        std::size_t size() const { return numbers.size() / 4; }
        AsNumber at(std::size_t i) const { return base::loadU32(&numbers[i * 4]); }
        bool isConfederation() const { return type == SegmentType::confedSequence || type == SegmentType::confedSet; }
    };

    /// `bytes` passed isValid() with `octets` 4, or were made by AsPath.
    explicit AsPathView(base::Bytes bytes) : m_bytes(bytes) {}
    /// Segments whole, of known types, not empty, and without AS 0 (RFC 7607). `octets` of a number: 2 or 4.
    static bool isValid(base::Bytes bytes, unsigned octets);

    class Iterator {
    public:
        explicit Iterator(base::Bytes rest) : m_rest(rest) {}
        Segment operator*() const
        {
            return {static_cast<SegmentType>(m_rest[0]), m_rest.subspan(2, std::size_t(m_rest[1]) * 4)};
        }
        Iterator &operator++() { m_rest = m_rest.subspan(2 + std::size_t(m_rest[1]) * 4); return *this; }
        bool operator!=(const Iterator &o) const { return m_rest.size() != o.m_rest.size(); }

    private:
        base::Bytes m_rest;
    };
    Iterator begin() const { return Iterator(m_bytes); }
    Iterator end() const { return Iterator(m_bytes.last(0)); }
    bool isEmpty() const { return m_bytes.empty(); }

    /// As the decision counts (RFC 4271 9.1.2.2 a): a set is one, confederation segments are none.
    unsigned length() const;
    /// Numbers in confederation segments, sets as one (`bestpath as-path confed`).
    unsigned confederationLength() const;
    /// The neighbouring AS: the first of the first sequence behind confederation segments; 0 where there is none.
    AsNumber neighbour() const;
    /// The first number of all, of any segment; 0 where empty.
    AsNumber first() const;
    /// The last number of all; 0 where empty or where the path ends in a set.
    AsNumber origin() const;
    unsigned count(AsNumber as) const;
    bool hasConfederation() const;
    bool hasSet() const;
    /// "65001 65002 {1,2}", confederation segments as "(65010)" and "[65010,65011]".
    std::string toString() const;

private:
    base::Bytes m_bytes;
};

/// A path that is made or changed.
class AsPath {
public:
    AsPath() = default;
    /// "65001 65002": a sequence.
    explicit AsPath(std::initializer_list<AsNumber> sequence);
    explicit AsPath(base::Bytes fourOctets) : m_bytes(fourOctets.begin(), fourOctets.end()) {}
    /// From a session of two-octet numbers.
    static AsPath fromTwoOctets(base::Bytes bytes);

    base::Bytes bytes() const { return m_bytes; }
    AsPathView view() const { return AsPathView(m_bytes); }
    std::string toString() const { return view().toString(); }
    void clear() { m_bytes.clear(); }
    void assign(base::Bytes fourOctets) { m_bytes.assign(fourOctets.begin(), fourOctets.end()); }

    /// In front, into the sequence (or confederation sequence) that stands there or a new one.
    void prepend(AsNumber as, unsigned times = 1) { prepend(AsPathView::SegmentType::sequence, as, times); }
    void prependConfederation(AsNumber as) { prepend(AsPathView::SegmentType::confedSequence, as, 1); }
    void append(AsPathView::SegmentType type, const std::vector<AsNumber> &numbers);
    /// RFC 5065 section 4: what leaves the confederation has none of its segments.
    void removeConfederation();
    enum class PrivateMode : std::uint8_t {
        onlyIfAllPrivate, ///< nothing is done where any number is public (`remove-private-AS`)
        all,              ///< private numbers are taken out wherever they stand (`all`)
    };
    /// `replaceWith` not 0: private numbers become this one instead of going (`replace-AS`). Never touches `keep`, the
    /// peer's own number, with which it finds loops.
    void removePrivate(PrivateMode mode, AsNumber replaceWith, AsNumber keep);
    /// Every `from` becomes `to` (`as-override`).
    void replace(AsNumber from, AsNumber to);

    /// As two octets; numbers that do not fit as AS_TRANS. True where any did not fit.
    bool toTwoOctets(std::vector<std::uint8_t> &out) const;
    /// RFC 6793 section 4.2.3: a two-octet path and the AS4_PATH that came with it as one.
    static AsPath merge(const AsPath &twoOctet, const AsPath &as4Path);

    bool operator==(const AsPath &) const = default;

private:
    void prepend(AsPathView::SegmentType type, AsNumber as, unsigned times);
    std::vector<std::uint8_t> m_bytes;
};

} // namespace hopyard::wire

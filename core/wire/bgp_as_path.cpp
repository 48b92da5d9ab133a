// AS paths read, changed and printed. See bgp_as_path.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/wire/bgp_as_path.h"

#include <algorithm>
#include <array>

namespace hopyard::wire {

namespace {

using Type = AsPathView::SegmentType;

void push32(std::vector<std::uint8_t> &out, std::uint32_t v)
{
    std::array<std::uint8_t, 4> b{};
    base::storeU32(b.data(), v);
    out.insert(out.end(), b.begin(), b.end());
}

} // namespace

bool AsPathView::isValid(base::Bytes bytes, unsigned octets)
{
    while (!bytes.empty()) {
        if (bytes.size() < 2 || bytes[0] < 1 || bytes[0] > 4 || bytes[1] == 0)
            return false;
        const std::size_t length = std::size_t(bytes[1]) * octets;
        if (bytes.size() < 2 + length)
            return false;
        for (std::size_t i = 0; i < bytes[1]; ++i) {
            const std::uint8_t *p = &bytes[2 + i * octets];
            if ((octets == 4 ? base::loadU32(p) : base::loadU16(p)) == 0)
                return false;
        }
        bytes = bytes.subspan(2 + length);
    }
    return true;
}

unsigned AsPathView::length() const
{
    unsigned n = 0;
    for (const Segment s : *this)
        if (!s.isConfederation())
            n += s.type == Type::set ? 1 : static_cast<unsigned>(s.size());
    return n;
}

unsigned AsPathView::confederationLength() const
{
    unsigned n = 0;
    for (const Segment s : *this)
        if (s.isConfederation())
            n += s.type == Type::confedSet ? 1 : static_cast<unsigned>(s.size());
    return n;
}

AsNumber AsPathView::neighbour() const
{
    for (const Segment s : *this)
        if (!s.isConfederation())
            return s.type == Type::sequence ? s.at(0) : 0;
    return 0;
}

AsNumber AsPathView::first() const { return isEmpty() ? 0 : (*begin()).at(0); }

AsNumber AsPathView::origin() const
{
    AsNumber as = 0;
    for (const Segment s : *this)
        as = s.type == Type::sequence ? s.at(s.size() - 1) : 0;
    return as;
}

unsigned AsPathView::count(AsNumber as) const
{
    unsigned n = 0;
    for (const Segment s : *this)
        for (std::size_t i = 0; i < s.size(); ++i)
            n += s.at(i) == as;
    return n;
}

bool AsPathView::hasConfederation() const
{
    for (const Segment s : *this)
        if (s.isConfederation())
            return true;
    return false;
}

bool AsPathView::hasSet() const
{
    for (const Segment s : *this)
        if (s.type == Type::set || s.type == Type::confedSet)
            return true;
    return false;
}

std::string AsPathView::toString() const
{
    std::string text;
    for (const Segment s : *this) {
        static constexpr std::string_view kOpen = " { ([", kClose = " } )]"; // by type
        const auto type = static_cast<std::size_t>(s.type);
        const char separator = s.type == Type::set || s.type == Type::confedSet ? ',' : ' ';
        if (!text.empty())
            text += ' ';
        if (s.type != Type::sequence)
            text += kOpen[type];
        for (std::size_t i = 0; i < s.size(); ++i) {
            if (i)
                text += separator;
            text += std::to_string(s.at(i));
        }
        if (s.type != Type::sequence)
            text += kClose[type];
    }
    return text;
}

AsPath::AsPath(std::initializer_list<AsNumber> sequence)
{
    append(Type::sequence, std::vector<AsNumber>(sequence));
}

AsPath AsPath::fromTwoOctets(base::Bytes bytes)
{
    AsPath path;
    for (base::ByteReader reader(bytes); reader.remaining() > 0;) {
        path.m_bytes.push_back(reader.u8());
        const std::uint8_t count = reader.u8();
        path.m_bytes.push_back(count);
        for (unsigned i = 0; i < count; ++i)
            push32(path.m_bytes, reader.u16());
    }
    return path;
}

void AsPath::append(AsPathView::SegmentType type, const std::vector<AsNumber> &numbers)
{
    for (std::size_t at = 0; at < numbers.size(); at += 255) {
        const std::size_t n = std::min<std::size_t>(255, numbers.size() - at);
        m_bytes.push_back(static_cast<std::uint8_t>(type));
        m_bytes.push_back(static_cast<std::uint8_t>(n));
        for (std::size_t i = 0; i < n; ++i)
            push32(m_bytes, numbers[at + i]);
    }
}

void AsPath::prepend(AsPathView::SegmentType type, AsNumber as, unsigned times)
{
    for (unsigned i = 0; i < times; ++i) {
        std::array<std::uint8_t, 6> head{static_cast<std::uint8_t>(type), 1};
        base::storeU32(&head[2], as);
        if (m_bytes.size() >= 2 && m_bytes[0] == head[0] && m_bytes[1] < 255) {
            ++m_bytes[1];
            m_bytes.insert(m_bytes.begin() + 2, head.begin() + 2, head.end());
        } else {
            m_bytes.insert(m_bytes.begin(), head.begin(), head.end());
        }
    }
}

void AsPath::removeConfederation()
{
    if (!view().hasConfederation())
        return;
    std::vector<std::uint8_t> kept;
    for (const AsPathView::Segment s : view())
        if (!s.isConfederation()) {
            kept.push_back(static_cast<std::uint8_t>(s.type));
            kept.push_back(static_cast<std::uint8_t>(s.size()));
            kept.insert(kept.end(), s.numbers.begin(), s.numbers.end());
        }
    m_bytes = std::move(kept);
}

void AsPath::removePrivate(PrivateMode mode, AsNumber replaceWith, AsNumber keep)
{
    bool any = false, all = true;
    for (const AsPathView::Segment s : view())
        for (std::size_t i = 0; i < s.size(); ++i)
            (isPrivateAs(s.at(i)) ? any : all) = isPrivateAs(s.at(i));
    if (!any || (mode == PrivateMode::onlyIfAllPrivate && !all))
        return;
    AsPath changed;
    for (const AsPathView::Segment s : view()) {
        std::vector<AsNumber> numbers;
        for (std::size_t i = 0; i < s.size(); ++i) {
            if (!isPrivateAs(s.at(i)) || s.at(i) == keep)
                numbers.push_back(s.at(i));
            else if (replaceWith)
                numbers.push_back(replaceWith);
        }
        changed.append(s.type, numbers);
    }
    *this = std::move(changed);
}

void AsPath::replace(AsNumber from, AsNumber to)
{
    for (const AsPathView::Segment s : view())
        for (std::size_t i = 0; i < s.size(); ++i)
            if (s.at(i) == from)
                base::storeU32(m_bytes.data() + (&s.numbers[i * 4] - m_bytes.data()), to);
}

bool AsPath::toTwoOctets(std::vector<std::uint8_t> &out) const
{
    bool cut = false;
    for (const AsPathView::Segment s : view()) {
        out.push_back(static_cast<std::uint8_t>(s.type));
        out.push_back(static_cast<std::uint8_t>(s.size()));
        for (std::size_t i = 0; i < s.size(); ++i) {
            const bool fits = s.at(i) <= 0xffff;
            cut |= !fits;
            const auto two = static_cast<std::uint16_t>(fits ? s.at(i) : kAsTrans);
            out.push_back(static_cast<std::uint8_t>(two >> 8));
            out.push_back(static_cast<std::uint8_t>(two));
        }
    }
    return cut;
}

AsPath AsPath::merge(const AsPath &twoOctet, const AsPath &as4Path)
{
    // Counted as the decision counts, but with confederation segments, which AS4_PATH does not have, passed over.
    const unsigned two = twoOctet.view().length(), four = as4Path.view().length();
    if (four == 0 || two < four)
        return twoOctet;
    AsPath merged;
    unsigned lead = two - four; // so many numbers of the two-octet path stand in front of the AS4_PATH
    for (const AsPathView::Segment s : twoOctet.view()) {
        std::vector<AsNumber> numbers;
        for (std::size_t i = 0; i < s.size() && (lead > 0 || s.isConfederation()); ++i) {
            numbers.push_back(s.at(i));
            if (s.type == Type::sequence)
                --lead;
        }
        if (s.type == Type::set && !numbers.empty())
            --lead;
        merged.append(s.type, numbers);
    }
    for (const AsPathView::Segment s : as4Path.view()) {
        std::vector<AsNumber> numbers;
        for (std::size_t i = 0; i < s.size(); ++i)
            numbers.push_back(s.at(i));
        // Two sequences one behind the other are one.
        if (s.type == Type::sequence && merged.m_bytes.size() >= 2 && !merged.view().hasSet() &&
            merged.m_bytes[0] == 2 && merged.m_bytes.size() == 2 + std::size_t(merged.m_bytes[1]) * 4 &&
            merged.m_bytes[1] + numbers.size() <= 255) {
            merged.m_bytes[1] = static_cast<std::uint8_t>(merged.m_bytes[1] + numbers.size());
            for (const AsNumber as : numbers)
                push32(merged.m_bytes, as);
        } else {
            merged.append(s.type, numbers);
        }
    }
    return merged;
}

} // namespace hopyard::wire

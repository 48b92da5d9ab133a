// A link state database: the advertisements of one area, of the whole AS, or of one link.
//
// An advertisement's bytes are immutable and shared (shared_ptr<const>: by the database, its copies in checkpoints, and
// what waits to be sent), so flooding copies none of them. Its age is not in them: it is the time since `birth`.
// Places (slots) stay the same while an advertisement is replaced by newer ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/time.h"
#include "core/wire/ospf_lsa.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

namespace hopyard::routing::ospf {

/// Whole bytes of an advertisement, header first; the length stands in them.
using LsaBytes = std::shared_ptr<const std::uint8_t[]>;
LsaBytes makeLsaBytes(base::Bytes bytes);
inline wire::LsaView viewOf(const LsaBytes &bytes)
{
    return wire::LsaView::trusted(base::Bytes(bytes.get(), base::loadU16(bytes.get() + 18)));
}

struct StoredLsa {
    LsaBytes bytes;               ///< none: a free place
    base::TimePoint birth;        ///< when its age was 0
    base::TimePoint installed;    ///< for MinLSArrival and MinLSInterval
    base::TimePoint sentBack = base::TimePoint::fromNs(-3'600'000'000'000'000); ///< to one who had an older one
    std::uint32_t waiting = 0;    ///< on so many retransmission lists
    bool own = false;             ///< we made it
    bool maxAge = false;          ///< is to be removed once all have acknowledged it; its age stands still

    wire::LsaView view() const { return viewOf(bytes); }
    wire::LsaKey key() const { return view().key(); }
    /// Seconds, at most MaxAge.
    std::uint16_t age(base::TimePoint now) const
    {
        if (maxAge)
            return wire::LsaHeader::kMaxAge;
        const std::int64_t seconds = (now - birth).ns() / 1'000'000'000;
        return static_cast<std::uint16_t>(std::clamp<std::int64_t>(seconds, 0, wire::LsaHeader::kMaxAge));
    }
    wire::LsaHeader header(base::TimePoint now) const
    {
        wire::LsaHeader h = view().header();
        h.age = age(now);
        return h;
    }
};

/// Which of two instances of an advertisement is the newer (RFC 2328 section 13.1): > 0 the first, 0 the same.
int compareInstances(const wire::LsaHeader &a, const wire::LsaHeader &b);

class Lsdb {
public:
    using Slot = std::uint32_t;
    static constexpr Slot kNone = 0xffffffff;

    /// kNone where there is none.
    Slot find(const wire::LsaKey &key) const;
    StoredLsa &at(Slot slot) { return m_slots[slot]; }
    const StoredLsa &at(Slot slot) const { return m_slots[slot]; }
    bool isUsed(Slot slot) const { return slot < m_slots.size() && m_slots[slot].bytes != nullptr; }
    /// Puts it in place of the instance that is there, or anew. `waiting` of a replaced one is kept.
    Slot install(StoredLsa lsa);
    void remove(Slot slot);
    std::size_t size() const { return m_count; }
    Slot end() const { return static_cast<Slot>(m_slots.size()); } ///< places 0 to end(), free ones among them
    /// In order of places, which is a matter of history, not of hashes.
    template <class Visit>
    void forEach(Visit &&visit) const
    {
        for (Slot slot = 0; slot < m_slots.size(); ++slot)
            if (m_slots[slot].bytes)
                visit(slot, m_slots[slot]);
    }

    /// Places of those at MaxAge; who marks one adds it.
    std::vector<Slot> maxAged;
    /// When the first may have reached an age to act on; a walk then finds out.
    base::TimePoint nextAge = base::TimePoint::never();

private:
    std::size_t home(const wire::LsaKey &key) const;
    void rehash(std::size_t size);

    std::vector<StoredLsa> m_slots;
    std::vector<Slot> m_free;
    std::vector<Slot> m_index; // linear probing; a power of two
    std::size_t m_count = 0;
};

} // namespace hopyard::routing::ospf

// The database's index, and which instance is newer. See lsdb.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/routing/ospf/lsdb.h"

#include <cstdlib>

namespace hopyard::routing::ospf {

namespace {

constexpr int kMaxAgeDiff = 900; // seconds (RFC 2328 appendix B)

std::uint64_t hashOf(const wire::LsaKey &key)
{
    std::uint64_t h = (std::uint64_t(key.id.value()) << 32 | key.advertisingRouter.value()) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    return (h + static_cast<std::uint64_t>(key.type)) * 0xbf58476d1ce4e5b9u;
}

} // namespace

LsaBytes makeLsaBytes(base::Bytes bytes)
{
    // Shared: the database, checkpoints of it and packets waiting to be sent hold the same bytes, which nobody changes.
    auto copy = std::make_shared<std::uint8_t[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), copy.get());
    return copy;
}

int compareInstances(const wire::LsaHeader &a, const wire::LsaHeader &b)
{
    if (a.sequence != b.sequence)
        return a.sequence > b.sequence ? 1 : -1;
    if (a.checksum != b.checksum)
        return a.checksum > b.checksum ? 1 : -1;
    const bool aMax = a.age >= wire::LsaHeader::kMaxAge;
    const bool bMax = b.age >= wire::LsaHeader::kMaxAge;
    if (aMax != bMax)
        return aMax ? 1 : -1;
    if (std::abs(int(a.age) - int(b.age)) > kMaxAgeDiff)
        return a.age < b.age ? 1 : -1;
    return 0;
}

std::size_t Lsdb::home(const wire::LsaKey &key) const
{
    return static_cast<std::size_t>(hashOf(key) >> 32) & (m_index.size() - 1);
}

Lsdb::Slot Lsdb::find(const wire::LsaKey &key) const
{
    if (m_index.empty())
        return kNone;
    for (std::size_t i = home(key);; i = (i + 1) & (m_index.size() - 1)) {
        if (m_index[i] == kNone || m_slots[m_index[i]].key() == key)
            return m_index[i];
    }
}

Lsdb::Slot Lsdb::install(StoredLsa lsa)
{
    const wire::LsaKey key = lsa.key();
    if (const Slot known = find(key); known != kNone) {
        lsa.waiting = m_slots[known].waiting;
        m_slots[known] = std::move(lsa);
        return known;
    }
    if ((m_count + 1) * 4 > m_index.size() * 3)
        rehash(m_index.empty() ? 16 : m_index.size() * 2);
    Slot slot;
    if (m_free.empty()) {
        slot = static_cast<Slot>(m_slots.size());
        m_slots.push_back(std::move(lsa));
    } else {
        slot = m_free.back();
        m_free.pop_back();
        m_slots[slot] = std::move(lsa);
    }
    std::size_t i = home(key);
    while (m_index[i] != kNone)
        i = (i + 1) & (m_index.size() - 1);
    m_index[i] = slot;
    ++m_count;
    return slot;
}

void Lsdb::remove(Slot slot)
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t i = home(m_slots[slot].key());
    while (m_index[i] != slot)
        i = (i + 1) & mask;
    for (std::size_t next = (i + 1) & mask; m_index[next] != kNone; next = (next + 1) & mask) {
        const std::size_t ideal = home(m_slots[m_index[next]].key());
        if (((next - ideal) & mask) >= ((next - i) & mask)) {
            m_index[i] = m_index[next];
            i = next;
        }
    }
    m_index[i] = kNone;
    m_slots[slot] = StoredLsa{};
    m_free.push_back(slot);
    --m_count;
}

void Lsdb::rehash(std::size_t size)
{
    m_index.assign(size, kNone);
    for (Slot slot = 0; slot < m_slots.size(); ++slot) {
        if (!m_slots[slot].bytes)
            continue;
        std::size_t i = home(m_slots[slot].key());
        while (m_index[i] != kNone)
            i = (i + 1) & (size - 1);
        m_index[i] = slot;
    }
}

} // namespace hopyard::routing::ospf

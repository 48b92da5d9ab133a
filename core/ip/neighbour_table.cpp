// Slots and their hash index; see neighbour_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/neighbour_table.h"

#include <algorithm>

namespace hopyard::ip {

std::uint32_t NeighbourTable::find(const base::IpAddress &address) const
{
    if (m_index.empty())
        return kNone;
    const std::size_t mask = m_index.size() - 1;
    for (std::size_t i = hash(address) & mask;; i = (i + 1) & mask) {
        const std::uint32_t slot = m_index[i];
        if (slot == kNone || m_slots[slot].address == address)
            return slot;
    }
}

std::uint32_t NeighbourTable::add(const base::IpAddress &address, unsigned limit)
{
    if (m_size >= limit)
        return kNone;
    std::uint32_t slot = 0;
    while (slot < m_slots.size() && m_slots[slot].address.isValid())
        ++slot;
    if (slot == m_slots.size())
        m_slots.emplace_back();
    m_slots[slot].address = address;
    ++m_size;
    if (m_size * 2 > m_index.size()) {
        reindex();
    } else {
        const std::size_t mask = m_index.size() - 1;
        std::size_t i = hash(address) & mask;
        while (m_index[i] != kNone)
            i = (i + 1) & mask;
        m_index[i] = slot;
    }
    return slot;
}

void NeighbourTable::remove(std::uint32_t slot)
{
    m_slots[slot] = Neighbour();
    --m_size;
    ++m_epoch;
    reindex();
}

std::vector<std::uint32_t> NeighbourTable::sorted() const
{
    std::vector<std::uint32_t> slots;
    for (std::uint32_t slot = 0; slot < m_slots.size(); ++slot)
        if (m_slots[slot].address.isValid())
            slots.push_back(slot);
    std::sort(slots.begin(), slots.end(),
              [this](std::uint32_t a, std::uint32_t b) { return m_slots[a].address < m_slots[b].address; });
    return slots;
}

std::uint32_t NeighbourTable::oldestUnused() const
{
    std::uint32_t oldest = kNone;
    for (std::uint32_t slot = 0; slot < m_slots.size(); ++slot) {
        const Neighbour &n = m_slots[slot];
        const bool unused = n.state == NeighbourState::stale || n.state == NeighbourState::failed;
        if (n.address.isValid() && unused && (oldest == kNone || n.since < m_slots[oldest].since))
            oldest = slot;
    }
    return oldest;
}

std::size_t NeighbourTable::hash(const base::IpAddress &address)
{
    if (address.isV4()) // the same as below
        return static_cast<std::size_t>(address.v4().value() * 0x9e3779b97f4a7c15u >> 32);
    std::uint64_t h = 0;
    const base::Bytes bytes = address.bytes();
    for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4)
        h = (h ^ base::loadU32(bytes.data() + i)) * 0x9e3779b97f4a7c15u;
    return static_cast<std::size_t>(h >> 32);
}

void NeighbourTable::reindex()
{
    std::size_t size = 4;
    while (size < m_size * 2)
        size *= 2;
    m_index.assign(size, kNone);
    for (std::uint32_t slot = 0; slot < m_slots.size(); ++slot) {
        if (!m_slots[slot].address.isValid())
            continue;
        std::size_t i = hash(m_slots[slot].address) & (size - 1);
        while (m_index[i] != kNone)
            i = (i + 1) & (size - 1);
        m_index[i] = slot;
    }
}

} // namespace hopyard::ip

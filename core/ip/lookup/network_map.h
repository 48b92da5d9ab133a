// A map from networks of 24 bits to numbers: open addressing, one multiplication. A plain value; its order is nobody's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hopyard::ip::lookup {

class NetworkMap {
public:
    std::size_t size() const { return m_size; }

    /// Null where the network is not in the map. Holds until the map changes.
    const std::uint32_t *find(std::uint32_t network) const
    {
        if (m_slots.empty())
            return nullptr;
        const Slot &slot = m_slots[place(network)];
        return slot.network == network ? &slot.number : nullptr;
    }
    std::uint32_t *find(std::uint32_t network)
    {
        return const_cast<std::uint32_t *>(static_cast<const NetworkMap *>(this)->find(network));
    }

    /// The network is not in the map yet.
    std::uint32_t &insert(std::uint32_t network, std::uint32_t number)
    {
        if ((m_size + 1) * 2 > m_slots.size()) {
            std::vector<Slot> old(m_slots.empty() ? 16 : m_slots.size() * 2);
            old.swap(m_slots);
            for (const Slot &slot : old)
                if (slot.network != kFree)
                    m_slots[place(slot.network)] = slot;
        }
        ++m_size;
        Slot &slot = m_slots[place(network)];
        slot = {network, number};
        return slot.number;
    }

    /// The network is in the map.
    void erase(std::uint32_t network)
    {
        std::size_t hole = place(network);
        m_slots[hole] = {};
        --m_size;
        for (std::size_t at = next(hole); m_slots[at].network != kFree; at = next(at)) {
            const std::size_t wanted = home(m_slots[at].network); // what may stand in the hole moves there
            if (((at - wanted) & mask()) >= ((at - hole) & mask())) {
                m_slots[hole] = std::exchange(m_slots[at], Slot());
                hole = at;
            }
        }
    }

    /// Calls f(network, number) for each; f may change the number.
    template <class F>
    void forEach(F &&f)
    {
        for (Slot &slot : m_slots)
            if (slot.network != kFree)
                f(slot.network, slot.number);
    }

    std::size_t heapBytes() const { return m_slots.capacity() * sizeof(Slot); }

private:
    static constexpr std::uint32_t kFree = 0xffffffff;
    struct Slot {
        std::uint32_t network = kFree;
        std::uint32_t number = 0;
    };

    std::size_t mask() const { return m_slots.size() - 1; }
    std::size_t next(std::size_t at) const { return (at + 1) & mask(); }
    std::size_t home(std::uint32_t network) const { return (network * 0x9e3779b97f4a7c15u >> 32) & mask(); }
    /// Where the network is, or the free slot where it would be.
    std::size_t place(std::uint32_t network) const
    {
        std::size_t at = home(network);
        while (m_slots[at].network != kFree && m_slots[at].network != network)
            at = next(at);
        return at;
    }

    std::vector<Slot> m_slots; // a power of two, half of them free
    std::size_t m_size = 0;
};

} // namespace hopyard::ip::lookup

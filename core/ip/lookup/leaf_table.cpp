// Changes of the table and its memory; see leaf_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/lookup/leaf_table.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <type_traits>
#include <utility>

namespace hopyard::ip::lookup {

namespace {

/// Free leaves are put up with below this number, and where they are less than a quarter of all.
constexpr std::uint32_t kFreeAtLeast = 1 << 16;

/// Vectors that grow by an eighth: the table's size is a promise, and doubling would break it.
template <class T>
void growTo(std::vector<T> &leaves, std::size_t size)
{
    if (leaves.capacity() < size)
        leaves.reserve(std::max(size, leaves.capacity() + leaves.capacity() / 8 + 4096));
    leaves.resize(size);
}

template <class Leaves>
using LeafOf = typename std::remove_reference_t<Leaves>::value_type;

} // namespace

LeafTable::LeafTable(bool wide) : m_groups(std::size_t(1) << (32 - kGroupShift)), m_isWide(wide)
{
    m_used = ownValues();
    withLeaves([&](auto &leaves) {
        leaves.resize(m_used + kPadding);
        std::iota(leaves.begin(), leaves.begin() + m_used, 0);
    });
}

std::uint16_t LeafTable::lookupLonger(std::uint32_t key) const
{
    return leaf(leafOf(m_nodes[*m_networks.find(key >> 8)][key >> 5 & 7], key));
}

std::uint32_t LeafTable::allocate(unsigned count)
{
    const unsigned steps = (count + kStep - 1) / kStep;
    if (std::vector<std::uint32_t> &free = m_free[steps - 1]; !free.empty()) {
        const std::uint32_t base = free.back();
        free.pop_back();
        m_freeLeaves -= steps * kStep;
        return base;
    }
    const std::uint32_t base = m_used;
    m_used += steps * kStep;
    withLeaves([&](auto &leaves) { growTo(leaves, m_used + kPadding); });
    return base;
}

void LeafTable::release(const Group &group)
{
    if (group.starts == 0)
        return; // it has none of its own
    const unsigned steps = (static_cast<unsigned>(std::popcount(group.starts)) + 1 + kStep - 1) / kStep;
    m_free[steps - 1].push_back(group.base);
    m_freeLeaves += steps * kStep;
}

LeafTable::Values LeafTable::unpack(const Group &group) const
{
    Values values;
    std::size_t at = group.base;
    for (unsigned i = 0; i < kFan; ++i) {
        at += group.starts >> i & 1;
        values[i] = leaf(at);
    }
    return values;
}

void LeafTable::pack(Group &group, const Values &values)
{
    Values leaves;
    leaves[0] = values[0];
    std::uint32_t starts = 0;
    unsigned runs = 1;
    for (unsigned i = 1; i < kFan; ++i) {
        if (values[i] == values[i - 1])
            continue;
        starts |= 1u << i;
        leaves[runs++] = values[i];
    }
    replaceLeaves(group, starts, leaves.data(), runs);
}

void LeafTable::replaceLeaves(Group &group, std::uint32_t starts, const std::uint16_t *values, unsigned runs)
{
    Group packed{starts, 0};
    if (starts == 0) {
        packed.base = values[0];
    } else {
        const unsigned had = group.starts == 0 ? 0 : countBits(group.starts) + 1;
        if ((had + kStep - 1) / kStep == (runs + kStep - 1) / kStep) { // its leaves are as many as before
            packed.base = group.base;
            group.starts = 0;
        } else {
            packed.base = allocate(runs);
        }
        withLeaves([&](auto &leaves) {
            for (unsigned i = 0; i < runs; ++i)
                leaves[packed.base + i] = static_cast<LeafOf<decltype(leaves)>>(values[i]);
        });
    }
    release(group);
    group = packed;
}

/// One of the networks from first to last in this group has longer prefixes.
bool LeafTable::hasLonger(const Group &group, unsigned first, unsigned last) const
{
    for (std::size_t at = leafOf(group, first); at <= leafOf(group, last); ++at)
        if (leaf(at) == mark())
            return true;
    return false;
}

/// Changes the runs that the places from first to last belong to, and copies the others.
void LeafTable::fill(Group &group, unsigned first, unsigned last, std::uint16_t value)
{
    const std::uint32_t had = group.starts;
    const unsigned hadRuns = countBits(had) + 1;
    // The run of the place before, and of the place behind; no place: none.
    const unsigned before = first == 0 ? 0 : countBits(had & ((1u << first) - 1));
    const unsigned behind = last == kFan - 1 ? hadRuns : countBits(had << (30 - last));
    const bool beginsAnew = first > 0 && leaf(group.base + before) != value;
    const bool endsAnew = last < kFan - 1 && leaf(group.base + behind) != value;
    const std::uint32_t inside = (last == kFan - 1 ? ~0u : (2u << last) - 1) & ~((1u << first) - 1);
    std::uint32_t starts = had & ~inside;
    if (first > 0)
        starts |= std::uint32_t(beginsAnew) << first;
    if (last < kFan - 1)
        starts = (starts & ~(2u << last)) | std::uint32_t(endsAnew) << (last + 1);
    std::array<std::uint16_t, kFan + 2> leaves;
    unsigned runs = 0;
    for (unsigned run = 0; first > 0 && run <= before; ++run)
        leaves[runs++] = leaf(group.base + run);
    if (first == 0 || beginsAnew)
        leaves[runs++] = value;
    for (unsigned run = endsAnew || last == kFan - 1 ? behind : behind + 1; run < hadRuns; ++run)
        leaves[runs++] = leaf(group.base + run);
    replaceLeaves(group, starts, leaves.data(), runs);
}

void LeafTable::refine(std::uint32_t key, unsigned length)
{
    if (length <= 24 || m_networks.find(key >> 8))
        return;
    std::uint32_t node;
    if (m_freeNodes.empty()) {
        node = static_cast<std::uint32_t>(m_nodes.size());
        growTo(m_nodes, m_nodes.size() + 1);
    } else {
        node = m_freeNodes.back();
        m_freeNodes.pop_back();
    }
    Group &group = m_groups[key >> kGroupShift];
    Group whole;
    whole.base = leaf(leafOf(group, key >> 8));
    m_nodes[node].fill(whole);
    m_networks.insert(key >> 8, node);
    const unsigned place = key >> 8 & (kFan - 1);
    fill(group, place, place, mark());
}

void LeafTable::assign(std::uint32_t first, std::uint32_t last, std::uint16_t value)
{
    for (std::uint32_t at = first >> kGroupShift; at <= last >> kGroupShift; ++at) {
        const std::uint32_t low = std::max(first, at << kGroupShift);
        const std::uint32_t high = std::min(last, at << kGroupShift | ((1u << kGroupShift) - 1));
        Group &group = m_groups[at];
        if (group.starts == 0 && group.base != mark() && high - low == (1u << kGroupShift) - 1)
            group.base = value; // one value before, one value now
        else if (m_networks.size() == 0 || !hasLonger(group, low >> 8 & (kFan - 1), high >> 8 & (kFan - 1)))
            fill(group, low >> 8 & (kFan - 1), high >> 8 & (kFan - 1), value);
        else
            fillNetworks(low, high, value);
    }
    compactIfWorthIt();
}

/// In one group, of which some networks may have longer prefixes.
void LeafTable::fillNetworks(std::uint32_t first, std::uint32_t last, std::uint16_t value)
{
    Group &group = m_groups[first >> kGroupShift];
    Values values = unpack(group);
    for (std::uint32_t network = first >> 8; network <= last >> 8; ++network) {
        std::uint16_t &of = values[network & (kFan - 1)];
        if (of != mark()) {
            of = value;
            continue;
        }
        const std::uint32_t low = std::max(first, network << 8) & 0xff, high = std::min(last, network << 8 | 0xff) & 0xff;
        std::array<Group, kNodeGroups> &node = m_nodes[*m_networks.find(network)];
        for (std::uint32_t i = low >> 5; i <= high >> 5; ++i)
            fill(node[i], i == low >> 5 ? low & 31 : 0, i == high >> 5 ? high & 31 : 31, value);
    }
    pack(group, values);
}

void LeafTable::coarsen(std::uint32_t key)
{
    const std::uint32_t *found = m_networks.find(key >> 8);
    if (!found)
        return;
    const std::uint32_t node = *found;
    const std::uint16_t value = leaf(leafOf(m_nodes[node][0], 0));
    for (Group &group : m_nodes[node]) {
        release(group);
        group = {};
    }
    m_networks.erase(key >> 8);
    m_freeNodes.push_back(node);
    const unsigned place = key >> 8 & (kFan - 1);
    fill(m_groups[key >> kGroupShift], place, place, value);
}

void LeafTable::setWide(bool wide)
{
    if (wide != m_isWide)
        compact(wide);
}

void LeafTable::compactIfWorthIt()
{
    if (m_freeLeaves >= kFreeAtLeast && m_freeLeaves > m_used / 4)
        compact(m_isWide);
}

void LeafTable::compact(bool wide)
{
    LeafTable packed(wide);
    const auto copy = [&](const Group &group) {
        Values values = unpack(group);
        for (std::uint16_t &value : values)
            value = value == mark() ? packed.mark() : value;
        Group copied;
        packed.pack(copied, values);
        return copied;
    };
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        packed.m_groups[i] = m_groups[i].starts == 0 && m_groups[i].base < ownValues() - 1 ? m_groups[i] : copy(m_groups[i]);
    packed.m_nodes.resize(m_nodes.size());
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        std::transform(m_nodes[i].begin(), m_nodes[i].end(), packed.m_nodes[i].begin(), copy);
    packed.m_freeNodes = std::move(m_freeNodes);
    packed.m_networks = std::move(m_networks);
    *this = std::move(packed);
}

std::size_t LeafTable::heapBytes() const
{
    std::size_t bytes = m_groups.capacity() * sizeof(Group) + m_narrow.capacity() +
                        m_wide.capacity() * sizeof(std::uint16_t) + m_networks.heapBytes() +
                        m_nodes.capacity() * sizeof(m_nodes[0]) + m_freeNodes.capacity() * sizeof(std::uint32_t);
    for (const std::vector<std::uint32_t> &free : m_free)
        bytes += free.capacity() * sizeof(std::uint32_t);
    return bytes;
}

} // namespace hopyard::ip::lookup

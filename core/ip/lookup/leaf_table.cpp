// Changes of the table and its memory; see leaf_table.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ip/lookup/leaf_table.h"

#include <algorithm>
#include <numeric>

namespace hopyard::ip::lookup {

namespace {

constexpr std::size_t kRootEntries = 1 << 16;
constexpr unsigned kRootBits = 16; // that an entry of the root stands for
constexpr unsigned kNodeBits = 8;  // and an entry of a node
/// Free leaves are put up with below this number, and where they are less than an eighth of all.
constexpr std::uint32_t kFreeAtLeast = 1 << 16;

/// Vectors that grow by an eighth: the table's size is a promise, and doubling would break it.
template <class T>
void growTo(std::vector<T> &leaves, std::size_t size)
{
    if (leaves.capacity() < size)
        leaves.reserve(std::max(size, leaves.capacity() + leaves.capacity() / 8 + 4096));
    leaves.resize(size);
}

} // namespace

LeafTable::LeafTable(bool wide) : m_root(kRootEntries, direct(0, kRootBits)), m_isWide(wide)
{
    m_used = leafLimit();
    withLeaves([&](auto &leaves) {
        leaves.resize(m_used + kPadding);
        std::iota(leaves.begin(), leaves.begin() + m_used, 0);
    });
}

/// How many values a leaf can hold; the first so many leaves are their own values.
std::uint32_t LeafTable::leafLimit() const { return m_isWide ? 1u << 16 : 1u << 8; }

std::uint32_t LeafTable::allocate(unsigned logSize)
{
    if (std::vector<std::uint32_t> &free = m_free[logSize]; !free.empty()) {
        const std::uint32_t base = free.back();
        free.pop_back();
        m_freeLeaves -= 1u << logSize;
        return base;
    }
    const std::uint32_t base = m_used;
    m_used += 1u << logSize;
    withLeaves([&](auto &leaves) { growTo(leaves, m_used + kPadding); });
    return base;
}

void LeafTable::release(std::uint32_t entry, unsigned bits)
{
    if (isDirect(entry, bits))
        return;
    const unsigned logSize = bits - (entry & kShiftMask);
    m_free[logSize].push_back(entry >> kBaseShift);
    m_freeLeaves += 1u << logSize;
}

void LeafTable::resize(std::uint32_t &entry, unsigned bits, unsigned shift)
{
    if (shift == bits) {
        const std::uint16_t value = valueAt(entry, 0);
        release(entry, bits);
        entry = direct(value, bits);
        return;
    }
    const std::uint32_t base = allocate(bits - shift);
    const std::uint32_t count = 1u << (bits - shift);
    withLeaves([&](auto &leaves) {
        const auto *from = leaves.data() + (entry >> kBaseShift);
        const unsigned fromShift = entry & kShiftMask;
        for (std::uint32_t i = 0; i < count; ++i)
            leaves[base + i] = from[i << shift >> fromShift];
    });
    release(entry, bits);
    entry = base << kBaseShift | shift;
}

std::uint32_t LeafTable::makeNode(std::uint32_t entry)
{
    std::uint32_t node;
    if (m_freeNodes.empty()) {
        node = static_cast<std::uint32_t>(m_nodes.size() / kFan);
        growTo(m_nodes, m_nodes.size() + kFan);
    } else {
        node = m_freeNodes.back();
        m_freeNodes.pop_back();
    }
    for (std::uint32_t i = 0; i < kFan; ++i)
        m_nodes[node * kFan + i] = direct(valueAt(entry, i << kNodeBits), kNodeBits);
    release(entry, kRootBits);
    return node << kBaseShift | kNode;
}

bool LeafTable::refine(std::uint32_t key, unsigned length)
{
    if (length <= 16)
        return true;
    if (m_used >= kMaxLeaves - 2 * kRootEntries) // what the rest of this file takes stays below the limit then
        return false;
    std::uint32_t &entry = m_root[key >> 16];
    if (length <= 24) {
        if (!(entry & kNode) && (entry & kShiftMask) > 32 - length)
            resize(entry, kRootBits, 32 - length);
    } else {
        if (!(entry & kNode))
            entry = makeNode(entry);
        std::uint32_t &below = m_nodes[(entry >> kBaseShift) * kFan + (key >> 8 & 0xff)];
        if ((below & kShiftMask) > 32 - length)
            resize(below, kNodeBits, 32 - length);
    }
    compactIfWorthIt();
    return true;
}

void LeafTable::fill(std::uint32_t &entry, unsigned bits, std::uint32_t first, std::uint32_t last, std::uint16_t value)
{
    if (isDirect(entry, bits)) {
        entry = direct(value, bits);
        return;
    }
    const std::uint32_t base = entry >> kBaseShift;
    const unsigned shift = entry & kShiftMask;
    withLeaves([&](auto &leaves) {
        using Leaf = typename std::remove_reference_t<decltype(leaves)>::value_type;
        std::fill(leaves.data() + base + (first >> shift), leaves.data() + base + (last >> shift) + 1,
                  static_cast<Leaf>(value));
    });
}

void LeafTable::assign(std::uint32_t first, std::uint32_t last, std::uint16_t value)
{
    for (std::uint32_t at = first >> 16; at <= last >> 16; ++at) {
        std::uint32_t &entry = m_root[at];
        const std::uint32_t low = at == first >> 16 ? first & 0xffff : 0;
        const std::uint32_t high = at == last >> 16 ? last & 0xffff : 0xffff;
        if (!(entry & kNode)) {
            fill(entry, kRootBits, low, high, value);
            continue;
        }
        std::uint32_t *node = &m_nodes[(entry >> kBaseShift) * kFan];
        for (std::uint32_t i = low >> 8; i <= high >> 8; ++i)
            fill(node[i], kNodeBits, i == low >> 8 ? low & 0xff : 0, i == high >> 8 ? high & 0xff : 0xff, value);
    }
}

void LeafTable::coarsenNetwork24(std::uint32_t key, unsigned longest)
{
    const std::uint32_t entry = m_root[key >> 16];
    if (!(entry & kNode))
        return;
    std::uint32_t &below = m_nodes[(entry >> kBaseShift) * kFan + (key >> 8 & 0xff)];
    if ((below & kShiftMask) < 32 - longest)
        resize(below, kNodeBits, 32 - longest);
    compactIfWorthIt();
}

void LeafTable::coarsenNetwork16(std::uint32_t key, unsigned longest)
{
    std::uint32_t &entry = m_root[key >> 16];
    if (entry & kNode) {
        const std::uint32_t node = entry >> kBaseShift;
        const std::uint32_t base = allocate(kNodeBits);
        for (std::uint32_t i = 0; i < kFan; ++i) {
            std::uint32_t &below = m_nodes[node * kFan + i];
            const std::uint16_t value = valueAt(below, 0);
            withLeaves([&](auto &leaves) {
                leaves[base + i] = static_cast<typename std::remove_reference_t<decltype(leaves)>::value_type>(value);
            });
            release(below, kNodeBits);
        }
        m_freeNodes.push_back(node);
        entry = base << kBaseShift | kNodeBits;
    }
    if ((entry & kShiftMask) < 32 - longest)
        resize(entry, kRootBits, 32 - longest);
    compactIfWorthIt();
}

void LeafTable::setWide(bool wide)
{
    if (wide != m_isWide)
        compact(wide);
}

void LeafTable::compactIfWorthIt()
{
    if (m_freeLeaves >= kFreeAtLeast && m_freeLeaves > m_used / 8)
        compact(m_isWide);
}

void LeafTable::compact(bool wide)
{
    LeafTable packed(wide);
    const auto copy = [&](std::uint32_t entry, unsigned bits) {
        if (isDirect(entry, bits))
            return direct(valueAt(entry, 0), bits);
        const unsigned shift = entry & kShiftMask;
        const std::uint32_t count = 1u << (bits - shift);
        const std::uint32_t base = packed.allocate(bits - shift);
        packed.withLeaves([&](auto &leaves) {
            using Leaf = typename std::remove_reference_t<decltype(leaves)>::value_type;
            for (std::uint32_t i = 0; i < count; ++i)
                leaves[base + i] = static_cast<Leaf>(valueAt(entry, i << shift));
        });
        return base << kBaseShift | shift;
    };
    for (std::size_t i = 0; i < kRootEntries; ++i) {
        const std::uint32_t entry = m_root[i];
        if (!(entry & kNode)) {
            packed.m_root[i] = copy(entry, kRootBits);
            continue;
        }
        const auto node = static_cast<std::uint32_t>(packed.m_nodes.size() / kFan);
        growTo(packed.m_nodes, packed.m_nodes.size() + kFan);
        for (std::uint32_t j = 0; j < kFan; ++j)
            packed.m_nodes[node * kFan + j] = copy(m_nodes[(entry >> kBaseShift) * kFan + j], kNodeBits);
        packed.m_root[i] = node << kBaseShift | kNode;
    }
    *this = std::move(packed);
}

std::size_t LeafTable::heapBytes() const
{
    std::size_t bytes = (m_root.capacity() + m_nodes.capacity() + m_freeNodes.capacity()) * sizeof(std::uint32_t) +
                        m_narrow.capacity() + m_wide.capacity() * sizeof(std::uint16_t);
    for (const std::vector<std::uint32_t> &free : m_free)
        bytes += free.capacity() * sizeof(std::uint32_t);
    return bytes;
}

} // namespace hopyard::ip::lookup

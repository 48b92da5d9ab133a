// Pages and their free lists; see packet.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/packet/packet.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <new>

namespace hopyard::packet {

namespace detail {

namespace {
constexpr std::array<std::uint32_t, 3> kCapacity{2'048 - sizeof(Page), 10'240 - sizeof(Page), 69'632 - sizeof(Page)};
constexpr std::array<std::size_t, 3> kPagesPerSlab{256, 32, 4};

std::size_t sizeClass(std::size_t capacity)
{
    std::size_t c = 0;
    while (c + 1 < kCapacity.size() && capacity > kCapacity[c])
        ++c;
    return c;
}
} // namespace

/// Shared by the pool and its pages; goes when the pool is gone and the last page has come back.
struct PoolState {
    std::array<Page *, kCapacity.size()> free{};
    std::vector<std::unique_ptr<std::byte[]>> slabs;
    std::size_t inUse = 0;
    std::size_t total = 0;
    bool orphaned = false;

    Page *take(std::size_t capacity)
    {
        const std::size_t c = sizeClass(capacity);
        if (!free[c])
            addSlab(c);
        Page *page = free[c];
        free[c] = page->nextFree;
        page->references = 1;
        ++inUse;
        return page;
    }

    void addSlab(std::size_t c)
    {
        const std::size_t stride = kCapacity[c] + sizeof(Page);
        slabs.push_back(std::make_unique_for_overwrite<std::byte[]>(stride * kPagesPerSlab[c]));
        // Handed out in address order, so that a young pool walks memory forwards.
        for (std::size_t i = kPagesPerSlab[c]; i-- > 0;)
            free[c] = new (slabs.back().get() + i * stride) Page{this, free[c], 0, kCapacity[c]};
        total += kPagesPerSlab[c];
    }
};

void release(Page *page) noexcept
{
    PoolState *pool = page->pool;
    Page *&head = pool->free[sizeClass(page->capacity)];
    page->nextFree = head;
    head = page;
    if (--pool->inUse == 0 && pool->orphaned)
        delete pool;
}

} // namespace detail

base::MutableBytes Packet::writable()
{
    if (!m_page)
        return {};
    if (m_page->references > 1)
        moveTo(*m_page->pool, m_offset, m_size);
    return {m_page->bytes() + m_offset, m_size};
}

base::MutableBytes Packet::pushFront(std::size_t n)
{
    if (!m_page)
        return {};
    if (m_page->references > 1 || n > m_offset)
        moveTo(*m_page->pool, std::max<std::size_t>(n + 32, PacketPool::kDefaultHeadroom), m_size);
    m_offset -= static_cast<std::uint32_t>(n);
    m_size += static_cast<std::uint32_t>(n);
    return {m_page->bytes() + m_offset, n};
}

void Packet::moveTo(detail::PoolState &pool, std::size_t newHeadroom, std::size_t keep)
{
    detail::Page *page = pool.take(newHeadroom + keep);
    assert(newHeadroom + keep <= page->capacity);
    if (keep > 0)
        std::memcpy(page->bytes() + newHeadroom, m_page->bytes() + m_offset, keep);
    if (--m_page->references == 0)
        detail::release(m_page);
    m_page = page;
    m_offset = static_cast<std::uint32_t>(newHeadroom);
}

void PacketPool::Drop::operator()(detail::PoolState *state) const
{
    if (state->inUse == 0)
        delete state;
    else
        state->orphaned = true;
}

PacketPool::PacketPool() : m_state(new detail::PoolState) {}
PacketPool::~PacketPool() = default;

Packet PacketPool::make(std::size_t size, std::size_t headroom)
{
    Packet packet;
    if (size > kMaxPacket)
        return packet;
    packet.m_page = m_state->take(size + headroom);
    packet.m_offset = static_cast<std::uint32_t>(headroom);
    packet.m_size = static_cast<std::uint32_t>(size);
    return packet;
}

Packet PacketPool::copyOf(base::Bytes bytes, std::size_t headroom)
{
    Packet packet = make(bytes.size(), headroom);
    if (!packet.isNull() && !bytes.empty())
        std::memcpy(packet.m_page->bytes() + packet.m_offset, bytes.data(), bytes.size());
    return packet;
}

Packet PacketPool::clone(const Packet &packet)
{
    Packet copy = copyOf(packet.bytes(), std::min<std::size_t>(packet.headroom(), 1024));
    copy.m_id = packet.m_id;
    copy.m_offload = packet.m_offload;
    return copy;
}

std::size_t PacketPool::pagesInUse() const { return m_state->inUse; }
std::size_t PacketPool::pagesTotal() const { return m_state->total; }

} // namespace hopyard::packet

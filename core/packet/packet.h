// Packet buffers: pages from a pool, with headroom, reference-counted.
//
// A Packet is a small value (32 bytes) that names a range of bytes in a page. Copying it shares the page; the first
// write through a shared one takes a page of its own (copy on write). So a world can be copied cheaply, a hub can hand
// the same bytes to ten ports, and a router rewrites a header in place when nobody else is looking.
//
// Pages come from free lists in three sizes and go back there: in steady state the packet path allocates nothing.
// A pool and the packets from it belong to one thread (a world is moved by one driver at a time); packets that change
// world are cloned into the other's pool. The count is intrusive and not atomic for that reason.
//
// Deliberately missing: scatter lists. A page holds a whole packet (up to 64 KiB and headroom), so every parser sees
// contiguous bytes. The hypervisor's host pages (issue "receive buffers that change hands") are another matter.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace hopyard::packet {

class PacketPool;

namespace detail {
struct PoolState;
/// Head of a page; the bytes follow it.
struct Page {
    PoolState *pool;
    Page *nextFree;
    std::uint32_t references;
    std::uint32_t capacity; // bytes after the head
    std::uint8_t *bytes() { return reinterpret_cast<std::uint8_t *>(this + 1); }
};
void release(Page *page) noexcept;
} // namespace detail

/// What was left for later when a TCP or UDP datagram was made, as network cards do it ("offload"): nothing of this is
/// on the wire, and whoever needs single, finished packets finishes them first (core/link/segmentation.h).
struct Offload {
    /// Transport payload bytes of each packet that this one stands for; 0: it stands for itself. The headers in front
    /// are those of the first piece, the IP length that of the whole.
    std::uint16_t segmentSize = 0;
    /// The transport's checksum field holds only the folded sum of the pseudo header (as Linux's CHECKSUM_PARTIAL); the
    /// sender vouches for the contents, so a receiver takes it as right.
    bool checksumMissing = false;
    bool operator==(const Offload &) const = default;
};

class Packet {
public:
    Packet() = default;
    Packet(const Packet &o) noexcept
        : m_page(o.m_page), m_offset(o.m_offset), m_size(o.m_size), m_id(o.m_id), m_offload(o.m_offload)
    {
        if (m_page)
            ++m_page->references;
    }
    Packet(Packet &&o) noexcept
        : m_page(std::exchange(o.m_page, nullptr)), m_offset(o.m_offset), m_size(std::exchange(o.m_size, 0)),
          m_id(o.m_id), m_offload(o.m_offload)
    {
    }
    Packet &operator=(Packet o) noexcept
    {
        std::swap(m_page, o.m_page);
        m_offset = o.m_offset;
        m_size = o.m_size;
        m_id = o.m_id;
        m_offload = o.m_offload;
        return *this;
    }
    ~Packet()
    {
        if (m_page && --m_page->references == 0)
            detail::release(m_page);
    }

    bool isNull() const { return !m_page; }
    std::size_t size() const { return m_size; }
    base::Bytes bytes() const { return m_page ? base::Bytes(m_page->bytes() + m_offset, m_size) : base::Bytes(); }
    /// For writing; takes a page of its own first where others share this one.
    base::MutableBytes writable();

    /// Names the packet through its whole life, copies included; 0 until the world numbers it.
    std::uint64_t id() const { return m_id; }
    void setId(std::uint64_t id) { m_id = id; }

    const Offload &offload() const { return m_offload; }
    /// Nothing was left for later: it is what it would be on the wire.
    bool isFinished() const { return m_offload.segmentSize == 0 && !m_offload.checksumMissing; }
    void setOffload(const Offload &offload) { m_offload = offload; }

    /// Bytes of memory that this packet keeps from being used again, shared or not.
    std::size_t pageSize() const { return m_page ? m_page->capacity + sizeof(detail::Page) : 0; }
    std::size_t headroom() const { return m_offset; }
    /// Grows by `n` bytes in front and returns them, contents unspecified. Uses headroom; where it is short or the
    /// page is shared, takes another page.
    base::MutableBytes pushFront(std::size_t n);
    /// Drops `n` bytes in front (at most size()); the page is not touched, they become headroom.
    void popFront(std::size_t n)
    {
        n = n < m_size ? n : m_size;
        m_offset += static_cast<std::uint32_t>(n);
        m_size -= static_cast<std::uint32_t>(n);
    }
    /// Keeps the first `n` bytes (padding and trailers go away).
    void truncate(std::size_t n)
    {
        if (n < m_size)
            m_size = static_cast<std::uint32_t>(n);
    }

private:
    friend class PacketPool;
    void moveTo(detail::PoolState &pool, std::size_t newHeadroom, std::size_t keep);

    detail::Page *m_page = nullptr;
    std::uint32_t m_offset = 0;
    std::uint32_t m_size = 0;
    std::uint64_t m_id = 0;
    Offload m_offload;
};

class PacketPool {
public:
    /// Enough for Ethernet, two VLAN tags and an outer IP header in front.
    static constexpr std::size_t kDefaultHeadroom = 128;
    /// The largest packet: an IP datagram of 65,535 bytes with its link-layer header.
    static constexpr std::size_t kMaxPacket = 65'535 + 64;

    PacketPool();
    PacketPool(const PacketPool &) = delete;
    PacketPool &operator=(const PacketPool &) = delete;
    PacketPool(PacketPool &&) noexcept = default;
    PacketPool &operator=(PacketPool &&) noexcept = default;
    ~PacketPool(); ///< pages still referenced live until their last packet goes

    /// A packet of `size` bytes, contents unspecified. Null where `size` is above kMaxPacket.
    Packet make(std::size_t size, std::size_t headroom = kDefaultHeadroom);
    /// A packet with a copy of `bytes`.
    Packet copyOf(base::Bytes bytes, std::size_t headroom = kDefaultHeadroom);
    /// The same bytes and id on a page of this pool (for a packet that changes world).
    Packet clone(const Packet &packet);

    std::size_t pagesInUse() const; ///< pages referenced by some packet
    std::size_t pagesTotal() const; ///< pages ever taken from the system's heap

private:
    struct Drop {
        void operator()(detail::PoolState *state) const;
    };
    std::unique_ptr<detail::PoolState, Drop> m_state;
};

} // namespace hopyard::packet

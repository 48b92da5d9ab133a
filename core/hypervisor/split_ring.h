// The rings through which a guest and the base portion hand each other buffers: virtio's split virtqueues (Virtual I/O
// Device version 1.1, section 2.6), so that the guests inside the engine and real ones speak the same.
//
// A queue of 128 descriptors fits one page: descriptors, the ring of those that the driver makes available, the ring of
// those that the device has used. All numbers are little-endian. Nothing here trusts what stands in the page: an index
// is cut to the queue's size, a chain ends after as many steps as there are descriptors.
//
// Deliberately missing: indirect descriptors, packed rings; event indices (each side acts on a batch, and says so once).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/hypervisor/page.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace hopyard::hypervisor {

constexpr std::uint16_t kQueueSize = 128;

struct Descriptor {
    static constexpr std::uint16_t kNext = 1;  ///< VIRTQ_DESC_F_NEXT
    static constexpr std::uint16_t kWrite = 2; ///< VIRTQ_DESC_F_WRITE: the device writes
    std::uint64_t address = 0; ///< guest-physical
    std::uint32_t length = 0;
    std::uint16_t flags = 0;
    std::uint16_t next = 0;
    bool operator==(const Descriptor &) const = default;
};

/// Reads the rings in a page.
class RingReader {
public:
    explicit RingReader(base::Bytes page) : m_page(page.data()) {}
    Descriptor descriptor(std::uint16_t index) const
    {
        const std::uint8_t *p = m_page + (index % kQueueSize) * 16;
        return {load<std::uint64_t>(p), load<std::uint32_t>(p + 8), load<std::uint16_t>(p + 12), load<std::uint16_t>(p + 14)};
    }
    std::uint16_t availableIndex() const { return loadIndex(m_page + kAvailable + 2); }
    std::uint16_t available(std::uint16_t at) const
    {
        return load<std::uint16_t>(m_page + kAvailable + 4 + (at % kQueueSize) * 2) % kQueueSize;
    }
    std::uint16_t usedIndex() const { return loadIndex(m_page + kUsed + 2); }
    std::uint16_t usedId(std::uint16_t at) const
    {
        return static_cast<std::uint16_t>(load<std::uint32_t>(m_page + kUsed + 4 + (at % kQueueSize) * 8) % kQueueSize);
    }
    std::uint32_t usedLength(std::uint16_t at) const { return load<std::uint32_t>(m_page + kUsed + 8 + (at % kQueueSize) * 8); }

protected:
    static constexpr std::size_t kAvailable = kQueueSize * 16;
    static constexpr std::size_t kUsed = kAvailable + 4 + kQueueSize * 2 + 4; // aligned to four
    static_assert(kUsed % 4 == 0 && kUsed + 4 + kQueueSize * 8 + 2 <= kPageSize);
    static_assert(std::endian::native == std::endian::little, "rings are read as they lie");

    template <class T>
    static T load(const std::uint8_t *p)
    {
        T v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }
    // The other side may be a processor that runs at this moment: what an index counts stands before it is seen.
    static std::uint16_t loadIndex(const std::uint8_t *p)
    {
        return __atomic_load_n(reinterpret_cast<const std::uint16_t *>(p), __ATOMIC_ACQUIRE);
    }
    const std::uint8_t *m_page; // aligned as pages are
};

/// Writes them too: the driver what it makes available, the device what it used.
class RingWriter : public RingReader {
public:
    explicit RingWriter(base::MutableBytes page) : RingReader(page), m_bytes(page.data()) {}
    void setDescriptor(std::uint16_t index, const Descriptor &d)
    {
        std::uint8_t *p = m_bytes + (index % kQueueSize) * 16;
        store(p, d.address);
        store(p + 8, d.length);
        store(p + 12, d.flags);
        store(p + 14, d.next);
    }
    void makeAvailable(std::uint16_t descriptor)
    {
        const std::uint16_t at = availableIndex();
        store(m_bytes + kAvailable + 4 + (at % kQueueSize) * 2, descriptor);
        storeIndex(m_bytes + kAvailable + 2, static_cast<std::uint16_t>(at + 1));
    }
    void use(std::uint16_t descriptor, std::uint32_t length)
    {
        const std::uint16_t at = usedIndex();
        store(m_bytes + kUsed + 4 + (at % kQueueSize) * 8, std::uint32_t(descriptor));
        store(m_bytes + kUsed + 8 + (at % kQueueSize) * 8, length);
        storeIndex(m_bytes + kUsed + 2, static_cast<std::uint16_t>(at + 1));
    }

private:
    template <class T>
    static void store(std::uint8_t *p, T v)
    {
        std::memcpy(p, &v, sizeof v);
    }
    static void storeIndex(std::uint8_t *p, std::uint16_t v)
    {
        __atomic_store_n(reinterpret_cast<std::uint16_t *>(p), v, __ATOMIC_RELEASE);
    }
    std::uint8_t *m_bytes;
};

} // namespace hopyard::hypervisor

// See guest_driver.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/guest_driver.h"

#include "core/hypervisor/net_header.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace hopyard::hypervisor {

GuestMemory::Result<void> GuestDriver::begin(PagePool &pool, GuestMemory &memory)
{
    m_freeOutput.clear();
    for (std::uint16_t i = kQueueSize; i-- > 0;)
        m_freeOutput.push_back(i);
    auto input = openInput(pool, memory);
    if (!input)
        return base::fail(input.error());
    for (std::uint16_t i = 0; i < kQueueSize; ++i)
        post(*input, i);
    return {};
}

GuestMemory::Result<RingWriter> GuestDriver::openOutput(PagePool &pool, GuestMemory &memory) const
{
    return memory.write(pool, addressOf(outputRing()), kPageSize).map([](base::MutableBytes page) { return RingWriter(page); });
}

GuestMemory::Result<RingWriter> GuestDriver::openInput(PagePool &pool, GuestMemory &memory) const
{
    return memory.write(pool, addressOf(inputRing()), kPageSize).map([](base::MutableBytes page) { return RingWriter(page); });
}

bool GuestDriver::hasInput(const PagePool &pool, const GuestMemory &memory) const
{
    const auto page = memory.read(pool, addressOf(inputRing()), kPageSize);
    return !page || RingReader(*page).usedIndex() != m_inputSeen;
}

void GuestDriver::post(RingWriter &input, std::uint16_t buffer) const
{
    input.setDescriptor(buffer, {addressOf(inputPage(buffer)), kPageSize, Descriptor::kWrite, 0});
    input.makeAvailable(buffer);
}

GuestMemory::Result<void> GuestDriver::send(PagePool &pool, GuestMemory &memory, RingWriter &output, const packet::Packet &frame)
{
    assert(hasRoom(frame.size()));
    base::Bytes rest = frame.bytes();
    const NetHeader header = NetHeader::of(frame.offload(), rest);
    const std::uint16_t head = m_freeOutput.back();
    std::size_t at = NetHeader::kLength; // in the buffer: the first begins with the header
    for (;;) {
        const std::uint16_t buffer = m_freeOutput.back();
        m_freeOutput.pop_back();
        const std::size_t n = std::min(rest.size(), kPageSize - at);
        const auto bytes = memory.write(pool, addressOf(outputPage(buffer)), at + n);
        if (!bytes)
            return base::fail(bytes.error());
        if (at != 0)
            header.emit(*bytes);
        std::memcpy(bytes->data() + at, rest.data(), n);
        rest = rest.subspan(n);
        const bool last = rest.empty();
        output.setDescriptor(buffer, {addressOf(outputPage(buffer)), static_cast<std::uint32_t>(at + n),
                                    last ? std::uint16_t(0) : Descriptor::kNext, last ? std::uint16_t(0) : m_freeOutput.back()});
        if (last) {
            output.makeAvailable(head);
            return {};
        }
        at = 0;
    }
}

GuestMemory::Result<void> GuestDriver::reap(const PagePool &pool, const GuestMemory &memory)
{
    const auto page = memory.read(pool, addressOf(outputRing()), kPageSize);
    if (!page)
        return base::fail(page.error());
    const RingReader ring(*page);
    for (; m_outputSeen != ring.usedIndex(); ++m_outputSeen) {
        std::uint16_t buffer = ring.usedId(m_outputSeen);
        for (std::size_t steps = 0; steps < kQueueSize && m_freeOutput.size() < kQueueSize; ++steps) {
            m_freeOutput.push_back(buffer);
            const Descriptor d = ring.descriptor(buffer);
            if (!(d.flags & Descriptor::kNext))
                break;
            buffer = d.next % kQueueSize;
        }
    }
    return {};
}

GuestMemory::Result<packet::Packet> GuestDriver::receive(const PagePool &pool, const GuestMemory &memory, RingWriter &ring,
                                                         packet::PacketPool &packets)
{
    if (m_inputSeen == ring.usedIndex())
        return packet::Packet();

    const auto first = memory.read(pool, addressOf(inputPage(ring.usedId(m_inputSeen))), kPageSize);
    if (!first)
        return base::fail(first.error());
    const NetHeader header = NetHeader::parse(*first);
    const std::uint16_t buffers = std::clamp<std::uint16_t>(header.buffers, 1, kQueueSize);
    std::array<std::uint16_t, kQueueSize> ids; // used entries may be written over once the buffers are posted again
    std::size_t total = 0;
    for (std::uint16_t i = 0; i < buffers; ++i) {
        const auto at = static_cast<std::uint16_t>(m_inputSeen + i);
        ids[i] = ring.usedId(at);
        total += std::min<std::size_t>(ring.usedLength(at), kPageSize);
    }
    packet::Packet frame = packets.make(total - std::min(total, NetHeader::kLength));
    base::MutableBytes into = frame.writable();
    for (std::uint16_t i = 0; i < buffers; ++i) {
        const std::size_t skip = i == 0 ? NetHeader::kLength : 0;
        const std::size_t length = std::min<std::size_t>(ring.usedLength(static_cast<std::uint16_t>(m_inputSeen + i)), kPageSize);
        const auto bytes = i == 0 ? first : memory.read(pool, addressOf(inputPage(ids[i])), kPageSize); // in place, where it landed
        if (!bytes)
            return base::fail(bytes.error());
        const std::size_t n = std::min(length - std::min(length, skip), into.size());
        std::memcpy(into.data(), bytes->data() + skip, n);
        into = into.subspan(n);
    }
    frame.setOffload(header.offload());
    m_inputSeen = static_cast<std::uint16_t>(m_inputSeen + buffers);
    const bool lent = (header.flags & NetHeader::kLent) != 0;
    for (std::uint16_t i = 0; i < buffers; ++i) {
        if (lent && m_policy != ReleasePolicy::eager)
            m_held.push_back(ids[i]);
        else
            post(ring, ids[i]);
    }
    return frame;
}

GuestMemory::Result<std::size_t> GuestDriver::release(PagePool &pool, GuestMemory &memory)
{
    if (m_policy == ReleasePolicy::never)
        return std::size_t(0);
    auto input = openInput(pool, memory);
    if (!input)
        return base::fail(input.error());
    const std::vector<std::uint16_t> given = std::exchange(m_held, {});
    for (const std::uint16_t buffer : given)
        post(*input, buffer);
    return given.size();
}

} // namespace hopyard::hypervisor

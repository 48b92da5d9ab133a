// The driver of one network interface inside an engine guest: frames of the guest's stack to output buffers in its own
// memory, and what stands in input buffers to the stack.
//
// It has the guest's memory and nothing else. Layout, from its first guest page on: the output ring, 128 output pages,
// the input ring, 128 input pages; an input buffer is always one whole page, so that the base portion may put another
// page in its place. Posting a used input buffer again is what gives back a page that was lent in it.
//
// When it does so is the policy: at once; when the base portion asks for it; never, which is what the lab "A guest that
// will not give back" is about. Only lent pages are held; its own it posts again at once in any case.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hypervisor/guest_memory.h"
#include "core/hypervisor/split_ring.h"
#include "core/packet/packet.h"

#include <cstdint>
#include <vector>

namespace hopyard::hypervisor {

enum class ReleasePolicy : std::uint8_t { eager, whenAsked, never };
constexpr std::string_view toString(ReleasePolicy policy)
{
    switch (policy) {
    case ReleasePolicy::eager: return "eager";
    case ReleasePolicy::whenAsked: return "when-asked";
    case ReleasePolicy::never: return "never";
    }
    return "unknown";
}

class GuestDriver {
public:
    static constexpr std::size_t kPages = 2 * (1 + kQueueSize); ///< of guest memory

    explicit GuestDriver(GuestPage first, ReleasePolicy policy) : m_first(first), m_policy(policy) {}

    GuestPage outputRing() const { return m_first; }
    GuestPage inputRing() const { return GuestPage(m_first.value() + 1 + kQueueSize); }
    GuestPage outputPage(std::uint16_t buffer) const { return GuestPage(m_first.value() + 1 + buffer); }
    GuestPage inputPage(std::uint16_t buffer) const { return GuestPage(inputRing().value() + 1 + buffer); }

    /// Posts all input buffers.
    GuestMemory::Result<void> begin(PagePool &pool, GuestMemory &memory);

    // --- output ---
    /// True where a frame of this size finds buffers now.
    bool hasRoom(std::size_t frameSize) const { return buffersFor(frameSize) <= m_freeOutput.size(); }
    /// A ring for writing, translated once for a burst: good until the base portion was told or the guest touched
    /// anything else.
    GuestMemory::Result<RingWriter> openOutput(PagePool &pool, GuestMemory &memory) const;
    GuestMemory::Result<RingWriter> openInput(PagePool &pool, GuestMemory &memory) const;
    /// Writes a frame to output buffers and makes them available; hasRoom() was true.
    GuestMemory::Result<void> send(PagePool &pool, GuestMemory &memory, RingWriter &output, const packet::Packet &frame);
    /// Takes back output buffers that the base portion has emptied.
    GuestMemory::Result<void> reap(const PagePool &pool, const GuestMemory &memory);

    // --- input ---
    /// Something came in. True as well where the ring is not to be read: openInput() then tells why.
    bool hasInput(const PagePool &pool, const GuestMemory &memory) const;
    /// The next frame that came in, as a packet of the guest's stack; a null one: no more. Its buffers are posted again,
    /// or held.
    GuestMemory::Result<packet::Packet> receive(const PagePool &pool, const GuestMemory &memory, RingWriter &input,
                                                packet::PacketPool &packets);
    /// The base portion asks for what is lent. What the policy gives is posted; how many buffers that were.
    GuestMemory::Result<std::size_t> release(PagePool &pool, GuestMemory &memory);
    std::size_t held() const { return m_held.size(); }
    ReleasePolicy policy() const { return m_policy; }
    void setPolicy(ReleasePolicy policy) { m_policy = policy; }

private:
    static std::size_t buffersFor(std::size_t frameSize) { return (frameSize + 12 + kPageSize - 1) / kPageSize; }
    void post(RingWriter &input, std::uint16_t buffer) const;

    GuestPage m_first;
    ReleasePolicy m_policy;
    std::vector<std::uint16_t> m_freeOutput; // the last is taken first
    std::uint16_t m_outputSeen = 0;          // of the output ring's used entries
    std::uint16_t m_inputSeen = 0;           // of the input ring's
    std::vector<std::uint16_t> m_held;       // input buffers with a lent page, not posted again yet
};

} // namespace hopyard::hypervisor

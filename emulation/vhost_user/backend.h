// The back end of the vhost-user protocol for a network card (QEMU's docs/interop/vhost-user), without the socket:
// messages in, answers out; frames out of the guest's output buffers and into its input buffers.
//
// One pair of queues: 0 receives, 1 transmits. Offered are virtio 1.0, mergeable input buffers, event indices, checksums
// and large TCP packets left to us both ways, and of the protocol acknowledgements, the MTU and the record of what is in
// flight. Whatever a message or a ring has that cannot be is refused by name and touches nothing else.
//
// takeFrame() and deliver() are what the hypervisor's base portion needs of a real guest: its output buffers where they
// lie, and its input buffers filled; read() and write() of the port (emulation/machines) are made of them.
// Deliberately missing: several queues, indirect descriptors, packed rings, logging of dirty pages, a channel of our own to
// the front end, IOTLB.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/linux/fd.h"
#include "emulation/tap/vnet_header.h"
#include "emulation/vhost_user/split_queue.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace hopyard::vhost_user {

/// VHOST_USER_…
enum class Request : std::uint32_t {
    getFeatures = 1,
    setFeatures = 2,
    setOwner = 3,
    resetOwner = 4,
    setMemoryTable = 5,
    setVringNumber = 8,
    setVringAddress = 9,
    setVringBase = 10,
    getVringBase = 11,
    setVringKick = 12,
    setVringCall = 13,
    setVringError = 14,
    getProtocolFeatures = 15,
    setProtocolFeatures = 16,
    getQueueNumber = 17,
    setVringEnable = 18,
    setMtu = 20,
    getInflight = 31,
    setInflight = 32,
};

/// In front of every message, in the machine's own byte order.
struct MessageHeader {
    static constexpr std::uint32_t kVersion = 1, kVersionMask = 3, kReply = 4, kNeedReply = 8;
    std::uint32_t request = 0;
    std::uint32_t flags = kVersion;
    std::uint32_t size = 0; ///< of the payload
};
constexpr std::size_t kLongestPayload = 4096;
constexpr std::size_t kMostDescriptors = 8; ///< beside a message: a memory table has so many regions

/// VIRTIO_… and VHOST_USER_F_… bits of the features.
namespace feature {
constexpr std::uint64_t checksum = 1ull << 0, guestChecksum = 1ull << 1, mtu = 1ull << 3, guestTso4 = 1ull << 7, guestTso6 = 1ull << 8,
                        hostTso4 = 1ull << 11, hostTso6 = 1ull << 12, mergeableBuffers = 1ull << 15, eventIndex = 1ull << 29,
                        protocol = 1ull << 30, version1 = 1ull << 32;
constexpr std::uint64_t offered = checksum | guestChecksum | guestTso4 | guestTso6 | hostTso4 | hostTso6 | mergeableBuffers | eventIndex
    | protocol | version1;
}
namespace protocol_feature {
constexpr std::uint64_t replyAck = 1ull << 3, mtu = 1ull << 4, inflight = 1ull << 12;
constexpr std::uint64_t offered = replyAck | mtu | inflight;
}

struct Answer {
    /// Why the message is refused; nothing where it was taken. The connection is to be closed then.
    std::string_view refusal;
    std::vector<std::uint8_t> payload; ///< of the reply, where there is one
    bool hasReply = false;
    linux::Fd descriptor; ///< that goes with the reply
};

struct BackendCounters {
    std::uint64_t badFrames = 0;   ///< output that is no frame, or whose header says what cannot be
    std::uint64_t brokenQueues = 0;
    std::uint64_t interrupts = 0;  ///< sent to the guest
};

class Backend {
public:
    enum Queue : std::size_t { receive, transmit };
    static constexpr std::size_t kQueues = 2;

    /// One message. Descriptors that are not used are closed.
    Answer handle(const MessageHeader &header, base::Bytes payload, std::vector<linux::Fd> descriptors);
    /// The connection ended: everything of the guest is let go.
    void reset();

    /// Called when the descriptor of a queue's kicks is another now (-1: none).
    std::function<void(Queue queue, int fd)> onKick;

    bool isReady(Queue queue) const;
    std::uint64_t features() const { return m_features; }
    const BackendCounters &counters() const { return m_counters; }

    // --- the guest's output buffers ---
    enum class Took : std::uint8_t { nothing, frame, bad };
    /// Hands the next frame to `sink` where it lies, and gives the buffer back after it: pieces of one frame, Ethernet
    /// header first, `size` bytes together, and what the guest left to do about it.
    using Sink = std::function<bool(const tap::VnetHeader &header, std::span<const Piece> pieces, std::size_t size)>;
    Took takeFrame(const Sink &sink);
    /// Takes back what the kick said; gives true where there is more to take now.
    bool endTransmitRound();
    void drainKick(Queue queue);
    /// As if the guest had kicked: there is something that was left for another turn.
    void kickAgain(Queue queue);

    // --- its input buffers ---
    enum class Delivered : std::uint8_t { done, noBuffer, tooLong, notReady };
    /// Into as many buffers as it takes.
    Delivered deliver(const tap::VnetHeader &header, base::Bytes frame);
    /// Whether the guest is to tell when it has more input buffers; true where it has already.
    bool wantBuffers(bool wanted) { return m_queues[receive].rings.wantKicks(wanted); }
    /// Tells the guest what was delivered and given back since.
    void interrupt();

    /// What the guest takes in large packets and without checksums.
    bool takesLarge(bool ipv6) const { return m_features & (ipv6 ? feature::guestTso6 : feature::guestTso4); }
    bool takesUnfinished() const { return m_features & feature::guestChecksum; }

private:
    struct QueueState {
        SplitQueue rings;
        std::uint16_t size = 0;
        std::uint16_t base = 0;
        std::uint64_t descriptors = 0, used = 0, available = 0; ///< the front end's addresses
        bool hasAddresses = false, isEnabled = false;
        linux::Fd kick, call, error;
    };
    using Fds = std::vector<linux::Fd>;
    std::string_view setMemory(base::Bytes payload, const Fds &fds);
    std::string_view setAddress(base::Bytes payload);
    std::string_view setEvent(Request request, base::Bytes payload, Fds &fds);
    std::string_view setInflight(base::Bytes payload, const Fds &fds);
    Answer getInflight(base::Bytes payload);
    QueueState *queueAt(std::uint64_t index);
    std::optional<SplitQueue::Rings> ringsOf(std::size_t index) const;
    std::string_view startQueue(std::size_t index);
    void stopQueue(std::size_t index);
    void broke(Queue queue);
    void setKick(std::size_t index, linux::Fd fd);
    std::size_t headerLength() const { return m_features & (feature::version1 | feature::mergeableBuffers) ? 12 : 10; }

    std::uint64_t m_features = 0, m_protocolFeatures = 0;
    GuestMemory m_memory;
    std::array<QueueState, kQueues> m_queues;
    std::uint8_t *m_inflight = nullptr;
    std::size_t m_inflightSize = 0;
    std::uint16_t m_inflightEntries = 0;
    BackendCounters m_counters;
    Chain m_chain;                 // kept for its memory
    std::vector<Chain> m_gathered; // the same
    std::vector<Piece> m_pieces;

public:
    Backend() = default;
    Backend(const Backend &) = delete;
    Backend &operator=(const Backend &) = delete;
    ~Backend() { reset(); }
};

} // namespace hopyard::vhost_user

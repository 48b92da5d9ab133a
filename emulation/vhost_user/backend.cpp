// Messages of the protocol; see backend.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/vhost_user/backend.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cstring>
#include <optional>

namespace hopyard::vhost_user {

namespace {

struct VringState {
    std::uint32_t index, number;
};
struct VringAddress {
    std::uint32_t index, flags;
    std::uint64_t descriptors, used, available, log;
};
struct RegionOnWire {
    std::uint64_t guestAddress, size, userAddress, fileOffset;
};
struct InflightOnWire {
    std::uint64_t size, offset;
    std::uint16_t queues, queueSize;
    std::uint32_t padding;
};
static_assert(sizeof(VringState) == 8 && sizeof(VringAddress) == 40 && sizeof(RegionOnWire) == 32 && sizeof(InflightOnWire) == 24);
constexpr std::size_t kInflightBytes = 20; ///< some front ends leave the padding out

constexpr std::uint64_t kNoDescriptor = 1 << 8; ///< of SET_VRING_KICK and the like: none comes with it

/// The whole payload as one value; nothing where it has another size.
template <class T>
std::optional<T> payloadAs(base::Bytes payload)
{
    T value;
    if (payload.size() != sizeof value)
        return std::nullopt;
    std::memcpy(&value, payload.data(), sizeof value);
    return value;
}

template <class T>
Answer reply(const T &value)
{
    Answer answer;
    answer.hasReply = true;
    answer.payload.resize(sizeof value);
    std::memcpy(answer.payload.data(), &value, sizeof value);
    return answer;
}

Answer refused(std::string_view why)
{
    Answer answer;
    answer.refusal = why;
    return answer;
}

constexpr std::string_view kBadSize = "a message has not the size that it must have";
constexpr std::string_view kNoQueue = "there is no such queue";

} // namespace

Backend::QueueState *Backend::queueAt(std::uint64_t index)
{
    return index < kQueues ? &m_queues[index] : nullptr;
}

bool Backend::isReady(Queue queue) const
{
    const QueueState &state = m_queues[queue];
    const bool isEnabled = state.isEnabled || !(m_features & feature::protocol);
    return isEnabled && state.rings.isStarted() && !state.rings.isBroken();
}

Answer Backend::handle(const MessageHeader &header, base::Bytes payload, std::vector<linux::Fd> fds)
{
    const auto request = static_cast<Request>(header.request);
    std::string_view refusal;
    switch (request) {
    case Request::getFeatures: return reply(feature::offered);
    case Request::getProtocolFeatures: return reply(protocol_feature::offered);
    case Request::getQueueNumber: return reply(std::uint64_t(1));
    case Request::getInflight: return getInflight(payload);
    case Request::getVringBase: {
        const auto state = payloadAs<VringState>(payload);
        if (!state || !queueAt(state->index))
            return refused(state ? kNoQueue : kBadSize);
        stopQueue(state->index);
        return reply(VringState{state->index, m_queues[state->index].base});
    }
    case Request::setFeatures:
        if (const auto features = payloadAs<std::uint64_t>(payload); !features)
            refusal = kBadSize;
        else if (*features & ~feature::offered)
            refusal = "features that were not offered";
        else
            m_features = *features;
        break;
    case Request::setProtocolFeatures:
        if (const auto features = payloadAs<std::uint64_t>(payload); !features)
            refusal = kBadSize;
        else if (*features & ~protocol_feature::offered)
            refusal = "protocol features that were not offered";
        else
            m_protocolFeatures = *features;
        break;
    case Request::setOwner:
    case Request::setMtu: break; // frames longer than our own MTU are judged where they go
    case Request::resetOwner:
        for (std::size_t i = 0; i < kQueues; ++i)
            stopQueue(i);
        break;
    case Request::setMemoryTable: refusal = setMemory(payload, fds); break;
    case Request::setVringAddress: refusal = setAddress(payload); break;
    case Request::setVringNumber:
    case Request::setVringBase:
    case Request::setVringEnable: {
        const auto state = payloadAs<VringState>(payload);
        QueueState *queue = state ? queueAt(state->index) : nullptr;
        if (!queue)
            refusal = state ? kNoQueue : kBadSize;
        else if (request == Request::setVringEnable) {
            queue->isEnabled = state->number != 0;
            kickAgain(static_cast<Queue>(state->index));
        } else if (queue->rings.isStarted())
            refusal = "a queue is changed while it runs";
        else if (request == Request::setVringBase)
            queue->base = static_cast<std::uint16_t>(state->number);
        else if (state->number == 0 || state->number > SplitQueue::kMostEntries || !std::has_single_bit(state->number))
            refusal = "a queue's size is a power of two, at most 32768";
        else
            queue->size = static_cast<std::uint16_t>(state->number);
        break;
    }
    case Request::setVringKick:
    case Request::setVringCall:
    case Request::setVringError: refusal = setEvent(request, payload, fds); break;
    case Request::setInflight: refusal = setInflight(payload, fds); break;
    default: refusal = "an unknown request"; break;
    }
    Answer answer = refused(refusal);
    if ((header.flags & MessageHeader::kNeedReply) && (m_protocolFeatures & protocol_feature::replyAck)) {
        answer = reply(std::uint64_t(refusal.empty() ? 0 : 1));
        answer.refusal = refusal;
    }
    return answer;
}

std::string_view Backend::setMemory(base::Bytes payload, const Fds &fds)
{
    std::uint32_t count = 0;
    if (payload.size() < 8)
        return kBadSize;
    std::memcpy(&count, payload.data(), sizeof count);
    if (count == 0 || count > kMostDescriptors || payload.size() < 8 + count * sizeof(RegionOnWire) || fds.size() != count)
        return "a memory table has one to eight regions and as many descriptors";
    m_memory.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
        RegionOnWire region;
        std::memcpy(&region, payload.data() + 8 + i * sizeof region, sizeof region);
        const auto added = m_memory.add({region.guestAddress, region.size, region.userAddress, region.fileOffset}, fds[i]);
        if (added)
            continue;
        for (std::size_t q = 0; q < kQueues; ++q)
            stopQueue(q);
        m_memory.clear();
        switch (added.error()) {
        case MemoryError::badRegion: return "a region of memory is empty, too large or in another";
        case MemoryError::fileTooShort: return "a region of memory is longer than its file";
        case MemoryError::mayShrink: return "a file of memory is not sealed against shrinking";
        case MemoryError::cannotMap: return "a region of memory cannot be mapped";
        }
    }
    for (std::size_t q = 0; q < kQueues; ++q) // running queues lie elsewhere now
        if (m_queues[q].rings.isStarted()) {
            if (const auto rings = ringsOf(q))
                m_queues[q].rings.move(*rings);
            else
                stopQueue(q);
        }
    return {};
}

std::string_view Backend::setAddress(base::Bytes payload)
{
    const auto address = payloadAs<VringAddress>(payload);
    QueueState *queue = address ? queueAt(address->index) : nullptr;
    if (!queue)
        return address ? kNoQueue : kBadSize;
    queue->descriptors = address->descriptors;
    queue->used = address->used;
    queue->available = address->available;
    queue->hasAddresses = true;
    if (!queue->rings.isStarted())
        return {};
    const auto rings = ringsOf(address->index);
    if (!rings)
        return "a ring is outside the guest's memory";
    queue->rings.move(*rings);
    return {};
}

std::optional<SplitQueue::Rings> Backend::ringsOf(std::size_t index) const
{
    const QueueState &queue = m_queues[index];
    if (!queue.hasAddresses || queue.size == 0)
        return std::nullopt;
    SplitQueue::Rings rings;
    rings.size = queue.size;
    rings.descriptors = m_memory.findUser(queue.descriptors, SplitQueue::descriptorBytes(queue.size));
    rings.available = m_memory.findUser(queue.available, SplitQueue::availableBytes(queue.size));
    rings.used = m_memory.findUser(queue.used, SplitQueue::usedBytes(queue.size));
    rings.eventIndex = m_features & feature::eventIndex;
    if (m_inflight && queue.size <= m_inflightEntries)
        rings.inflight = m_inflight + index * inflightSize(m_inflightEntries);
    if (!rings.descriptors || !rings.available || !rings.used)
        return std::nullopt;
    return rings;
}

/// A queue starts when its kick comes.
std::string_view Backend::startQueue(std::size_t index)
{
    const auto rings = ringsOf(index);
    if (!rings)
        return "a ring is outside the guest's memory, or was not described";
    if (!m_queues[index].rings.start(*rings, m_queues[index].base))
        return "a ring does not stand at an even address";
    return {};
}

void Backend::stopQueue(std::size_t index)
{
    QueueState &queue = m_queues[index];
    if (queue.rings.isStarted())
        queue.base = queue.rings.stop();
    setKick(index, {});
    queue.call.reset();
}

void Backend::setKick(std::size_t index, linux::Fd fd)
{
    if (onKick)
        onKick(static_cast<Queue>(index), fd.get());
    m_queues[index].kick = std::move(fd);
}

std::string_view Backend::setEvent(Request request, base::Bytes payload, Fds &fds)
{
    const auto value = payloadAs<std::uint64_t>(payload);
    if (!value)
        return kBadSize;
    QueueState *queue = queueAt(*value & 0xff);
    if (!queue)
        return kNoQueue;
    if (fds.size() != ((*value & kNoDescriptor) ? 0u : 1u))
        return "an event has one descriptor, or says that it has none";
    linux::Fd fd = fds.empty() ? linux::Fd() : std::move(fds.front());
    if (fd)
        fcntl(fd.get(), F_SETFL, fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
    if (request == Request::setVringCall) {
        queue->call = std::move(fd);
    } else if (request == Request::setVringError) {
        queue->error = std::move(fd);
    } else {
        if (!fd)
            return "a queue without kicks would have to be asked for ever";
        if (!queue->rings.isStarted())
            if (const std::string_view refusal = startQueue(*value & 0xff); !refusal.empty())
                return refusal;
        setKick(*value & 0xff, std::move(fd));
        kickAgain(static_cast<Queue>(*value & 0xff)); // what was made available before this is told by nobody
    }
    return {};
}

Answer Backend::getInflight(base::Bytes payload)
{
    InflightOnWire wanted{};
    if (payload.size() != sizeof wanted && payload.size() != kInflightBytes)
        return refused(kBadSize);
    std::memcpy(&wanted, payload.data(), kInflightBytes);
    if (wanted.queues == 0 || wanted.queues > kQueues || wanted.queueSize == 0 || wanted.queueSize > SplitQueue::kMostEntries)
        return refused("a record of flights for queues that cannot be");
    const std::size_t size = wanted.queues * inflightSize(wanted.queueSize);
    linux::Fd file(memfd_create("hopyard-inflight", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file || ftruncate(file.get(), static_cast<off_t>(size)) < 0 || fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) < 0)
        return refused("no memory for a record of flights");
    Answer answer = reply(InflightOnWire{size, 0, wanted.queues, wanted.queueSize, 0});
    answer.payload.resize(payload.size());
    answer.descriptor = std::move(file);
    return answer;
}

std::string_view Backend::setInflight(base::Bytes payload, const Fds &fds)
{
    InflightOnWire given{};
    if ((payload.size() != sizeof given && payload.size() != kInflightBytes) || fds.size() != 1)
        return kBadSize;
    std::memcpy(&given, payload.data(), kInflightBytes);
    struct stat about {};
    const int seals = fcntl(fds[0].get(), F_GET_SEALS);
    // The record must hold both queues at that size, be whole, and stay so.
    if (given.queues != kQueues || given.queueSize == 0 || given.queueSize > SplitQueue::kMostEntries || given.offset != 0
        || given.size < kQueues * inflightSize(given.queueSize) || fstat(fds[0].get(), &about) < 0
        || about.st_size < static_cast<off_t>(kQueues * inflightSize(given.queueSize)) || seals < 0 || !(seals & F_SEAL_SHRINK))
        return "a record of flights that is not one of ours";
    for (const QueueState &queue : m_queues)
        if (queue.rings.isStarted())
            return "a record of flights for a queue that runs";
    const std::size_t size = kQueues * inflightSize(given.queueSize);
    void *mapping = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fds[0].get(), 0);
    if (mapping == MAP_FAILED)
        return "a record of flights cannot be mapped";
    if (m_inflight)
        munmap(m_inflight, m_inflightSize);
    m_inflight = static_cast<std::uint8_t *>(mapping);
    m_inflightSize = size;
    m_inflightEntries = given.queueSize;
    return {};
}

void Backend::reset()
{
    for (std::size_t i = 0; i < kQueues; ++i) {
        stopQueue(i);
        m_queues[i] = QueueState();
    }
    m_memory.clear();
    if (m_inflight)
        munmap(m_inflight, m_inflightSize);
    m_inflight = nullptr;
    m_inflightSize = m_inflightEntries = 0;
    m_features = m_protocolFeatures = 0;
}

} // namespace hopyard::vhost_user

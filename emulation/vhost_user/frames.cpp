// Frames out of a guest's output buffers and into its input buffers; see backend.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/vhost_user/backend.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace hopyard::vhost_user {

namespace {

constexpr std::size_t kLongestFrame = 65'535 + 18;
constexpr std::size_t kShortestFrame = 14;

/// Takes `size` bytes from the front of the pieces. They have as many.
void takeFront(std::vector<Piece> &pieces, std::uint8_t *to, std::size_t size)
{
    std::size_t used = 0;
    while (size > 0) {
        Piece &piece = pieces[used];
        const std::size_t n = std::min(size, piece.size);
        std::memcpy(to, piece.data, n);
        to += n;
        size -= n;
        piece.data += n;
        piece.size -= n;
        if (piece.size == 0)
            ++used;
    }
    pieces.erase(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(used));
}

void tell(const linux::Fd &event)
{
    const std::uint64_t one = 1;
    if (event && ::write(event.get(), &one, sizeof one) < 0) {
        // It is full: told often enough. Or it is no eventfd, which is the guest's own loss.
    }
}

/// Writes over the pieces of several chains, one after the other.
class Scatter {
public:
    explicit Scatter(std::vector<Chain> &chains, std::size_t count) : m_chains(chains), m_count(count) {}
    void put(const std::uint8_t *from, std::size_t size)
    {
        while (size > 0 && m_chain < m_count) {
            std::vector<Piece> &pieces = m_chains[m_chain].writable;
            if (m_piece == pieces.size()) {
                ++m_chain;
                m_piece = m_offset = 0;
                continue;
            }
            const std::size_t n = std::min(size, pieces[m_piece].size - m_offset);
            std::memcpy(pieces[m_piece].data + m_offset, from, n);
            from += n;
            size -= n;
            m_offset += n;
            if (m_offset == pieces[m_piece].size) {
                ++m_piece;
                m_offset = 0;
            }
        }
    }

private:
    std::vector<Chain> &m_chains;
    std::size_t m_count;
    std::size_t m_chain = 0, m_piece = 0, m_offset = 0;
};

} // namespace

void Backend::broke(Queue queue)
{
    ++m_counters.brokenQueues;
    tell(m_queues[queue].error);
}

Backend::Took Backend::takeFrame(const Sink &sink)
{
    if (!isReady(transmit))
        return Took::nothing;
    SplitQueue &rings = m_queues[transmit].rings;
    switch (rings.take(m_memory, m_chain)) {
    case SplitQueue::Taken::none: return Took::nothing;
    case SplitQueue::Taken::broken: broke(transmit); return Took::nothing;
    case SplitQueue::Taken::chain: break;
    }
    bool isGood = false;
    const std::size_t length = headerLength();
    if (m_chain.readableBytes >= length + kShortestFrame && m_chain.readableBytes <= length + kLongestFrame) {
        std::uint8_t bytes[12];
        const std::size_t size = m_chain.readableBytes - length;
        takeFront(m_chain.readable, bytes, length);
        isGood = sink(tap::VnetHeader::load(bytes), m_chain.readable, size);
    }
    const SplitQueue::Used used{m_chain.head, 0};
    rings.use({&used, 1});
    if (!isGood)
        ++m_counters.badFrames;
    return isGood ? Took::frame : Took::bad;
}

void Backend::drainKick(Queue queue)
{
    std::uint64_t count;
    if (m_queues[queue].kick && ::read(m_queues[queue].kick.get(), &count, sizeof count) < 0) {
        // Nothing was there.
    }
}

void Backend::kickAgain(Queue queue)
{
    tell(m_queues[queue].kick);
}

bool Backend::endTransmitRound()
{
    return isReady(transmit) && m_queues[transmit].rings.wantKicks(true);
}

Backend::Delivered Backend::deliver(const tap::VnetHeader &header, base::Bytes frame)
{
    if (!isReady(receive))
        return Delivered::notReady;
    SplitQueue &rings = m_queues[receive].rings;
    const bool canMerge = m_features & feature::mergeableBuffers;
    const std::size_t length = headerLength(), total = length + frame.size();
    std::size_t room = 0, count = 0;
    while (room < total && (canMerge || count == 0)) {
        if (m_gathered.size() == count)
            m_gathered.emplace_back();
        const SplitQueue::Taken taken = rings.take(m_memory, m_gathered[count]);
        if (taken == SplitQueue::Taken::broken) {
            broke(receive);
            return Delivered::notReady;
        }
        if (taken == SplitQueue::Taken::none)
            break;
        room += m_gathered[count++].writableBytes;
    }
    if (room < total) {
        const bool isTooLong = !canMerge && count == 1;
        while (count > 0)
            rings.undo(m_gathered[--count]);
        return isTooLong ? Delivered::tooLong : Delivered::noBuffer;
    }
    std::uint8_t bytes[12] = {};
    header.store(bytes);
    const auto buffers = static_cast<std::uint16_t>(count);
    std::memcpy(bytes + 10, &buffers, sizeof buffers);
    Scatter scatter(m_gathered, count);
    scatter.put(bytes, length);
    scatter.put(frame.data(), frame.size());

    std::size_t left = total;
    std::vector<SplitQueue::Used> used;
    used.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t here = std::min(left, m_gathered[i].writableBytes);
        used.push_back({m_gathered[i].head, static_cast<std::uint32_t>(here)});
        left -= here;
    }
    rings.use(used);
    return Delivered::done;
}

void Backend::interrupt()
{
    for (QueueState &queue : m_queues)
        if (queue.rings.isStarted() && !queue.rings.isBroken() && queue.rings.mustInterrupt()) {
            ++m_counters.interrupts;
            tell(queue.call);
        }
}

} // namespace hopyard::vhost_user

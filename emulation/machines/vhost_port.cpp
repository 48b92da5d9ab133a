// See vhost_port.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/machines/vhost_port.h"

#include "core/link/segmentation.h"
#include "core/wire/transport_place.h"

#include <algorithm>

namespace hopyard::machines {

using vhost_user::Backend;

namespace {
constexpr std::uint16_t kIpv6 = 0x86dd;

bool isIpv6(base::Bytes frame)
{
    return frame.size() >= 14 && (frame[12] << 8 | frame[13]) == kIpv6;
}
} // namespace

bool VhostPort::isWithinMtu(const packet::Packet &frame) const
{
    return link::longestSegment(frame) <= longestFrame(m_mtu);
}

PortOutcome VhostPort::read(packet::PacketPool &pool, std::vector<packet::Packet> &frames, std::size_t budget, std::size_t byteBudget)
{
    Backend &backend = m_server->backend();
    backend.drainKick(Backend::receive);
    backend.drainKick(Backend::transmit);
    deliverWaiting();
    PortOutcome outcome = PortOutcome::wouldBlock;
    std::size_t bytes = 0;
    for (std::size_t taken = 0;; ++taken) {
        if (taken >= budget || bytes >= byteBudget) {
            outcome = PortOutcome::done;
            backend.kickAgain(Backend::transmit); // the kick was taken, and the guest may give no other
            break;
        }
        const Backend::Took took = backend.takeFrame([&](const tap::VnetHeader &header, std::span<const vhost_user::Piece> pieces, std::size_t size) {
            packet::Packet frame = pool.make(size);
            std::uint8_t *to = frame.writable().data();
            for (const vhost_user::Piece &piece : pieces)
                to = std::copy_n(piece.data, piece.size, to);
            const auto meaning = tap::readVnetHeader(header, frame.bytes());
            if (!meaning)
                return false;
            frame.setOffload(meaning->offload);
            if (meaning->completeNow)
                wire::completeSum(frame.writable(), meaning->completeNow->start, meaning->completeNow->field, true);
            if (!isWithinMtu(frame))
                return false;
            const link::WireCount count = link::wireCount(frame);
            m_counters.framesIn += count.packets;
            m_counters.bytesIn += count.bytes;
            bytes += size;
            frames.push_back(std::move(frame));
            return true;
        });
        if (took == Backend::Took::bad)
            ++m_counters.badIn;
        if (took == Backend::Took::nothing && !backend.endTransmitRound()) // else more came while we said that we wait
            break;
    }
    backend.interrupt();
    return outcome;
}

Backend::Delivered VhostPort::deliver(const packet::Packet &frame)
{
    const Backend::Delivered delivered = m_server->backend().deliver(tap::vnetHeaderFor(frame), frame.bytes());
    if (delivered == Backend::Delivered::done) {
        const link::WireCount count = link::wireCount(frame);
        m_counters.framesOut += count.packets;
        m_counters.bytesOut += count.bytes;
    }
    return delivered;
}

PortOutcome VhostPort::write(const packet::Packet &frame, packet::PacketPool &pool)
{
    const Backend &backend = m_server->backend();
    const bool fits = frame.isFinished()
        || (backend.takesUnfinished() && (frame.offload().segmentSize == 0 || backend.takesLarge(isIpv6(frame.bytes()))));
    if (fits)
        return accept(frame);
    PortOutcome outcome = PortOutcome::done;
    link::splitIntoSegments(frame, pool, [&](const packet::Packet &piece) { outcome = accept(piece); });
    return outcome;
}

PortOutcome VhostPort::accept(const packet::Packet &frame)
{
    const Backend::Delivered delivered = m_waiting.empty() ? deliver(frame) : Backend::Delivered::noBuffer;
    if (delivered == Backend::Delivered::done)
        return PortOutcome::done;
    if (delivered == Backend::Delivered::noBuffer && m_waiting.size() < kMostWaiting) {
        m_waiting.push_back(frame);
        if (m_waiting.size() == 1 && m_server->backend().wantBuffers(true)) // some came at this moment
            deliverWaiting();
        return PortOutcome::done;
    }
    ++m_counters.droppedOut;
    return delivered == Backend::Delivered::tooLong ? PortOutcome::refused : PortOutcome::wouldBlock;
}

void VhostPort::deliverWaiting()
{
    if (m_waiting.empty())
        return;
    Backend &backend = m_server->backend();
    do {
        while (!m_waiting.empty()) {
            const Backend::Delivered delivered = deliver(m_waiting.front());
            if (delivered == Backend::Delivered::noBuffer)
                break;
            if (delivered != Backend::Delivered::done)
                ++m_counters.droppedOut;
            m_waiting.pop_front();
        }
    } while (!m_waiting.empty() && backend.wantBuffers(true));
    if (m_waiting.empty())
        backend.wantBuffers(false);
    backend.interrupt();
}

} // namespace hopyard::machines

// Into a guest's input buffers: copied there, or the page itself lent; and how lent pages come back.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/hypervisor.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

using base::DropReason;

/// Puts a frame into input buffers of a guest. `landed`: it lies in pages of the DMA table, which may be lent; else in
/// base storage. False: dropped, with its reason.
bool Hypervisor::deliver(Context &context, NicId to, Carried &carried, bool landed)
{
    Guest &guest = m_guests[to.guest.index()];
    if (guest.state == GuestState::stopped) {
        drop(context, DropReason::nodeStopped, carried);
        return false;
    }
    if (guest.spec.isOutside()) {
        handToOutside(context, to, carried, landed);
        return true;
    }
    Nic &one = guest.nics[to.nic];
    const auto waiting = static_cast<std::uint16_t>(one.inputLooked - one.inputTaken);
    if (waiting < carried.count) {
        askForRelease(context);
        ++one.counters.noBuffer;
        drop(context, guest.state == GuestState::paused ? DropReason::guestPaused : DropReason::noBuffer, carried);
        return false;
    }
    if (landed && m_spec.receive == Receive::remap) {
        if (lend(context, to, carried))
            return true;
        ++one.counters.fellBack;
    }
    const auto page = guest.memory.baseWrite(m_pool, addressOf(one.driver.inputRing()), kPageSize);
    if (!page)
        return false;
    RingWriter ring(*page);
    std::array<std::uint16_t, Carried::kMaxPieces> heads;
    NetHeader header = carried.header;
    header.buffers = static_cast<std::uint16_t>(carried.count);
    header.flags &= NetHeader::kNeedsChecksum;
    if (!landed) // base storage: the header goes with the frame. A landed page may be lent to somebody who looks at its own
        header.emit({carried.first, NetHeader::kLength});
    bool good = true;
    for (std::size_t i = 0; i < carried.count; ++i) {
        const Carried::Piece &piece = carried.pieces[i];
        heads[i] = ring.available(static_cast<std::uint16_t>(one.inputTaken + i));
        const Descriptor d = ring.descriptor(heads[i]);
        good = good && (d.flags & Descriptor::kWrite) && d.length >= piece.length
               && guest.memory.baseCopyTo(m_pool, d.address, m_pool.read(piece.page).first(piece.length));
        if (i == 0 && good && landed) {
            std::array<std::uint8_t, NetHeader::kLength> bytes;
            header.emit(bytes);
            good = guest.memory.baseCopyTo(m_pool, d.address, bytes).has_value();
        }
    }
    one.inputTaken = static_cast<std::uint16_t>(one.inputTaken + carried.count);
    if (!good) { // what the guest posted is no buffer; its loss
        ++one.counters.badBuffers;
        drop(context, DropReason::noBuffer, carried);
        return false;
    }
    expectReports(guest, carried, heads.data());
    for (std::size_t i = 0; i < carried.count; ++i)
        ring.use(heads[i], carried.pieces[i].length);
    ++one.counters.input;
    one.counters.inputBytes += carried.size;
    Costs &count = costs();
    ++count.copies;
    count.bytesCopied += carried.size;
    spendBytes(&guest, m_spec.costs.copyKiB, carried.size);
    if (context.trace.wants<base::trace::BufferStep>())
        step(context, "copied", &guest, carried.pieces[0].page, one.driver.inputPage(heads[0]), carried.packetId, carried.start());
    interrupt(context, to);
    return true;
}

/// Lends the pages that a frame landed in, each where the guest posted a buffer. False where it cannot be: nothing changed.
bool Hypervisor::lend(Context &context, NicId to, Carried &carried)
{
    Guest &guest = m_guests[to.guest.index()];
    Nic &one = guest.nics[to.nic];
    if (guest.loans.size() + carried.count > m_spec.lendLimit)
        return false;
    const auto page = guest.memory.baseRead(m_pool, addressOf(one.driver.inputRing()), kPageSize);
    if (!page)
        return false;
    const RingReader ring(*page);
    std::array<std::uint16_t, Carried::kMaxPieces> heads;
    std::array<GuestPage, Carried::kMaxPieces> places;
    for (std::size_t i = 0; i < carried.count; ++i) {
        heads[i] = ring.available(static_cast<std::uint16_t>(one.inputTaken + i));
        const Descriptor d = ring.descriptor(heads[i]);
        const std::uint64_t at = d.address / kPageSize;
        if (!(d.flags & Descriptor::kWrite) || d.address % kPageSize != 0 || d.length != kPageSize
            || at >= guest.memory.pageCount())
            return false;
        places[i] = GuestPage(static_cast<std::uint32_t>(at));
        // Its rings stay where they are, and no place has two loans (a guest may post anything, twice over).
        const bool isRing = std::any_of(guest.nics.begin(), guest.nics.end(), [&](const Nic &n) {
            return places[i] == n.driver.inputRing() || places[i] == n.driver.outputRing();
        });
        if (isRing || guest.memory.entry(places[i]).lent.isValid() || std::find(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(i), places[i]) != places.begin() + static_cast<std::ptrdiff_t>(i))
            return false;
    }
    NetHeader header = carried.header;
    header.buffers = static_cast<std::uint16_t>(carried.count);
    header.flags = static_cast<std::uint8_t>((header.flags & NetHeader::kNeedsChecksum) | NetHeader::kLent);
    const bool isFirst = m_pool.info(carried.pieces[0].page).state == PageState::filled;
    if (isFirst)
        header.emit(m_pool.write(carried.pieces[0].page, NetHeader::kLength));
    const std::uint64_t cleared = m_pool.counters().bytesCleared, clears = m_pool.counters().clears;
    for (std::size_t i = 0; i < carried.count; ++i) {
        const Carried::Piece &piece = carried.pieces[i];
        const Place place{to.guest, places[i]};
        const bool mapped = (isFirst ? m_pool.map(piece.page, place, piece.length) : m_pool.share(piece.page, place)).has_value();
        assert(mapped && "the page was filled and the place is free");
        if (!mapped)
            return false;
        guest.memory.lend(places[i], piece.page);
        guest.loans[places[i]] = {piece.page, context.now, carried.packetId};
        step(context, isFirst ? "mapped" : "shared", &guest, piece.page, places[i], carried.packetId,
             i == 0 ? carried.start() : base::Bytes());
    }
    const auto writable = guest.memory.baseWrite(m_pool, addressOf(one.driver.inputRing()), kPageSize);
    expectReports(guest, carried, heads.data());
    RingWriter used(*writable);
    for (std::size_t i = 0; i < carried.count; ++i)
        used.use(heads[i], carried.pieces[i].length);
    one.inputTaken = static_cast<std::uint16_t>(one.inputTaken + carried.count);
    ++one.counters.input;
    ++one.counters.lent;
    one.counters.inputBytes += carried.size;
    Costs &count = costs();
    count.maps += carried.count;
    count.clears += m_pool.counters().clears - clears; // what an older packet had left behind this one
    count.bytesCleared += m_pool.counters().bytesCleared - cleared;
    spend(&guest, m_spec.costs.map * static_cast<std::int64_t>(carried.count));
    spendBytes(&guest, m_spec.costs.clearKiB, m_pool.counters().bytesCleared - cleared);
    interrupt(context, to);
    return true;
}

/// Looks at the buffers that the guest posted since: where a page is lent in one, that is its return.
void Hypervisor::lookForReturns(Context &context, Guest &guest, std::uint16_t index)
{
    Nic &one = guest.nics[index];
    const auto page = guest.memory.baseRead(m_pool, addressOf(one.driver.inputRing()), kPageSize);
    if (!page)
        return;
    const RingReader ring(*page);
    const std::uint16_t end = ring.availableIndex();
    if (static_cast<std::uint16_t>(end - one.inputTaken) > kQueueSize) {
        ++one.counters.badBuffers;
        one.inputLooked = one.inputTaken = end;
        return;
    }
    for (; one.inputLooked != end; ++one.inputLooked) {
        const std::uint16_t head = ring.available(one.inputLooked);
        compareReport(guest, head);
        const std::uint64_t at = ring.descriptor(head).address / kPageSize;
        if (at < guest.memory.pageCount() && guest.memory.entry(GuestPage(static_cast<std::uint32_t>(at))).lent.isValid()) {
            step(context, "released", &guest, {}, GuestPage(static_cast<std::uint32_t>(at)), 0);
            giveBackPage(context, guest, GuestPage(static_cast<std::uint32_t>(at)));
        }
    }
}

/// Ends a loan: unmapped, and where nobody else has the page, cleared and back into the DMA table.
void Hypervisor::giveBackPage(Context &context, Guest &guest, GuestPage at)
{
    const HostPage page = guest.memory.entry(at).lent;
    guest.memory.takeBack(at);
    guest.loans.erase(at);
    const auto last = m_pool.unmap(page, {guest.memory.guest(), at});
    ++costs().unmaps;
    spend(&guest, m_spec.costs.unmap);
    step(context, "unmapped", &guest, page, at, 0);
    if (!last || !*last)
        return;
    const std::size_t dirty = m_pool.info(page).dirty;
    (void)m_pool.clearAndList(page);
    ++costs().clears;
    costs().bytesCleared += dirty;
    spendBytes(&guest, m_spec.costs.clearKiB, dirty);
    step(context, "cleared", nullptr, page, {}, 0);
    step(context, "listed", nullptr, page, {}, 0);
}

/// A frame that the base portion made itself, by way of its storage.
bool Hypervisor::deliverPacket(Context &context, NicId to, const packet::Packet &frame)
{
    Carried carried = store(frame);
    return deliver(context, to, carried, false);
}

} // namespace hopyard::hypervisor

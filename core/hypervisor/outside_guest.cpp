// Guests whose machine lies outside (outside_port.h): frames that the machine's driver put into its output buffers, and
// frames for its input buffers. In between they are carried like everybody's.
//
// The bytes of such a guest's memory are the machine's own; of the computer's pages it has as many, which nobody else
// gets. Pages are never lent to it: what is for it is copied.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/outside_port.h"

#include "core/hypervisor/hypervisor.h"
#include "core/wire/ethernet.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

using base::DropReason;

/// A frame into base storage.
Carried Hypervisor::store(const packet::Packet &frame)
{
    Carried carried;
    base::Bytes rest = frame.bytes();
    for (std::size_t i = 0; !rest.empty(); ++i) {
        const std::size_t skip = i == 0 ? NetHeader::kLength : 0;
        const std::size_t n = std::min(rest.size(), kPageSize - skip);
        const base::MutableBytes page = m_pool.write(m_base[i]);
        if (i == 0)
            carried.first = page.data();
        std::memcpy(page.data() + skip, rest.data(), n);
        carried.add(m_base[i], n + skip);
        rest = rest.subspan(n);
    }
    carried.size = frame.size();
    return carried;
}

void Hypervisor::takeFromOutside(Context &context, NicId from, const packet::Packet &frame)
{
    Guest *guest = find(from.guest);
    if (!guest || guest->state == GuestState::stopped || from.nic >= guest->nics.size()) {
        drop(context, DropReason::nodeStopped, nullptr, frame.id(), frame.bytes());
        return;
    }
    Nic &one = guest->nics[from.nic];
    if (frame.size() < wire::EthernetView::kHeaderLength || frame.size() > packet::PacketPool::kMaxPacket) {
        ++one.counters.badBuffers;
        drop(context, DropReason::malformed, nullptr, frame.id(), frame.bytes());
        return;
    }
    Carried carried = store(frame);
    carried.vlan = one.spec.vlan;
    carried.packetId = frame.id();
    carried.header = NetHeader::of(frame.offload(), carried.start());
    carried.header.flags &= NetHeader::kNeedsChecksum;
    ++one.counters.output;
    one.counters.outputBytes += carried.size;
    Costs &count = costs();
    ++count.packets;
    count.bytes += carried.size;
    ++count.copies;
    count.bytesCopied += carried.size;
    if (context.trace.wants<base::trace::BufferStep>())
        step(context, "output", guest, carried.pieces[0].page, one.driver.outputPage(0), carried.packetId, carried.start());
    transmit(context, from, carried);
}

void Hypervisor::handToOutside(Context &context, NicId to, const Carried &carried, bool landed)
{
    Guest &guest = m_guests[to.guest.index()];
    Nic &one = guest.nics[to.nic];
    ++one.counters.input;
    one.counters.inputBytes += carried.size;
    one.counters.fellBack += landed && m_spec.receive == Receive::remap ? 1 : 0;
    Costs &count = costs();
    ++count.copies;
    count.bytesCopied += carried.size;
    ++count.interrupts;
    if (context.trace.wants<base::trace::BufferStep>())
        step(context, "copied", &guest, carried.pieces[0].page, one.driver.inputPage(0), carried.packetId, carried.start());
    context.out.send(outsidePort(to), toPacket(context, carried, 0));
}

} // namespace hopyard::hypervisor

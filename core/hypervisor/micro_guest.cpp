// The base portion's side of micro-guests (micro_guest.h): what it put into each of their buffers, compared with what
// their program says that it read there.
//
// Their processor runs beside us: it is told of nothing but by the rings, and tells by a kick, which whoever runs it
// hands on (kicked()).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hypervisor/micro_guest.h"

#include "core/hypervisor/hypervisor.h"

#include <algorithm>
#include <cstring>

namespace hopyard::hypervisor {

static_assert(micro::kQueue == kQueueSize && micro::kPage == kPageSize && micro::kReportPage == 1 + GuestDriver::kPages);

bool Hypervisor::hasMicroGuests() const
{
    return std::any_of(m_guests.begin(), m_guests.end(), [](const Guest &g) { return g.exists && g.spec.kind == GuestKind::micro; });
}

void Hypervisor::startMicro(Guest &guest)
{
    guest.micro = base::Box<MicroRecord>(MicroRecord());
    for (Nic &one : guest.nics)
        one.outputTaken = one.inputLooked = one.inputTaken = 0; // its memory is new
}

void Hypervisor::expectReports(Guest &guest, const Carried &carried, const std::uint16_t *heads)
{
    if (!guest.micro)
        return;
    MicroRecord &record = *guest.micro;
    ++record.packets;
    for (std::size_t i = 0; i < carried.count; ++i) {
        const std::size_t skip = i == 0 ? NetHeader::kLength : 0;
        const base::Bytes bytes = m_pool.read(carried.pieces[i].page).first(carried.pieces[i].length).subspan(skip);
        record.bytes += bytes.size();
        record.expected[heads[i]] = micro::answerTo(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
        record.isWaiting[heads[i]] = true;
    }
}

void Hypervisor::compareReport(Guest &guest, std::uint16_t head)
{
    if (!guest.micro || !std::exchange(guest.micro->isWaiting[head], false))
        return;
    const auto page = guest.memory.baseRead(m_pool, addressOf(GuestPage(micro::kReportPage)), kPageSize);
    if (!page)
        return;
    micro::Answer said;
    std::memcpy(&said, page->data() + offsetof(micro::Reports, ofBuffer) + head * sizeof said, sizeof said);
    ++guest.micro->compared;
    guest.micro->stale += said == guest.micro->expected[head] ? 0 : 1;
}

void Hypervisor::kicked(Context &context, GuestId id)
{
    Guest *guest = find(id);
    if (!guest || !guest->micro || guest->state == GuestState::stopped)
        return;
    guest->interrupted = guest->askedToRelease = false; // it gives back whatever it has read
    kick(context, *guest);
    schedule(context);
}

void Hypervisor::touched(Context &context, GuestId id, GuestAddress address)
{
    Guest *guest = find(id);
    if (guest && guest->micro)
        fault(context, *guest, guest->memory.mistake(m_pool, address, false).value_or(Fault{Fault::Kind::notPresent, address}));
}

std::optional<micro::Reports> Hypervisor::reports(GuestId id) const
{
    const Guest *one = guest(id);
    if (!one || !one->micro)
        return std::nullopt;
    const auto page = one->memory.baseRead(m_pool, addressOf(GuestPage(micro::kReportPage)), kPageSize);
    if (!page)
        return std::nullopt;
    micro::Reports reports;
    std::memcpy(&reports, page->data(), sizeof reports);
    return reports;
}

} // namespace hopyard::hypervisor

// See hypervisor_guest.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emulation/micro_guest/hypervisor_guest.h"

#include <algorithm>
#include <utility>

namespace hopyard::micro_guest {

namespace {

/// Of all its input buffers some wait to be read, or it has not posted any yet. The ring is looked at where the guest
/// sees it: that place is never lent.
bool hasWork(const std::uint8_t *window)
{
    const auto &ring = *reinterpret_cast<const hypervisor::micro::Ring *>(window + hypervisor::micro::kInputRing * kPage);
    return static_cast<std::uint16_t>(loadAcquire(ring.availableIndex) - loadAcquire(ring.usedIndex)) != hypervisor::micro::kQueue;
}

} // namespace

base::Result<std::unique_ptr<HypervisorGuest>, std::string> HypervisorGuest::create(hypervisor::PageStore &store, const Spec &spec)
{
    if (const auto why = missing())
        return base::fail(*why);
    auto *mapped = dynamic_cast<guest_memory::MappedPageStore *>(&store);
    if (!mapped || spec.memory < hypervisor::micro::kPages * kPage)
        return base::fail(std::string("a micro-guest's memory has to be really mapped, and this computer's pages are plain memory"));
    auto guest = std::unique_ptr<HypervisorGuest>(new HypervisorGuest(*mapped, spec));
    guest_memory::Window *const window = mapped->use(spec.guest, *guest);
    if (!window) {
        guest->m_store = nullptr;
        return base::fail(std::string("the kernel would not map the guest's pages (vm.max_map_count may be too small)"));
    }
    auto processor = VirtualProcessor::create(window->data(), spec.memory, guest->boot(), [data = window->data()] { return hasWork(data); });
    if (!processor)
        return base::fail(toString(processor.error()));
    guest->m_processor = std::move(*processor);
    return guest;
}

Boot HypervisorGuest::boot() const
{
    Boot boot{};
    boot.isDriver = 1;
    const auto mac = m_spec.mac.bytes();
    std::copy(mac.begin(), mac.end(), boot.mac);
    for (int i = 0; m_spec.address && i < 4; ++i)
        boot.address[i] = static_cast<std::uint8_t>(m_spec.address->value() >> (24 - 8 * i));
    return boot;
}

void HypervisorGuest::setAddress(std::optional<base::Ipv4Address> address)
{
    if (address == m_spec.address || !m_processor)
        return;
    m_spec.address = address;
    m_processor->setBoot(boot());
}

HypervisorGuest::~HypervisorGuest()
{
    if (m_store)
        m_store->leave(m_spec.guest);
}

void HypervisorGuest::windowGoes()
{
    m_processor.reset();
    m_store = nullptr;
}

} // namespace hopyard::micro_guest

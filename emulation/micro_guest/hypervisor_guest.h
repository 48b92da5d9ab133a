// A guest of a hypervisor that is our own program on a virtual processor of KVM's: its memory slot is the very window in
// which the base portion shows the guest its pages, so a page that is lent is lent to that processor, and one that is
// taken back is gone from it before it is cleared (docs/hypervisor.md).
//
// The base portion's side is core/hypervisor/micro_guest.h; here is the processor. When the guest's memory goes, the
// processor ends first, whoever took it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "emulation/guest_memory/mapped_page_store.h"
#include "emulation/micro_guest/virtual_processor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace hopyard::micro_guest {

class HypervisorGuest final : public guest_memory::WindowUser {
public:
    struct Spec {
        hypervisor::GuestId guest;
        std::uint64_t memory = 0; ///< bytes
        base::MacAddress mac;
        std::optional<base::Ipv4Address> address;
        bool operator==(const Spec &) const = default;
    };
    /// `store` is lent; it may go before this. A refusal is a sentence for a person, with what to do.
    static base::Result<std::unique_ptr<HypervisorGuest>, std::string> create(hypervisor::PageStore &store, const Spec &spec);
    HypervisorGuest(const HypervisorGuest &) = delete;
    HypervisorGuest &operator=(const HypervisorGuest &) = delete;
    ~HypervisorGuest() override;

    void start() { m_processor->start(); }
    void setAddress(std::optional<base::Ipv4Address> address);
    const Spec &spec() const { return m_spec; }
    /// Null: its memory has gone, and it with it.
    VirtualProcessor *processor() { return m_processor.get(); }

    void windowGoes() override;

private:
    HypervisorGuest(guest_memory::MappedPageStore &store, const Spec &spec) : m_store(&store), m_spec(spec) {}

    Boot boot() const;

    guest_memory::MappedPageStore *m_store; ///< null: gone
    Spec m_spec;
    std::unique_ptr<VirtualProcessor> m_processor;
};

} // namespace hopyard::micro_guest

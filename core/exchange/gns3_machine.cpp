// See gns3_machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/gns3_machine.h"

#include <utility>

namespace hopyard::exchange {

lab::Machine qemuMachine(std::string image, std::uint32_t memory, std::uint32_t processors, std::string_view adapter, std::string_view disk)
{
    lab::Machine machine;
    machine.image = std::move(image);
    machine.memory = memory;
    machine.processors = processors;
    if (machine.image.empty())
        return machine; // the tiny guest system knows virtio's devices alone
    machine.card = lab::MachineCard::e1000;
    if (adapter.starts_with("virtio"))
        machine.card = lab::MachineCard::virtio;
    else if (const auto card = lab::parseMachineCard(adapter))
        machine.card = *card;
    machine.disk = lab::parseMachineDisk(disk).value_or(lab::MachineDisk::ide);
    return machine;
}

} // namespace hopyard::exchange

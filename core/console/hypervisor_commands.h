// What the commands of a hypervisor's console are made of. Internal to core/console.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/console/commands.h"
#include "core/console/hypervisor_console.h"
#include "core/hypervisor/hypervisor.h"

#include <optional>
#include <string>
#include <string_view>

namespace hopyard::console {

struct HypervisorCall {
    link::Context &context;
    hypervisor::Hypervisor &computer;
    const Arguments &arguments;
    const GuestConsole &inGuest;

    /// The guest that the line names.
    hypervisor::GuestId guest() const { return computer.findGuest(arguments.get("guest")); }
};

struct HypervisorCommand {
    std::string_view syntax;
    std::string_view help;
    Answer (*run)(const HypervisorCall &);
};

Answer answered(const HypervisorCall &call, std::string text, const Json &json);
/// There is no guest of that name, and which there are.
Answer noGuest(const HypervisorCall &call);
/// "g1:eth0"
std::string nicName(const hypervisor::Hypervisor &computer, hypervisor::NicId nic);
/// Bytes as a person says them.
std::string bytesText(std::uint64_t bytes);

// show_hypervisor.cpp
Answer showGuests(const HypervisorCall &call);
Answer showGuest(const HypervisorCall &call);
Answer showAddresses(const HypervisorCall &call);
Answer showMacTable(const HypervisorCall &call);
Answer showNat(const HypervisorCall &call);
Answer showAdapters(const HypervisorCall &call);
// show_pages.cpp
Answer showBuffers(const HypervisorCall &call);
Answer showDma(const HypervisorCall &call);
Answer showCosts(const HypervisorCall &call);
Answer showScheduler(const HypervisorCall &call);
Answer showMemory(const HypervisorCall &call);
Answer verifyPages(const HypervisorCall &call);
// change_hypervisor.cpp
Answer changeGuest(const HypervisorCall &call);
Answer addGuest(const HypervisorCall &call);
Answer setMode(const HypervisorCall &call);
Answer setReceive(const HypervisorCall &call);
Answer changeNat(const HypervisorCall &call);
Answer moveAddress(const HypervisorCall &call);
Answer touch(const HypervisorCall &call);
Answer onGuest(const HypervisorCall &call);

} // namespace hopyard::console

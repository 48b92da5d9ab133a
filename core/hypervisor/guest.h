// A guest: a virtual machine with its own memory, share, network interfaces and a stack of its own.
//
// A plain record; what is done with it is the hypervisor's. The stack (a router::VirtualRouter) is the software of a guest
// of the engine: its frames leave it only through the driver's buffers in the guest's memory. So it is with a micro-guest,
// whose program is no stack and runs on a processor of its own (micro_guest.h). A guest of another kind has its machine
// outside (outside_port.h): here are its addresses, its memory as pages that nobody else gets, and its counters.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/box.h"
#include "core/hypervisor/guest_driver.h"
#include "core/hypervisor/micro_guest.h"
#include "core/router/virtual_router.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hopyard::hypervisor {

struct NicSpec {
    std::string name = "eth0";
    std::optional<base::MacAddress> mac;  ///< none: the hypervisor makes one
    std::uint32_t mtu = 1500;
    std::vector<base::InterfaceAddress> addresses; ///< what the base portion's list has for it, and its stack uses
    std::uint16_t vlan = 0;    ///< 1..4094: its frames carry this tag on adapters, and only such are for it; 0: none
    std::uint16_t adapter = 0; ///< the adapter it goes out by where addresses do not decide
    bool operator==(const NicSpec &) const = default;
};

/// What a guest is made of.
enum class GuestKind : std::uint8_t { engine, qemu, uml, micro };
constexpr std::string_view toString(GuestKind kind)
{
    switch (kind) {
    case GuestKind::engine: return "engine";
    case GuestKind::qemu: return "qemu";
    case GuestKind::uml: return "uml";
    case GuestKind::micro: return "micro";
    }
    return "engine";
}

struct GuestSpec {
    std::string name;
    GuestKind kind = GuestKind::engine;
    std::uint64_t memory = 16ull << 20; ///< bytes, a whole number of pages
    std::uint32_t share = 1;            ///< of the computer's shares
    std::vector<NicSpec> nics;
    std::optional<base::IpAddress> gateway; ///< of its stack's default route
    bool forwarding = false;            ///< it is a router
    ReleasePolicy release = ReleasePolicy::eager;
    std::vector<std::string> start; ///< console lines; whoever knows the language runs them after a start
    bool operator==(const GuestSpec &) const = default;

    /// Its machine lies outside.
    bool isOutside() const { return kind == GuestKind::qemu || kind == GuestKind::uml; }
    /// Its processor is one of the engine's: the credit scheduler gives it time.
    bool isScheduled() const { return kind == GuestKind::engine; }
};

enum class GuestState : std::uint8_t { stopped, running, paused };
constexpr std::string_view toString(GuestState state)
{
    switch (state) {
    case GuestState::stopped: return "stopped";
    case GuestState::running: return "running";
    case GuestState::paused: return "paused";
    }
    return "unknown";
}

/// One interface of one guest.
struct NicId {
    GuestId guest;
    std::uint16_t nic = 0;
    bool isValid() const { return guest.isValid(); }
    auto operator<=>(const NicId &) const = default;
};

struct NicCounters {
    std::uint64_t output = 0; ///< frames out of output buffers
    std::uint64_t outputBytes = 0;
    std::uint64_t input = 0; ///< frames into input buffers
    std::uint64_t inputBytes = 0;
    std::uint64_t lent = 0;      ///< of those, in pages lent to it
    std::uint64_t fellBack = 0;  ///< copied although receive is remap: the limit of lent pages, or no whole-page buffer
    std::uint64_t noBuffer = 0;  ///< dropped: it had posted none
    std::uint64_t spoofed = 0;   ///< dropped: from an address that is not its own
    std::uint64_t badBuffers = 0; ///< descriptors that made no sense
    bool operator==(const NicCounters &) const = default;
};

struct Nic {
    NicSpec spec;
    base::MacAddress mac;
    GuestDriver driver;
    base::PortIndex port; ///< of the guest's stack
    // The base portion's side of the rings.
    std::uint16_t outputTaken = 0; ///< of the output ring's available entries
    std::uint16_t inputLooked = 0; ///< of the input ring's available entries: those looked at for returned pages
    std::uint16_t inputTaken = 0;  ///< of those: used for a packet
    NicCounters counters;
};

/// A page that is lent, for as long as it is: the temporary association of a guest with a buffer.
struct Loan {
    HostPage page;
    base::TimePoint since;
    std::uint64_t packetId = 0;
};

/// Of a micro-guest: what was put into its buffers, and how that compares with what it says that it read.
struct MicroRecord {
    std::array<micro::Answer, kQueueSize> expected{}; ///< by descriptor of its input ring
    std::array<bool, kQueueSize> isWaiting{};
    std::uint64_t packets = 0, bytes = 0; ///< given to it
    std::uint64_t compared = 0;           ///< buffers that it has read and given back
    std::uint64_t stale = 0;              ///< of those: it read something else
};

struct Guest {
    GuestSpec spec;
    GuestState state = GuestState::stopped;
    bool exists = true;
    GuestMemory memory;
    std::vector<Nic> nics;
    base::Box<router::VirtualRouter> router; ///< empty while stopped, and where the guest is outside
    base::Box<MicroRecord> micro;            ///< of a micro-guest, while it is not stopped
    router::RouterConfig config;             ///< what its stack is configured with when it starts
    std::map<GuestPage, Loan> loans;
    bool interrupted = false;    ///< an interrupt waits to be taken
    bool askedToRelease = false; ///< the base portion wants lent pages back
    base::TimePoint busyUntil;   ///< its processor is still at work on what it did last
    base::Duration owed;         ///< what the base portion did for it and it has not paid yet
    std::uint32_t replugs = 0;   ///< of a guest outside: how often its cables are to have been pulled and plugged
    bool startLinesDue = false;  ///< it was started and its start lines have not been run yet
    std::uint64_t faults = 0;
    std::optional<Fault> lastFault;
};

} // namespace hopyard::hypervisor

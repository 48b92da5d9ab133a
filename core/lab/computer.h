// What a node of kind `hypervisor` is besides its adapters: the computer, its table of ports, and its guests.
//
// Plain values as the lab file has them; core/world turns them into core/hypervisor's. Every single value is set and
// written by name (computer_values.h), so that the reader, the console and the workbench's fields mean the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/lab/machine.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// How the base portion carries its guests' datagrams.
enum class CarryMode : std::uint8_t { direct, bridged, nat };
/// How a packet from an adapter gets into a guest's memory.
enum class ReceiveMode : std::uint8_t { copy, remap };
/// When a guest gives back pages that were lent to it.
enum class ReleaseMode : std::uint8_t { eager, whenAsked, never };
/// What a guest is made of.
enum class GuestKind : std::uint8_t {
    engine, ///< inside the engine, with Hopyard's stack
    qemu,   ///< a machine of QEMU's, its network card served over vhost-user
    uml,    ///< a User-mode Linux
    micro,  ///< our own small program on a virtual processor of KVM's, which reads packets in remapped pages
};
std::string_view toString(GuestKind kind); ///< "engine", "qemu", "uml", "micro"
/// True for a machine with a kernel of its own: a program on this computer, in real time only.
constexpr bool isRealGuest(GuestKind kind) { return kind == GuestKind::qemu || kind == GuestKind::uml; }
/// True for what does not live in the engine alone: this computer's clock is its clock.
constexpr bool needsRealTime(GuestKind kind) { return kind != GuestKind::engine; }
std::string_view toString(CarryMode mode);    ///< "direct", "bridged", "nat"
std::string_view toString(ReceiveMode mode);  ///< "copy", "remap"
std::string_view toString(ReleaseMode mode);  ///< "eager", "when-asked", "never"

/// One interface of a guest.
struct GuestInterface {
    std::string name = "eth0";
    std::vector<base::InterfaceAddress> addresses;
    std::optional<base::MacAddress> mac; ///< none: the hypervisor makes one
    std::optional<std::uint32_t> mtu;    ///< default 1500
    std::uint16_t vlan = 0;              ///< 1..4094; 0: none
    std::string adapter;                 ///< the adapter it goes out by where addresses do not decide; empty: the first
    bool operator==(const GuestInterface &) const = default;
};

struct Guest {
    std::string name; ///< as a node's; unique among the guests of the computer
    GuestKind kind = GuestKind::engine;
    std::uint64_t memory = usualMemory(GuestKind::engine); ///< bytes
    std::uint32_t share = 100;          ///< of the computer's shares
    std::vector<GuestInterface> interfaces;
    std::optional<base::IpAddress> gateway;
    bool forwards = false; ///< it is a router
    ReleaseMode release = ReleaseMode::eager;
    bool isStopped = false;         ///< it is not started with the computer
    std::vector<std::string> start; ///< console lines run in it when it starts; of a real guest lines of its shell
    Machine machine;                ///< what a real guest is made of; its memory and network are the guest's own affair
    std::string note;
    bool operator==(const Guest &) const = default;

    /// What a guest of that kind has where nothing is said.
    static constexpr std::uint64_t usualMemory(GuestKind kind)
    {
        return isRealGuest(kind) ? 128ull << 20 : kind == GuestKind::micro ? 2ull << 20 : 16ull << 20;
    }
};

/// A row of mode nat that lets somebody outside reach a server inside.
struct PortRow {
    bool isUdp = false;
    std::uint16_t port = 0; ///< outside
    std::string to;         ///< a guest's name or address
    std::uint16_t toPort = 0;
    bool operator==(const PortRow &) const = default;
};

struct Computer {
    std::uint64_t memory = 256ull << 20; ///< bytes
    std::uint32_t processors = 1;
    std::uint32_t shares = 1'000; ///< that can be given to guests
    std::uint32_t dma = 256;      ///< pages of the DMA table
    std::uint32_t lend = 64;      ///< pages lent to one guest at the same time, at most
    CarryMode mode = CarryMode::direct;
    ReceiveMode receive = ReceiveMode::copy;
    bool headerSplit = false;
    /// What each step takes, where the lab says it, by place in costKeys(); the rest is as core/hypervisor has it.
    std::array<std::optional<base::Duration>, 10> costs;
    std::vector<PortRow> nat;
    std::vector<Guest> guests; ///< in file order
    bool operator==(const Computer &) const = default;

    const Guest *findGuest(std::string_view name) const;
    Guest *findGuest(std::string_view name);
    bool isFree() const; ///< every cost is given and zero
    /// The guest and interface with that address.
    std::optional<base::IpAddress> firstAddressOf(std::string_view guest) const;
};

/// Pages that a guest's interface takes of its memory for rings and buffers; a guest has one more, a micro-guest two.
constexpr std::uint32_t kPagesOfInterface = 258;
constexpr std::uint32_t kPageBytes = 4096;
constexpr std::uint64_t kMostMicroMemory = 512ull << 20; ///< bytes, of a micro-guest

/// "pc1/g1" as "pc1" and "g1"; the second empty where there is no '/'.
struct GuestPlace {
    std::string_view node;
    std::string_view guest;
};
constexpr GuestPlace splitGuestPlace(std::string_view text)
{
    const std::size_t slash = text.find('/');
    return slash == std::string_view::npos ? GuestPlace{text, {}} : GuestPlace{text.substr(0, slash), text.substr(slash + 1)};
}

} // namespace hopyard::lab

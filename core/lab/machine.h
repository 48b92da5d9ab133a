// What a real machine of a lab is made of: the mapping `machine` of nodes of kind qemu and uml (docs/machines.md).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hopyard::lab {

/// How a QEMU machine's processor is made.
enum class MachineAccel : std::uint8_t {
    automatic, ///< "auto": KVM where it really boots a kernel, else TCG
    kvm,
    tcg,
};
/// How a QEMU machine's network cards are joined to the lab.
enum class MachineNetwork : std::uint8_t {
    socket,    ///< frames over a pair of sockets, copied by QEMU
    vhostUser, ///< "vhost-user": the engine serves the virtio rings in the guest's own memory
    tap,       ///< a TAP device of the kernel's, which QEMU opens one end of
};
/// Which network card a QEMU machine sees: old systems know no virtio.
enum class MachineCard : std::uint8_t { virtio, e1000, rtl8139, pcnet, vmxnet3 };
/// How a QEMU machine's disk is joined to it.
enum class MachineDisk : std::uint8_t { virtio, ide, sata };
std::string_view toString(MachineAccel accel); ///< as written in the file
std::string_view toString(MachineNetwork network);
std::string_view toString(MachineCard card);
std::string_view toString(MachineDisk disk);
std::optional<MachineAccel> parseMachineAccel(std::string_view text);
std::optional<MachineNetwork> parseMachineNetwork(std::string_view text);
std::optional<MachineCard> parseMachineCard(std::string_view text);
std::optional<MachineDisk> parseMachineDisk(std::string_view text);
/// Every value as written in the file, in the order of the enumeration.
std::span<const std::string_view> machineAccelNames();
std::span<const std::string_view> machineNetworkNames();
std::span<const std::string_view> machineCardNames();
std::span<const std::string_view> machineDiskNames();

struct Machine {
    static constexpr std::uint32_t kLeastMemory = 16, kMostMemory = 1u << 20; ///< MiB
    static constexpr std::uint32_t kMostProcessors = 64;

    std::uint32_t memory = 128; ///< MiB
    std::uint32_t processors = 1; ///< of a QEMU machine; a User-mode Linux has one
    /// Files, relative to the lab's folder. Without image and kernel the machine runs the tiny guest system. An image is
    /// never written: what the machine writes goes to an overlay that ends with the node.
    std::string image, kernel, initrd;
    std::string append; ///< added to the kernel's command line; needs a kernel of ours or `kernel`
    MachineAccel accel = MachineAccel::automatic;
    MachineNetwork network = MachineNetwork::socket;
    MachineCard card = MachineCard::virtio; ///< every one of its cards
    MachineDisk disk = MachineDisk::virtio;
    bool graphics = false; ///< a screen, shown over VNC on a local socket
    bool operator==(const Machine &) const = default;

    /// Whether it runs the tiny guest system, which takes addresses and `start` lines from the lab.
    bool isTiny() const { return image.empty() && kernel.empty(); }
};

/// A value of `machine` that does not go with the rest: its key, and why as a sentence without its subject's name.
struct MachineMistake {
    std::string key;
    std::string why;
};
std::vector<MachineMistake> machineMistakes(const Machine &machine, bool isUml);

} // namespace hopyard::lab

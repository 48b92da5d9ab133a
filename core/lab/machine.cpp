// See machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/machine.h"

#include <algorithm>
#include <array>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 3> kAccels{"auto", "kvm", "tcg"};
static_assert(kAccels.size() == static_cast<std::size_t>(MachineAccel::tcg) + 1);
constexpr std::array<std::string_view, 3> kNetworks{"socket", "vhost-user", "tap"};
static_assert(kNetworks.size() == static_cast<std::size_t>(MachineNetwork::tap) + 1);

constexpr std::array<std::string_view, 5> kCards{"virtio", "e1000", "rtl8139", "pcnet", "vmxnet3"};
static_assert(kCards.size() == static_cast<std::size_t>(MachineCard::vmxnet3) + 1);
constexpr std::array<std::string_view, 3> kDisks{"virtio", "ide", "sata"};
static_assert(kDisks.size() == static_cast<std::size_t>(MachineDisk::sata) + 1);

template <class Value, std::size_t N>
std::optional<Value> parseIn(const std::array<std::string_view, N> &names, std::string_view text)
{
    const auto found = std::find(names.begin(), names.end(), text);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Value>(found - names.begin()));
}

} // namespace

std::string_view toString(MachineAccel accel)
{
    return kAccels[static_cast<std::size_t>(accel)];
}

std::string_view toString(MachineNetwork network)
{
    return kNetworks[static_cast<std::size_t>(network)];
}

std::string_view toString(MachineCard card)
{
    return kCards[static_cast<std::size_t>(card)];
}

std::string_view toString(MachineDisk disk)
{
    return kDisks[static_cast<std::size_t>(disk)];
}

std::optional<MachineCard> parseMachineCard(std::string_view text)
{
    return parseIn<MachineCard>(kCards, text);
}

std::optional<MachineDisk> parseMachineDisk(std::string_view text)
{
    return parseIn<MachineDisk>(kDisks, text);
}

std::span<const std::string_view> machineCardNames()
{
    return kCards;
}

std::span<const std::string_view> machineDiskNames()
{
    return kDisks;
}

std::optional<MachineAccel> parseMachineAccel(std::string_view text)
{
    return parseIn<MachineAccel>(kAccels, text);
}

std::optional<MachineNetwork> parseMachineNetwork(std::string_view text)
{
    return parseIn<MachineNetwork>(kNetworks, text);
}

std::span<const std::string_view> machineAccelNames()
{
    return kAccels;
}

std::span<const std::string_view> machineNetworkNames()
{
    return kNetworks;
}

std::vector<MachineMistake> machineMistakes(const Machine &machine, bool isUml)
{
    std::vector<MachineMistake> mistakes;
    const auto wrong = [&](const char *key, const char *why) { mistakes.push_back({key, why}); };
    if (isUml) {
        if (machine.processors != 1)
            wrong("processors", "a User-mode Linux has one processor");
        if (!machine.kernel.empty())
            wrong("kernel", "a User-mode Linux is its own kernel; kind qemu takes one");
        if (machine.accel != MachineAccel::automatic)
            wrong("accel", "a User-mode Linux needs no accelerator");
        if (machine.network != MachineNetwork::socket)
            wrong("network", "a User-mode Linux has its network over a socket");
        if (machine.card != MachineCard::virtio)
            wrong("card", "a User-mode Linux has a network card of its own kind");
        if (machine.disk != MachineDisk::virtio)
            wrong("disk", "a User-mode Linux has a disk of its own kind");
        if (machine.graphics)
            wrong("graphics", "a User-mode Linux has no screen");
        return mistakes;
    }
    if (!machine.initrd.empty() && machine.isTiny())
        wrong("initrd", "an initrd needs a kernel");
    if (machine.card != MachineCard::virtio && machine.network == MachineNetwork::vhostUser)
        wrong("card", "the network vhost-user is virtio's; write network: socket");
    if (machine.card != MachineCard::virtio && machine.isTiny())
        wrong("card", "the tiny guest system knows virtio's card alone");
    if (machine.disk != MachineDisk::virtio && machine.image.empty())
        wrong("disk", "a machine without an image has no disk");
    if (!machine.append.empty() && !machine.image.empty() && machine.kernel.empty())
        wrong("append", "the image boots a kernel of its own, which takes no command line from here");
    return mistakes;
}

} // namespace hopyard::lab

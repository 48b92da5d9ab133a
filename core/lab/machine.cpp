// See machine.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lab/machine.h"

#include <algorithm>
#include <array>

namespace hopyard::lab {

namespace {

constexpr std::array<std::string_view, 3> kAccels{"auto", "kvm", "tcg"};
static_assert(kAccels.size() == static_cast<std::size_t>(MachineAccel::tcg) + 1);
constexpr std::array<std::string_view, 2> kNetworks{"socket", "vhost-user"};
static_assert(kNetworks.size() == static_cast<std::size_t>(MachineNetwork::vhostUser) + 1);

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

} // namespace hopyard::lab

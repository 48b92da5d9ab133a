// What GNS3 says of a machine of QEMU's, as a machine of ours. Internal to core/exchange.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lab/machine.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace hopyard::exchange {

/// `memory` in MiB; `adapter` as QEMU calls its network cards ("e1000", "virtio-net-pci"), `disk` as GNS3 its interfaces ("ide",
/// "virtio"). What is not known becomes the nearest that is: an e1000, an IDE disk, which every system has a driver for.
lab::Machine qemuMachine(std::string image, std::uint32_t memory, std::uint32_t processors, std::string_view adapter, std::string_view disk);

} // namespace hopyard::exchange

// A machine's network card over a TAP device of the kernel's: QEMU reads and writes the device, we the packets that pass
// the interface it makes. Each device is alone in a network namespace of its own, so nothing else hears of it.
//
// It takes what a TAP takes: /dev/net/tun, and the right to make devices (root, or the engine's own user namespace).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "emulation/machines/frame_socket.h"

namespace hopyard::machines {

/// `machines` of what is made is the TAP's descriptor. `mtu` in bytes, without the Ethernet header.
linux::Result<FrameSocket::Made> makeTapCard(std::uint32_t mtu);

} // namespace hopyard::machines
